package dev.chokepoint.parties;

/**
 * How likely two names mean one party: a logistic model of a {@link Comparison}, fitted to pairs of
 * the official list's own names. Method, data and figures are in docs/parties.md.
 */
final class Score {
  /** From here on a hit is shown, for organisations and for people. */
  static final double THRESHOLD = 0.5;

  private static final double[] ORGANISATION = {
    -9.38, 0.00, 4.65, 8.06, 0.00, -0.23, -4.49, 2.34, -3.76, 1.32, -1.79,
  };
  private static final double[] PERSON = {
    -12.75, 2.29, 0.20, 7.71, 1.87, -0.97, 0.00, 5.12, -1.90, 1.50, -2.22,
  };

  private static final double SAME_COUNTRY = 0.4;
  private static final double OTHER_COUNTRY = -0.7;

  private Score() {}

  /**
   * The score of a comparison.
   *
   * @param country 1 where the countries are said to be the same, -1 where they differ, 0 where
   *     nothing is known
   */
  static double of(Comparison comparison, boolean person, int country) {
    double[] weights = person ? PERSON : ORGANISATION;
    double[] features = comparison.features();
    double sum = country > 0 ? SAME_COUNTRY : country < 0 ? OTHER_COUNTRY : 0;
    for (int i = 0; i < features.length; i++) {
      sum += weights[i] * features[i];
    }
    return 1 / (1 + Math.exp(-sum));
  }
}
