package dev.chokepoint.workbench.ledger;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a user may do; each may do all that those before it may. */
public enum Role {
  /** Reads pages and asks. */
  VIEWER,
  /** Also records answers and uploads. */
  ANALYST,
  /** Also releases and reads the audit trail. */
  APPROVER,
  /** Also sees how the server does; accounts are managed on the command line. */
  ADMIN;

  /** The word used in options, files and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Role::word).toList();
  }

  /** Whether it may do what another may. */
  public boolean covers(Role other) {
    return compareTo(other) >= 0;
  }

  /**
   * The role of a word.
   *
   * @throws Refused when there is none
   */
  public static Role of(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new Refused(
        new Problem(
            "bad-value", "role", word, String.join(", ", words()), Nearest.hint(word, words())));
  }
}
