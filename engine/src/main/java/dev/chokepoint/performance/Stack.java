package dev.chokepoint.performance;

import java.util.Map;

/**
 * The software that runs the operators: which kernels, and what starting them costs. It is an input
 * of its own, because no figure of a chip tells it.
 *
 * @param name key in {@code knowledge/performance/stacks.yaml}
 * @param values figures of the stack by name, times in seconds
 */
public record Stack(String name, Map<String, Double> values) {
  public Stack {
    values = Map.copyOf(values);
  }

  /** A figure of the stack. */
  public double value(String key) {
    Double value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("stack " + name + " lacks " + key);
    }
    return value;
  }
}
