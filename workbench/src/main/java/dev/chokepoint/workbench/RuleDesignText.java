package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.explore.RuleDesign;
import dev.chokepoint.explore.RuleDesignWidth;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Designed rules and what they do, as text, JSON and rows. */
final class RuleDesignText {
  static final List<String> COLUMNS =
      List.of("rule", "conjunction", "metric", "above", "most", "roundest");

  private static final int MOST_NAMED = 12;

  private RuleDesignText() {}

  static String of(RuleDesignReport r, int shown) {
    Page page = new Page();
    page.line(
        0,
        "Rules that catch %d chips and spare %d, by %s"
            .formatted(
                r.asked().caught().size(),
                r.asked().spared().size(),
                r.asked().metrics().stream().map(Metric::label).collect(Collectors.joining(", "))));
    if (r.rules().isEmpty()) {
      page.blank();
      page.line(0, "No rule of one or two conjunctions of at most two thresholds does so.");
    }
    for (int i = 0; i < Math.min(shown, r.rules().size()); i++) {
      RuleDesign rule = r.rules().get(i);
      page.title("%d. %s".formatted(i + 1, words(rule)));
      for (RuleDesign.Conjunction each : rule.conjunctions()) {
        page.line(
            4,
            "alike for "
                + each.thresholds().stream()
                    .map(RuleDesignText::interval)
                    .collect(Collectors.joining(" and ")));
      }
    }
    if (!r.rules().isEmpty()) {
      picked(page, r);
    }
    page.title(
        "How well metrics tell the speed (90th over 10th percentile of what they leave open; 1 is all)");
    page.line(2, "measured with " + r.asked().work().words());
    for (RuleDesignWidth width : r.widths()) {
      page.labelled(
          2,
          width.metrics().stream().map(Metric::label).collect(Collectors.joining(", ")),
          44,
          String.format(
              Locale.ROOT,
              "prefill %5.2f  decode %5.2f  (%d chips)",
              width.prefill(),
              width.decode(),
              width.chips()));
    }
    page.line(2, r.unpredicted() + " chips of the catalogue lack figures that a prediction needs.");
    page.title(Answer.DISCLAIMER);
    return page.text();
  }

  private static void picked(Page page, RuleDesignReport r) {
    page.title("What rule %d does, asked of the engine as an overlay".formatted(r.picked() + 1));
    page.labelled(2, "leaks", 12, named(r.leaks().stream().map(RuleDesignText::strength).toList()));
    page.labelled(
        2, "collateral", 12, named(r.collateral().stream().map(RuleDesignText::marked).toList()));
    page.labelled(2, "open", 12, named(r.open().stream().map(Item::id).toList()));
    RuleDesignReport.Evader evader = r.evader();
    page.labelled(
        2,
        "evader",
        12,
        evader == null
            ? "none found by the knobs in knowledge/designs"
            : String.format(
                Locale.ROOT,
                "%s with %s: %.2f times the weakest that must be caught",
                evader.from().id(),
                evader.option().change().words(),
                evader.ratio()));
    page.line(
        2,
        "A leak does as much as the weakest chip that must be caught (geometric mean of prefill and"
            + " decode). Open: figures that are not known decide.");
  }

  private static String strength(RuleDesignReport.Strength each) {
    return String.format(Locale.ROOT, "%s (%.2f)", each.item().id(), each.ratio());
  }

  private static String marked(Item item) {
    return item.datacenter() == Truth.NO ? item.id() + " (not for data centres)" : item.id();
  }

  private static String named(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String first = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
    return names.size() > MOST_NAMED
        ? names.size() + ": " + first + " and others"
        : names.size() + ": " + first;
  }

  /** A rule with its roundest thresholds, such as {@code TPP >= 4800, or TPP >= 1600 and ...}. */
  static String words(RuleDesign rule) {
    return rule.conjunctions().stream()
        .map(each ->
            each.thresholds().stream()
                .map(t ->
                    t.metric().label() + " >= " + t.metric().withUnit(Exact.text(t.roundest())))
                .collect(Collectors.joining(" and ")))
        .collect(Collectors.joining(", or "));
  }

  private static String interval(RuleDesign.Threshold t) {
    return "%s above %s to %s"
        .formatted(
            t.metric().label(), Exact.text(t.above()), t.metric().withUnit(Exact.text(t.most())));
  }

  static Map<String, Object> document(RuleDesignReport r, int shown) {
    RuleDesignReport.Evader evader = r.evader();
    return Json.object(
        "asOf", r.asked().day().toString(),
        "destination", r.asked().destination(),
        "caught", ids(r.asked().caught()),
        "spared", ids(r.asked().spared()),
        "metrics", r.asked().metrics().stream().map(Metric::key).toList(),
        "measure", r.asked().work().document(),
        "found", r.rules().size(),
        "picked", r.rules().isEmpty() ? null : r.picked() + 1,
        "designs", r.rules().stream().limit(shown).map(RuleDesignText::design).toList(),
        "leaks",
            r.leaks().stream()
                .map(each ->
                    Json.object(
                        "item", each.item().id(), "ratio", PredictJson.number(each.ratio())))
                .toList(),
        "collateral", ids(r.collateral()),
        "open", ids(r.open()),
        "evader", evader == null ? null : evader(evader),
        "widths", r.widths().stream().map(RuleDesignText::width).toList(),
        "unpredicted", r.unpredicted(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static List<String> ids(List<Item> items) {
    return items.stream().map(Item::id).toList();
  }

  private static Map<String, Object> design(RuleDesign rule) {
    return Json.object(
        "text", words(rule),
        "thresholds", rule.size(),
        "conjunctions",
            rule.conjunctions().stream()
                .map(each ->
                    Json.object(
                        "all", each.thresholds().stream().map(RuleDesignText::threshold).toList()))
                .toList());
  }

  private static Map<String, Object> threshold(RuleDesign.Threshold t) {
    return Json.object(
        "metric", t.metric().key(),
        "above", Exact.decimal(t.above()),
        "most", Exact.decimal(t.most()),
        "roundest", Exact.decimal(t.roundest()));
  }

  private static Map<String, Object> evader(RuleDesignReport.Evader evader) {
    return Json.object(
        "from", evader.from().id(),
        "design", NearText.option(evader.option()),
        "ratio", PredictJson.number(evader.ratio()),
        "verdict", evader.determination().verdict().word());
  }

  private static Map<String, @Nullable Object> width(RuleDesignWidth width) {
    return Json.object(
        "metrics", width.metrics().stream().map(Metric::key).toList(),
        "chips", width.chips(),
        "prefill", PredictJson.number(width.prefill()),
        "decode", PredictJson.number(width.decode()));
  }

  static List<List<String>> rows(RuleDesignReport r, int shown) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(shown, r.rules().size()); i++) {
      List<RuleDesign.Conjunction> conjunctions = r.rules().get(i).conjunctions();
      for (int c = 0; c < conjunctions.size(); c++) {
        for (RuleDesign.Threshold t : conjunctions.get(c).thresholds()) {
          rows.add(
              List.of(
                  String.valueOf(i + 1),
                  String.valueOf(c + 1),
                  t.metric().key(),
                  Exact.decimal(t.above()).toPlainString(),
                  Exact.decimal(t.most()).toPlainString(),
                  Exact.decimal(t.roundest()).toPlainString()));
        }
      }
    }
    return rows;
  }
}
