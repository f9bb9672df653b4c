package dev.chokepoint.workbench;

import dev.chokepoint.performance.Accuracy;
import dev.chokepoint.performance.Series;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Predictions beside measurements for people. */
final class ValidateText {
  private ValidateText() {}

  static void print(
      PrintWriter out,
      Measurements.Folder read,
      Map<Series, Validation.Line> lines,
      Map<Series, Accuracy> leftOut) {
    out.println(
        "%-32s %-14s %-22s %11s %6s %6s %6s %16s %7s %7s"
            .formatted(
                "file",
                "family",
                "chip",
                "used/rows",
                "mean",
                "median",
                "bias",
                "coverage",
                "roof",
                "three"));
    for (Measurements.FileOf file : read.files()) {
      for (Series series : file.series()) {
        Validation.Line each = Objects.requireNonNull(lines.get(series));
        out.println(
            "%-32s %-14s %-22s %5d/%-5d %s"
                .formatted(
                    file.file(),
                    series.family(),
                    series.item().id(),
                    each.accuracy().rows(),
                    file.rows(),
                    figures(
                        each.accuracy(),
                        each.coverage(),
                        each.roofline().mean(),
                        each.threeConstants().mean())));
      }
      skipped(out, file.skipped());
      if (file.unknownToken() != null) {
        out.println("%-32s chip unknown: %s".formatted(file.file(), file.unknownToken()));
      }
    }
    families(out, lines, leftOut);
    if (!read.others().isEmpty()) {
      out.println("Not files of operators: " + String.join(", ", read.others()));
    }
  }

  private static void families(
      PrintWriter out, Map<Series, Validation.Line> lines, Map<Series, Accuracy> leftOut) {
    Map<String, double[]> without = Validation.byFamily(leftOut);
    out.println();
    out.println(
        "Chips weighing alike: mean / median, coverage, roofline, three constants"
            + (leftOut.isEmpty() ? "" : "; refitted without the chip: mean / median"));
    Validation.families(lines)
        .forEach((family, row) -> {
          double[] other = without.get(family);
          out.println(
              "  %-16s %5.1f%% / %4.1f%%  %.2f  %5.1f%%  %5.1f%%   chips %d%s"
                  .formatted(
                      family,
                      100 * row.mean(),
                      100 * row.median(),
                      row.coverage(),
                      100 * row.roofline(),
                      100 * row.three(),
                      row.chips(),
                      other == null
                          ? ""
                          : "   left out %5.1f%% / %4.1f%%"
                              .formatted(100 * other[0], 100 * other[1])));
        });
  }

  static void printWhole(PrintWriter out, List<WholeRuns.FileOf> files) {
    for (WholeRuns.FileOf file : files) {
      out.println();
      out.println(
          "%s: %d of %d rows, whole models; roofline, and it times one fitted factor"
              .formatted(file.file(), file.used(), file.rows()));
      for (WholeRuns.Line each : WholeRuns.lines(file)) {
        out.println(
            "  %-14s %-22s %5d %s"
                .formatted(
                    each.family(),
                    each.item(),
                    each.accuracy().rows(),
                    figures(
                        each.accuracy(),
                        each.coverage(),
                        each.roofline().median(),
                        each.oneConstant().median())));
      }
      skipped(out, file.skipped());
    }
  }

  private static void skipped(PrintWriter out, Map<String, Integer> reasons) {
    reasons.forEach((reason, count) -> out.println("  skipped %d: %s".formatted(count, reason)));
  }

  private static String figures(
      Accuracy a, Accuracy.Coverage coverage, double roofline, double fitted) {
    return "%5.1f%% %5.1f%% %+6.1f%% %.2f (%.2f-%.2f) %6.1f%% %6.1f%%"
        .formatted(
            100 * a.mean(),
            100 * a.median(),
            100 * a.bias(),
            coverage.share(),
            coverage.low(),
            coverage.high(),
            100 * roofline,
            100 * fitted);
  }
}
