package dev.chokepoint.controls;

import dev.chokepoint.catalog.Confidence;
import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the same law says under other readings than the governing one: of contested figures, of the
 * sum over processing units, and on the other clock. Each is decided and explained no further than
 * the comparison needs.
 */
final class Readings {
  private final Rulebook rulebook;
  private final Law law;
  private final @Nullable Law otherLaw;
  private final Trade trade;
  private final Clock clock;
  private final Decision governing;
  private final List<Determination.ReadingOutcome> outcomes = new ArrayList<>();
  private final List<Determination.Warning> warnings = new ArrayList<>();

  /**
   * Readings beside the one that governs.
   *
   * @param otherLaw law of the other clock; null where it says the same
   */
  Readings(
      Rulebook rulebook,
      Law law,
      @Nullable Law otherLaw,
      Trade trade,
      Clock clock,
      Decision governing) {
    this.rulebook = rulebook;
    this.law = law;
    this.otherLaw = otherLaw;
    this.trade = trade;
    this.clock = clock;
    this.governing = governing;
  }

  /** Outcomes where readings differ, the stricter first; empty where all agree. */
  List<Determination.ReadingOutcome> outcomes() {
    return outcomes;
  }

  List<Determination.Warning> warnings() {
    return warnings;
  }

  /** Compares the answer about an item with every other reading. */
  void compare(Asked asked) {
    compareContests(asked);
    compareLiteralSum(asked);
    compareClocks(asked.governing());
    if (law.hasTooManyLimits()) {
      warn(
          "margins-left-out",
          "More limits are in force than distances are told for; the nearest other answer was not"
              + " searched.");
    }
  }

  /** That the day of a trade is after the last source that was read. */
  static List<Determination.Warning> stale(Rulebook rulebook, Trade trade) {
    return trade.asOf().isAfter(rulebook.lastReviewed())
        ? List.of(
            new Determination.Warning(
                "stale",
                "No source after "
                    + rulebook.lastReviewed()
                    + " was read; what changed since then is unknown."))
        : List.of();
  }

  /** That rules are read which are not law; nothing where none are. */
  static List<Determination.Warning> whatIf(Rulebook rulebook) {
    return rulebook.whatIf().isEmpty()
        ? List.of()
        : List.of(
            new Determination.Warning(
                "what-if",
                "Not the law as it stands: this run also reads "
                    + String.join(", ", rulebook.whatIf())
                    + "."));
  }

  private void warn(String code, String text) {
    warnings.add(new Determination.Warning(code, text));
  }

  /** An item under one combination of readings of its contested figures. */
  record Variant(Item item, String reading, String note) {}

  /** Every combination of readings, the strictest combination first. */
  static List<Variant> variants(Item item) {
    List<Variant> variants = List.of(new Variant(item.withContests(List.of()), "", ""));
    for (Item.Contest contest : item.contests()) {
      List<Variant> out = new ArrayList<>();
      for (Variant variant : variants) {
        for (Item.NamedValue reading : contest.readings()) {
          String name =
              variant.reading().isEmpty()
                  ? reading.name()
                  : variant.reading() + "; " + reading.name();
          out.add(
              new Variant(
                  apply(variant.item(), contest.field(), reading.value()),
                  name,
                  (variant.note() + " " + contest.note()).strip()));
        }
      }
      variants = out;
    }
    return variants;
  }

  private static Item apply(Item item, String field, String value) {
    if (field.equals("datacenter-marketed")) {
      return item.withDatacenter(value.equals("yes") ? Truth.YES : Truth.NO);
    }
    Field numeric = Field.find(field).orElseThrow(() -> new IllegalArgumentException(field));
    Map<Field, Figure> figures = new EnumMap<>(Field.class);
    figures.putAll(item.figures());
    figures.put(
        numeric,
        Figure.of(
            numeric,
            List.of(
                new Figure.Reading(
                    Range.exactly(Exact.of(value)),
                    "contested reading",
                    Confidence.ESTIMATED,
                    ""))));
    return item.withFigures(figures);
  }

  private void compareContests(Asked asked) {
    List<Variant> variants = asked.variants();
    if (variants.size() < 2) {
      return;
    }
    List<Decision> decisions = new ArrayList<>(List.of(governing));
    for (List<Subject> others : asked.subjects().subList(1, variants.size())) {
      decisions.add(governing.about(others));
    }
    if (decisions.stream().map(Readings::signature).distinct().count() < 2) {
      return;
    }
    for (int i = 0; i < variants.size(); i++) {
      outcomes.add(outcome(variants.get(i).reading(), decisions.get(i), i == 0));
    }
    warn(
        "contested",
        variants.getFirst().note()
            + " Stricter reading first: "
            + outcomes.stream().map(Readings::sentence).collect(Collectors.joining("; "))
            + ".");
  }

  private void compareLiteralSum(Asked asked) {
    List<Subject> summed = asked.summed();
    if (summed == null) {
      return;
    }
    Decision literal = governing.about(summed);
    if (literal.verdict() == governing.verdict()
        && literal.candidates().equals(governing.candidates())
        && literal.reviewPolicy() == governing.reviewPolicy()) {
      return;
    }
    Determination.ReadingOutcome strict =
        outcome("literal sum over all processing units", literal, false);
    Determination.ReadingOutcome practice =
        outcome("practice: the best single path counts", governing, true);
    boolean stricter = literal.verdict().compareTo(governing.verdict()) <= 0;
    if (outcomes.isEmpty()) {
      outcomes.add(practice);
    }
    outcomes.add(stricter ? 0 : outcomes.size(), strict);
    warn(
        "contested",
        "The text adds all processing units and does not define one. Stricter reading first: "
            + sentence(stricter ? strict : practice)
            + "; "
            + sentence(stricter ? practice : strict)
            + ". The answer follows practice.");
  }

  private void compareClocks(List<Subject> subjects) {
    Law others = otherLaw;
    if (others == null) {
      return;
    }
    Clock otherClock = clock.other();
    Decision other = new Decision(rulebook, others, subjects, trade, otherClock);
    if (other.verdict() != governing.verdict()
        || other.reviewPolicy() != governing.reviewPolicy()) {
      warn(
          "clocks-differ",
          clock.word()
              + ": "
              + summary(governing)
              + "; "
              + otherClock.word()
              + ": "
              + summary(other)
              + ".");
    }
  }

  private static String summary(Decision decision) {
    ReviewPolicy policy = decision.reviewPolicy();
    return decision.verdict().word() + (policy == null ? "" : ", review policy: " + policy.words());
  }

  private static Determination.ReadingOutcome outcome(
      String reading, Decision decision, boolean governs) {
    List<String> notes = new ArrayList<>();
    ReviewPolicy policy = decision.reviewPolicy();
    if (policy != null) {
      notes.add(policy.words());
    }
    List<Decision.Available> available = decision.available();
    for (Determination.Availability availability :
        List.of(Determination.Availability.YES, Determination.Availability.IF)) {
      String ids =
          available.stream()
              .filter(each -> each.availability() == availability)
              .map(each -> each.entry().id())
              .collect(Collectors.joining(", "));
      if (!ids.isEmpty()) {
        notes.add("exceptions " + availability.word() + ": " + ids);
      }
    }
    return new Determination.ReadingOutcome(
        reading, decision.verdict(), decision.eccn(), String.join("; ", notes), governs);
  }

  private static String sentence(Determination.ReadingOutcome outcome) {
    String eccn = outcome.eccn();
    return outcome.reading()
        + " → "
        + (eccn == null ? "no entry modelled here" : eccn)
        + ", "
        + outcome.verdict().word()
        + (outcome.note().isEmpty() ? "" : " (" + outcome.note() + ")");
  }

  private static List<Object> signature(Decision decision) {
    return List.of(
        decision.verdict(),
        decision.candidates(),
        String.valueOf(decision.reviewPolicy()),
        decision.available().stream().map(e -> e.entry().id() + e.availability()).toList());
  }
}
