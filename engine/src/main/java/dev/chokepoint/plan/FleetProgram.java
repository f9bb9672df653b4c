package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question about fleets as a linear program in whole numbers. Of several worlds each has its own
 * purchases, copies and limits; what is ordered in the first quarters is the same in all.
 */
final class FleetProgram {
  static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  /** Every limit that a planner may move, each by the same share. */
  static final String ALL = "all limits together";

  /** Limits that only say what variables mean. */
  static final Set<String> OWN = Set.of("chips", "porting", "cluster", "aim");

  private static final long MOST_GIVE = 1_000_000;

  private final List<World> worlds;
  private final int commit;
  private final Change change;
  private final Program program = new Program();
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final List<Map<Integer, BigDecimal>> costs = new ArrayList<>();
  private final List<Map<String, Long>> lots;
  private final int give;

  /**
   * What is otherwise than asked.
   *
   * @param looser factors of the bounds of groups
   * @param without chips that are not bought
   * @param elastic a group whose bounds give by thousandths, at the only cost; or null
   */
  record Change(Map<String, BigDecimal> looser, Set<String> without, @Nullable String elastic) {
    static final Change NONE = new Change(Map.of(), Set.of(), null);

    static Change without(String chip) {
      return new Change(Map.of(), Set.of(chip), null);
    }

    static Change looser(String group, BigDecimal factor) {
      return new Change(Map.of(group, factor), Set.of(), null);
    }

    static Change elastic(String group) {
      return new Change(Map.of(), Set.of(), group);
    }
  }

  private FleetProgram(List<World> worlds, int commit, Change change) {
    this.worlds = worlds;
    this.commit = commit;
    this.change = change;
    this.lots = worlds.stream().map(each -> each.asked().lots()).toList();
    this.give = change.elastic() == null ? -1 : program.add("give", BigDecimal.ONE, MOST_GIVE);
  }

  /** One world that is certain. */
  static FleetProgram of(FleetQuestion asked, Change change) {
    return of(List.of(new World("", BigDecimal.ONE, asked)), asked.quarters(), change);
  }

  /**
   * Several worlds, at the least expected cost.
   *
   * @param commit first quarters whose orders are the same in all worlds
   */
  static FleetProgram of(List<World> worlds, int commit, Change change) {
    FleetProgram built = new FleetProgram(worlds, commit, change);
    for (int w = 0; w < worlds.size(); w++) {
      built.add(w);
    }
    return built;
  }

  /** The same change of the same worlds with some chips only. */
  FleetProgram only(Set<String> chips) {
    return of(worlds.stream().map(each -> each.only(chips)).toList(), commit, change);
  }

  /** The values of a program with fewer chips, in this one. */
  long[] from(FleetProgram fewer, long[] values) {
    long[] all = new long[program.variables().size()];
    fewer.places.forEach((name, place) -> all[at(name)] = values[place]);
    return all;
  }

  /** Values of this program, in one with fewer chips. */
  long[] to(FleetProgram fewer, long[] values) {
    long[] some = new long[fewer.program.variables().size()];
    fewer.places.forEach((name, place) -> some[place] = values[at(name)]);
    return some;
  }

  Program program() {
    return program;
  }

  BigDecimal cost(int world, long[] values) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<Integer, BigDecimal> each : costs.get(world).entrySet()) {
      sum = sum.add(each.getValue().multiply(BigDecimal.valueOf(values[each.getKey()])));
    }
    return sum;
  }

  Map<Integer, BigDecimal> costs(int world) {
    return costs.get(world);
  }

  /** Lots of a chip ordered in a quarter of a world. */
  int buy(int world, String chip, int quarter) {
    return at(quarter < commit ? "buy " + chip + " " + quarter : suffixed(world, chip, quarter));
  }

  /** Copies of a choice at work in a quarter of a world. */
  int copies(int world, FleetQuestion.Choice choice, int quarter) {
    return at(named(world, choice, quarter));
  }

  /** Whether code is ported to a target in a world. */
  int port(int world, String target) {
    return at("port to " + target + of(world));
  }

  List<String> groups() {
    return program.limits().stream()
        .map(Program.Limit::group)
        .filter(each -> !OWN.contains(each))
        .distinct()
        .toList();
  }

  private int at(String name) {
    return Objects.requireNonNull(places.get(name), name);
  }

  private String of(int world) {
    return worlds.size() == 1 ? "" : " in " + worlds.get(world).name();
  }

  private String suffixed(int world, String chip, int quarter) {
    return "buy " + chip + " " + quarter + of(world);
  }

  private String named(int world, FleetQuestion.Choice choice, int quarter) {
    return choice.need()
        + " on "
        + choice.chip()
        + " "
        + choice.layout()
        + " "
        + quarter
        + of(world);
  }

  private void add(int world) {
    FleetQuestion asked = worlds.get(world).asked();
    costs.add(new LinkedHashMap<>());
    for (FleetQuestion.Offer offer : asked.offers()) {
      for (int q = 0; q < asked.quarters(); q++) {
        addBuy(world, offer, q);
      }
    }
    for (FleetQuestion.Need need : asked.needs()) {
      for (FleetQuestion.Choice choice : asked.choicesFor(need)) {
        for (int q = 0; q < asked.quarters(); q++) {
          String name = named(world, choice, q);
          long most = need.isIn(q) ? need.most(choice) : 0;
          places.put(name, program.add(name, BigDecimal.ZERO, most));
        }
      }
    }
    demands(world);
    chips(world);
    site(world);
    porting(world);
  }

  /** An order of the first quarters is one for all worlds, and must be open in all. */
  private void addBuy(int world, FleetQuestion.Offer offer, int q) {
    FleetQuestion asked = worlds.get(world).asked();
    FleetQuestion.Sale sale = offer.sales().get(q);
    BigDecimal cost =
        sale.usdPerQuarter()
            .multiply(BigDecimal.valueOf((long) offer.lot() * (asked.quarters() - q)));
    boolean shared = q < commit;
    String name = shared ? "buy " + offer.chip() + " " + q : suffixed(world, offer.chip(), q);
    if (shared && world > 0) {
      weigh(world, at(name), cost);
      return;
    }
    boolean open = !change.without().contains(offer.chip());
    long most = 0;
    for (int w = shared ? 0 : world; w <= (shared ? worlds.size() - 1 : world); w++) {
      open &= offer(worlds.get(w).asked(), offer.chip()).sales().get(q).open();
      most = Math.max(most, lots.get(w).getOrDefault(offer.chip(), 0L));
    }
    int index = program.add(name, BigDecimal.ZERO, open ? most : 0);
    places.put(name, index);
    weigh(world, index, cost);
  }

  /** What a variable costs in a world, and so what it is expected to. */
  private void weigh(int world, int index, BigDecimal cost) {
    costs.get(world).put(index, cost);
    if (change.elastic() == null) {
      program.addCost(index, cost.multiply(worlds.get(world).probability()));
    }
  }

  private static FleetQuestion.Offer offer(FleetQuestion asked, String chip) {
    return asked.offers().stream()
        .filter(each -> each.chip().equals(chip))
        .findFirst()
        .orElseThrow();
  }

  private void limit(
      String name, String group, boolean least, Map<Integer, BigDecimal> terms, BigDecimal bound) {
    limit(name, group, least, terms, bound, bound);
  }

  /**
   * Adds a limit whose bound is made looser, or elastic.
   *
   * @param whole what a share is a share of: the limit before what stands there takes of it
   */
  private void limit(
      String name,
      String group,
      boolean least,
      Map<Integer, BigDecimal> terms,
      BigDecimal bound,
      BigDecimal whole) {
    BigDecimal more = change.looser().getOrDefault(group, BigDecimal.ONE).subtract(BigDecimal.ONE);
    BigDecimal moved = bound.add(whole.multiply(least ? more.negate() : more));
    boolean elastic =
        group.equals(change.elastic()) || (ALL.equals(change.elastic()) && !OWN.contains(group));
    if (elastic) {
      BigDecimal step = whole.divide(THOUSAND);
      terms.put(give, least ? step : step.negate());
    }
    program.limit(name, group, least, terms, moved);
  }

  private void demands(int world) {
    FleetQuestion asked = worlds.get(world).asked();
    for (FleetQuestion.Need need : asked.needs()) {
      FleetQuestion.Run run = need.run();
      if (run != null) {
        run(world, need, run);
        continue;
      }
      for (int q = 0; q < asked.quarters(); q++) {
        Map<Integer, BigDecimal> terms = new LinkedHashMap<>();
        for (FleetQuestion.Choice choice : asked.choicesFor(need)) {
          terms.put(copies(world, choice, q), choice.tokensPerDay());
        }
        limit(
            need.id() + " in quarter " + (q + 1) + of(world),
            "demand " + need.id(),
            true,
            terms,
            need.tokensPerDay().get(q));
      }
    }
  }

  /** The tokens of a run, and one cluster at a time: two halves do not train one model. */
  private void run(int world, FleetQuestion.Need need, FleetQuestion.Run run) {
    FleetQuestion asked = worlds.get(world).asked();
    Map<Integer, BigDecimal> all = new LinkedHashMap<>();
    for (int q = run.from(); q <= run.last(); q++) {
      Map<Integer, BigDecimal> one = new LinkedHashMap<>();
      for (FleetQuestion.Choice choice : asked.choicesFor(need)) {
        int copies = copies(world, choice, q);
        all.put(copies, choice.tokensPerDay().multiply(FleetQuestion.DAYS));
        one.put(copies, BigDecimal.ONE);
      }
      program.limit(
          "one cluster of " + need.id() + " in quarter " + (q + 1) + of(world),
          "cluster",
          false,
          one,
          BigDecimal.ONE);
    }
    limit(need.id() + of(world), "training " + need.id(), true, all, run.tokens());
  }

  private void chips(int world) {
    FleetQuestion asked = worlds.get(world).asked();
    for (FleetQuestion.Offer offer : asked.offers()) {
      for (int q = 0; q < asked.quarters(); q++) {
        Map<Integer, BigDecimal> terms = new LinkedHashMap<>();
        for (FleetQuestion.Choice choice : asked.choices()) {
          if (choice.chip().equals(offer.chip())) {
            terms.put(copies(world, choice, q), BigDecimal.valueOf(choice.chips()));
          }
        }
        boolean serves = q < offer.serves();
        for (int bought = 0; serves && bought + offer.leadQuarters() <= q; bought++) {
          terms.put(buy(world, offer.chip(), bought), BigDecimal.valueOf(-offer.lot()));
        }
        limit(
            offer.chip() + " in quarter " + (q + 1) + of(world),
            "chips",
            false,
            terms,
            BigDecimal.valueOf(serves ? offer.existing() : 0));
        if (!offer.supply().isEmpty()) {
          Map<Integer, BigDecimal> order = new LinkedHashMap<>();
          order.put(buy(world, offer.chip(), q), BigDecimal.valueOf(offer.lot()));
          limit(
              "supply of " + offer.chip() + " in quarter " + (q + 1) + of(world),
              "supply of " + offer.chip(),
              false,
              order,
              BigDecimal.valueOf(offer.supply().get(q)));
        }
      }
    }
  }

  /** Power and floor hold in every quarter; since chips stay, the last one is the fullest. */
  private void site(int world) {
    FleetQuestion asked = worlds.get(world).asked();
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
        int buy = buy(world, offer.chip(), q);
        power.put(buy, offer.kilowatt().multiply(lot));
        floor.put(buy, lot);
        money.put(buy, offer.sales().get(q).onceUsd().multiply(lot));
      }
    }
    BigDecimal kilowatt = limits.kilowatt();
    BigDecimal racks = limits.racks();
    BigDecimal budget = limits.budgetUsd();
    if (kilowatt != null) {
      limit("power" + of(world), "power", false, power, kilowatt.subtract(drawn), kilowatt);
    }
    if (racks != null) {
      BigDecimal whole = racks.multiply(limits.chipsPerRack());
      limit("floor" + of(world), "floor", false, floor, whole.subtract(standing), whole);
    }
    if (budget != null) {
      limit("budget" + of(world), "budget", false, money, budget);
    }
  }

  private void porting(int world) {
    FleetQuestion asked = worlds.get(world).asked();
    Map<String, Integer> used = new LinkedHashMap<>();
    asked.porting().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> {
          String name = "port to " + each.getKey() + of(world);
          int index = program.add(name, BigDecimal.ZERO, 1);
          places.put(name, index);
          used.put(each.getKey(), index);
          weigh(world, index, each.getValue());
        });
    for (FleetQuestion.Offer offer : asked.offers()) {
      Integer port = used.get(offer.target());
      if (port == null) {
        continue;
      }
      Map<Integer, BigDecimal> terms = new LinkedHashMap<>();
      long most = 0;
      for (int q = 0; q < asked.quarters(); q++) {
        int buy = buy(world, offer.chip(), q);
        terms.put(buy, BigDecimal.ONE);
        most += program.variables().get(buy).most();
      }
      terms.put(port, BigDecimal.valueOf(-Math.max(1, most)));
      limit("porting for " + offer.chip() + of(world), "porting", false, terms, BigDecimal.ZERO);
    }
  }
}
