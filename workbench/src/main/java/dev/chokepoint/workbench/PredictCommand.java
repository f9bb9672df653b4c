package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Estimate.Interval;
import dev.chokepoint.performance.Load;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Prediction;
import dev.chokepoint.performance.Search;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.performance.TrainingPrediction;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What a chip does for a large language model. */
@Command(
    name = "predict",
    description = "What chips do for a language model: serving, one batch, or training.",
    footer = {
      "",
      "Examples:",
      "  chokepoint predict --chip H20 --count 8 --model llama-3.1-70b --phase serve",
      "    --concurrency 16 --input 4096 --output 512 --precision fp8 --tp 8",
      "  chokepoint predict --chip B200 --model deepseek-r1 --concurrency 64 --input 1024",
      "    --output 1024 --max-tpot 25",
      "  chokepoint predict --chip A100 --model gpt-3-175b --phase train --tp 8 --pp 8",
      "    --global-batch 64 --length 2048"
    })
final class PredictCommand implements Callable<Integer> {
  private static final int USUAL_CHIPS = 8;

  private static final Set<String> TRAINED =
      Set.of(
          "--global-batch",
          "--micro-batch",
          "--length",
          "--recompute",
          "--zero",
          "--interleave",
          "--no-sequence-parallel",
          "--unfused-attention",
          "--no-overlap");

  private static final Set<String> SERVED =
      Set.of("--concurrency", "--cached", "--rounds", "--prefill-chips", "--max-chips");

  /** What a phase has no use for, by phase. */
  private static final Map<String, Set<String>> UNUSED =
      Map.of(
          "prefill",
          joined(List.of(TRAINED, SERVED, Set.of("--drafts", "--acceptance", "--max-tpot"))),
          "decode",
          joined(List.of(TRAINED, SERVED, Set.of("--chunk", "--max-ttft"))),
          "serve",
          joined(List.of(TRAINED, Set.of("--batch"))),
          "train",
          joined(
              List.of(
                  SERVED,
                  Set.of("--batch", "--input", "--output", "--drafts", "--acceptance", "--chunk"),
                  Set.of("--engine", "--max-ttft", "--max-tpot"))));

  private static Set<String> joined(List<Set<String>> sets) {
    return sets.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
  }

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(names = "--chip", paramLabel = "ITEM", description = "Id, name or alias of a chip.")
  @Nullable String chip;

  @Option(names = "--spec", paramLabel = "K=V,…|FILE", description = "A chip described instead.")
  @Nullable String described;

  @Mixin PredictOptions asked = new PredictOptions();
  @Mixin TrainOptions training = new TrainOptions();

  @Option(names = "--max-ttft", paramLabel = "MS", description = "Time to first token at most.")
  @Nullable String maxTtft;

  @Option(names = "--max-tpot", paramLabel = "MS", description = "Time between tokens at most.")
  @Nullable String maxTpot;

  @Option(names = "--max-chips", description = "Chips that a search may use; 8.")
  @Nullable String maxChips;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    PrintWriter out = line.getOut();
    Knowledge knowledge = java.util.Objects.requireNonNull(main).knowledge();
    Chosen chosen = Chosen.of(knowledge, chip, described);
    Item item = chosen.item();
    Model model = knowledge.models().get(asked.model);
    @Nullable Set<String> unused = UNUSED.get(asked.phase);
    if (unused != null) {
      Unused.refuse(line, "--phase " + asked.phase, unused);
    }
    if (asked.phase.equals("train")) {
      wholeTraining();
      Setting setting = asked.setting(knowledge, item, model, false);
      TrainingPrediction done =
          TrainingPrediction.of(
                  setting, training.job(setting.deployment()), knowledge.systems().sustained())
              .with(chosen.note());
      out.println(
          json ? Json.write(PredictJson.training(item, done)) : PredictText.training(item, done));
      return code(line, done.memory().capacity(), done.memory().fits(), done.warnings());
    }
    if (asked.phase.equals("serve")) {
      fixed(line);
    }
    Setting setting = asked.setting(knowledge, item, model, true);
    Search.@Nullable Found found = null;
    Prediction done =
        switch (asked.phase) {
          case "prefill" -> Prediction.prefill(setting, asked.batch(), asked.input(model));
          case "decode" -> Prediction.decode(setting, asked.batch(), asked.step(model));
          case "serve" -> {
            Load load = asked.load(model);
            found = asked.hasLayout() ? null : found(setting, load);
            yield served(setting, load, found);
          }
          default ->
              throw new Refused(
                  new Problem(
                      "bad-value",
                      "--phase",
                      asked.phase,
                      "prefill, decode, serve or train",
                      Nearest.hint(asked.phase, List.of("prefill", "decode", "serve", "train"))));
        };
    String broken = broken(done);
    done = done.with(broken).with(chosen.note());
    out.println(
        json
            ? Json.write(PredictJson.prediction(item, done, found))
            : PredictText.prediction(item, done, found));
    if (done.fits() && !broken.isEmpty()) {
      line.getErr().println(broken);
      return Main.BAD_REQUEST;
    }
    return code(line, done.memory().capacity(), done.fits(), done.warnings());
  }

  /** The limit that a prediction breaks, or nothing. */
  private String broken(Prediction done) {
    Interval first = done.ttft();
    Interval between = done.tpot();
    return limits()
        .broken(first == null ? null : first.mid(), between == null ? null : between.mid());
  }

  /** Refuses what serving with a layout, or a search for one, would pass over. */
  private void fixed(CommandLine line) {
    if (!asked.hasLayout()) {
      Unused.refuse(line, "a search for the layout", Set.of("--prefill-chips"));
    }
    if (asked.count != null || asked.hasLayout()) {
      Unused.refuse(line, "a stated number of chips", Set.of("--max-chips"));
    }
    if (maxTpot != null && PredictOptions.whole(asked.output, "--output", 1, 1L << 24, 2) == 1) {
      throw new Refused(
          new Problem(
              "bad-value",
              "--max-tpot",
              maxTpot,
              "answers of two tokens or more; one has no time between tokens",
              ""));
    }
  }

  /** Training takes the chips of its layout. */
  private void wholeTraining() {
    int chips = asked.layout().chips();
    long stated = PredictOptions.whole(asked.count, "--count", 1, 1 << 20, chips);
    if (stated != chips) {
      throw new Refused(
          new Problem(
              "layout-does-not-divide",
              "--count",
              String.valueOf(stated),
              "the %d chips of %s".formatted(chips, asked.layout().text()),
              stated % chips == 0
                  ? "Maybe --dp " + stated / chips * asked.layout().data() + "?"
                  : ""));
    }
  }

  /** What does not fit is a wrong request and no answer; with unknown memory nobody can tell. */
  private static int code(CommandLine line, double capacity, boolean fits, List<String> warnings) {
    if (capacity <= 0) {
      line.getErr().println("the chip's memory is unknown, so whether it fits is undetermined");
      return ValidateCommand.UNDETERMINED;
    }
    if (!fits) {
      line.getErr().println(warnings.getFirst());
      return Main.BAD_REQUEST;
    }
    return 0;
  }

  /** The best layout, or null when none fits. */
  private Search.@Nullable Found found(Setting setting, Load load) {
    try {
      return Search.best(setting, load, counts(), limits(), asked.chunk());
    } catch (Refused e) {
      if (e.problems().getFirst().id().equals("does-not-fit")) {
        return null;
      }
      throw e;
    }
  }

  private Prediction served(Setting setting, Load load, Search.@Nullable Found found) {
    if (found != null) {
      Search.Candidate best = found.best().candidate();
      return Prediction.serve(Search.setting(setting, best), Search.separate(setting, best), load);
    }
    if (asked.hasLayout()) {
      return Prediction.serve(setting, separate(setting), load);
    }
    int[] counts = counts();
    return Prediction.serve(Search.widest(setting, counts[counts.length - 1]), null, load);
  }

  private @Nullable Setting separate(Setting setting) {
    int copies = asked.promptCopies(setting.deployment().layout());
    return copies == 0
        ? null
        : new Setting(setting.passes(), setting.deployment(), setting.engine(), copies);
  }

  private int[] counts() {
    if (asked.count != null) {
      return new int[] {(int) PredictOptions.whole(asked.count, "--count", 1, 1024, 1)};
    }
    int most = (int) PredictOptions.whole(maxChips, "--max-chips", 1, 1024, USUAL_CHIPS);
    return IntStream.iterate(1, i -> i <= most, i -> 2 * i).toArray();
  }

  private Search.Limits limits() {
    return limits(maxTtft, maxTpot);
  }

  /** Limits in milliseconds, where stated. */
  static Search.Limits limits(@Nullable String maxTtft, @Nullable String maxTpot) {
    return new Search.Limits(seconds(maxTtft, "--max-ttft"), seconds(maxTpot, "--max-tpot"));
  }

  private static @Nullable Double seconds(@Nullable String text, String place) {
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,6})?") || Double.parseDouble(text) <= 0) {
      throw new Refused(new Problem("bad-number", place, text, "milliseconds above 0", ""));
    }
    return Double.parseDouble(text) / 1e3;
  }
}
