package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.explore.Near;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Batch;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Memory;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Passes;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.performance.Systems;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The work by which designs are compared: prompts and steps of a model on some chips of a kind. */
final class YardstickOptions {
  private static final int MOST = 1 << 20;

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description = "Model to predict for; near: llama-3.1-70b, rule-design: llama-3.1-8b.")
  @Nullable String model;

  @Option(names = "--precision", paramLabel = "WORD", description = "Of weights; default its own.")
  @Nullable String precision;

  @Option(names = "--tp", description = "Chips that share it; near: 8, rule-design: 1.")
  @Nullable String tp;

  @Option(names = "--input", description = "Tokens of a prompt, and cached ones; default 2048.")
  @Nullable String input;

  @Option(names = "--batch", description = "Sequences of a step; default 64.")
  @Nullable String batch;

  /** What was measured with, in words. */
  record Work(Model model, Layout layout, Precision weights, long input, long batch) {
    String words() {
      return "%s in %s on %d chip%s: a prompt of %d tokens, a step of %d sequences with %d cached"
          .formatted(
              model.name(),
              weights.word(),
              layout.chips(),
              layout.chips() == 1 ? "" : "s",
              input,
              batch,
              input);
    }

    Map<String, Object> document() {
      return Json.object(
          "model", model.id(),
          "precision", weights.word(),
          "chips", layout.chips(),
          "input", input,
          "batch", batch);
    }
  }

  /**
   * The work asked for.
   *
   * @param usualModel taken where none is stated
   * @param usualChips taken where no number is stated
   */
  Work work(Knowledge knowledge, String usualModel, int usualChips) {
    Model read = knowledge.models().get(model == null ? usualModel : model);
    Precision own = read.weights();
    Precision weights =
        precision != null
            ? Precision.get(precision, "--precision")
            : own == null ? Precision.BF16 : own;
    Layout layout = Layout.tensor((int) PredictOptions.whole(tp, "--tp", 1, 1024, usualChips));
    layout.check(read);
    long tokens = PredictOptions.whole(input, "--input", 1, MOST, 2048);
    return new Work(
        read,
        layout,
        weights,
        PredictOptions.within(tokens, read),
        PredictOptions.whole(batch, "--batch", 1, MOST, 64));
  }

  /** The speed of a chip at the work, and whether the model fits. */
  static Function<Item, Near.Speed> speed(Knowledge knowledge, Work work) {
    Basis basis = knowledge.basis();
    Systems systems = knowledge.systems();
    return item -> {
      Passes passes = new Passes(systems.predictor(basis, item, null), true);
      Deployment deployment = deployment(systems, item, work);
      double prompt = passes.seconds(deployment, Batch.prefill(1, work.input()));
      double step = passes.seconds(deployment, Batch.decode(work.batch(), work.input()));
      int chips = work.layout().chips();
      return new Near.Speed(
          work.input() / prompt / chips,
          work.batch() / step / chips,
          memory(knowledge, work, item).fits());
    };
  }

  private static Deployment deployment(Systems systems, Item item, Work work) {
    Precision cache = work.weights().activationBytes() < 2 ? Precision.FP8 : Precision.BF16;
    return Deployment.of(
        work.model(),
        work.layout(),
        work.weights(),
        cache,
        Math.max(work.layout().chips(), systems.node(item).chips()));
  }

  /** What the work needs of a chip's memory. */
  static Memory memory(Knowledge knowledge, Work work, Item item) {
    Systems systems = knowledge.systems();
    return Memory.serving(
        systems.predictor(knowledge.basis(), item, null).machine(),
        deployment(systems, item, work),
        (double) work.batch(),
        (double) work.input(),
        Math.max(work.input(), work.batch()));
  }
}
