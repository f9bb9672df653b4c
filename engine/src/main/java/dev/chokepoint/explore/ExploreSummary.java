package dev.chokepoint.explore;

import dev.chokepoint.controls.Verdict;
import dev.chokepoint.units.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of any number of points: counts, the Pareto set, the best by each objective and the
 * sums that the sensitivity of the axes is read from. Its size does not grow with the points.
 * Summaries of chunks added in the order of the chunks are the summary of all.
 */
public final class ExploreSummary {
  private final ExploreTask task;
  private final ExplorePareto pareto;
  private State state;

  /**
   * The numbers, so that a run can go on elsewhere.
   *
   * @param points designs worked out
   * @param built those with at least one core
   * @param feasible those that meet every constraint and have every objective
   * @param undetermined those of which the law leaves the verdict open, for some destination
   * @param met how many meet a constraint
   * @param together how many meet two constraints
   * @param best number of the best design by objective, -1 for none
   * @param bestValues the objective there
   * @param counts points by objective, axis and value
   * @param sums of the objective there
   * @param squares sum of squares by objective
   */
  @SuppressWarnings("ArrayRecordComponent") // columns, never compared
  public record State(
      long points,
      long built,
      long feasible,
      long undetermined,
      long[] met,
      long[][] together,
      long[] best,
      double[] bestValues,
      long[][][] counts,
      double[][][] sums,
      double[] squares,
      long[] pareto) {}

  /** Nothing yet. */
  public ExploreSummary(ExploreTask task) {
    this.task = task;
    this.pareto = new ExplorePareto(task.objectives().size());
    int objectives = task.objectives().size();
    int constraints = task.constraints().size();
    int axes = task.space().axes().size();
    long[][][] counts = new long[objectives][axes][];
    double[][][] sums = new double[objectives][axes][];
    for (int i = 0; i < objectives; i++) {
      for (int j = 0; j < axes; j++) {
        counts[i][j] = new long[task.space().axes().get(j).choices().size()];
        sums[i][j] = new double[counts[i][j].length];
      }
    }
    long[] best = new long[objectives];
    Arrays.fill(best, -1);
    this.state =
        new State(
            0,
            0,
            0,
            0,
            new long[constraints],
            new long[constraints][constraints],
            best,
            new double[objectives],
            counts,
            sums,
            new double[objectives],
            new long[0]);
  }

  /** What an earlier run had, with the Pareto set worked out again from its numbers. */
  public static ExploreSummary of(ExploreTask task, State state, ExploreEvaluator evaluator) {
    ExploreSummary summary = new ExploreSummary(task);
    ExplorePoints points = evaluator.evaluate(state.pareto());
    for (int row = 0; row < points.length(); row++) {
      summary.offer(points, row);
    }
    summary.state = state;
    return summary;
  }

  /** The numbers so far. */
  public State state() {
    return with(state, pareto.numbers());
  }

  private static State with(State s, long[] pareto) {
    return new State(
        s.points,
        s.built,
        s.feasible,
        s.undetermined,
        s.met,
        s.together,
        s.best,
        s.bestValues,
        s.counts,
        s.sums,
        s.squares,
        pareto);
  }

  /** Counts points in. */
  public void add(ExplorePoints points) {
    long built = 0;
    long feasible = 0;
    long undetermined = 0;
    int constraints = task.constraints().size();
    long all = constraints == 0 ? 0 : -1L >>> (Long.SIZE - constraints);
    for (int row = 0; row < points.length(); row++) {
      if (Double.isNaN(points.value(ExploreFigure.AREA, row))) {
        continue;
      }
      built++;
      undetermined += isOpen(points, row) ? 1 : 0;
      long met = points.met()[row];
      for (int i = 0; i < constraints; i++) {
        if ((met >> i & 1) == 0) {
          continue;
        }
        state.met[i]++;
        for (int j = i + 1; j < constraints; j++) {
          state.together[i][j] += met >> j & 1;
        }
      }
      sense(points, row);
      if (met == all && offer(points, row)) {
        feasible++;
      }
    }
    count(points.length(), built, feasible, undetermined);
  }

  private static boolean isOpen(ExplorePoints points, int row) {
    return points.decisions().stream().anyMatch(d -> d.get(row).verdict() == Verdict.UNDETERMINED);
  }

  private void count(long points, long built, long feasible, long undetermined) {
    State s = state;
    state =
        new State(
            s.points + points,
            s.built + built,
            s.feasible + feasible,
            s.undetermined + undetermined,
            s.met,
            s.together,
            s.best,
            s.bestValues,
            s.counts,
            s.sums,
            s.squares,
            s.pareto);
  }

  private void sense(ExplorePoints points, int row) {
    int[] digits = task.space().digits(points.indexes()[row]);
    for (int i = 0; i < task.objectives().size(); i++) {
      double value = points.value(task.objectives().get(i), row);
      if (!Double.isFinite(value)) {
        continue;
      }
      state.squares[i] += value * value;
      for (int axis = 0; axis < digits.length; axis++) {
        state.counts[i][axis][digits[axis]]++;
        state.sums[i][axis][digits[axis]] += value;
      }
    }
  }

  /** Takes a design that meets every constraint; false where an objective is not known. */
  private boolean offer(ExplorePoints points, int row) {
    int objectives = task.objectives().size();
    double[] point = new double[objectives];
    for (int i = 0; i < objectives; i++) {
      ExploreFigure figure = task.objectives().get(i);
      double value = points.value(figure, row);
      if (!Double.isFinite(value)) {
        return false;
      }
      point[i] = figure.isMoreBetter() ? -value : value;
    }
    pareto.add(points.indexes()[row], point);
    for (int i = 0; i < objectives; i++) {
      better(i, points.indexes()[row], points.value(task.objectives().get(i), row));
    }
    return true;
  }

  private void better(int objective, long index, double value) {
    long known = state.best[objective];
    double old = state.bestValues[objective];
    boolean more = task.objectives().get(objective).isMoreBetter();
    boolean wins = more ? value > old : value < old;
    if (known < 0 || wins || (value == old && index < known)) {
      state.best[objective] = index;
      state.bestValues[objective] = value;
    }
  }

  /** Adds the summary of a chunk that follows. */
  public void add(ExploreSummary chunk) {
    State other = chunk.state;
    for (int i = 0; i < other.met.length; i++) {
      state.met[i] += other.met[i];
      for (int j = 0; j < other.met.length; j++) {
        state.together[i][j] += other.together[i][j];
      }
    }
    for (int i = 0; i < other.best.length; i++) {
      if (other.best[i] >= 0) {
        better(i, other.best[i], other.bestValues[i]);
      }
      state.squares[i] += other.squares[i];
      for (int axis = 0; axis < other.counts[i].length; axis++) {
        for (int value = 0; value < other.counts[i][axis].length; value++) {
          state.counts[i][axis][value] += other.counts[i][axis][value];
          state.sums[i][axis][value] += other.sums[i][axis][value];
        }
      }
    }
    pareto.addAll(chunk.pareto);
    count(other.points, other.built, other.feasible, other.undetermined);
  }

  /**
   * How an axis moves an objective, over all designs worked out, whatever the constraints.
   *
   * @param means of the objective by value of the axis; not a number where there is none
   * @param share of the variance of the objective that the means explain, 0 to 1
   */
  @SuppressWarnings("ArrayRecordComponent") // columns, never compared
  public record Effect(
      String axis, ExploreFigure objective, double[] means, long[] points, double share) {}

  /** The effect of every axis on every objective. */
  public List<Effect> sensitivity() {
    List<Effect> effects = new ArrayList<>();
    for (int axis = 0; axis < task.space().axes().size(); axis++) {
      for (int i = 0; i < task.objectives().size(); i++) {
        long[] counts = state.counts[i][axis];
        double[] sums = state.sums[i][axis];
        double n = Arrays.stream(counts).sum();
        double mean = n > 0 ? Arrays.stream(sums).sum() / n : Double.NaN;
        double between = 0;
        double[] means = new double[counts.length];
        for (int value = 0; value < counts.length; value++) {
          means[value] = counts[value] > 0 ? sums[value] / counts[value] : Double.NaN;
          double off = means[value] - mean;
          between += counts[value] > 0 ? counts[value] * off * off : 0;
        }
        double total = state.squares[i] - n * mean * mean;
        double share = total > 1e-12 * state.squares[i] ? Math.min(1, between / total) : 0;
        effects.add(
            new Effect(
                task.space().axes().get(axis).name(),
                task.objectives().get(i),
                means,
                counts.clone(),
                share));
      }
    }
    return effects;
  }

  /** Why nothing is feasible: constraints that no design met, else pairs that none met together. */
  public @Nullable Problem contradiction() {
    if (state.feasible > 0 || state.points == 0) {
      return null;
    }
    List<String> names = task.constraints().stream().map(ExploreConstraint::text).toList();
    List<String> alone = new ArrayList<>();
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (state.met[i] == 0) {
        alone.add(names.get(i));
      }
      for (int j = i + 1; j < names.size(); j++) {
        if (state.together[i][j] == 0 && state.met[i] > 0 && state.met[j] > 0) {
          pairs.add(names.get(i) + " with " + names.get(j));
        }
      }
    }
    List<String> named = alone.isEmpty() ? pairs : alone;
    String whom =
        state.points < task.space().size()
            ? "none of %,d designs looked at, of %,d".formatted(state.points, task.space().size())
            : "no design";
    return new Problem(
        "nothing-feasible",
        (alone.isEmpty() ? "constraints met together by %s" : "constraints met by %s")
            .formatted(whom),
        named.isEmpty() ? state.points + " designs" : String.join("; ", named),
        "a design that meets every constraint and has every objective",
        "Maybe wider axes, or one constraint less.");
  }
}
