package dev.chokepoint.units;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.hipparchus.fraction.BigFraction;

/** Exact numbers: decimals as printed in a text, fractions where two of them are divided. */
public final class Exact {
  private Exact() {}

  /** The fraction equal to a decimal. */
  public static BigFraction of(BigDecimal decimal) {
    return decimal.scale() > 0
        ? new BigFraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()))
        : new BigFraction(decimal.toBigIntegerExact());
  }

  /** The fraction equal to a decimal in text, such as {@code 5.92}. */
  public static BigFraction of(String decimal) {
    return of(new BigDecimal(decimal));
  }

  /** Shortest exact decimal where one exists, else six significant digits. */
  public static BigDecimal decimal(BigFraction value) {
    BigDecimal numerator = new BigDecimal(value.getNumerator());
    BigDecimal denominator = new BigDecimal(value.getDenominator());
    BigDecimal result;
    if (terminates(value.getDenominator())) {
      result = numerator.divide(denominator);
    } else {
      result = numerator.divide(denominator, new MathContext(6, RoundingMode.HALF_EVEN));
    }
    result = result.stripTrailingZeros();
    return result.scale() < 0 ? result.setScale(0) : result;
  }

  /** Text of {@link #decimal}; an ellipsis marks a value that no decimal equals. */
  public static String text(BigFraction value) {
    if (terminates(value.getDenominator())) {
      return decimal(value).toPlainString();
    }
    BigDecimal down =
        new BigDecimal(value.getNumerator())
            .divide(new BigDecimal(value.getDenominator()), new MathContext(6, RoundingMode.DOWN));
    return down.toPlainString() + "…";
  }

  private static boolean terminates(BigInteger denominator) {
    BigInteger rest = denominator.abs();
    for (BigInteger prime : new BigInteger[] {BigInteger.TWO, BigInteger.valueOf(5)}) {
      while (rest.mod(prime).signum() == 0) {
        rest = rest.divide(prime);
      }
    }
    return rest.equals(BigInteger.ONE);
  }
}
