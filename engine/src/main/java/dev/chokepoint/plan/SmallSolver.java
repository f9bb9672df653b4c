package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;
import org.ojalgo.optimisation.integer.IntegerStrategy;

/** Small programs in plain Java: the cross-check of every platform, and the fallback. */
public final class SmallSolver implements Solver {
  /** Larger programs take longer than anybody waits. */
  public static final int MOST_VARIABLES = 400;

  static {
    // Its presolvers call some programs infeasible that are not; FleetPlanTest found one by trial.
    ExpressionsBasedModel.clearPresolvers();
  }

  /** Costs are of cents. */
  private static final BigDecimal STEP = new BigDecimal("0.01");

  @Override
  public String name() {
    return "ojAlgo";
  }

  @Override
  public Answer solve(Program program, double gap, Duration most) {
    if (program.variables().size() > MOST_VARIABLES) {
      return Answer.none(State.UNKNOWN);
    }
    Answer first = once(program, null, most);
    if (!first.isSolved()) {
      // It calls some programs infeasible that are not: any solution is looked for, at no cost.
      Program free = program.copy();
      free.onlyCost(-1);
      Answer any = once(free, null, most);
      first = any.isSolved() ? any : first;
    }
    return least(program, first, most);
  }

  @Override
  public Answer solve(Program program, double gap, Duration most, long[] known) {
    if (program.variables().size() > MOST_VARIABLES || !program.broken(known).isEmpty()) {
      return solve(program, gap, most);
    }
    List<Long> values = Arrays.stream(known).boxed().toList();
    return least(program, new Answer(State.OPTIMAL, values, 0), most);
  }

  private static Answer least(Program program, Answer first, Duration most) {
    Answer best = first;
    // What it calls an optimum now and then is none: it is asked for less until there is no less.
    while (best.isSolved()) {
      BigDecimal below = program.cost(best.array()).subtract(STEP);
      Answer less = once(program, below, most);
      if (!less.isSolved()) {
        break;
      }
      best = less;
    }
    return best;
  }

  @Override
  public @Nullable Relaxed relaxed(Program program, Duration most) {
    int costs = digits(program.variables().stream().map(Program.Variable::cost).toList());
    Optimisation.Result result = stated(program, null, most, costs, false).minimise();
    if (!result.getState().isOptimal()) {
      return null;
    }
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < program.variables().size(); i++) {
      values.add(result.doubleValue(i));
    }
    return new Relaxed(values, result.getValue() * Math.pow(10, costs));
  }

  private static Answer once(Program program, @Nullable BigDecimal below, Duration most) {
    int costs = digits(program.variables().stream().map(Program.Variable::cost).toList());
    Optimisation.Result result = stated(program, below, most, costs, true).minimise();
    if (!result.getState().isFeasible()) {
      boolean proven = result.getState() == Optimisation.State.INFEASIBLE;
      return Answer.none(proven ? State.INFEASIBLE : State.UNKNOWN);
    }
    double[] found = new double[program.variables().size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = result.doubleValue(i);
    }
    double bound = result.getState().isOptimal() ? result.getValue() * Math.pow(10, costs) : 0;
    return Solver.checked(program, found, bound);
  }

  /**
   * The program as the solver has it.
   *
   * @param below what it must cost less than; null for no such limit
   * @param costs digits by which costs are smaller
   */
  private static ExpressionsBasedModel stated(
      Program program, @Nullable BigDecimal below, Duration most, int costs, boolean whole) {
    ExpressionsBasedModel model = new ExpressionsBasedModel();
    model.options.time_abort = most.toMillis();
    // One thread: the order of its branches then does not depend on the machine.
    model.options.integer(IntegerStrategy.DEFAULT.withParallelism(() -> 1));
    List<Variable> variables = new ArrayList<>();
    for (Program.Variable each : program.variables()) {
      variables.add(
          model
              .newVariable("v" + each.index())
              .lower(0)
              .upper(each.most())
              .integer(whole)
              .weight(each.cost().movePointLeft(costs)));
    }
    int number = 0;
    for (Program.Limit each : program.limits()) {
      int scale = digits(each.terms().values());
      Expression expression = model.newExpression("c" + number++);
      BigDecimal bound = each.bound().movePointLeft(scale);
      if (each.least()) {
        expression.lower(bound);
      } else {
        expression.upper(bound);
      }
      each.terms()
          .forEach(
              (index, factor) -> expression.set(variables.get(index), factor.movePointLeft(scale)));
    }
    if (below != null) {
      Expression cost = model.newExpression("cost").upper(below.movePointLeft(costs));
      for (int i = 0; i < variables.size(); i++) {
        cost.set(variables.get(i), program.variables().get(i).cost().movePointLeft(costs));
      }
    }
    return model;
  }

  /**
   * Digits beyond three before the point: its tolerances are absolute, so rows stay below 1,000.
   */
  private static int digits(Collection<BigDecimal> factors) {
    int most = factors.stream().mapToInt(each -> each.precision() - each.scale()).max().orElse(0);
    return Math.max(0, most - 3);
  }
}
