package dev.chokepoint.controls;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a savings clause says of goods that were on their way when a version began. */
public enum Savings {
  /** Loaded in time and arriving in time: the version does not bind them. */
  FREE,
  /** Too late for the clause. */
  BOUND,
  /** No clause was read, or the day of arrival is not known. */
  UNKNOWN;

  /**
   * Reads the savings clause of a version.
   *
   * @param loaded day on which the goods were loaded or left
   * @param arrives day of arrival, or null when it is not known
   */
  public static Savings of(
      Provision.@Nullable Savings clause, LocalDate loaded, @Nullable LocalDate arrives) {
    if (clause == null) {
      return UNKNOWN;
    }
    if (!loaded.isBefore(clause.loadedBefore())) {
      return BOUND;
    }
    return arrives == null ? UNKNOWN : arrives.isAfter(clause.arrivesBy()) ? BOUND : FREE;
  }
}
