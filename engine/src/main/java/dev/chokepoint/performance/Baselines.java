package dev.chokepoint.performance;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;

/**
 * What simpler models say of the same measurements: the roofline of the datasheet, and the same
 * with three constants (share of the peak, share of the bandwidth, a fixed start).
 */
public final class Baselines {
  private static final int ROWS_A_SERIES = 300;
  private static final int MOST_STEPS = 60;
  private static final double DIFFERENCE = 1e-4;

  private Baselines() {}

  /** Seconds of one operator by its compute and its traffic, at datasheet rates. */
  private record Roof(double compute, double traffic) {
    static Roof of(Machine machine, Operator operator) {
      Work work = Work.of(operator);
      double peak = machine.peak(machine.carriedOutIn(work.arithmetic()));
      double compute = work.arithmetic() == Arithmetic.FP32 ? 0 : work.flops() / peak;
      double link =
          machine.linkBytesPerSecond() > 0
              ? machine.linkBytesPerSecond()
              : machine.hostBytesPerSecond();
      double network = work.networkBytes() > 0 ? work.networkBytes() / link : 0;
      return new Roof(compute, Math.max(work.bytes() / machine.memoryBytesPerSecond(), network));
    }
  }

  /** Logarithms of the datasheet roofline over measured. */
  public static double[] roofline(Machine machine, Series series) {
    return logErrors(machine, series, new double[] {0, 0, Double.NEGATIVE_INFINITY});
  }

  /**
   * Logarithms of the model of three constants over measured, the constants fitted to the series of
   * other chips, or to the series itself where there is no other.
   */
  public static double[] threeConstants(Basis basis, Series series, List<Series> all) {
    List<Series> others =
        all.stream()
            .filter(each -> each.family().equals(series.family()))
            .filter(each -> !each.item().id().equals(series.item().id()))
            .toList();
    double[] constants = fit(basis, others.isEmpty() ? List.of(series) : others);
    return logErrors(basis.machine(series.item()), series, constants);
  }

  private static double[] logErrors(Machine machine, Series series, double[] constants) {
    return series.observations().stream()
        .mapToDouble(
            seen -> Math.log(time(Roof.of(machine, seen.operator()), constants) / seen.seconds()))
        .toArray();
  }

  private static double time(Roof roof, double[] constants) {
    double busy =
        Math.max(roof.compute() * Math.exp(constants[0]), roof.traffic() * Math.exp(constants[1]));
    return Math.max(1e-12, busy + Math.exp(constants[2]));
  }

  private static double[] fit(Basis basis, List<Series> series) {
    List<Roof> roofs = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (Series each : series) {
      Machine machine = basis.machine(each.item());
      Series thin = each.thinned(ROWS_A_SERIES);
      for (Series.Observation seen : thin.observations()) {
        roofs.add(Roof.of(machine, seen.operator()));
        seconds.add(seen.seconds());
        weights.add(1 / Math.sqrt(thin.observations().size()));
      }
    }
    var problem =
        new LeastSquaresBuilder()
            .start(new double[] {0.4, 0.3, Math.log(5e-6)})
            .model(point -> {
              double[] at = point.toArray();
              double[] here = residuals(roofs, seconds, weights, at);
              RealMatrix jacobian = new Array2DRowRealMatrix(here.length, at.length);
              for (int i = 0; i < at.length; i++) {
                double[] moved = at.clone();
                moved[i] += DIFFERENCE;
                double[] there = residuals(roofs, seconds, weights, moved);
                for (int row = 0; row < here.length; row++) {
                  jacobian.setEntry(row, i, (there[row] - here[row]) / DIFFERENCE);
                }
              }
              return new Pair<>(new ArrayRealVector(here, false), jacobian);
            })
            .target(new double[roofs.size()])
            .lazyEvaluation(false)
            .maxEvaluations(10 * MOST_STEPS)
            .maxIterations(MOST_STEPS)
            .checker((i, before, after) ->
                i >= MOST_STEPS - 1 || before.getCost() - after.getCost() < 1e-5 * after.getCost())
            .build();
    return new LevenbergMarquardtOptimizer().optimize(problem).getPoint().toArray();
  }

  private static double[] residuals(
      List<Roof> roofs, List<Double> seconds, List<Double> weights, double[] constants) {
    double[] out = new double[roofs.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] =
          weights.get(i)
              * Calibration.robust(Math.log(time(roofs.get(i), constants) / seconds.get(i)));
    }
    return out;
  }
}
