package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.units.Range;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;

/**
 * Two linked quantities. Every condition on them is linear: {@code x >= c}, {@code x + y >= c}, or,
 * for a ratio without its division, {@code y >= c * x}. The cut is a cylindrical decomposition: the
 * first is cut wherever two of the lines cross or one is vertical, and at each sample of the first
 * the second is cut by all lines. Between neighbouring cuts no line is crossed, so one sample
 * speaks for all.
 */
record Plane(
    Law law, Subject subject, int index, Metric first, Metric second, List<Integer> leaves) {

  Plane(Subject subject, Subject.Cut cut) {
    this(cut.law(), subject, cut.index(), cut.first(), cut.second(), cut.leaves());
  }

  Cells.Factor factor() {
    Range firstRange = subject.range(first);
    Range secondRange = subject.range(second);
    List<Line> lines = lines();
    List<List<Cells.Choice>> choices = new ArrayList<>();
    List<List<Cells.Settled>> settled = new ArrayList<>();
    List<Sample> firsts = new ArrayList<>(samples(firstRange, crossings(lines, secondRange)));
    if (first == Metric.DIE_AREA && subject.mayBePlanar()) {
      firsts.addFirst(at(BigFraction.ZERO));
    }
    for (Sample x : firsts) {
      for (Sample y : samples(secondRange, cuts(lines, x.value()))) {
        List<Cells.Choice> own = new ArrayList<>();
        if (!firstRange.isExact()) {
          own.add(new Cells.Choice.Within(index, first, x.low(), x.high()));
        }
        if (!secondRange.isExact()) {
          own.add(new Cells.Choice.Within(index, second, y.low(), y.high()));
        }
        choices.add(own);
        settled.add(settled(x.value(), y.value()));
      }
    }
    return Cells.Factor.of(choices, settled);
  }

  private List<Cells.Settled> settled(BigFraction x, BigFraction y) {
    List<Cells.Settled> out = new ArrayList<>();
    for (int leaf : leaves) {
      Condition.Compare compare = (Condition.Compare) law.leaves().get(leaf);
      boolean holds =
          compare.metric() == first
              ? Situation.holds(compare, x, x)
              : Situation.holds(compare, y, x);
      out.add(new Cells.Settled(index, leaf, holds));
    }
    return out;
  }

  private List<Line> lines() {
    Set<Line> lines = new LinkedHashSet<>();
    for (int leaf : leaves) {
      Condition.Compare compare = (Condition.Compare) law.leaves().get(leaf);
      Metric metric = compare.metric();
      BigFraction limit = compare.limit();
      if (metric == first) {
        lines.add(new Line(BigFraction.ONE, BigFraction.ZERO, limit));
      } else if (metric == second) {
        lines.add(new Line(BigFraction.ZERO, BigFraction.ONE, limit));
      } else if (metric.isRatio()) {
        lines.add(new Line(limit.negate(), BigFraction.ONE, BigFraction.ZERO));
      } else {
        lines.add(new Line(BigFraction.ONE, BigFraction.ONE, limit));
      }
    }
    return List.copyOf(lines);
  }

  private record Sample(BigFraction value, Cells.Cut low, Cells.Cut high) {}

  /** {@code a * first + b * second} against {@code c}. */
  private record Line(BigFraction a, BigFraction b, BigFraction c) {}

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
    Cells.Cut cut = new Cells.Cut(value, false);
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
      out.add(new Sample(last.add(1), new Cells.Cut(last, true), new Cells.Cut(null, true)));
    } else {
      out.add(between(last, high));
      if (!range.highOpen()) {
        out.add(at(high));
      }
    }
    return out;
  }

  private static Sample between(BigFraction low, BigFraction high) {
    return new Sample(low.add(high).divide(2), new Cells.Cut(low, true), new Cells.Cut(high, true));
  }
}
