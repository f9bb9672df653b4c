package dev.chokepoint.workbench;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Accuracy;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Calibration;
import dev.chokepoint.performance.Intervals;
import dev.chokepoint.performance.MeasurementNames;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Someone's own measurements: they set the intervals of one run, and never a constant. */
final class Mine {
  private Mine() {}

  /**
   * One family of the file.
   *
   * @param before width of the 90% interval as shipped
   * @param after width for the run; the shipped one where there are too few measurements
   */
  record Line(String family, Accuracy accuracy, Intervals.Spread before, Intervals.Spread after) {
    boolean enough() {
      return accuracy.rows() >= Intervals.LEAST;
    }
  }

  /** What each family of a file shows. */
  static List<Line> lines(Knowledge knowledge, MeasurementNames names, Path file) {
    Basis basis = knowledge.basis();
    Measurements.FileOf read =
        Measurements.file(file, names, knowledge.catalog(), basis)
            .orElseThrow(
                () -> refused(file, "columns of operators and latency_ms, see docs/model.md"));
    if (read.unknownToken() != null) {
      throw refused(
          file,
          "a chip's token in the name of the file; "
              + read.unknownToken()
              + " is none; or --chip-map FILE");
    }
    Set<String> families = new TreeSet<>();
    read.series().forEach(each -> families.add(each.family()));
    if (families.isEmpty()) {
      throw refused(file, "rows that can be used; " + read.skipped());
    }
    List<Line> lines = new ArrayList<>();
    for (String family : families) {
      double[] errors =
          read.series().stream()
              .filter(each -> each.family().equals(family))
              .flatMapToDouble(each -> java.util.Arrays.stream(Calibration.logErrors(basis, each)))
              .toArray();
      Intervals.Spread before = basis.constants().spread(family);
      Intervals.Spread after =
          errors.length >= Intervals.LEAST ? Intervals.measured(errors) : before;
      lines.add(new Line(family, Accuracy.of(errors), before, after));
    }
    return lines;
  }

  /** The basis with the intervals that a file's measurements show. */
  static Basis basis(Knowledge knowledge, Path file) {
    Map<String, Intervals.Spread> spreads = new LinkedHashMap<>();
    lines(knowledge, knowledge.measurementNames(), file)
        .forEach(each -> spreads.put(each.family(), each.after()));
    return knowledge.basis().withSpreads(spreads);
  }

  private static Refused refused(Path file, String limit) {
    return new Refused(new Problem("cannot-use", "--mine", file.toString(), limit, ""));
  }

  static Map<String, Object> document(Line each) {
    return AccuracyJson.of(
        Json.object(
            "family", each.family(),
            "enough", each.enough(),
            "before", spread(each.before()),
            "after", spread(each.after())),
        each.accuracy());
  }

  static Map<String, Object> spread(Intervals.Spread each) {
    return Json.object(
        "down", AccuracyJson.round(each.down()), "up", AccuracyJson.round(each.up()));
  }

  static String text(Line each) {
    Accuracy a = each.accuracy();
    String after =
        each.enough()
            ? "/%.2f .. x%.2f".formatted(each.after().down(), each.after().up())
            : "as shipped: %d rows, at least %d are needed".formatted(a.rows(), Intervals.LEAST);
    return "%-16s %5.1f%% / %4.1f%%  bias %+5.1f%%  rows %d%n  90%% interval shipped /%.2f .. x%.2f, for this run %s"
        .formatted(
            each.family(),
            100 * a.mean(),
            100 * a.median(),
            100 * a.bias(),
            a.rows(),
            each.before().down(),
            each.before().up(),
            after);
  }
}
