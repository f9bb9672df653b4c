package dev.chokepoint.workbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.units.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening what is there, making what is not, and refusing the rest in words. */
class StoreTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void whatIsNotThereIsNotMadeByReading(Stores.Kind kind) {
    String where = Stores.fresh(kind, folder);
    assertThatThrownBy(() -> Store.open(where))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("no such store");
    Store.openOrCreate(where).close();
    Store.open(where).close();
  }

  @ParameterizedTest
  @EnumSource
  void aNewerProgramsStoreIsLeftAlone(Stores.Kind kind) throws Exception {
    String where = Stores.fresh(kind, folder);
    Store.openOrCreate(where).close();
    try (Connection connection = Stores.connect(where);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO schema_version (version) VALUES (99)");
    }
    assertThatThrownBy(() -> Store.openOrCreate(where)).hasMessageContaining("store newer");
    assertThatThrownBy(() -> Store.open(where)).hasMessageContaining("tables of version 99");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://127.0.0.1/x?user=a&password=hunter2hunter2",
        "jdbc:postgresql://127.0.0.1/x?PASSWORD=hunter2hunter2",
        "jdbc:postgresql://a:hunter2hunter2@127.0.0.1/x",
        "jdbc:postgresql://127.0.0.1/x?sslpassword=hunter2hunter2"
      })
  void aPasswordInTheAddressIsRefusedAndNotRepeated(String where) {
    assertThatThrownBy(() -> Store.open(where))
        .hasMessageContaining("secret in arguments")
        .hasMessageContaining(".pgpass")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jdbc:mysql://127.0.0.1/x", "jdbc:postgresql://127.0.0.1:1/x?user=postgres"})
  void whatCannotBeReachedIsAProblem(String where) {
    assertThatThrownBy(() -> Store.open(where)).isInstanceOf(Refused.class);
  }

  /** Not an exception: what went before must be taken back all the same. */
  @ParameterizedTest
  @EnumSource
  void anErrorInTheMidstLeavesNothing(Stores.Kind kind) {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder))) {
      assertThatThrownBy(() ->
              store.write(connection -> {
                Accounts.update(connection, "UPDATE chain_head SET seq = 7 WHERE one = 1");
                throw new StackOverflowError();
              }))
          .isInstanceOf(StackOverflowError.class);
      assertThat(Entries.chain(store).head().seq()).isZero();
    }
  }

  /** Afterwards the connection that waited in vain must still know what a transaction is. */
  @ParameterizedTest
  @EnumSource
  void whoWaitsInVainForAnotherWriterWritesLater(Stores.Kind kind) throws Exception {
    String where = Stores.fresh(kind, folder);
    try (Store store = Store.openOrCreate(where)) {
      Chain chain = Entries.chain(store);
      try (Connection other = Stores.connect(where);
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN");
        statement.execute("UPDATE chain_head SET seq = seq WHERE one = 1");
        assertThatThrownBy(() -> chain.append(Entries.draft("ann", null, "one")))
            .satisfies(e -> assertThat(Store.isUnavailable((RuntimeException) e)).isTrue());
        statement.execute("ROLLBACK");
      }
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() ->
                store.write(connection -> {
                  Accounts.update(connection, "UPDATE chain_head SET hash = 'broken'");
                  throw new IllegalStateException();
                }))
            .isInstanceOf(IllegalStateException.class);
      }
      assertThat(chain.head().seq()).isZero();
      assertThat(chain.append(Entries.draft("ann", null, "two")).seq()).isEqualTo(1);
      assertThat(chain.head().hash()).hasSize(64);
    }
  }

  /** While a server keeps the store open, its journal would hold what was deleted. */
  @Test
  void whatIsDeletedIsInNoFileOfTheStore() throws Exception {
    Path file = Path.of(Stores.fresh(Stores.Kind.SQLITE, folder));
    try (Store server = Store.openOrCreate(file.toString())) {
      Chain chain = Entries.chain(server);
      long seq = chain.append(Entries.draft("ann", null, "zyxwvutsrq")).seq();
      assertThat(held(file)).contains("zyxwvutsrq");
      chain.redact(List.of(seq), "ann", "test", "a wish");
      assertThat(held(file)).doesNotContain("zyxwvutsrq");
    }
  }

  private static String held(Path file) throws Exception {
    StringBuilder all = new StringBuilder(Files.readString(file, StandardCharsets.ISO_8859_1));
    Path journal = file.resolveSibling(file.getFileName() + "-wal");
    return Files.exists(journal)
        ? all.append(Files.readString(journal, StandardCharsets.ISO_8859_1)).toString()
        : all.toString();
  }

  @Test
  void aFileIsItsOwnersAlone() throws Exception {
    Path file = folder.resolve("new").resolve("ledger.db");
    Store.openOrCreate(file.toString()).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileThatEverybodyMayReadIsNotServed() throws Exception {
    Path file = folder.resolve("deeper").resolve("ledger.db");
    try (Store store = Store.openOrCreate(file.toString())) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("deeper"))))
          .isEqualTo("rwx------");
      store.refuseOpenToAll();
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
      store.refuseOpenToAll();
      for (String may : List.of("rw-r--r--", "rw-----w-")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(may));
        assertThatThrownBy(store::refuseOpenToAll).hasMessageContaining("store open to all");
      }
      Path copy = folder.resolve("copy.db");
      store.backUp(copy);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void whatIsNoStoreIsNotTouched() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "these are not tables\n".repeat(99));
    assertThatThrownBy(() -> Store.openOrCreate(file.toString())).isInstanceOf(Refused.class);
    assertThat(file).hasContent("these are not tables\n".repeat(99));
  }

  /** The copy is whole, although entries were added meanwhile and the log was not merged. */
  @Test
  void aCopyIsAWholeStore() {
    Path file = folder.resolve("a.db");
    Path copy = folder.resolve("copy.db");
    try (Store store = Store.openOrCreate(file.toString())) {
      String anchor = Entries.some(store).getLast().anchor();
      store.backUp(copy);
      assertThatThrownBy(() -> store.backUp(copy)).hasMessageContaining("file exists");
      try (Store again = Store.open(copy.toString())) {
        assertThat(ChainCheck.check(again, Map.of()).head()).isEqualTo(anchor);
        assertThat(ChainCheck.check(again, Map.of()).findings()).isEmpty();
      }
    }
  }

  /**
   * A database that went away and came back: what is asked meanwhile is refused, what after not.
   */
  @Test
  void aDatabaseMayComeBack() throws Exception {
    String where = Stores.fresh(Stores.Kind.POSTGRESQL, folder);
    try (Store store = Store.openOrCreate(where);
        Connection other = Stores.connect(where.replaceFirst("/t[^/?]*\\?", "/postgres?"));
        Statement statement = other.createStatement()) {
      Chain chain = Entries.chain(store);
      chain.append(Entries.draft("ann", null, "before"));
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'chokepoint'");
      long seq = 0;
      for (int tries = 0; seq == 0 && tries < 20; tries++) {
        try {
          seq = chain.append(Entries.draft("ann", null, "after")).seq();
        } catch (Refused e) {
          assertThat(e.problems().getFirst().id()).isEqualTo(Store.UNAVAILABLE);
        }
      }
      assertThat(seq).isEqualTo(2);
      assertThat(ChainCheck.check(store, Map.of()).isWhole()).isTrue();
    }
  }
}
