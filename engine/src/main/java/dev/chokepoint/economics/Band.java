package dev.chokepoint.economics;

import java.math.BigDecimal;

/** A middle with the ends of its range, in order. */
public record Band(BigDecimal low, BigDecimal mid, BigDecimal high) {
  public Band {
    if (low.compareTo(mid) > 0 || mid.compareTo(high) > 0) {
      throw new IllegalArgumentException("out of order: " + low + ", " + mid + ", " + high);
    }
  }

  public static Band exactly(BigDecimal value) {
    return new Band(value, value, value);
  }

  public static Band of(String low, String mid, String high) {
    return new Band(new BigDecimal(low), new BigDecimal(mid), new BigDecimal(high));
  }

  /** All three times a factor of 0 or more. */
  public Band times(BigDecimal factor) {
    return new Band(low.multiply(factor), mid.multiply(factor), high.multiply(factor));
  }

  /** All three over a divisor above 0. */
  public Band over(BigDecimal divisor) {
    return new Band(
        low.divide(divisor, Money.DIGITS),
        mid.divide(divisor, Money.DIGITS),
        high.divide(divisor, Money.DIGITS));
  }

  /** Whether there is more than one value. */
  public boolean isOpen() {
    return low.compareTo(high) < 0;
  }
}
