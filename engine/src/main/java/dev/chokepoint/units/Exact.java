package dev.chokepoint.units;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.hipparchus.fraction.BigFraction;

/** Exact numbers: decimals as printed in a text, fractions where two of them are divided. */
public final class Exact {
  private static final int LEAST_DIGITS = 6;

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

  /**
   * The order of two fractions, as {@link BigFraction#compareTo}. Most figures and limits are whole
   * or of few digits, and those need no product of big numbers.
   */
  public static int compare(BigFraction a, BigFraction b) {
    BigInteger denominatorA = a.getDenominator();
    BigInteger denominatorB = b.getDenominator();
    if (denominatorA.equals(denominatorB)) {
      return a.getNumerator().compareTo(b.getNumerator());
    }
    return isShort(a.getNumerator())
            && isShort(b.getNumerator())
            && isShort(denominatorA)
            && isShort(denominatorB)
        ? Long.compare(
            a.getNumerator().longValue() * denominatorB.longValue(),
            b.getNumerator().longValue() * denominatorA.longValue())
        : a.compareTo(b);
  }

  private static boolean isShort(BigInteger value) {
    return value.bitLength() < Integer.SIZE;
  }

  /** A fraction times a whole number. */
  public static BigFraction times(BigFraction value, long factor) {
    return value.getDenominator().equals(BigInteger.ONE)
        ? new BigFraction(value.getNumerator().multiply(BigInteger.valueOf(factor)))
        : value.multiply(factor);
  }

  /**
   * The decimal equal to a value where one exists. Else the value is cut, never rounded up, to six
   * significant digits, or to its whole part where that is longer.
   */
  public static BigDecimal decimal(BigFraction value) {
    if (value.getDenominator().equals(BigInteger.ONE)) {
      return new BigDecimal(value.getNumerator());
    }
    BigDecimal result =
        terminates(value.getDenominator())
            ? new BigDecimal(value.getNumerator()).divide(new BigDecimal(value.getDenominator()))
            : cut(value);
    result = result.stripTrailingZeros();
    return result.scale() < 0 ? result.setScale(0) : result;
  }

  /** Text of {@link #decimal}; an ellipsis marks a value that no decimal equals. */
  public static String text(BigFraction value) {
    return terminates(value.getDenominator())
        ? decimal(value).toPlainString()
        : cut(value).toPlainString() + "…";
  }

  private static BigDecimal cut(BigFraction value) {
    int wholeDigits =
        new BigDecimal(value.getNumerator().divide(value.getDenominator())).precision();
    return new BigDecimal(value.getNumerator())
        .divide(
            new BigDecimal(value.getDenominator()),
            new MathContext(Math.max(LEAST_DIGITS, wholeDigits), RoundingMode.DOWN));
  }

  private static boolean terminates(BigInteger denominator) {
    BigInteger rest = denominator.abs();
    if (rest.equals(BigInteger.ONE)) {
      return true;
    }
    for (BigInteger prime : new BigInteger[] {BigInteger.TWO, BigInteger.valueOf(5)}) {
      while (rest.mod(prime).signum() == 0) {
        rest = rest.divide(prime);
      }
    }
    return rest.equals(BigInteger.ONE);
  }
}
