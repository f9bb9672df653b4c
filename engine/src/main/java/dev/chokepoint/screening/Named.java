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

  /** Whether it is listed on a day, as far as this record and not the rulebook tells. */
  public boolean on(LocalDate day) {
    return (from == null || !day.isBefore(from)) && (until == null || !day.isAfter(until));
  }

  /** What the rulebook is asked of on a day. */
  public String askedOn(LocalDate day) {
    return on(day) ? asked : "unlisted";
  }

  /** The same without days and without whom it names: what many parties can share. */
  public Named shared() {
    return note.isEmpty() ? this : new Named(asked, null, null, "on a list by its name", review);
  }

  @Override
  public int compareTo(Named other) {
    return ORDER.compare(this, other);
  }
}
