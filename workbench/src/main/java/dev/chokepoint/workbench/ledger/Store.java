package dev.chokepoint.workbench.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Where the chain and the accounts are: one file of SQLite, or a database of PostgreSQL. A
 * transaction that {@link #write} has returned from is on disk.
 */
public final class Store implements AutoCloseable {
  /** Id of the problem that a database which cannot be reached is. */
  public static final String UNAVAILABLE = "store-unavailable";

  private static final String OPTION = "--store";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final Pattern SECRET =
      Pattern.compile("(?i)[?&](password|sslpassword)=|://[^/?]*:[^/?@]*@");
  private static final int CONNECTIONS = 8;
  private static final int WAIT_MILLISECONDS = 10_000;

  /** Kept here, as a logger that nobody holds forgets its level. */
  private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");

  private final String place;
  private final HikariDataSource source;

  private Store(String place, HikariDataSource source) {
    this.place = place;
    this.source = source;
  }

  /** Work on a connection. */
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Opens a store that is there.
   *
   * @param where a file of SQLite, or a JDBC address of PostgreSQL without a password
   * @throws Refused when there is none, when it cannot be reached, or when a newer program wrote it
   */
  public static Store open(String where) {
    return open(where, false);
  }

  /** The same, and makes the file or the tables where there are none. */
  public static Store openOrCreate(String where) {
    return open(where, true);
  }

  private static Store open(String where, boolean create) {
    POOL.setLevel(Level.OFF);
    if (SECRET.matcher(where).find()) {
      throw new Refused(
          new Problem(
              "secret-in-arguments",
              OPTION,
              where.replaceFirst("[?@].*|//.*", "…"),
              "an address without a password, which other programs could read",
              "Maybe put it in ~/.pgpass, or in the file that PGPASSFILE names."));
    }
    boolean server = where.startsWith("jdbc:");
    HikariConfig config = new HikariConfig();
    config.setDataSource(server ? postgresql(where) : sqlite(where, create));
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(WAIT_MILLISECONDS);
    config.setInitializationFailTimeout(1);
    Store store;
    try {
      store = new Store(where, new HikariDataSource(config));
    } catch (HikariPool.PoolInitializationException e) {
      throw new Refused(unavailable(where, e));
    }
    try {
      Migrations.bring(store, create);
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static DataSource postgresql(String where) {
    if (!where.startsWith(POSTGRESQL)) {
      throw new Refused(
          new Problem("bad-value", OPTION, where, "a file, or " + POSTGRESQL + "//HOST/NAME", ""));
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(where);
    } catch (IllegalArgumentException e) {
      throw new Refused(
          new Problem(
              "bad-value", OPTION, where, "an address such as " + POSTGRESQL + "//HOST/NAME", ""));
    }
    source.setConnectTimeout(WAIT_MILLISECONDS / 1000);
    source.setApplicationName("chokepoint");
    return source;
  }

  private static DataSource sqlite(String where, boolean create) {
    Path file = Path.of(where).toAbsolutePath();
    if (where.indexOf('?') >= 0) {
      throw new Refused(
          new Problem("bad-value", OPTION, where, "a file without ? in its name", ""));
    }
    if (!Files.exists(file)) {
      if (!create) {
        throw new Refused(
            new Problem(
                "no-such-store",
                OPTION,
                where,
                "a store that is there",
                "Maybe `chokepoint users add NAME --role admin` or `chokepoint audit record` first:"
                    + " each makes it."));
      }
      create(file, where);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(WAIT_MILLISECONDS);
    config.enforceForeignKeys(true);
    // What is deleted for good is overwritten too.
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  /** Makes the file so that nobody but its owner can read it. */
  private static void create(Path file, String where) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      // Somebody else has just made it.
    } catch (IOException e) {
      throw new Refused(
          new Problem("cannot-write", OPTION, where, "a file that can be written", ""));
    }
  }

  private static Problem unavailable(String where, Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new Problem(
        UNAVAILABLE,
        OPTION,
        where,
        "a store that can be reached (" + said + ")",
        "Maybe the database is down, its disk full, or the account may not use it.");
  }

  /** Whether it is one file of SQLite. */
  public boolean isFile() {
    return !place.startsWith("jdbc:");
  }

  /** Where it is, as it was named. */
  public String place() {
    return place;
  }

  /**
   * Reads, each statement on its own.
   *
   * @throws Refused with {@link #UNAVAILABLE} when the database does not answer
   */
  public <T> T read(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new Refused(unavailable(place, e));
    }
  }

  /**
   * Writes in one transaction: all of it or, after any exception, nothing. Of two at a time on the
   * chain one waits.
   *
   * @throws Refused with {@link #UNAVAILABLE} when the database does not answer, or not in time
   */
  public <T> T write(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e); // Else what follows would commit a part of it.
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new Refused(unavailable(place, e));
    }
  }

  /** What was overwritten in a file of SQLite also leaves the journal beside it. */
  void emptyJournal() {
    if (isFile()) {
      read(connection -> {
        try (Statement statement = connection.createStatement()) {
          return statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
      });
    }
  }

  private static void rollBack(Connection connection, Throwable e) {
    try {
      connection.rollback();
    } catch (SQLException worse) {
      e.addSuppressed(worse);
    }
  }

  /**
   * Copies a file of SQLite whole, as it is at one moment, while others write to it.
   *
   * @throws Refused when the target is there already, or when this is no file
   */
  public void backUp(Path target) {
    if (!isFile()) {
      throw new Refused(
          new Problem("bad-value", OPTION, place, "a file of SQLite", "Maybe use pg_dump."));
    }
    if (Files.exists(target)) {
      throw new Refused(
          new Problem(
              "file-exists", "FILE", target.toString(), "a file that is not there yet", ""));
    }
    create(target.toAbsolutePath(), target.toString());
    read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
        statement.setString(1, target.toAbsolutePath().toString());
        return statement.execute();
      }
    });
  }

  @Override
  public void close() {
    source.close();
  }

  @Override
  public String toString() {
    return "store %s"
        .formatted(place.toLowerCase(Locale.ROOT).startsWith("jdbc:") ? "jdbc" : place);
  }
}
