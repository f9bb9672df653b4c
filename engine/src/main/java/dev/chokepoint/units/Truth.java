package dev.chokepoint.units;

/** Three-valued truth. Unknown is a state of its own: it is never read as no. */
public enum Truth {
  YES,
  NO,
  UNKNOWN;

  /** The two-valued truth as a three-valued one. */
  public static Truth of(boolean value) {
    return value ? YES : NO;
  }

  /** Yes becomes no and no becomes yes. */
  public Truth not() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** The word used in text and JSON: {@code yes}, {@code no} or {@code unknown}. */
  public String word() {
    return switch (this) {
      case YES -> "yes";
      case NO -> "no";
      case UNKNOWN -> "unknown";
    };
  }
}
