package dev.chokepoint.market;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * A market made ready: what each chip does, and in which quarters it may be had.
 *
 * <p>A buyer of a card takes chip i with the probability exp(V_i) / sum exp(V_j) of the multinomial
 * logit (McFadden 1974), where V_i = - price * ln(USD a card / useful tokens a second of a card) -
 * porting * (0 where CUDA programs run as they are, else 1) - delivery * quarters of lead time,
 * over the chips on offer in that quarter. What a chip cannot supply goes to the others in
 * proportion, until all are at their limit; the rest of demand is unmet.
 */
public final class Market {
  /** Index of units, revenue and compute in triples of shares. */
  static final int WAYS = 3;

  private final Scenario scenario;
  private final Between[] tokens;
  private final Between[] weighed;
  private final double[] teraflops;
  private final boolean[] domestic;
  private final Between[][] supply;
  private final Between[] demand;
  private final Between[] bound;
  private final List<String> reasons;

  private Market(
      Scenario scenario,
      Between[] tokens,
      Between[] weighed,
      double[] teraflops,
      boolean[] domestic,
      Between[][] supply,
      Between[] demand,
      Between[] bound,
      List<String> reasons) {
    this.scenario = scenario;
    this.tokens = tokens;
    this.weighed = weighed;
    this.teraflops = teraflops;
    this.domestic = domestic;
    this.supply = supply;
    this.demand = demand;
    this.bound = bound;
    this.reasons = List.copyOf(reasons);
  }

  /**
   * Asks the law about each chip in each quarter.
   *
   * @param tokens useful tokens a second of a card of each chip
   * @param weighed dollars of each chip that buyers weigh, from {@link Owning}
   */
  public static Market of(
      Scenario scenario, Rulebook rulebook, List<Between> tokens, List<Between> weighed) {
    int chips = scenario.chips().size();
    double[] teraflops = new double[chips];
    boolean[] domestic = new boolean[chips];
    Between[][] supply = new Between[scenario.quarters()][chips];
    Between[] demand = new Between[scenario.quarters()];
    Between[] bound = new Between[scenario.quarters()];
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < chips; i++) {
      Scenario.Offer offer = scenario.chips().get(i);
      teraflops[i] = teraflops(offer);
      domestic[i] = offer.isOf(scenario.destination());
      Map<LocalDate, Verdict> known = new HashMap<>();
      String last = "";
      for (int q = 0; q < scenario.quarters(); q++) {
        int quarter = scenario.first() + q;
        LocalDate day = scenario.law().day(LocalDate.of(quarter / 4, 3 * (quarter % 4) + 2, 15));
        boolean free =
            day == null
                || domestic[i]
                || known.computeIfAbsent(day, d -> ask(rulebook, scenario, offer, d))
                    == Verdict.NO_LICENCE_REQUIRED;
        supply[q][i] = supplied(offer, quarter, free);
        String now = free ? "free" : "licence or unknown";
        if (!now.equals(last)) {
          reasons.add(
              "%s from %s: %s"
                  .formatted(
                      offer.item().name(),
                      Scenario.quarter(quarter),
                      domestic[i] ? "domestic" : now));
          last = now;
        }
      }
    }
    for (int q = 0; q < scenario.quarters(); q++) {
      Scenario.Step step = Scenario.at(scenario.demand(), scenario.first() + q);
      demand[q] = step == null ? new Between(0, 0) : step.value();
      Scenario.Step guidance = scenario.guidance();
      boolean guided =
          scenario.law() == LawScenario.DOMESTIC_ONLY
              && guidance != null
              && guidance.from() <= scenario.first() + q;
      bound[q] = guided && guidance != null ? guidance.value() : new Between(0, 0);
    }
    return new Market(
        scenario,
        tokens.toArray(new Between[0]),
        weighed.toArray(new Between[0]),
        teraflops,
        domestic,
        supply,
        demand,
        bound,
        reasons);
  }

  private static Verdict ask(
      Rulebook rulebook, Scenario scenario, Scenario.Offer offer, LocalDate day) {
    Determination d =
        Controls.classify(
            rulebook, offer.item(), TradeRequest.to(scenario.destination(), day), Clock.ENFORCED);
    return d.verdict();
  }

  /**
   * What may be had: nothing outside the years of delivery, what is licensed where law stops it.
   */
  private static Between supplied(Scenario.Offer offer, int quarter, boolean free) {
    Integer until = offer.until();
    boolean sold = quarter >= offer.from() && (until == null || quarter < until);
    Scenario.Step step = Scenario.at(free ? offer.supply() : offer.licensed(), quarter);
    return sold && step != null ? step.value() : new Between(0, 0);
  }

  private static double teraflops(Scenario.Offer offer) {
    Figure figure = offer.item().figure(Field.BF16);
    figure = figure == null ? offer.item().figure(Field.FP16) : figure;
    Range range = figure == null ? Range.UNKNOWN : figure.value();
    BigFraction high = range.high();
    if (high == null) {
      throw new Refused(
          new Problem(
              "missing-figure",
              offer.item().id(),
              "",
              "a 16-bit rate, for shares of compute",
              "Maybe describe the chip in a catalogue of your own."));
    }
    return (range.low().doubleValue() + high.doubleValue()) / 2;
  }

  public Scenario scenario() {
    return scenario;
  }

  /** When each chip may be sold, in words. */
  public List<String> reasons() {
    return reasons;
  }

  /** How many numbers of a draw are not certain. */
  int doubts() {
    return 5 + 3 * scenario.chips().size();
  }

  /** What the doubt of a number is called. */
  String doubt(int index) {
    if (index < 5) {
      return List.of("demand", "guidance", "price coefficient", "porting coefficient", "delivery")
          .get(index);
    }
    String chip = scenario.chips().get((index - 5) / 3).item().name();
    return List.of("price of ", "useful tokens of ", "supply of ").get((index - 5) % 3) + chip;
  }

  /** Cards of each chip in each quarter of one draw, unmet demand last. */
  double[][] cards(double[] at, double price, double porting) {
    int chips = scenario.chips().size();
    double[] weight = weights(at, price, porting);
    double[][] cards = new double[scenario.quarters()][];
    for (int q = 0; q < cards.length; q++) {
      double[] most = new double[chips];
      for (int i = 0; i < chips; i++) {
        most[i] = supply[q][i].at(at[5 + 3 * i + 2]);
      }
      double all = demand[q].at(at[0]);
      double own = all * bound[q].at(at[1]);
      double[] taken = new double[chips + 1];
      taken[chips] =
          fill(own, weight, most, taken, domestic) + fill(all - own, weight, most, taken, null);
      cards[q] = taken;
    }
    return cards;
  }

  private double[] weights(double[] at, double price, double porting) {
    double spread = scenario.coefficients().spread();
    double p = price * (1 + spread * (2 * at[2] - 1));
    double l = porting * (1 + spread * (2 * at[3] - 1));
    double d = scenario.coefficients().delivery() * (1 + spread * (2 * at[4] - 1));
    double[] weight = new double[scenario.chips().size()];
    for (int i = 0; i < weight.length; i++) {
      Scenario.Offer offer = scenario.chips().get(i);
      double usd = weighed[i].at(at[5 + 3 * i]);
      double useful = tokens[i].at(at[5 + 3 * i + 1]);
      double utility = -p * Math.log(usd / useful) - (offer.portable() ? 0 : l) - d * offer.lead();
      weight[i] = Math.exp(utility);
    }
    return weight;
  }

  /** Dollars of a card that buyers weigh against its useful tokens. */
  public Between weighed(int chip) {
    return weighed[chip];
  }

  double usd(int chip, double[] at) {
    return scenario.chips().get(chip).usd().at(at[5 + 3 * chip]);
  }

  double teraflops(int chip) {
    return teraflops[chip];
  }

  boolean isDomestic(int chip) {
    return domestic[chip];
  }

  /** Spreads demand by weight under the limits that are left; gives what nobody could supply. */
  private static double fill(
      double demand, double[] weight, double[] most, double[] taken, boolean @Nullable [] only) {
    double left = demand;
    for (int round = 0; round <= weight.length && left > 1e-9; round++) {
      double sum = 0;
      for (int i = 0; i < weight.length; i++) {
        sum += open(i, most, taken, only) ? weight[i] : 0;
      }
      if (sum <= 0) {
        return left;
      }
      double given = 0;
      boolean full = false;
      for (int i = 0; i < weight.length; i++) {
        if (open(i, most, taken, only)) {
          double wanted = left * weight[i] / sum;
          double got = Math.min(wanted, most[i] - taken[i]);
          full |= got < wanted;
          taken[i] = got < wanted ? most[i] : taken[i] + got;
          given += got;
        }
      }
      left -= given;
      if (!full) {
        return 0;
      }
    }
    return Math.max(0, left);
  }

  private static boolean open(int chip, double[] most, double[] taken, boolean @Nullable [] only) {
    return taken[chip] < most[chip] && (only == null || only[chip]);
  }
}
