package dev.chokepoint.market;

/** The ends of what a number may be; the middle stands for it where one value is wanted. */
public record Between(double low, double high) {
  double mid() {
    return (low + high) / 2;
  }

  /** The value at a share of the way from the low to the high end. */
  double at(double share) {
    return low + share * (high - low);
  }
}
