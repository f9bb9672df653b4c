package dev.chokepoint.workbench.ledger;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An order book that some may see.
 *
 * @param id what it is known by; says nothing of it
 * @param owner name of the account it belongs to
 * @param sharedWith names of the other accounts that may see it, in order
 * @param fourEyes whether whoever uploaded, mapped, asked or proposed may not release
 */
public record Book(
    String id,
    String name,
    String owner,
    List<String> sharedWith,
    boolean fourEyes,
    Instant created) {
  public Book {
    sharedWith = List.copyOf(sharedWith);
  }

  /** What entries of the chain about it have for their subject. */
  public String subject() {
    return "book:" + id;
  }

  /** Whether somebody may see it. */
  boolean isVisibleTo(String account, Role role) {
    return role == Role.ADMIN || owner.equals(account) || sharedWith.contains(account);
  }

  /** What a file holds. */
  public enum Holds {
    ORDERS,
    PRODUCTS,
    LICENCES,
    RATES,
    INVENTORY;

    /** The word used in the store and in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** All that is read beside orders. */
    public static List<Holds> beside() {
      return List.of(PRODUCTS, LICENCES, RATES, INVENTORY);
    }

    /**
     * What a word says.
     *
     * @throws Refused when it says nothing
     */
    public static Holds of(String word) {
      List<String> words = Arrays.stream(values()).map(Holds::word).toList();
      if (words.contains(word)) {
        return values()[words.indexOf(word)];
      }
      String limit = String.join(", ", words);
      throw new Refused(new Problem("bad-value", "holds", word, limit, Nearest.hint(word, words)));
    }
  }

  /**
   * A file that was uploaded.
   *
   * @param number counts from 1 in its book
   * @param file its name where it came from, to be shown and for nothing else
   * @param mapping column by header; empty for a header that is not read; of a table beside orders,
   *     whose columns have fixed names, nothing
   * @param removed the entry that says that it was removed after its time; 0 while it is there
   */
  public record Upload(
      String id,
      String book,
      long number,
      String file,
      long bytes,
      String sha256,
      Map<String, String> mapping,
      String uploadedBy,
      String mappedBy,
      Instant created,
      Holds holds,
      long removed) {}

  /** How a run stands. */
  public enum RunState {
    /** Asked for: it waits, runs, or goes on when the server does. */
    ASKED,
    DONE,
    /** The file or what was asked is wrong; nothing was decided. */
    REFUSED,
    STOPPED,
    /** A defect of ours. */
    FAILED;

    /** The word used in the store and in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A run over an upload.
   *
   * @param number counts from 1 in its book
   * @param asked what decides beside the file
   * @param why what is wrong, where it was refused
   * @param results SHA-256 of the list of results; empty before its end
   * @param seq the entry that says how it ended; 0 before
   * @param removed the entry that says that its results were removed after their time, or 0
   */
  public record Run(
      String id,
      String book,
      String upload,
      long number,
      JsonNode asked,
      String askedBy,
      RunState state,
      String why,
      String results,
      long seq,
      Instant created,
      long removed) {
    /** Who uploaded or mapped what it reads, or asked for it; none for an earlier program's. */
    public List<String> shapedBy() {
      return asked.path("shapedBy").valueStream().map(each -> each.asString("")).toList();
    }

    /** Whose decisions that a name is another than a listed one do not count in it. */
    public List<String> notClearedBy() {
      return asked.path("fourEyes").asBoolean(false) ? shapedBy() : List.of();
    }

    /** Whether it has results that can be looked at. */
    public boolean hasResults() {
      return state == RunState.DONE && removed == 0;
    }
  }

  /** What a person decides of a line. */
  public enum Kind {
    /** An analyst says that it may go, and why. */
    PROPOSE,
    /** An approver lets it go. */
    RELEASE,
    /** An approver holds it, whatever was said before. */
    HOLD;

    /** The word used in the store and in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The least role that may. */
    public Role needs() {
      return this == PROPOSE ? Role.ANALYST : Role.APPROVER;
    }

    /**
     * The kind of a word.
     *
     * @throws Refused when there is none
     */
    public static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return kind;
        }
      }
      List<String> words = Arrays.stream(values()).map(Kind::word).toList();
      throw new Refused(
          new Problem(
              "bad-value", "kind", word, String.join(", ", words), Nearest.hint(word, words)));
    }
  }

  /**
   * What was decided of a line last.
   *
   * @param reason why; empty once that was deleted
   */
  public record Decision(
      long line, Kind kind, String account, String reason, long seq, Instant at) {}

  /**
   * That the same line was released in an earlier run: a hint, as a release is of one run.
   *
   * @param run where, by its id and number
   * @param quantity how many units it had there; -1 once the content of the entry was deleted
   */
  public record Earlier(String run, long number, Decision decision, long quantity) {}
}
