package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Engine;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Load;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Passes;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is asked of a whole model, whatever the chip. */
final class PredictOptions {
  private static final long MOST = 1L << 24;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME|FILE",
      description = "A model that `models` lists, or the path of a config.json.")
  String model = "";

  @Option(names = "--phase", paramLabel = "WORD", description = "prefill, decode, serve or train.")
  String phase = "serve";

  @Option(
      names = "--precision",
      paramLabel = "WORD",
      description = "Of weights: bf16, fp8, nvfp4 …; default as the model is published.")
  @Nullable String precision;

  @Option(names = "--cache", paramLabel = "WORD", description = "Precision of cached tokens.")
  @Nullable String cache;

  @Option(names = "--batch", description = "Sequences of a static batch, over all chips.")
  @Nullable String batch;

  @Option(names = "--concurrency", description = "Requests under way at once, over all chips.")
  @Nullable String concurrency;

  @Option(names = "--input", description = "Tokens of a prompt; in decode, tokens cached.")
  @Nullable String input;

  @Option(names = "--output", description = "Tokens of an answer.")
  @Nullable String output;

  @Option(names = "--count", description = "Chips; default those of the layout.")
  @Nullable String count;

  @Option(names = "--tp", description = "Tensor ranks.")
  @Nullable String tp;

  @Option(names = "--pp", description = "Pipeline ranks.")
  @Nullable String pp;

  @Option(names = "--dp", description = "Data ranks that share experts; in training, all.")
  @Nullable String dp;

  @Option(names = "--ep", description = "Expert ranks, of the tensor and data ranks.")
  @Nullable String ep;

  @Option(names = "--cp", description = "Context ranks.")
  @Nullable String cp;

  @Option(names = "--engine", paramLabel = "NAME", description = "vllm, tensorrt-llm or sglang.")
  @Nullable String engine;

  @Option(names = "--stack", paramLabel = "NAME", description = "Kernels; default by the chip.")
  @Nullable String stack;

  @Option(names = "--per-node", description = "Chips that fast links join; default by the chip.")
  @Nullable String perNode;

  @Option(names = "--chunk", description = "Most prompt tokens of a pass.")
  @Nullable String chunk;

  @Option(names = "--cached", description = "Share of prompts in the prefix cache, 0 to 1.")
  @Nullable String cached;

  @Option(names = "--drafts", description = "Tokens tried beyond the next one; 0.")
  @Nullable String drafts;

  @Option(names = "--acceptance", description = "Chance that a tried token is kept, 0 to 1.")
  @Nullable String acceptance;

  @Option(
      names = "--rounds",
      description = "Requests of each client, all beginning at once; 10, as benchmarks do.")
  @Nullable String rounds;

  @Option(names = "--prefill-chips", description = "Of the chips, those for prompts alone.")
  @Nullable String prefillChips;

  /** A whole number within bounds. */
  static long whole(@Nullable String text, String place, long least, long most, long fallback) {
    if (text == null) {
      return fallback;
    }
    String plain = text.strip().replace("_", "");
    if (!plain.matches("[0-9]{1,15}")
        || Long.parseLong(plain) < least
        || Long.parseLong(plain) > most) {
      throw new Refused(
          new Problem(
              "bad-number", place, text, "a whole number from " + least + " to " + most, ""));
    }
    return Long.parseLong(plain);
  }

  private static long needed(@Nullable String text, String place, long most) {
    if (text == null) {
      throw new Refused(new Problem("missing", place, "", "a whole number", ""));
    }
    return whole(text, place, 1, most, 1);
  }

  private static double share(@Nullable String text, String place) {
    if (text == null) {
      return 0;
    }
    if (!text.matches("(0(\\.[0-9]{1,9})?|1(\\.0{1,9})?)")) {
      throw new Refused(new Problem("bad-number", place, text, "a share from 0 to 1", ""));
    }
    return Double.parseDouble(text);
  }

  /** Whether a layout was stated. */
  boolean hasLayout() {
    return tp != null || pp != null || dp != null || ep != null || cp != null;
  }

  Layout layout() {
    int most = 1 << 20;
    return new Layout(
        (int) whole(tp, "--tp", 1, most, 1),
        (int) whole(pp, "--pp", 1, most, 1),
        (int) whole(dp, "--dp", 1, most, 1),
        (int) whole(ep, "--ep", 1, most, 1),
        (int) whole(cp, "--cp", 1, most, 1));
  }

  long batch() {
    return needed(batch, "--batch", MOST);
  }

  /** Tokens of a prompt, within what the model was made for. */
  long input(Model of) {
    return within(needed(input, "--input", MOST), of);
  }

  static long within(long tokens, Model of) {
    if (tokens > of.longest()) {
      throw new Refused(
          new Problem(
              "beyond-the-model",
              "--input",
              tokens + " tokens",
              of.name() + " was made for sequences of at most " + of.longest(),
              ""));
    }
    return tokens;
  }

  Load load(Model of) {
    long in = needed(input, "--input", MOST);
    long out = needed(output, "--output", MOST);
    within(in + out, of);
    return drafted(
        new Load(
            needed(concurrency, "--concurrency", MOST),
            in,
            out,
            whole(rounds, "--rounds", 1, 1_000_000, (long) Load.USUAL_ROUNDS),
            share(cached, "--cached"),
            0,
            0));
  }

  /** Tokens cached by a batch that continues, and what it tries. */
  Load step(Model of) {
    return drafted(Load.of(batch(), input(of), 1));
  }

  private Load drafted(Load plain) {
    int tried = (int) whole(drafts, "--drafts", 0, 16, 0);
    if (tried > 0 && acceptance == null) {
      throw new Refused(
          new Problem(
              "missing",
              "--acceptance",
              "",
              "the chance that a tried token is kept, which depends on model and text",
              "Maybe 0.7?"));
    }
    return plain.with(tried, share(acceptance, "--acceptance"));
  }

  Precision precision(Model of) {
    Precision own = of.weights();
    return precision != null
        ? Precision.get(precision, "--precision")
        : own == null ? Precision.BF16 : own;
  }

  /** Everything of a prediction but the work, for one item. */
  Setting setting(Knowledge knowledge, Item item, Model of, boolean serving) {
    Precision weights = precision(of);
    Precision stored =
        cache != null
            ? Precision.get(cache, "--cache")
            : weights.activationBytes() < 2 ? Precision.FP8 : Precision.BF16;
    Layout layout = layout();
    layout.check(of);
    int near =
        (int) whole(perNode, "--per-node", 1, 1 << 16, knowledge.systems().node(item).chips());
    Engine own = knowledge.systems().engine(engine);
    long most = whole(chunk, "--chunk", 16, MOST, own.chunk());
    Passes passes =
        new Passes(knowledge.systems().predictor(knowledge.basis(), item, stack), serving);
    int copies = copies(layout);
    return new Setting(
        passes, Deployment.of(of, layout, weights, stored, near), own.withChunk(most), copies);
  }

  /** Copies of a layout on the chips stated. */
  private int copies(Layout layout) {
    long chips = whole(count, "--count", 1, 1 << 20, layout.chips());
    long apart = whole(prefillChips, "--prefill-chips", 0, chips - 1, 0);
    if (hasLayout() && ((chips - apart) % layout.chips() != 0 || apart % layout.chips() != 0)) {
      throw new Refused(
          new Problem(
              "layout-does-not-divide",
              "--count",
              String.valueOf(chips),
              "a multiple of the " + layout.chips() + " chips of " + layout.text(),
              "Maybe --count " + Math.ceilDiv(chips, layout.chips()) * layout.chips() + "?"));
    }
    return (int) Math.max(1, (chips - apart) / layout.chips());
  }

  /** Most prompt tokens of a pass where stated, or null. */
  @Nullable Long chunk() {
    return chunk == null ? null : whole(chunk, "--chunk", 16, MOST, 16);
  }

  /** Copies that work on prompts alone. */
  int promptCopies(Layout layout) {
    return (int)
        (whole(prefillChips, "--prefill-chips", 0, 1 << 20, 0) / Math.max(1, layout.chips()));
  }
}
