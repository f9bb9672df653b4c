package dev.chokepoint.performance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.MultivariateJacobianFunction;
import org.hipparchus.util.Pair;

/**
 * Fits constants to measurements: the sum over chips of the mean absolute logarithm of predicted
 * over measured, every chip weighing the same. Bounds are kept by a logistic map, and a weak pull
 * to the start holds what the measurements do not identify.
 */
public final class Calibration {
  /** Parameters by the families of operators that they are fitted on, in this order. */
  private static final List<Stage> STAGES =
      List.of(
          new Stage(List.of("silicon", "gemm"), List.of("gemm")),
          new Stage(List.of("moe"), List.of("moe")),
          new Stage(List.of("prefill"), List.of("prefill")),
          new Stage(List.of("decode"), List.of("decode")),
          new Stage(List.of("mla"), List.of("mla-prefill", "mla-decode")),
          new Stage(List.of("network"), List.of("collective", "direct-reduce", "send-receive")),
          new Stage(List.of("elementwise"), List.of("elementwise")));

  private static final int ROWS_A_SERIES = 400;
  private static final int MOST_STEPS = 60;
  private static final double CORNER = 0.05;
  private static final double PULL = 0.01;
  private static final double DIFFERENCE = 1e-4;
  private static final double EDGE = 0.01;

  private Calibration() {}

  private record Stage(List<String> parameters, List<String> families) {}

  /** The basis refitted to some measurements, all stages one after the other. */
  public static Basis fit(Basis start, List<Series> series) {
    Basis basis = start;
    for (Stage stage : STAGES) {
      basis = fit(basis, series, stage);
    }
    return basis;
  }

  /** The basis with only what concerns one family of operators refitted. */
  public static Basis fit(Basis start, List<Series> series, String family) {
    Basis basis = start;
    for (Stage stage : STAGES) {
      if (stage.families().contains(family)
          || (family.equals("moe") && stage.equals(STAGES.getFirst()))) {
        basis = fit(basis, series, stage);
      }
    }
    return basis;
  }

  private static Basis fit(Basis start, List<Series> all, Stage stage) {
    List<Series> series =
        all.stream()
            .filter(each -> stage.families().contains(each.family()))
            .map(each -> each.thinned(ROWS_A_SERIES))
            .toList();
    List<Parameter> parameters =
        start.parameters().stream()
            .filter(each -> stage.parameters().contains(each.family()))
            .toList();
    if (series.isEmpty() || parameters.isEmpty()) {
      return start;
    }
    Problem problem = new Problem(start, series, parameters);
    double[] found = problem.solve();
    return start.with(problem.values(found));
  }

  /** Least squares over logistic coordinates of the parameters. */
  private static final class Problem implements MultivariateJacobianFunction {
    private final Basis basis;
    private final List<Series> series;
    private final List<Parameter> parameters;
    private final double[] begin;
    private final double[] weights;
    private final Machine[] machines;
    private final int rows;

    Problem(Basis basis, List<Series> series, List<Parameter> parameters) {
      this.basis = basis;
      this.series = series;
      this.parameters = parameters;
      this.begin = new double[parameters.size()];
      for (int i = 0; i < begin.length; i++) {
        Parameter each = parameters.get(i);
        double share = (current(basis, each) - each.low()) / (each.high() - each.low());
        double inside = Math.min(1 - EDGE, Math.max(EDGE, share));
        begin[i] = Math.log(inside / (1 - inside));
      }
      Map<String, Integer> counts = new HashMap<>();
      series.forEach(each -> counts.merge(each.item().id(), 1, Integer::sum));
      this.weights =
          series.stream()
              .mapToDouble(each ->
                  1
                      / Math.sqrt(
                          (double) each.observations().size()
                              * counts.getOrDefault(each.item().id(), 1)))
              .toArray();
      this.machines =
          series.stream().map(each -> basis.machine(each.item())).toArray(Machine[]::new);
      this.rows = series.stream().mapToInt(each -> each.observations().size()).sum();
    }

    private static double current(Basis basis, Parameter parameter) {
      String stack = parameter.stack();
      return stack.isEmpty()
          ? basis.constants().value(parameter.name())
          : basis.stacks().stream()
              .filter(each -> each.name().equals(stack))
              .findFirst()
              .orElseThrow()
              .value(parameter.key());
    }

    double[] solve() {
      var problem =
          new LeastSquaresBuilder()
              .start(begin)
              .model(this)
              .target(new double[rows + begin.length])
              .lazyEvaluation(false)
              .maxEvaluations(4 * MOST_STEPS)
              .maxIterations(MOST_STEPS)
              .checker((i, before, after) ->
                  i >= MOST_STEPS - 1
                      || before.getCost() - after.getCost() < 1e-4 * after.getCost())
              .build();
      return new LevenbergMarquardtOptimizer().optimize(problem).getPoint().toArray();
    }

    Map<String, Double> values(double[] point) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (int i = 0; i < point.length; i++) {
        Parameter each = parameters.get(i);
        values.put(
            each.name(), each.low() + (each.high() - each.low()) / (1 + Math.exp(-point[i])));
      }
      return values;
    }

    @Override
    public Pair<RealVector, RealMatrix> value(RealVector point) {
      double[] at = point.toArray();
      double[] here = residuals(at);
      RealMatrix jacobian = new Array2DRowRealMatrix(here.length, at.length);
      for (int i = 0; i < at.length; i++) {
        double[] moved = at.clone();
        moved[i] += DIFFERENCE;
        double[] there = residuals(moved);
        for (int row = 0; row < here.length; row++) {
          jacobian.setEntry(row, i, (there[row] - here[row]) / DIFFERENCE);
        }
      }
      return new Pair<>(new ArrayRealVector(here, false), jacobian);
    }

    private double[] residuals(double[] point) {
      Basis moved = basis.with(values(point));
      double[] out = new double[rows + point.length];
      int row = 0;
      for (int i = 0; i < series.size(); i++) {
        Series each = series.get(i);
        Predictor predictor =
            new Predictor(machines[i], moved.stack(each.stack(), each.item()), moved.constants());
        for (Series.Observation seen : each.observations()) {
          out[row++] =
              weights[i] * robust(Math.log(predictor.seconds(seen.operator()) / seen.seconds()));
        }
      }
      for (int i = 0; i < point.length; i++) {
        out[row++] = PULL * (point[i] - begin[i]);
      }
      return out;
    }
  }

  /** A residual whose square grows like the absolute value: outliers do not pull. */
  static double robust(double r) {
    double s = Math.sqrt(Math.sqrt(r * r + CORNER * CORNER) - CORNER);
    return r < 0 ? -s : s;
  }

  /** Logarithms of predicted over measured time of a series. */
  public static double[] logErrors(Basis basis, Series series) {
    Predictor predictor = basis.predictor(series.item(), series.stack());
    return series.observations().stream()
        .mapToDouble(seen -> Math.log(predictor.seconds(seen.operator()) / seen.seconds()))
        .toArray();
  }

  /**
   * A series with the basis fitted without its chip.
   *
   * @param logErrors logarithms of predicted over measured, in the order of the observations
   */
  public record LeftOut(Series series, List<Double> logErrors) {
    public LeftOut {
      logErrors = List.copyOf(logErrors);
    }

    /** The errors as an array. */
    public double[] array() {
      return logErrors.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /** Leave-one-chip-out errors of one family: for each chip, everything refitted without it. */
  public static List<LeftOut> leaveOneOut(Basis basis, List<Series> all, String family) {
    List<Series> tested = all.stream().filter(each -> each.family().equals(family)).toList();
    List<LeftOut> out = new ArrayList<>();
    for (String item : tested.stream().map(each -> each.item().id()).distinct().toList()) {
      List<Series> others = all.stream().filter(each -> !each.item().id().equals(item)).toList();
      Basis without = fit(basis, others, family);
      tested.stream()
          .filter(each -> each.item().id().equals(item))
          .forEach(each ->
              out.add(
                  new LeftOut(
                      each, java.util.Arrays.stream(logErrors(without, each)).boxed().toList())));
    }
    return out;
  }
}
