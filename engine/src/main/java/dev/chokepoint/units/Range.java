package dev.chokepoint.units;

import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * A non-negative quantity that may be known exactly, within bounds, or not at all.
 *
 * @param low greatest known lower bound, 0 or more
 * @param lowOpen whether the lower bound itself is excluded
 * @param high least known upper bound, or null when there is none
 * @param highOpen whether the upper bound itself is excluded; false when there is none
 */
public record Range(
    BigFraction low, boolean lowOpen, @Nullable BigFraction high, boolean highOpen) {

  /** Nothing known but that the quantity is more than zero. */
  public static final Range UNKNOWN = new Range(BigFraction.ZERO, true, null, false);

  /** Exactly zero. */
  public static final Range ZERO = exactly(BigFraction.ZERO);

  public Range {
    if (low.signum() < 0 || (high != null && Exact.compare(high, low) < 0)) {
      throw new IllegalArgumentException("bounds out of order: " + low + " .. " + high);
    }
  }

  public static Range exactly(BigFraction value) {
    return new Range(value, false, value, false);
  }

  public static Range between(BigFraction low, BigFraction high) {
    return new Range(low, false, high, false);
  }

  /** Whether only one value is possible. */
  public boolean isExact() {
    return high != null && Exact.compare(low, high) == 0;
  }

  /** Whether no bound is known at all. */
  public boolean isUnknown() {
    return high == null && low.signum() == 0;
  }

  /** Whether the value is possible. */
  public boolean contains(BigFraction value) {
    int fromLow = Exact.compare(value, low);
    if (fromLow < 0 || (fromLow == 0 && lowOpen)) {
      return false;
    }
    if (high == null) {
      return true;
    }
    int fromHigh = Exact.compare(value, high);
    return fromHigh < 0 || (fromHigh == 0 && !highOpen);
  }

  public Range times(long factor) {
    BigFraction least = Exact.times(low, factor);
    BigFraction most = high == null ? null : isExact() ? least : Exact.times(high, factor);
    return new Range(least, lowOpen, most, highOpen);
  }

  public Range plus(Range other) {
    BigFraction sum = high == null || other.high == null ? null : high.add(other.high);
    return new Range(
        low.add(other.low),
        lowOpen || other.lowOpen,
        sum,
        sum != null && (highOpen || other.highOpen));
  }

  /** The larger of two quantities that vary independently. */
  public Range max(Range other) {
    int lows = Exact.compare(low, other.low);
    BigFraction maxLow = lows >= 0 ? low : other.low;
    boolean maxLowOpen = lows > 0 ? lowOpen : lows < 0 ? other.lowOpen : lowOpen && other.lowOpen;
    if (high == null || other.high == null) {
      return new Range(maxLow, maxLowOpen, null, false);
    }
    int highs = Exact.compare(high, other.high);
    boolean maxHighOpen =
        highs > 0 ? highOpen : highs < 0 ? other.highOpen : highOpen && other.highOpen;
    return new Range(maxLow, maxLowOpen, highs >= 0 ? high : other.high, maxHighOpen);
  }

  /** The smallest range that holds both, as when two sources disagree. */
  public Range hull(Range other) {
    int lows = Exact.compare(low, other.low);
    BigFraction minLow = lows <= 0 ? low : other.low;
    boolean minLowOpen = lows < 0 ? lowOpen : lows > 0 ? other.lowOpen : lowOpen && other.lowOpen;
    Range top = max(other);
    return new Range(minLow, minLowOpen, top.high, top.highOpen);
  }

  /** Text such as {@code 814}, {@code 456..624}, {@code <600}, {@code >=8} or {@code unknown}. */
  public String text() {
    if (high == null) {
      return isUnknown() ? "unknown" : (lowOpen ? ">" : ">=") + Exact.text(low);
    }
    if (isExact()) {
      return Exact.text(low);
    }
    if (low.signum() == 0) {
      return (highOpen ? "<" : "<=") + Exact.text(high);
    }
    return Exact.text(low) + ".." + Exact.text(high);
  }
}
