package dev.chokepoint.controls;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** Asks the rulebook what it says of an item in a trade. */
public final class Controls {
  private Controls() {}

  /** The answer on one clock, with contested readings named and the other clock compared. */
  public static Determination classify(
      Rulebook rulebook, Item item, TradeRequest request, Clock clock) {
    Item asked = request.datacenter() == null ? item : withoutContest(item, "datacenter-marketed");
    Trade trade = request.resolve(rulebook, asked);
    if (trade.asOf().isBefore(rulebook.coversFrom())) {
      return beforeCoverage(rulebook, asked, trade, clock);
    }
    List<Variant> variants = variants(asked);
    Determination governing = decide(rulebook, variants.getFirst().item(), trade, clock, false);
    List<Determination.ReadingOutcome> readings = new ArrayList<>();
    List<Determination.Warning> warnings = new ArrayList<>(governing.warnings());
    compareContests(rulebook, variants, trade, governing, readings, warnings);
    compareLiteralSum(rulebook, variants.getFirst().item(), trade, governing, readings, warnings);
    compareClocks(rulebook, variants.getFirst().item(), trade, governing, warnings);
    if (trade.asOf().isAfter(rulebook.lastReviewed())) {
      warnings.add(
          new Determination.Warning(
              "stale",
              "No source after "
                  + rulebook.lastReviewed()
                  + " was read; what changed since then is unknown."));
    }
    return new Determination(
        asked,
        trade,
        clock,
        governing.verdict(),
        governing.reviewPolicy(),
        governing.eccn(),
        governing.eccnCandidates(),
        governing.paragraphs(),
        governing.metrics(),
        governing.provisions(),
        governing.requirements(),
        governing.exceptions(),
        governing.overlays(),
        governing.residual(),
        readings,
        warnings,
        governing.notAssessed());
  }

  private static Determination beforeCoverage(
      Rulebook rulebook, Item item, Trade trade, Clock clock) {
    return new Determination(
        item,
        trade,
        clock,
        Verdict.NOT_MODELLED,
        null,
        null,
        List.of(),
        List.of(),
        Decision.metrics(Subject.of(item, trade)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of(
            new Determination.Warning(
                "before-coverage",
                "The rulebook covers days from " + rulebook.coversFrom() + " on.")),
        rulebook.notAssessed());
  }

  private static Determination decide(
      Rulebook rulebook, Item item, Trade trade, Clock clock, boolean literalSum) {
    Law law = rulebook.law(trade.asOf(), clock);
    List<Subject> subjects = Subject.of(item, trade);
    if (literalSum) {
      subjects = subjects.stream().map(Controls::withLiteralSum).toList();
    }
    return new Decision(rulebook, law, subjects, trade, clock).determination();
  }

  /** What the answer about an item is read from: its governing reading. */
  static List<Subject> governing(Item item, Trade trade) {
    return Subject.of(variants(item).getFirst().item(), trade);
  }

  /** How far the governing answer is from its neighbours; empty before coverage. */
  public static Margins margins(Rulebook rulebook, Item item, TradeRequest request, Clock clock) {
    Item asked = request.datacenter() == null ? item : withoutContest(item, "datacenter-marketed");
    Trade trade = request.resolve(rulebook, asked);
    if (trade.asOf().isBefore(rulebook.coversFrom())) {
      return new Margins(List.of(), null, null);
    }
    Law law = rulebook.law(trade.asOf(), clock);
    List<Subject> subjects = governing(asked, trade);
    return Margins.of(rulebook, law, subjects, trade, clock);
  }

  /**
   * The chart of the law on a day for a destination.
   *
   * @param item an item whose other figures hold, or null for a plain circuit for data centres
   *     without memory and links
   */
  public static Regions regions(
      Rulebook rulebook,
      @Nullable Item item,
      TradeRequest request,
      Clock clock,
      Metric x,
      Metric y,
      BigFraction mostX,
      BigFraction mostY) {
    Item base = item == null ? Item.blank(Item.Kind.ACCELERATOR) : item;
    Trade trade = request.resolve(rulebook, base);
    Law law = rulebook.law(trade.asOf(), clock);
    Subject subject = item == null ? Regions.plain(base) : governing(item, trade).getFirst();
    return Regions.of(law, subject, trade, x, y, mostX, mostY);
  }

  private static Subject withLiteralSum(Subject subject) {
    Metrics.Measured sum = Metrics.literalSum(subject.item());
    return sum == null ? subject : subject.with(sum);
  }

  /** An item under one combination of readings of its contested figures. */
  private record Variant(Item item, String reading, String note) {}

  /** Every combination of readings, the strictest combination first. */
  private static List<Variant> variants(Item item) {
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
                  apply(variant.item(), contest.field(), reading.value()), name, contest.note()));
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
                    dev.chokepoint.catalog.Confidence.ESTIMATED,
                    ""))));
    return item.withFigures(figures);
  }

  private static Item withoutContest(Item item, String field) {
    return item.withContests(
        item.contests().stream().filter(contest -> !contest.field().equals(field)).toList());
  }

  private static void compareContests(
      Rulebook rulebook,
      List<Variant> variants,
      Trade trade,
      Determination governing,
      List<Determination.ReadingOutcome> readings,
      List<Determination.Warning> warnings) {
    if (variants.size() < 2) {
      return;
    }
    List<Determination> outcomes = new ArrayList<>(List.of(governing));
    boolean differ = false;
    for (Variant variant : variants.subList(1, variants.size())) {
      Determination other = decide(rulebook, variant.item(), trade, governing.clock(), false);
      outcomes.add(other);
      differ |= !signature(other).equals(signature(governing));
    }
    if (!differ) {
      return;
    }
    for (int i = 0; i < variants.size(); i++) {
      readings.add(outcome(variants.get(i).reading(), outcomes.get(i), i == 0));
    }
    warnings.add(
        new Determination.Warning(
            "contested",
            variants.getFirst().note()
                + " Stricter reading first: "
                + String.join("; ", readings.stream().map(Controls::sentence).toList())
                + "."));
  }

  private static void compareLiteralSum(
      Rulebook rulebook,
      Item item,
      Trade trade,
      Determination governing,
      List<Determination.ReadingOutcome> readings,
      List<Determination.Warning> warnings) {
    if (item.circuits().stream().allMatch(circuit -> Metrics.literalSum(circuit) == null)) {
      return;
    }
    Determination literal = decide(rulebook, item, trade, governing.clock(), true);
    if (literal.verdict() == governing.verdict()
        && literal.eccnCandidates().equals(governing.eccnCandidates())) {
      return;
    }
    Determination.ReadingOutcome strict =
        outcome("literal sum over all processing units", literal, false);
    Determination.ReadingOutcome practice =
        outcome("practice: the best single path counts", governing, true);
    boolean stricter = literal.verdict().compareTo(governing.verdict()) <= 0;
    if (readings.isEmpty()) {
      readings.add(practice);
    }
    readings.add(stricter ? 0 : readings.size(), strict);
    warnings.add(
        new Determination.Warning(
            "contested",
            "The text adds all processing units and does not define one. Stricter reading first: "
                + sentence(stricter ? strict : practice)
                + "; "
                + sentence(stricter ? practice : strict)
                + ". The answer follows practice."));
  }

  private static void compareClocks(
      Rulebook rulebook,
      Item item,
      Trade trade,
      Determination governing,
      List<Determination.Warning> warnings) {
    Clock otherClock = governing.clock() == Clock.ENFORCED ? Clock.CODIFIED : Clock.ENFORCED;
    Determination other = decide(rulebook, item, trade, otherClock, false);
    if (other.verdict() != governing.verdict()
        || other.reviewPolicy() != governing.reviewPolicy()) {
      warnings.add(
          new Determination.Warning(
              "clocks-differ",
              "%s: %s; %s: %s."
                  .formatted(
                      governing.clock().word(),
                      summary(governing),
                      otherClock.word(),
                      summary(other))));
    }
  }

  private static String summary(Determination determination) {
    ReviewPolicy policy = determination.reviewPolicy();
    return determination.verdict().word()
        + (policy == null ? "" : ", review policy: " + policy.words());
  }

  private static Determination.ReadingOutcome outcome(
      String reading, Determination determination, boolean governs) {
    Set<String> exceptions = new LinkedHashSet<>();
    determination
        .exceptions()
        .forEach(e -> exceptions.add(e.finding().provision().id() + " " + e.available().word()));
    return new Determination.ReadingOutcome(
        reading,
        determination.verdict(),
        determination.eccn(),
        String.join(", ", exceptions),
        governs);
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

  private static List<Object> signature(Determination determination) {
    return List.of(
        determination.verdict(),
        determination.eccnCandidates(),
        String.valueOf(determination.reviewPolicy()),
        determination.exceptions().stream()
            .map(e -> e.finding().provision().id() + e.available())
            .toList());
  }

  /** One stretch of days on which both clocks say the same throughout. */
  public record Stretch(
      LocalDate from, @Nullable LocalDate until, Determination enforced, Determination codified) {}

  /** The answer over time, one stretch per distinct pair of answers, up to the last review. */
  public static List<Stretch> timeline(Rulebook rulebook, Item item, TradeRequest request) {
    List<LocalDate> starts = new ArrayList<>(List.of(rulebook.coversFrom()));
    starts.addAll(rulebook.boundaries());
    List<Stretch> stretches = new ArrayList<>();
    for (LocalDate start : starts) {
      Determination enforced = classify(rulebook, item, request.on(start), Clock.ENFORCED);
      Determination codified = classify(rulebook, item, request.on(start), Clock.CODIFIED);
      if (!stretches.isEmpty()) {
        Stretch last = stretches.getLast();
        if (history(last.enforced()).equals(history(enforced))
            && history(last.codified()).equals(history(codified))) {
          continue;
        }
        stretches.set(
            stretches.size() - 1,
            new Stretch(last.from(), start, last.enforced(), last.codified()));
      }
      stretches.add(new Stretch(start, null, enforced, codified));
    }
    return stretches;
  }

  /** What a stretch of the timeline is known by: verdict, entry, policy and what requires it. */
  static List<Object> history(Determination determination) {
    return List.of(
        determination.verdict(),
        determination.eccnCandidates(),
        String.valueOf(determination.reviewPolicy()),
        determination.requirements().stream()
            .map(r ->
                r.finding().provision().id()
                    + "@"
                    + r.finding().version().id()
                    + "@"
                    + r.finding().truth())
            .toList(),
        determination.overlays().stream()
            .map(o -> o.finding().provision().id() + "@" + o.finding().version().id())
            .toList());
  }
}
