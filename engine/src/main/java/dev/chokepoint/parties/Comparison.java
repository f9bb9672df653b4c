package dev.chokepoint.parties;

/**
 * What a comparison of two names found; the score is a function of these alone. Weights are those
 * of words: a rare word weighs 1, an ordinary one of company names at most 0.3.
 *
 * @param asked share of the asked name's weight that matched, 0 to 1
 * @param listed share of the listed name's weight that matched, 0 to 1
 * @param evidence weight of the words that matched
 * @param leftAsked weight of the heaviest word of the asked name that is left over
 * @param leftListed weight of the heaviest word of the listed name that is left over
 * @param numbers 1 where both have numbers and they differ, else 0
 * @param distinctive weight of the heaviest matched word that is not common
 * @param single 1 where one word alone matched and the asked name has another distinctive one, or
 *     any other where the one that matched is a word of people's names
 * @param letters letters of the matched words that are not common
 * @param order share of matched neighbours that stand the other way round, 0 to 1
 */
record Comparison(
    double asked,
    double listed,
    double evidence,
    double leftAsked,
    double leftListed,
    double numbers,
    double distinctive,
    double single,
    int letters,
    double order) {
  private static final double MUCH_EVIDENCE = 4;
  private static final double MANY_LETTERS = 10;

  /** The features of the fit, in the order of its coefficients; the first is always 1. */
  double[] features() {
    return new double[] {
      1,
      asked,
      listed,
      asked * listed,
      Math.min(evidence, MUCH_EVIDENCE),
      leftListed,
      numbers,
      distinctive,
      single,
      Math.min(letters, MANY_LETTERS) / MANY_LETTERS,
      order,
    };
  }
}
