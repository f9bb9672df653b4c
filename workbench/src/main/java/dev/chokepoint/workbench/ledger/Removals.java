package dev.chokepoint.workbench.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files of order books that go after their time. What the chain and the tables say of them stays,
 * their hashes with it.
 */
public final class Removals {
  /** Action of the entry that says which files of a book were removed. */
  public static final String REMOVED = "book-removed";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Store store;
  private final Chain chain;

  public Removals(Store store, Chain chain) {
    this.store = store;
    this.chain = chain;
  }

  /**
   * Files that are gone, or may be taken away.
   *
   * @param uploads their ids
   * @param runs ids of runs
   */
  public record Gone(List<String> uploads, List<String> runs) {
    public Gone {
      uploads = List.copyOf(uploads);
      runs = List.copyOf(runs);
    }
  }

  /** Everything that an entry says was removed; its files may still be there after a crash. */
  public Gone gone() {
    return store.read(connection -> {
      List<String> uploads = new ArrayList<>();
      List<String> runs = new ArrayList<>();
      BookRows.uploads(connection, "WHERE removed > 0").forEach(each -> uploads.add(each.id()));
      BookRows.runs(connection, "WHERE removed > 0").forEach(each -> runs.add(each.id()));
      return new Gone(uploads, runs);
    });
  }

  /**
   * Says of what is older than a day that it is removed, an entry for each book. What stays: a run
   * that waits or runs; one of which a line is held, or was proposed and not released; the last one
   * of a book, unless {@code closed} says that every line it stopped was released; and every file
   * that a run which stays was asked of.
   *
   * @param closed whether nothing of the last run of a book is left to decide
   * @return ids of what is removed now
   */
  public Gone remove(Instant before, Predicate<Book.Run> closed, String actor, String via) {
    List<Book> books = store.read(connection -> BookRows.books(connection, "ORDER BY id"));
    List<String> uploads = new ArrayList<>();
    List<String> runs = new ArrayList<>();
    for (Book book : books) {
      Gone some = of(book, before, closed, actor, via);
      uploads.addAll(some.uploads());
      runs.addAll(some.runs());
    }
    return new Gone(uploads, runs);
  }

  private Gone of(Book book, Instant before, Predicate<Book.Run> closed, String actor, String via) {
    // Looked at without a lock first: most books have nothing that goes.
    Picked first = store.read(connection -> pick(connection, book, before, closed));
    if (first.isEmpty()) {
      return new Gone(List.of(), List.of());
    }
    List<Picked> removed = new ArrayList<>();
    chain.append(connection -> {
      Chain.lock(connection); // So that no run is asked of a file that goes, nor a line decided.
      Picked picked = pick(connection, book, before, closed);
      long seq = Chain.head(connection).seq() + 1;
      for (Book.Upload upload : picked.uploads()) {
        Accounts.update(
            connection, "UPDATE book_upload SET removed = ? WHERE id = ?", seq, upload.id());
      }
      for (Book.Run run : picked.runs()) {
        Accounts.update(connection, "UPDATE book_run SET removed = ? WHERE id = ?", seq, run.id());
      }
      removed.add(picked);
      return Entry.Draft.of(actor, via, REMOVED, book.subject(), content(book, before, picked));
    });
    return removed.getFirst().gone();
  }

  private record Picked(List<Book.Upload> uploads, List<Book.Run> runs) {
    boolean isEmpty() {
      return uploads.isEmpty() && runs.isEmpty();
    }

    Gone gone() {
      return new Gone(
          uploads.stream().map(Book.Upload::id).toList(), runs.stream().map(Book.Run::id).toList());
    }
  }

  private static Picked pick(
      Connection connection, Book book, Instant before, Predicate<Book.Run> closed)
      throws SQLException {
    List<Book.Run> all =
        BookRows.runs(connection, "WHERE book = ? ORDER BY number DESC", book.id());
    Book.Run last =
        all.stream().filter(run -> run.state() == Book.RunState.DONE).findFirst().orElse(null);
    Set<String> open = new HashSet<>();
    BookRows.each(
        connection,
        "SELECT DISTINCT d.run FROM book_decision d JOIN book_run r ON r.id = d.run WHERE r.book ="
            + " ? AND d.kind <> 'release' AND d.seq = (SELECT MAX(seq) FROM book_decision WHERE"
            + " run = d.run AND line = d.line)",
        row -> open.add(BookRows.text(row, 1)),
        book.id());
    List<Book.Run> runs = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (Book.Run run : all.stream().filter(run -> run.removed() == 0).toList()) {
      boolean goes =
          run.created().isBefore(before)
              && run.state() != Book.RunState.ASKED
              && !open.contains(run.id())
              && (!run.equals(last) || closed.test(run));
      if (goes) {
        runs.add(run);
      } else {
        used.add(run.upload());
        for (JsonNode file : run.asked().path("files")) {
          used.add(file.asString(""));
        }
      }
    }
    List<Book.Upload> uploads =
        BookRows.uploads(connection, "WHERE book = ? AND removed = 0 ORDER BY number", book.id())
            .stream()
            .filter(file -> file.created().isBefore(before) && !used.contains(file.id()))
            .toList();
    return new Picked(uploads, runs);
  }

  private static ObjectNode content(Book book, Instant before, Picked picked) {
    ObjectNode content = MAPPER.createObjectNode();
    content.put("id", book.id()).put("before", before.toString());
    ArrayNode uploads = content.putArray("uploads");
    picked
        .uploads()
        .forEach(each -> uploads.addObject().put("id", each.id()).put("sha256", each.sha256()));
    ArrayNode runs = content.putArray("runs");
    picked
        .runs()
        .forEach(each -> runs.addObject().put("id", each.id()).put("results", each.results()));
    return content;
  }
}
