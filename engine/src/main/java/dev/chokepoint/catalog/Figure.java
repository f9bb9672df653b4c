package dev.chokepoint.catalog;

import dev.chokepoint.units.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a datasheet with every source that gives it.
 *
 * @param field what is measured
 * @param readings one per source; never empty
 * @param value the smallest range that holds all readings
 */
public record Figure(Field field, List<Reading> readings, Range value) {

  /**
   * What one source says.
   *
   * @param source title of the source, or null when the figure has none of its own
   */
  public record Reading(Range value, @Nullable String source, Confidence confidence, String note) {}

  public Figure {
    readings = List.copyOf(readings);
  }

  public static Figure of(Field field, List<Reading> readings) {
    Range hull = readings.getFirst().value();
    for (Reading reading : readings) {
      hull = hull.hull(reading.value());
    }
    return new Figure(field, readings, hull);
  }

  /** Whether no reading names a source. */
  public boolean isUnsourced() {
    return readings.stream().allMatch(reading -> reading.source() == null);
  }

  /** Whether two sources disagree. */
  public boolean isContested() {
    return readings.size() > 1 && readings.stream().map(Reading::value).distinct().count() > 1;
  }
}
