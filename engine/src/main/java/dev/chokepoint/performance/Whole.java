package dev.chokepoint.performance;

/** How far predictions of whole models are from measurements. */
public final class Whole {
  private Whole() {}

  /**
   * A time with its 90% interval.
   *
   * @param family {@code static-prefill}, {@code static-decode}, {@code serve-ttft}, {@code
   *     serve-tpot} or {@code train}
   */
  public static Estimate.Interval interval(Predictor predictor, String family, double mid) {
    Intervals.Spread width = Intervals.inferred(predictor.machine()).and(predictor.spread(family));
    return new Estimate.Interval(mid / width.down(), mid, mid * width.up());
  }
}
