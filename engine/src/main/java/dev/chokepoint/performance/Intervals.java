package dev.chokepoint.performance;

import dev.chokepoint.catalog.Field;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How wide 90% intervals are. */
public final class Intervals {
  /** How much a relative error of one inferred figure shows in a time: a power of about a half. */
  private static final double ELASTICITY = 0.5;

  /** A time moves by as much as one of these at most. */
  private static final Set<String> RATES =
      Stream.of(
              Field.BF16,
              Field.FP16,
              Field.FP8,
              Field.INT8,
              Field.FP4,
              Field.MEMORY_BANDWIDTH,
              Field.LINK,
              Field.HOST)
          .map(Field::key)
          .collect(Collectors.toUnmodifiableSet());

  private Intervals() {}

  /**
   * Factors from the middle to the ends.
   *
   * @param down what the middle is divided by for the low end; at least 1
   * @param up what it is multiplied by for the high end; at least 1
   */
  public record Spread(double down, double up) {
    public static final Spread NONE = new Spread(1, 1);

    /** Both doubts together, taken as independent. */
    public Spread and(Spread other) {
      return new Spread(joined(down, other.down), joined(up, other.up));
    }

    private static double joined(double a, double b) {
      return a == 1 ? b : b == 1 ? a : Math.exp(Math.hypot(Math.log(a), Math.log(b)));
    }
  }

  /** Fewer measurements than these leave a twentieth at each end open. */
  public static final int LEAST = 19;

  private static final double END = 0.05;

  /**
   * The width that someone's own measurements show, a twentieth left out at each end as split
   * conformal prediction counts it (the {@code ceil((n + 1) 0.95)}-th of the ordered errors).
   *
   * @param logErrors logarithms of predicted over measured; at least {@link #LEAST}
   */
  public static Spread measured(double[] logErrors) {
    double[] sorted = logErrors.clone();
    java.util.Arrays.sort(sorted);
    int last = sorted.length - 1;
    int place = Math.min(last, (int) Math.ceil((sorted.length + 1) * (1 - END)) - 1);
    return new Spread(
        Math.exp(Math.max(0, sorted[place])), Math.exp(Math.max(0, -sorted[last - place])));
  }

  /** The doubt that inferred figures bring, and ranges as far as their ends. */
  static Spread inferred(Machine machine) {
    double squares = 0;
    for (Machine.Inferred each : machine.inferred()) {
      double part =
          (each.ranged() && RATES.contains(each.figure()) ? 1 : ELASTICITY)
              * Math.log1p(each.error());
      squares += part * part;
    }
    double factor = Math.exp(Math.sqrt(squares));
    return new Spread(factor, factor);
  }
}
