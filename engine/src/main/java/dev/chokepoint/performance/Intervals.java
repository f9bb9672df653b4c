package dev.chokepoint.performance;

/** How wide 90% intervals are. */
public final class Intervals {
  /** How much a relative error of one inferred figure shows in a time: a power of about a half. */
  private static final double ELASTICITY = 0.5;

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

  /** The doubt that inferred figures bring. */
  static Spread inferred(Machine machine) {
    double squares = 0;
    for (Machine.Inferred each : machine.inferred()) {
      double part = ELASTICITY * Math.log1p(each.error());
      squares += part * part;
    }
    double factor = Math.exp(Math.sqrt(squares));
    return new Spread(factor, factor);
  }
}
