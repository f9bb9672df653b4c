package dev.chokepoint.workbench.ledger;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What people decide of lines that were stopped. */
public final class Decisions {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Store store;
  private final Chain chain;

  Decisions(Store store, Chain chain) {
    this.store = store;
    this.chain = chain;
  }

  /**
   * Decides lines of a run, all or none.
   *
   * @param lines each line with what the run found of it, which the entry keeps
   * @param follows hashes of what the run follows from
   * @throws Refused when the role is too low, or when four eyes are asked for and these are two
   */
  public Books.Made decide(
      Book book,
      Book.Upload upload,
      Book.Run run,
      Book.Kind kind,
      Map<Long, Map<String, Object>> lines,
      String reason,
      ObjectNode follows,
      Books.By by) {
    if (!by.role().covers(kind.needs())) {
      String limit = "the role " + kind.needs().word();
      throw new Refused(new Problem("not-allowed", "kind", kind.word(), limit, ""));
    }
    ObjectNode content = MAPPER.createObjectNode();
    content.put("id", run.id()).put("kind", kind.word()).put("reason", reason);
    content.set("lines", MAPPER.valueToTree(lines.values()));
    Chain.Change change =
        connection -> {
          if (book.fourEyes() && kind == Book.Kind.RELEASE) {
            refuseTwoEyes(connection, upload, run, lines.keySet(), by.name());
          }
          long seq = Chain.head(connection).seq() + 1;
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO book_decision (run, line, seq, kind, account)"
                      + " VALUES (?, ?, ?, ?, ?)")) {
            for (long line : lines.keySet()) {
              insert.setString(1, run.id());
              insert.setLong(2, line);
              insert.setLong(3, seq);
              insert.setString(4, kind.word());
              insert.setString(5, by.name());
              insert.addBatch();
            }
            insert.executeBatch();
          }
          return new Entry.Draft(
              by.name(), by.via(), "book-" + kind.word(), book.subject(), content, null, follows);
        };
    String key = by.key();
    // With a key the chain is locked before; without, here, so that the number above is its own.
    Entry.Receipt receipt =
        key == null
            ? chain.append(connection -> {
              Chain.lock(connection);
              return change.on(connection);
            })
            : chain.appendOnce(key, Hash.of(book.subject() + content), by.name(), change).receipt();
    return new Books.Made(run.id(), receipt);
  }

  private static void refuseTwoEyes(
      Connection connection, Book.Upload upload, Book.Run run, Collection<Long> lines, String who)
      throws SQLException {
    Set<Long> proposed = new HashSet<>();
    Books.each(
        connection,
        "SELECT line FROM book_decision WHERE run = ? AND account = ? AND kind = ?",
        row -> proposed.add(row.getLong(1)),
        run.id(),
        who,
        Book.Kind.PROPOSE.word());
    boolean handed = who.equals(upload.uploadedBy()) || who.equals(upload.mappedBy());
    if (handed || lines.stream().anyMatch(proposed::contains)) {
      throw new Refused(
          new Problem(
              "four-eyes",
              "release",
              who,
              "somebody who neither uploaded, mapped nor proposed it",
              "Maybe ask another approver who may see this book."));
    }
  }

  /** What was decided last of lines of a run; nothing for those that nobody decided. */
  public Map<Long, Book.Decision> last(String run) {
    Map<Long, Book.Decision> found = new TreeMap<>();
    Map<Long, Entry> entries = new HashMap<>();
    record Row(long line, long seq, String kind, String account) {}
    List<Row> rows = new ArrayList<>();
    store.read(connection -> {
      Books.each(
          connection,
          "SELECT line, seq, kind, account FROM book_decision WHERE run = ? ORDER BY seq",
          row ->
              rows.add(
                  new Row(row.getLong(1), row.getLong(2), Books.text(row, 3), Books.text(row, 4))),
          run);
      return rows;
    });
    Map<Long, Row> newest = new TreeMap<>();
    rows.forEach(row -> newest.put(row.line(), row));
    newest
        .values()
        .forEach(row -> {
          Entry entry = entries.computeIfAbsent(row.seq(), seq -> chain.find(seq).orElseThrow());
          found.put(
              row.line(),
              new Book.Decision(
                  row.line(),
                  Book.Kind.of(row.kind()),
                  row.account(),
                  entry.contents().path("reason").asString(""),
                  row.seq(),
                  entry.at()));
        });
    return found;
  }

  /** Up to which entry somebody has seen a book; 0 for never. */
  public long seen(Book book, String account) {
    return store.read(connection -> {
      long[] seq = {0};
      Books.each(
          connection,
          "SELECT seq FROM book_seen WHERE book = ? AND account = ?",
          row -> seq[0] = row.getLong(1),
          book.id(),
          account);
      return seq[0];
    });
  }

  /** That somebody has seen a book as it is now. */
  public void see(Book book, String account) {
    long head = chain.head().seq();
    store.write(connection -> {
      Accounts.update(
          connection,
          "INSERT INTO book_seen (book, account, seq) VALUES (?, ?, ?)"
              + " ON CONFLICT (book, account) DO UPDATE SET seq = excluded.seq",
          book.id(),
          account,
          head);
      return true;
    });
  }
}
