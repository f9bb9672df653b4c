package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  private static final int MOST_TARGETS = 3;

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
   * A program with some targets ported to and the others not.
   *
   * @param relaxed its values that need not be whole, or null
   * @param bound no whole solution of it costs less
   */
  private record Case(Program program, Solver.@Nullable Relaxed relaxed, double bound) {}

  /**
   * An answer: of a large program whole numbers near its relaxation, where they are within the gap
   * of what no plan can beat, else what the solver makes of them.
   */
  Solver.Answer solve(FleetProgram built, List<World> worlds, int commit) {
    Program program = built.program();
    List<Case> cases = cases(built, worlds);
    Solver.Answer best = near(built, worlds, commit, cases);
    if (best == null) {
      return solve(program);
    }
    double bound = Double.POSITIVE_INFINITY;
    for (Case each : cases) {
      double least = each.bound();
      Solver.Answer now = answer(program, best.array(), least);
      if (now != null && now.gap() > gap) {
        Solver.Answer better = solve(each.program(), best.array());
        if (better.state() == Solver.State.INFEASIBLE) {
          continue;
        }
        if (better.isSolved()) {
          double cost = program.cost(better.array()).doubleValue();
          least = Math.max(least, cost * (1 - better.gap()));
          Solver.Answer other = answer(program, better.array(), least);
          boolean cheaper = cost < program.cost(best.array()).doubleValue();
          best = other != null && cheaper ? other : best;
        }
      }
      bound = Math.min(bound, least);
    }
    Solver.Answer proven = answer(program, best.array(), bound);
    return proven == null ? best : proven;
  }

  /** The same for a question that is certain, without the proof: its gap is to the relaxation. */
  Solver.Answer found(FleetProgram built, FleetQuestion asked) {
    List<World> worlds = certain(asked);
    Solver.Answer near = near(built, worlds, asked.quarters(), cases(built, worlds));
    return near == null ? solve(built.program()) : near;
  }

  /**
   * A large program for every choice of targets, cheapest first, since a relaxation ports by
   * fractions and pays next to nothing; empty where it is small or the solver tells nothing.
   */
  private List<Case> cases(FleetProgram built, List<World> worlds) {
    Program program = built.program();
    Solver.Relaxed relaxed = relaxed(program);
    if (relaxed == null) {
      return List.of();
    }
    List<String> targets = List.copyOf(worlds.getFirst().asked().porting().keySet());
    if (worlds.size() > 1 || targets.isEmpty() || targets.size() > MOST_TARGETS) {
      return List.of(new Case(program, relaxed, relaxed.bound()));
    }
    List<Case> cases = new ArrayList<>();
    for (int set = 0; set < 1 << targets.size(); set++) {
      Program one = program.copy();
      for (int t = 0; t < targets.size(); t++) {
        boolean ported = ((set >> t) & 1) == 1;
        one.limit(
            "port to " + targets.get(t),
            "porting",
            ported,
            Map.of(built.port(0, targets.get(t)), BigDecimal.ONE),
            ported ? BigDecimal.ONE : BigDecimal.ZERO);
      }
      Solver.Relaxed its = solver.relaxed(one, most);
      cases.add(new Case(one, its, its == null ? relaxed.bound() : its.bound()));
    }
    cases.sort(Comparator.comparingDouble(Case::bound));
    return cases;
  }

  private Solver.@Nullable Answer near(
      FleetProgram built, List<World> worlds, int commit, List<Case> cases) {
    for (Case each : cases) {
      Solver.Answer near =
          each.relaxed() == null ? null : near(built, worlds, commit, each.relaxed());
      if (near != null) {
        return near;
      }
    }
    return null;
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
