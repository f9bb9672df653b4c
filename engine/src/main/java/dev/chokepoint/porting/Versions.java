package dev.chokepoint.porting;

/** Dotted version numbers, such as 6.2.0. */
final class Versions {
  private Versions() {}

  /** Negative if a is older than b; missing parts are zero, letters are ignored. */
  static int compare(String a, String b) {
    String[] x = a.split("\\.", -1);
    String[] y = b.split("\\.", -1);
    for (int i = 0; i < Math.max(x.length, y.length); i++) {
      int order = Integer.compare(part(x, i), part(y, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int part(String[] parts, int i) {
    String digits = i < parts.length ? parts[i].replaceAll("[^0-9]", "") : "";
    return digits.isEmpty() || digits.length() > 8 ? 0 : Integer.parseInt(digits);
  }
}
