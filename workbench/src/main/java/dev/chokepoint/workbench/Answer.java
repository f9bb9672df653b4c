package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Margins;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.controls.TradeRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request: every item that the name may mean, on the clock asked for.
 *
 * @param variants one per item, strictest first, and among equals as the catalogue orders them; the
 *     first governs
 */
record Answer(
    String name,
    List<Determination> variants,
    List<Trade.Assumption> assumptions,
    Rulebook rulebook,
    TradeRequest request) {

  static final String DISCLAIMER =
      "Decision aid, not legal advice. Read the citations before relying on it.";

  static Answer of(
      Rulebook rulebook,
      String name,
      List<Item> items,
      List<Trade.Assumption> assumptions,
      TradeRequest request,
      Clock clock) {
    List<Determination> variants = new ArrayList<>();
    items.forEach(item -> variants.add(Controls.classify(rulebook, item, request, clock)));
    variants.sort(Answer::strictestFirst);
    return new Answer(name, variants, assumptions, rulebook, request);
  }

  /** An item on the control list is the stricter of two with one verdict and policy. */
  private static int strictestFirst(Determination a, Determination b) {
    int byVerdict = a.verdict().compareTo(b.verdict());
    int byPolicy = strictestFirst(a.reviewPolicy(), b.reviewPolicy());
    return byVerdict != 0
        ? byVerdict
        : byPolicy != 0
            ? byPolicy
            : Boolean.compare(
                a.eccnCandidates().equals(List.of("none")),
                b.eccnCandidates().equals(List.of("none")));
  }

  private static int strictestFirst(@Nullable ReviewPolicy a, @Nullable ReviewPolicy b) {
    return a == null || b == null ? Boolean.compare(a == null, b == null) : a.compareTo(b);
  }

  /** The same items on the other clock. */
  Answer onOtherClock() {
    Clock other = governing().clock() == Clock.ENFORCED ? Clock.CODIFIED : Clock.ENFORCED;
    List<Item> items = variants.stream().map(Determination::item).toList();
    return of(rulebook, name, items, assumptions, request, other);
  }

  LocalDate lastReviewed() {
    return rulebook.lastReviewed();
  }

  /** How far one of the answers is from its neighbours; found when it is asked for. */
  Margins margins(Determination of) {
    return Controls.margins(rulebook, of.item(), request, of.clock());
  }

  /** Warnings of one of the answers, after that of a name that means several items. */
  List<Determination.Warning> warnings(Determination of) {
    if (variants.size() == 1) {
      return of.warnings();
    }
    List<Determination.Warning> all = new ArrayList<>();
    all.add(
        new Determination.Warning(
            "several-items",
            "%s names %d items; the strictest answer stands first: %s."
                .formatted(
                    name,
                    variants.size(),
                    String.join(", ", variants.stream().map(v -> v.item().id()).toList()))));
    all.addAll(of.warnings());
    return all;
  }

  Determination governing() {
    return variants.getFirst();
  }

  /** The same answer on a clock. */
  Determination on(Clock clock, Determination of) {
    return of.clock() == clock ? of : Controls.classify(rulebook, of.item(), request, clock);
  }
}
