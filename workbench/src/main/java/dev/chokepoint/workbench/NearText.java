package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.explore.FrontierPlace;
import dev.chokepoint.explore.Near;
import dev.chokepoint.explore.NearChange;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must change in a chip, as text, JSON and rows. */
final class NearText {
  static final List<String> COLUMNS =
      List.of(
          "change",
          "loss",
          "prefillKept",
          "decodeKept",
          "tpp",
          "dieAreaMm2",
          "ioGBps",
          "memoryBandwidthGBps",
          "newDie",
          "fits",
          "verdict");

  private static final List<Metric> SHOWN =
      List.of(Metric.TPP, Metric.DIE_AREA, Metric.IO, Metric.MEMORY_BANDWIDTH);
  private static final double PERCENT = 100;

  /** What counts when silicon is left dark, said with every option that does so. */
  private static final String DARK =
      "Density counts the whole area of a logic die on a non-planar node (Technical Note 4), so"
          + " that area with nothing on it counts; a second die that is no logic die does not.";

  private static final String MARKET =
      "Whether a part is designed or marketed for data centres is a matter of fact, not of its"
          + " label.";

  private NearText() {}

  static String of(NearCommand.Answered a) {
    Page page = new Page();
    Determination d = a.before().determination();
    page.line(
        0,
        "%s  →  %s, as of %s: %s"
            .formatted(
                a.item().name(),
                Text.destination(d.trade()),
                d.trade().asOf(),
                Text.headline(d.verdict())));
    WhatIf.add(page, a.rulebook());
    page.line(2, figures(a.item()));
    if (!a.before().clauses().isEmpty()) {
      page.line(2, "by " + String.join(", ", a.before().clauses()));
    }
    page.line(2, d.clock().word() + " clock; sources read to " + a.rulebook().lastReviewed());
    page.line(2, "measured with " + a.work().words());
    if (d.verdict() == Verdict.NO_LICENCE_REQUIRED) {
      page.blank();
      page.line(0, "Nothing must change.");
    } else if (a.options().isEmpty()) {
      page.blank();
      page.line(0, "No turn of the knobs in knowledge/designs frees it.");
    } else {
      page.title(
          "Least loss first (%d of %d sets of knobs; prefill and decode: what is kept)"
              .formatted(a.options().size(), a.found()));
      a.options().forEach(each -> option(page, each));
      notes(a, page);
    }
    FrontierPlace first = a.first();
    FrontierPlace free = first == null ? a.before() : first;
    if (free.verdict() == Verdict.NO_LICENCE_REQUIRED) {
      page.title(
          "How far the figures of "
              + (first == null ? "the chip" : "the first option")
              + " may go, each alone");
      page.line(2, open(free));
    }
    a.notes().forEach(note -> page.line(0, note));
    page.title(Answer.DISCLAIMER);
    return page.text();
  }

  private static void option(Page page, NearCommand.Judged each) {
    Near.Option o = each.option();
    page.labelled(
        2,
        String.format(
            Locale.ROOT,
            "loss %4.1f%%  prefill %5.1f%%  decode %5.1f%%",
            PERCENT * Math.max(0, o.loss()),
            PERCENT * o.kept().promptTokensPerSecond(),
            PERCENT * o.kept().stepTokensPerSecond()),
        43,
        o.change().words()
            + (o.change().needsNewDie() ? " [new die]" : "")
            + (o.speed().fits() ? "" : " [the model does not fit in memory]"));
    page.line(6, figures(o.item()) + ": " + Text.headline(each.determination().verdict()));
  }

  private static void notes(NearCommand.Answered a, Page page) {
    page.blank();
    page.line(0, "Every option was asked of classify. Loss: one less the geometric mean of both.");
    if (a.options().stream().anyMatch(o -> turned(o, NearChange.Knob.MARKET))
        && a.options().stream().anyMatch(o -> !turned(o, NearChange.Knob.MARKET))) {
      page.line(0, "Options for another market stand last, least loss first among themselves.");
    }
    if (a.options().stream().anyMatch(o -> turned(o, NearChange.Knob.DIE_AREA))) {
      page.line(0, DARK);
    }
    if (a.options().stream().anyMatch(o -> turned(o, NearChange.Knob.MARKET))) {
      page.line(0, MARKET);
    }
  }

  private static boolean turned(NearCommand.Judged each, NearChange.Knob knob) {
    return each.option().change().knobs().contains(knob);
  }

  private static String open(FrontierPlace place) {
    List<String> out = new ArrayList<>();
    for (Metric metric : FrontierPlace.LOOKED_AT) {
      out.add(
          place.room().stream()
              .filter(room -> room.metric() == metric)
              .findFirst()
              .map(FrontierText::room)
              .orElse(metric.label() + ": no limit"));
    }
    return String.join("; ", out);
  }

  private static String figures(Item item) {
    List<String> out = new ArrayList<>();
    for (Metric metric : SHOWN) {
      Range range = Metrics.range(item, metric);
      out.add(
          metric.label()
              + " "
              + metric.withUnit(
                  range == null ? "none" : range.isExact() ? round(range) : range.text()));
    }
    return String.join(", ", out);
  }

  /** A value cut to what a page needs; JSON has all of it. */
  private static String round(Range range) {
    return Exact.decimal(range.low())
        .setScale(2, java.math.RoundingMode.DOWN)
        .stripTrailingZeros()
        .toPlainString();
  }

  static Map<String, Object> document(NearCommand.Answered a) {
    Determination d = a.before().determination();
    return Json.object(
        "item", a.item().id(),
        "name", a.item().name(),
        "asOf", d.trade().asOf().toString(),
        "clock", d.clock().word(),
        "lastReviewed", a.rulebook().lastReviewed().toString(),
        "whatIf", a.rulebook().whatIf(),
        "destination", d.trade().destination(),
        "verdict", d.verdict().word(),
        "clauses", a.before().clauses(),
        "measure", a.work().document(),
        "speed", speed(a.speed()),
        "found", a.found(),
        "options", a.options().stream().map(NearText::document).toList(),
        "notes", a.notes(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static Map<String, Object> speed(Near.Speed speed) {
    return Json.object(
        "prefillTokensPerSecond", PredictJson.number(speed.promptTokensPerSecond()),
        "decodeTokensPerSecond", PredictJson.number(speed.stepTokensPerSecond()));
  }

  static Map<String, Object> document(NearCommand.Judged each) {
    Map<String, Object> out = option(each.option());
    out.put("verdict", each.determination().verdict().word());
    return out;
  }

  /** A design with what it keeps, without a verdict. */
  static Map<String, Object> option(Near.Option o) {
    NearChange change = o.change();
    return Json.object(
        "text", change.words(),
        "knobs", change.knobs().stream().map(NearChange.Knob::word).toList(),
        "newDie", change.needsNewDie(),
        "fits", o.speed().fits(),
        "loss", PredictJson.number(o.loss()),
        "prefillKept", PredictJson.number(o.kept().promptTokensPerSecond()),
        "decodeKept", PredictJson.number(o.kept().stepTokensPerSecond()),
        "speed", speed(o.speed()),
        "figures", changed(change.base(), o.item()));
  }

  /** The legal figures after the change, each with its relative change. */
  private static Map<String, @Nullable Object> changed(Item before, Item after) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    for (Metric metric : SHOWN) {
      Range from = Metrics.range(before, metric);
      Range to = Metrics.range(after, metric);
      out.put(
          metric.key(),
          from != null && from.isExact() && to != null && to.isExact() ? changed(from, to) : null);
    }
    return out;
  }

  private static Map<String, Object> changed(Range from, Range to) {
    return Json.object(
        "value",
        Exact.decimal(to.low()),
        "relativeChange",
        from.low().signum() == 0
            ? BigDecimal.ZERO
            : Exact.decimal(to.low().divide(from.low()).subtract(1)));
  }

  static List<List<String>> rows(NearCommand.Answered a) {
    return a.options().stream().map(NearText::row).toList();
  }

  private static List<String> row(NearCommand.Judged each) {
    Near.Option o = each.option();
    List<String> row = new ArrayList<>();
    row.add(o.change().words());
    row.add(PredictJson.number(o.loss()).toPlainString());
    row.add(PredictJson.number(o.kept().promptTokensPerSecond()).toPlainString());
    row.add(PredictJson.number(o.kept().stepTokensPerSecond()).toPlainString());
    for (Metric metric : SHOWN) {
      row.add(text(Metrics.range(o.item(), metric)));
    }
    row.add(o.change().needsNewDie() ? "yes" : "no");
    row.add(o.speed().fits() ? "yes" : "no");
    row.add(each.determination().verdict().word());
    return row;
  }

  private static String text(@Nullable Range range) {
    return range == null ? "" : range.isExact() ? Exact.decimal(range.low()).toPlainString() : "";
  }
}
