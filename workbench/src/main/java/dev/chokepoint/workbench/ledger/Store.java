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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
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

  /** Class of SQL states for values that cannot be kept. */
  private static final String DATA_EXCEPTION = "22";

  private static final int CONNECTIONS = 8;
  private static final FileAttribute<?>[] ANYBODYS = {};
  private static final int WAIT_MILLISECONDS = 10_000;
  private static final int SILENCE_SECONDS = 60;

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
    // Whoever writes holds all others up: neither a lock nor a server that fell silent may do so.
    source.setSocketTimeout(SILENCE_SECONDS);
    source.setTcpKeepAlive(true);
    if (source.getOptions() == null) {
      source.setOptions("-c lock_timeout=" + WAIT_MILLISECONDS);
    }
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
      create(file, where, false);
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

  /**
   * Makes the file, and folders that are not there, so that nobody but their owner can read them.
   *
   * @param alone whether a file that somebody else has just made is refused
   */
  private static void create(Path file, String where, boolean alone) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder, posix ? owners("rwx------") : ANYBODYS);
      }
      Files.createFile(file, posix ? owners("rw-------") : ANYBODYS);
    } catch (FileAlreadyExistsException e) {
      if (alone) {
        throw new Refused(
            new Problem("file-exists", "FILE", where, "a file that is not there yet", ""));
      }
    } catch (IOException e) {
      throw new Refused(
          new Problem("cannot-write", OPTION, where, "a file that can be written", ""));
    }
  }

  /** A value that the database does not take, else a database that does not answer. */
  private static Problem problem(String where, SQLException e) {
    String state = e.getSQLState();
    if (state != null && state.startsWith(DATA_EXCEPTION)) {
      String limit = "text that the database can hold, which the character U+0000 is not";
      return new Problem("bad-value", "the text to be kept", "", limit, "");
    }
    return unavailable(where, e);
  }

  /** Whether a failure is that the database does not answer. */
  public static boolean isUnavailable(RuntimeException e) {
    return e instanceof Refused refused
        && refused.problems().stream().anyMatch(problem -> problem.id().equals(UNAVAILABLE));
  }

  private static FileAttribute<?>[] owners(String may) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(may))
    };
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

  /**
   * Refuses a file that everybody on the machine may read or change: it holds hashes of passwords,
   * and whoever may write to it may write another chain.
   */
  public void refuseOpenToAll() {
    if (!isFile()) {
      return;
    }
    Path file = Path.of(place).toAbsolutePath();
    try {
      if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        return;
      }
      Set<PosixFilePermission> may = Files.getPosixFilePermissions(file);
      if (may.contains(PosixFilePermission.OTHERS_READ)
          || may.contains(PosixFilePermission.OTHERS_WRITE)) {
        String said = PosixFilePermissions.toString(may) + " " + place;
        String limit = "a file that others on this machine can neither read nor write";
        throw new Refused(
            new Problem("store-open-to-all", OPTION, said, limit, "Maybe chmod o-rw " + place));
      }
    } catch (IOException e) {
      throw new Refused(unavailable(place, e));
    }
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
      throw new Refused(problem(place, e));
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
      try {
        begin(connection);
        T result = work.on(connection);
        commit(connection);
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e); // Else what follows would commit a part of it.
        if (e instanceof SQLException) {
          source.evictConnection(connection); // Nobody knows what it thinks of transactions now.
        }
        throw e;
      }
      // The pool sets autocommit back; here a failure would deny what is on disk already.
    } catch (SQLException e) {
      throw new Refused(problem(place, e));
    }
  }

  /*
   * The driver of SQLite begins the next transaction within the commit of the last, and takes one
   * for begun whose beginning failed: so these are said in words.
   */
  private void begin(Connection connection) throws SQLException {
    if (isFile()) {
      say(connection, "BEGIN IMMEDIATE");
    } else {
      connection.setAutoCommit(false);
    }
  }

  private void commit(Connection connection) throws SQLException {
    if (isFile()) {
      say(connection, "COMMIT");
    } else {
      connection.commit();
    }
  }

  private void rollBack(Connection connection, Throwable e) {
    try {
      if (isFile()) {
        say(connection, "ROLLBACK");
      } else {
        connection.rollback();
      }
    } catch (SQLException worse) {
      e.addSuppressed(worse);
      source.evictConnection(connection);
    }
  }

  private static void say(Connection connection, String words) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(words);
    }
  }

  /**
   * What was overwritten in a file of SQLite also leaves the journal beside it.
   *
   * @throws Refused when somebody reads meanwhile: the journal may still hold it
   */
  void emptyJournal() {
    if (isFile()) {
      boolean busy =
          read(connection -> {
            try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
              return row.next() && row.getInt(1) != 0;
            }
          });
      if (busy) {
        String limit = "a moment in which nobody reads the store";
        String hint =
            "It is deleted, but "
                + place
                + "-wal may hold it until the next entry is written and"
                + " nobody reads; maybe run `chokepoint audit prune` later.";
        throw new Refused(new Problem("journal-in-use", OPTION, place, limit, hint));
      }
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
    create(target.toAbsolutePath(), target.toString(), true);
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
