package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Comparison;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Several chips under one model, each figure for one chip. */
@Command(
    name = "compare",
    description =
        "Chips side by side under one model: ratios, where each wins, and from which batch on.",
    footer = {
      "",
      "Example:",
      "  chokepoint compare --chips H20,H100,910B3 --model llama-3.1-70b --input 4096 --output 512"
    })
final class CompareCommand implements Callable<Integer> {
  private static final List<Long> SHOWN = List.of(1L, 8L, 64L, 256L);
  private static final Set<String> COMPARED =
      Set.of(
          "--phase",
          "--batch",
          "--concurrency",
          "--cached",
          "--drafts",
          "--acceptance",
          "--rounds",
          "--prefill-chips");
  private static final long USUAL_INPUT = 2048;
  private static final long USUAL_OUTPUT = 512;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--chips",
      required = true,
      split = ",",
      paramLabel = "ITEM,ITEM…",
      description = "Ids, names or aliases; ratios are to the first.")
  List<String> chips = List.of();

  @Mixin PredictOptions asked = new PredictOptions();

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    Knowledge knowledge = java.util.Objects.requireNonNull(main).knowledge();
    if (chips.size() < 2) {
      throw new Refused(
          new Problem("bad-value", "--chips", String.join(",", chips), "at least two chips", ""));
    }
    Unused.refuse(line, "compare", COMPARED);
    if (!asked.hasLayout()) {
      Unused.refuse(line, "compare without a layout", Set.of("--count"));
    }
    Model model = knowledge.models().get(asked.model);
    long input = asked.input == null ? USUAL_INPUT : asked.input(model);
    long output = PredictOptions.whole(asked.output, "--output", 1, 1L << 24, USUAL_OUTPUT);
    PredictOptions.within(input + output, model);
    List<Item> items = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Setting> settings = new ArrayList<>();
    for (String chip : chips) {
      Chosen chosen = Chosen.of(knowledge, chip, null);
      items.add(chosen.item());
      if (!chosen.note().isEmpty()) {
        notes.add(chosen.note());
      }
      Setting setting = asked.setting(knowledge, chosen.item(), model, true);
      settings.add(asked.hasLayout() ? setting : Comparison.narrowest(setting, input + output));
    }
    Comparison done = Comparison.of(settings, input, output);
    notes.addAll(ends(items, done));
    line.getOut()
        .println(
            json
                ? Json.write(document(items, model, input, output, done, notes))
                : text(items, model, input, output, done, notes));
    boolean all = done.rows().stream().allMatch(row -> row.prompts() != null);
    return all ? 0 : Main.BAD_REQUEST;
  }

  private static Map<String, Object> document(
      List<Item> items, Model model, long input, long output, Comparison done, List<String> notes) {
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Comparison.Row row = done.rows().get(i);
      Double prompts = row.prompts();
      rows.add(
          Json.object(
              "item", items.get(i).id(),
              "chips", row.setting().chips(),
              "layout", row.setting().deployment().layout().text(),
              "stack", row.setting().passes().predictor().stack().name(),
              "peakTflops", PredictJson.number(row.flopsPerSecond() / 1e12),
              "memoryGBps", PredictJson.number(row.bytesPerSecond() / 1e9),
              "ridgeFlopPerByte", PredictJson.number(row.ridge()),
              "fits", prompts != null,
              "prefillTokensPerSecond", prompts == null ? null : PredictJson.number(prompts),
              "prefillRatio", ratio(prompts, done.rows().getFirst().prompts()),
              "decode", row.steps().stream().map(step -> step(done, step)).toList()));
    }
    List<Object> wins = new ArrayList<>();
    wins(items, done).forEach((what, item) -> wins.add(Json.object("at", what, "item", item)));
    return Json.object(
        "model", model.id(),
        "input", input,
        "output", output,
        "rows", rows,
        "wins", wins,
        "crossovers",
            done.crossovers().stream()
                .map(each ->
                    Json.object(
                        "batchPerChip", each.batch(),
                        "below", items.get(each.before()).id(),
                        "from", items.get(each.after()).id()))
                .toList(),
        "warnings", notes);
  }

  private static Map<String, Object> step(Comparison done, Comparison.Step step) {
    Comparison.Step first = done.rows().getFirst().at(step.batch());
    return Json.object(
        "batchPerChip", step.batch(),
        "tokensPerSecond", PredictJson.number(step.tokensPerSecond()),
        "tpotMs", PredictJson.number(1e3 * step.tpot()),
        "joulesPerToken", PredictJson.number(step.joules()),
        "ratio", ratio(step.tokensPerSecond(), first == null ? null : first.tokensPerSecond()));
  }

  private static java.math.@Nullable BigDecimal ratio(
      @Nullable Double one, @Nullable Double first) {
    return one == null || first == null ? null : PredictJson.number(one / first);
  }

  /** The item that does most, for prompts and at each batch that all of them can hold. */
  private static Map<String, String> wins(List<Item> items, Comparison done) {
    Map<String, String> wins = new LinkedHashMap<>();
    int best = -1;
    for (int i = 0; i < items.size(); i++) {
      Double prompts = done.rows().get(i).prompts();
      Double most = best < 0 ? null : done.rows().get(best).prompts();
      best = prompts != null && (most == null || prompts > most) ? i : best;
    }
    if (best >= 0) {
      wins.put("prefill", items.get(best).id());
    }
    for (long batch : Comparison.batches()) {
      int first = -1;
      double most = 0;
      for (int i = 0; i < items.size(); i++) {
        Comparison.Step step = done.rows().get(i).at(batch);
        if (step != null && step.tokensPerSecond() > most) {
          most = step.tokensPerSecond();
          first = i;
        }
      }
      if (first >= 0) {
        wins.put("decode " + batch, items.get(first).id());
      }
    }
    return wins;
  }

  private static String text(
      List<Item> items, Model model, long input, long output, Comparison done, List<String> notes) {
    List<String> out = new ArrayList<>();
    out.add(
        "%s, prompts of %d and answers of %d tokens; every figure is for one chip, (x) is to %s"
            .formatted(model.name(), input, output, items.getFirst().name()));
    out.add(
        "%-26s %-6s %8s %8s %8s %18s %s"
            .formatted("chip", "layout", "TFLOP/s", "GB/s", "FLOP/B", "prefill tok/s", heads()));
    for (int i = 0; i < items.size(); i++) {
      Comparison.Row row = done.rows().get(i);
      StringBuilder cells = new StringBuilder();
      for (long batch : SHOWN) {
        Comparison.Step step = row.at(batch);
        Comparison.Step first = done.rows().getFirst().at(batch);
        cells.append(
            cell(
                step == null ? null : step.tokensPerSecond(),
                first == null ? null : first.tokensPerSecond()));
      }
      out.add(
          String.format(
              Locale.ROOT,
              "%-26s %-6s %8.0f %8.0f %8.0f %s%s",
              items.get(i).id(),
              row.setting().deployment().layout().text(),
              row.flopsPerSecond() / 1e12,
              row.bytesPerSecond() / 1e9,
              row.ridge(),
              cell(row.prompts(), done.rows().getFirst().prompts()),
              cells));
      if (row.prompts() == null) {
        out.add("    does not fit; maybe --precision of fewer bits, or --tp with more chips");
      }
    }
    out.add("");
    wins(items, done).forEach((what, item) -> out.add("most at %-12s %s".formatted(what, item)));
    if (done.crossovers().isEmpty()) {
      out.add(crossless(done.together()));
    }
    done.crossovers()
        .forEach(each ->
            out.add(
                "from %d sequences a chip on, %s passes %s"
                    .formatted(
                        each.batch(),
                        items.get(each.after()).id(),
                        items.get(each.before()).id())));
    notes.forEach(note -> out.add("note: " + note));
    return String.join(System.lineSeparator(), out);
  }

  private static String crossless(long most) {
    return most == 0
        ? "no batch fits all chips, so that none passes another"
        : "no chip passes another as batches grow from 1 to %d a chip, the most of those looked at that all hold"
            .formatted(most);
  }

  /** Where a chip's column ends. */
  private static List<String> ends(List<Item> items, Comparison done) {
    long last = Comparison.batches().getLast();
    List<String> out = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      long most = done.rows().get(i).most();
      if (most > 0 && most < last) {
        out.add(
            "%s holds %d sequences a chip, not %d; - stands for what does not fit"
                .formatted(items.get(i).id(), most, 2 * most));
      }
    }
    return out;
  }

  private static String heads() {
    StringBuilder out = new StringBuilder();
    SHOWN.forEach(batch -> out.append("%18s".formatted("decode " + batch + " tok/s")));
    return out.toString();
  }

  private static String cell(@Nullable Double value, @Nullable Double first) {
    if (value == null) {
      return "%18s".formatted("-");
    }
    String ratio = first == null ? "" : String.format(Locale.ROOT, "(%.2fx)", value / first);
    return String.format(Locale.ROOT, "%9.0f %8s", value, ratio);
  }
}
