package dev.chokepoint.screening;

/** Where the goods of a line are. */
public enum Movement {
  OPEN,
  SHIPPED,
  IN_TRANSIT,
  CANCELLED;

  /** The word used in files, text and JSON. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The movement of a word, if it is one. */
  public static java.util.Optional<Movement> find(String word) {
    return java.util.Arrays.stream(values()).filter(m -> m.word().equals(word)).findFirst();
  }
}
