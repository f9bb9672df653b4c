package dev.chokepoint.performance;

import java.util.Arrays;

/**
 * How far predictions are from measurements, absolute percentage errors as shares.
 *
 * @param rows measurements compared
 * @param mean mean absolute error over the measured time
 * @param median median of the same
 * @param bias median of predicted over measured, less one
 */
public record Accuracy(int rows, double mean, double median, double bias) {

  /** From logarithms of predicted over measured; no rows give zeros. */
  public static Accuracy of(double[] logErrors) {
    if (logErrors.length == 0) {
      return new Accuracy(0, 0, 0, 0);
    }
    double[] errors = Arrays.stream(logErrors).map(r -> Math.abs(Math.expm1(r))).toArray();
    return new Accuracy(
        logErrors.length,
        Arrays.stream(errors).average().orElse(0),
        quantile(errors, 0.5),
        Math.expm1(quantile(logErrors, 0.5)));
  }

  /** A quantile of some values, between the two nearest; no values give zero. */
  public static double quantile(double[] values, double share) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int low = (int) Math.floor(place);
    int high = Math.min(sorted.length - 1, low + 1);
    return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
  }

  /** A share with the 95% range that so many trials leave open (Wilson's score interval). */
  public record Coverage(double share, double low, double high) {
    private static final double Z = 1.96;

    public static Coverage of(long inside, long trials) {
      if (trials == 0) {
        return new Coverage(0, 0, 1);
      }
      double p = (double) inside / trials;
      double z2 = Z * Z / trials;
      double middle = (p + z2 / 2) / (1 + z2);
      double half = Z / (1 + z2) * Math.sqrt(p * (1 - p) / trials + z2 / (4 * trials));
      return new Coverage(p, Math.max(0, middle - half), Math.min(1, middle + half));
    }
  }
}
