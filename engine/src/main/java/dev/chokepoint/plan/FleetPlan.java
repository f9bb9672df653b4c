package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest fleet for demands, with what limits it and what comes next.
 *
 * @param costUsd over all quarters, exact for the fleet shown; null without a plan
 * @param gap proven share by which a better plan might cost less
 * @param relaxations for an infeasible question: each limit that alone would have to give, least
 *     first
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
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final int MOST_ALTERNATIVES = 3;

  /** Chips bought, by quarter. */
  public record Bought(String chip, List<Long> chips, long existing, boolean licence) {
    public long total() {
      return chips.stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Copies of a layout that serve a demand in a quarter. */
  public record Served(
      String need, int quarter, String chip, String layout, int chips, long copies) {}

  /** A limit that is used up, and what one percent more of it would save. */
  public record Binding(String limit, BigDecimal savesUsd) {}

  /** The cheapest plan without a chip of the best one. */
  public record Alternative(String without, BigDecimal costUsd, List<Bought> fleet) {}

  /** A limit that would have to give, by a share of it. */
  public record Relaxation(String limit, BigDecimal share) {}

  /** A program with the places of its variables. */
  private record Built(Program program, Map<String, Integer> places) {
    int at(String name) {
      return Objects.requireNonNull(places.get(name), name);
    }
  }

  /** Plans. */
  public static FleetPlan of(FleetQuestion asked, Solver solver, double gap, Duration most) {
    Built built = build(asked, Map.of(), Set.of(), null);
    Solver.Answer answer = solver.solve(built.program(), gap, most);
    if (!answer.isSolved()) {
      List<Relaxation> relaxations =
          answer.state() == Solver.State.INFEASIBLE ? relaxations(asked, solver, most) : List.of();
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
    BigDecimal cost = built.program().cost(answer.array());
    List<Bought> fleet = fleet(asked, built, answer.array());
    return new FleetPlan(
        answer.state(),
        cost,
        answer.gap(),
        solver.name(),
        fleet,
        served(asked, built, answer.array()),
        binding(asked, built.program(), answer.array(), cost, solver, gap, most),
        alternatives(asked, fleet, solver, gap, most),
        List.of(),
        built.program().broken(answer.array()));
  }

  /** The program of a question, for solvers and for those who check them. */
  public static Program program(FleetQuestion asked) {
    return build(asked, Map.of(), Set.of(), null).program();
  }

  /**
   * Builds the program.
   *
   * @param looser factors of the bounds of groups
   * @param without chips that are not bought
   * @param elastic a group whose bounds give by thousandths, at the only cost; or null
   */
  private static Built build(
      FleetQuestion asked,
      Map<String, BigDecimal> looser,
      Set<String> without,
      @Nullable String elastic) {
    Program program = new Program();
    Map<String, Integer> places = new LinkedHashMap<>();
    Map<String, Long> lots = lots(asked);
    for (FleetQuestion.Offer offer : asked.offers()) {
      long most = without.contains(offer.chip()) ? 0 : lots.getOrDefault(offer.chip(), 0L);
      for (int q = 0; q < asked.quarters(); q++) {
        BigDecimal cost =
            offer
                .usdPerQuarter()
                .multiply(BigDecimal.valueOf((long) offer.lot() * (asked.quarters() - q)));
        String name = "buy " + offer.chip() + " " + q;
        places.put(name, program.add(name, elastic == null ? cost : BigDecimal.ZERO, most));
      }
    }
    for (FleetQuestion.Need need : asked.needs()) {
      for (FleetQuestion.Choice choice : of(asked, need)) {
        long most =
            need.most().divide(choice.tokensPerDay(), 0, RoundingMode.CEILING).longValueExact();
        for (int q = 0; q < asked.quarters(); q++) {
          String name = copies(choice, q);
          places.put(name, program.add(name, BigDecimal.ZERO, most));
        }
      }
    }
    Built built = new Built(program, places);
    Limiter limiter = new Limiter(program, looser, elastic);
    demands(asked, built, limiter);
    chips(asked, built, limiter);
    site(asked, built, limiter);
    porting(asked, built, limiter, lots, elastic != null);
    return built;
  }

  /** Adds limits with bounds made looser, or elastic. */
  private record Limiter(
      Program program, Map<String, BigDecimal> looser, @Nullable String elastic, int slack) {
    Limiter(Program program, Map<String, BigDecimal> looser, @Nullable String elastic) {
      this(
          program,
          looser,
          elastic,
          elastic == null ? -1 : program.add("give", BigDecimal.ONE, 1_000_000));
    }

    void add(
        String name,
        String group,
        boolean least,
        Map<Integer, BigDecimal> terms,
        BigDecimal bound) {
      BigDecimal factor = looser.getOrDefault(group, BigDecimal.ONE);
      BigDecimal moved =
          least ? bound.multiply(BigDecimal.valueOf(2).subtract(factor)) : bound.multiply(factor);
      if (group.equals(elastic)) {
        BigDecimal give = bound.divide(THOUSAND);
        terms.put(slack, least ? give : give.negate());
      }
      program.limit(name, group, least, terms, moved);
    }
  }

  private static void demands(FleetQuestion asked, Built built, Limiter limiter) {
    for (FleetQuestion.Need need : asked.needs()) {
      for (int q = 0; q < asked.quarters(); q++) {
        Map<Integer, BigDecimal> terms = new LinkedHashMap<>();
        for (FleetQuestion.Choice choice : of(asked, need)) {
          terms.put(built.at(copies(choice, q)), choice.tokensPerDay());
        }
        limiter.add(
            need.id() + " in quarter " + (q + 1),
            "demand " + need.id(),
            true,
            terms,
            need.tokensPerDay().get(q));
      }
    }
  }

  private static void chips(FleetQuestion asked, Built built, Limiter limiter) {
    for (FleetQuestion.Offer offer : asked.offers()) {
      for (int q = 0; q < asked.quarters(); q++) {
        Map<Integer, BigDecimal> terms = new LinkedHashMap<>();
        for (FleetQuestion.Choice choice : asked.choices()) {
          if (choice.chip().equals(offer.chip())) {
            terms.put(built.at(copies(choice, q)), BigDecimal.valueOf(choice.chips()));
          }
        }
        for (int bought = 0; bought + offer.leadQuarters() <= q; bought++) {
          terms.put(
              built.at("buy " + offer.chip() + " " + bought), BigDecimal.valueOf(-offer.lot()));
        }
        limiter.add(
            offer.chip() + " in quarter " + (q + 1),
            "chips",
            false,
            terms,
            BigDecimal.valueOf(offer.existing()));
        if (!offer.supply().isEmpty()) {
          Map<Integer, BigDecimal> order = new LinkedHashMap<>();
          order.put(built.at("buy " + offer.chip() + " " + q), BigDecimal.valueOf(offer.lot()));
          limiter.add(
              "supply of " + offer.chip() + " in quarter " + (q + 1),
              "supply of " + offer.chip(),
              false,
              order,
              BigDecimal.valueOf(offer.supply().get(q)));
        }
      }
    }
  }

  /** Power and floor hold in every quarter; since chips stay, the last one is the fullest. */
  private static void site(FleetQuestion asked, Built built, Limiter limiter) {
    FleetQuestion.Limits limits = asked.limits();
    Map<Integer, BigDecimal> power = new LinkedHashMap<>();
    Map<Integer, BigDecimal> floor = new LinkedHashMap<>();
    Map<Integer, BigDecimal> money = new LinkedHashMap<>();
    BigDecimal drawn = BigDecimal.ZERO;
    BigDecimal standing = BigDecimal.ZERO;
    for (FleetQuestion.Offer offer : asked.offers()) {
      BigDecimal lot = BigDecimal.valueOf(offer.lot());
      BigDecimal existing = BigDecimal.valueOf(offer.existing());
      drawn = drawn.add(offer.kilowatt().multiply(existing));
      standing = standing.add(existing);
      for (int q = 0; q < asked.quarters(); q++) {
        int buy = built.at("buy " + offer.chip() + " " + q);
        power.put(buy, offer.kilowatt().multiply(lot));
        floor.put(buy, lot);
        money.put(buy, offer.onceUsd().multiply(lot));
      }
    }
    BigDecimal kilowatt = limits.kilowatt();
    BigDecimal racks = limits.racks();
    BigDecimal budget = limits.budgetUsd();
    if (kilowatt != null) {
      limiter.add("power", "power", false, power, kilowatt.subtract(drawn));
    }
    if (racks != null) {
      BigDecimal room = racks.multiply(limits.chipsPerRack()).subtract(standing);
      limiter.add("floor", "floor", false, floor, room);
    }
    if (budget != null) {
      limiter.add("budget", "budget", false, money, budget);
    }
  }

  private static void porting(
      FleetQuestion asked, Built built, Limiter limiter, Map<String, Long> lots, boolean free) {
    Map<String, Integer> used = new LinkedHashMap<>();
    asked.porting().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each ->
            used.put(
                each.getKey(),
                built
                    .program()
                    .add("port to " + each.getKey(), free ? BigDecimal.ZERO : each.getValue(), 1)));
    for (FleetQuestion.Offer offer : asked.offers()) {
      Integer port = used.get(offer.target());
      if (port == null) {
        continue;
      }
      Map<Integer, BigDecimal> terms = new LinkedHashMap<>();
      for (int q = 0; q < asked.quarters(); q++) {
        terms.put(built.at("buy " + offer.chip() + " " + q), BigDecimal.ONE);
      }
      long most = lots.getOrDefault(offer.chip(), 0L) * asked.quarters();
      terms.put(port, BigDecimal.valueOf(-Math.max(1, most)));
      limiter.add("porting for " + offer.chip(), "porting", false, terms, BigDecimal.ZERO);
    }
  }

  /** Lots of each chip beyond which more could serve nothing. */
  private static Map<String, Long> lots(FleetQuestion asked) {
    Map<String, Long> lots = new LinkedHashMap<>();
    for (FleetQuestion.Offer offer : asked.offers()) {
      long chips = 0;
      for (FleetQuestion.Need need : asked.needs()) {
        long most = 0;
        for (FleetQuestion.Choice choice : of(asked, need)) {
          if (choice.chip().equals(offer.chip())) {
            long copies =
                need.most().divide(choice.tokensPerDay(), 0, RoundingMode.CEILING).longValueExact();
            most = Math.max(most, copies * choice.chips());
          }
        }
        chips += most;
      }
      lots.put(offer.chip(), Math.ceilDiv(chips, (long) offer.lot()));
    }
    return lots;
  }

  private static List<FleetQuestion.Choice> of(FleetQuestion asked, FleetQuestion.Need need) {
    return asked.choices().stream().filter(each -> each.need().equals(need.id())).toList();
  }

  private static String copies(FleetQuestion.Choice choice, int quarter) {
    return choice.need() + " on " + choice.chip() + " " + choice.layout() + " " + quarter;
  }

  private static List<Bought> fleet(FleetQuestion asked, Built built, long[] values) {
    List<Bought> fleet = new ArrayList<>();
    for (FleetQuestion.Offer offer : asked.offers()) {
      List<Long> chips = new ArrayList<>();
      for (int q = 0; q < asked.quarters(); q++) {
        chips.add(values[built.at("buy " + offer.chip() + " " + q)] * offer.lot());
      }
      Bought bought = new Bought(offer.chip(), chips, offer.existing(), offer.licence());
      if (bought.total() > 0) {
        fleet.add(bought);
      }
    }
    return fleet;
  }

  private static List<Served> served(FleetQuestion asked, Built built, long[] values) {
    List<Served> served = new ArrayList<>();
    for (int q = 0; q < asked.quarters(); q++) {
      for (FleetQuestion.Choice choice : asked.choices()) {
        long copies = values[built.at(copies(choice, q))];
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
      FleetQuestion asked,
      Program program,
      long[] values,
      BigDecimal cost,
      Solver solver,
      double gap,
      Duration most) {
    Set<String> groups = new LinkedHashSet<>();
    for (Program.Limit each : program.limits()) {
      BigDecimal room = each.sum(values).subtract(each.bound()).abs();
      BigDecimal step =
          each.terms().values().stream()
              .map(BigDecimal::abs)
              .reduce(BigDecimal.ZERO, BigDecimal::max);
      boolean own = each.group().equals("chips") || each.group().equals("porting");
      if (!own && room.compareTo(step) < 0) {
        groups.add(each.group());
      }
    }
    List<Binding> binding = new ArrayList<>();
    for (String group : groups) {
      Program looser = build(asked, Map.of(group, PERCENT), Set.of(), null).program();
      Solver.Answer answer = solver.solve(looser, gap, most);
      if (answer.isSolved()) {
        BigDecimal saves = cost.subtract(looser.cost(answer.array())).max(BigDecimal.ZERO);
        binding.add(new Binding(group, saves));
      }
    }
    binding.sort(Comparator.comparing(Binding::savesUsd).reversed());
    return binding;
  }

  private static List<Alternative> alternatives(
      FleetQuestion asked, List<Bought> fleet, Solver solver, double gap, Duration most) {
    List<Alternative> all = new ArrayList<>();
    for (Bought each : fleet) {
      Built other = build(asked, Map.of(), Set.of(each.chip()), null);
      Solver.Answer answer = solver.solve(other.program(), gap, most);
      if (answer.isSolved()) {
        all.add(
            new Alternative(
                each.chip(),
                other.program().cost(answer.array()),
                fleet(asked, other, answer.array())));
      }
    }
    all.sort(Comparator.comparing(Alternative::costUsd));
    return all.stream().limit(MOST_ALTERNATIVES).toList();
  }

  private static List<Relaxation> relaxations(FleetQuestion asked, Solver solver, Duration most) {
    Set<String> groups = new LinkedHashSet<>();
    for (Program.Limit each : program(asked).limits()) {
      if (!each.group().equals("chips") && !each.group().equals("porting")) {
        groups.add(each.group());
      }
    }
    List<Relaxation> all = new ArrayList<>();
    for (String group : groups) {
      Program elastic = build(asked, Map.of(), Set.of(), group).program();
      Solver.Answer answer = solver.solve(elastic, 0, most);
      if (answer.isSolved()) {
        all.add(new Relaxation(group, elastic.cost(answer.array()).divide(THOUSAND)));
      }
    }
    all.sort(Comparator.comparing(Relaxation::share));
    return all;
  }
}
