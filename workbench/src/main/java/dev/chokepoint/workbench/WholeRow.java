package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Batch;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Engine;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Load;
import dev.chokepoint.performance.MeasurementNames;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Passes;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.performance.Predictor;
import dev.chokepoint.performance.Separation;
import dev.chokepoint.performance.Serving;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.performance.StaticBatch;
import dev.chokepoint.performance.Whole;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One measured run of a whole model, and what is predicted for it. */
final class WholeRow {
  private static final long CHUNK = 8192;

  private final Knowledge knowledge;
  private final MeasurementNames names;
  private final Map<String, long[]> lengths;
  private final java.util.Set<String> repeated;
  private final Map<String, Passes> passes = new HashMap<>();
  private final Map<String, Passes> rooflines = new HashMap<>();

  /**
   * A reader of rows.
   *
   * @param lengths prompts of static batches by run
   * @param repeated keys of served rows that are listed under a second model's name
   */
  WholeRow(
      Knowledge knowledge,
      MeasurementNames names,
      Map<String, long[]> lengths,
      java.util.Set<String> repeated) {
    this.repeated = repeated;
    this.knowledge = knowledge;
    this.names = names;
    this.lengths = lengths;
  }

  private Passes passes(Item item) {
    return passes.computeIfAbsent(item.id(), id -> new Passes(predictor(item), true));
  }

  private Passes roofline(Item item) {
    return rooflines.computeIfAbsent(item.id(), id -> Passes.roofline(predictor(item)));
  }

  private Predictor predictor(Item item) {
    return knowledge.systems().predictor(knowledge.basis(), item, null);
  }

  /** A static batch: time of its prompts and of a step. */
  List<WholeRuns.Run> batch(Csv.Row row) throws WholeRuns.Unusable {
    Item item = WholeRuns.item(knowledge, names, text(row, "hardware"));
    String run = text(row, "run");
    Model model = model(run.contains("-") ? run.substring(0, run.lastIndexOf('-')) : run);
    Layout layout = checked(Layout.tensor((int) whole(row, "tp")), model);
    long[] prompts = lengths.get(run);
    if (prompts == null) {
      throw new WholeRuns.Unusable("prompt lengths unknown");
    }
    Deployment d =
        Deployment.of(
            model, layout, Precision.BF16, Precision.BF16, knowledge.systems().node(item).chips());
    long context = Arrays.stream(prompts).sum() / prompts.length + whole(row, "output_len") / 2;
    double prefill = StaticBatch.prefill(passes(item), d, prompts, CHUNK);
    double step = StaticBatch.decodeStep(passes(item), d, prompts.length, context);
    return List.of(
        run(
            "static-prefill",
            item,
            milliseconds(row, "prefill_ms"),
            prefill,
            StaticBatch.prefill(roofline(item), d, prompts, CHUNK),
            StaticBatch.least(passes(item), d, prompts, CHUNK)),
        run(
            "static-decode",
            item,
            milliseconds(row, "decode_step_ms"),
            step,
            StaticBatch.decodeStep(roofline(item), d, prompts.length, context),
            passes(item).least(d, Batch.decode(prompts.length, context))));
  }

  private WholeRuns.Run run(
      String family, Item item, double measured, double predicted, double roofline, double least) {
    return new WholeRuns.Run(
        family,
        item.id(),
        measured,
        Whole.interval(passes(item).predictor(), family, predicted, least),
        roofline);
  }

  private WholeRuns.Run served(
      String what, Item item, RunLayout split, double measured, double predicted, double roofline) {
    String width = (split.prompts() > 0 ? "separate-" : "serve-") + what;
    return new WholeRuns.Run(
        "serve-" + what,
        item.id(),
        measured,
        Whole.interval(passes(item).predictor(), width, predicted),
        roofline);
  }

  /** A served run: mean time to the first token and between tokens. */
  List<WholeRuns.Run> served(Csv.Row row) throws WholeRuns.Unusable {
    Item item = WholeRuns.item(knowledge, names, text(row, "system"));
    Model model = model(text(row, "model_path"));
    double ttft = milliseconds(row, "ttft_ms");
    double tpot = milliseconds(row, "tpot_ms");
    Precision weights = precision(row, model);
    Engine engine = engine(text(row, "backend"));
    RunLayout split = split(row, item, model, weights);
    Serving real = serving(row, passes(item), item, model, weights, engine, split);
    Serving peak = serving(row, roofline(item), item, model, weights, engine, split);
    return List.of(
        served("ttft", item, split, ttft, real.ttft(), peak.ttft()),
        served("tpot", item, split, tpot, real.tpot(), peak.tpot()));
  }

  private Serving serving(
      Csv.Row row,
      Passes at,
      Item item,
      Model model,
      Precision weights,
      Engine engine,
      RunLayout split)
      throws WholeRuns.Unusable {
    Deployment then = deployment(item, model, split.then(), weights);
    Setting steps = new Setting(at, then, engine, split.copies());
    if (split.prompts() == 0) {
      Load load = load(row, split.copies());
      double room = Serving.room(new Setting(at, then, engine, 1), load);
      if (room < 1) {
        throw new WholeRuns.Unusable("does not fit");
      }
      return Serving.of(at, then, engine, load, room);
    }
    Load load = load(row, 1);
    if (Serving.room(steps, load) < 1) {
      throw new WholeRuns.Unusable("does not fit");
    }
    return Separation.of(
        new Setting(at, then.with(split.first()), engine, split.prompts()), steps, load);
  }

  /** The split that columns state, completed where they do not. */
  private RunLayout split(Csv.Row row, Item item, Model model, Precision weights)
      throws WholeRuns.Unusable {
    boolean separate = text(row, "mode").equals("disagg");
    int tensor = (int) Math.max(1, number(row, separate ? "decode_tp_size" : "tp_size", 1));
    double all = requests(row);
    int least = least(item, model, weights);
    boolean told = !text(row, "decode_num_workers").isEmpty();
    if (!told && RunLayout.countsAll(tensor, model)) {
      int first = (int) number(row, "prefill_tp_size", tensor);
      if (first == tensor) {
        return checked(RunLayout.ofAll(tensor, all, least, model), model);
      }
    }
    if (!separate) {
      Layout layout = checked(layout(row, "", model), model);
      return new RunLayout(0, layout, copies(row, model, layout, all), layout);
    }
    if (!told) {
      int first = (int) number(row, "prefill_tp_size", 1);
      double ratio = (double) whole(row, "isl") / whole(row, "osl");
      return checked(RunLayout.ofCopies(first, tensor, all, ratio, least, model), model);
    }
    return new RunLayout(
        (int) number(row, "prefill_num_workers", 1),
        checked(layout(row, "prefill_", model), model),
        (int) number(row, "decode_num_workers", 1),
        checked(layout(row, "decode_", model), model));
  }

  /** Chips of the smallest usual copy, four or eight, that holds the weights with room to spare. */
  private int least(Item item, Model model, Precision weights) {
    int chips = 4;
    while (chips < 16
        && !dev.chokepoint.performance.Memory.serving(
                passes(item).predictor().machine(),
                deployment(item, model, Layout.tensor(chips), weights),
                1,
                8192,
                8192)
            .fits()) {
      chips *= 2;
    }
    return chips;
  }

  private Deployment deployment(Item item, Model model, Layout layout, Precision weights) {
    Precision cache = weights.activationBytes() < 2 ? Precision.FP8 : Precision.BF16;
    return Deployment.of(model, layout, weights, cache, knowledge.systems().node(item).chips());
  }

  private Engine engine(String backend) {
    return knowledge.systems().engine(backend.equals("trtllm") ? "tensorrt-llm" : backend);
  }

  /** Where a copy serves fewer requests than there are, several copies share them. */
  private static int copies(Csv.Row row, Model model, Layout layout, double all)
      throws WholeRuns.Unusable {
    double own = number(row, "batch_size", 0) * layout.data();
    return !model.hasExperts() && own > 0 && all > own ? (int) Math.round(all / own) : 1;
  }

  /** Requests under way, over all copies. */
  private static double requests(Csv.Row row) throws WholeRuns.Unusable {
    double all = number(row, "concurrency", 0);
    double copies = number(row, "decode_num_workers", 1);
    double each = number(row, "batch_size", number(row, "decode_batch_size", 0));
    double known = all > 0 ? all : each * Math.max(1, copies);
    if (!(known > 0)) {
      throw new WholeRuns.Unusable("concurrency not stated");
    }
    return known;
  }

  private Load load(Csv.Row row, double copies) throws WholeRuns.Unusable {
    double all = requests(row);
    Load plain =
        Load.of(Math.max(1, Math.round(all / copies)), whole(row, "isl"), whole(row, "osl"));
    for (MeasurementNames.Drafts each : names.drafts()) {
      if (text(row, "backend").equals(each.backend())
          && text(row, "model_path").startsWith(each.model())
          && each.versions().stream().anyMatch(text(row, "backend_version")::startsWith)
          && !repeated.contains(WholeRuns.key(row))) {
        return plain.with(each.tokens(), each.acceptance());
      }
    }
    return plain;
  }

  /**
   * The split that columns state. Some rows count ranks twice: tensor ranks of experts times expert
   * ranks where both name the same chips, and expert ranks times data ranks.
   */
  private static Layout layout(Csv.Row row, String prefix, Model model) throws WholeRuns.Unusable {
    int tensor = (int) Math.max(1, number(row, prefix + "tp_size", 1));
    int data = (int) Math.max(1, number(row, prefix + "attention_dp_size", 1));
    int expert = (int) Math.max(1, number(row, prefix + "moe_ep_size", 1));
    int split = (int) Math.max(1, number(row, prefix + "moe_tp_size", 1));
    if (!model.hasExperts()) {
      return new Layout(tensor, 1, 1, 1, 1);
    }
    double own = number(row, "batch_size", 0);
    if (text(row, prefix + "attention_dp_size").isEmpty()
        && own > 0
        && tensor > 1
        && own * tensor == number(row, "concurrency", 0)) {
      return new Layout(1, 1, tensor, expert * split == tensor ? expert : tensor, 1);
    }
    if (split > 1 && split == expert && tensor * data == split * expert) {
      return tensor == 1 ? new Layout(1, 1, split, expert, 1) : new Layout(split, 1, 1, expert, 1);
    }
    if (tensor == 1 && data > 1 && expert < data && split * expert == data) {
      int ranks = expert > 1 ? Math.max(split, expert) : data;
      return new Layout(1, 1, ranks, Math.min(expert, ranks), 1);
    }
    if (tensor > 1 && data > 1 && expert == tensor * data) {
      return new Layout(tensor, 1, 1, tensor, 1);
    }
    return new Layout(tensor, 1, data, expert, 1);
  }

  private static RunLayout checked(RunLayout split, Model model) throws WholeRuns.Unusable {
    checked(split.first(), model);
    checked(split.then(), model);
    return split;
  }

  private static Layout checked(Layout layout, Model model) throws WholeRuns.Unusable {
    if (!layout.problems(model).isEmpty()) {
      throw new WholeRuns.Unusable("layout does not divide: " + layout.text());
    }
    return layout;
  }

  private static Precision precision(Csv.Row row, Model model) throws WholeRuns.Unusable {
    String word = text(row, "precision");
    boolean mx = model.weights() != null && model.weights().word().startsWith("mxfp4");
    return switch (word) {
      case "", "bf16" -> Precision.BF16;
      case "fp8" ->
          (text(row, "moe_quant_mode").equals("fp8_block") && model.hasExperts())
                  || model.weights() == Precision.FP8_BLOCK
              ? Precision.FP8_BLOCK
              : Precision.FP8_STATIC;
      case "fp4" ->
          !mx
              ? Precision.NVFP4
              : text(row, "system").startsWith("h") ? Precision.MXFP4_A16 : Precision.MXFP4_A8;
      case "int4" -> Precision.INT4_WEIGHT;
      default ->
          Precision.find(word)
              .orElseThrow(() -> new WholeRuns.Unusable("precision unknown: " + word));
    };
  }

  private Model model(String name) throws WholeRuns.Unusable {
    if (!knowledge.models().has(name)) {
      throw new WholeRuns.Unusable("model unknown: " + name);
    }
    return knowledge.models().get(name);
  }

  private static String text(Csv.Row row, String column) {
    @Nullable String value = row.get(column);
    return value == null ? "" : value.strip();
  }

  private static double number(Csv.Row row, String column, double fallback)
      throws WholeRuns.Unusable {
    String value = text(row, column);
    if (value.isEmpty()) {
      return fallback;
    }
    try {
      return MeasurementForm.decimal(value, column);
    } catch (MeasurementForm.Unusable e) {
      throw new WholeRuns.Unusable(String.valueOf(e.getMessage()));
    }
  }

  private static long whole(Csv.Row row, String column) throws WholeRuns.Unusable {
    double value = number(row, column, -1);
    if (!(value >= 1 && value <= 1e9)) {
      throw new WholeRuns.Unusable(column + " is not a count");
    }
    return (long) value;
  }

  private static double milliseconds(Csv.Row row, String column) throws WholeRuns.Unusable {
    double value = number(row, column, -1);
    if (!(value > 0)) {
      throw new WholeRuns.Unusable(column + " is not above 0");
    }
    return value / 1e3;
  }
}
