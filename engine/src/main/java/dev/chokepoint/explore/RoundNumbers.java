package dev.chokepoint.explore;

import dev.chokepoint.units.Exact;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.hipparchus.fraction.BigFraction;

/** Numbers as a lawmaker would write them. */
final class RoundNumbers {
  private static final int MOST_DIGITS = 12;

  private RoundNumbers() {}

  /** The number of fewest significant digits above one bound and at most the other. */
  static BigFraction within(BigFraction above, BigFraction most) {
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      BigDecimal cut =
          new BigDecimal(most.getNumerator())
              .divide(
                  new BigDecimal(most.getDenominator()),
                  new MathContext(digits, RoundingMode.DOWN));
      if (Exact.of(cut).compareTo(above) > 0) {
        return Exact.of(cut);
      }
    }
    return most;
  }
}
