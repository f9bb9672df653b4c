package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest fleet for demands, with what limits it and what comes next.
 *
 * @param costUsd over all quarters, exact for the fleet shown; null without a plan
 * @param gap proven share by which a better plan might cost less
 * @param relaxations for an infeasible question: each limit that alone would have to give, least
 *     first; all of them together where none alone does
 * @param broken what the fleet breaks in exact arithmetic: always empty
 */
public record FleetPlan(
    Solver.State state,
    @Nullable BigDecimal costUsd,
    double gap,
    String solver,
    List<Bought> fleet,
    List<Served> served,
    List<Binding> binding,
    List<Alternative> alternatives,
    List<Relaxation> relaxations,
    List<String> broken) {

  private static final BigDecimal PERCENT = new BigDecimal("1.01");
  private static final int MOST_ALTERNATIVES = 3;

  /**
   * Chips bought, by quarter.
   *
   * @param licence whether some are bought only because a licence is assumed
   */
  public record Bought(String chip, List<Long> chips, long existing, boolean licence) {
    public long total() {
      return chips.stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Copies of a layout that serve a demand in a quarter. */
  public record Served(
      String need, int quarter, String chip, String layout, int chips, long copies) {}

  /**
   * A limit that is used up, and what one percent more of it would save; of large programs what it
   * would save if lots and copies need not be whole.
   */
  public record Binding(String limit, BigDecimal savesUsd) {}

  /** The cheapest plan without a chip of the best one. */
  public record Alternative(String without, BigDecimal costUsd, List<Bought> fleet) {}

  /** A limit that would have to give, by a share of it. */
  public record Relaxation(String limit, BigDecimal share) {}

  /** Plans. */
  public static FleetPlan of(FleetQuestion asked, Solver solver, double gap, Duration most) {
    Effort effort = new Effort(solver, gap, most);
    FleetProgram built = FleetProgram.of(asked, FleetProgram.Change.NONE);
    Solver.Answer answer = effort.solve(built, asked);
    if (!answer.isSolved()) {
      World only = new World("", BigDecimal.ONE, asked);
      List<Relaxation> relaxations =
          answer.state() == Solver.State.INFEASIBLE
              ? relaxations(List.of(only), asked.quarters(), solver, most)
              : List.of();
      return new FleetPlan(
          answer.state(),
          null,
          0,
          solver.name(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          relaxations,
          List.of());
    }
    long[] values = answer.array();
    BigDecimal cost = built.program().cost(values);
    List<Bought> fleet = fleet(asked, built, 0, values);
    return new FleetPlan(
        answer.state(),
        cost,
        answer.gap(),
        solver.name(),
        fleet,
        served(asked, built, 0, values),
        binding(asked, built, values, cost, effort),
        alternatives(asked, fleet, effort),
        List.of(),
        built.program().broken(values));
  }

  /** The program of a question, for solvers and for those who check them. */
  public static Program program(FleetQuestion asked) {
    return FleetProgram.of(asked, FleetProgram.Change.NONE).program();
  }

  static List<Bought> fleet(FleetQuestion asked, FleetProgram built, int world, long[] values) {
    List<Bought> fleet = new ArrayList<>();
    for (FleetQuestion.Offer offer : asked.offers()) {
      List<Long> chips = new ArrayList<>();
      boolean licence = false;
      for (int q = 0; q < asked.quarters(); q++) {
        long lots = values[built.buy(world, offer.chip(), q)];
        chips.add(lots * offer.lot());
        licence |= lots > 0 && offer.sales().get(q).licence();
      }
      Bought bought = new Bought(offer.chip(), chips, offer.existing(), licence);
      if (bought.total() > 0) {
        fleet.add(bought);
      }
    }
    return fleet;
  }

  static List<Served> served(FleetQuestion asked, FleetProgram built, int world, long[] values) {
    List<Served> served = new ArrayList<>();
    for (int q = 0; q < asked.quarters(); q++) {
      for (FleetQuestion.Choice choice : asked.choices()) {
        long copies = values[built.copies(world, choice, q)];
        if (copies > 0) {
          served.add(
              new Served(
                  choice.need(), q + 1, choice.chip(), choice.layout(), choice.chips(), copies));
        }
      }
    }
    return served;
  }

  /** Limits with less room than any variable in them takes, each made one percent looser. */
  private static List<Binding> binding(
      FleetQuestion asked, FleetProgram built, long[] values, BigDecimal cost, Effort effort) {
    Set<String> groups = new LinkedHashSet<>();
    for (Program.Limit each : built.program().limits()) {
      BigDecimal room = each.sum(values).subtract(each.bound()).abs();
      BigDecimal step =
          each.terms().values().stream()
              .map(BigDecimal::abs)
              .reduce(BigDecimal.ZERO, BigDecimal::max);
      if (!FleetProgram.OWN.contains(each.group()) && room.compareTo(step) < 0) {
        groups.add(each.group());
      }
    }
    List<Binding> binding = new ArrayList<>();
    // Within a gap two plans differ by more than a limit saves; their relaxations do not.
    Solver.Relaxed whole = groups.isEmpty() ? null : effort.relaxed(built.program());
    for (String group : groups) {
      Program looser = FleetProgram.of(asked, FleetProgram.Change.looser(group, PERCENT)).program();
      if (whole != null) {
        Solver.Relaxed more = effort.relaxed(looser);
        if (more != null) {
          binding.add(new Binding(group, cents(Math.max(0, whole.bound() - more.bound()))));
        }
        continue;
      }
      Solver.Answer answer = effort.solve(looser, values);
      if (answer.isSolved()) {
        BigDecimal saves = cost.subtract(looser.cost(answer.array())).max(BigDecimal.ZERO);
        binding.add(new Binding(group, saves));
      }
    }
    binding.sort(Comparator.comparing(Binding::savesUsd).reversed());
    return binding;
  }

  private static BigDecimal cents(double usd) {
    return BigDecimal.valueOf(usd).setScale(2, RoundingMode.HALF_EVEN);
  }

  private static List<Alternative> alternatives(
      FleetQuestion asked, List<Bought> fleet, Effort effort) {
    List<Alternative> all = new ArrayList<>();
    for (Bought each : fleet) {
      FleetProgram other = FleetProgram.of(asked, FleetProgram.Change.without(each.chip()));
      Solver.Answer answer = effort.found(other, asked);
      if (answer.isSolved()) {
        all.add(
            new Alternative(
                each.chip(),
                other.program().cost(answer.array()),
                fleet(asked, other, 0, answer.array())));
      }
    }
    all.sort(Comparator.comparing(Alternative::costUsd));
    return all.stream().limit(MOST_ALTERNATIVES).toList();
  }

  /** The least share by which each limit alone would have to give, in tenths of a percent. */
  static List<Relaxation> relaxations(
      List<World> worlds, int commit, Solver solver, Duration most) {
    List<String> groups = FleetProgram.of(worlds, commit, FleetProgram.Change.NONE).groups();
    List<Relaxation> all = new ArrayList<>();
    for (String group : groups) {
      relaxed(worlds, commit, group, solver, most, all);
    }
    if (all.isEmpty()) {
      relaxed(worlds, commit, FleetProgram.ALL, solver, most, all);
    }
    all.sort(Comparator.comparing(Relaxation::share));
    return all;
  }

  private static void relaxed(
      List<World> worlds,
      int commit,
      String group,
      Solver solver,
      Duration most,
      List<Relaxation> out) {
    Program elastic = FleetProgram.of(worlds, commit, FleetProgram.Change.elastic(group)).program();
    Solver.Answer answer = solver.solve(elastic, 0, most);
    if (answer.isSolved()) {
      BigDecimal share = elastic.cost(answer.array()).divide(FleetProgram.THOUSAND);
      out.add(new Relaxation(group, share));
    }
  }
}
