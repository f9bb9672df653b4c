package dev.chokepoint.explore;

import dev.chokepoint.controls.Batch;
import java.util.List;

/**
 * Some designs with all that is known of them, row by row.
 *
 * @param indexes numbers in the space
 * @param values by {@link ExploreFigure} and row; not a number where a design cannot be built, does
 *     not fit the model or was not asked
 * @param decisions what the law says, by destination and row
 * @param met constraints met, one bit each, by row
 */
@SuppressWarnings("ArrayRecordComponent") // columns, never compared
public record ExplorePoints(
    long[] indexes, double[][] values, List<List<Batch.Decided>> decisions, long[] met) {

  /** Number of rows. */
  public int length() {
    return indexes.length;
  }

  /** A figure of a row. */
  public double value(ExploreFigure figure, int row) {
    return values[figure.place()][row];
  }

  /** What the law says of a row for the first destination. */
  public Batch.Decided decided(int row) {
    return decisions.getFirst().get(row);
  }
}
