package dev.chokepoint.market;

import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How far the law goes: each scenario freezes it before the next turn. */
public enum LawScenario {
  /** No control at all. */
  NONE("none", null),
  /** The rule of October 2022, and nothing after it. */
  RULE_2022("2022", "2023-10-16"),
  /** The rule of October 2023, and nothing after it. */
  RULE_2023("2023", "2025-04-08"),
  /** With the letters of April 2025, and nothing after them. */
  LETTER_2025("april-2025", "2026-01-14"),
  /** As it is, with the case-by-case review of January 2026. */
  REVIEW_2026("january-2026", "9999-12-31"),
  /** As it is, and the Chinese guidance of November 2025 to buy domestic chips only. */
  DOMESTIC_ONLY("domestic-only", "9999-12-31");

  private final String word;
  private final @Nullable String last;

  LawScenario(String word, @Nullable String last) {
    this.word = word;
    this.last = last;
  }

  /** The word in files and options. */
  public String word() {
    return word;
  }

  /** The day of law that holds on a day, or null when there is no control. */
  public @Nullable LocalDate day(LocalDate on) {
    if (last == null) {
      return null;
    }
    LocalDate end = LocalDate.parse(last);
    return on.isBefore(end) ? on : end;
  }

  /** The scenario of a word, or null. */
  public static @Nullable LawScenario find(String word) {
    return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst().orElse(null);
  }
}
