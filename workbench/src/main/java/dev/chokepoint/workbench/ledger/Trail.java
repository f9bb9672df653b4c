package dev.chokepoint.workbench.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail as one user may read it: an entry about a book is there for those alone who may
 * see the book, and for admins.
 */
public final class Trail {
  private static final String VISIBLE =
      " (subject IS NULL OR SUBSTR(subject, 1, 5) <> 'book:' OR SUBSTR(subject, 6) IN"
          + " (SELECT id FROM book WHERE owner = ? UNION"
          + " SELECT book FROM book_share WHERE account = ?))";

  private final Store store;
  private final String account;
  private final boolean all;

  /** The trail of a store as somebody may read it. */
  public Trail(Store store, String account, Role role) {
    this.store = store;
    this.account = account;
    this.all = role == Role.ADMIN;
  }

  /** An entry by its number; one that may not be read is as one that is not there. */
  public Optional<Entry> find(long seq) {
    return select("seq = ?", 1, seq, null).stream().findFirst();
  }

  /** Entries before a number, the last first, at most so many; about one thing, or about all. */
  public List<Entry> before(long seq, @Nullable String subject, int most) {
    return select(subject == null ? "seq < ?" : "seq < ? AND subject = ?", most, seq, subject);
  }

  private List<Entry> select(String which, int most, long seq, @Nullable String subject) {
    String where = "WHERE " + which + (all ? "" : " AND" + VISIBLE) + " ORDER BY seq DESC";
    List<Object> values = new ArrayList<>(List.of(seq));
    if (subject != null) {
      values.add(subject);
    }
    if (!all) {
      values.addAll(List.of(account, account));
    }
    return store.read(c -> Chain.select(c, where, most, values.toArray()));
  }
}
