package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** Asks the rulebook what it says of an item in a trade. */
public final class Controls {
  private Controls() {}

  /** The answer on one clock, with contested readings named and the other clock compared. */
  public static Determination classify(
      Rulebook rulebook, Item item, TradeRequest request, Clock clock) {
    Item asked = asked(item, request);
    Trade trade = request.resolve(rulebook, asked);
    if (trade.asOf().isBefore(rulebook.coversFrom())) {
      return beforeCoverage(rulebook, asked, trade, clock);
    }
    Asked readings = Asked.of(asked, trade);
    Law law = rulebook.law(trade.asOf(), clock);
    Law other = rulebook.law(trade.asOf(), clock.other());
    Decision governing = new Decision(rulebook, law, readings.governing(), trade, clock);
    Readings compared =
        new Readings(rulebook, law, law.isSameAs(other) ? null : other, trade, clock, governing);
    compared.compare(readings);
    List<Determination.Warning> warnings = new ArrayList<>(compared.warnings());
    warnings.addAll(Readings.stale(rulebook, trade));
    return governing.determination().with(asked, compared.outcomes(), warnings);
  }

  private static Determination beforeCoverage(
      Rulebook rulebook, Item item, Trade trade, Clock clock) {
    List<Determination.Warning> warnings = new ArrayList<>(Readings.whatIf(rulebook));
    warnings.add(
        new Determination.Warning(
            "before-coverage", "The rulebook covers days from " + rulebook.coversFrom() + " on."));
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
        warnings,
        rulebook.notAssessed());
  }

  /** What the answer about an item is read from: its governing reading. */
  static List<Subject> governing(Item item, Trade trade) {
    return Subject.of(Readings.variants(item).getFirst().item(), trade);
  }

  /** How far the governing answer is from its neighbours; empty before coverage. */
  public static Margins margins(Rulebook rulebook, Item item, TradeRequest request, Clock clock) {
    Item asked = asked(item, request);
    Trade trade = request.resolve(rulebook, asked);
    if (trade.asOf().isBefore(rulebook.coversFrom())) {
      return Margins.NONE;
    }
    Law law = rulebook.law(trade.asOf(), clock);
    if (law.hasTooManyLimits()) {
      return Margins.NONE;
    }
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

  /** The item without the contest that the request settles. */
  static Item asked(Item item, TradeRequest request) {
    return request.datacenter() == null || item.contests().isEmpty()
        ? item
        : item.withContests(
            item.contests().stream()
                .filter(contest -> !contest.field().equals("datacenter-marketed"))
                .toList());
  }

  /** One stretch of days on which both clocks say the same throughout. */
  public record Stretch(
      LocalDate from, @Nullable LocalDate until, Determination enforced, Determination codified) {}

  /** The answer over time, one stretch per distinct pair of answers, up to the last review. */
  public static List<Stretch> timeline(Rulebook rulebook, Item item, TradeRequest request) {
    List<LocalDate> starts = new ArrayList<>(List.of(rulebook.coversFrom()));
    starts.addAll(rulebook.boundaries(request.party()));
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
