package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How hard a solver tries.
 *
 * @param gap share of the cost within which an answer is good enough
 * @param most time of one program
 * @param large programs with more variables are first solved without whole numbers, and rounded
 */
record Effort(Solver solver, double gap, Duration most, int large) {
  private static final int LARGE = 2000;

  private static final double SURE = 1e-6;

  Effort(Solver solver, double gap, Duration most) {
    this(solver, gap, most, LARGE);
  }

  Solver.Answer solve(Program program) {
    return solver.solve(program, gap, most);
  }

  /** From values that are known to be a solution. */
  Solver.Answer solve(Program program, long[] known) {
    return solver.solve(program, gap, most, known);
  }

  /** A question that is certain. */
  Solver.Answer solve(FleetProgram built, FleetQuestion asked) {
    return solve(built, certain(asked), asked.quarters());
  }

  private static List<World> certain(FleetQuestion asked) {
    return List.of(new World("", BigDecimal.ONE, asked));
  }

  /** Whether a program is first solved without whole numbers. */
  boolean isLarge(Program program) {
    return program.variables().size() > large;
  }

  /** The values that need not be whole of a large program; null where it is small. */
  Solver.@Nullable Relaxed relaxed(Program program) {
    return isLarge(program) ? solver.relaxed(program, most) : null;
  }

  /**
   * An answer: of a large program whole numbers near its relaxation, where they are within the gap
   * of what no plan can beat, else what the solver makes of them.
   */
  Solver.Answer solve(FleetProgram built, List<World> worlds, int commit) {
    Solver.Relaxed relaxed = relaxed(built.program());
    if (relaxed == null) {
      return solve(built.program());
    }
    Solver.Answer near = near(built, worlds, commit, relaxed);
    if (near == null) {
      return solve(built.program());
    }
    if (near.gap() <= gap) {
      return near;
    }
    Solver.Answer better = solve(built.program(), near.array());
    return better.isSolved() ? better : near;
  }

  /** The same for a question that is certain, without the proof: its gap is to the relaxation. */
  Solver.Answer found(FleetProgram built, FleetQuestion asked) {
    Solver.Relaxed relaxed = relaxed(built.program());
    Solver.Answer near =
        relaxed == null ? null : near(built, certain(asked), asked.quarters(), relaxed);
    return near == null ? solve(built.program()) : near;
  }

  /** The cheaper of the rounded values and those of one quarter after the other; null for none. */
  private Solver.@Nullable Answer near(
      FleetProgram built, List<World> worlds, int commit, Solver.Relaxed relaxed) {
    Program program = built.program();
    long[] rounded = Rounding.of(built, worlds, commit, relaxed.values());
    Solver.Answer best = answer(program, rounded, relaxed.bound());
    if (best != null && best.gap() <= gap) {
      return best;
    }
    Set<String> chips = used(built, worlds, relaxed.values());
    FleetProgram fewer = built.only(chips);
    List<World> some = worlds.stream().map(each -> each.only(chips)).toList();
    int given = worlds.size() > 1 ? commit : 0;
    long[] turns = InTurn.of(some, fewer, given, built.to(fewer, rounded), this);
    Solver.Answer other =
        turns == null ? null : answer(program, built.from(fewer, turns), relaxed.bound());
    return other != null && (best == null || other.gap() < best.gap()) ? other : best;
  }

  /** Chips that a relaxation buys, and those that are there. */
  private static Set<String> used(FleetProgram built, List<World> worlds, List<Double> values) {
    Set<String> chips = new LinkedHashSet<>();
    for (int w = 0; w < worlds.size(); w++) {
      FleetQuestion asked = worlds.get(w).asked();
      for (FleetQuestion.Offer offer : asked.offers()) {
        boolean used = offer.existing() > 0;
        for (int q = 0; q < asked.quarters(); q++) {
          used |= values.get(built.buy(w, offer.chip(), q)) > SURE;
        }
        if (used) {
          chips.add(offer.chip());
        }
      }
    }
    return chips;
  }

  private static Solver.@Nullable Answer answer(Program program, long[] values, double bound) {
    if (!program.broken(values).isEmpty()) {
      return null;
    }
    double cost = program.cost(values).doubleValue();
    double missed = Math.max(0, (cost - bound) / Math.max(1e-9, cost));
    boolean least = missed <= SURE;
    return new Solver.Answer(
        least ? Solver.State.OPTIMAL : Solver.State.WITHIN_GAP,
        Arrays.stream(values).boxed().toList(),
        least ? 0 : missed);
  }
}
