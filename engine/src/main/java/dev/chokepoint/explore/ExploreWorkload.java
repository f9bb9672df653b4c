package dev.chokepoint.explore;

import dev.chokepoint.performance.Batch;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Engine;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Machine;
import dev.chokepoint.performance.Memory;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Pass;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.performance.Predictor;
import java.util.ArrayList;
import java.util.List;

/**
 * What every design is timed on.
 *
 * @param tensor chips that share every layer
 * @param weights precision of weights and products
 * @param cache precision of cached keys and values
 * @param batch sequences
 * @param input tokens of each prompt
 * @param context tokens cached for each sequence in a decode step
 * @param layer whether times are those of one layer in one pass rather than of the whole model;
 *     what fits in memory is then not asked
 */
public record ExploreWorkload(
    Model model,
    int tensor,
    Precision weights,
    Precision cache,
    long batch,
    long input,
    long context,
    boolean layer) {

  /** The passes of a workload on chips of one kind. */
  static final class Passes {
    private final ExploreWorkload work;
    private final Deployment deployment;
    private final List<Pass> prompts = new ArrayList<>();
    private final Pass step;
    private final long passTokens;

    Passes(ExploreWorkload work, Engine engine, int chipsPerNode) {
      this.work = work;
      this.deployment =
          Deployment.of(
              work.model, Layout.tensor(work.tensor), work.weights, work.cache, chipsPerNode);
      if (work.layer) {
        prompts.add(Pass.layer(deployment, Batch.prefill(work.batch, work.input), true));
        step = Pass.layer(deployment, Batch.decode(work.batch, work.context), true);
        passTokens = work.batch * work.input;
        return;
      }
      long together = Math.max(1, engine.chunk() / Math.max(1, work.input));
      Pass full = Pass.of(deployment, Batch.prefill(together, work.input), true);
      long left = work.batch;
      for (; left >= together; left -= together) {
        prompts.add(full);
      }
      if (left > 0) {
        prompts.add(Pass.of(deployment, Batch.prefill(left, work.input), true));
      }
      step = Pass.of(deployment, Batch.decode(work.batch, work.context), true);
      passTokens = Math.min(work.batch, together) * work.input;
    }

    /** Seconds of the prompts; not a number where they do not fit. */
    double prefill(Predictor predictor) {
      if (!fits(predictor.machine(), work.input, passTokens)) {
        return Double.NaN;
      }
      double seconds = 0;
      Pass last = null;
      double known = 0;
      for (Pass each : prompts) {
        known = each == last ? known : each.seconds(predictor);
        last = each;
        seconds += known;
      }
      return seconds;
    }

    /** Seconds of one step; not a number where it does not fit. */
    double decode(Predictor predictor) {
      return fits(predictor.machine(), work.context, work.batch)
          ? step.seconds(predictor)
          : Double.NaN;
    }

    private boolean fits(Machine machine, long tokens, long pass) {
      return work.layer
          || Memory.serving(machine, deployment, (double) work.batch, (double) tokens, pass).fits();
    }
  }
}
