package dev.chokepoint.performance;

import org.jspecify.annotations.Nullable;

/**
 * How far predictions of whole models are from measurements, what they cannot pass, and what fits.
 */
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

  /**
   * Seconds for each request that no number of requests under way undercuts: of all copies, with
   * the operations of its prompt and its share of the steps. A prompt may ride on a step, so that
   * its weights are not read again.
   */
  static double leastRequest(
      Setting setting, @Nullable Setting separate, Batch step, Batch prompt, double steps) {
    Passes passes = setting.passes();
    Deployment d = setting.deployment();
    double ranks = (double) setting.replicas() * d.layout().data() * d.layout().pipeline();
    double own = steps * passes.least(d, step) / ranks;
    double prompts = passes.leastOperations(d, prompt);
    if (separate != null) {
      Layout layout = separate.deployment().layout();
      double others = (double) separate.replicas() * layout.data() * layout.pipeline();
      return Math.max(own, prompts / others);
    }
    return Math.max(own, (steps * passes.leastOperations(d, step) + prompts) / ranks);
  }

  /** The smallest split by tensor and pipeline ranks that would leave room, or fewer bits. */
  static String would(Setting setting) {
    Deployment d = setting.deployment();
    for (int chips = 2; chips <= 1024; chips *= 2) {
      for (int pipeline = 1; pipeline <= chips; pipeline *= 2) {
        Layout layout = new Layout(chips / pipeline, pipeline, 1, 1, 1);
        if (chips > d.layout().chips()
            && layout.tensor() <= Math.min(d.chipsPerNode(), 16)
            && layout.problems(d.model()).isEmpty()
            && Memory.serving(setting.machine(), d.with(layout), 1, 4096, 4096).fits()) {
          return pipeline == 1
              ? "; --tp %d would".formatted(layout.tensor())
              : "; --tp %d --pp %d would".formatted(layout.tensor(), pipeline);
        }
      }
    }
    return "; fewer bits, shorter prompts or a chip with more memory might";
  }
}
