package dev.chokepoint.catalog;

/** How far a figure may be trusted, from a vendor's document down to memory. */
public enum Confidence {
  /** A vendor's document or code is the basis. */
  OFFICIAL,
  /** Press, analysts, community measurements. */
  REPORTED,
  /** Scaled or inferred. */
  ESTIMATED,
  /** General knowledge with no document behind it. */
  RECALLED,
  /** Given by the person who asks. */
  STATED;

  /** The word used in files, text and JSON. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
