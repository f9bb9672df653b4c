package dev.chokepoint.porting;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program needs to run on a target. Third-party code that the repository carries is in the
 * counts of names and in no effort; {@link Vendored} says how much of the counts it is.
 *
 * @param version of the target that the verdicts are for; empty where no release is known
 * @param references names of HIPIFY's list of 2024 in code, each occurrence
 * @param leftOut uses in the program's own code that a build for the target leaves out, with
 *     nothing instead
 * @param kernels functions qualified as kernels, each declaration and instantiation counted
 * @param kernelBodies kernels with a body in the program's own code
 * @param verdicts number of uses by verdict
 * @param features number of uses by construct
 * @param changedLines estimated changed lines of the finished port; null where no finished ports
 *     were measured
 * @param handWork chance that more than renaming is needed, 0 to 1; null where not calibrated
 * @param hipify what HIPIFY counts: its headers in, mathematics of the host out
 */
public record Assessment(
    Target target,
    LocalDate asOf,
    String version,
    int references,
    int distinctNames,
    int unsupportedReferences,
    int unsupportedNames,
    Map<String, Integer> referencesByLibrary,
    Map<Use.Place, Integer> referencesByPlace,
    int doneReferences,
    int leftOut,
    int kernels,
    int kernelBodies,
    int launches,
    Map<String, Integer> features,
    Map<PortVerdict, Integer> verdicts,
    Scores scores,
    @Nullable Double changedLines,
    @Nullable Double handWork,
    Interval effortMinutes,
    List<Cost> byFile,
    List<Cost> byCause,
    List<Cost> topCosts,
    List<Judged> uses,
    List<String> alreadyPorted,
    Vendored vendored,
    Hipify hipify,
    String minimumCuda) {

  /** Whether anything of CUDA was found in the program's own code. */
  public boolean isCuda() {
    return uses.stream().anyMatch(judged -> isCuda(judged.use()));
  }

  static boolean isCuda(Use use) {
    return !use.construct().equals("host-math") && !use.construct().equals(Use.UNREAD_FILE);
  }

  /** Files and folders of the program's own that could not be read. */
  public int unread() {
    return (int) uses.stream().filter(judged -> judged.use().isUnread()).count();
  }

  /** The whole effort in days of work. */
  public Interval effortDays() {
    return effortMinutes.times(1 / Rates.MINUTES_PER_DAY);
  }

  /**
   * Shares of what was found that needs no work, 0 to 100; null where there is nothing of the kind.
   *
   * @param kernels share of statements of kernels that stay as they are
   */
  public record Scores(
      @Nullable Double names,
      @Nullable Double libraries,
      @Nullable Double kernels,
      @Nullable Double numerics,
      @Nullable Double tuning) {}

  /**
   * Work of one place or one cause.
   *
   * @param cause a construct, a library or a verdict in words; empty for a whole file
   * @param line first line, or 0
   */
  public record Cost(
      String file, int line, String cause, PortVerdict verdict, int uses, Interval minutes) {}

  /** One use and what becomes of it. */
  public record Judged(String file, Use use, Mapping mapping) {}

  /** Third-party code in the repository. */
  public record Vendored(int files, int references, List<String> folders) {}

  /** HIPIFY's own way to count. */
  public record Hipify(int references, int unconverted) {}
}
