package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * The chart of a law: what it says at every point of a plane of two metrics, as exact polygons.
 *
 * <p>Every limit is a straight line in the plane. Between neighbouring crossings of lines the plane
 * is cut into strips, each strip by its lines into cells, and neighbouring cells that say the same
 * become one trapezoid.
 *
 * @param x metric of the first axis, from 0 to {@code mostX}
 * @param y metric of the second axis, from 0 to {@code mostY}
 */
public record Regions(
    Metric x, Metric y, BigFraction mostX, BigFraction mostY, List<Trapezoid> trapezoids) {

  /** What the law says in a region. */
  public record Says(Verdict verdict, @Nullable String eccn, @Nullable ReviewPolicy reviewPolicy) {}

  /** A vertex of a polygon. */
  public record Vertex(BigFraction x, BigFraction y) {}

  /**
   * A region between two vertical sides and two lines.
   *
   * @param vertices counter-clockwise from the lower left; a triangle repeats a vertex
   * @param leftIncluded whether the left side belongs to it, and so on
   */
  public record Trapezoid(
      Says says,
      List<Vertex> vertices,
      boolean leftIncluded,
      boolean rightIncluded,
      boolean lowerIncluded,
      boolean upperIncluded) {}

  /** {@code y = slope * x + offset}. */
  private record Edge(BigFraction slope, BigFraction offset) {
    BigFraction at(BigFraction x) {
      return slope.multiply(x).add(offset);
    }
  }

  private record Cell(Says says, BigFraction left, BigFraction right, Edge lower, Edge upper) {}

  /** The regions for an item of which the two metrics are left open. */
  static Regions of(
      Law law,
      Subject subject,
      Trade trade,
      Metric x,
      Metric y,
      BigFraction mostX,
      BigFraction mostY) {
    Situation anywhere = at(law, subject, trade, x, mostX, y, mostY);
    for (Law.InForce entry : law.all()) {
      if (law.truth(entry, anywhere) == Truth.UNKNOWN) {
        throw new Refused(
            new Problem(
                "unknown-fact",
                entry.id(),
                Conditions.words(entry.version().when()),
                "facts that settle it at every point of the chart",
                "Maybe state --exporter, or the figures of the item."));
      }
    }
    return new Chart(law, subject, trade, x, y, mostX, mostY).regions();
  }

  /** A circuit for data centres with no memory and no link, to be varied. */
  static Subject plain(Item item) {
    Map<Metric, Metrics.Measured> none = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (metric.isBase()) {
        none.put(metric, new Metrics.Measured(metric, Range.ZERO, "", "", List.of()));
      }
    }
    return new Subject(item, none, Truth.YES);
  }

  private record Chart(
      Law law,
      Subject subject,
      Trade trade,
      Metric x,
      Metric y,
      BigFraction mostX,
      BigFraction mostY) {

    Regions regions() {
      Set<Edge> edges = new LinkedHashSet<>();
      NavigableSet<BigFraction> cuts = new TreeSet<>();
      for (Condition leaf : law.leaves()) {
        if (leaf instanceof Condition.Compare compare) {
          NearestTurn.Line line = line(compare);
          if (line != null && line.b().signum() != 0) {
            edges.add(new Edge(line.a().negate().divide(line.b()), line.c().divide(line.b())));
          } else if (line != null && line.a().signum() != 0) {
            cuts.add(line.c().divide(line.a()));
          }
        }
      }
      Edge floor = new Edge(BigFraction.ZERO, BigFraction.ZERO);
      Edge ceiling = new Edge(BigFraction.ZERO, mostY);
      edges.add(floor);
      edges.add(ceiling);
      cuts.addAll(crossings(List.copyOf(edges)));
      cuts.removeIf(cut -> cut.signum() <= 0 || cut.compareTo(mostX) >= 0);
      cuts.add(mostX);
      List<Cell> cells = new ArrayList<>();
      BigFraction left = BigFraction.ZERO;
      for (BigFraction right : cuts) {
        strip(left, right, edges, cells);
        left = right;
      }
      return new Regions(x, y, mostX, mostY, merged(cells).stream().map(this::trapezoid).toList());
    }

    private NearestTurn.@Nullable Line line(Condition.Compare compare) {
      if (compare.metric() == x) {
        return new NearestTurn.Line(BigFraction.ONE, BigFraction.ZERO, compare.limit());
      }
      if (compare.metric() == y) {
        return new NearestTurn.Line(BigFraction.ZERO, BigFraction.ONE, compare.limit());
      }
      return NearestTurn.line(subject, x, y, compare);
    }

    private static List<BigFraction> crossings(List<Edge> edges) {
      List<BigFraction> out = new ArrayList<>();
      for (int i = 0; i < edges.size(); i++) {
        for (int j = i + 1; j < edges.size(); j++) {
          BigFraction slopes = edges.get(i).slope().subtract(edges.get(j).slope());
          if (slopes.signum() != 0) {
            out.add(edges.get(j).offset().subtract(edges.get(i).offset()).divide(slopes));
          }
        }
      }
      return out;
    }

    private void strip(BigFraction left, BigFraction right, Set<Edge> edges, List<Cell> cells) {
      BigFraction middle = left.add(right).divide(2);
      List<Edge> inside =
          edges.stream()
              .filter(
                  edge -> edge.at(middle).signum() >= 0 && edge.at(middle).compareTo(mostY) <= 0)
              .sorted(Comparator.comparing(edge -> edge.at(middle)))
              .toList();
      Cell open = null;
      for (int i = 0; i + 1 < inside.size(); i++) {
        Edge lower = inside.get(i);
        Edge upper = inside.get(i + 1);
        Says says = says(middle, lower.at(middle).add(upper.at(middle)).divide(2));
        if (open != null && open.says().equals(says)) {
          open = new Cell(says, left, right, open.lower(), upper);
        } else {
          if (open != null) {
            cells.add(open);
          }
          open = new Cell(says, left, right, lower, upper);
        }
      }
      if (open != null) {
        cells.add(open);
      }
    }

    /** Joins cells of neighbouring strips that lie between the same lines and say the same. */
    private static List<Cell> merged(List<Cell> cells) {
      List<Cell> out = new ArrayList<>();
      for (Cell cell : cells) {
        Cell before =
            out.stream()
                .filter(other ->
                    other.right().equals(cell.left())
                        && other.says().equals(cell.says())
                        && other.lower().equals(cell.lower())
                        && other.upper().equals(cell.upper()))
                .findFirst()
                .orElse(null);
        if (before == null) {
          out.add(cell);
        } else {
          out.set(
              out.indexOf(before),
              new Cell(cell.says(), before.left(), cell.right(), cell.lower(), cell.upper()));
        }
      }
      return out;
    }

    private Trapezoid trapezoid(Cell cell) {
      BigFraction middle = cell.left().add(cell.right()).divide(2);
      return new Trapezoid(
          cell.says(),
          List.of(
              new Vertex(cell.left(), cell.lower().at(cell.left())),
              new Vertex(cell.right(), cell.lower().at(cell.right())),
              new Vertex(cell.right(), cell.upper().at(cell.right())),
              new Vertex(cell.left(), cell.upper().at(cell.left()))),
          says(cell.left(), inner(cell, cell.left())).equals(cell.says()),
          says(cell.right(), inner(cell, cell.right())).equals(cell.says()),
          says(middle, cell.lower().at(middle)).equals(cell.says()),
          says(middle, cell.upper().at(middle)).equals(cell.says()));
    }

    private static BigFraction inner(Cell cell, BigFraction at) {
      return cell.lower().at(at).add(cell.upper().at(at)).divide(2);
    }

    private Says says(BigFraction atX, BigFraction atY) {
      Ruling ruling = ruling(law, subject, trade, x, atX, y, atY);
      return new Says(ruling.verdict(), ruling.eccn(), ruling.reviewPolicy());
    }
  }

  /** The ruling where two metrics, base or formed, have these values and the others the item's. */
  static Ruling ruling(
      Law law, Subject subject, Trade trade, Metric x, BigFraction atX, Metric y, BigFraction atY) {
    return Ruling.of(law, at(law, subject, trade, x, atX, y, atY), trade);
  }

  private static Situation at(
      Law law, Subject subject, Trade trade, Metric x, BigFraction atX, Metric y, BigFraction atY) {
    Subject moved = subject;
    for (Metric metric : List.of(x, y)) {
      if (metric.isBase()) {
        moved =
            moved.with(
                new Metrics.Measured(
                    metric, Range.exactly(metric == x ? atX : atY), "", "", List.of()));
      }
    }
    List<Cells.Settled> formed = new ArrayList<>();
    for (int leaf = 0; leaf < law.leaves().size(); leaf++) {
      if (law.leaves().get(leaf) instanceof Condition.Compare compare
          && !compare.metric().isBase()
          && (compare.metric() == x || compare.metric() == y)) {
        BigFraction value = compare.metric() == x ? atX : atY;
        formed.add(
            new Cells.Settled(
                0, leaf, compare.operator().accepts(value.compareTo(compare.limit()))));
      }
    }
    return Situation.of(law, List.of(moved), trade).with(formed);
  }
}
