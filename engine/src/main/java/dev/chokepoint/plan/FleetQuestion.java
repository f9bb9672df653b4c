package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
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

  public FleetQuestion {
    needs = List.copyOf(needs);
    offers = List.copyOf(offers);
    choices = List.copyOf(choices);
    porting = Map.copyOf(porting);
  }

  /** Tokens of answers, or trained tokens, a day for each quarter. */
  public record Need(String id, List<BigDecimal> tokensPerDay) {
    public Need {
      tokensPerDay = List.copyOf(tokensPerDay);
    }

    BigDecimal most() {
      return tokensPerDay.stream().reduce(BigDecimal.ZERO, BigDecimal::max);
    }
  }

  /**
   * A chip that may be bought.
   *
   * @param target what code must run on, such as {@code cann}; empty where nothing is to be ported
   * @param lot chips that are bought together
   * @param onceUsd purchase of one chip with what stands around it
   * @param usdPerQuarter of one chip owned: depreciation, financing, power, hosting, staff
   * @param kilowatt of one chip with its server and cooling
   * @param existing chips that are there at the beginning
   * @param leadQuarters from order to use
   * @param supply chips that may be ordered in each quarter; empty for no limit
   * @param licence whether it enters only because a licence is assumed
   */
  public record Offer(
      String chip,
      String target,
      int lot,
      BigDecimal onceUsd,
      BigDecimal usdPerQuarter,
      BigDecimal kilowatt,
      long existing,
      int leadQuarters,
      List<Long> supply,
      boolean licence) {
    public Offer {
      supply = List.copyOf(supply);
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
