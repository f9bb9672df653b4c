package dev.chokepoint.performance;

import java.util.List;

/**
 * A value that the calibration may move.
 *
 * @param name name of a constant, or stack and name with a slash between
 * @param value as shipped
 * @param low least value that makes sense
 * @param high largest value that makes sense
 * @param chips tokens of the chips whose measurements identify it
 */
public record Parameter(String name, double value, double low, double high, List<String> chips) {
  public Parameter {
    chips = List.copyOf(chips);
    if (!(low <= value && value <= high && low < high)) {
      throw new IllegalArgumentException(name + " " + low + " " + value + " " + high);
    }
  }

  /** The stack it belongs to, or empty for a constant of all. */
  public String stack() {
    int slash = name.indexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  /** Its name within the stack or the constants. */
  public String key() {
    return name.substring(name.indexOf('/') + 1);
  }

  /** The family of operators that it belongs to. */
  public String family() {
    String key = key();
    return key.substring(0, key.indexOf('.'));
  }
}
