package dev.chokepoint.performance;

/** What is predicted of a whole model. */
public enum Phase {
  /** One batch of prompts. */
  PREFILL,
  /** One step of a batch that continues. */
  DECODE,
  /** Clients that ask again as soon as they are answered. */
  SERVE;

  /** The word used in options and JSON. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
