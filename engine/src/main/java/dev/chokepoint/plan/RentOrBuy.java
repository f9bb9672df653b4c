package dev.chokepoint.plan;

import dev.chokepoint.economics.Costs;
import dev.chokepoint.economics.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Owning chips against renting them for the same hours of use, month by month.
 *
 * <p>Owning costs the purchase at the beginning and electricity, hosting and staff at the end of
 * each month, used or not; at the end what is left is sold. Renting costs the hours used. With a
 * discount, a payment at the end of month m counts {@code (1 + r/12)^-m}, r being the nominal rate
 * a year; without one it counts in full.
 *
 * @param breakEvenUtilisation share of all hours above which owning is expected to cost less; null
 *     when the two never meet
 * @param breakEvenMonth first month by whose end owning has cost no more than renting, without
 *     resale and without a change of rules; null when there is none
 * @param own expected, US dollars over the months
 * @param rent expected, US dollars over the months
 * @param cases each combination of residual value and change of rules
 */
public record RentOrBuy(
    @Nullable BigDecimal breakEvenUtilisation,
    @Nullable Integer breakEvenMonth,
    BigDecimal own,
    BigDecimal rent,
    List<Case> cases) {

  private static final BigDecimal TWELVE = BigDecimal.valueOf(12);

  /** Hours of a month, a twelfth of 8,760. */
  static final BigDecimal HOURS = BigDecimal.valueOf(730);

  public RentOrBuy {
    cases = List.copyOf(cases);
  }

  /** A share of the purchase that the chips still bring, with its probability. */
  public record Residual(BigDecimal share, BigDecimal probability) {}

  /** What a change of rules does from its month on. */
  public enum Effect {
    /** Nobody may buy the chips any more: they bring nothing. */
    RESALE_ENDS,
    /** The chips may not be used: the hours left are rented elsewhere, and they bring nothing. */
    SERVICE_ENDS,
    /** Nobody may rent the chips out: who rents buys then. */
    RENT_ENDS;

    /** The word used in files, text and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A change of rules.
   *
   * @param month months of the old rules
   */
  public record Change(int month, BigDecimal probability, Effect effect) {}

  /**
   * What is compared.
   *
   * @param once the purchase in US dollars, all of it
   * @param resold the part of it to which residual shares apply
   * @param running US dollars a month for what is owned
   * @param hourly rent of a chip and hour in US dollars
   * @param utilisation share of all hours that are used, 0 to 1
   * @param discount nominal rate a year; 0 for none
   * @param residuals probabilities sum to 1
   * @param change or null
   */
  public record Terms(
      int count,
      int months,
      BigDecimal once,
      BigDecimal resold,
      BigDecimal running,
      BigDecimal hourly,
      BigDecimal utilisation,
      BigDecimal discount,
      List<Residual> residuals,
      @Nullable Change change) {
    public Terms {
      residuals = List.copyOf(residuals);
    }

    /** The same at another use. */
    public Terms used(BigDecimal use) {
      return new Terms(
          count, months, once, resold, running, hourly, use, discount, residuals, change);
    }

    /** What a month of rent costs at full use. */
    BigDecimal fullRent() {
      return hourly.multiply(HOURS).multiply(BigDecimal.valueOf(count));
    }

    /** What a payment at the end of a month counts. */
    BigDecimal weight(int month) {
      BigDecimal factor = BigDecimal.ONE.add(discount.divide(TWELVE, Money.DIGITS));
      return BigDecimal.ONE.divide(factor.pow(month, Money.DIGITS), Money.DIGITS);
    }

    /** The weights of the months after {@code from} up to {@code to}, summed. */
    BigDecimal weights(int from, int to) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int month = from + 1; month <= to; month++) {
        sum = sum.add(weight(month));
      }
      return sum;
    }
  }

  /**
   * One combination.
   *
   * @param residual share of the purchase left
   * @param changed whether the rules changed
   */
  public record Case(
      BigDecimal residual,
      boolean changed,
      BigDecimal probability,
      BigDecimal own,
      BigDecimal rent) {}

  /** The lines of {@link Costs#owned} that are paid while owning, without the purchase's own. */
  public static BigDecimal running(List<Costs.Line> lines) {
    return lines.stream()
        .filter(each ->
            each.kind() == Costs.Kind.YEAR
                && !each.name().equals("depreciation")
                && !each.name().equals("financing"))
        .map(Costs.Line::usd)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(TWELVE, Money.DIGITS);
  }

  /** The lines of {@link Costs#owned} that somebody may buy again: goods, without taxes. */
  public static BigDecimal resold(List<Costs.Line> lines) {
    List<String> goods = List.of("chips", "servers", "network");
    return lines.stream()
        .filter(each -> goods.contains(each.name()))
        .map(Costs.Line::usd)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Compares. */
  public static RentOrBuy of(Terms terms) {
    List<Case> cases = cases(terms, terms.utilisation());
    BigDecimal own = expected(cases, true);
    BigDecimal rent = expected(cases, false);
    return new RentOrBuy(utilisation(terms), month(terms), own, rent, cases);
  }

  private static BigDecimal expected(List<Case> cases, boolean own) {
    return cases.stream()
        .map(each -> each.probability().multiply(own ? each.own() : each.rent()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static List<Case> cases(Terms terms, BigDecimal use) {
    List<Case> cases = new ArrayList<>();
    Change change = terms.change();
    for (Residual residual : terms.residuals()) {
      BigDecimal changed = change == null ? BigDecimal.ZERO : change.probability();
      BigDecimal same = BigDecimal.ONE.subtract(changed);
      if (same.signum() > 0) {
        cases.add(
            new Case(
                residual.share(),
                false,
                residual.probability().multiply(same),
                own(terms, residual.share()),
                terms.fullRent().multiply(use).multiply(terms.weights(0, terms.months()))));
      }
      if (change != null && changed.signum() > 0) {
        cases.add(after(terms, change, residual, use));
      }
    }
    return cases;
  }

  private static Case after(Terms terms, Change change, Residual residual, BigDecimal use) {
    int all = terms.months();
    int month = change.month();
    BigDecimal rent = terms.fullRent().multiply(use);
    BigDecimal rented = rent.multiply(terms.weights(0, all));
    BigDecimal sold =
        terms.resold().multiply(residual.share()).multiply(terms.weight(all), Money.DIGITS);
    BigDecimal own =
        switch (change.effect()) {
          case RESALE_ENDS -> own(terms, BigDecimal.ZERO);
          case SERVICE_ENDS ->
              terms
                  .once()
                  .add(terms.running().multiply(terms.weights(0, month)))
                  .add(rent.multiply(terms.weights(month, all)));
          case RENT_ENDS -> own(terms, residual.share());
        };
    BigDecimal renting =
        switch (change.effect()) {
          case RESALE_ENDS, SERVICE_ENDS -> rented;
          case RENT_ENDS ->
              rent.multiply(terms.weights(0, month))
                  .add(terms.once().multiply(terms.weight(month)))
                  .add(terms.running().multiply(terms.weights(month, all)))
                  .subtract(sold);
        };
    return new Case(
        residual.share(),
        true,
        residual.probability().multiply(change.probability()),
        own,
        renting);
  }

  private static BigDecimal own(Terms terms, BigDecimal residual) {
    return terms
        .once()
        .add(terms.running().multiply(terms.weights(0, terms.months())))
        .subtract(terms.resold().multiply(residual).multiply(terms.weight(terms.months())));
  }

  /** Both sides are lines in the utilisation, so that two points of each say where they meet. */
  private static @Nullable BigDecimal utilisation(Terms terms) {
    List<Case> none = cases(terms, BigDecimal.ZERO);
    List<Case> full = cases(terms, BigDecimal.ONE);
    BigDecimal gap = expected(none, true).subtract(expected(none, false));
    BigDecimal slope =
        expected(full, false)
            .subtract(expected(none, false))
            .subtract(expected(full, true).subtract(expected(none, true)));
    if (slope.signum() <= 0) {
      return null;
    }
    return gap.divide(slope, Money.DIGITS);
  }

  private static @Nullable Integer month(Terms terms) {
    BigDecimal own = terms.once();
    BigDecimal rent = BigDecimal.ZERO;
    for (int month = 1; month <= terms.months(); month++) {
      own = own.add(terms.running().multiply(terms.weight(month)));
      rent = rent.add(terms.fullRent().multiply(terms.utilisation()).multiply(terms.weight(month)));
      if (own.compareTo(rent) <= 0) {
        return month;
      }
    }
    return null;
  }
}
