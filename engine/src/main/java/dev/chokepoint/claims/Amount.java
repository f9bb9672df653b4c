package dev.chokepoint.claims;

import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * A quantity with its unit: a value, bounds of it, or unknown. Unlike a figure of the catalogue it
 * may be negative. Arithmetic keeps every value that is possible.
 *
 * @param low least possible value, or null when nothing is known below
 * @param high most possible value, or null when nothing is known above
 */
public record Amount(@Nullable BigFraction low, @Nullable BigFraction high, Unit unit) {
  private static final MathContext SHOWN = new MathContext(6, RoundingMode.HALF_UP);

  /** Scales in which large numbers are printed, largest first. */
  private static final String[][] SCALES = {
    {"1000000000000", " tn"}, {"1000000000", " bn"}, {"1000000", " M"}
  };

  static Amount exactly(BigFraction value, Unit unit) {
    return new Amount(value, value, unit);
  }

  static Amount unknown(Unit unit) {
    return new Amount(null, null, unit);
  }

  /** A figure of the catalogue; what is unknown has no bounds. */
  static Amount of(Range range, Unit unit) {
    return range.isUnknown() ? unknown(unit) : new Amount(range.low(), range.high(), unit);
  }

  /** A prediction, in six digits. */
  static Amount of(double low, double high, Unit unit) {
    return new Amount(rounded(low), rounded(high), unit);
  }

  private static BigFraction rounded(double value) {
    return Exact.of(new BigDecimal(value).round(SHOWN));
  }

  boolean isExact() {
    return low != null && high != null && low.equals(high);
  }

  boolean isUnknown() {
    return low == null && high == null;
  }

  Amount scaled(BigFraction factor) {
    return new Amount(
        low == null ? null : low.multiply(factor),
        high == null ? null : high.multiply(factor),
        unit);
  }

  /** Both of one unit. */
  Amount plus(Amount other) {
    return new Amount(
        low == null || other.low == null ? null : low.add(other.low),
        high == null || other.high == null ? null : high.add(other.high),
        unit);
  }

  Amount negated() {
    return new Amount(high == null ? null : high.negate(), low == null ? null : low.negate(), unit);
  }

  Amount times(Amount other) {
    Unit product = unit.times(other.unit);
    BigFraction a = low;
    BigFraction b = high;
    BigFraction c = other.low;
    BigFraction d = other.high;
    if (a == null || c == null) {
      return unknown(product);
    }
    if (b == null || d == null) {
      boolean positive = a.signum() >= 0 && c.signum() >= 0;
      return new Amount(positive ? a.multiply(c) : null, null, product);
    }
    BigFraction least = a.multiply(c);
    BigFraction most = least;
    for (BigFraction corner : new BigFraction[] {a.multiply(d), b.multiply(c), b.multiply(d)}) {
      least = Exact.compare(corner, least) < 0 ? corner : least;
      most = Exact.compare(corner, most) > 0 ? corner : most;
    }
    return new Amount(least, most, product);
  }

  /** The quotient; unknown where zero is among the possible divisors. */
  Amount over(Amount other) {
    Unit quotient = unit.over(other.unit);
    BigFraction c = other.low;
    BigFraction d = other.high;
    if (c == null || c.signum() <= 0) {
      boolean negative = d != null && d.signum() < 0;
      return negative ? negated().over(other.negated()) : unknown(quotient);
    }
    Amount inverse =
        new Amount(
            d == null ? BigFraction.ZERO : d.reciprocal(),
            c.reciprocal(),
            Unit.NONE.over(other.unit));
    return times(inverse);
  }

  /** The smallest range that holds both. */
  Amount hull(Amount other) {
    return new Amount(
        low == null || other.low == null ? null : lesser(low, other.low),
        high == null || other.high == null ? null : greater(high, other.high),
        unit);
  }

  /** The larger or the smaller of two that vary independently. */
  Amount extreme(Amount other, boolean largest) {
    BigFraction bottom =
        low == null
            ? largest ? other.low : null
            : other.low == null
                ? largest ? low : null
                : largest ? greater(low, other.low) : lesser(low, other.low);
    BigFraction top =
        high == null
            ? largest ? null : other.high
            : other.high == null
                ? largest ? null : high
                : largest ? greater(high, other.high) : lesser(high, other.high);
    return new Amount(bottom, top, unit);
  }

  private static BigFraction lesser(BigFraction a, BigFraction b) {
    return Exact.compare(a, b) <= 0 ? a : b;
  }

  private static BigFraction greater(BigFraction a, BigFraction b) {
    return Exact.compare(a, b) >= 0 ? a : b;
  }

  /** Whether every possible value is more than every one of another; or least as much. */
  Truth more(Amount other, boolean orEqual) {
    BigFraction a = low;
    BigFraction b = high;
    BigFraction c = other.low;
    BigFraction d = other.high;
    if (a != null && d != null && Exact.compare(a, d) >= (orEqual ? 0 : 1)) {
      return Truth.YES;
    }
    return b != null && c != null && Exact.compare(b, c) < (orEqual ? 0 : 1)
        ? Truth.NO
        : Truth.UNKNOWN;
  }

  /**
   * Text with its unit, such as {@code 17.1 bn USD}, {@code 280..400 TFLOPS} or {@code unknown}.
   */
  public String text() {
    if (isUnknown()) {
      return "unknown";
    }
    String words = unit.text();
    String[] scale = scale();
    String body = (isExact() ? text(low, scale) : bounds(scale)) + scale[1];
    boolean share = unit.isNone() && high != null && Math.abs(high.doubleValue()) < 10;
    String percent = share ? " (" + percent() + ")" : "";
    return words.isEmpty() ? body + percent : body + " " + words;
  }

  /** The same in five digits, for a place that was searched for. */
  String about() {
    MathContext five = new MathContext(5, RoundingMode.HALF_UP);
    return new Amount(rounded(low, five), rounded(high, five), unit).text();
  }

  private static @Nullable BigFraction rounded(@Nullable BigFraction value, MathContext digits) {
    return value == null ? null : Exact.of(new BigDecimal(value.doubleValue()).round(digits));
  }

  private String bounds(String[] scale) {
    return low == null
        ? "<=" + text(high, scale)
        : high == null ? ">=" + text(low, scale) : text(low, scale) + ".." + text(high, scale);
  }

  /** The largest scale of which the larger bound is one or more. */
  private String[] scale() {
    BigFraction most = BigFraction.ZERO;
    for (BigFraction bound : new @Nullable BigFraction[] {low, high}) {
      if (bound != null) {
        most = greater(most, bound.signum() < 0 ? bound.negate() : bound);
      }
    }
    for (String[] scale : SCALES) {
      if (Exact.compare(most, Exact.of(scale[0])) >= 0) {
        return scale;
      }
    }
    return new String[] {"1", ""};
  }

  private String percent() {
    BigFraction hundred = new BigFraction(100);
    String from = low == null ? "" : round(low.multiply(hundred));
    String to = high == null ? "" : round(high.multiply(hundred));
    return (from.equals(to) ? from : from + ".." + to) + "%";
  }

  private static String round(BigFraction value) {
    return new BigDecimal(value.doubleValue())
        .round(new MathContext(3, RoundingMode.HALF_UP))
        .stripTrailingZeros()
        .toPlainString();
  }

  private String text(@Nullable BigFraction bound, String[] scale) {
    BigFraction value = java.util.Objects.requireNonNull(bound).divide(Exact.of(scale[0]));
    String text = sixDigits(value);
    boolean inRange = !isExact() && text.endsWith("…");
    return inRange
        ? grouped(
            new BigDecimal(value.doubleValue()).round(SHOWN).stripTrailingZeros().toPlainString())
        : text;
  }

  /** The value where six digits hold it, else cut there with an ellipsis. */
  private static String sixDigits(BigFraction value) {
    String exact = Exact.text(value);
    if (!exact.endsWith("…") && exact.replaceAll("[-.]|^0+", "").length() <= 7) {
      return grouped(exact);
    }
    BigDecimal cut =
        new BigDecimal(value.getNumerator())
            .divide(new BigDecimal(value.getDenominator()), new MathContext(6, RoundingMode.DOWN))
            .stripTrailingZeros();
    return cut.toPlainString() + "…";
  }

  /** A whole number with its thousands apart. */
  private static String grouped(String whole) {
    return whole.length() > 4 && !whole.contains(".")
        ? whole.replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",")
        : whole;
  }
}
