package dev.chokepoint.workbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

/** Empty stores of both kinds; PostgreSQL is a real one, started when it is first asked for. */
public final class Stores {
  /** The two kinds, for parameters of tests. */
  public enum Kind {
    SQLITE,
    POSTGRESQL
  }

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static Optional<Integer> port = Optional.empty();
  private static Path data = Path.of("");

  private Stores() {}

  /** The address of an empty store that is nobody else's; skips the test without PostgreSQL. */
  public static String fresh(Kind kind, Path folder) {
    int number = NUMBER.incrementAndGet();
    return kind == Kind.SQLITE
        ? folder.resolve("ledger" + number + ".db").toString()
        : database("t" + ProcessHandle.current().pid() + "_" + number);
  }

  /** A connection past the program, as somebody who tampers has. */
  public static Connection connect(String where) throws SQLException {
    return DriverManager.getConnection(where.startsWith("jdbc:") ? where : "jdbc:sqlite:" + where);
  }

  private static String database(String name) {
    int at = server();
    String address = "jdbc:postgresql://127.0.0.1:" + at + "/";
    try (Connection connection = DriverManager.getConnection(address + "postgres?user=postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      return address + name + "?user=postgres";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static synchronized int server() {
    if (port.isEmpty()) {
      port = Optional.of(start());
    }
    return port.get();
  }

  private static Path programs() {
    List<Path> places = new ArrayList<>();
    for (String part : System.getenv("PATH").split(":", -1)) {
      places.add(Path.of(part));
    }
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions.map(version -> version.resolve("bin")).forEach(places::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    for (Path place : places) {
      if (Files.isExecutable(place.resolve("initdb"))
          && Files.isExecutable(place.resolve("pg_ctl"))) {
        return place;
      }
    }
    throw new TestAbortedException("no PostgreSQL on this machine: apt-get install postgresql");
  }

  private static int start() {
    Path programs = programs();
    boolean root = System.getProperty("user.name").equals("root");
    Assumptions.assumeTrue(
        !root || Files.isExecutable(Path.of("/usr/sbin/runuser")), "root without runuser");
    try {
      int at = freePort();
      Path folder = Files.createTempDirectory("chokepoint-postgresql");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      data = folder.resolve("data");
      run(
          root,
          programs.resolve("initdb"),
          "-D",
          data.toString(),
          "-U",
          "postgres",
          "-A",
          "trust",
          "-E",
          "UTF8");
      start(root, programs.resolve("pg_ctl"), at);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(root, programs.resolve("pg_ctl"), folder)));
      return at;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(boolean root, Path control, int at) throws IOException {
    String options = " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''";
    String log = data.resolveSibling("log").toString();
    run(root, control, "-D", data.toString(), "-w", "-l", log, "-o", "-p " + at + options, "start");
  }

  /** What is done while PostgreSQL is away. */
  public interface Meanwhile {
    void run() throws Exception;
  }

  /** Stops PostgreSQL in the midst of things, as when its machine fails, and starts it again. */
  public static void without(Meanwhile meanwhile) throws Exception {
    boolean root = System.getProperty("user.name").equals("root");
    Path control = programs().resolve("pg_ctl");
    int at = server();
    run(root, control, "-D", data.toString(), "-m", "immediate", "stop");
    try {
      meanwhile.run();
    } finally {
      start(root, control, at);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static void stop(boolean root, Path control, Path folder) {
    try {
      run(root, control, "-D", folder.resolve("data").toString(), "-m", "immediate", "stop");
      run(
          root,
          Path.of("/bin/rm"),
          "-rf",
          folder.resolve("data").toString(),
          folder.resolve("log").toString());
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** PostgreSQL refuses to run as root. */
  private static void run(boolean root, Path program, String... arguments) throws IOException {
    List<String> words =
        new ArrayList<>(root ? List.of("/usr/sbin/runuser", "-u", "postgres", "--") : List.of());
    words.add(program.toString());
    words.addAll(List.of(arguments));
    Path said = Files.createTempFile("chokepoint-postgresql", ".txt");
    try {
      Process process =
          new ProcessBuilder(words)
              .directory(Path.of("/tmp").toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s", words).isTrue();
      assertThat(process.exitValue()).as("%s: %s", words, Files.readString(said)).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      Files.delete(said);
    }
  }
}
