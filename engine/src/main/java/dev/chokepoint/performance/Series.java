package dev.chokepoint.performance;

import dev.chokepoint.catalog.Item;
import java.util.List;

/**
 * Measurements of one family of operators on one chip with one software, as one file holds them.
 *
 * @param file where they were read
 * @param family as {@link Predictor#family} names it
 * @param item the chip
 * @param stack name of the software
 */
public record Series(
    String file, String family, Item item, String stack, List<Observation> observations) {

  /**
   * One measurement.
   *
   * @param seconds measured time of the operator
   */
  public record Observation(Operator operator, double seconds) {}

  public Series {
    observations = List.copyOf(observations);
  }

  /** At most so many observations, spread evenly over the file. */
  public Series thinned(int most) {
    int size = observations.size();
    if (size <= most) {
      return this;
    }
    List<Observation> kept =
        java.util.stream.IntStream.range(0, most)
            .mapToObj(i -> observations.get((int) ((long) i * size / most)))
            .toList();
    return new Series(file, family, item, stack, kept);
  }
}
