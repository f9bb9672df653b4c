package dev.chokepoint.workbench;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import dev.chokepoint.plan.Program;
import dev.chokepoint.plan.SmallSolver;
import dev.chokepoint.plan.Solver;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Programs of any size, where the native library of OR-Tools runs. */
final class OrToolsSolver implements Solver {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private OrToolsSolver() {}

  /** OR-Tools where it loads, else the small solver. */
  static Solver orSmall() {
    try {
      Loader.loadNativeLibraries();
      return new OrToolsSolver();
    } catch (RuntimeException
        | UnsatisfiedLinkError
        | NoClassDefFoundError e) { // Another platform.
      return new SmallSolver();
    }
  }

  @Override
  public String name() {
    return "OR-Tools";
  }

  /** A thread that is interrupted meanwhile has the native code stop. */
  private static MPSolver.ResultStatus interruptibly(
      MPSolver solver, MPSolverParameters parameters) {
    try (ExecutorService own = Executors.newSingleThreadExecutor()) {
      Future<MPSolver.ResultStatus> status = own.submit(() -> solver.solve(parameters));
      try {
        return status.get();
      } catch (InterruptedException e) {
        boolean stops = solver.interruptSolve();
        Thread.currentThread().interrupt();
        throw new CancellationException("stops at once: " + stops);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public Answer solve(Program program, double gap, Duration most) {
    return solve(program, gap, most, new long[0]);
  }

  @Override
  public @Nullable Relaxed relaxed(Program program, Duration most) {
    @Nullable MPSolver solver = MPSolver.createSolver("GLOP");
    if (solver == null) {
      return null;
    }
    List<MPVariable> variables = stated(solver, program, most, false);
    if (solver.solve() != MPSolver.ResultStatus.OPTIMAL) {
      return null;
    }
    return new Relaxed(
        variables.stream().map(MPVariable::solutionValue).toList(), solver.objective().value());
  }

  @Override
  public Answer solve(Program program, double gap, Duration most, long[] known) {
    @Nullable MPSolver solver = MPSolver.createSolver("SCIP");
    if (solver == null) {
      return new SmallSolver().solve(program, gap, most);
    }
    List<MPVariable> variables = stated(solver, program, most, true);
    if (known.length == variables.size()) {
      double[] values = Arrays.stream(known).asDoubleStream().toArray();
      solver.setHint(variables.toArray(new MPVariable[0]), values);
    }
    MPSolverParameters parameters = new MPSolverParameters();
    parameters.setDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, gap);
    MPSolver.ResultStatus status = interruptibly(solver, parameters);
    return switch (status) {
      case OPTIMAL, FEASIBLE -> {
        double[] found = variables.stream().mapToDouble(MPVariable::solutionValue).toArray();
        yield Solver.checked(program, found, solver.objective().bestBound());
      }
      case INFEASIBLE -> Answer.none(State.INFEASIBLE);
      case UNBOUNDED, ABNORMAL, MODEL_INVALID, NOT_SOLVED -> Answer.none(State.UNKNOWN);
    };
  }

  /** The program as the solver has it. */
  private static List<MPVariable> stated(
      MPSolver solver, Program program, Duration most, boolean whole) {
    solver.setTimeLimit(most.toMillis());
    List<MPVariable> variables = new ArrayList<>();
    for (Program.Variable each : program.variables()) {
      MPVariable variable = solver.makeVar(0, (double) each.most(), whole, "v" + each.index());
      solver.objective().setCoefficient(variable, each.cost().doubleValue());
      variables.add(variable);
    }
    for (Program.Limit each : program.limits()) {
      double scale = scale(each.terms().values());
      double bound = each.bound().doubleValue() / scale;
      MPConstraint constraint =
          each.least()
              ? solver.makeConstraint(bound, INFINITY)
              : solver.makeConstraint(-INFINITY, bound);
      each.terms()
          .forEach((index, factor) ->
              constraint.setCoefficient(variables.get(index), factor.doubleValue() / scale));
    }
    solver.objective().setMinimization();
    return variables;
  }

  /** Rows of tokens a day beside rows of chips: each is counted in its own largest factor. */
  private static double scale(Collection<BigDecimal> factors) {
    double most =
        factors.stream().mapToDouble(each -> Math.abs(each.doubleValue())).max().orElse(1);
    return most > 0 ? Math.pow(10, Math.floor(Math.log10(most))) : 1;
  }
}
