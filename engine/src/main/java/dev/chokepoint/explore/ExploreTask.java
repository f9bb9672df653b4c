package dev.chokepoint.explore;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Systems;
import java.time.LocalDate;
import java.util.List;

/**
 * Everything that an exploration is of.
 *
 * @param maker who designs and sells; where nobody is stated, the law is asked for everyone it may
 *     be
 * @param destinations the law is asked for each; the first one's answer is printed
 * @param objectives what the Pareto set is over, one to eight figures
 */
public record ExploreTask(
    Space space,
    Design.Maker maker,
    List<ExploreConstraint> constraints,
    List<ExploreFigure> objectives,
    Rulebook rulebook,
    Clock clock,
    LocalDate day,
    List<String> destinations,
    ExploreWorkload workload,
    Basis basis,
    Systems systems) {
  public ExploreTask {
    constraints = List.copyOf(constraints);
    objectives = List.copyOf(objectives);
    destinations = List.copyOf(destinations);
  }

  /** Whether some constraint or objective reads a figure. */
  boolean asks(ExploreFigure figure) {
    return objectives.contains(figure)
        || constraints.stream()
            .anyMatch(c -> c instanceof ExploreConstraint.Within w && w.figure() == figure);
  }
}
