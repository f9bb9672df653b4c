package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.economics.Costs;
import dev.chokepoint.economics.Input;
import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Quote;
import dev.chokepoint.economics.Quotes;
import dev.chokepoint.knowledge.DemandFile;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.PlanScenario;
import dev.chokepoint.plan.FleetQuestion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What chips cost, and in which quarters they may be bought and may serve. */
final class FleetOffers {
  private FleetOffers() {}

  /** Everything that a sale's cost depends on. */
  private record Terms(List<String> levies, BigDecimal price, BigDecimal energy) {}

  /** A sale with the power that its chip draws. */
  private record Costed(BigDecimal onceUsd, BigDecimal usdPerQuarter, BigDecimal kilowatt) {}

  /**
   * A chip at prices of the day asked and the duties of each quarter.
   *
   * @param scenario how things turn out, or null as they are expected
   */
  static FleetQuestion.Offer offer(
      Knowledge knowledge,
      DemandFile asked,
      FleetCandidates.Chip chip,
      FleetCandidates.Where where,
      @Nullable PlanScenario scenario) {
    Map<Terms, Costed> known = new HashMap<>();
    List<FleetQuestion.Sale> sales = new ArrayList<>();
    BigDecimal kilowatt = BigDecimal.ZERO;
    for (int q = 0; q < asked.quarters(); q++) {
      FleetCandidates.Law law = chip.laws().get(q);
      Terms terms = terms(chip, law.legal(), scenario, q);
      Costed costed = known.get(terms);
      if (costed == null) {
        costed = costed(knowledge, chip.item(), law.legal(), where, terms);
        known.put(terms, costed);
      }
      kilowatt = costed.kilowatt();
      boolean open =
          law.admits(where.assumeLicence()) && !isEnded(chip, scenario, where.day(), q, false);
      sales.add(
          new FleetQuestion.Sale(open, law.licence(), costed.onceUsd(), costed.usdPerQuarter()));
    }
    int serves = chip.serves(where.assumeLicence());
    while (serves > 0 && isEnded(chip, scenario, where.day(), serves - 1, true)) {
      serves--;
    }
    String vendor = chip.item().vendor();
    return new FleetQuestion.Offer(
        chip.item().id(),
        asked.porting().containsKey(vendor) ? vendor : "",
        asked.lot(),
        sales,
        kilowatt,
        asked.existing().getOrDefault(chip.name(), 0L),
        serves,
        asked.lead().getOrDefault(chip.name(), 0L).intValue(),
        asked.supply().getOrDefault(chip.name(), List.of()));
  }

  /** Whether the rule of a scenario holds on the first day of a quarter. */
  private static boolean isEnded(
      FleetCandidates.Chip chip,
      @Nullable PlanScenario scenario,
      LocalDate day,
      int quarter,
      boolean service) {
    PlanScenario.Rule rule = scenario == null ? null : scenario.rule();
    return rule != null
        && rule.chips().contains(chip.name())
        && (rule.service() || !service)
        && !FleetCandidates.quarter(day, quarter).isBefore(rule.on());
  }

  private static Terms terms(
      FleetCandidates.Chip chip,
      Determination legal,
      @Nullable PlanScenario scenario,
      int quarter) {
    List<String> levies = new ArrayList<>();
    legal
        .overlays()
        .forEach(each ->
            levies.add(
                each.finding().provision().id()
                    + each.finding().version().cite().line()
                    + each.finding().truth()));
    if (scenario == null) {
      return new Terms(levies, BigDecimal.ONE, BigDecimal.ONE);
    }
    return new Terms(
        levies,
        quarter + 1 >= scenario.from()
            ? PlanScenario.factor(scenario.prices(), chip.name())
            : BigDecimal.ONE,
        scenario.prices().getOrDefault(PlanScenario.ELECTRICITY, BigDecimal.ONE));
  }

  private static Costed costed(
      Knowledge knowledge,
      Item item,
      Determination legal,
      FleetCandidates.Where where,
      Terms terms) {
    boolean oneNode = false; // A fleet is joined.
    List<Quote> quotes =
        Quotes.owned(
            knowledge.prices(),
            item,
            Legal.items(knowledge),
            where.site(),
            where.day(),
            oneNode,
            legal,
            Map.of());
    Map<Input, BigDecimal> values = new EnumMap<>(Input.class);
    quotes.forEach(each -> values.put(each.input(), each.value().mid()));
    values.merge(Input.CHIP, terms.price(), BigDecimal::multiply);
    values.merge(Input.ENERGY, terms.energy(), BigDecimal::multiply);
    List<Costs.Line> lines = Costs.owned(1, values);
    BigDecimal power =
        Objects.requireNonNull(values.get(Input.POWER))
            .multiply(Objects.requireNonNull(values.get(Input.PUE)));
    return new Costed(
        cents(Costs.sum(lines, Costs.Kind.ONCE)),
        cents(Costs.sum(lines, Costs.Kind.YEAR).divide(BigDecimal.valueOf(4), Money.DIGITS)),
        power.setScale(3, RoundingMode.UP));
  }

  /** To the cent, up: a plan never looks cheaper than it is. */
  private static BigDecimal cents(BigDecimal usd) {
    return usd.setScale(2, RoundingMode.UP);
  }
}
