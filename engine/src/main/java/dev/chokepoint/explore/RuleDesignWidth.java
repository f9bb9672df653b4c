package dev.chokepoint.explore;

import dev.chokepoint.catalog.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;
import org.jspecify.annotations.Nullable;

/**
 * How well some metrics tell what chips do with a language model: how wide the distribution of
 * speeds is at fixed metrics.
 *
 * <p>The logarithm of a speed is fitted by the logarithms of the metrics; each chip is held against
 * the fit of all others. The width is the ratio of the 90th to the 10th percentile of what is left:
 * 1 where the metrics tell all, 10 where chips of the same metrics differ tenfold.
 *
 * @param chips how many had all figures
 * @param prefill of prompts
 * @param decode of steps
 */
public record RuleDesignWidth(List<Metric> metrics, int chips, double prefill, double decode) {
  private static final double LOW = 10;
  private static final double HIGH = 90;

  /** Fewer chips than this for each coefficient tell nothing. */
  private static final int FEWEST_A_COEFFICIENT = 5;

  /** A chip with its metrics and its speed. */
  public record Sample(Map<Metric, Double> metrics, Near.Speed speed) {
    boolean has(List<Metric> wanted) {
      return wanted.stream().allMatch(metric -> metrics.getOrDefault(metric, 0.0) > 0);
    }
  }

  /** The width at fixed metrics, or null where too few chips have them. */
  public static @Nullable RuleDesignWidth of(List<Metric> metrics, List<Sample> samples) {
    List<Sample> own = samples.stream().filter(each -> each.has(metrics)).toList();
    if (own.size() < FEWEST_A_COEFFICIENT * (metrics.size() + 1)) {
      return null;
    }
    double[][] x = new double[own.size()][];
    double[] prefill = new double[own.size()];
    double[] decode = new double[own.size()];
    for (int i = 0; i < own.size(); i++) {
      Sample sample = own.get(i);
      x[i] =
          metrics.stream()
              .mapToDouble(metric -> Math.log(sample.metrics().getOrDefault(metric, 1.0)))
              .toArray();
      prefill[i] = Math.log(sample.speed().promptTokensPerSecond());
      decode[i] = Math.log(sample.speed().stepTokensPerSecond());
    }
    try {
      return new RuleDesignWidth(metrics, own.size(), width(x, prefill), width(x, decode));
    } catch (MathRuntimeException e) {
      return null; // metrics that are the same for all chips, or the same thing twice
    }
  }

  private static double width(double[][] x, double[] y) {
    OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
    fit.newSampleData(y, x);
    double[] residuals = fit.estimateResiduals();
    RealMatrix hat = fit.calculateHat();
    double[] left = new double[residuals.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = residuals[i] / (1 - hat.getEntry(i, i));
    }
    Percentile percentile = new Percentile();
    percentile.setData(left);
    return Math.exp(percentile.evaluate(HIGH) - percentile.evaluate(LOW));
  }

  /** Widths of every metric alone and of every pair, in their order. */
  public static List<RuleDesignWidth> all(List<Metric> metrics, List<Sample> samples) {
    List<RuleDesignWidth> out = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      add(out, of(List.of(metrics.get(i)), samples));
    }
    for (int i = 0; i < metrics.size(); i++) {
      for (int j = i + 1; j < metrics.size(); j++) {
        add(out, of(List.of(metrics.get(i), metrics.get(j)), samples));
      }
    }
    return out;
  }

  private static void add(List<RuleDesignWidth> out, @Nullable RuleDesignWidth width) {
    if (width != null) {
      out.add(width);
    }
  }
}
