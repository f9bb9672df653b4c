package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.ledger.Stores;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a file when its row is written twice, or perhaps. */
class BookDeskTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();

  @TempDir Path folder;
  private SharedServer shared;
  private Path uploads;
  private BookDesk desk;
  private Book book;
  private boolean away;

  @BeforeEach
  void start() {
    shared = new SharedServer(Stores.fresh(Stores.Kind.SQLITE, folder), KNOWLEDGE);
    Books books = new Books(shared.store, shared.chain, this::now);
    BookFolder files = new BookFolder(folder.resolve("books"));
    uploads = folder.resolve("books/uploads");
    Limits.ForJobs limits = Limits.ForJobs.USUAL;
    BookRuns runs =
        new BookRuns(
            books,
            files,
            new Recorder(shared.store, shared.chain, KNOWLEDGE),
            KNOWLEDGE,
            new Jobs(limits, new java.util.concurrent.Semaphore(1), (job, e) -> {}),
            folder.resolve("lists"),
            Sharing.LONGEST_RUN);
    desk = new BookDesk(books, shared.chain, files, runs, () -> LocalDate.of(2026, 9, 29));
    String id = desk.create("April", false, by(null)).id();
    book = books.find(id, "analyst", Role.ANALYST).orElseThrow();
  }

  @AfterEach
  void stop() {
    shared.close();
  }

  /** As the store answers when its connection is lost. */
  private Instant now() {
    if (away) {
      throw new Refused(new Problem(Store.UNAVAILABLE, "--store", "", "a store", ""));
    }
    return Objects.requireNonNull(shared.now.get());
  }

  private static Books.By by(@Nullable String key) {
    return new Books.By("analyst", Role.ANALYST, "test", key);
  }

  /** As {@link BookClient#files} reads it. */
  private static String example() throws Exception {
    byte[] file = BookClient.example().getBytes(StandardCharsets.UTF_8);
    return new String(file, StandardCharsets.ISO_8859_1);
  }

  private String upload(@Nullable String key) throws Exception {
    byte[] file = BookClient.example().getBytes(StandardCharsets.UTF_8);
    return desk.upload(book, "a.csv", Book.Holds.ORDERS, new ByteArrayInputStream(file), by(key))
        .id();
  }

  /** Nobody knows whether a commit happened whose answer did not come. */
  @Test
  void aFileWhoseRowMayBeThereStays() throws Exception {
    away = true;
    assertThatThrownBy(() -> upload("k"))
        .satisfies(e -> assertThat(Store.isUnavailable((RuntimeException) e)).isTrue());
    assertThat(BookClient.files(uploads).values()).containsExactly(example());
    away = false;
    String id = upload("k");
    assertThat(upload("k")).isEqualTo(id);
    assertThat(BookClient.files(uploads)).hasSize(2).containsEntry(id, example());
  }

  /** The same columns of two files are two requests. */
  @Test
  void aKeyIsOfOneMapping() throws Exception {
    Book.Upload first = desk.upload(book, upload(null));
    Book.Upload second = desk.upload(book, upload(null));
    desk.map(book, first, Map.of(), by("m"));
    assertThat(desk.map(book, first, Map.of(), by("m")).id()).isEqualTo(first.id());
    assertThatThrownBy(() -> desk.map(book, second, Map.of(), by("m"))).isInstanceOf(Refused.class);
  }

  /** Where the server keeps files is no business of whoever sent one. */
  @Test
  void aRefusalNamesNoPlaceOnTheServer() {
    try (BookFolder files = new BookFolder(folder.resolve("books"))) {
      String place = files.upload("1") + ":3";
      Problem problem = new Problem("bad-value", place, "x", "as in " + files.results("2"), "");
      assertThat(files.forSender(new Refused(problem), 0).problems())
          .containsExactly(new Problem("bad-value", "the file:3", "x", "as in the file", ""));
    }
  }

  @Test
  void whatAKilledServerHalfReceivedIsTakenAway() throws Exception {
    Path other = folder.resolve("others");
    Path work = other.resolve("incoming/1.work");
    try (BookFolder alive = new BookFolder(other)) {
      Files.createDirectories(work.resolve("spill"));
      Files.writeString(other.resolve("incoming/2"), "half");
      new BookFolder(other).close();
      assertThat(other.resolve("incoming/2")).as("of one that is alive").exists();
      alive.forget("2");
    }
    new BookFolder(other).close();
    assertThat(work).doesNotExist();
    assertThat(other.resolve("incoming/2")).doesNotExist();
  }

  @Test
  void aFileThatIsLostIsThereOnceItComesAgain() throws Exception {
    String id = upload("k");
    Files.delete(uploads.resolve(id));
    assertThat(upload("k")).isEqualTo(id);
    assertThat(BookClient.files(uploads)).hasSize(1).containsEntry(id, example());
    assertThat(desk.uploads(book)).hasSize(1);
  }
}
