package dev.chokepoint.workbench.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** Whether the table of decisions about lines says what the chain does, no more and no less. */
final class DecisionCheck {
  private final Store store;
  private final BiConsumer<Long, String> found;
  private final Set<Long> seen = new HashSet<>();
  private long unread;

  private record Row(String run, long line, String kind, String account, String book, long end) {}

  /**
   * @param found is told the entry and what is wrong
   */
  DecisionCheck(Store store, BiConsumer<Long, String> found) {
    this.store = store;
    this.found = found;
  }

  /** Rows of entries whose contents were deleted: their lines cannot be checked. */
  long unread() {
    return unread;
  }

  /** Compares an entry, if it decides lines, with its rows. */
  void entry(Entry entry) {
    Book.Kind kind = null;
    for (Book.Kind each : Book.Kind.values()) {
      kind = entry.action().equals("book-" + each.word()) ? each : kind;
    }
    if (kind == null) {
      return;
    }
    seen.add(entry.seq());
    List<Row> rows = rows(entry.seq());
    Set<Long> lines = new TreeSet<>();
    JsonNode end = entry.said().path("follows").path("run");
    for (Row row : rows) {
      lines.add(row.line());
      boolean same =
          row.kind().equals(kind.word())
              && row.account().equals(entry.actor())
              && ("book:" + row.book()).equals(entry.subject())
              && (end.isMissingNode() || end.asLong(-1) == row.end())
              && (entry.isRedacted() || row.run().equals(entry.contents().path("id").asString("")));
      if (!same) {
        found.accept(
            entry.seq(), "the decision of line " + row.line() + " is not that of the table");
      }
    }
    if (entry.isRedacted()) {
      unread += rows.size();
      if (rows.isEmpty()) {
        found.accept(entry.seq(), "its decisions are missing in the table");
      }
      return;
    }
    Set<Long> said = new TreeSet<>();
    entry.contents().path("lines").forEach(line -> said.add(line.path("line").asLong(-1)));
    if (!said.equals(lines)) {
      found.accept(entry.seq(), "it decides lines " + said + ", and the table says " + lines);
    }
  }

  /** Rows that no entry up to the last one made. */
  void rest(long last) {
    store.read(connection -> {
      BookRows.each(
          connection,
          "SELECT DISTINCT seq FROM book_decision WHERE seq <= ? ORDER BY seq",
          row -> {
            if (!seen.contains(row.getLong(1))) {
              found.accept(row.getLong(1), "the table has decisions of it, and it decides nothing");
            }
          },
          last);
      return true;
    });
  }

  private List<Row> rows(long seq) {
    List<Row> rows = new ArrayList<>();
    store.read(connection -> {
      BookRows.each(
          connection,
          "SELECT d.run, d.line, d.kind, d.account, r.book, r.seq FROM book_decision d"
              + " JOIN book_run r ON r.id = d.run WHERE d.seq = ?",
          row ->
              rows.add(
                  new Row(
                      BookRows.text(row, 1),
                      row.getLong(2),
                      BookRows.text(row, 3),
                      BookRows.text(row, 4),
                      BookRows.text(row, 5),
                      row.getLong(6))),
          seq);
      return true;
    });
    return rows;
  }
}
