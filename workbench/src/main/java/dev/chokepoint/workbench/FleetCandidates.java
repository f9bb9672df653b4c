package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.knowledge.DemandFile;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.PlanScenario;
import dev.chokepoint.plan.FleetQuestion;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Progress;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chips that a plan may draw on: their law in each quarter, their cost and what layouts of them do.
 *
 * @param chips every chip asked about, in order
 * @param offers those that may be bought in some quarter, or are there, as things are expected
 * @param choices what all chips could do, admitted or not
 */
record FleetCandidates(
    List<Chip> chips, List<FleetQuestion.Offer> offers, List<FleetQuestion.Choice> choices) {

  /**
   * The law of a quarter, on its first day.
   *
   * @param legal of bringing the chip to the site
   * @param use of dealing with one that is there already
   */
  record Law(LocalDate on, Determination legal, Determination use) {
    boolean admits(boolean assumeLicence) {
      return switch (legal.verdict()) {
        case NO_LICENCE_REQUIRED -> true;
        case LICENCE_REQUIRED -> assumeLicence;
        case UNDETERMINED, NOT_MODELLED -> false;
      };
    }

    boolean licence() {
      return legal.verdict() == Verdict.LICENCE_REQUIRED;
    }

    /** Whether dealing with a chip that is there needs a licence, so that it may not serve. */
    boolean stops() {
      return use.verdict() == Verdict.LICENCE_REQUIRED;
    }
  }

  /**
   * A chip with what keeps it out.
   *
   * @param name as the file has it
   * @param laws of each quarter
   * @param excluded why it may be bought in no quarter; empty when it may
   */
  record Chip(String name, Item item, List<Law> laws, String excluded) {
    boolean isAdmitted() {
      return excluded.isEmpty();
    }

    Determination legal() {
      return laws.getFirst().legal();
    }

    /** Quarters in which chips that are there may serve, from the first. */
    int serves(boolean assumeLicence) {
      int quarters = 0;
      while (quarters < laws.size() && (assumeLicence || !laws.get(quarters).stops())) {
        quarters++;
      }
      return quarters;
    }
  }

  /** Where, when and under which law a fleet is asked for. */
  record Where(String site, LocalDate day, boolean assumeLicence, boolean lawOfDay) {}

  static FleetCandidates of(Knowledge knowledge, DemandFile asked, Where where, Progress progress) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (String name : asked.chips()) {
      Item item = Chosen.of(knowledge, name, null).item();
      if (ids.containsValue(item.id())) {
        throw new Refused(new Problem("twice", "chips", name, "each chip once", ""));
      }
      ids.put(name, item.id());
    }
    named(asked.supply(), "supply", ids);
    named(asked.lead(), "lead-quarters", ids);
    named(asked.existing(), "existing", ids);
    List<Chip> chips = new ArrayList<>();
    List<FleetQuestion.Offer> offers = new ArrayList<>();
    for (Map.Entry<String, String> each : ids.entrySet()) {
      Item item = knowledge.catalog().get(each.getValue());
      List<Law> laws = laws(knowledge, asked, item, where);
      boolean some = laws.stream().anyMatch(law -> law.admits(where.assumeLicence()));
      String excluded = some ? "" : Legal.line(laws.getFirst().legal());
      boolean there = asked.existing().getOrDefault(each.getKey(), 0L) > 0;
      if (some || there) {
        Chip chip = new Chip(each.getKey(), item, laws, excluded);
        try {
          offers.add(FleetOffers.offer(knowledge, asked, chip, where, null));
        } catch (Refused e) {
          Problem first = e.problems().getFirst();
          excluded = first.id() + ": " + first.limit();
        }
      }
      chips.add(new Chip(each.getKey(), item, laws, excluded));
    }
    return new FleetCandidates(
        chips, offers, FleetChoices.of(knowledge, asked, chips, where.day(), progress));
  }

  /** The offers as they are in a scenario. */
  List<FleetQuestion.Offer> offers(
      Knowledge knowledge, DemandFile asked, Where where, PlanScenario scenario) {
    List<String> ids = offers.stream().map(FleetQuestion.Offer::chip).toList();
    return chips.stream()
        .filter(each -> ids.contains(each.item().id()))
        .map(each -> FleetOffers.offer(knowledge, asked, each, where, scenario))
        .toList();
  }

  private static void named(Map<String, ?> map, String place, Map<String, String> ids) {
    for (String name : map.keySet()) {
      if (!ids.containsKey(name)) {
        throw new Refused(
            new Problem("unknown-chip", place, name, "a chip of chips: " + ids.keySet(), ""));
      }
    }
  }

  /** The first day of each quarter. */
  static LocalDate quarter(LocalDate day, int quarter) {
    return day.plusMonths(3L * quarter);
  }

  private static List<Law> laws(Knowledge knowledge, DemandFile asked, Item item, Where where) {
    Map<LocalDate, Law> known = new HashMap<>();
    List<Law> laws = new ArrayList<>();
    for (int q = 0; q < asked.quarters(); q++) {
      LocalDate on = where.lawOfDay() ? where.day() : quarter(where.day(), q);
      laws.add(
          known.computeIfAbsent(
              on,
              day ->
                  new Law(
                      day,
                      Legal.at(knowledge, item, where.site(), asked.partyHq(), day),
                      use(knowledge, asked, item, where.site(), day))));
    }
    return laws;
  }

  /** What the law says of a dealing that moves nothing: the rulebook knows it as remote access. */
  private static Determination use(
      Knowledge knowledge, DemandFile asked, Item item, String site, LocalDate day) {
    TradeRequest trade =
        new TradeRequest(
            day, site, asked.partyHq(), null, null, null, "remote-access", null, null, null);
    return Controls.classify(knowledge.rulebook(), item, trade, Clock.ENFORCED);
  }
}
