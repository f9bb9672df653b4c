package dev.chokepoint.performance;

import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /**
   * A stack as written, before it takes over what it does not state.
   *
   * @param parent the stack whose values are taken over, or null
   * @param own values that it states itself
   * @param links values that equal another one of the same stack, by name
   * @param source what the values rest on
   */
  public record Definition(
      String name,
      @Nullable String parent,
      Map<String, Double> own,
      Map<String, String> links,
      String source) {
    public Definition {
      own = Map.copyOf(own);
      links = Map.copyOf(links);
    }
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
