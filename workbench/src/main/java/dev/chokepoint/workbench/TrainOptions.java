package dev.chokepoint.workbench;

import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Job;
import dev.chokepoint.performance.Model;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is asked of a training run besides model and layout. */
final class TrainOptions {
  @Option(names = "--global-batch", description = "Sequences of a step, over all chips.")
  @Nullable String globalBatch;

  @Option(names = "--micro-batch", description = "Sequences that pass together; 1.")
  @Nullable String microBatch;

  @Option(names = "--length", description = "Tokens of a sequence.")
  @Nullable String length;

  @Option(names = "--recompute", description = "none, selective or full; selective.")
  @Nullable String recompute;

  @Option(names = "--zero", description = "What data ranks share, 0 to 3 (FSDP); 1.")
  @Nullable String zero;

  @Option(names = "--interleave", description = "Runs of layers of each pipeline rank; 1.")
  @Nullable String interleave;

  @Option(names = "--no-sequence-parallel", description = "Tensor ranks repeat norms.")
  boolean repeated;

  @Option(names = "--unfused-attention", description = "Attention as separate products.")
  boolean unfused;

  @Option(names = "--no-overlap", description = "Traffic of data ranks hides behind nothing.")
  boolean bare;

  Job job(Deployment deployment) {
    Model model = deployment.model();
    if (globalBatch == null || length == null) {
      String place = globalBatch == null ? "--global-batch" : "--length";
      throw new Refused(new Problem("missing", place, "", "a whole number", ""));
    }
    long tokens = PredictOptions.whole(length, "--length", 1, 1L << 24, 1);
    if (tokens > model.longest()) {
      throw new Refused(
          new Problem(
              "beyond-the-model",
              "--length",
              tokens + " tokens",
              model.name() + " was made for sequences of at most " + model.longest(),
              ""));
    }
    long all = PredictOptions.whole(globalBatch, "--global-batch", 1, 1L << 30, 1);
    long micro = PredictOptions.whole(microBatch, "--micro-batch", 1, 1 << 20, 1);
    long own = micro * deployment.layout().data();
    if (all % own != 0) {
      throw new Refused(
          new Problem(
              "layout-does-not-divide",
              "--global-batch",
              String.valueOf(all),
              "a multiple of the micro-batch times the data ranks, " + own,
              "Maybe --global-batch " + Math.ceilDiv(all, own) * own + "?"));
    }
    return new Job(
        deployment,
        all,
        micro,
        tokens,
        (int)
            PredictOptions.whole(
                interleave,
                "--interleave",
                1,
                Math.max(1, model.depth() / deployment.layout().pipeline()),
                1),
        recompute(),
        (int) PredictOptions.whole(zero, "--zero", 0, 3, 1),
        !repeated,
        !unfused,
        !bare);
  }

  private Job.Recompute recompute() {
    String word = recompute == null ? "selective" : recompute;
    return Arrays.stream(Job.Recompute.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(() -> {
          List<String> known = List.of("none", "selective", "full");
          return new Refused(
              new Problem(
                  "bad-value",
                  "--recompute",
                  word,
                  "none, selective or full",
                  Nearest.hint(word, known)));
        });
  }
}
