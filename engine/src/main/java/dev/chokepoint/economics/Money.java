package dev.chokepoint.economics;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount of one currency, exact. Amounts of two currencies never meet without a dated rate (see
 * {@link Prices#in}).
 */
public record Money(BigDecimal amount, Currency currency) {
  /** Divisions keep 34 digits; nothing is rounded to cents before it is printed. */
  public static final MathContext DIGITS = MathContext.DECIMAL128;

  public static final Currency USD = Currency.getInstance("USD");
  public static final Currency CNY = Currency.getInstance("CNY");

  /** An amount of US dollars. */
  public static Money usd(String amount) {
    return new Money(new BigDecimal(amount), USD);
  }

  /** An amount written as {@code 2 USD} or {@code 2.50 CNY}. */
  public static Money parse(String text, String place) {
    String[] words = text.strip().split("\\s+", -1);
    try {
      if (words.length == 2 && words[0].matches("[0-9]{1,15}(\\.[0-9]{1,9})?")) {
        return new Money(new BigDecimal(words[0]), Currency.getInstance(words[1]));
      }
    } catch (IllegalArgumentException e) { // The JDK's answer to a word that is no currency.
      throw new Refused(
          new Problem("unknown-currency", place, words[1], "a code of ISO 4217", "Maybe USD?"));
    }
    boolean bare = words.length == 1;
    throw new Refused(
        new Problem(
            "bad-money",
            place,
            text,
            "an amount of 0 or more and its currency, as 2 USD",
            bare ? "Maybe \"" + text.strip() + " USD\"?" : ""));
  }

  public Money plus(Money other) {
    return new Money(amount.add(same(other).amount), currency);
  }

  public Money minus(Money other) {
    return new Money(amount.subtract(same(other).amount), currency);
  }

  public Money times(BigDecimal factor) {
    return new Money(amount.multiply(factor), currency);
  }

  public Money over(BigDecimal divisor) {
    return new Money(amount.divide(divisor, DIGITS), currency);
  }

  /** To the cent, or the currency's smallest coin; half goes to the even neighbour. */
  public BigDecimal rounded() {
    return amount.setScale(
        Math.max(0, currency.getDefaultFractionDigits()), RoundingMode.HALF_EVEN);
  }

  private Money same(Money other) {
    if (!currency.equals(other.currency)) {
      throw new Refused(
          new Problem(
              "mixed-currencies",
              "money",
              currency + " and " + other.currency,
              "one currency, or a day whose rate joins them",
              ""));
    }
    return other;
  }
}
