package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Decisions;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.orders.Disk;
import dev.chokepoint.workbench.orders.Worklist;
import dev.chokepoint.workbench.orders.WorklistFilter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Order books over HTTP. */
final class BookRoutes {
  static final String PATH = Api.BASE + "/books";
  private static final String BOOK = PATH + "/{book}";
  private static final String UPLOAD = BOOK + "/uploads/{upload}";
  private static final String RUN = BOOK + "/runs/{run}";

  /** The least role of each route that is not for every reader. */
  static final Map<String, Role> NEEDED = needed();

  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;
  private static final int TOO_LARGE = 413;
  private static final int UNSUPPORTED = 415;
  private static final int FULL = 507;
  private static final int MOST_ROWS = 1_000;
  private static final int USUAL_ROWS = 50;
  private static final List<String> NONE = List.of();

  private final BookDesk desk;

  BookRoutes(BookDesk desk) {
    this.desk = desk;
  }

  private static Map<String, Role> needed() {
    Map<String, Role> needed = new TreeMap<>();
    for (String path :
        List.of(
            PATH,
            BOOK + "/shares",
            BOOK + "/uploads",
            UPLOAD + "/mapping",
            BOOK + "/runs",
            RUN + "/decisions")) {
      needed.put("POST " + path, Role.ANALYST);
    }
    needed.put("DELETE " + BOOK + "/shares/{account}", Role.ANALYST);
    needed.put("DELETE " + RUN, Role.ANALYST);
    needed.put("POST " + BOOK + "/seen", Role.VIEWER);
    needed.putAll(OrderPages.NEEDED);
    return needed;
  }

  void add(RoutesConfig routes) {
    routes.get(PATH, handled(NONE, this::list));
    routes.post(PATH, handled(NONE, this::create));
    routes.get(BOOK, handled(NONE, this::book));
    routes.post(BOOK + "/shares", handled(NONE, this::share));
    routes.delete(BOOK + "/shares/{account}", handled(NONE, this::unshare));
    routes.post(BOOK + "/uploads", handled(List.of("name", "holds"), this::upload));
    routes.get(UPLOAD, handled(NONE, c -> json(c, BookJson.upload(uploadOf(c)))));
    routes.post(UPLOAD + "/mapping", handled(NONE, this::map));
    routes.post(BOOK + "/runs", handled(NONE, this::ask));
    routes.get(RUN, handled(NONE, this::run));
    routes.delete(
        RUN, handled(NONE, c -> made(c, desk.stop(bookOf(c), runOf(c), by(c)), Reply.OK)));
    routes.get(RUN + "/lines", handled(BookFiles.LINES, this::lines));
    routes.post(RUN + "/decisions", handled(NONE, this::decide));
    routes.get(RUN + "/files/{file}", handled(BookFiles.FILTERS, this::file));
    routes.get(BOOK + "/changes", handled(NONE, this::changes));
    routes.post(BOOK + "/seen", handled(NONE, this::see));
  }

  /**
   * A handler whose refusals are answered as problems.
   *
   * @param known parameters of its query; another is refused, as it would change nothing
   */
  static Handler handled(List<String> known, Handler handler) {
    return context -> {
      context.attribute(Server.ROUTE, context.endpoint().path);
      context.header("Cache-Control", "no-store");
      Reply refusal;
      try {
        refuseOthers(context, known);
        handler.handle(context);
        return;
      } catch (Refused e) {
        refusal = refusal(e);
      } catch (BookFolder.TooLarge e) {
        refusal = tooLarge();
      } catch (BookDesk.Busy e) {
        Server.busy(context, "10", "Too many jobs wait already.");
        return;
      }
      Server.send(context, refusal);
    };
  }

  private static void refuseOthers(Context context, List<String> known) {
    for (String name : context.queryParamMap().keySet()) {
      if (!known.contains(name)) {
        String limit = known.isEmpty() ? "no parameter" : "one of " + String.join(", ", known);
        throw new Refused(
            new Problem("unknown-parameter", "query", name, limit, Nearest.hint(name, known)));
      }
    }
  }

  static Reply refusal(Refused e) {
    boolean away = e.problems().stream().anyMatch(p -> p.id().equals(Store.UNAVAILABLE));
    boolean notAllowed =
        e.problems().stream()
            .anyMatch(p -> Set.of("four-eyes", "not-allowed", "not-yours").contains(p.id()));
    boolean meanwhile =
        e.problems().stream()
            .anyMatch(p -> Set.of(Decisions.MEANWHILE, Decisions.DECIDED).contains(p.id()));
    boolean full = e.problems().stream().anyMatch(p -> p.id().equals(Disk.FULL));
    return away
        ? Reply.problem(Reply.LATE, "The store cannot be reached.", null)
        : meanwhile
            ? Reply.problem(409, "Somebody decided that already.", e.problems())
            : notAllowed
                ? Reply.problem(403, "That is for somebody else to do.", e.problems())
                : full
                    ? Reply.problem(FULL, "The disk of the server is full.", e.problems())
                    : Reply.problem(e);
  }

  static Reply tooLarge() {
    String most = Limits.UPLOAD_BYTES + " bytes at most";
    Problem problem =
        new Problem("too-large", "file", "", most, "Maybe as Parquet, or in several files.");
    return Reply.problem(TOO_LARGE, "The file is too large.", List.of(problem));
  }

  private Book bookOf(Context context) {
    return desk.book(Access.of(context), context.pathParam("book"));
  }

  private Book.Upload uploadOf(Context context) {
    return desk.upload(bookOf(context), context.pathParam("upload"));
  }

  private Book.Run runOf(Context context) {
    return desk.run(bookOf(context), context.pathParam("run"));
  }

  private static Books.By by(Context context) {
    String key = context.header("Idempotency-Key");
    if (key != null && !key.matches("[\\x21-\\x7e]{1,100}")) {
      String limit = "1 to 100 visible characters";
      throw new Refused(new Problem("bad-value", "Idempotency-Key", "", limit, ""));
    }
    return BookDesk.by(Access.of(context), key);
  }

  private static void json(Context context, Object document) {
    Server.send(context, Reply.json(BookJson.text(document)));
  }

  private static void made(Context context, Books.Made made, int status) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("id", made.id());
    out.put("entry", made.receipt().document());
    Server.send(context, Reply.json(BookJson.text(out)).as(status));
  }

  private void list(Context context) {
    List<Object> all = new ArrayList<>();
    desk.books(Access.of(context)).forEach(book -> all.add(BookJson.book(book)));
    json(context, Map.of("books", all));
  }

  private void create(Context context) {
    Body body = Body.of(context, "name", "fourEyes");
    String name = body.text("name");
    boolean fourEyes = body.flag("fourEyes");
    made(context, desk.create(name == null ? "" : name, fourEyes, by(context)), CREATED);
  }

  private void book(Context context) {
    Book book = bookOf(context);
    Map<String, Object> out = BookJson.book(book);
    out.put("uploads", desk.uploads(book).stream().map(BookJson::upload).toList());
    out.put("runs", desk.runs(book).stream().map(BookJson::run).toList());
    json(context, out);
  }

  private void share(Context context) {
    Book book = bookOf(context);
    String account = Body.of(context, "account").text("account");
    made(context, desk.share(book, account == null ? "" : account, true, by(context)), CREATED);
  }

  private void unshare(Context context) {
    Book book = bookOf(context);
    made(context, desk.share(book, context.pathParam("account"), false, by(context)), Reply.OK);
  }

  private void upload(Context context) throws IOException {
    Book book = bookOf(context);
    String type = context.contentType();
    if (type == null || !type.startsWith("application/octet-stream")) {
      String title = "The body is the file, as application/octet-stream.";
      Server.send(context, Reply.problem(UNSUPPORTED, title, null));
      return;
    }
    if (context.req().getContentLengthLong() > Limits.UPLOAD_BYTES) {
      throw new BookFolder.TooLarge();
    }
    String name = context.queryParam("name");
    String holds = context.queryParam("holds");
    made(
        context,
        desk.upload(
            book,
            name == null ? "upload" : name,
            BookDesk.holds(holds),
            context.req().getInputStream(),
            by(context)),
        CREATED);
  }

  private void map(Context context) {
    Book book = bookOf(context);
    Book.Upload upload = uploadOf(context);
    Map<String, String> mapping = Body.of(context, "mapping").texts("mapping");
    made(context, desk.map(book, upload, mapping, by(context)), Reply.OK);
  }

  private void ask(Context context) {
    Book book = bookOf(context);
    List<String> keys = new ArrayList<>(List.of("upload"));
    keys.addAll(BookDesk.ASKED);
    Body body = Body.of(context, keys.toArray(new String[0]));
    String id = body.text("upload");
    Book.Upload upload = desk.upload(book, id == null ? "" : id);
    Map<String, String> said = new LinkedHashMap<>();
    for (String key : BookDesk.ASKED) {
      String value = body.text(key);
      said.put(key, value == null ? "" : value);
    }
    made(context, desk.ask(book, upload, said, by(context)), ACCEPTED);
  }

  private void run(Context context) {
    Book.Run run = runOf(context);
    Map<String, @Nullable Object> out = new LinkedHashMap<>(BookJson.run(run));
    out.put("newer", desk.newer(bookOf(context), run).map(n -> newer(run, n)).orElse(null));
    // The work goes on for a moment after the run's end was written down.
    boolean open = run.state() == Book.RunState.ASKED;
    Job job = open ? desk.job(run, Access.of(context)) : null;
    out.put("job", job == null ? Map.of() : job.standing().document());
    boolean there = run.hasResults();
    out.put("summary", there ? BookJson.summary(desk.results(run)) : Map.of());
    out.put("decided", desk.decided(run));
    out.put("files", there ? desk.files(run) : List.of());
    json(context, out);
  }

  private static Map<String, Object> newer(Book.Run run, Book.Run newer) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("run", newer.id());
    out.put("number", newer.number());
    out.put("sameUpload", newer.upload().equals(run.upload()));
    return out;
  }

  static Worklist.Asked asked(Map<String, List<String>> query) {
    List<String> states =
        query.getOrDefault("state", List.of()).stream()
            .filter(s -> !s.isBlank())
            .map(WorklistFilter::state)
            .toList();
    return new Worklist.Asked(
        states,
        first(query, "clause"),
        first(query, "sku"),
        WorklistFilter.destination(first(query, "destination")),
        number(first(query, "offset"), "offset", 0, Long.MAX_VALUE / 2, 0),
        (int) number(first(query, "limit"), "limit", 1, MOST_ROWS, USUAL_ROWS));
  }

  static String first(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst().strip();
  }

  private static long number(String said, String name, long least, long most, long otherwise) {
    if (said.isEmpty()) {
      return otherwise;
    }
    if (said.matches("[0-9]{1,18}")) {
      long value = Long.parseLong(said);
      if (value >= least && value <= most) {
        return value;
      }
    }
    String limit = "a whole number from " + least + " to " + most;
    throw new Refused(new Problem("out-of-range", name, said, limit, ""));
  }

  private void lines(Context context) {
    Book.Run run = runOf(context);
    Worklist.Asked asked = asked(context.queryParamMap());
    long head = desk.head(); // Before what is shown: what is decided meanwhile was not seen.
    Worklist.Part part = desk.worklist(run).page(asked);
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("head", head);
    out.put("lines", part.lines());
    out.put("offset", asked.offset());
    out.put(
        "rows",
        BookJson.lines(
            part.rows(), desk.decisions(run, part.rows()), desk.earlier(run, part.rows())));
    json(context, out);
  }

  private void decide(Context context) {
    Book book = bookOf(context);
    Book.Run run = runOf(context);
    Body body = Body.of(context, "kind", "lines", "reason", "seen");
    String kind = body.text("kind");
    made(
        context,
        desk.decide(
            book,
            run,
            Book.Kind.of(kind == null ? "" : kind),
            body.numbers("lines"),
            body.text("reason"),
            body.number("seen"),
            by(context)),
        CREATED);
  }

  private void file(Context context) throws IOException {
    Book.Run run = runOf(context);
    BookFiles.send(context, desk, run, context.pathParam("file"));
  }

  private void changes(Context context) {
    Book book = bookOf(context);
    long seen = desk.seen(book, Access.of(context));
    long head = desk.head();
    String before = first(context.queryParamMap(), "before");
    BookDesk.History history =
        desk.history(book, seen, number(before, "before", 1, Long.MAX_VALUE / 2, Long.MAX_VALUE));
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("seen", seen);
    out.put("head", head);
    out.put("entries", history.entries().stream().map(BookJson::entry).toList());
    out.put("more", history.more());
    Worklist.Part part = desk.changes(book, seen);
    out.put("lines", part == null ? 0 : part.lines());
    out.put("rows", part == null ? List.of() : part.rows());
    json(context, out);
  }

  private void see(Context context) {
    Book book = bookOf(context);
    desk.see(book, Access.of(context), Body.of(context, "seen").number("seen"));
    json(context, Map.of("seen", desk.seen(book, Access.of(context))));
  }
}
