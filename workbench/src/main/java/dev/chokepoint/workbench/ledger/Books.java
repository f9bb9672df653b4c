package dev.chokepoint.workbench.ledger;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Order books, who may see them, and what was done to them. Every change is an entry of the chain
 * in the same transaction.
 */
public final class Books {
  private static final String MAPPED = "book-mapping";
  private static final int ID_BYTES = 10;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Store store;
  private final Chain chain;
  private final Supplier<Instant> now;

  public Books(Store store, Chain chain, Supplier<Instant> now) {
    this.store = store;
    this.chain = chain;
    this.now = now;
  }

  /**
   * Who writes.
   *
   * @param key the write's own key, so that it happens once, or null
   */
  public record By(String name, Role role, String via, @Nullable String key) {}

  /**
   * What a write made.
   *
   * @param id of the book, upload or run
   */
  public record Made(String id, Entry.Receipt receipt) {}

  /** A new id: 20 hexadecimal digits that nobody can guess. */
  public static String newId() {
    byte[] bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private interface Rows {
    void on(Connection connection) throws SQLException;
  }

  /** Writes once for each key; the id is that of the first time. */
  private Made write(
      By by,
      String action,
      String subject,
      String id,
      ObjectNode content,
      ObjectNode f,
      Rows rows) {
    content.put("id", id);
    Chain.Change change =
        connection -> {
          rows.on(connection);
          return new Entry.Draft(by.name(), by.via(), action, subject, content, null, f);
        };
    String key = by.key();
    if (key == null) {
      return new Made(id, chain.append(change));
    }
    ObjectNode request = content.deepCopy();
    if (!action.equals(MAPPED)) {
      // What is made gets a new id each time; only that differs between two equal requests.
      request.remove("id");
    }
    String asked = action + (action.equals("book-made") ? "" : subject) + request + f;
    Entry entry = chain.appendOnce(key, Hash.of(asked), by.name(), change);
    String first = entry.contents().path("id").asString("");
    if (first.isEmpty()) {
      String limit = "content that was not deleted";
      throw new Refused(new Problem("deleted", "entry " + entry.seq(), "", limit, ""));
    }
    return new Made(first, entry.receipt());
  }

  private static ObjectNode nothing() {
    return MAPPER.createObjectNode();
  }

  /** Makes a book that belongs to whoever makes it. */
  public Made create(String name, boolean fourEyes, By by) {
    String id = newId();
    ObjectNode content = nothing().put("name", name).put("fourEyes", fourEyes);
    return write(
        by,
        "book-made",
        "book:" + id,
        id,
        content,
        nothing(),
        connection ->
            Accounts.update(
                connection,
                "INSERT INTO book (id, name, owner, four_eyes, created) VALUES (?, ?, ?, ?, ?)",
                id,
                name,
                by.name(),
                fourEyes ? 1L : 0L,
                now.get().getEpochSecond()));
  }

  /** The books that somebody may see, the newest first. */
  public List<Book> visible(String account, Role role) {
    return store
        .read(connection -> BookRows.books(connection, "ORDER BY created DESC, id"))
        .stream()
        .filter(book -> book.isVisibleTo(account, role))
        .toList();
  }

  /** A book, if somebody may see it; another's is as one that is not there. */
  public Optional<Book> find(String id, String account, Role role) {
    return store.read(connection -> BookRows.books(connection, "WHERE id = ?", id)).stream()
        .filter(book -> book.isVisibleTo(account, role))
        .findFirst();
  }

  /**
   * Lets another see a book, or no longer.
   *
   * @throws Refused when nobody is called so, or when whoever asks is neither owner nor admin
   */
  public Made share(Book book, String account, boolean may, By by) {
    if (!book.owner().equals(by.name()) && by.role() != Role.ADMIN) {
      String limit = "the owner of the book, or an admin";
      throw new Refused(new Problem("not-yours", "book", book.name(), limit, ""));
    }
    ObjectNode content = nothing().put("account", account);
    return write(
        by,
        may ? "book-shared" : "book-unshared",
        book.subject(),
        book.id(),
        content,
        nothing(),
        connection -> {
          if (!Accounts.exists(connection, account)) {
            // Without a hint: who may share need not know who else there is.
            String limit = "the name of a user";
            throw new Refused(new Problem("no-such-user", "account", account, limit, ""));
          }
          Accounts.update(
              connection,
              may
                  ? "INSERT INTO book_share (book, account) VALUES (?, ?)"
                      + " ON CONFLICT (book, account) DO NOTHING"
                  : "DELETE FROM book_share WHERE book = ? AND account = ?",
              book.id(),
              account);
        });
  }

  /** Adds a file that is on disk already, under {@code id}. */
  public Made upload(
      Book book,
      String id,
      String file,
      long bytes,
      String sha256,
      Book.Holds holds,
      Map<String, String> mapping,
      By by) {
    ObjectNode content = nothing().put("file", file).put("bytes", bytes);
    content.put("holds", holds.word());
    content.set("mapping", MAPPER.valueToTree(mapping));
    return write(
        by,
        "book-upload",
        book.subject(),
        id,
        content,
        nothing().put("input", sha256),
        connection ->
            Accounts.update(
                connection,
                "INSERT INTO book_upload (id, book, number, file, bytes, sha256, mapping,"
                    + " uploaded_by, mapped_by, created, holds) VALUES (?, ?, (SELECT"
                    + " COALESCE(MAX(number), 0) + 1 FROM book_upload WHERE book = ?), ?, ?, ?,"
                    + " ?, ?, ?, ?, ?)",
                id,
                book.id(),
                book.id(),
                file,
                bytes,
                sha256,
                MAPPER.writeValueAsString(mapping),
                by.name(),
                by.name(),
                now.get().getEpochSecond(),
                holds.word()));
  }

  /** Says what the headers of a file mean; runs that are there keep what they were asked with. */
  public Made map(Book book, Book.Upload upload, Map<String, String> mapping, By by) {
    ObjectNode content = nothing();
    content.set("mapping", MAPPER.valueToTree(mapping));
    return write(
        by,
        MAPPED,
        book.subject(),
        upload.id(),
        content,
        nothing().put("input", upload.sha256()),
        connection ->
            Accounts.update(
                connection,
                "UPDATE book_upload SET mapping = ?, mapped_by = ? WHERE id = ?",
                MAPPER.writeValueAsString(mapping),
                by.name(),
                upload.id()));
  }

  /** The files of a book, the newest first. */
  public List<Book.Upload> uploads(Book book) {
    return store.read(c -> BookRows.uploads(c, "WHERE book = ? ORDER BY number DESC", book.id()));
  }

  /** A file by its id, whoever may see it. */
  public Optional<Book.Upload> upload(String id) {
    return store.read(c -> BookRows.uploads(c, "WHERE id = ?", id)).stream().findFirst();
  }

  /**
   * Asks for a run.
   *
   * @param beside tables that are read beside the orders
   * @param asked what decides beside the files; who shaped it is added
   * @throws Refused when a file was removed after its time
   */
  public Made ask(
      Book book, Book.Upload upload, List<Book.Upload> beside, ObjectNode asked, By by) {
    String id = newId();
    ObjectNode content = nothing().put("upload", upload.id());
    content.set("asked", asked);
    return write(
        by,
        "book-run-asked",
        book.subject(),
        id,
        content,
        follows(upload, beside),
        connection -> {
          Chain.lock(connection); // Nothing is removed between here and the end.
          refuseRemoved(connection, upload);
          for (Book.Upload each : beside) {
            refuseRemoved(connection, each);
          }
          asked.put("fourEyes", book.fourEyes());
          ArrayNode shaped = asked.putArray("shapedBy");
          shapers(connection, book, upload, beside, by.name()).forEach(shaped::add);
          Accounts.update(
              connection,
              "INSERT INTO book_run (id, book, upload, number, asked, asked_by, state, why,"
                  + " results, seq, created) VALUES (?, ?, ?, (SELECT COALESCE(MAX(number), 0)"
                  + " + 1 FROM book_run WHERE book = ?), ?, ?, ?, '', '', 0, ?)",
              id,
              book.id(),
              upload.id(),
              book.id(),
              asked.toString(),
              by.name(),
              Book.RunState.ASKED.word(),
              now.get().getEpochSecond());
        });
  }

  /**
   * Who uploaded or mapped what a run reads, whoever mapped it last, or asks for it. The chain has
   * everybody who ever mapped a file of these bytes, also once contents were deleted.
   */
  private static SortedSet<String> shapers(
      Connection connection, Book book, Book.Upload upload, List<Book.Upload> beside, String who)
      throws SQLException {
    SortedSet<String> all = new TreeSet<>(List.of(who, upload.uploadedBy(), upload.mappedBy()));
    beside.forEach(file -> all.add(file.uploadedBy()));
    BookRows.each(
        connection,
        "SELECT header FROM audit WHERE subject = ? AND header LIKE ?",
        row -> {
          JsonNode said = MAPPER.readTree(BookRows.text(row, 1));
          if (said.path("action").asString("").equals(MAPPED)
              && said.path("follows").path("input").asString("").equals(upload.sha256())) {
            all.add(said.path("actor").asString(""));
          }
        },
        book.subject(),
        "%\"action\":\"" + MAPPED + "\"%");
    return all;
  }

  private static void refuseRemoved(Connection connection, Book.Upload upload) throws SQLException {
    for (Book.Upload now : BookRows.uploads(connection, "WHERE id = ?", upload.id())) {
      if (now.removed() > 0) {
        String limit = "a file that is still there; entry " + now.removed() + " says what was not";
        throw new Refused(
            new Problem("removed", "upload", now.file(), limit, "Maybe upload it again."));
      }
    }
  }

  /** Hashes of the files that a run reads. */
  public static ObjectNode follows(Book.Upload upload, List<Book.Upload> beside) {
    ObjectNode follows = nothing().put("input", upload.sha256());
    beside.forEach(each -> follows.put(each.holds().word(), each.sha256()));
    return follows;
  }

  /**
   * How a run ended.
   *
   * @param why what is wrong with it, where something is
   * @param results SHA-256 of the list of results; empty where there are none
   * @param answer what was answered, or null
   * @param follows hashes of what it follows from
   */
  public record Ending(
      Book.RunState state,
      String why,
      String results,
      @Nullable String answer,
      ObjectNode follows) {
    /** One without results. */
    public static Ending without(Book.RunState state, String why, ObjectNode follows) {
      return new Ending(state, why, "", null, follows);
    }
  }

  /** That a run has an end already. */
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Says how a run ended, once: of two ends that are told, also by two servers, the first counts.
   *
   * @return the receipt, or empty when it had ended before, which nothing happens to then
   */
  public Optional<Entry.Receipt> end(Book.Run run, String actor, String via, Ending ending) {
    ObjectNode content = nothing().put("id", run.id()).put("upload", run.upload());
    content.set("asked", run.asked());
    content.put("state", ending.state().word()).put("why", ending.why());
    String answer = ending.answer();
    try {
      return Optional.of(
          chain.append(connection -> {
            // The chain is locked, so that the number is the one that the entry gets.
            int changed =
                Accounts.update(
                    connection,
                    "UPDATE book_run SET state = ?, why = ?, results = ?, seq = ?"
                        + " WHERE id = ? AND state = ?",
                    ending.state().word(),
                    ending.why(),
                    ending.results(),
                    Chain.head(connection).seq() + 1,
                    run.id(),
                    Book.RunState.ASKED.word());
            if (changed == 0) {
              throw new Ended();
            }
            return new Entry.Draft(
                actor,
                via,
                "book-run",
                "book:" + run.book(),
                content,
                answer == null ? null : answer.getBytes(StandardCharsets.UTF_8),
                ending.follows());
          }));
    } catch (Ended e) {
      return Optional.empty();
    }
  }

  /** A run by its id, whoever may see it. */
  public Optional<Book.Run> run(String id) {
    return store.read(c -> BookRows.runs(c, "WHERE id = ?", id)).stream().findFirst();
  }

  /** The runs of a book, the newest first. */
  public List<Book.Run> runs(Book book) {
    return store.read(c -> BookRows.runs(c, "WHERE book = ? ORDER BY number DESC", book.id()));
  }

  /** Runs of any book that were asked for and have not ended. */
  public List<Book.Run> open() {
    return store.read(
        c -> BookRows.runs(c, "WHERE state = ? ORDER BY created, id", Book.RunState.ASKED.word()));
  }

  /** Decisions about the lines of runs. */
  public Decisions decisions() {
    return new Decisions(store, chain);
  }
}
