package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.controls.Margins;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.explore.Frontier;
import dev.chokepoint.explore.FrontierCurve;
import dev.chokepoint.explore.FrontierPlace;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** The frontier as a table with a column for each day. */
final class FrontierText {
  private static final int LABEL = 26;
  private static final int CELL = 22;
  private static final BigFraction HUNDRED = new BigFraction(100);

  private FrontierText() {}

  static String of(FrontierCommand.Answered a) {
    Page page = new Page();
    page.line(
        0,
        "What needs no licence to %s (%s); a circuit nobody has named yet, exported by %s"
            .formatted(Countries.name(a.destination()), a.destination(), a.exporter()));
    page.line(
        2, "%s clock; sources read to %s".formatted(a.clock().word(), a.rulebook().lastReviewed()));
    WhatIf.add(page, a.rulebook());
    page.blank();
    row(page, "day", a.frontiers().stream().map(f -> f.day().toString()).toList());
    BigFraction die = a.die();
    if (die != null) {
      page.title("Most TPP on a die of " + Exact.text(die) + " mm2");
      row(page, "for data centres", bounds(a, die, Frontier::tpp));
      row(page, "not for data centres", bounds(a, die, Frontier::elsewhere));
    }
    for (int curve = 0; curve < a.frontiers().getFirst().curves().size(); curve++) {
      curve(page, a.frontiers(), curve);
    }
    page.blank();
    page.line(
        0,
        "Below: the bound itself is not free. Each bound holds with the other figures as favourable"
            + " as can be; a chip must keep all of them.");
    a.warnings().forEach(w -> page.line(0, "Warning, " + w.code() + ": " + w.text()));
    a.places().forEach((item, places) -> places(page, item, places));
    a.notes().forEach(note -> page.line(0, note));
    page.title(Answer.DISCLAIMER);
    return page.text();
  }

  private static void row(Page page, String label, List<String> cells) {
    StringBuilder out = new StringBuilder();
    for (String cell : cells) {
      out.append(cell).append(" ".repeat(Math.max(1, CELL - cell.length())));
    }
    page.labelled(2, label, LABEL, out.toString().stripTrailing());
  }

  private static List<String> bounds(
      FrontierCommand.Answered a,
      BigFraction die,
      java.util.function.Function<Frontier, FrontierCurve> curve) {
    return a.frontiers().stream().map(curve).map(c -> bound(c, c.at(die))).toList();
  }

  private static String bound(FrontierCurve curve, FrontierCurve.Bound bound) {
    return switch (bound.kind()) {
      case NONE -> "none";
      case ANY -> curve.most() ? "no limit" : "any";
      case BOUND -> words(curve, bound.reached()) + " " + Exact.text(bound.value());
    };
  }

  private static String words(FrontierCurve curve, boolean reached) {
    return curve.most() ? (reached ? "up to" : "below") : reached ? "from" : "above";
  }

  /** One curve of all days, cut wherever it turns on some day. */
  private static void curve(Page page, List<Frontier> frontiers, int number) {
    List<FrontierCurve> curves = frontiers.stream().map(f -> f.curves().get(number)).toList();
    FrontierCurve first = curves.getFirst();
    boolean other = number == 2;
    page.title(
        "%s %s%s%s"
            .formatted(
                first.most() ? "Most" : "Smallest",
                quantity(first.of()),
                other ? ", not for data centres" : "",
                ", by " + quantity(first.over())));
    NavigableSet<BigFraction> cuts = new TreeSet<>();
    curves.forEach(c -> c.pieces().forEach(p -> cuts.add(p.from())));
    List<BigFraction> samples = new ArrayList<>();
    for (BigFraction cut : cuts) {
      BigFraction next = cuts.higher(cut);
      if (cut.signum() > 0) {
        samples.add(cut);
      }
      samples.add(next == null ? cut.add(1) : cut.add(next).divide(2));
    }
    List<FrontierCurve.Piece> last = List.of();
    BigFraction from = BigFraction.ZERO;
    boolean fromIncluded = true;
    for (int i = 0; i < samples.size(); i++) {
      BigFraction sample = samples.get(i);
      List<FrontierCurve.Piece> now = curves.stream().map(c -> piece(c, sample)).toList();
      if (!last.isEmpty() && !now.equals(last)) {
        boolean atCut = cuts.contains(sample);
        BigFraction cut = atCut ? sample : java.util.Objects.requireNonNull(cuts.floor(sample));
        line(page, curves, last, from, fromIncluded, cut, !atCut);
        from = cut;
        fromIncluded = atCut;
      }
      last = now;
    }
    line(page, curves, last, from, fromIncluded, null, false);
  }

  private static FrontierCurve.Piece piece(FrontierCurve curve, BigFraction x) {
    return curve.pieces().stream().filter(p -> p.holds(x)).findFirst().orElseThrow();
  }

  private static void line(
      Page page,
      List<FrontierCurve> curves,
      List<FrontierCurve.Piece> pieces,
      BigFraction from,
      boolean fromIncluded,
      @Nullable BigFraction to,
      boolean toIncluded) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      cells.add(cell(curves.get(i), pieces.get(i)));
    }
    row(page, stretch(from, fromIncluded, to, toIncluded), cells);
  }

  private static String stretch(
      BigFraction from, boolean fromIncluded, @Nullable BigFraction to, boolean toIncluded) {
    String low = from.signum() == 0 ? "" : (fromIncluded ? "from " : "above ") + Exact.text(from);
    String high = to == null ? "" : (toIncluded ? "to " : "below ") + Exact.text(to);
    return low.isEmpty() && high.isEmpty()
        ? "any"
        : low.isEmpty() ? high : high.isEmpty() ? low : low + " " + high;
  }

  private static String cell(FrontierCurve curve, FrontierCurve.Piece piece) {
    if (piece.kind() != FrontierCurve.Kind.BOUND || piece.slope().signum() == 0) {
      return bound(curve, new FrontierCurve.Bound(piece.kind(), piece.offset(), piece.reached()));
    }
    BigFraction inverse = piece.slope().reciprocal();
    boolean divides =
        !Exact.text(piece.slope()).equals(Exact.decimal(piece.slope()).toPlainString());
    String x = curve.over() == Metric.DIE_AREA ? "die" : curve.over().label();
    String term =
        piece.slope().equals(BigFraction.MINUS_ONE)
            ? "- " + x
            : divides ? x + " / " + Exact.text(inverse) : Exact.text(piece.slope()) + " × " + x;
    String offset = piece.offset().signum() == 0 ? "" : Exact.text(piece.offset()) + " ";
    return words(curve, piece.reached()) + " " + offset + term;
  }

  private static String quantity(Metric metric) {
    return metric.unit().isEmpty() ? metric.label() : metric.label() + " (" + metric.unit() + ")";
  }

  private static void places(Page page, Item item, List<FrontierPlace> places) {
    page.title(item.name() + ": " + figures(item));
    for (FrontierPlace place : places) {
      page.labelled(
          2,
          "%s  %-9s".formatted(place.determination().trade().asOf(), side(place.verdict())),
          23,
          where(place));
    }
  }

  private static String figures(Item item) {
    List<String> out = new ArrayList<>();
    for (Metric metric : List.of(Metric.TPP, Metric.DIE_AREA, Metric.IO, Metric.MEMORY_BANDWIDTH)) {
      Range range = Metrics.range(item, metric);
      out.add(metric.label() + " " + metric.withUnit(range == null ? "none" : range.text()));
    }
    out.add(
        switch (item.datacenter()) {
          case YES -> "for data centres";
          case NO -> "not for data centres";
          case UNKNOWN -> "market not known";
        });
    return String.join(", ", out);
  }

  private static String side(Verdict verdict) {
    return switch (verdict) {
      case NO_LICENCE_REQUIRED -> "free";
      case LICENCE_REQUIRED -> "LICENCE";
      case UNDETERMINED -> "depends";
      case NOT_MODELLED -> "not modelled";
    };
  }

  private static String where(FrontierPlace place) {
    List<String> out = new ArrayList<>();
    if (!place.clauses().isEmpty()) {
      out.add("by " + String.join(", ", place.clauses()));
    }
    if (place.verdict() == Verdict.LICENCE_REQUIRED) {
      Margins.Flip flip =
          place.margins().one() != null ? place.margins().one() : place.margins().two();
      out.add(
          flip == null
              ? "no change of two figures frees it"
              : MarginLines.flip(place.determination(), flip));
    } else if (place.room().isEmpty()) {
      out.add("no figure has a bound");
    } else {
      place.room().forEach(room -> out.add(room(room)));
    }
    return String.join("; ", out);
  }

  /** A figure with its bound and what is left. */
  static String room(FrontierPlace.Room room) {
    BigFraction bound = java.util.Objects.requireNonNull(room.most().value());
    BigFraction left = room.left();
    return "%s %s, free %s %s%s"
        .formatted(
            room.metric().label(),
            room.value().text(),
            room.most().reached() ? "up to" : "below",
            room.metric().withUnit(Exact.text(bound)),
            left == null
                ? ""
                : left.signum() < 0
                    ? " (" + percent(left.negate()) + "% over)"
                    : " (" + percent(left) + "% left)");
  }

  /** A share in percent, rounded down to hundredths, so that nothing looks farther than it is. */
  static String percent(BigFraction share) {
    return Exact.decimal(share.multiply(HUNDRED))
        .setScale(2, RoundingMode.DOWN)
        .stripTrailingZeros()
        .toPlainString();
  }
}
