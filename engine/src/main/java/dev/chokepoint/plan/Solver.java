package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Solves a {@link Program}; every answer is checked in exact arithmetic before it is given. */
public interface Solver {
  /** How an attempt ended. */
  enum State {
    /** Nothing costs less. */
    OPTIMAL,
    /** Within the gap that was asked for, or within the one stated when time ran out. */
    WITHIN_GAP,
    /** No values keep all limits. */
    INFEASIBLE,
    /** Neither a solution nor a proof was found in time. */
    UNKNOWN
  }

  /**
   * An answer.
   *
   * @param values of the variables; empty without a solution
   * @param gap proven, as a share of the cost; 0 for an optimum
   */
  record Answer(State state, List<Long> values, double gap) {
    public Answer {
      values = List.copyOf(values);
    }

    /** No solution. */
    public static Answer none(State state) {
      return new Answer(state, List.of(), 0);
    }

    /** The values, as a program reads them. */
    public long[] array() {
      return values.stream().mapToLong(Long::longValue).toArray();
    }

    /** Whether there is a solution. */
    public boolean isSolved() {
      return state == State.OPTIMAL || state == State.WITHIN_GAP;
    }
  }

  /** The name of the software that solves. */
  String name();

  /** Solves within a share of the best cost, or for as long as it may take. */
  Answer solve(Program program, double gap, Duration most);

  /**
   * The same beginning with values that are known to be a solution.
   *
   * @param known values that keep all limits
   */
  default Answer solve(Program program, double gap, Duration most, long[] known) {
    return solve(program, gap, most);
  }

  /**
   * A program whose numbers need not be whole.
   *
   * @param values of the variables
   * @param bound of the cost: no whole solution costs less
   */
  record Relaxed(List<Double> values, double bound) {
    public Relaxed {
      values = List.copyOf(values);
    }
  }

  /**
   * The best values that need not be whole; null where this solver does not tell, or none exist.
   */
  default @Nullable Relaxed relaxed(Program program, Duration most) {
    return null;
  }

  /**
   * Rounds what a solver found and checks it exactly.
   *
   * @param bound of the cost as the solver proved it
   */
  static Answer checked(Program program, double[] found, double bound) {
    long[] values = new long[found.length];
    for (int i = 0; i < found.length; i++) {
      values[i] = Math.round(found[i]);
    }
    if (!program.broken(values).isEmpty()) {
      return Answer.none(State.UNKNOWN);
    }
    BigDecimal cost = program.cost(values);
    double all = Math.max(1e-9, Math.abs(cost.doubleValue()));
    double gap = Math.max(0, (cost.doubleValue() - bound) / all);
    return gap <= 1e-6
        ? new Answer(State.OPTIMAL, Arrays.stream(values).boxed().toList(), 0)
        : new Answer(State.WITHIN_GAP, Arrays.stream(values).boxed().toList(), gap);
  }
}
