package dev.chokepoint.workbench;

import static dev.chokepoint.workbench.LedgerSamples.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.workbench.LedgerSamples.Said;
import dev.chokepoint.workbench.ledger.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code users} on both stores, and what {@code serve} asks for before it lets others in. */
class UsersCommandTest {
  private static final String WORDS = "four words that rest";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aUserFromFirstToLast(Stores.Kind kind) {
    String store = Stores.fresh(kind, folder);
    assertThat(run(store, WORDS, "users", "add", "ann", "--role", "analyst").out())
        .contains("Added ann, analyst.");
    assertThat(run(store, WORDS, "users", "add", "ann", "--role", "admin").err())
        .contains("name taken");
    assertThat(run(store, "short", "users", "add", "bob", "--role", "viewer").err())
        .contains("weak password", "5 characters")
        .doesNotContain("short");
    assertThat(run(store, "other words that rest", "users", "passwd", "ann").out())
        .contains("Set the password of ann");
    assertThat(run(store, "", "users", "role", "ann", "approver").out())
        .contains("ann is approver");
    assertThat(run(store, "", "users", "disable", "ann").out()).contains("ann is disabled");
    assertThat(run(store, "", "users", "list").out()).contains("ann", "approver, disabled");
    assertThat(run(store, "", "users", "enable", "ann").out()).contains("ann is enabled");
    String secret = run(store, "", "users", "token", "add", "ann", "--label", "runs").out().strip();
    assertThat(secret).matches("cp_[A-Za-z0-9_-]{43}");
    String listed = run(store, "", "users", "token", "list").out();
    assertThat(listed).contains("ann", "runs").doesNotContain(secret);
    String id = listed.split(" ", 2)[0];
    assertThat(run(store, "", "users", "token", "revoke", id).out()).contains("Ended token " + id);
    assertThat(run(store, "", "users", "token", "list").out()).contains("No token");
    Said chain = run(store, "", "audit", "list");
    assertThat(chain.out())
        .contains(
            "user-added",
            "password-changed",
            "role-changed",
            "user-disabled",
            "user-enabled",
            "token-added",
            "token-revoked")
        .doesNotContain(WORDS)
        .doesNotContain(secret);
    assertThat(run(store, "", "audit", "verify").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --bind 0.0.0.0 | a store with users for more than this machine
          --tls-elsewhere | a store with users for more than this machine
          --bind no.such.host.invalid | an address of this machine
          --store STORE --bind 0.0.0.0 | so that passwords do not travel in the open
          --store STORE | a store with a user who may log in
          --store STORE --keystore no.p12 --keystore-password no.txt | cannot read
          --store jdbc:postgresql://h/x?password=secretsecret | secret in arguments
          """)
  void aServerForOthersNeedsUsersAndTls(String words, String problem) {
    String store = Stores.fresh(Stores.Kind.SQLITE, folder);
    run(store, WORDS, "users", "add", "ann", "--role", "analyst");
    run(store, "", "users", "disable", "ann");
    String[] said = ("serve --port 0 " + words.replace("STORE", store)).split(" ", -1);
    CommandLineTest.Run refused = CommandLineTest.run(said);
    assertThat(refused.err()).contains(problem).doesNotContain("secretsecret");
    assertThat(refused.code()).isEqualTo(2);
  }

  @Test
  void aStoreThatIsNotThereIsNotMade() {
    String store = folder.resolve("none.db").toString();
    assertThat(run(store, "", "users", "list").err()).contains("no such store", "users add");
    assertThat(Path.of(store)).doesNotExist();
  }
}
