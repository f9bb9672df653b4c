package dev.chokepoint.screening;

/** What becomes of an order line, most urgent first. */
public enum State {
  /** A licence is required today and none that covers the line is held. */
  BLOCKED,
  /** A licence is required on the later day and none was on the earlier one. */
  NEWLY_BLOCKED,
  /** It left although a licence was required on that day: check that one was held. */
  SHIPPED_REQUIRED,
  /** A licence was required before the move already. */
  ALREADY_REQUIRED,
  /** The law, or what the line is, cannot be decided from what is known. */
  UNDETERMINED,
  /** Left before the rule that would stop it, and has not arrived. */
  IN_TRANSIT,
  /** A licence is required, and one that is held covers the line. */
  LICENSED,
  /** A licence was required on the earlier day and none is on the later one. */
  NEWLY_FREED,
  /** No licence is required on either day, or it had arrived before the rule. */
  UNAFFECTED,
  /** No licence requirement of those modelled applies. */
  FREE,
  /** The order says so. */
  CANCELLED;

  /** The word used in files, text and JSON. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The state of a word. */
  public static State find(String word) {
    for (State state : values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    throw new IllegalArgumentException(word);
  }

  /** Whether the line may not go as things stand. */
  public boolean stops() {
    return switch (this) {
      case BLOCKED, NEWLY_BLOCKED, SHIPPED_REQUIRED, ALREADY_REQUIRED -> true;
      case UNDETERMINED, IN_TRANSIT, LICENSED, NEWLY_FREED, UNAFFECTED, FREE, CANCELLED -> false;
    };
  }

  /** Whether a licence that is held may let the line go. */
  public boolean licensable() {
    return switch (this) {
      case BLOCKED, NEWLY_BLOCKED, ALREADY_REQUIRED -> true;
      case SHIPPED_REQUIRED,
          UNDETERMINED,
          IN_TRANSIT,
          LICENSED,
          NEWLY_FREED,
          UNAFFECTED,
          FREE,
          CANCELLED ->
          false;
    };
  }
}
