package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/** Options that a command knows and a request has no use for: they are refused, not passed over. */
final class Unused {
  private Unused() {}

  /**
   * Refuses options that were stated.
   *
   * @param what that has no use for them
   * @param options their names
   */
  static void refuse(CommandLine line, String what, Set<String> options) {
    List<Problem> problems =
        line.getParseResult().matchedOptions().stream()
            .filter(option -> options.contains(option.longestName()))
            .map(option ->
                new Problem(
                    "not-used",
                    option.longestName(),
                    String.join(",", option.originalStringValues()),
                    "left out, since %s has no use for it".formatted(what),
                    ""))
            .toList();
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
  }
}
