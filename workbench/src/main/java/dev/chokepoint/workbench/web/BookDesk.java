package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Decisions;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.orders.Beside;
import dev.chokepoint.workbench.orders.Heading;
import dev.chokepoint.workbench.orders.Worklist;
import io.javalin.http.NotFoundResponse;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is done with order books, by the API and by the pages alike. */
final class BookDesk {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST_NAME = 100;
  private static final int MOST_REASON = 2_000;
  private static final int MOST_LINES = 500;
  private static final int MOST_HISTORY = 200;

  /** Keys of what is said of a run that is asked for. */
  static final List<String> ASKED = asked();

  private final Books books;
  private final Decisions decisions;
  private final Chain chain;
  private final BookFolder folder;
  private final BookRuns runs;
  private final Supplier<LocalDate> today;

  BookDesk(Books books, Chain chain, BookFolder folder, BookRuns runs, Supplier<LocalDate> today) {
    this.books = books;
    this.decisions = books.decisions();
    this.chain = chain;
    this.folder = folder;
    this.runs = runs;
    this.today = today;
  }

  private static List<String> asked() {
    List<String> keys =
        new ArrayList<>(List.of("kind", "from", "to", "clock", "currency", "dates"));
    Book.Holds.beside().forEach(holds -> keys.add(holds.word()));
    return List.copyOf(keys);
  }

  /** Too much waits already. */
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  LocalDate today() {
    return today.get();
  }

  static Books.By by(Access.User user, @Nullable String key) {
    return new Books.By(user.name(), user.role(), user.via(), key);
  }

  List<Book> books(Access.User user) {
    return books.visible(user.name(), user.role());
  }

  /** A book; one that somebody may not see is as one that is not there. */
  Book book(Access.User user, String id) {
    return books.find(id, user.name(), user.role()).orElseThrow(NotFoundResponse::new);
  }

  List<Book.Upload> uploads(Book book) {
    return books.uploads(book);
  }

  Book.Upload upload(Book book, String id) {
    return books
        .upload(id)
        .filter(upload -> upload.book().equals(book.id()))
        .orElseThrow(NotFoundResponse::new);
  }

  List<Book.Run> runs(Book book) {
    return books.runs(book);
  }

  Book.Run run(Book book, String id) {
    return books.runs(book).stream()
        .filter(run -> run.id().equals(id))
        .findFirst()
        .orElseThrow(NotFoundResponse::new);
  }

  /** The work on a run, if it goes on now and is of whoever asks, who alone may watch it. */
  @Nullable Job job(Book.Run run, Access.User user) {
    Job job = runs.job(run.id());
    return job != null && run.askedBy().equals(user.name()) ? job : null;
  }

  Books.Made create(String name, boolean fourEyes, Books.By by) {
    return books.create(text("name", name, MOST_NAME), fourEyes, by);
  }

  Books.Made share(Book book, String account, boolean may, Books.By by) {
    return books.share(book, text("account", account, MOST_NAME), may, by);
  }

  /**
   * Takes a file in and reads its header.
   *
   * @param name what it is called where it came from; only shown
   */
  Books.Made upload(Book book, String name, Book.Holds holds, InputStream in, Books.By by) {
    String shown = text("name", name, 200);
    String id = Books.newId();
    BookFolder.Received received = folder.receive(id, in, Limits.UPLOAD_BYTES);
    Books.Made made;
    try {
      Map<String, String> mapping = mapping(holds, id);
      made = books.upload(book, id, shown, received.bytes(), received.sha256(), holds, mapping, by);
    } catch (Refused e) {
      // Where the store went away in the very commit, the file may be named there.
      if (!Store.isUnavailable(e)) {
        folder.forget(id);
      }
      throw folder.forSender(e, received.bytes());
    } catch (RuntimeException | Error e) {
      folder.forget(id);
      throw e;
    }
    if (!made.id().equals(id)) {
      folder.receivedAgain(id, made.id());
    }
    return made;
  }

  /** That there is no room for a file. */
  Refused full() {
    return folder.full(0);
  }

  /** What a file holds by its word: orders, where nothing is said. */
  static Book.Holds holds(@Nullable String said) {
    return said == null || said.isBlank() ? Book.Holds.ORDERS : Book.Holds.of(said);
  }

  /** What headers of orders are taken for; columns of other tables have fixed names. */
  private Map<String, String> mapping(Book.Holds holds, String id) {
    if (holds == Book.Holds.ORDERS) {
      return Heading.of(folder.upload(id), folder.work(id)).proposed();
    }
    Beside.valueOf(holds.name()).check(folder.upload(id));
    return Map.of();
  }

  Books.Made map(Book book, Book.Upload upload, Map<String, String> changes, Books.By by) {
    Map<String, String> mapping = new LinkedHashMap<>(upload.mapping());
    changes.forEach((header, column) -> {
      if (!mapping.containsKey(header)) {
        throw new Refused(
            new Problem(
                "no-such-header",
                "mapping",
                header,
                "one of " + String.join(", ", upload.mapping().keySet()),
                Nearest.hint(header, upload.mapping().keySet())));
      }
      mapping.put(header, column);
    });
    Heading.check(mapping);
    return books.map(book, upload, mapping, by);
  }

  /**
   * Asks for a run.
   *
   * @param said {@code kind}, {@code from}, {@code to}, {@code clock}, {@code currency}, {@code
   *     dates}, and ids of files beside by what they hold; what is missing or blank is as on the
   *     command line
   */
  Books.Made ask(Book book, Book.Upload upload, Map<String, String> said, Books.By by) {
    String kind = oneOf(said, "kind", "screen", List.of("screen", "exposure"));
    LocalDate to = day(said, "to");
    LocalDate from = kind.equals("screen") ? to : day(said, "from");
    if (kind.equals("exposure") && !from.isBefore(to)) {
      String limit = "a day after " + from;
      throw new Refused(
          new Problem("bad-value", "to", to.toString(), limit, "Maybe swap the two."));
    }
    if (upload.holds() != Book.Holds.ORDERS) {
      String limit = "a file with orders";
      throw new Refused(new Problem("bad-value", "upload", upload.holds().word(), limit, ""));
    }
    Heading.check(upload.mapping());
    List<Book.Upload> beside = beside(book, said);
    ObjectNode asked = MAPPER.createObjectNode();
    asked.put("kind", kind).put("from", from.toString()).put("to", to.toString());
    asked.put("clock", oneOf(said, "clock", "enforced", List.of("enforced", "codified")));
    asked.put("currency", currency(said.getOrDefault("currency", "")));
    asked.put("dates", oneOf(said, "dates", "", List.of("", "dmy", "mdy")));
    asked.set("mapping", MAPPER.valueToTree(upload.mapping()));
    ObjectNode files = asked.putObject("files");
    beside.forEach(file -> files.put(file.holds().word(), file.id()));
    Books.Made made = books.ask(book, upload, beside, asked, by);
    Book.Run run = run(book, made.id());
    boolean first = run.state() == Book.RunState.ASKED && runs.job(run.id()) == null;
    if (first && !runs.start(run, upload, by.via())) {
      throw new Busy();
    }
    return made;
  }

  /** Stops a run that waits or is worked on. */
  Books.Made stop(Book book, Book.Run run, Books.By by) {
    return runs.stop(run, upload(book, run.upload()), by);
  }

  private List<Book.Upload> beside(Book book, Map<String, String> said) {
    List<Book.Upload> beside = new ArrayList<>();
    for (Book.Holds holds : Book.Holds.beside()) {
      String id = said.getOrDefault(holds.word(), "");
      if (id.isBlank()) {
        continue;
      }
      Book.Upload file =
          books
              .upload(id)
              .filter(each -> each.book().equals(book.id()) && each.holds() == holds)
              .orElseThrow(() -> {
                String limit = "the id of a file of this book with " + holds.word();
                return new Refused(new Problem("no-such-file", holds.word(), id, limit, ""));
              });
      beside.add(file);
    }
    return beside;
  }

  /** The tables that a run reads beside the orders. */
  List<Book.Upload> beside(Book.Run run) {
    return runs.beside(run);
  }

  private LocalDate day(Map<String, String> said, String key) {
    String day = said.getOrDefault(key, "");
    try {
      return day.isBlank() ? today.get() : LocalDate.parse(day);
    } catch (DateTimeParseException e) {
      throw new Refused(new Problem("bad-date", key, day, "a day such as 2025-04-20", ""));
    }
  }

  private static String currency(String said) {
    try {
      return said.isBlank() ? "" : java.util.Currency.getInstance(said).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw new Refused(new Problem("unknown-currency", "currency", said, "an ISO 4217 code", ""));
    }
  }

  private static String oneOf(
      Map<String, String> said, String key, String otherwise, List<String> words) {
    String word = said.getOrDefault(key, "").isBlank() ? otherwise : said.getOrDefault(key, "");
    if (!words.contains(word)) {
      String limit = "one of " + String.join(", ", words).strip();
      throw new Refused(new Problem("bad-value", key, word, limit, Nearest.hint(word, words)));
    }
    return word;
  }

  static String text(String place, @Nullable String said, int most) {
    String text = said == null ? "" : said;
    boolean bad =
        text.isBlank()
            || text.length() > most
            || text.chars().anyMatch(c -> Character.isISOControl(c) && "\n\t\r".indexOf(c) < 0)
            || !StandardCharsets.UTF_8.newEncoder().canEncode(text);
    if (bad) {
      String limit = "a text of 1 to " + most + " characters that can be printed";
      throw new Refused(new Problem("bad-value", place, text.length() + " characters", limit, ""));
    }
    return text.strip();
  }

  /** The lines of a run that has ended well; nothing else has any. */
  Worklist worklist(Book.Run run) {
    if (run.removed() > 0) {
      String limit = "results that are still there; entry " + run.removed() + " says what was not";
      throw new Refused(new Problem("removed", "run", run.state().word(), limit, ""));
    }
    if (run.state() != Book.RunState.DONE) {
      String limit = "a run that is done";
      throw new Refused(new Problem("no-results", "run", run.state().word(), limit, ""));
    }
    return folder.worklist(run.id());
  }

  /** Where the results of a run are. */
  java.nio.file.Path results(Book.Run run) {
    worklist(run);
    return folder.results(run.id());
  }

  /** What was decided last of lines. */
  Map<Long, Book.Decision> decisions(Book.Run run, List<Map<String, Object>> lines) {
    return decisions.last(run.id(), byNumber(lines).keySet());
  }

  /** Which of these lines were released in an earlier run of the book, as a hint. */
  Map<Long, Book.Earlier> earlier(Book.Run run, List<Map<String, Object>> lines) {
    List<String> stopped = Worklist.stopped();
    return decisions.earlier(
        run,
        byNumber(
            lines.stream().filter(l -> stopped.contains(String.valueOf(l.get("state")))).toList()));
  }

  private static Map<Long, Map<String, Object>> byNumber(List<Map<String, Object>> lines) {
    Map<Long, Map<String, Object>> found = new LinkedHashMap<>();
    for (Map<String, Object> line : lines) {
      found.put(((Number) line.getOrDefault("line", 0)).longValue(), line);
    }
    return found;
  }

  /** Of how many lines of a run each was decided last. */
  Map<String, Long> decided(Book.Run run) {
    Map<String, Long> counts = new LinkedHashMap<>();
    decisions.counts(run.id()).forEach((kind, lines) -> counts.put(kind.word(), lines));
    return counts;
  }

  /** Files of results that may be taken away, by name. */
  List<String> files(Book.Run run) {
    List<String> files = new ArrayList<>(List.of("decided.csv"));
    files.addAll(worklist(run).parts());
    files.addAll(List.of("rejects.csv", "names.csv", "totals.csv", "alerts.csv"));
    return files;
  }

  Books.Made decide(
      Book book,
      Book.Run run,
      Book.Kind kind,
      Collection<Long> numbers,
      @Nullable String reason,
      @Nullable Long seen,
      Books.By by) {
    String why = text("reason", reason, MOST_REASON);
    if (numbers.isEmpty() || numbers.size() > MOST_LINES) {
      String limit = "1 to " + MOST_LINES + " lines at once";
      throw new Refused(
          new Problem("bad-value", "lines", String.valueOf(numbers.size()), limit, ""));
    }
    Map<Long, Map<String, Object>> lines = new LinkedHashMap<>();
    List<String> stopped = Worklist.stopped();
    for (Map<String, Object> line : worklist(run).lines(numbers)) {
      if (stopped.contains(String.valueOf(line.get("state")))) {
        lines.put(((Number) line.getOrDefault("line", 0)).longValue(), line);
      }
    }
    for (long number : numbers) {
      if (!lines.containsKey(number)) {
        String limit = "a line of this run that was stopped or could not be decided";
        throw new Refused(new Problem("no-such-line", "lines", String.valueOf(number), limit, ""));
      }
    }
    ObjectNode follows = MAPPER.createObjectNode();
    follows.put("run", run.seq()).put("results", run.results());
    Book.Upload upload = upload(book, run.upload());
    return decisions.decide(book, upload, run, kind, lines, why, follows, seen, by);
  }

  /** Number of the last entry of the chain. */
  long head() {
    return chain.head().seq();
  }

  /**
   * Some of what was done to a book, the newest first.
   *
   * @param more whether there is more before the last of these
   */
  record History(List<Entry> entries, boolean more) {}

  /** Entries about a book after one and before another, the newest first, at most so many. */
  History history(Book book, long after, long before) {
    List<Entry> found =
        chain.about(book.subject(), before, MOST_HISTORY + 1).stream()
            .filter(entry -> entry.seq() > after)
            .toList();
    boolean more = found.size() > MOST_HISTORY;
    return new History(more ? found.subList(0, MOST_HISTORY) : found, more);
  }

  long seen(Book book, Access.User user) {
    return decisions.seen(book, user.name());
  }

  /**
   * That somebody has seen a book as it was.
   *
   * @param shown the last entry when what they saw was shown
   */
  void see(Book book, Access.User user, @Nullable Long shown) {
    long head = head();
    if (shown == null || shown < 0 || shown > head) {
      String said = shown == null ? "" : String.valueOf(shown);
      String limit = "the last entry when the book was shown, " + head + " at most";
      throw new Refused(
          new Problem(shown == null ? "missing" : "out-of-range", "seen", said, limit, ""));
    }
    decisions.see(book, user.name(), shown);
  }

  /**
   * What changed in the lines since the last run of the same kind that had ended when somebody saw
   * the book.
   */
  Worklist.@Nullable Part changes(Book book, long seen) {
    List<Book.Run> done = books.runs(book).stream().filter(Book.Run::hasResults).toList();
    if (done.isEmpty()) {
      return null;
    }
    var kind = done.getFirst().asked().path("kind");
    Book.Run before =
        done.stream()
            .filter(run -> run.seq() > 0 && run.seq() <= seen)
            .filter(run -> run.asked().path("kind").equals(kind))
            .findFirst()
            .orElse(null);
    if (before == null || done.getFirst().id().equals(before.id())) {
      return null;
    }
    return worklist(done.getFirst()).since(folder.results(before.id()));
  }
}
