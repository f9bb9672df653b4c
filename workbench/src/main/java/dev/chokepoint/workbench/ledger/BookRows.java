package dev.chokepoint.workbench.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Order books, their files and runs as they stand in the store. */
final class BookRows {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private BookRows() {}

  /** Books with those who may see them. */
  static List<Book> books(Connection connection, String where, Object... values)
      throws SQLException {
    Map<String, List<String>> shares = new LinkedHashMap<>();
    each(
        connection,
        "SELECT book, account FROM book_share ORDER BY account",
        row -> shares.computeIfAbsent(text(row, 1), b -> new ArrayList<>()).add(text(row, 2)));
    List<Book> found = new ArrayList<>();
    each(
        connection,
        "SELECT id, name, owner, four_eyes, created FROM book " + where,
        row ->
            found.add(
                new Book(
                    text(row, 1),
                    text(row, 2),
                    text(row, 3),
                    shares.getOrDefault(text(row, 1), List.of()),
                    row.getLong(4) != 0,
                    Instant.ofEpochSecond(row.getLong(5)))),
        values);
    return found;
  }

  static List<Book.Upload> uploads(Connection connection, String where, Object... values)
      throws SQLException {
    List<Book.Upload> found = new ArrayList<>();
    each(
        connection,
        "SELECT id, book, number, file, bytes, sha256, mapping, uploaded_by, mapped_by, created,"
            + " holds, removed FROM book_upload "
            + where,
        row -> {
          Map<String, String> mapping = new LinkedHashMap<>();
          MAPPER
              .readTree(text(row, 7))
              .properties()
              .forEach(e -> mapping.put(e.getKey(), e.getValue().asString("")));
          found.add(
              new Book.Upload(
                  text(row, 1),
                  text(row, 2),
                  row.getLong(3),
                  text(row, 4),
                  row.getLong(5),
                  text(row, 6),
                  mapping,
                  text(row, 8),
                  text(row, 9),
                  Instant.ofEpochSecond(row.getLong(10)),
                  Book.Holds.of(text(row, 11)),
                  row.getLong(12)));
        },
        values);
    return found;
  }

  static List<Book.Run> runs(Connection connection, String where, Object... values)
      throws SQLException {
    List<Book.Run> found = new ArrayList<>();
    each(
        connection,
        "SELECT id, book, upload, number, asked, asked_by, state, why, results, seq, created,"
            + " removed FROM book_run "
            + where,
        row ->
            found.add(
                new Book.Run(
                    text(row, 1),
                    text(row, 2),
                    text(row, 3),
                    row.getLong(4),
                    MAPPER.readTree(text(row, 5)),
                    text(row, 6),
                    Book.RunState.valueOf(text(row, 7).toUpperCase(Locale.ROOT)),
                    text(row, 8),
                    text(row, 9),
                    row.getLong(10),
                    Instant.ofEpochSecond(row.getLong(11)),
                    row.getLong(12))),
        values);
    return found;
  }

  interface Visit {
    void row(ResultSet row) throws SQLException;
  }

  static void each(Connection connection, String sql, Visit visit, Object... values)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          visit.row(row);
        }
      }
    }
  }

  static String text(ResultSet row, int column) throws SQLException {
    return String.valueOf(row.getString(column));
  }

  /** So many places for values in a statement, in brackets. */
  static String places(int many) {
    return "(" + "?, ".repeat(many - 1) + "?)";
  }
}
