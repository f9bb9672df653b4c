package dev.chokepoint.explore;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.controls.Regions;
import dev.chokepoint.controls.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * The most of one metric that needs no licence, or the least, as a function of another: read off
 * the exact regions of the law, in linear pieces.
 *
 * @param of the metric that is bounded
 * @param over the metric that it depends on
 * @param most whether the upper bound is meant rather than the lower
 */
public record FrontierCurve(Metric of, Metric over, boolean most, List<Piece> pieces) {

  /** What there is of the metric. */
  public enum Kind {
    /** No value is free. */
    NONE,
    /** Every value is free on the side that is asked about. */
    ANY,
    /** Values up to a bound, or from one on. */
    BOUND;

    /** The word used in JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * The bound at one place.
   *
   * @param value of a bound; zero otherwise
   * @param reached whether the bound itself is free; where a limit is strict it is not
   */
  public record Bound(Kind kind, BigFraction value, boolean reached) {}

  /**
   * A stretch of the other metric on which the bound is {@code slope * x + offset}.
   *
   * @param to where it ends; null where it does not
   */
  public record Piece(
      BigFraction from,
      boolean fromIncluded,
      @Nullable BigFraction to,
      boolean toIncluded,
      Kind kind,
      BigFraction slope,
      BigFraction offset,
      boolean reached) {

    /** Whether a value lies in the stretch. */
    public boolean holds(BigFraction x) {
      int low = x.compareTo(from);
      int high = to == null ? -1 : x.compareTo(to);
      return (low > 0 || (low == 0 && fromIncluded)) && (high < 0 || (high == 0 && toIncluded));
    }

    Bound at(BigFraction x) {
      return new Bound(kind, slope.multiply(x).add(offset), reached);
    }

    private boolean isPoint() {
      return from.equals(to);
    }

    private boolean isLike(Piece other) {
      return kind == other.kind
          && reached == other.reached
          && slope.equals(other.slope)
          && offset.equals(other.offset);
    }
  }

  public FrontierCurve {
    pieces = List.copyOf(pieces);
  }

  /** The bound at a value of the other metric. */
  public Bound at(BigFraction x) {
    return pieces.stream()
        .filter(piece -> piece.holds(x))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(over + " of " + x + " is not above zero"))
        .at(x);
  }

  /**
   * The curve of the second metric of some regions over the first.
   *
   * @param at the bound at one value: a side that two regions have in common may belong to either
   *     in parts, so that the regions do not say what holds on it
   */
  static FrontierCurve of(Regions regions, boolean most, Function<BigFraction, Bound> at) {
    NavigableSet<BigFraction> cuts = new TreeSet<>();
    regions.trapezoids().forEach(each -> each.vertices().forEach(v -> cuts.add(v.x())));
    List<Piece> pieces = new ArrayList<>();
    BigFraction left = null;
    for (BigFraction right : cuts) {
      if (left != null) {
        append(pieces, between(regions, most, left, right));
      }
      if (left != null && right.compareTo(regions.mostX()) < 0) {
        append(pieces, point(right, at.apply(right)));
      }
      left = right;
    }
    Piece last = pieces.removeLast();
    pieces.add(
        new Piece(
            last.from,
            last.fromIncluded,
            null,
            false,
            last.kind,
            last.slope,
            last.offset,
            last.reached));
    return new FrontierCurve(regions.y(), regions.x(), most, pieces);
  }

  private static void append(List<Piece> pieces, Piece next) {
    Piece before = pieces.isEmpty() ? null : pieces.getLast();
    if (before != null && continues(before, next)) {
      pieces.removeLast();
      // Of a point and a stretch the stretch says how the bound goes on.
      Piece law = before.isPoint() ? next : before;
      pieces.add(
          new Piece(
              before.from,
              before.fromIncluded,
              next.to,
              next.toIncluded,
              law.kind,
              law.slope,
              law.offset,
              law.reached));
    } else {
      pieces.add(next);
    }
  }

  private static boolean continues(Piece before, Piece next) {
    if (before.isPoint() || next.isPoint()) {
      return before.at(next.from).equals(next.at(next.from));
    }
    return before.isLike(next);
  }

  private static Piece between(Regions regions, boolean most, BigFraction left, BigFraction right) {
    BigFraction middle = left.add(right).divide(2);
    Regions.Trapezoid best =
        regions.trapezoids().stream()
            .filter(FrontierCurve::isFree)
            .filter(t -> left(t).compareTo(left) <= 0 && right(t).compareTo(right) >= 0)
            .max(order(most, middle))
            .orElse(null);
    return piece(regions, most, best, left, false, right, false);
  }

  private static Piece point(BigFraction x, Bound bound) {
    return new Piece(
        x, true, x, true, bound.kind(), BigFraction.ZERO, bound.value(), bound.reached());
  }

  private static Comparator<Regions.Trapezoid> order(boolean most, BigFraction x) {
    Comparator<Regions.Trapezoid> up = Comparator.comparing(t -> at(t, most, x));
    return most ? up : up.reversed();
  }

  private static Piece piece(
      Regions regions,
      boolean most,
      Regions.@Nullable Trapezoid best,
      BigFraction from,
      boolean fromIncluded,
      BigFraction to,
      boolean toIncluded) {
    BigFraction zero = BigFraction.ZERO;
    if (best == null) {
      return new Piece(from, fromIncluded, to, toIncluded, Kind.NONE, zero, zero, false);
    }
    BigFraction slope = slope(best, most);
    BigFraction offset = at(best, most, left(best)).subtract(slope.multiply(left(best)));
    boolean whole =
        slope.signum() == 0 && (most ? offset.equals(regions.mostY()) : offset.signum() == 0);
    return whole
        ? new Piece(from, fromIncluded, to, toIncluded, Kind.ANY, zero, zero, true)
        : new Piece(
            from,
            fromIncluded,
            to,
            toIncluded,
            Kind.BOUND,
            slope,
            offset,
            most ? best.upperIncluded() : best.lowerIncluded());
  }

  private static boolean isFree(Regions.Trapezoid trapezoid) {
    return trapezoid.says().verdict() == Verdict.NO_LICENCE_REQUIRED;
  }

  private static BigFraction left(Regions.Trapezoid t) {
    return t.vertices().getFirst().x();
  }

  private static BigFraction right(Regions.Trapezoid t) {
    return t.vertices().get(1).x();
  }

  private static BigFraction slope(Regions.Trapezoid t, boolean upper) {
    Regions.Vertex a = t.vertices().get(upper ? 3 : 0);
    Regions.Vertex b = t.vertices().get(upper ? 2 : 1);
    return b.y().subtract(a.y()).divide(b.x().subtract(a.x()));
  }

  private static BigFraction at(Regions.Trapezoid t, boolean upper, BigFraction x) {
    Regions.Vertex a = t.vertices().get(upper ? 3 : 0);
    return a.y().add(slope(t, upper).multiply(x.subtract(a.x())));
  }
}
