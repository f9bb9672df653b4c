package dev.chokepoint.workbench.ledger;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings the tables of a store to the form that this program knows, each step whole or not. */
final class Migrations {
  /** Number of the last file under {@code /ledger}. */
  static final int LATEST = 3;

  /** Any number, the same for all programs that bring tables forward. */
  private static final long LOCK = 7310;

  private Migrations() {}

  /**
   * Runs what has not run yet.
   *
   * @param create whether a database without tables gets them
   * @throws Refused when a newer program wrote the store, or when there are no tables to open
   */
  static void bring(Store store, boolean create) {
    int version = version(store);
    if (version == 0 && !create) {
      String limit = "a store of Chokepoint";
      throw new Refused(new Problem("no-such-store", "--store", store.place(), limit, ""));
    }
    if (version < LATEST) {
      store.write(connection -> bring(connection, store));
    } else {
      refuseNewer(version, store);
    }
  }

  private static void refuseNewer(int version, Store store) {
    if (version > LATEST) {
      throw new Refused(
          new Problem(
              "store-newer",
              "--store",
              store.place() + ", tables of version " + version,
              "tables of version " + LATEST + " at most",
              "Maybe update Chokepoint: a newer one has written here."));
    }
  }

  private static int version(Store store) {
    return store.read(connection -> {
      try (ResultSet tables =
          connection.getMetaData().getTables(null, null, "schema_version", null)) {
        if (!tables.next()) {
          return 0;
        }
      }
      return version(connection);
    });
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT MAX(version) FROM schema_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static int bring(Connection connection, Store store) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!store.isFile()) {
        statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      }
      statement.execute(
          "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)");
      int version = version(connection);
      refuseNewer(version, store);
      for (int next = version + 1; next <= LATEST; next++) {
        for (String sql : text(next).replaceAll("(?m)^--.*$", "").split(";", -1)) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
        try (PreparedStatement done =
            connection.prepareStatement("INSERT INTO schema_version (version) VALUES (?)")) {
          done.setLong(1, next);
          done.execute();
        }
      }
      return LATEST;
    }
  }

  private static String text(int number) {
    try (InputStream in = Migrations.class.getResourceAsStream("/ledger/" + number + ".sql")) {
      if (in == null) {
        throw new IllegalStateException("migration " + number + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
