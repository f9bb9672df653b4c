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
    return interval(predictor, family, mid, 0);
  }

  /**
   * The same with a low end that physics allows.
   *
   * @param least seconds that nothing undercuts; the low end is no lower
   */
  public static Estimate.Interval interval(
      Predictor predictor, String family, double mid, double least) {
    Intervals.Spread width = Intervals.inferred(predictor.machine()).and(predictor.spread(family));
    return new Estimate.Interval(
        Math.max(Math.min(mid, least), mid / width.down()), mid, mid * width.up());
  }
}
