package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan of one quarter after the other: in each the cheapest lots to the end of all quarters that
 * its demands lack, beside the fleet of those before. The programs are small, and where demand
 * grows little is lost; what is lost, the bound of the whole says.
 */
final class InTurn {
  private static final FleetQuestion.Sale CLOSED =
      new FleetQuestion.Sale(false, false, BigDecimal.ZERO, BigDecimal.ZERO);

  private final FleetQuestion asked;
  private final FleetProgram built;
  private final int world;
  private final int given;
  private final long[] values;
  private final Map<String, Long> owned = new LinkedHashMap<>();
  private final Set<String> ported = new LinkedHashSet<>();
  private @Nullable BigDecimal budget;

  private InTurn(FleetQuestion asked, FleetProgram built, int world, int given, long[] values) {
    this.asked = asked;
    this.built = built;
    this.world = world;
    this.given = given;
    this.values = values;
    this.budget = asked.limits().budgetUsd();
  }

  /**
   * Values of a program without training runs; they may break a limit, which whoever uses them
   * checks.
   *
   * @param given first quarters whose orders are as in {@code first}
   * @return null where a quarter has no solution
   */
  static long @Nullable [] of(
      List<World> worlds, FleetProgram built, int given, long[] first, Effort effort) {
    long[] values = new long[built.program().variables().size()];
    for (int w = 0; w < worlds.size(); w++) {
      FleetQuestion asked = worlds.get(w).asked();
      if (asked.needs().stream().anyMatch(each -> each.run() != null)) {
        return null;
      }
      for (FleetQuestion.Offer offer : asked.offers()) {
        for (int q = 0; q < given; q++) {
          int at = built.buy(w, offer.chip(), q);
          values[at] = first[at];
        }
      }
      InTurn own = new InTurn(asked, built, w, given, values);
      for (int q = 0; q < asked.quarters(); q++) {
        if (!own.buys(q, effort)) {
          return null;
        }
      }
      own.settle();
    }
    return values;
  }

  private void settle() {
    for (String target : ported) {
      if (asked.porting().containsKey(target)) {
        values[built.port(world, target)] = 1;
      }
    }
  }

  /** What was ordered for a quarter already. */
  private void arrive(int quarter) {
    for (FleetQuestion.Offer offer : asked.offers()) {
      int on = quarter - offer.leadQuarters();
      if (on >= 0 && on < given) {
        own(offer, on, values[built.buy(world, offer.chip(), on)]);
      }
    }
  }

  private void own(FleetQuestion.Offer offer, int on, long lots) {
    if (lots > 0) {
      owned.merge(offer.chip(), lots, Long::sum);
      ported.add(offer.target());
      if (budget != null) {
        BigDecimal once = offer.sales().get(on).onceUsd();
        budget = budget.subtract(once.multiply(BigDecimal.valueOf(offer.lot() * lots)));
      }
    }
  }

  private boolean buys(int quarter, Effort effort) {
    arrive(quarter);
    FleetQuestion alone = alone(quarter);
    FleetProgram program = FleetProgram.of(alone, FleetProgram.Change.NONE);
    Solver.Answer answer = effort.solve(program.program());
    if (!answer.isSolved()) {
      return false;
    }
    long[] found = answer.array();
    for (FleetQuestion.Offer offer : asked.offers()) {
      long lots = found[program.buy(0, offer.chip(), 0)];
      if (lots > 0) {
        int on = bought(offer, quarter);
        values[built.buy(world, offer.chip(), on)] += lots;
        own(offer, on, lots);
      }
    }
    for (FleetQuestion.Choice choice : asked.choices()) {
      values[built.copies(world, choice, quarter)] = found[program.copies(0, choice, 0)];
    }
    return true;
  }

  /** The last quarter in which a chip may be bought for use in another; below 0 for none. */
  private static int bought(FleetQuestion.Offer offer, int quarter) {
    int last = quarter - offer.leadQuarters();
    while (last >= 0 && !offer.sales().get(last).open()) {
      last--;
    }
    return last;
  }

  private FleetQuestion alone(int quarter) {
    List<FleetQuestion.Offer> offers = new ArrayList<>();
    for (FleetQuestion.Offer offer : asked.offers()) {
      offers.add(offer(offer, quarter));
    }
    List<FleetQuestion.Need> needs =
        asked.needs().stream()
            .map(each ->
                new FleetQuestion.Need(each.id(), List.of(each.tokensPerDay().get(quarter))))
            .toList();
    FleetQuestion.Limits limits = asked.limits();
    return new FleetQuestion(
        1,
        needs,
        offers,
        asked.choices(),
        new FleetQuestion.Limits(limits.kilowatt(), limits.racks(), limits.chipsPerRack(), budget),
        asked.porting());
  }

  /** A chip as it is offered for one quarter, paid for until the end. */
  private FleetQuestion.Offer offer(FleetQuestion.Offer offer, int quarter) {
    int on = bought(offer, quarter);
    boolean serves = quarter < offer.serves();
    FleetQuestion.Sale sale = CLOSED;
    if (on >= given && serves) {
      FleetQuestion.Sale then = offer.sales().get(on);
      BigDecimal toTheEnd = BigDecimal.valueOf(asked.quarters() - (long) on);
      sale =
          new FleetQuestion.Sale(
              true, then.licence(), then.onceUsd(), then.usdPerQuarter().multiply(toTheEnd));
    }
    List<Long> supply = List.of();
    if (!offer.supply().isEmpty()) {
      long taken = on < 0 ? 0 : offer.lot() * values[built.buy(world, offer.chip(), on)];
      supply = List.of(on < 0 ? 0 : offer.supply().get(on) - taken);
    }
    return new FleetQuestion.Offer(
        offer.chip(),
        ported.contains(offer.target()) ? "" : offer.target(),
        offer.lot(),
        List.of(sale),
        offer.kilowatt(),
        offer.existing() + offer.lot() * owned.getOrDefault(offer.chip(), 0L),
        serves ? 1 : 0,
        0,
        supply);
  }
}
