package dev.chokepoint.workbench.orders;

import java.math.BigDecimal;

/** SQL of amounts: exact to the cent, and in numbers of 64 bits wherever they hold the amount. */
final class Money {
  /** Most that is worked out in 64 bits: 9 * 10^12 of a ten-thousandth, times 10^6 below. */
  private static final String FAST_AMOUNT = "900000000";

  private static final String FAST_RATE = "100";

  private static final long HALF = 10_000;

  private Money() {}

  /** A rate of at most 8 decimals as ten-thousandths, and ten-thousandths of these. */
  static long[] parts(BigDecimal rate) {
    long all = rate.setScale(8).unscaledValue().longValueExact();
    return new long[] {all / HALF, all % HALF};
  }

  /** The amount of a row in its own currency, of {@code units} and {@code price}. */
  static String amount() {
    return "CAST(CAST(units AS DECIMAL(19,0)) * price AS DECIMAL(25,4))";
  }

  /**
   * Ten-thousandths of an amount that is small enough, or null. A price has 15 digits, of which a
   * double holds all.
   */
  static String tenThousandths() {
    return "CASE WHEN amount <= %s AND rate <= %s THEN units * CAST(CAST(price AS DOUBLE) * 10000 AS BIGINT) END"
        .formatted(FAST_AMOUNT, FAST_RATE);
  }

  /**
   * The amount in dollars, half a cent rounded up. With {@code a4} ten-thousandths and a rate of
   * {@code high} ten-thousandths and {@code low} ten-thousandths of these, what the division by
   * 10,000 leaves is less than one and cannot change a whole part.
   */
  static String usd() {
    return "CASE WHEN a4 IS NOT NULL THEN CAST((a4 * high + (a4 * low) // 10000 + 500000) // 1000000"
        + " AS DECIMAL(16,0)) * CAST(0.01 AS DECIMAL(2,2)) ELSE CAST(round(amount * rate, 2) AS"
        + " DECIMAL(18,2)) END";
  }
}
