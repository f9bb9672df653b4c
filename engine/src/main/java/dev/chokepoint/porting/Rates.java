package dev.chokepoint.porting;

import java.util.Map;

/**
 * What work costs, and how the size of a port is estimated.
 *
 * @param minutesPerLine by verdict: minutes for one line that holds a use with it, to change and to
 *     read again
 * @param minutesPerStatement minutes for one statement of a kernel that is written anew
 * @param minutesPerKernel minutes to check one kernel's results on the target
 * @param minutesPerProgram minutes to build, run and test the program for the first time
 * @param minutesPerBuildFile minutes for one build file that names CUDA
 * @param minutesPerUnreadFile minutes to find out what a file that could not be read needs
 * @param linesPerUse by kind of line: changed lines of a finished port for one line of that kind
 * @param risks by kind of use: weight of log(1 + number of uses) in the log odds that a port needs
 *     more than renaming; {@code constant} is the intercept
 */
public record Rates(
    Map<PortVerdict, Interval> minutesPerLine,
    Interval minutesPerStatement,
    Interval minutesPerKernel,
    Interval minutesPerProgram,
    Interval minutesPerBuildFile,
    Interval minutesPerUnreadFile,
    Map<String, Double> linesPerUse,
    Map<String, Double> risks) {
  /** Minutes of work in a person-day. */
  public static final double MINUTES_PER_DAY = 390;
}
