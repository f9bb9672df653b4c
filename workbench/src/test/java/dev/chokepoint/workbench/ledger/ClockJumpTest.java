package dev.chokepoint.workbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A clock that is set right, forwards or back: nobody stays in by it, and nobody is kept out. */
class ClockJumpTest {
  private static final Accounts.By SETUP = new Accounts.By("setup", "test");
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final String RIGHT = "four words that rest";

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

  private record Open(Chain chain, Accounts accounts, Sessions sessions) {
    String login() {
      return sessions.login("ann", RIGHT.toCharArray()).orElseThrow();
    }

    void lock() {
      for (int i = 0; i < Sessions.MOST_FAILURES; i++) {
        assertThat(sessions.login("ann", "wrong words that rest".toCharArray())).isEmpty();
      }
    }

    boolean letsIn() {
      return sessions.login("ann", RIGHT.toCharArray()).isPresent();
    }
  }

  private Open open(Store store) {
    Chain chain = new Chain(store, now::get);
    Accounts accounts = new Accounts(store, chain, now::get);
    accounts.add("ann", Role.ANALYST, RIGHT.toCharArray(), SETUP);
    return new Open(chain, accounts, new Sessions(store, chain, now::get));
  }

  @ParameterizedTest
  @EnumSource
  void forwards(Stores.Kind kind) {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder))) {
      Open open = open(store);
      String session = open.login();
      String token = open.accounts().addToken("ann", "a run", 30, SETUP);
      open.lock();
      now.set(NOON.plus(Duration.ofDays(366)));
      assertThat(open.sessions().find(session)).isEmpty();
      assertThat(open.accounts().bearer(token)).isEmpty();
      assertThat(open.letsIn()).as("the lock has ended").isTrue();
      ChainCheck.Report report = ChainCheck.check(store, Map.of());
      assertThat(report.findings()).isEmpty();
      assertThat(report.notes()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void back(Stores.Kind kind) {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder))) {
      Open open = open(store);
      now.set(NOON.plus(Duration.ofDays(366)));
      String ahead = open.login();
      open.lock();
      now.set(NOON);
      // It would have lasted for a year and twelve hours.
      assertThat(open.sessions().find(ahead)).isEmpty();
      assertThat(open.letsIn()).as("still locked").isFalse();
      now.set(NOON.plus(Duration.ofMinutes(15)).plusSeconds(1));
      assertThat(open.letsIn()).as("not for a year").isTrue();
      ChainCheck.Report report = ChainCheck.check(store, Map.of());
      assertThat(report.findings()).isEmpty();
      assertThat(report.notes().getFirst().what()).contains("the clock stood before");
      long entries = open.chain().head().seq();
      assertThat(open.chain().after(0, 99)).hasSize((int) entries);
    }
  }

  /** What a time server sets right now and then ends nothing. */
  @ParameterizedTest
  @EnumSource
  void byALittle(Stores.Kind kind) {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder))) {
      Open open = open(store);
      String session = open.login();
      for (int seconds : new int[] {-90, 90, -90}) {
        now.updateAndGet(at -> at.plusSeconds(seconds));
        assertThat(open.sessions().find(session)).isPresent();
      }
      now.set(NOON.plus(Duration.ofMinutes(58)));
      assertThat(open.sessions().find(session)).as("seen again").isPresent();
      now.set(NOON.plus(Duration.ofHours(2)));
      assertThat(open.sessions().find(session)).isEmpty();
    }
  }
}
