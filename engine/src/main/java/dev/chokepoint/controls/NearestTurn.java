package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.units.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * The nearest turn of a verdict when two figures move at once.
 *
 * <p>All limits are lines in the plane of the two figures, and the answer is constant between them.
 * A box grows around the item, the same relative amount on every side. The first point of another
 * region that it touches lies where a corner of the box meets a line, where a side meets a line
 * head on, or where two lines cross; so these points, in order of size, are tried with every region
 * that they border on.
 */
record NearestTurn(
    Margins.Search search,
    int index,
    Metric first,
    Metric second,
    BigFraction x0,
    BigFraction y0,
    List<Line> lines) {

  /** {@code a * x + b * y = c}. */
  record Line(BigFraction a, BigFraction b, BigFraction c) {
    BigFraction at(BigFraction x, BigFraction y) {
      return a.multiply(x).add(b.multiply(y)).subtract(c);
    }
  }

  private record Place(BigFraction x, BigFraction y, BigFraction size) {}

  private record Direction(BigFraction x, BigFraction y) {}

  /** The smallest change of two figures of a subject that turns its verdict, or null. */
  static Margins.@Nullable Flip of(
      Margins.Search search, int index, List<Metric> metrics, List<Condition.Compare> compares) {
    Margins.Flip best = null;
    for (int i = 0; i < metrics.size(); i++) {
      for (int j = i + 1; j < metrics.size(); j++) {
        Metric first = metrics.get(i);
        Metric second = metrics.get(j);
        if (!search.mayTurn(index, List.of(first, second))) {
          continue;
        }
        Subject subject = search.subject(index);
        NearestTurn nearest =
            new NearestTurn(
                search,
                index,
                first,
                second,
                subject.range(first).low(),
                subject.range(second).low(),
                lines(search, subject, first, second, compares));
        best = Margins.Search.smaller(best, nearest.flip(best));
      }
    }
    return best;
  }

  private static List<Line> lines(
      Margins.Search search,
      Subject subject,
      Metric first,
      Metric second,
      List<Condition.Compare> compares) {
    Set<Line> lines = new LinkedHashSet<>();
    for (Condition.Compare compare : compares) {
      Line line = line(search, subject, first, second, compare);
      if (line != null && (line.a().signum() != 0 || line.b().signum() != 0)) {
        lines.add(line);
      }
    }
    return List.copyOf(lines);
  }

  private static @Nullable Line line(
      Margins.Search search,
      Subject subject,
      Metric first,
      Metric second,
      Condition.Compare compare) {
    if (compare.metric() != Metric.CUMULATIVE_TPP) {
      return line(subject, first, second, compare);
    }
    boolean isOwn = second == Metric.CUMULATIVE_TPP; // Then TPP moves without it.
    BigFraction ofFirst = isOwn ? BigFraction.ZERO : search.cumulated(first);
    return new Line(ofFirst, search.cumulated(second), compare.limit());
  }

  static @Nullable Line line(
      Subject subject, Metric first, Metric second, Condition.Compare compare) {
    Metric metric = compare.metric();
    BigFraction limit = compare.limit();
    BigFraction zero = BigFraction.ZERO;
    if (metric.isBase()) {
      return metric == first
          ? new Line(BigFraction.ONE, zero, limit)
          : metric == second ? new Line(zero, BigFraction.ONE, limit) : null;
    }
    // top - limit * bottom = 0 for a ratio, one + other = limit for a sum
    BigFraction factor = metric.isRatio() ? limit.negate() : BigFraction.ONE;
    BigFraction a = zero;
    BigFraction b = zero;
    BigFraction c = metric.isRatio() ? zero : limit;
    for (Metric operand : List.of(metric.first(), metric.second())) {
      BigFraction own = operand == metric.first() ? BigFraction.ONE : factor;
      if (operand == first) {
        a = a.add(own);
      } else if (operand == second) {
        b = b.add(own);
      } else {
        Range other = subject.range(operand);
        if (!other.isExact()) {
          return null;
        }
        c = c.subtract(own.multiply(other.low()));
      }
    }
    return new Line(a, b, c);
  }

  /** The nearest flip that is smaller than the best so far, or null. */
  private Margins.@Nullable Flip flip(Margins.@Nullable Flip best) {
    for (Place place : places()) {
      if (best != null && place.size().compareTo(best.relative()) >= 0) {
        return null;
      }
      Margins.Answer on = answer(place.x(), place.y());
      if (on.verdict() != search.now().verdict()) {
        return flip(place, true, on);
      }
      for (Direction direction : directions(place)) {
        BigFraction step = step(place, direction);
        Margins.Answer beside =
            answer(
                place.x().add(direction.x().multiply(step)),
                place.y().add(direction.y().multiply(step)));
        if (beside.verdict() != search.now().verdict()) {
          return flip(place, false, beside);
        }
      }
    }
    return null;
  }

  private Margins.Flip flip(Place place, boolean reached, Margins.Answer answer) {
    return new Margins.Flip(
        List.of(
            new Margins.Move(search.subject(index).item(), first, x0, place.x()),
            new Margins.Move(search.subject(index).item(), second, y0, place.y())),
        place.size(),
        reached,
        answer);
  }

  private Margins.Answer answer(BigFraction x, BigFraction y) {
    return search.answer(index, Margins.values(first, x, second, y));
  }

  /** Where the growing box may touch another region for the first time, nearest first. */
  private List<Place> places() {
    Set<Place> places = new LinkedHashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      for (int sx = -1; sx <= 1; sx++) {
        for (int sy = -1; sy <= 1; sy++) {
          ray(line, new BigFraction(sx), new BigFraction(sy), places);
        }
      }
      for (int j = i + 1; j < lines.size(); j++) {
        crossing(line, lines.get(j), places);
      }
    }
    return places.stream()
        .filter(place -> place.x().signum() > 0 && place.y().signum() > 0)
        .sorted((a, b) -> a.size().compareTo(b.size()))
        .toList();
  }

  private void ray(Line line, BigFraction sx, BigFraction sy, Set<Place> places) {
    BigFraction dx = sx.multiply(x0);
    BigFraction dy = sy.multiply(y0);
    BigFraction slope = line.a().multiply(dx).add(line.b().multiply(dy));
    if (slope.signum() != 0) {
      BigFraction size = line.at(x0, y0).negate().divide(slope);
      if (size.signum() >= 0) {
        places.add(new Place(x0.add(dx.multiply(size)), y0.add(dy.multiply(size)), size));
      }
    }
  }

  private void crossing(Line p, Line q, Set<Place> places) {
    BigFraction determinant = p.a().multiply(q.b()).subtract(q.a().multiply(p.b()));
    if (determinant.signum() != 0) {
      BigFraction x = p.c().multiply(q.b()).subtract(q.c().multiply(p.b())).divide(determinant);
      BigFraction y = p.a().multiply(q.c()).subtract(q.a().multiply(p.c())).divide(determinant);
      BigFraction byX = x.subtract(x0).abs().divide(x0);
      BigFraction byY = y.subtract(y0).abs().divide(y0);
      places.add(new Place(x, y, byX.compareTo(byY) >= 0 ? byX : byY));
    }
  }

  /** One direction into every region, and along every line, that meets at a place. */
  private List<Direction> directions(Place place) {
    List<Direction> along = new ArrayList<>();
    for (Line line : lines) {
      if (line.at(place.x(), place.y()).signum() == 0) {
        along.add(new Direction(line.b(), line.a().negate()));
        along.add(new Direction(line.b().negate(), line.a()));
      }
    }
    along.sort(
        Comparator.comparingDouble(d -> Math.atan2(d.y().doubleValue(), d.x().doubleValue())));
    List<Direction> directions = new ArrayList<>(along);
    for (int i = 0; i < along.size(); i++) {
      Direction d = along.get(i);
      Direction e = along.get((i + 1) % along.size());
      BigFraction turn = d.x().multiply(e.y()).subtract(d.y().multiply(e.x()));
      directions.add(
          turn.signum() > 0
              ? new Direction(d.x().add(e.x()), d.y().add(e.y()))
              : new Direction(d.y().negate(), d.x()));
    }
    return directions;
  }

  /** A step along a direction that stays short of every line that it does not start on. */
  private BigFraction step(Place place, Direction direction) {
    BigFraction step = BigFraction.ONE;
    List<Line> all = new ArrayList<>(lines);
    all.add(new Line(BigFraction.ONE, BigFraction.ZERO, BigFraction.ZERO));
    all.add(new Line(BigFraction.ZERO, BigFraction.ONE, BigFraction.ZERO));
    for (Line line : all) {
      BigFraction here = line.at(place.x(), place.y());
      BigFraction slope = line.a().multiply(direction.x()).add(line.b().multiply(direction.y()));
      if (here.signum() != 0 && slope.signum() * here.signum() < 0) {
        BigFraction most = here.negate().divide(slope).divide(2);
        step = most.compareTo(step) < 0 ? most : step;
      }
    }
    return step;
  }
}
