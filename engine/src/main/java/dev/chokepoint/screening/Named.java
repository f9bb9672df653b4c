package dev.chokepoint.screening;

import java.time.LocalDate;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who takes part and whom a list names, or may name.
 *
 * @param asked what the rulebook is asked of: a name or a category of its own; {@code ?} where it
 *     is not certain who is meant
 * @param from first day on the list where the rulebook does not know it, or null
 * @param until last day on the list where the rulebook does not know it, or null
 * @param note whom the name was taken for, for people; empty where it is a listed name itself
 * @param review whether a person must settle it: such a line is never free
 */
public record Named(
    String asked, @Nullable LocalDate from, @Nullable LocalDate until, String note, boolean review)
    implements Comparable<Named> {

  private static final String UNLISTED = "unlisted";

  private static final Comparator<Named> ORDER =
      Comparator.comparing(Named::asked)
          .thenComparing(Named::from, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Named::until, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Named::note)
          .thenComparing(Named::review);

  /** A name that the rulebook itself holds, with its days. */
  public static Named exactly(String name) {
    return new Named(name, null, null, "", false);
  }

  /**
   * A name that a person found to be another than a listed one: asked as one that is not listed,
   * and said of each line.
   *
   * @param note who found that, and when
   */
  public static Named cleared(String note) {
    return new Named(UNLISTED, null, null, note, false);
  }

  /** Whether it is here only because a person found it to be another than a listed one. */
  public boolean isCleared() {
    return asked.equals(UNLISTED);
  }

  /** Whether it is listed on a day, as far as this record and not the rulebook tells. */
  public boolean on(LocalDate day) {
    return (from == null || !day.isBefore(from)) && (until == null || !day.isAfter(until));
  }

  /** What the rulebook is asked of on a day. */
  public String askedOn(LocalDate day) {
    return on(day) ? asked : UNLISTED;
  }

  /** The same without days and without whom it names: what many parties can share. */
  public Named shared() {
    String shared = isCleared() ? "found by a person to be no listed one" : "on a list by its name";
    return note.isEmpty() ? this : new Named(asked, null, null, shared, review);
  }

  @Override
  public int compareTo(Named other) {
    return ORDER.compare(this, other);
  }
}
