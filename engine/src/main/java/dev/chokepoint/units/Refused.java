package dev.chokepoint.units;

import java.util.List;

/**
 * Carries every problem of a refused request or of refused knowledge to the shell that prints them.
 */
public final class Refused extends RuntimeException {
  private final transient List<Problem> problems;

  public Refused(List<Problem> problems) {
    super(problems.isEmpty() ? "refused" : problems.getFirst().sentence(), null, false, false);
    this.problems = List.copyOf(problems);
  }

  public Refused(Problem problem) {
    this(List.of(problem));
  }

  /** All problems, in the order found; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
