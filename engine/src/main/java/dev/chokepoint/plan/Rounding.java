package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whole numbers near a solution that need not be whole: copies are rounded down, what is then
 * missing is done by the copies of those chips that take fewest, and lots are bought for them as
 * late as they may be. It may break a limit, which whoever uses it checks.
 */
final class Rounding {
  private static final double NEAR = 1e-6;

  private final FleetProgram built;
  private final List<World> worlds;
  private final int commit;
  private final double[] loose;
  private final long[] whole;

  private Rounding(FleetProgram built, List<World> worlds, int commit, double[] loose) {
    this.built = built;
    this.worlds = worlds;
    this.commit = commit;
    this.loose = loose;
    this.whole = new long[loose.length];
  }

  /** Rounds. */
  static long[] of(FleetProgram built, List<World> worlds, int commit, List<Double> loose) {
    Rounding own =
        new Rounding(
            built, worlds, commit, loose.stream().mapToDouble(Double::doubleValue).toArray());
    for (int w = 0; w < worlds.size(); w++) {
      for (FleetQuestion.Need need : worlds.get(w).asked().needs()) {
        for (int q = 0; q < worlds.get(w).asked().quarters(); q++) {
          own.copies(w, need, q);
        }
      }
    }
    for (FleetQuestion.Offer offer : worlds.getFirst().asked().offers()) {
      own.lots(offer.chip());
    }
    for (Program.Variable each : built.program().variables()) {
      if (each.name().startsWith("port to ")) {
        own.whole[each.index()] = own.loose[each.index()] > NEAR ? 1 : 0;
      }
    }
    return own.whole;
  }

  private void copies(int world, FleetQuestion.Need need, int quarter) {
    FleetQuestion asked = worlds.get(world).asked();
    List<FleetQuestion.Choice> used = new ArrayList<>();
    BigDecimal left = need.run() == null ? need.tokensPerDay().get(quarter) : BigDecimal.ZERO;
    for (FleetQuestion.Choice choice : asked.choicesFor(need)) {
      int at = built.copies(world, choice, quarter);
      whole[at] = (long) Math.floor(loose[at] + NEAR);
      left = left.subtract(choice.tokensPerDay().multiply(BigDecimal.valueOf(whole[at])));
      if (loose[at] > NEAR) {
        used.add(choice);
      }
    }
    List<String> chips = used.stream().map(FleetQuestion.Choice::chip).toList();
    while (left.signum() > 0) {
      BigDecimal missing = left;
      FleetQuestion.Choice best =
          asked.choicesFor(need).stream()
              .filter(each -> chips.contains(each.chip()))
              .min(
                  Comparator.comparingDouble(each ->
                      each.chips()
                          * Math.max(1, missing.doubleValue() / each.tokensPerDay().doubleValue())))
              .orElse(null);
      if (best == null) {
        return;
      }
      whole[built.copies(world, best, quarter)]++;
      left = left.subtract(best.tokensPerDay());
    }
  }

  /** Lots of a chip by quarter: those that its copies need, no later than it may be bought. */
  private void lots(String chip) {
    int quarters = worlds.getFirst().asked().quarters();
    long[][] needed = new long[worlds.size()][];
    for (int w = 0; w < worlds.size(); w++) {
      needed[w] = needed(w, chip, quarters);
    }
    for (int w = 0; w < worlds.size(); w++) {
      long bought = 0;
      for (int q = 0; q < quarters; q++) {
        long wanted = needed[w][q];
        for (int other = 0; q < commit && other < worlds.size(); other++) {
          wanted = Math.max(wanted, needed[other][q]);
        }
        long more = Math.max(0, wanted - bought);
        whole[built.buy(w, chip, q)] = more;
        bought += more;
      }
    }
  }

  /** Lots that must have been bought by the end of each quarter. */
  private long[] needed(int world, String chip, int quarters) {
    FleetQuestion asked = worlds.get(world).asked();
    FleetQuestion.Offer offer =
        asked.offers().stream().filter(each -> each.chip().equals(chip)).findFirst().orElseThrow();
    long[] needed = new long[quarters];
    for (FleetQuestion.Choice choice : asked.choices()) {
      for (int q = 0; choice.chip().equals(chip) && q < quarters; q++) {
        needed[q] += whole[built.copies(world, choice, q)] * choice.chips();
      }
    }
    long[] lots = new long[quarters];
    for (int q = quarters - 1; q >= 0; q--) {
      int used = q + offer.leadQuarters();
      long chips = used < quarters ? Math.max(0, needed[used] - offer.existing()) : 0;
      lots[q] = Math.ceilDiv(chips, (long) offer.lot());
      if (q + 1 < quarters
          && built.program().variables().get(built.buy(world, chip, q + 1)).most() == 0) {
        lots[q] = Math.max(lots[q], lots[q + 1]);
      }
    }
    return lots;
  }
}
