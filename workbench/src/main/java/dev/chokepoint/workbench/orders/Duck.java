package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.Closeable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** A database in memory that reads and writes files, and nothing beyond them. */
final class Duck implements Closeable {
  private final Connection connection;

  /**
   * Opens a database.
   *
   * @param spill folder for what does not fit in memory
   * @param memoryMegabytes most memory it takes
   */
  Duck(Path spill, long memoryMegabytes, int threads) {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
    } catch (LinkageError e) {
      throw new Refused(
          new Problem(
              "no-database",
              "java.io.tmpdir",
              System.getProperty("java.io.tmpdir", ""),
              "room for the native part of the database, about 100 MB",
              "Maybe make room there."));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    run("SET autoinstall_known_extensions = false");
    run("SET autoload_known_extensions = false");
    run("SET temp_directory = " + text(spill.toString()));
    run("SET memory_limit = '" + memoryMegabytes + "MB'");
    run("SET threads = " + threads);
    run("SET preserve_insertion_order = true");
    // Rows leave in the order in which they came: the first table of a join is always probed.
    run("SET disabled_optimizers = 'join_order,build_side_probe_side'");
  }

  private Duck(Connection connection) {
    this.connection = connection;
  }

  /** Another connection to the same database, which lives as long as one of them. */
  Duck another() {
    try {
      return new Duck(connection.unwrap(DuckDBConnection.class).duplicate());
    } catch (SQLException e) {
      throw trouble(e, "another connection");
    }
  }

  /** A row of a result; an index counts from 0. */
  static final class Row {
    private final ResultSet rows;

    Row(ResultSet rows) {
      this.rows = rows;
    }

    String text(int at) throws SQLException {
      String text = rows.getString(at + 1);
      return text == null ? "" : text;
    }

    @Nullable String textOrNull(int at) throws SQLException {
      return rows.getString(at + 1);
    }

    long number(int at) throws SQLException {
      return rows.getLong(at + 1);
    }

    @Nullable BigDecimal decimal(int at) throws SQLException {
      return rows.getBigDecimal(at + 1);
    }
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  /** Runs a statement. */
  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw trouble(e, sql);
    }
  }

  /** All rows of a query. */
  <T> List<T> rows(String sql, Reader<T> reader) {
    List<T> out = new ArrayList<>();
    each(sql, row -> out.add(reader.read(row)));
    return out;
  }

  /** What is done with a row. */
  @FunctionalInterface
  interface Visitor {
    void visit(Row row) throws SQLException;
  }

  /** Visits the rows of a query, one at a time. */
  void each(String sql, Visitor visitor) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Row row = new Row(rows);
      while (rows.next()) {
        visitor.visit(row);
      }
    } catch (SQLException e) {
      throw trouble(e, sql);
    }
  }

  /** The one number that a query gives. */
  long number(String sql) {
    return rows(sql, row -> row.number(0)).getFirst();
  }

  /** Fills a table, one call of {@code appender} with a row at a time. */
  void fill(String table, Consumer<Rows> filler) {
    try (DuckDBAppender appender =
        connection
            .unwrap(DuckDBConnection.class)
            .createAppender(DuckDBConnection.DEFAULT_SCHEMA, table)) {
      filler.accept(new Rows(appender));
    } catch (SQLException e) {
      throw trouble(e, table);
    }
  }

  /** Rows on their way into a table. */
  static final class Rows {
    private final DuckDBAppender appender;

    Rows(DuckDBAppender appender) {
      this.appender = appender;
    }

    /** Adds a row of texts, numbers, decimals, days and nulls. */
    void add(@Nullable Object... cells) {
      try {
        appender.beginRow();
        for (Object cell : cells) {
          switch (cell) {
            case null -> appender.appendNull();
            case Integer number -> appender.append(number.intValue());
            case Long number -> appender.append(number.longValue());
            case Double number -> appender.append(number.doubleValue());
            case Boolean truth -> appender.append(truth.booleanValue());
            case BigInteger number -> appender.append(number);
            case BigDecimal decimal -> appender.append(decimal);
            case java.time.LocalDate day -> appender.append(day);
            default -> appender.append(cell.toString());
          }
        }
        appender.endRow();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A text as SQL writes it. */
  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** Trouble with the disk or with memory is the machine's; anything else is a defect of ours. */
  private static RuntimeException trouble(SQLException e, String sql) {
    String message = String.valueOf(e.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (Disk.isFull(message)) {
      return Disk.full();
    }
    if (lower.contains("out of memory")) {
      return new Refused(
          new Problem(
              "out-of-memory", "--memory", "", "enough for this book", "Maybe more, as 4000."));
    }
    if (Disk.isReadOnly(message)) {
      return new Refused(
          new Problem("cannot-write", "--out", "", "a folder that can be written", ""));
    }
    return new SqlTrouble(message, sql, e);
  }

  /** A statement that the database refused. */
  static final class SqlTrouble extends IllegalStateException {
    SqlTrouble(String message, String sql, SQLException cause) {
      super(message + " in " + sql, cause);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
