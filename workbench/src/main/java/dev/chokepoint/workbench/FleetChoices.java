package dev.chokepoint.workbench;

import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Quotes;
import dev.chokepoint.knowledge.DemandFile;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Load;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Search;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.performance.TrainingSearch;
import dev.chokepoint.plan.FleetQuestion;
import dev.chokepoint.units.Progress;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What copies of layouts of a chip do for a demand. */
final class FleetChoices {
  private static final BigDecimal DAY = BigDecimal.valueOf(86_400);
  private static final int MOST_CHOICES = 3;
  private static final int AT_ONCE = 32;

  private FleetChoices() {}

  /** One chip for one demand. */
  private record Pair(DemandFile.Demand demand, String chip, Setting setting) {}

  /** The best layouts of every chip for every demand; cores share the searches. */
  static List<FleetQuestion.Choice> of(
      Knowledge knowledge,
      DemandFile asked,
      List<FleetCandidates.Chip> chips,
      LocalDate day,
      Progress progress) {
    List<Pair> pairs = new ArrayList<>();
    for (FleetCandidates.Chip chip : chips) {
      for (DemandFile.Demand demand : asked.demands()) {
        PredictOptions options = new PredictOptions();
        options.model = demand.model();
        options.precision = demand.precision();
        Model model = knowledge.models().get(demand.model());
        DemandFile.Training run = demand.training();
        PredictOptions.within(
            run == null ? (long) demand.input() + demand.output() : run.length(), model);
        try {
          Setting setting = options.setting(knowledge, chip.item(), model, run == null);
          pairs.add(new Pair(demand, chip.item().id(), setting));
        } catch (Refused e) {
          if (e.problems().getFirst().place().startsWith("--")) {
            throw e;
          }
          // No rule gives what a figure lacks: this chip is no choice.
        }
      }
    }
    BigDecimal stated = asked.utilisation();
    BigDecimal serving =
        stated == null
            ? Quotes.utilisation(knowledge.prices(), false, day, Map.of()).value().mid()
            : stated;
    BigDecimal training = Quotes.utilisation(knowledge.prices(), true, day, Map.of()).value().mid();
    double sustained = knowledge.systems().sustained();
    List<FleetQuestion.Choice> all = new ArrayList<>();
    for (int at = 0; at < pairs.size(); at += AT_ONCE) {
      progress.at("layouts", at, pairs.size());
      all.addAll(
          pairs.subList(at, Math.min(at + AT_ONCE, pairs.size())).parallelStream()
              .map(pair ->
                  pair.demand().training() == null
                      ? serving(asked, pair, serving)
                      : training(asked, pair, training, sustained))
              .flatMap(List::stream)
              .toList());
    }
    return all;
  }

  /** The best layouts of a chip for a demand: of each number of chips, the few that do most. */
  private static List<FleetQuestion.Choice> serving(DemandFile asked, Pair pair, BigDecimal use) {
    DemandFile.Demand demand = pair.demand();
    Search.Limits limits = PredictCommand.limits(demand.maxTtftMs(), demand.maxTpotMs());
    List<FleetQuestion.Choice> found = new ArrayList<>();
    for (int count = 1; count <= asked.maxCopy(); count *= 2) {
      Load load = Load.of((long) demand.perChip() * count, demand.input(), demand.output());
      try {
        Search.Score best = Search.best(pair.setting(), load, new int[] {count}, limits).best();
        add(found, pair, best.candidate().text(), count, best.tokensPerSecond(), use);
      } catch (Refused e) {
        // Nothing fits so few chips, or keeps the limits on them: that is no choice.
      }
    }
    found.sort(
        Comparator.comparing((FleetQuestion.Choice each) ->
                each.tokensPerDay().divide(BigDecimal.valueOf(each.chips()), Money.DIGITS))
            .reversed());
    return found.stream().limit(MOST_CHOICES).toList();
  }

  /** Clusters for a training run, each with its best layout. */
  private static List<FleetQuestion.Choice> training(
      DemandFile asked, Pair pair, BigDecimal use, double sustained) {
    DemandFile.Training run = java.util.Objects.requireNonNull(pair.demand().training());
    List<FleetQuestion.Choice> found = new ArrayList<>();
    for (int count = 1; count <= asked.maxCopy(); count *= 2) {
      TrainingSearch.Score best =
          TrainingSearch.best(
              pair.setting(),
              new TrainingSearch.Run(run.globalBatch(), run.length()),
              count,
              sustained);
      if (best != null) {
        add(found, pair, best.text(), count, best.tokensPerSecond(), use);
      }
    }
    return found;
  }

  private static void add(
      List<FleetQuestion.Choice> found,
      Pair pair,
      String layout,
      int count,
      double perSecond,
      BigDecimal use) {
    if (!Double.isFinite(perSecond)) {
      return; // A figure that the prediction divides by is not known.
    }
    BigDecimal perDay =
        BigDecimal.valueOf(perSecond).multiply(DAY).multiply(use).setScale(0, RoundingMode.DOWN);
    if (perDay.signum() > 0) {
      found.add(new FleetQuestion.Choice(pair.demand().id(), pair.chip(), layout, count, perDay));
    }
  }
}
