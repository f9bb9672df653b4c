package dev.chokepoint.workbench.ledger;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What people decide of lines that were stopped. */
public final class Decisions {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final List<String> SAME =
      List.of("orderId", "lineId", "sku", "itemId", "customer", "destination", "clauses");

  private static final String LAST =
      "SELECT run, line, seq, kind, account FROM book_decision d WHERE run = ? AND seq = (SELECT"
          + " MAX(seq) FROM book_decision WHERE run = d.run AND line = d.line) AND line IN ";

  /** Problem of a line that somebody decided after it was shown. */
  public static final String MEANWHILE = "decided-meanwhile";

  /** Problem of a line that an approver has decided. */
  public static final String DECIDED = "already-decided";

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
   * @param seen the last entry when the lines were shown to whoever decides, or null
   * @throws Refused when the role is too low, when four eyes are asked for and these are two, when
   *     somebody decided a line after it was shown, or when a release is proposed of one that an
   *     approver has decided
   */
  public Books.Made decide(
      Book book,
      Book.Upload upload,
      Book.Run run,
      Book.Kind kind,
      Map<Long, Map<String, Object>> lines,
      String reason,
      ObjectNode follows,
      @Nullable Long seen,
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
          refuseDecided(connection, run, kind, lines.keySet(), seen);
          long seq = Chain.head(connection).seq() + 1;
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO book_decision (run, line, seq, kind, account, same)"
                      + " VALUES (?, ?, ?, ?, ?, ?)")) {
            for (Map.Entry<Long, Map<String, Object>> line : lines.entrySet()) {
              insert.setString(1, run.id());
              insert.setLong(2, line.getKey());
              insert.setLong(3, seq);
              insert.setString(4, kind.word());
              insert.setString(5, by.name());
              insert.setString(6, same(line.getValue()));
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

  private static void refuseDecided(
      Connection connection,
      Book.Run run,
      Book.Kind kind,
      Collection<Long> lines,
      @Nullable Long seen)
      throws SQLException {
    List<Object> values = new ArrayList<>(List.of(run.id()));
    values.addAll(lines);
    List<Row> last = new ArrayList<>();
    BookRows.each(
        connection,
        LAST + BookRows.places(lines.size()),
        row -> last.add(row(row)),
        values.toArray());
    for (Row row : last) {
      String who = "%s: %s, entry %d".formatted(row.account(), row.kind(), row.seq());
      String line = "line " + row.line();
      if (seen != null && row.seq() > seen) {
        String limit = "as it was at entry " + seen + "; since then " + who;
        String hint = "Maybe look at the line again.";
        throw new Refused(new Problem(MEANWHILE, "lines", line, limit, hint));
      }
      if (kind == Book.Kind.PROPOSE && !row.kind().equals(Book.Kind.PROPOSE.word())) {
        String limit = "a line that no approver has decided; " + who;
        throw new Refused(new Problem(DECIDED, "lines", line, limit, ""));
      }
    }
  }

  private static void refuseTwoEyes(
      Connection connection, Book.Upload upload, Book.Run run, Collection<Long> lines, String who)
      throws SQLException {
    Set<Long> proposed = new HashSet<>();
    BookRows.each(
        connection,
        "SELECT d.line FROM book_decision d JOIN book_run r ON r.id = d.run WHERE r.upload = ? AND"
            + " d.account = ? AND d.kind = ?",
        row -> proposed.add(row.getLong(1)),
        run.upload(),
        who,
        Book.Kind.PROPOSE.word());
    // As it was when the run was asked for: a file may be mapped anew, and by another.
    boolean handed =
        run.asked().has("shapedBy")
            ? run.shapedBy().contains(who)
            : List.of(run.askedBy(), upload.uploadedBy(), upload.mappedBy()).contains(who);
    if (handed || lines.stream().anyMatch(proposed::contains)) {
      throw new Refused(
          new Problem(
              "four-eyes",
              "release",
              who,
              "somebody who neither uploaded, mapped, asked for nor proposed it",
              "Maybe ask another approver who may see this book."));
    }
  }

  /**
   * What makes a line of another run the same one: its order, what it is, for whom, where it goes,
   * and the clauses that it falls under. Empty for a line that says no order.
   */
  static String same(Map<String, Object> line) {
    if (String.valueOf(line.getOrDefault("orderId", "")).isEmpty()) {
      return "";
    }
    ArrayNode all = MAPPER.createArrayNode();
    SAME.forEach(column -> all.add(String.valueOf(line.getOrDefault(column, ""))));
    return Hash.of(all.toString());
  }

  private record Row(String run, long line, long seq, String kind, String account) {}

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        BookRows.text(row, 1),
        row.getLong(2),
        row.getLong(3),
        BookRows.text(row, 4),
        BookRows.text(row, 5));
  }

  /** Entries of decisions, each read once. */
  private final class Entries {
    private final Map<Long, Entry> read = new HashMap<>();

    Entry of(long seq) {
      return read.computeIfAbsent(seq, number -> chain.find(number).orElseThrow());
    }

    Book.Decision decision(Row row) {
      Entry entry = of(row.seq());
      return new Book.Decision(
          row.line(),
          Book.Kind.of(row.kind()),
          row.account(),
          entry.contents().path("reason").asString(""),
          row.seq(),
          entry.at());
    }
  }

  /** What was decided last of some lines of a run; nothing for those that nobody decided. */
  public Map<Long, Book.Decision> last(String run, Collection<Long> lines) {
    Map<Long, Book.Decision> found = new TreeMap<>();
    if (lines.isEmpty()) {
      return found;
    }
    List<Object> values = new ArrayList<>();
    values.add(run);
    values.addAll(lines);
    List<Row> rows = new ArrayList<>();
    store.read(connection -> {
      BookRows.each(
          connection,
          LAST + BookRows.places(lines.size()),
          row -> rows.add(row(row)),
          values.toArray());
      return rows;
    });
    Entries entries = new Entries();
    rows.forEach(row -> found.put(row.line(), entries.decision(row)));
    return found;
  }

  /** Of how many lines of a run each was decided last. */
  public Map<Book.Kind, Long> counts(String run) {
    Map<Book.Kind, Long> counts = new EnumMap<>(Book.Kind.class);
    for (Book.Kind kind : Book.Kind.values()) {
      counts.put(kind, 0L);
    }
    store.read(connection -> {
      BookRows.each(
          connection,
          "SELECT kind, COUNT(*) FROM book_decision d WHERE run = ? AND seq = (SELECT MAX(seq)"
              + " FROM book_decision WHERE run = d.run AND line = d.line) GROUP BY kind",
          row -> counts.put(Book.Kind.of(BookRows.text(row, 1)), row.getLong(2)),
          run);
      return counts;
    });
    return counts;
  }

  /**
   * Lines that were released in an earlier run of the same book, and neither held nor changed since
   * in what makes them the same. Only a hint: nothing is released by it.
   *
   * @param lines lines with what this run found of them, by number
   */
  public Map<Long, Book.Earlier> earlier(Book.Run run, Map<Long, Map<String, Object>> lines) {
    Map<Long, String> sames = new TreeMap<>();
    lines.forEach((number, line) -> {
      if (!same(line).isEmpty()) {
        sames.put(number, same(line));
      }
    });
    Map<Long, Book.Earlier> found = new TreeMap<>();
    if (sames.isEmpty()) {
      return found;
    }
    List<Object> values = new ArrayList<>();
    values.add(run.book());
    values.add(run.number());
    values.addAll(sames.values());
    Map<String, Row> newest = new HashMap<>();
    Map<String, Long> numbers = new HashMap<>();
    store.read(connection -> {
      BookRows.each(
          connection,
          "SELECT d.run, d.line, d.seq, d.kind, d.account, d.same, r.number FROM book_decision d"
              + " JOIN book_run r ON r.id = d.run WHERE r.book = ? AND r.number < ? AND d.same IN "
              + BookRows.places(sames.size())
              + " ORDER BY d.seq",
          row -> {
            newest.put(BookRows.text(row, 6), row(row));
            numbers.put(BookRows.text(row, 1), row.getLong(7));
          },
          values.toArray());
      return newest;
    });
    Entries entries = new Entries();
    sames.forEach((number, same) -> {
      Row row = newest.get(same);
      if (row != null && Book.Kind.of(row.kind()) == Book.Kind.RELEASE) {
        long quantity = quantity(entries.of(row.seq()), row.line());
        Book.Decision decision = entries.decision(row);
        long at = numbers.getOrDefault(row.run(), 0L);
        found.put(number, new Book.Earlier(row.run(), at, decision, quantity));
      }
    });
    return found;
  }

  private static long quantity(Entry entry, long number) {
    for (JsonNode line : entry.contents().path("lines")) {
      if (line.path("line").asLong(-1) == number) {
        return line.path("quantity").asLong(-1);
      }
    }
    return -1;
  }

  /** Up to which entry somebody has seen a book; 0 for never. */
  public long seen(Book book, String account) {
    return store.read(connection -> {
      long[] seq = {0};
      BookRows.each(
          connection,
          "SELECT seq FROM book_seen WHERE book = ? AND account = ?",
          row -> seq[0] = row.getLong(1),
          book.id(),
          account);
      return seq[0];
    });
  }

  /** That somebody has seen a book as it was at an entry, or after it. */
  public void see(Book book, String account, long shown) {
    store.write(connection -> {
      Accounts.update(
          connection,
          "INSERT INTO book_seen (book, account, seq) VALUES (?, ?, ?)"
              + " ON CONFLICT (book, account) DO UPDATE SET seq = excluded.seq"
              + " WHERE excluded.seq > book_seen.seq",
          book.id(),
          account,
          shown);
      return true;
    });
  }
}
