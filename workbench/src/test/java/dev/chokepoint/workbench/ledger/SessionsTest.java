package dev.chokepoint.workbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to an account while somebody logs in. */
class SessionsTest {
  private static final Accounts.By SETUP = new Accounts.By("setup", "test");
  private static final String OLD = "four words that rest";

  @TempDir Path folder;

  /** Whatever is wrong, as many entries are written, each of which takes the time of a disk. */
  @Test
  void aNameOfNobodysLeavesAsMuchAsOneOfSomebodys() {
    try (Store store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder))) {
      Chain chain = new Chain(store, Instant::now);
      Accounts accounts = new Accounts(store, chain, Instant::now);
      accounts.add("ann", Role.ANALYST, OLD.toCharArray(), SETUP);
      accounts.add("bob", Role.ANALYST, OLD.toCharArray(), SETUP);
      accounts.disable("bob", true, SETUP);
      Sessions sessions = new Sessions(store, chain, Instant::now);
      for (int i = 0; i < Sessions.MOST_FAILURES + 1; i++) {
        List<Long> written = new ArrayList<>();
        for (String name : List.of("ann", "bob", "a secret typed into the wrong field")) {
          long before = chain.head().seq();
          assertThat(sessions.login(name, "wrong words that rest".toCharArray())).isEmpty();
          written.add(chain.head().seq() - before);
        }
        assertThat(written).as("attempt %d", i + 1).containsOnly(written.getFirst());
      }
      assertThat(chain.after(0, 99))
          .noneMatch(entry -> entry.header().contains("wrong field"))
          .filteredOn(entry -> entry.action().equals("locked-out"))
          .hasSize(3);
    }
  }

  /** The clock is read once before the password is compared and once after. */
  @Test
  void aPasswordThatIsChangedMeanwhileLetsNobodyIn() {
    try (Store store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder))) {
      Chain chain = new Chain(store, Instant::now);
      Accounts accounts = new Accounts(store, chain, Instant::now);
      accounts.add("ann", Role.ANALYST, OLD.toCharArray(), SETUP);
      AtomicInteger read = new AtomicInteger();
      Sessions sessions =
          new Sessions(
              store,
              chain,
              () -> {
                if (read.incrementAndGet() == 2) {
                  accounts.password("ann", "other words that rest".toCharArray(), SETUP);
                }
                return Instant.now();
              });
      assertThat(sessions.login("ann", OLD.toCharArray())).isEmpty();
      assertThat(read).hasValue(2);
      assertThat(chain.about("user:ann", Long.MAX_VALUE, 9))
          .extracting(Entry::action)
          .containsExactly("password-changed", "user-added");
      assertThat(sessions.login("ann", "other words that rest".toCharArray())).isPresent();
    }
  }
}
