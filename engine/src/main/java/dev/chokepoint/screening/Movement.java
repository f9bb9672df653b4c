package dev.chokepoint.screening;

/** Where the goods of a line are. */
public enum Movement {
  OPEN,
  SHIPPED,
  IN_TRANSIT,
  CANCELLED
}
