package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One first order for several worlds. What is ordered in the first quarters is the same in all of
 * them; afterwards it is known which one came true, and the rest is bought for it.
 *
 * @param valueUsd what was to be least: the expected cost, the worst one or the largest regret;
 *     null without a plan
 * @param gap proven share of {@code valueUsd} by which a better plan might have less
 * @param expectedUsd by the probabilities of the worlds
 * @param worstUsd cost of the dearest world
 * @param regretUsd largest difference to what a world costs when it is known from the beginning
 * @param first chips of the first quarters, the same in all worlds
 * @param relaxations as in {@link FleetPlan}
 * @param broken what the plan breaks in exact arithmetic: always empty
 */
public record RobustPlan(
    Solver.State state,
    Aim aim,
    @Nullable BigDecimal valueUsd,
    double gap,
    String solver,
    @Nullable BigDecimal expectedUsd,
    @Nullable BigDecimal worstUsd,
    @Nullable BigDecimal regretUsd,
    List<FleetPlan.Bought> first,
    List<InWorld> worlds,
    List<FleetPlan.Relaxation> relaxations,
    List<String> broken) {

  /**
   * Digits in which the worst cost is counted: solvers keep rows to a millionth of their size, and
   * what they keep must be sure to hold exactly.
   */
  private static final int DIGITS = 5;

  /** Share of the last digit that a row may miss, which is more than solvers do. */
  private static final BigDecimal SLACK = new BigDecimal("0.1");

  /** What is to be least. */
  public enum Aim {
    /** The cost that is expected. */
    EXPECTED,
    /** The cost of the dearest world. */
    WORST,
    /** The largest difference to the best plan for a world that is known. */
    REGRET;

    /** The word used in files, text and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * The plan in one world.
   *
   * @param costUsd of this plan there
   * @param bestUsd of the best plan for that world alone
   */
  public record InWorld(
      String name,
      BigDecimal probability,
      BigDecimal costUsd,
      BigDecimal bestUsd,
      List<FleetPlan.Bought> fleet,
      List<FleetPlan.Served> served) {
    public BigDecimal regretUsd() {
      return costUsd.subtract(bestUsd);
    }
  }

  /**
   * Plans.
   *
   * @param commit first quarters whose orders are the same in all worlds, 1 or more
   */
  public static RobustPlan of(
      List<World> worlds, int commit, Aim aim, Solver solver, double gap, Duration most) {
    Effort effort = new Effort(solver, gap, most);
    List<BigDecimal> best = new ArrayList<>();
    double unsure = 0; // USD by which the best of a world alone may be less than what was found
    for (World each : worlds) {
      FleetProgram alone = FleetProgram.of(each.asked(), FleetProgram.Change.NONE);
      // Only regret is measured against these; elsewhere they are shown, and need no proof.
      Solver.Answer answer =
          aim == Aim.REGRET ? effort.solve(alone, each.asked()) : effort.found(alone, each.asked());
      if (!answer.isSolved()) {
        return without(worlds, commit, aim, answer.state(), solver, most);
      }
      BigDecimal cost = alone.program().cost(answer.array());
      best.add(cost);
      unsure = Math.max(unsure, answer.gap() * cost.doubleValue());
    }
    FleetProgram built = FleetProgram.of(worlds, commit, FleetProgram.Change.NONE);
    Solver.Answer answer = effort.solve(built, worlds, commit);
    if (answer.isSolved() && aim != Aim.EXPECTED) {
      Ceiling ceiling = ceiling(built, worlds.size(), aim, best, answer.array());
      Solver.Answer least =
          effort.solve(
              ceiling.least(), ceiling.known().stream().mapToLong(Long::longValue).toArray());
      if (least.isSolved()) {
        // Of all plans with that worst case the one that is expected to cost least.
        Program second = ceiling.under(least.array());
        Solver.Answer cheapest = effort.solve(second, least.array());
        long[] values = cheapest.isSolved() ? cheapest.array() : least.array();
        boolean regret = aim == Aim.REGRET;
        List<BigDecimal> over = new ArrayList<>();
        for (int w = 0; w < worlds.size(); w++) {
          over.add(built.cost(w, values).subtract(regret ? best.get(w) : BigDecimal.ZERO));
        }
        double missed = ceiling.missed(least, most(over), regret ? unsure : 0);
        answer =
            new Solver.Answer(
                missed > 0 ? Solver.State.WITHIN_GAP : least.state(), boxed(values), missed);
        return found(worlds, commit, aim, best, built, second.broken(values), answer, solver);
      }
      answer = least;
    }
    return answer.isSolved()
        ? found(
            worlds,
            commit,
            aim,
            best,
            built,
            built.program().broken(answer.array()),
            answer,
            solver)
        : without(worlds, commit, aim, answer.state(), solver, most);
  }

  /** The program of worlds at the least expected cost, for those who check solvers. */
  public static Program program(List<World> worlds, int commit) {
    return FleetProgram.of(worlds, commit, FleetProgram.Change.NONE).program();
  }

  private static List<Long> boxed(long[] values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }

  private static RobustPlan without(
      List<World> worlds, int commit, Aim aim, Solver.State state, Solver solver, Duration most) {
    return new RobustPlan(
        state,
        aim,
        null,
        0,
        solver.name(),
        null,
        null,
        null,
        List.of(),
        List.of(),
        state == Solver.State.INFEASIBLE
            ? FleetPlan.relaxations(worlds, commit, solver, most)
            : List.of(),
        List.of());
  }

  private static RobustPlan found(
      List<World> worlds,
      int commit,
      Aim aim,
      List<BigDecimal> best,
      FleetProgram built,
      List<String> broken,
      Solver.Answer answer,
      Solver solver) {
    long[] values = answer.array();
    List<InWorld> in = new ArrayList<>();
    BigDecimal expected = BigDecimal.ZERO;
    for (int w = 0; w < worlds.size(); w++) {
      World world = worlds.get(w);
      BigDecimal cost = built.cost(w, values);
      expected = expected.add(cost.multiply(world.probability()));
      in.add(
          new InWorld(
              world.name(),
              world.probability(),
              cost,
              best.get(w).min(cost), // Within a gap a plan for all may beat the one for this alone.
              FleetPlan.fleet(world.asked(), built, w, values),
              FleetPlan.served(world.asked(), built, w, values)));
    }
    BigDecimal worst = most(in.stream().map(InWorld::costUsd).toList());
    BigDecimal regret = most(in.stream().map(InWorld::regretUsd).toList());
    return new RobustPlan(
        answer.state(),
        aim,
        switch (aim) {
          case EXPECTED -> expected;
          case WORST -> worst;
          case REGRET -> regret;
        },
        answer.gap(),
        solver.name(),
        expected,
        worst,
        regret,
        first(in.getFirst().fleet(), commit),
        in,
        List.of(),
        broken);
  }

  private static BigDecimal most(List<BigDecimal> values) {
    return values.stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  private static List<FleetPlan.Bought> first(List<FleetPlan.Bought> fleet, int commit) {
    return fleet.stream()
        .map(each ->
            new FleetPlan.Bought(
                each.chip(),
                each.chips().subList(0, Math.min(commit, each.chips().size())),
                each.existing(),
                each.licence()))
        .filter(each -> each.total() > 0)
        .toList();
  }

  /**
   * The program with one more variable, which no world's cost (less its own best, for regret)
   * passes.
   *
   * @param least whose only cost is that variable
   * @param at its place
   * @param known values of a solution
   * @param step USD that one of the variable stands for
   * @param lost USD that its steps may hide; 0 where they hide nothing
   */
  private record Ceiling(
      Program least, Program cheapest, int at, List<Long> known, BigDecimal step, BigDecimal lost) {
    /** The same at the least expected cost, with the variable no higher. */
    Program under(long[] values) {
      Map<Integer, BigDecimal> terms = new LinkedHashMap<>();
      terms.put(at, BigDecimal.ONE);
      cheapest.limit("aim", "aim", false, terms, BigDecimal.valueOf(values[at]));
      return cheapest;
    }

    /**
     * Share of what values come to, and of what they may really come to, by which a better plan
     * might come to less.
     *
     * @param unsure USD by which the value may be larger than it seems
     */
    double missed(Solver.Answer answer, BigDecimal value, double unsure) {
      BigDecimal counted = step.multiply(BigDecimal.valueOf(answer.array()[at]));
      BigDecimal bound =
          counted
              .multiply(BigDecimal.valueOf(1 - answer.gap()))
              .subtract(lost)
              .max(BigDecimal.ZERO);
      double less = value.subtract(bound).max(BigDecimal.ZERO).doubleValue() + unsure;
      return less == 0 ? 0 : less / (value.max(BigDecimal.ZERO).doubleValue() + unsure);
    }
  }

  private static Ceiling ceiling(
      FleetProgram built, int worlds, Aim aim, List<BigDecimal> best, long[] values) {
    List<BigDecimal> over = new ArrayList<>();
    BigDecimal highest = BigDecimal.ZERO;
    for (int w = 0; w < worlds; w++) {
      over.add(aim == Aim.REGRET ? best.get(w) : BigDecimal.ZERO);
      highest = highest.max(built.cost(w, values).subtract(over.get(w)));
    }
    int places = 0;
    for (int w = 0; w < worlds; w++) {
      places = Math.max(places, over.get(w).stripTrailingZeros().scale());
      for (BigDecimal each : built.costs(w).values()) {
        places = Math.max(places, each.stripTrailingZeros().scale());
      }
    }
    int digits = highest.precision() - highest.scale();
    BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(Math.max(-places, digits - DIGITS));
    long most = highest.divide(step, 0, java.math.RoundingMode.CEILING).longValueExact();
    Program least = built.program().copy();
    int at = least.add("aim", BigDecimal.ZERO, most);
    for (int w = 0; w < worlds; w++) {
      Map<Integer, BigDecimal> terms = new LinkedHashMap<>(built.costs(w));
      terms.put(at, step.negate());
      BigDecimal bound = over.get(w).add(step.multiply(SLACK));
      least.limit("aim in world " + w, "aim", false, terms, bound);
    }
    Program cheapest = least.copy();
    least.onlyCost(at);
    long[] known = java.util.Arrays.copyOf(values, values.length + 1);
    known[at] = most;
    boolean exact = step.compareTo(BigDecimal.ONE.scaleByPowerOfTen(-places)) == 0;
    BigDecimal lost = exact ? BigDecimal.ZERO : step.multiply(BigDecimal.ONE.subtract(SLACK));
    return new Ceiling(least, cheapest, at, boxed(known), step, lost);
  }
}
