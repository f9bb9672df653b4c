package dev.chokepoint.workbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever can write to the database cannot change the past without being found. */
class TamperTest {
  @TempDir Path folder;

  private record Cell(String table, String key, Object id, String column, Object value) {}

  @ParameterizedTest
  @EnumSource
  void everyByteOfEveryRowCounts(Stores.Kind kind) throws Exception {
    String where = Stores.fresh(kind, folder);
    try (Store store = Store.openOrCreate(where);
        Connection connection = Stores.connect(where)) {
      Entries.some(store);
      int tried = 0;
      for (Cell cell : cells(connection)) {
        int length = length(cell.value());
        // A change is a transaction, so on the slower store every seventh byte stands for all.
        for (int at = 0; at < length; at += kind == Stores.Kind.SQLITE ? 1 : 7) {
          set(connection, cell, changed(cell.value(), at));
          ChainCheck.Report report = ChainCheck.check(store, Map.of());
          assertThat(report.findings()).as("%s byte %d", cell, at).isNotEmpty();
          String place =
              cell.table().equals("audit")
                  ? "entry " + cell.id()
                  : cell.table().equals("kept") ? "kept " : "head";
          if (!cell.column().equals(cell.key())) {
            assertThat(report.findings().toString()).as("%s byte %d", cell, at).contains(place);
          }
          set(connection, cell, cell.value());
          tried++;
        }
      }
      assertThat(tried).isGreaterThan(kind == Stores.Kind.SQLITE ? 2_000 : 300);
      assertThat(ChainCheck.check(store, Map.of()).isWhole()).isTrue();
    }
  }

  private static List<Cell> cells(Connection connection) throws SQLException {
    List<Cell> cells = new ArrayList<>();
    for (String table : List.of("audit", "kept", "chain_head")) {
      String key = table.equals("audit") ? "seq" : table.equals("kept") ? "hash" : "one";
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
        while (row.next()) {
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            String column = row.getMetaData().getColumnName(i);
            Object value =
                column.equals("seq")
                    ? Long.valueOf(row.getLong(i))
                    : List.of("nonce", "content", "answer", "bytes").contains(column)
                        ? row.getBytes(i)
                        : row.getString(i);
            if (value != null && !column.equals("one")) {
              cells.add(new Cell(table, key, row.getObject(key), column, value));
            }
          }
        }
      }
    }
    return cells;
  }

  private static int length(Object value) {
    return switch (value) {
      case byte[] bytes -> bytes.length;
      case String text -> text.length();
      default -> 1;
    };
  }

  private static Object changed(Object value, int at) {
    if (value instanceof byte[] bytes) {
      byte[] other = bytes.clone();
      other[at] ^= 1;
      return other;
    }
    if (value instanceof String text) {
      char other = text.charAt(at) == 'x' ? 'y' : 'x';
      return text.substring(0, at) + other + text.substring(at + 1);
    }
    return (Long) value + 1_000;
  }

  private static void set(Connection connection, Cell cell, Object value) throws SQLException {
    boolean isKey = cell.column().equals(cell.key());
    Object id = isKey && !value.equals(cell.value()) ? cell.value() : cell.id();
    if (isKey && value.equals(cell.value())) {
      // Back from the key that it was given.
      id = changedKey(connection, cell);
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE "
                + cell.table()
                + " SET "
                + cell.column()
                + " = ? WHERE "
                + cell.key()
                + " = ?")) {
      update.setObject(1, value);
      update.setObject(2, id);
      assertThat(update.executeUpdate()).as("%s", cell).isEqualTo(1);
    }
  }

  private static Object changedKey(Connection connection, Cell cell) throws SQLException {
    String strange =
        cell.table().equals("audit") ? "seq > 900" : "hash LIKE '%x%' OR hash LIKE '%y%'";
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT " + cell.key() + " FROM " + cell.table() + " WHERE " + strange)) {
      assertThat(row.next()).as("%s", cell).isTrue();
      return row.getObject(1);
    }
  }

  /** What was done, and what must be said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DELETE FROM audit WHERE seq = 1 | entry 2 | entry 1 is missing before it
          DELETE FROM audit WHERE seq = 3 | entry 4 | entry 3 is missing before it
          DELETE FROM audit WHERE seq IN (3, 4) | entry 5 | entries 3 to 4 are missing before it
          DELETE FROM audit WHERE seq = 6 | head | entries 6 to 6 are missing at the end
          DELETE FROM audit | head | entries 1 to 6 are missing at the end
          DELETE FROM chain_head | head | it names entry -1, and the last one is 6
          UPDATE chain_head SET seq = 5 | head | it names entry 5, and the last one is 6
          DELETE FROM kept | entry 2 | what its answer follows from is gone
          UPDATE audit SET content = NULL, nonce = NULL, answer = NULL WHERE seq = 3 | entry 3 | its content is gone and no later entry says who deleted it
          UPDATE audit SET content = NULL WHERE seq = 3 | entry 3 | part of its content is gone
          UPDATE audit SET answer = NULL WHERE seq = 3 | entry 3 | its answer is gone
          UPDATE audit SET subject = NULL WHERE seq = 6 | entry 6 | its subject is not that of its header
          UPDATE audit SET subject = '' WHERE seq = 1 | entry 1 | its subject is not that of its header
          INSERT INTO audit (seq, header, hash) VALUES (7, '{}', 'x') | entry 7 | its header is not what was hashed
          INSERT INTO audit (seq, header, hash) VALUES (0, '{}', 'x') | entry 0 | no chain has an entry of this number
          """)
  void whatIsMissingOrAddedIsNamed(String sql, String place, String what) throws Exception {
    String where = Stores.fresh(Stores.Kind.SQLITE, folder);
    try (Store store = Store.openOrCreate(where);
        Connection connection = Stores.connect(where);
        Statement statement = connection.createStatement()) {
      Entries.some(store);
      assertThat(statement.executeUpdate(sql)).isPositive();
      ChainCheck.Report report = ChainCheck.check(store, Map.of());
      assertThat(report.findings())
          .anyMatch(f -> f.place().equals(place) && f.what().startsWith(what));
    }
  }

  /** An end that is cut with its head does not show by itself: that is what anchors are for. */
  @ParameterizedTest
  @EnumSource
  void aCutEndShowsAgainstAnAnchor(Stores.Kind kind) throws Exception {
    String where = Stores.fresh(kind, folder);
    try (Store store = Store.openOrCreate(where);
        Connection connection = Stores.connect(where);
        Statement statement = connection.createStatement()) {
      List<Entry.Receipt> receipts = Entries.some(store);
      Entry.Receipt last = receipts.getLast();
      statement.executeUpdate("DELETE FROM audit WHERE seq = 6");
      statement.executeUpdate(
          "UPDATE chain_head SET seq = 5, hash = '" + receipts.get(4).hash() + "'");
      assertThat(ChainCheck.check(store, Map.of()).isWhole()).isTrue();
      assertThat(ChainCheck.check(store, Map.of(last.seq(), last.hash())).findings())
          .containsExactly(
              new ChainCheck.Finding("anchor 6", "the chain ends at entry 5: its end was cut"));
    }
  }

  /** Somebody writes a whole chain anew, every hash right. */
  @ParameterizedTest
  @EnumSource
  void anotherChainShowsAgainstAnAnchor(Stores.Kind kind) {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder));
        Store other = Store.openOrCreate(Stores.fresh(kind, folder))) {
      Entry.Receipt ours = Entries.some(store).get(2);
      Entries.some(other);
      assertThat(ChainCheck.check(other, Map.of()).isWhole()).isTrue();
      assertThat(ChainCheck.check(other, Map.of(ours.seq(), ours.hash())).findings())
          .containsExactly(
              new ChainCheck.Finding(
                  "entry 3", "it is not the one that the anchor was printed for"));
    }
  }

  /** Bytes of a kept thing are those of its address, also when both are ours to write. */
  @ParameterizedTest
  @EnumSource
  void aKeptThingIsItsAddress(Stores.Kind kind) {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder))) {
      Kept kept = new Kept(store);
      byte[] bytes = "law".getBytes(StandardCharsets.UTF_8);
      String hash = kept.keep(bytes);
      assertThat(kept.keep(bytes)).isEqualTo(hash);
      assertThat(new Kept(store).keep(bytes)).isEqualTo(hash);
      assertThat(kept.find(hash)).hasValue(bytes);
    }
  }
}
