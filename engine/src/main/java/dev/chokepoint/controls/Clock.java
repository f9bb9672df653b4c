package dev.chokepoint.controls;

/** Which timeline of the law an answer is read from. */
public enum Clock {
  /** What the agency enforces; compliance dates and announced non-enforcement count. */
  ENFORCED,
  /** What the code of regulations prints. */
  CODIFIED;

  /** The other of the two. */
  public Clock other() {
    return this == ENFORCED ? CODIFIED : ENFORCED;
  }

  /** The word used in options, text and JSON. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
