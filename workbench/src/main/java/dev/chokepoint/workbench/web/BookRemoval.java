package dev.chokepoint.workbench.web;

import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Decisions;
import dev.chokepoint.workbench.ledger.Removals;
import dev.chokepoint.workbench.ledger.Store;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Takes away files of order books after their time, and what they held from the disk. */
public final class BookRemoval implements Closeable {
  private final Removals removals;
  private final Decisions decisions;
  private final BookFolder folder;
  private final Map<String, Long> stopped = new HashMap<>();

  /**
   * Of a store.
   *
   * @param books folder of the files of its order books
   * @throws dev.chokepoint.units.Refused when that is no such folder
   */
  public BookRemoval(Store store, Chain chain, Path books, Supplier<Instant> now) {
    this.removals = new Removals(store, chain);
    this.decisions = new Books(store, chain, now).decisions();
    this.folder = BookFolder.existing(books);
  }

  @Override
  public void close() {
    folder.close();
  }

  /**
   * Removes what is older, as {@link Removals#remove} says; then also what a program that was
   * killed here had left on the disk.
   *
   * @return what was removed now
   */
  public Removals.Gone remove(Instant before, String actor, String via) {
    Removals.Gone now = removals.remove(before, this::isClosed, actor, via);
    Removals.Gone all = removals.gone();
    all.uploads().forEach(folder::forget);
    all.runs().forEach(folder::forgetRun);
    return now;
  }

  /** Whether each line that a run stopped was released; false where its results cannot tell. */
  private boolean isClosed(Book.Run run) {
    Path results = folder.results(run.id());
    if (!java.nio.file.Files.isDirectory(results.resolve("decided"))) {
      return false;
    }
    long lines = stopped.computeIfAbsent(run.id(), id -> folder.worklist(id).count());
    return decisions.counts(run.id()).getOrDefault(Book.Kind.RELEASE, 0L) >= lines;
  }
}
