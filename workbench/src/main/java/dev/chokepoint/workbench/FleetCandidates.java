package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.economics.Costs;
import dev.chokepoint.economics.Input;
import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.economics.Quote;
import dev.chokepoint.economics.Quotes;
import dev.chokepoint.knowledge.DemandFile;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Load;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Search;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.plan.FleetQuestion;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Progress;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chips that a plan may draw on: their law, their cost and what layouts of them do.
 *
 * @param chips every chip asked about, in order
 * @param offers those that may be bought
 * @param choices what all chips could do, admitted or not
 */
record FleetCandidates(
    List<Chip> chips, List<FleetQuestion.Offer> offers, List<FleetQuestion.Choice> choices) {
  private static final BigDecimal DAY = BigDecimal.valueOf(86_400);
  private static final int MOST_CHOICES = 3;

  /**
   * A chip with what keeps it out.
   *
   * @param excluded why it may not be bought; empty when it may
   */
  record Chip(Item item, Determination legal, boolean licence, String excluded) {
    boolean isAdmitted() {
      return excluded.isEmpty();
    }
  }

  static FleetCandidates of(
      Knowledge knowledge,
      DemandFile asked,
      String site,
      LocalDate day,
      boolean assumeLicence,
      Progress progress) {
    Prices prices = knowledge.prices();
    List<Chip> chips = new ArrayList<>();
    List<FleetQuestion.Offer> offers = new ArrayList<>();
    List<FleetQuestion.Choice> choices = new ArrayList<>();
    Map<String, String> ids = new LinkedHashMap<>();
    for (String name : asked.chips()) {
      Item item = Chosen.of(knowledge, name, null).item();
      ids.put(name, item.id());
    }
    named(asked.supply(), "supply", ids);
    named(asked.lead(), "lead-quarters", ids);
    named(asked.existing(), "existing", ids);
    long all = (long) ids.size() * asked.demands().size();
    long done = 0;
    for (Map.Entry<String, String> each : ids.entrySet()) {
      Item item = knowledge.catalog().get(each.getValue());
      Determination legal = Legal.at(knowledge, item, site, asked.partyHq(), day);
      boolean licence = legal.verdict() == Verdict.LICENCE_REQUIRED;
      String excluded =
          switch (legal.verdict()) {
            case NO_LICENCE_REQUIRED -> "";
            case LICENCE_REQUIRED -> assumeLicence ? "" : Legal.line(legal);
            case UNDETERMINED, NOT_MODELLED -> Legal.line(legal);
          };
      FleetQuestion.@Nullable Offer offer = null;
      try {
        offer = offer(knowledge, prices, asked, each.getKey(), item, legal, site, day, licence);
      } catch (Refused e) {
        Problem first = e.problems().getFirst();
        excluded = excluded.isEmpty() ? first.id() + ": " + first.limit() : excluded;
      }
      chips.add(new Chip(item, legal, licence, excluded));
      if (offer != null && excluded.isEmpty()) {
        offers.add(offer);
      }
      for (DemandFile.Demand demand : asked.demands()) {
        progress.at("layouts", done++, all);
        choices.addAll(choices(knowledge, asked, demand, item, day));
      }
    }
    return new FleetCandidates(chips, offers, choices);
  }

  private static void named(Map<String, ?> map, String place, Map<String, String> ids) {
    for (String name : map.keySet()) {
      if (!ids.containsKey(name)) {
        throw new Refused(
            new Problem("unknown-chip", place, name, "a chip of chips: " + ids.keySet(), ""));
      }
    }
  }

  private static FleetQuestion.Offer offer(
      Knowledge knowledge,
      Prices prices,
      DemandFile asked,
      String name,
      Item item,
      Determination legal,
      String site,
      LocalDate day,
      boolean licence) {
    boolean oneNode = false; // A fleet is joined.
    List<Quote> quotes =
        Quotes.owned(prices, item, Legal.items(knowledge), site, day, oneNode, legal, Map.of());
    Map<Input, BigDecimal> values = new EnumMap<>(Input.class);
    quotes.forEach(each -> values.put(each.input(), each.value().mid()));
    List<Costs.Line> lines = Costs.owned(1, values);
    BigDecimal power =
        java.util.Objects.requireNonNull(values.get(Input.POWER))
            .multiply(java.util.Objects.requireNonNull(values.get(Input.PUE)));
    String vendor = item.vendor();
    return new FleetQuestion.Offer(
        item.id(),
        asked.porting().containsKey(vendor) ? vendor : "",
        asked.lot(),
        cents(Costs.sum(lines, Costs.Kind.ONCE)),
        cents(Costs.sum(lines, Costs.Kind.YEAR).divide(BigDecimal.valueOf(4), Money.DIGITS)),
        power.setScale(3, RoundingMode.UP),
        asked.existing().getOrDefault(name, 0L),
        asked.lead().getOrDefault(name, 0L).intValue(),
        asked.supply().getOrDefault(name, List.of()),
        licence);
  }

  /** To the cent, up: a plan never looks cheaper than it is. */
  private static BigDecimal cents(BigDecimal usd) {
    return usd.setScale(2, RoundingMode.UP);
  }

  /** The best layouts of a chip for a demand: of each number of chips, the few that do most. */
  private static List<FleetQuestion.Choice> choices(
      Knowledge knowledge, DemandFile asked, DemandFile.Demand demand, Item item, LocalDate day) {
    PredictOptions options = new PredictOptions();
    options.model = demand.model();
    options.precision = demand.precision();
    Model model = knowledge.models().get(demand.model());
    PredictOptions.within((long) demand.input() + demand.output(), model);
    Setting setting = options.setting(knowledge, item, model, true);
    Search.Limits limits = PredictCommand.limits(demand.maxTtftMs(), demand.maxTpotMs());
    BigDecimal stated = asked.utilisation();
    BigDecimal use =
        stated == null
            ? Quotes.utilisation(knowledge.prices(), false, day, Map.of()).value().mid()
            : stated;
    List<FleetQuestion.Choice> found = new ArrayList<>();
    for (int count = 1; count <= asked.maxCopy(); count *= 2) {
      Load load = Load.of((long) demand.perChip() * count, demand.input(), demand.output());
      try {
        Search.Score best = Search.best(setting, load, new int[] {count}, limits).best();
        BigDecimal perDay =
            BigDecimal.valueOf(best.tokensPerSecond())
                .multiply(DAY)
                .multiply(use)
                .setScale(0, RoundingMode.DOWN);
        if (perDay.signum() > 0) {
          found.add(
              new FleetQuestion.Choice(
                  demand.id(), item.id(), best.candidate().text(), count, perDay));
        }
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
}
