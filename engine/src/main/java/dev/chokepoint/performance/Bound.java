package dev.chokepoint.performance;

/** What sets the time of an operator. */
public enum Bound {
  COMPUTE,
  MEMORY,
  NETWORK,
  /** Starting kernels and other costs that do not depend on the size. */
  LAUNCH;

  /** The word used in files, text and JSON. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
