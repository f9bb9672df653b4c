package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which chips to buy for demands over quarters.
 *
 * @param offers chips that may be bought: legality was settled before
 * @param choices ways in which a chip serves a demand
 * @param porting US dollars once for each target that chips bought need code for
 */
public record FleetQuestion(
    int quarters,
    List<Need> needs,
    List<Offer> offers,
    List<Choice> choices,
    Limits limits,
    Map<String, BigDecimal> porting) {

  /** Days of a quarter, a fourth of 365. */
  static final BigDecimal DAYS = new BigDecimal("91.25");

  public FleetQuestion {
    needs = List.copyOf(needs);
    offers = List.copyOf(offers);
    choices = List.copyOf(choices);
    porting = Map.copyOf(porting);
  }

  /** The same with some of the chips. */
  FleetQuestion only(Set<String> chips) {
    return new FleetQuestion(
        quarters,
        needs,
        offers.stream().filter(each -> chips.contains(each.chip())).toList(),
        choices.stream().filter(each -> chips.contains(each.chip())).toList(),
        limits,
        porting);
  }

  List<Choice> choicesFor(Need need) {
    return choices.stream().filter(each -> each.need().equals(need.id())).toList();
  }

  /** Lots of each chip beyond which more could serve nothing. */
  Map<String, Long> lots() {
    Map<String, Long> lots = new LinkedHashMap<>();
    for (Offer offer : offers) {
      long chips = 0;
      for (Need need : needs) {
        long most = 0;
        for (Choice choice : choicesFor(need)) {
          if (choice.chip().equals(offer.chip())) {
            most = Math.max(most, need.most(choice) * choice.chips());
          }
        }
        chips += most;
      }
      lots.put(offer.chip(), Math.ceilDiv(chips, (long) offer.lot()));
    }
    return lots;
  }

  /**
   * What is to be done: tokens of answers a day for each quarter, or a training run.
   *
   * @param tokensPerDay for each quarter; empty for a run
   * @param run or null
   */
  public record Need(String id, List<BigDecimal> tokensPerDay, @Nullable Run run) {
    public Need {
      tokensPerDay = List.copyOf(tokensPerDay);
    }

    public Need(String id, List<BigDecimal> tokensPerDay) {
      this(id, tokensPerDay, null);
    }

    BigDecimal most() {
      return tokensPerDay.stream().reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    /** Copies that could ever work on it. */
    long most(Choice choice) {
      return run != null
          ? 1
          : most()
              .divide(choice.tokensPerDay(), 0, java.math.RoundingMode.CEILING)
              .longValueExact();
    }

    /** Whether there is anything to do in a quarter, counted from 0. */
    boolean isIn(int quarter) {
      return run == null || (quarter >= run.from() && quarter <= run.last());
    }
  }

  /**
   * A training run: so many tokens, by one cluster at a time.
   *
   * @param from first quarter in which it may run, from 0
   * @param last quarter by whose end it is done
   */
  public record Run(BigDecimal tokens, int from, int last) {}

  /**
   * On which terms a chip is bought in a quarter.
   *
   * @param open whether it may be bought then
   * @param licence whether only because a licence is assumed
   * @param onceUsd purchase of one chip with what stands around it
   * @param usdPerQuarter of one chip owned: depreciation, financing, power, hosting, staff
   */
  public record Sale(boolean open, boolean licence, BigDecimal onceUsd, BigDecimal usdPerQuarter) {}

  /**
   * A chip that may be bought.
   *
   * @param target what code must run on, such as {@code cann}; empty where nothing is to be ported
   * @param lot chips that are bought together
   * @param sales terms of each quarter
   * @param kilowatt of one chip with its server and cooling
   * @param existing chips that are there at the beginning
   * @param serves quarters in which the chips that are there may serve, from the first
   * @param leadQuarters from order to use
   * @param supply chips that may be ordered in each quarter; empty for no limit
   */
  public record Offer(
      String chip,
      String target,
      int lot,
      List<Sale> sales,
      BigDecimal kilowatt,
      long existing,
      int serves,
      int leadQuarters,
      List<Long> supply) {
    public Offer {
      sales = List.copyOf(sales);
      supply = List.copyOf(supply);
    }

    /** Terms that are the same in all quarters. */
    public static List<Sale> always(int quarters, BigDecimal onceUsd, BigDecimal usdPerQuarter) {
      return Collections.nCopies(quarters, new Sale(true, false, onceUsd, usdPerQuarter));
    }
  }

  /**
   * One copy of a layout.
   *
   * @param chips of one copy
   * @param tokensPerDay that one copy does, with its utilisation
   */
  public record Choice(
      String need, String chip, String layout, int chips, BigDecimal tokensPerDay) {}

  /** What the site and the purse allow; null where nothing is stated. */
  public record Limits(
      @Nullable BigDecimal kilowatt,
      @Nullable BigDecimal racks,
      BigDecimal chipsPerRack,
      @Nullable BigDecimal budgetUsd) {}
}
