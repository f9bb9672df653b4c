package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** An order book of ann's without a server around it. */
public final class BookSample implements AutoCloseable {
  static final Books.By ANN = new Books.By("ann", Role.ADMIN, "test", null);
  private static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));
  private static final Map<String, String> APRIL =
      Map.of("kind", "exposure", "from", "2025-04-08", "to", "2025-04-10");

  final Chain chain;
  final Books books;
  final BookFolder folder;
  final BookDesk desk;
  final Book book;
  private final Jobs jobs;

  /**
   * A new book.
   *
   * @param store has the user ann
   */
  BookSample(
      Store store,
      Path files,
      Path lists,
      Knowledge knowledge,
      byte[] packed,
      Supplier<Instant> now) {
    chain = new Chain(store, now);
    books = new Books(store, chain, now);
    folder = new BookFolder(files);
    jobs = new Jobs(Limits.ForJobs.USUAL, new Semaphore(2), (job, e) -> e.printStackTrace());
    Recorder recorder = new Recorder(store, chain, knowledge, () -> packed, lists);
    BookRuns runs =
        new BookRuns(books, folder, recorder, knowledge, jobs, lists, Sharing.LONGEST_RUN);
    desk = new BookDesk(books, chain, folder, runs, () -> LocalDate.of(2026, 9, 29));
    Access.User ann = new Access.User("ann", Role.ADMIN, "test");
    book = desk.book(ann, desk.create("April", false, ANN).id());
  }

  /** A run over the made book in the store of a command line; gives the entry that ends it. */
  public static long ran(String where, Path files) {
    try (Store store = Store.open(where);
        BookSample sample =
            new BookSample(
                store,
                files,
                files.resolveSibling("lists"),
                Knowledge.load(),
                Knowledge.packed(),
                Instant::now)) {
      return sample.run(sample.upload(example()), APRIL).seq();
    }
  }

  static String example() {
    try {
      return Files.readString(ROOT.resolve("examples/orders-2025-04.csv"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Book.Upload upload(String text) {
    return upload(Book.Holds.ORDERS, text);
  }

  Book.Upload upload(Book.Holds holds, String text) {
    ByteArrayInputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return desk.upload(book, desk.upload(book, holds.word() + ".csv", holds, in, ANN).id());
  }

  Book.Run run(Book.Upload upload) {
    return run(upload, APRIL);
  }

  /** A run that has ended. */
  Book.Run run(Book.Upload upload, Map<String, String> said) {
    String id = desk.ask(book, upload, said, ANN).id();
    try {
      for (int i = 0; i < 600; i++) {
        Book.Run run = desk.run(book, id);
        if (run.state() != Book.RunState.ASKED && run.seq() > 0) {
          return run;
        }
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("the run does not end");
  }

  @Override
  public void close() {
    jobs.close();
  }
}
