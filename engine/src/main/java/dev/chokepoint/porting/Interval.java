package dev.chokepoint.porting;

/** A low, a middle and a high estimate of one quantity. */
public record Interval(double low, double mid, double high) {
  public static final Interval ZERO = new Interval(0, 0, 0);

  public Interval plus(Interval other) {
    return new Interval(low + other.low, mid + other.mid, high + other.high);
  }

  public Interval times(double factor) {
    return new Interval(low * factor, mid * factor, high * factor);
  }
}
