package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Margins;
import dev.chokepoint.units.Exact;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** How far an answer is from its neighbours, as lines and as JSON. */
final class MarginLines {
  private static final BigFraction HUNDRED = new BigFraction(100);
  private static final int LABEL_COLUMNS = 16;

  private MarginLines() {}

  /** The smallest changes that turn the verdict, and every limit at which some answer turns. */
  static void add(Page page, Determination d, Margins margins) {
    Margins.Flip one = margins.one();
    Margins.Flip two = margins.two();
    if (margins.thresholds().isEmpty()) {
      return;
    }
    page.title("How near the verdict is to another");
    page.labelled(
        2,
        "one figure",
        LABEL_COLUMNS,
        one == null ? "no change of one figure turns it" : flip(d, one));
    if (two != null) {
      page.labelled(2, "two figures", LABEL_COLUMNS, flip(d, two));
    }
    Map<List<Object>, String> lines = new LinkedHashMap<>();
    for (Margins.Threshold threshold : margins.thresholds()) {
      Margins.Answer to = threshold.flipsTo();
      BigFraction change = threshold.change();
      if (to != null && change != null) {
        lines.putIfAbsent(
            List.of(threshold.metric(), threshold.limit(), threshold.by()),
            "%s %s: %s by %s, %s"
                .formatted(
                    threshold.metric().label(),
                    threshold.metric().withUnit(Exact.text(threshold.limit())),
                    threshold.by().label(),
                    threshold.by().withUnit(signed(change)),
                    answer(to)));
      }
    }
    lines.values().forEach(line -> page.line(4, line));
  }

  /** What turns the verdict, with the size of the change and the verdict after it. */
  static String flip(Determination d, Margins.Flip flip) {
    List<String> moves = new ArrayList<>();
    for (Margins.Move move : flip.moves()) {
      if (!move.from().equals(move.to())) {
        moves.add(move(d, move, flip.reached()));
      }
    }
    return "%s (%s%%): %s"
        .formatted(String.join(" and ", moves), percent(flip.relative()), answer(flip.flipsTo()));
  }

  private static String move(Determination d, Margins.Move move, boolean reached) {
    boolean up = move.to().compareTo(move.from()) > 0;
    String to = move.metric().withUnit(Exact.text(move.to()));
    String words =
        move.metric().label()
            + " "
            + (reached ? (up ? "up to " : "down to ") : up ? "above " : "below ")
            + to;
    String rate = move.metric() == Metric.TPP && up ? rate(d, move) : "";
    return rate.isEmpty() ? words : words + " [" + rate + "]";
  }

  /** The rate that governs TPP, at the value that gives the new TPP. */
  private static String rate(Determination d, Margins.Move move) {
    for (Determination.CircuitMetrics circuit : d.metrics()) {
      List<Metrics.Precision> precisions = circuit.precisions();
      if (circuit.item().id().equals(move.circuit().id()) && !precisions.isEmpty()) {
        var field = precisions.getFirst().figure().field();
        return "%s at %s %s"
            .formatted(field.key(), Exact.text(move.to().divide(field.bits())), field.unit());
      }
    }
    return "";
  }

  private static String answer(Margins.Answer answer) {
    return answer.verdict().word().replace('-', ' ')
        + ", entry "
        + String.join(" or ", answer.eccnCandidates());
  }

  private static String signed(BigFraction change) {
    return change.signum() < 0 ? "-" + Exact.text(change.negate()) : "+" + Exact.text(change);
  }

  private static String percent(BigFraction relative) {
    BigFraction percent = relative.multiply(HUNDRED);
    return new BigDecimal(percent.getNumerator())
        .divide(new BigDecimal(percent.getDenominator()), 2, RoundingMode.UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  static void put(Margins margins, Map<String, Object> out) {
    out.put("margins", margins.thresholds().stream().map(MarginLines::threshold).toList());
    out.put("nearestFlips", nearest(margins));
  }

  /** The smallest changes of one figure and of two that turn the verdict. */
  static Map<String, Object> nearest(Margins margins) {
    return Json.object("one", flip(margins.one()), "two", flip(margins.two()));
  }

  private static Map<String, Object> threshold(Margins.Threshold threshold) {
    BigFraction value = threshold.value();
    BigFraction change = threshold.change();
    return Json.object(
        "circuit", threshold.circuit().id(),
        "provision", threshold.provision(),
        "paragraph", threshold.paragraph(),
        "metric", threshold.metric().key(),
        "value", value == null ? null : Exact.decimal(value),
        "operator", threshold.operator().sign(),
        "threshold", Exact.decimal(threshold.limit()),
        "by", threshold.by().key(),
        "change", change == null ? null : Exact.decimal(change),
        "reached", threshold.reached(),
        "flipsTo", answerDocument(threshold.flipsTo()));
  }

  private static @Nullable Map<String, Object> flip(Margins.@Nullable Flip flip) {
    return flip == null
        ? null
        : Json.object(
            "moves",
                flip.moves().stream()
                    .map(move ->
                        Json.object(
                            "circuit", move.circuit().id(),
                            "metric", move.metric().key(),
                            "from", Exact.decimal(move.from()),
                            "to", Exact.decimal(move.to())))
                    .toList(),
            "relative", Exact.decimal(flip.relative()),
            "reached", flip.reached(),
            "flipsTo", answerDocument(flip.flipsTo()));
  }

  private static @Nullable Map<String, Object> answerDocument(Margins.@Nullable Answer answer) {
    return answer == null
        ? null
        : Json.object(
            "verdict", answer.verdict().word(), "eccnCandidates", answer.eccnCandidates());
  }
}
