package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the space of doubt into cells on which no condition in force changes its truth, and gives
 * one point of each.
 *
 * <p>Every condition on quantities is linear in one or two base metrics: {@code x >= c}, {@code x +
 * y >= c}, or, for a ratio without its division, {@code x >= c * y}. For two linked metrics the cut
 * is a cylindrical decomposition: the first is cut wherever two of the lines cross or one is
 * vertical, and at each sample of the first the second is cut by all lines. Between neighbouring
 * cuts no line is crossed, so one sample speaks for the whole cell and the answer is exact.
 */
final class Cells {
  private static final int MOST_CELLS = 500_000;

  /** One cell: a point inside it and the choices that lead to it. */
  record Cell(Point point, List<Choice> choices) {}

  /** How a cell differs from its neighbours in one doubtful quantity or fact. */
  sealed interface Choice {
    /** A doubtful quantity lies in an interval or on a single value. */
    record Within(int subject, Metric metric, Cut low, Cut high) implements Choice {}

    /** A doubtful fact has a value. */
    record Named(int subject, Fact fact, String value) implements Choice {}
  }

  /** A bound of an interval; null value means no bound. */
  record Cut(@Nullable BigFraction value, boolean open) {}

  private record Sample(BigFraction value, Cut low, Cut high) {}

  /** {@code a * first + b * second} against {@code c}. */
  private record Line(BigFraction a, BigFraction b, BigFraction c) {}

  private Cells() {}

  /** The cells of a trade; exactly one when nothing is in doubt. */
  static List<Cell> of(Law law, List<Subject> subjects, Trade trade) {
    List<Cell> cells = List.of(new Cell(known(subjects, trade), List.of()));
    for (Fact fact : Fact.values()) {
      if (!fact.isOfItem() && trade.candidates(fact).size() > 1) {
        cells = split(cells, fact, relevant(law, fact, trade.candidates(fact)));
      }
    }
    List<Condition.Compare> compares = new ArrayList<>();
    law.walk(node -> {
      if (node instanceof Condition.Compare compare) {
        compares.add(compare);
      }
    });
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      if (!subject.hasMetrics()) {
        continue;
      }
      if (datacenter(subject, trade) == Truth.UNKNOWN) {
        cells = splitYesNo(cells, i, Fact.DATACENTER);
      }
      cells = splitPlanar(cells, i, subject);
      cells = splitQuantities(cells, i, subject, compares);
    }
    return cells;
  }

  private static Truth datacenter(Subject subject, Trade trade) {
    String override = trade.datacenter();
    if (override == null) {
      return subject.item().datacenter();
    }
    return switch (override) {
      case "yes" -> Truth.YES;
      case "no" -> Truth.NO;
      default -> Truth.UNKNOWN;
    };
  }

  private static Point known(List<Subject> subjects, Trade trade) {
    List<Map<Metric, BigFraction>> metrics = new ArrayList<>();
    List<Map<Fact, Set<String>>> facts = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      Item item = subject.item();
      Map<Metric, BigFraction> values = new EnumMap<>(Metric.class);
      subject.base().forEach((metric, measured) -> values.put(metric, measured.value().low()));
      metrics.add(values);
      Map<Fact, Set<String>> own = new EnumMap<>(Fact.class);
      own.put(Fact.KIND, Set.of(item.kind().word()));
      own.put(Fact.ITEM, Set.of(item.id()));
      own.put(Fact.DATACENTER, Set.of(datacenter(subject, trade).word()));
      String hq = item.hqCountry();
      own.put(Fact.DESIGNER_HQ, hq == null ? Set.of() : Set.of(hq));
      if (i == 0) {
        for (Fact fact : Fact.values()) {
          if (!fact.isOfItem()) {
            own.put(fact, trade.candidates(fact).getFirst().labels());
          }
        }
      }
      facts.add(own);
    }
    return new Point(metrics, facts);
  }

  /** Candidates that some condition of the day tells apart, one of each kind. */
  private static List<Trade.Candidate> relevant(
      Law law, Fact fact, List<Trade.Candidate> candidates) {
    Set<String> asked = new TreeSet<>();
    law.walk(node -> {
      if (node instanceof Condition.In in && in.fact() == fact) {
        asked.addAll(in.labels());
        asked.addAll(in.except());
      }
    });
    Map<Set<String>, Trade.Candidate> kinds = new java.util.LinkedHashMap<>();
    for (Trade.Candidate candidate : candidates) {
      Set<String> told = new TreeSet<>(candidate.labels());
      told.retainAll(asked);
      kinds.putIfAbsent(told, candidate);
    }
    return List.copyOf(kinds.values());
  }

  private static List<Cell> split(List<Cell> cells, Fact fact, List<Trade.Candidate> candidates) {
    List<Cell> out = new ArrayList<>();
    for (Cell cell : cells) {
      for (Trade.Candidate candidate : candidates) {
        out.add(
            new Cell(
                cell.point().with(0, fact, candidate.labels()),
                plus(cell.choices(), new Choice.Named(0, fact, candidate.name()))));
      }
    }
    return limited(out);
  }

  private static List<Cell> splitYesNo(List<Cell> cells, int subject, Fact fact) {
    List<Cell> out = new ArrayList<>();
    for (Cell cell : cells) {
      for (String value : List.of("yes", "no")) {
        out.add(
            new Cell(
                cell.point().with(subject, fact, Set.of(value)),
                plus(cell.choices(), new Choice.Named(subject, fact, value))));
      }
    }
    return limited(out);
  }

  /** A die on a planar node has no applicable area: one more cell at zero. */
  private static List<Cell> splitPlanar(List<Cell> cells, int subject, Subject of) {
    Range area = area(of);
    if (of.item().planar() != Truth.UNKNOWN || !of.isCircuit() || area.isExact()) {
      return cells;
    }
    List<Cell> out = new ArrayList<>(cells);
    for (Cell cell : cells) {
      Cut zero = new Cut(BigFraction.ZERO, false);
      out.add(
          new Cell(
              cell.point().with(subject, Metric.DIE_AREA, BigFraction.ZERO),
              plus(cell.choices(), new Choice.Within(subject, Metric.DIE_AREA, zero, zero))));
    }
    return limited(out);
  }

  private static Range area(Subject subject) {
    var measured = subject.base().get(Metric.DIE_AREA);
    return measured == null ? Range.UNKNOWN : measured.value();
  }

  private static List<Cell> splitQuantities(
      List<Cell> cells, int index, Subject subject, List<Condition.Compare> compares) {
    boolean stack = subject.item().kind() == Item.Kind.HBM;
    List<Cell> out = cells;
    if (stack) {
      return splitPair(out, index, subject, Metric.PACKAGE_AREA, Metric.MEMORY_BANDWIDTH, compares);
    }
    out = splitPair(out, index, subject, Metric.DIE_AREA, Metric.TPP, compares);
    return splitPair(out, index, subject, Metric.IO, Metric.MEMORY_BANDWIDTH, compares);
  }

  private static List<Cell> splitPair(
      List<Cell> cells,
      int index,
      Subject subject,
      Metric first,
      Metric second,
      List<Condition.Compare> compares) {
    Range firstRange = range(subject, first);
    Range secondRange = range(subject, second);
    if (firstRange.isExact() && secondRange.isExact()) {
      return cells;
    }
    List<Line> lines = lines(first, second, compares);
    List<Sample> firsts = samples(firstRange, crossings(lines, secondRange));
    List<Cell> out = new ArrayList<>();
    for (Cell cell : cells) {
      limited(out);
      boolean fixed = firstRange.isExact() || alreadyChosen(cell, index, first);
      List<Sample> own = fixed ? List.of(at(cell.point().metric(index, first))) : firsts;
      for (Sample x : own) {
        List<Choice> choices =
            fixed ? cell.choices() : plus(cell.choices(), within(index, first, x));
        Point moved = cell.point().with(index, first, x.value());
        if (secondRange.isExact()) {
          out.add(new Cell(moved, choices));
          continue;
        }
        for (Sample y : samples(secondRange, cuts(lines, x.value()))) {
          out.add(
              new Cell(
                  moved.with(index, second, y.value()), plus(choices, within(index, second, y))));
        }
      }
    }
    return limited(out);
  }

  private static boolean alreadyChosen(Cell cell, int index, Metric metric) {
    return cell.choices().stream()
        .anyMatch(choice ->
            choice instanceof Choice.Within within
                && within.subject() == index
                && within.metric() == metric);
  }

  private static Choice within(int index, Metric metric, Sample sample) {
    return new Choice.Within(index, metric, sample.low(), sample.high());
  }

  private static Range range(Subject subject, Metric metric) {
    var measured = subject.base().get(metric);
    return measured == null ? Range.UNKNOWN : measured.value();
  }

  private static List<Line> lines(Metric first, Metric second, List<Condition.Compare> compares) {
    List<Line> lines = new ArrayList<>();
    for (Condition.Compare compare : compares) {
      Metric metric = compare.metric();
      BigFraction limit = compare.limit();
      if (metric == first) {
        lines.add(new Line(BigFraction.ONE, BigFraction.ZERO, limit));
      } else if (metric == second) {
        lines.add(new Line(BigFraction.ZERO, BigFraction.ONE, limit));
      } else if (!metric.isBase() && metric.first() == second && metric.second() == first) {
        lines.add(
            metric.isRatio()
                ? new Line(limit.negate(), BigFraction.ONE, BigFraction.ZERO)
                : new Line(BigFraction.ONE, BigFraction.ONE, limit));
      }
    }
    return lines.stream().distinct().toList();
  }

  /** Values of the first metric at which a line is vertical or two lines or a bound cross. */
  private static Set<BigFraction> crossings(List<Line> lines, Range secondRange) {
    List<Line> all = new ArrayList<>(lines);
    all.add(new Line(BigFraction.ZERO, BigFraction.ONE, secondRange.low()));
    BigFraction high = secondRange.high();
    if (high != null) {
      all.add(new Line(BigFraction.ZERO, BigFraction.ONE, high));
    }
    Set<BigFraction> out = new TreeSet<>();
    for (int i = 0; i < all.size(); i++) {
      Line p = all.get(i);
      if (p.b().signum() == 0) {
        out.add(p.c().divide(p.a()));
      }
      for (int j = i + 1; j < all.size(); j++) {
        Line q = all.get(j);
        BigFraction determinant = p.a().multiply(q.b()).subtract(q.a().multiply(p.b()));
        if (determinant.signum() != 0) {
          out.add(p.c().multiply(q.b()).subtract(q.c().multiply(p.b())).divide(determinant));
        }
      }
    }
    return out;
  }

  /** Values of the second metric at which a line is met when the first has a value. */
  private static Set<BigFraction> cuts(List<Line> lines, BigFraction first) {
    Set<BigFraction> out = new TreeSet<>();
    for (Line line : lines) {
      if (line.b().signum() != 0) {
        out.add(line.c().subtract(line.a().multiply(first)).divide(line.b()));
      }
    }
    return out;
  }

  private static Sample at(BigFraction value) {
    Cut cut = new Cut(value, false);
    return new Sample(value, cut, cut);
  }

  /** Every cut inside the range, and a point between each two neighbours. */
  private static List<Sample> samples(Range range, Set<BigFraction> cuts) {
    if (range.isExact()) {
      return List.of(at(range.low()));
    }
    List<Sample> out = new ArrayList<>();
    BigFraction last = range.low();
    if (!range.lowOpen()) {
      out.add(at(last));
    }
    BigFraction high = range.high();
    for (BigFraction cut : cuts) {
      if (cut.compareTo(range.low()) > 0 && (high == null || cut.compareTo(high) < 0)) {
        out.add(between(last, cut));
        out.add(at(cut));
        last = cut;
      }
    }
    if (high == null) {
      out.add(new Sample(last.add(1), new Cut(last, true), new Cut(null, true)));
    } else {
      out.add(between(last, high));
      if (!range.highOpen()) {
        out.add(at(high));
      }
    }
    return out;
  }

  private static Sample between(BigFraction low, BigFraction high) {
    return new Sample(low.add(high).divide(2), new Cut(low, true), new Cut(high, true));
  }

  private static List<Choice> plus(List<Choice> choices, Choice choice) {
    List<Choice> out = new ArrayList<>(choices);
    out.add(choice);
    return List.copyOf(out);
  }

  private static List<Cell> limited(List<Cell> cells) {
    if (cells.size() > MOST_CELLS) {
      throw new Refused(
          new Problem(
              "too-many-unknowns",
              "request",
              "more than " + MOST_CELLS + " combinations",
              "",
              "Maybe state one of the unknown facts."));
    }
    return cells;
  }
}
