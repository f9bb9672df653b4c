package dev.chokepoint.performance;

import java.util.Map;

/**
 * Constants shared by all chips, fitted to measurements, by name.
 *
 * @param values by name, such as {@code gemm.port-bytes}
 */
public record Constants(Map<String, Double> values) {
  public Constants {
    values = Map.copyOf(values);
  }

  /** The value of a constant. */
  public double value(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no constant " + name);
    }
    return value;
  }
}
