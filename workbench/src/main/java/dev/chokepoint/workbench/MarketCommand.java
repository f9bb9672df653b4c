package dev.chokepoint.workbench;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.MarketReader;
import dev.chokepoint.market.Between;
import dev.chokepoint.market.LawScenario;
import dev.chokepoint.market.Market;
import dev.chokepoint.market.Outlook;
import dev.chokepoint.market.Owning;
import dev.chokepoint.market.Scenario;
import dev.chokepoint.market.Throughput;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Estimate;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Systems;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shares of a market under scenarios of law and supply. */
@Command(
    name = "market",
    description = "Demand split over the chips that law and supply leave, with bands.",
    footer = {"", "Example:", "  chokepoint market docs/example-market.yaml --law april-2025"})
final class MarketCommand implements Callable<Integer> {
  /** Numbers that a request may have kept at once, of 8 bytes. */
  private static final long MOST_SERVED = 5_000_000;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "A market, see docs/market.md; - is standard input.")
  Path file = Path.of("");

  @Option(
      names = "--law",
      paramLabel = "WORD",
      description = "none, 2022, 2023, april-2025, january-2026 or domestic-only; else the file's.")
  @Nullable String law;

  @Option(names = "--draws", description = "Draws of the Monte Carlo run; else the file's.")
  @Nullable String draws;

  @Option(names = "--seed", description = "Seed of its random numbers; else the file's.")
  @Nullable String seed;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV, a row a quarter.")
  boolean csv;

  @Override
  public Integer call() {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Main program = java.util.Objects.requireNonNull(main);
    Knowledge knowledge = program.knowledge();
    Scenario read =
        MarketReader.read(
            program.source(file), knowledge.catalog(), knowledge.models(), knowledge.prices());
    Scenario asked =
        read.with(
            law == null ? read.law() : law(law),
            (int) PredictOptions.whole(draws, "--draws", 1, 1_000_000, read.draws()),
            PredictOptions.whole(seed, "--seed", 1, 999_999_999_999_999L, read.seed()));
    if (program.isServed() && asked.draws() * Outlook.numbersOfDraw(asked) > MOST_SERVED) {
      long most = MOST_SERVED / Outlook.numbersOfDraw(asked);
      throw new Refused(
          new Problem(
              "too-many",
              "--draws",
              String.valueOf(asked.draws()),
              "at most %d for %d quarters over HTTP".formatted(most, asked.quarters()),
              "Maybe `chokepoint market`, which has no such limit."));
    }
    List<Between> tokens = tokens(knowledge, asked);
    Market market = market(knowledge, asked, tokens);
    Scenario past = asked.with(LawScenario.REVIEW_2026, 1, asked.seed());
    Outlook outlook = Outlook.of(market, market(knowledge, past, tokens), program.progress());
    if (json) {
      out.println(Json.write(MarketOutput.document(outlook, tokens, knowledge.rulebook())));
    } else if (csv) {
      out.print(Csv.table(MarketOutput.COLUMNS, MarketOutput.rows(outlook)));
    } else {
      out.println(MarketOutput.text(outlook, tokens, knowledge.rulebook()));
    }
    return 0;
  }

  private static Market market(Knowledge knowledge, Scenario asked, List<Between> tokens) {
    List<Between> weighed =
        Owning.of(asked, knowledge.rulebook(), knowledge.prices(), Legal.items(knowledge));
    return Market.of(asked, knowledge.rulebook(), tokens, weighed);
  }

  private static LawScenario law(String word) {
    LawScenario found = LawScenario.find(word);
    if (found == null) {
      List<String> words = Arrays.stream(LawScenario.values()).map(LawScenario::word).toList();
      throw new Refused(
          new Problem(
              "unknown-law", "--law", word, String.join(", ", words), Nearest.hint(word, words)));
    }
    return found;
  }

  /** Useful tokens a second of one card of each chip: stated, or predicted with its interval. */
  private static List<Between> tokens(Knowledge knowledge, Scenario scenario) {
    Model model = knowledge.models().get(scenario.work().model());
    Basis basis = knowledge.basis();
    Systems systems = knowledge.systems();
    List<Between> tokens = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Scenario.Offer offer : scenario.chips()) {
      Between stated = offer.tokens();
      if (stated != null) {
        tokens.add(stated);
        continue;
      }
      try {
        var prediction = Throughput.predict(offer.item(), scenario.work(), model, basis, systems);
        Estimate.Interval rate = prediction.tokensPerSecond();
        if (rate == null) {
          problems.add(
              new Problem(
                  "does-not-fit",
                  offer.item().id(),
                  scenario.work().model(),
                  "a model that fits a node of this chip",
                  "Maybe state tokens of this chip in the file."));
        } else {
          tokens.add(
              new Between(rate.low() / prediction.chips(), rate.high() / prediction.chips()));
        }
      } catch (Refused e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return tokens;
  }
}
