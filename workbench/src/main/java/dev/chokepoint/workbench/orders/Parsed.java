package dev.chokepoint.workbench.orders;

import org.jspecify.annotations.Nullable;

/**
 * What a cell says.
 *
 * @param value null when the cell is empty or bad
 * @param problem id of what is wrong, or null
 * @param limit what would have been accepted
 * @param hint begins with "Maybe", or empty
 */
record Parsed<T>(@Nullable T value, @Nullable String problem, String limit, String hint) {
  static <T> Parsed<T> of(T value) {
    return new Parsed<>(value, null, "", "");
  }

  static <T> Parsed<T> empty() {
    return new Parsed<>(null, null, "", "");
  }

  static <T> Parsed<T> bad(String problem, String limit, String hint) {
    return new Parsed<>(null, problem, limit, hint);
  }
}
