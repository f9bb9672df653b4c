package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lines of a run beside what people decided of each, as CSV that a spreadsheet shows safely. */
final class WorklistFile {
  private static final long MOST_LINES = 1_000_000;
  private static final int BATCH = 1_000;

  private WorklistFile() {}

  /**
   * Writes it.
   *
   * @param rows query of the lines, in order
   * @param lines how many they are
   * @throws Refused when they are too many
   */
  static void write(Duck duck, String rows, long lines, List<Worklist.Decided> decided, Path to) {
    if (lines > MOST_LINES) {
      throw new Refused(
          new Problem(
              "too-many-lines",
              "worklist.csv",
              String.valueOf(lines),
              String.format(Locale.ROOT, "at most %,d lines", MOST_LINES),
              "Maybe choose a state, clause, part number or destination; decided.csv has all"
                  + " lines."));
    }
    duck.run(
        "CREATE TEMP TABLE people (line BIGINT, decision VARCHAR, decidedBy VARCHAR, decidedAt"
            + " VARCHAR, decisionReason VARCHAR, decisionEntry BIGINT)");
    for (int from = 0; from < decided.size(); from += BATCH) {
      duck.run(
          "INSERT INTO people VALUES "
              + decided.subList(from, Math.min(decided.size(), from + BATCH)).stream()
                  .map(WorklistFile::values)
                  .collect(Collectors.joining(", ")));
    }
    String joined =
        ("SELECT l.*, coalesce(p.decision, '') AS decision, coalesce(p.decidedBy, '') AS decidedBy,"
                + " coalesce(p.decidedAt, '') AS decidedAt, coalesce(p.decisionReason, '') AS"
                + " decisionReason, p.decisionEntry FROM (%s) l LEFT JOIN people p ON l.line ="
                + " p.line ORDER BY l.line")
            .formatted(rows);
    duck.run(Results.csv(duck, joined, to, true));
  }

  private static String values(Worklist.Decided decided) {
    return "(%d, %s, %s, %s, %s, %d)"
        .formatted(
            decided.line(),
            Duck.text(decided.kind()),
            Duck.text(decided.by()),
            Duck.text(decided.at()),
            Duck.text(decided.reason()),
            decided.entry());
  }
}
