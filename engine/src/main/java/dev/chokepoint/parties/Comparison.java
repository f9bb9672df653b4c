package dev.chokepoint.parties;

/**
 * What a comparison of two names found; the score is a function of these alone.
 *
 * @param asked share of the asked name's weight that matched, 0 to 1
 * @param listed share of the listed name's weight that matched, 0 to 1
 * @param quality how alike the matched words are, 0 to 1
 * @param evidence weight of the words that matched; a rare word weighs 1
 * @param conflict weight of the lighter of the heaviest words left over on either side: two
 *     distinctive words instead of one another speak against, one word more speaks little
 * @param leftAsked weight of the heaviest word of the asked name that is left over
 * @param leftListed weight of the heaviest word of the listed name that is left over
 * @param numbers 1 where both have numbers and they differ, else 0
 * @param distinctive weight of the heaviest matched word that is not common
 * @param single 1 where one word alone matched and the asked name has another distinctive one
 * @param lone 1 where one word that is not common matched and both names have others left over
 * @param letters letters of the matched words that are not common
 * @param order share of matched neighbours that stand the other way round, 0 to 1
 */
record Comparison(
    double asked,
    double listed,
    double quality,
    double evidence,
    double conflict,
    double leftAsked,
    double leftListed,
    double numbers,
    double distinctive,
    double single,
    double lone,
    double letters,
    double order) {

  /** The features of the fit, in the order of its coefficients. */
  double[] features() {
    double both = asked * listed;
    return new double[] {
      1,
      asked,
      listed,
      both,
      quality * quality,
      Math.min(evidence, 4),
      conflict,
      leftAsked,
      leftListed,
      numbers,
      distinctive,
      single,
      lone,
      Math.min(letters, 10) / 10,
      order,
    };
  }
}
