package dev.chokepoint.explore;

import dev.chokepoint.controls.Verdict;
import dev.chokepoint.units.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a design must meet. */
public sealed interface ExploreConstraint {

  /** In words, as in {@code area-mm2 at most 860}. */
  String text();

  /** A figure between bounds; an infinite one is none. */
  record Within(ExploreFigure figure, double low, boolean lowOpen, double high, boolean highOpen)
      implements ExploreConstraint {
    @Override
    public String text() {
      List<String> words = new ArrayList<>();
      if (low > Double.NEGATIVE_INFINITY) {
        words.add((lowOpen ? "above " : "at least ") + Design.text(low));
      }
      if (high < Double.POSITIVE_INFINITY) {
        words.add((highOpen ? "below " : "at most ") + Design.text(high));
      }
      return figure.key() + " " + String.join(" and ", words);
    }

    boolean holds(double value) {
      return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
    }

    boolean excludes(Within other) {
      double least = Math.max(low, other.low);
      double most = Math.min(high, other.high);
      boolean open =
          (least == low && lowOpen)
              || (least == other.low && other.lowOpen)
              || (most == high && highOpen)
              || (most == other.high && other.highOpen);
      return figure == other.figure && (least > most || (least == most && open));
    }
  }

  /** What the law says of it, for every destination asked. */
  record Says(Verdict verdict) implements ExploreConstraint {
    @Override
    public String text() {
      return "verdict " + verdict.word();
    }
  }

  /** The entry it falls under, for every destination asked; null for none. */
  record Entry(@Nullable String eccn) implements ExploreConstraint {
    @Override
    public String text() {
      return "eccn " + (eccn == null ? "none" : eccn);
    }
  }

  /** Whether a provision holds of it, for every destination asked. */
  record Provides(String provision, boolean holds) implements ExploreConstraint {
    @Override
    public String text() {
      return "provision " + provision + " " + (holds ? "holds" : "does not hold");
    }
  }

  /** Pairs that no design can meet together. */
  static List<Problem> contradictions(List<ExploreConstraint> constraints) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < constraints.size(); i++) {
      for (int j = i; j < constraints.size(); j++) {
        ExploreConstraint a = constraints.get(i);
        ExploreConstraint b = constraints.get(j);
        if (exclude(a, b)) {
          problems.add(
              new Problem(
                  "contradictory-constraints",
                  "constraints",
                  i == j ? a.text() : a.text() + ", " + b.text(),
                  "constraints that some design can meet together",
                  ""));
        }
      }
    }
    return problems;
  }

  private static boolean exclude(ExploreConstraint a, ExploreConstraint b) {
    return switch (a) {
      case Within w -> b instanceof Within other && w.excludes(other);
      case Says s -> b instanceof Says other && s.verdict() != other.verdict();
      case Entry e -> b instanceof Entry other && !e.equals(other);
      case Provides p ->
          b instanceof Provides other
              && p.provision().equals(other.provision())
              && p.holds() != other.holds();
    };
  }
}
