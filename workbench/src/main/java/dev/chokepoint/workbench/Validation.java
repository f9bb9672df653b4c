package dev.chokepoint.workbench;

import dev.chokepoint.performance.Accuracy;
import dev.chokepoint.performance.Baselines;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Calibration;
import dev.chokepoint.performance.Intervals;
import dev.chokepoint.performance.Machine;
import dev.chokepoint.performance.Predictor;
import dev.chokepoint.performance.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Predictions beside measurements, file by file and family by family. */
final class Validation {
  private Validation() {}

  /**
   * One family of one file.
   *
   * @param coverage share of the measurements inside the 90% interval
   */
  record Line(
      Series series,
      Accuracy accuracy,
      Accuracy.Coverage coverage,
      Accuracy roofline,
      Accuracy threeConstants) {}

  static Line line(Basis basis, Series series, List<Series> all) {
    double[] errors = Calibration.logErrors(basis, series);
    Machine machine = basis.machine(series.item());
    return new Line(
        series,
        Accuracy.of(errors),
        coverage(basis, series),
        Accuracy.of(Baselines.roofline(machine, series)),
        Accuracy.of(Baselines.threeConstants(basis, series, all)));
  }

  private static Accuracy.Coverage coverage(Basis basis, Series series) {
    Predictor predictor = basis.predictor(series.item(), series.stack());
    long inside =
        series.observations().stream()
            .filter(seen -> {
              var seconds = predictor.estimate(seen.operator()).seconds();
              return seconds.low() <= seen.seconds() && seen.seconds() <= seconds.high();
            })
            .count();
    return Accuracy.Coverage.of(inside, series.observations().size());
  }

  /** Errors of every series with everything refitted without its chip. */
  static Map<Series, Accuracy> leftOut(Basis basis, List<Series> all) {
    Map<Series, Accuracy> out = new LinkedHashMap<>();
    for (String family : all.stream().map(Series::family).distinct().sorted().toList()) {
      Calibration.leaveOneOut(basis, all, family)
          .forEach(each -> out.put(each.series(), Accuracy.of(each.array())));
    }
    return out;
  }

  /**
   * One family over its chips, which weigh alike.
   *
   * @param coverage share of the measurements inside the 90% interval
   */
  record Family(
      double mean, double median, int chips, double coverage, double roofline, double three) {}

  /** Every family with what simpler models reach. */
  static Map<String, Family> families(Map<Series, Line> lines) {
    Map<Series, Accuracy> model = new LinkedHashMap<>();
    Map<Series, Accuracy> roofline = new LinkedHashMap<>();
    Map<Series, Accuracy> three = new LinkedHashMap<>();
    Map<Series, Accuracy> inside = new LinkedHashMap<>();
    lines.forEach((series, line) -> {
      model.put(series, line.accuracy());
      roofline.put(series, line.roofline());
      three.put(series, line.threeConstants());
      double share = line.coverage().share();
      inside.put(series, new Accuracy(line.accuracy().rows(), share, share, 0));
    });
    Map<String, double[]> roofs = byFamily(roofline);
    Map<String, double[]> threes = byFamily(three);
    Map<String, double[]> covers = byFamily(inside);
    Map<String, Family> out = new LinkedHashMap<>();
    byFamily(model)
        .forEach((family, row) ->
            out.put(
                family,
                new Family(
                    row[0],
                    row[1],
                    (int) row[2],
                    covers.getOrDefault(family, row)[0],
                    roofs.getOrDefault(family, row)[0],
                    threes.getOrDefault(family, row)[0])));
    return out;
  }

  /** Mean and median error of each family, chips weighing the same. */
  static Map<String, double[]> byFamily(Map<Series, Accuracy> accuracies) {
    Map<String, Map<String, double[]>> chips = new LinkedHashMap<>();
    accuracies.forEach((series, accuracy) -> {
      double[] sums =
          chips
              .computeIfAbsent(series.family(), k -> new LinkedHashMap<>())
              .computeIfAbsent(series.item().id(), k -> new double[3]);
      sums[0] += accuracy.mean() * accuracy.rows();
      sums[1] += accuracy.median() * accuracy.rows();
      sums[2] += accuracy.rows();
    });
    Map<String, double[]> out = new LinkedHashMap<>();
    chips.forEach((family, items) -> {
      double mean = items.values().stream().mapToDouble(s -> s[0] / s[2]).average().orElse(0);
      double median = items.values().stream().mapToDouble(s -> s[1] / s[2]).average().orElse(0);
      out.put(family, new double[] {mean, median, items.size()});
    });
    return out;
  }

  /**
   * Widths of intervals for one family from errors on left-out chips: the quantiles of predicted
   * over measured that leave out 5% at each end, chips weighing the same.
   */
  static Intervals.Spread spread(List<Calibration.LeftOut> leftOut) {
    Map<String, Long> rows = new LinkedHashMap<>();
    leftOut.forEach(
        each -> rows.merge(each.series().item().id(), (long) each.logErrors().size(), Long::sum));
    List<double[]> weighted = new ArrayList<>();
    for (Calibration.LeftOut each : leftOut) {
      double weight = 1.0 / rows.getOrDefault(each.series().item().id(), 1L) / rows.size();
      each.logErrors().forEach(error -> weighted.add(new double[] {error, weight}));
    }
    weighted.sort(Comparator.comparingDouble(each -> each[0]));
    return new Intervals.Spread(
        Math.exp(Math.max(0, quantile(weighted, 0.95))),
        Math.exp(Math.max(0, -quantile(weighted, 0.05))));
  }

  /** The first value at which the weights below reach a share of all, which is one. */
  private static double quantile(List<double[]> weighted, double share) {
    double sum = 0;
    for (double[] each : weighted) {
      sum += each[1];
      if (sum >= share) {
        return each[0];
      }
    }
    return weighted.isEmpty() ? 0 : weighted.getLast()[0];
  }
}
