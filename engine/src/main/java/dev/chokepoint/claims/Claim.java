package dev.chokepoint.claims;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A public statement and what to hold it against. Its verdict is worked out, never stored.
 *
 * @param list the file it stands in, such as {@code seed}
 * @param says the statement in our words
 * @param source who states it
 * @param locator where in the source
 * @param check what must be so for it to hold; null when nothing can be checked
 * @param why why nothing can be checked; empty when something can
 * @param instead more precise versions, of which the first that holds is named
 */
public record Claim(
    String id,
    String list,
    Kind kind,
    String says,
    String source,
    String locator,
    @Nullable Check check,
    String why,
    List<Version> instead,
    String note) {

  /** What kind of statement it is. */
  public enum Kind {
    QUANTITY,
    LAW,
    EVENT,
    FORECAST,
    CONSISTENCY;

    /** The word used in files and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A more precise version of a claim. */
  public record Version(String says, Check check) {}

  public Claim {
    instead = List.copyOf(instead);
  }
}
