package dev.chokepoint.workbench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** DuckDB inside this process, for Parquet files; bounded, and it never fetches an extension. */
final class Duck {
  private Duck() {}

  static Connection open() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("jdbc_stream_results", "true");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("memory_limit", "1GB");
    return DriverManager.getConnection("jdbc:duckdb:", settings);
  }

  /** What is wrong, without the statement that it prints below. */
  static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** A text as a literal of SQL. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static void close(AutoCloseable... resources) {
    for (AutoCloseable each : resources) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
