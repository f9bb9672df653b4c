package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.economics.CostSheet;
import dev.chokepoint.economics.Input;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.economics.Quote;
import dev.chokepoint.economics.Quotes;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What chips cost to own or to rent, and what their tokens cost. */
@Command(
    name = "cost",
    description = "What chips cost for each hour, year and million tokens, line by line.",
    footer = {
      "",
      "Tokens a second come from the same prediction as `predict`, with the same options; or state",
      "what was measured: --chip-hours with --prompted and --answered, or with --trained.",
      "",
      "Examples:",
      "  chokepoint cost --chip H20 --count 8 --model llama-3.1-70b --concurrency 32",
      "    --input 2048 --output 512 --site CN --as-of 2025-03-01",
      "  chokepoint cost --chip H800 --count 2048 --model deepseek-v3 --phase train",
      "    --hourly \"2 USD\" --chip-hours 2788000 --trained 14.8e12"
    })
final class CostCommand implements Callable<Integer> {
  private static final BigDecimal HOUR = BigDecimal.valueOf(3600);

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(names = "--chip", paramLabel = "ITEM", description = "Id, name or alias of a chip.")
  @Nullable String chip;

  @Option(names = "--spec", paramLabel = "K=V,…|FILE", description = "A chip described instead.")
  @Nullable String described;

  @Mixin PredictOptions asked = new PredictOptions();
  @Mixin TrainOptions training = new TrainOptions();
  @Mixin CostOptions options = new CostOptions();

  @Option(names = "--max-ttft", paramLabel = "MS", description = "Time to first token at most.")
  @Nullable String maxTtft;

  @Option(names = "--max-tpot", paramLabel = "MS", description = "Time between tokens at most.")
  @Nullable String maxTpot;

  @Option(names = "--chip-hours", description = "Hours of one chip: their sum is shown too.")
  @Nullable String chipHours;

  @Option(names = "--prompted", description = "Tokens of prompts in those hours, as measured.")
  @Nullable String prompted;

  @Option(names = "--answered", description = "Tokens of answers in those hours, as measured.")
  @Nullable String answered;

  @Option(names = "--trained", description = "Tokens trained in those hours, as measured.")
  @Nullable String trained;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  /** Everything of one answer. */
  record Answered(
      Item item,
      String site,
      LocalDate day,
      String model,
      boolean training,
      Determination legal,
      Yield yield,
      CostSheet sheet,
      @Nullable BigDecimal chipHours,
      List<String> warnings) {}

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    Main from = java.util.Objects.requireNonNull(main);
    Knowledge knowledge = from.knowledge();
    Prices prices = knowledge.prices();
    LocalDate day = options.day(from.today(), knowledge.rulebook());
    Quotes.checkSite(prices, options.site, "--site");
    options.currency();
    Chosen chosen = Chosen.of(knowledge, chip, described);
    Item item = chosen.item();
    if (item.kind() != Item.Kind.ACCELERATOR) {
      throw new Refused(
          new Problem(
              "not-one-chip", "--chip", item.id(), "an accelerator; its system is reckoned", ""));
    }
    int count = count();
    asked.count = String.valueOf(count);
    Map<Input, Quote> stated = options.stated(prices, day);
    Yield yield =
        chipHours == null || !measured() ? predicted(knowledge, item, count) : given(count);
    Determination legal = Legal.at(knowledge, item, options.site, options.partyHq, day);
    List<Quote> quotes = new ArrayList<>();
    if (options.rented()) {
      quotes.addAll(Quotes.rented(prices, item, options.site, day, stated));
    } else {
      boolean oneNode = count <= knowledge.systems().node(item).chips();
      quotes.addAll(
          Quotes.owned(
              prices, item, Legal.items(knowledge), options.site, day, oneNode, legal, stated));
    }
    quotes.add(
        yield.isMeasured()
            ? Quote.stated(Input.UTILISATION, BigDecimal.ONE, "hours as measured")
            : Quotes.utilisation(prices, yield.isTraining(), day, stated));
    quotes.add(yield.rate());
    List<String> warnings = new ArrayList<>(yield.warnings());
    if (!chosen.note().isEmpty()) {
      warnings.add(chosen.note());
    }
    Answered all =
        new Answered(
            item,
            options.site,
            day,
            asked.model,
            yield.isTraining(),
            legal,
            yield,
            CostSheet.of(count, options.rented(), quotes, yield.work()),
            chipHours == null
                ? null
                : CostOptions.decimal(chipHours, "--chip-hours", "0.001", "1e15"),
            warnings);
    line.getOut()
        .println(
            json
                ? Json.write(CostJson.document(all, prices, options.currency()))
                : CostText.text(all, prices, options.currency()));
    return 0;
  }

  private int count() {
    boolean train = asked.phase.equals("train") && !measured();
    int ranks = train ? asked.layout().chips() : 8;
    int count = (int) PredictOptions.whole(asked.count, "--count", 1, 1 << 20, ranks);
    if (train && count != ranks) {
      throw new Refused(
          new Problem(
              "layout-does-not-divide",
              "--count",
              String.valueOf(count),
              "the " + ranks + " chips of the layout",
              "Maybe another --dp?"));
    }
    return count;
  }

  private boolean measured() {
    return trained != null || answered != null;
  }

  private Yield given(int count) {
    BigDecimal seconds =
        CostOptions.decimal(
                java.util.Objects.requireNonNull(chipHours), "--chip-hours", "0.001", "1e15")
            .multiply(HOUR)
            .divide(BigDecimal.valueOf(count), dev.chokepoint.economics.Money.DIGITS);
    return Yield.measured(
        tokens(trained, "--trained"),
        tokens(answered, "--answered"),
        tokens(prompted, "--prompted"),
        seconds);
  }

  private static @Nullable BigDecimal tokens(@Nullable String text, String place) {
    return text == null ? null : CostOptions.decimal(text, place, "1", "1e18");
  }

  private Yield predicted(Knowledge knowledge, Item item, int count) {
    if (measured()) {
      throw new Refused(
          new Problem("missing", "--chip-hours", "", "the hours in which the tokens were", ""));
    }
    return switch (asked.phase) {
      case "train" -> Yield.training(knowledge, item, asked, training);
      case "serve" ->
          Yield.serving(knowledge, item, asked, count, PredictCommand.limits(maxTtft, maxTpot));
      default ->
          throw new Refused(new Problem("bad-value", "--phase", asked.phase, "serve or train", ""));
    };
  }
}
