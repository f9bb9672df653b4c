package dev.chokepoint.workbench;

import dev.chokepoint.plan.Program;
import dev.chokepoint.plan.Solver;
import dev.chokepoint.units.Progress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A solver that tells how many programs it was given, before each. */
final class WatchedSolver implements Solver {
  private final Solver solver;
  private final Progress progress;
  private long given;

  WatchedSolver(Solver solver, Progress progress) {
    this.solver = solver;
    this.progress = progress;
  }

  @Override
  public String name() {
    return solver.name();
  }

  @Override
  public Answer solve(Program program, double gap, Duration most) {
    progress.at("solutions", given++, 0);
    return solver.solve(program, gap, most);
  }

  @Override
  public Answer solve(Program program, double gap, Duration most, long[] known) {
    progress.at("solutions", given++, 0);
    return solver.solve(program, gap, most, known);
  }

  @Override
  public @Nullable Relaxed relaxed(Program program, Duration most) {
    progress.at("solutions", given++, 0);
    return solver.relaxed(program, most);
  }
}
