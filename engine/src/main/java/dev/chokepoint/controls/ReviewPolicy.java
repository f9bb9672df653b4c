package dev.chokepoint.controls;

import org.jspecify.annotations.Nullable;

/** How the agency reviews an application, mildest last so that the natural order is strictness. */
public enum ReviewPolicy {
  PRESUMPTION_OF_DENIAL,
  DENIAL_AFTER_ALLOCATION,
  CASE_BY_CASE,
  PRESUMPTION_OF_APPROVAL,
  /** A licence is required and no text read here says how applications are reviewed. */
  UNKNOWN;

  /** The word used in files, JSON and CSV. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** What people read: an unknown policy is one that nobody published. */
  public String words() {
    return this == UNKNOWN ? "none published" : word().replace('-', ' ');
  }

  /** The policy of this word, or null. */
  public static @Nullable ReviewPolicy find(String word) {
    for (ReviewPolicy policy : values()) {
      if (policy.word().equals(word)) {
        return policy;
      }
    }
    return null;
  }
}
