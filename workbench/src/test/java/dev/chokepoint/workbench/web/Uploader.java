package dev.chokepoint.workbench.web;

import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A program that uploads files and proposes releases from several threads until it is killed, and
 * says which are safe: {@code upload ID SHA-256} and {@code decision LINE}.
 */
final class Uploader {
  private static final int THREADS = 4;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Uploader() {}

  /** Works on the first book of the store, whose first run is done. */
  public static void main(String[] arguments) {
    Store store = Store.open(arguments[0]);
    BookFolder folder = new BookFolder(Path.of(arguments[1]));
    long first = Long.parseLong(arguments[2]);
    Books books = new Books(store, new Chain(store, Instant::now), Instant::now);
    Books.By ann = new Books.By("ann", Role.ANALYST, "test", null);
    Book book = books.visible("ann", Role.ANALYST).getFirst();
    Book.Run run = books.runs(book).getFirst();
    Book.Upload read = books.upload(run.upload()).orElseThrow();
    PrintStream out = System.out;
    out.println("ready");
    for (int t = 0; t < THREADS; t++) {
      int thread = t;
      new Thread(
              () -> {
                for (long i = first; ; i++) {
                  String id = Books.newId();
                  byte[] file =
                      ("sku,quantity\nH20," + thread + i + "\n")
                          .repeat(200)
                          .getBytes(StandardCharsets.UTF_8);
                  BookFolder.Received received =
                      folder.receive(id, new ByteArrayInputStream(file), file.length);
                  books.upload(
                      book,
                      id,
                      "o.csv",
                      received.bytes(),
                      received.sha256(),
                      Book.Holds.ORDERS,
                      Map.of(),
                      ann);
                  out.println("upload " + id + " " + received.sha256());
                  long line = i * THREADS + thread;
                  Map<Long, Map<String, Object>> lines = Map.of(line, Map.of("line", line));
                  ObjectNode follows = MAPPER.createObjectNode();
                  books
                      .decisions()
                      .decide(
                          book, read, run, Book.Kind.PROPOSE, lines, "known", follows, null, ann);
                  out.println("decision " + line + ".");
                }
              })
          .start();
    }
  }
}
