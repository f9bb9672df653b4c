package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.ledger.Accounts;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Removals;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.ledger.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files go after their time, but none of an open case, and the chain survives. */
class BookRemovalTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final Instant LONG_AGO = Instant.parse("2025-05-01T08:00:00Z");
  private static final Instant LATER = Instant.parse("2026-10-01T08:00:00Z");

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(LONG_AGO);

  private Path files() {
    return folder.resolve("books");
  }

  private Store opened(Stores.Kind kind) {
    Store store = Store.openOrCreate(Stores.fresh(kind, folder));
    new Accounts(store, new Chain(store, now::get), now::get)
        .add("ann", Role.ADMIN, SharedServer.PASSWORD.toCharArray(), new Accounts.By("setup", "t"));
    return store;
  }

  private BookSample sample(Store store) {
    Path lists = folder.resolve("lists");
    return new BookSample(store, files(), lists, KNOWLEDGE, Knowledge.packed(), now::get);
  }

  private Removals.Gone remove(Store store, BookSample sample) {
    try (BookRemoval removal = new BookRemoval(store, sample.chain, files(), now::get)) {
      return removal.remove(LATER.minusSeconds(400 * 86_400L), "root", "command-line");
    }
  }

  private static void decide(BookSample sample, Book.Run run, Book.Kind kind, List<Long> lines) {
    sample.desk.decide(sample.book, run, kind, lines, "seen", null, BookSample.ANN);
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatIsOldAndClosedGoes(Stores.Kind kind) throws Exception {
    try (Store store = opened(kind);
        BookSample sample = sample(store)) {
      Book.Upload orders = sample.upload(BookSample.example());
      Book.Run superseded = sample.run(orders);
      Book.Upload second = sample.upload(BookSample.example());
      Book.Run held = sample.run(second);
      decide(sample, held, Book.Kind.HOLD, List.of(2L));
      Book.Run last = sample.run(sample.upload(BookSample.example()));
      now.set(LATER);
      Book.Upload young = sample.upload(BookSample.example());

      Removals.Gone first = remove(store, sample);
      assertThat(first.runs()).containsExactly(superseded.id());
      assertThat(first.uploads()).containsExactly(orders.id());
      assertThat(files().resolve("uploads").resolve(orders.id())).doesNotExist();
      try (var left = Files.list(files().resolve("runs"))) {
        assertThat(left.map(file -> "" + file.getFileName()))
            .noneMatch(name -> name.startsWith(superseded.id()));
      }
      Entry entry = sample.chain.before(Long.MAX_VALUE, 1).getFirst();
      assertThat(entry.action()).isEqualTo("book-removed");
      assertThat(entry.contents().path("runs").get(0).path("results").asString())
          .isEqualTo(superseded.results());
      assertThat(entry.contents().path("uploads").get(0).path("sha256").asString())
          .isEqualTo(orders.sha256());
      assertThat(remove(store, sample).runs()).isEmpty();

      // What is gone is said, and not asked of again.
      Book.Run gone = sample.desk.run(sample.book, superseded.id());
      assertThat(gone.removed()).isEqualTo(entry.seq());
      assertThatThrownBy(() -> sample.desk.worklist(gone)).hasMessageContaining("removed");
      assertThatThrownBy(() -> sample.run(orders)).hasMessageContaining("removed");

      // The case that was held is closed, and of the last run all 7 lines that it stopped.
      decide(sample, held, Book.Kind.RELEASE, List.of(2L));
      decide(sample, last, Book.Kind.RELEASE, List.of(2L, 4L, 5L, 7L, 8L, 11L));
      assertThat(remove(store, sample).runs()).containsExactly(held.id());
      decide(sample, last, Book.Kind.PROPOSE, List.of(13L));
      assertThat(remove(store, sample).runs()).isEmpty();
      decide(sample, last, Book.Kind.RELEASE, List.of(13L));
      Removals.Gone rest = remove(store, sample);
      assertThat(rest.runs()).containsExactly(last.id());
      assertThat(rest.uploads()).containsExactly(last.upload());
      assertThat(files().resolve("uploads").resolve(young.id())).exists();
      assertThat(ChainCheck.check(store, Map.of()).findings()).isEmpty();
      assertThat(sample.desk.decided(last)).containsEntry("release", 7L);
    }
  }

  /** The files of a removal whose program was killed before it deleted them go with the next. */
  @Test
  void whatAKilledRemovalLeftGoes() throws Exception {
    try (Store store = opened(Stores.Kind.SQLITE);
        BookSample sample = sample(store)) {
      Book.Upload orders = sample.upload(BookSample.example());
      now.set(LATER);
      new Removals(store, sample.chain)
          .remove(LATER.minusSeconds(86_400), run -> false, "root", "command-line");
      assertThat(files().resolve("uploads").resolve(orders.id())).exists();
      assertThat(remove(store, sample).uploads()).isEmpty();
      assertThat(files().resolve("uploads").resolve(orders.id())).doesNotExist();
    }
  }

  /** A table that a run which stays has read stays with it, however old. */
  @Test
  void whatAnOpenRunReadStays() throws Exception {
    try (Store store = opened(Stores.Kind.SQLITE);
        BookSample sample = sample(store)) {
      String rates = "date,currency,usd\n2025-01-02,EUR,1.03\n";
      Book.Upload read = sample.upload(Book.Holds.RATES, rates);
      Book.Upload unread = sample.upload(Book.Holds.RATES, rates);
      Map<String, String> said = Map.of("kind", "screen", "to", "2025-04-20", "rates", read.id());
      sample.run(sample.upload(BookSample.example()), said);
      now.set(LATER);
      assertThat(remove(store, sample).uploads()).containsExactly(unread.id());
    }
  }

  @Test
  void theCommandLineSetsATimeAndPrunes() throws Exception {
    String where;
    Book.Run run;
    try (Store store = opened(Stores.Kind.SQLITE);
        BookSample sample = sample(store)) {
      where = store.place();
      Book.Upload orders = sample.upload(BookSample.example());
      run = sample.run(orders);
      sample.run(orders);
    }
    String books = "--books=" + files();
    assertThat(audit(where, "prune", books)).contains("for ever; nothing was removed");
    assertThat(audit(where, "retention", "--file-days=400")).contains("kept for 400 days");
    assertThat(audit(where, "retention")).contains("Contents are kept for ever", "400 days");
    assertThatThrownBy(() -> audit(where, "prune", "--books=" + folder.resolve("none")))
        .isInstanceOf(AssertionError.class);
    assertThat(audit(where, "prune", books))
        .contains("Removed 0 uploaded files and the results of 1 runs older than 400 days");
    assertThat(audit(where, "verify")).contains("Whole");
    Main.Outcome replay = outcome(where, "replay", "" + run.seq(), books);
    assertThat(replay.problems().getFirst().id()).isEqualTo("gone");
  }

  private static String audit(String where, String... words) {
    Main.Outcome said = outcome(where, words);
    assertThat(said.exitCode()).as("%s", said.problems()).isZero();
    return said.output();
  }

  private static Main.Outcome outcome(String where, String... words) {
    List<String> all = new java.util.ArrayList<>(List.of("audit"));
    all.addAll(List.of(words));
    all.add("--store=" + where);
    return Main.answer(LocalDate.of(2026, 9, 29), KNOWLEDGE, all);
  }
}
