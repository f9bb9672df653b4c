package dev.chokepoint.claims;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param precise the more precise version that holds, or null
 * @param computed what we work out, one text for each comparison
 * @param stated what was stated, in the same order
 * @param working the arithmetic, line by line
 * @param sources what the working rests on
 * @param sensitivity what would have to change for another verdict
 */
public record Finding(
    Claim claim,
    Verdict verdict,
    Claim.@Nullable Version precise,
    List<String> computed,
    List<String> stated,
    List<String> working,
    List<String> sources,
    List<Turn> sensitivity) {

  /** How a claim comes out. */
  public enum Verdict {
    HOLDS,
    FAILS,
    /** It fails or leaves something open as stated; a more precise version holds. */
    IMPRECISE,
    /** It compares or adds what is counted in different units. */
    MIXED_UNITS,
    /** What it needs is not known, or sources leave both answers possible. */
    UNDETERMINED,
    /** No figure, law or event could decide it. */
    NOT_CHECKABLE;

    /** The word used in JSON and CSV. */
    public String word() {
      return words().replace(' ', '-');
    }

    /** The word for people. */
    public String words() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * Where one input turns the verdict.
   *
   * @param input what is changed
   * @param value what it is
   * @param turnsAt the nearest value with another verdict, or null when none is within the factor
   *     searched
   * @param factor {@code turnsAt} over the value, or null
   * @param becomes the verdict there, or null
   */
  public record Turn(
      String input,
      String value,
      @Nullable String turnsAt,
      @Nullable String factor,
      @Nullable Verdict becomes) {}

  public Finding {
    computed = List.copyOf(computed);
    stated = List.copyOf(stated);
    working = List.copyOf(working);
    sources = List.copyOf(sources);
    sensitivity = List.copyOf(sensitivity);
  }
}
