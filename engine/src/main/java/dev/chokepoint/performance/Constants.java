package dev.chokepoint.performance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Constants shared by all chips, fitted to measurements, by name.
 *
 * @param values by name, such as {@code gemm.store}
 * @param spreads width of the 90% interval by family of operators
 */
public record Constants(Map<String, Double> values, Map<String, Intervals.Spread> spreads) {
  /** What is taken for a family that has never been measured. */
  private static final Intervals.Spread UNMEASURED = new Intervals.Spread(3, 3);

  public Constants {
    values = Map.copyOf(values);
    spreads = Map.copyOf(spreads);
  }

  /** The value of a constant. */
  public double value(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no constant " + name);
    }
    return value;
  }

  /** Width of the 90% interval of a family. */
  public Intervals.Spread spread(String family) {
    return spreads.getOrDefault(family, UNMEASURED);
  }

  /** The same with some values replaced. */
  public Constants with(Map<String, Double> changed) {
    Map<String, Double> copy = new LinkedHashMap<>(values);
    copy.putAll(changed);
    return new Constants(copy, spreads);
  }

  /** The same with other widths for some families. */
  public Constants withSpreads(Map<String, Intervals.Spread> changed) {
    Map<String, Intervals.Spread> copy = new LinkedHashMap<>(spreads);
    copy.putAll(changed);
    return new Constants(values, copy);
  }
}
