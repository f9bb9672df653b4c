package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.ledger.Stores;
import dev.chokepoint.workbench.orders.Worklist;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs that two servers know of, and runs whose end cannot be written down at once. */
class BookRunsTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final Books.By ANN = new Books.By("ann", Role.ADMIN, "test", null);

  @TempDir Path folder;
  private Store store;
  private Chain chain;
  private Books books;
  private BookFolder files;
  private Jobs jobs;
  private BookRuns runs;
  private Book book;
  private Book.Upload upload;
  private volatile boolean away;

  @BeforeEach
  void start() throws Exception {
    store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder));
    chain = new Chain(store, this::now);
    new dev.chokepoint.workbench.ledger.Accounts(store, chain, this::now)
        .add(
            "ann",
            Role.ADMIN,
            null,
            new dev.chokepoint.workbench.ledger.Accounts.By("setup", "test"));
    books = new Books(store, chain, this::now);
    files = new BookFolder(folder.resolve("books"));
    jobs = new Jobs(Limits.ForJobs.USUAL, new Semaphore(2), (job, e) -> e.printStackTrace());
    Path lists = folder.resolve("lists");
    runs =
        new BookRuns(
            books,
            files,
            new Recorder(store, chain, KNOWLEDGE, Knowledge::packed, lists),
            KNOWLEDGE,
            jobs,
            lists,
            Sharing.LONGEST_RUN);
    BookDesk desk = new BookDesk(books, chain, files, runs, () -> LocalDate.of(2026, 9, 29));
    book = books.find(desk.create("April", false, ANN).id(), "ann", Role.ADMIN).orElseThrow();
    byte[] file = BookClient.example().getBytes(StandardCharsets.UTF_8);
    ByteArrayInputStream in = new ByteArrayInputStream(file);
    String id = desk.upload(book, "a.csv", Book.Holds.ORDERS, in, ANN).id();
    upload = desk.upload(book, id);
  }

  @AfterEach
  void stop() {
    runs.close();
    jobs.close();
    store.close();
  }

  /** As the store answers when its connection is lost. */
  private Instant now() {
    if (away) {
      throw new Refused(new Problem(Store.UNAVAILABLE, "--store", "", "a store", ""));
    }
    return Instant.parse("2026-09-29T08:00:00Z");
  }

  /** One that was asked for and that nobody has begun. */
  private Book.Run asked() {
    ObjectNode asked = JsonMapper.builder().build().createObjectNode();
    asked.put("kind", "screen").put("from", "2025-04-10").put("to", "2025-04-10");
    asked.put("clock", "enforced").put("currency", "").put("dates", "");
    ObjectNode mapping = asked.putObject("mapping");
    upload.mapping().forEach(mapping::put);
    return books.run(books.ask(book, upload, List.of(), asked, ANN).id()).orElseThrow();
  }

  private Book.Run awaited(Book.Run run, Book.RunState state) throws Exception {
    Book.Run now = run;
    for (int i = 0; i < 600 && now.state() == Book.RunState.ASKED; i++) {
      Thread.sleep(50);
      now = books.run(run.id()).orElseThrow();
    }
    assertThat(now.state()).isEqualTo(state);
    return now;
  }

  private void awaitTheJob(Book.Run run) throws Exception {
    for (int i = 0; i < 600 && runs.job(run.id()) != null; i++) {
      Thread.sleep(50);
    }
    assertThat(runs.job(run.id())).isNull();
  }

  private List<Entry> ends() {
    return chain.before(Long.MAX_VALUE, 100).stream()
        .filter(entry -> entry.action().equals("book-run"))
        .toList();
  }

  @Test
  void whatAnotherServerWorksOnIsLeftToIt() throws Exception {
    Book.Run run = asked();
    try (Closeable _ = files.have(run.id())) {
      assertThat(runs.start(run, upload, "test")).isTrue();
      awaitTheJob(run);
      runs.resume(OFTEN);
      Thread.sleep(OFTEN.multipliedBy(5));
      assertThat(books.run(run.id()).orElseThrow().state()).isEqualTo(Book.RunState.ASKED);
      assertThat(ends()).isEmpty();
      assertThat(files.results(run.id())).doesNotExist();
    }
    // The other server was killed.
    awaited(run, Book.RunState.DONE);
    assertThat(ends()).hasSize(1);
  }

  @Test
  void whatAnotherServerHasDoneIsNotDoneAgain() throws Exception {
    Book.Run run = asked();
    ObjectNode follows = Books.follows(upload, List.of());
    Books.Ending stopped = Books.Ending.without(Book.RunState.STOPPED, "", follows);
    books.end(run, "ann", "test", stopped);
    assertThat(runs.start(run, upload, "test")).isTrue();
    awaitTheJob(run);
    assertThat(files.results(run.id())).doesNotExist();
    assertThat(books.run(run.id()).orElseThrow().state()).isEqualTo(Book.RunState.STOPPED);
  }

  @Test
  void ofTwoEndsTheFirstCounts() {
    Book.Run run = asked();
    ObjectNode follows = Books.follows(upload, List.of());
    long seq =
        books
            .end(run, "ann", "a", Books.Ending.without(Book.RunState.STOPPED, "", follows))
            .orElseThrow()
            .seq();
    Books.Ending late = new Books.Ending(Book.RunState.DONE, "", "0".repeat(64), null, follows);
    assertThat(books.end(run, "ann", "b", late)).isEmpty();
    assertThat(ends()).extracting(Entry::seq).containsExactly(seq);
    Book.Run ended = books.run(run.id()).orElseThrow();
    assertThat(ended.state()).isEqualTo(Book.RunState.STOPPED);
    assertThat(ended.seq()).isEqualTo(seq);
    assertThat(ended.results()).isEmpty();
    assertThat(ChainCheck.check(store, Map.of()).isWhole()).isTrue();
  }

  /** Of a server that was killed between the index and the end. */
  @Test
  void anIndexOfEarlierResultsIsNotRead() throws Exception {
    Book.Run other = asked();
    runs.start(other, upload, "test");
    awaited(other, Book.RunState.DONE);
    Book.Run run = asked();
    Path index = files.results(run.id()).resolveSibling(run.id() + ".index.parquet");
    Files.writeString(index, "not this one's");
    runs.start(run, upload, "test");
    awaited(run, Book.RunState.DONE);
    Worklist.Asked all = new Worklist.Asked(List.of(), "", "", "", 0, 50);
    assertThat(files.worklist(run.id()).page(all))
        .isEqualTo(files.worklist(other.id()).page(all))
        .extracting(Worklist.Part::lines)
        .isNotEqualTo(0L);
  }

  /** The store was away at the end of a run, and nobody looks. */
  @Test
  void anEndThatCouldNotBeWrittenDownIsWrittenLater() throws Exception {
    Book.Run run = asked();
    away = true;
    assertThat(runs.start(run, upload, "test")).isTrue();
    awaitTheJob(run);
    assertThat(Files.exists(files.results(run.id()).resolve("manifest.json"))).isTrue();
    assertThat(ends()).isEmpty();
    runs.resume(OFTEN);
    away = false;
    awaited(run, Book.RunState.DONE);
    assertThat(ends()).hasSize(1);
  }
}
