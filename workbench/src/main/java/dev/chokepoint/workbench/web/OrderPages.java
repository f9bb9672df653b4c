package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.orders.Disk;
import dev.chokepoint.workbench.orders.Heading;
import dev.chokepoint.workbench.orders.Worklist;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pages of order books. Each write answers with the page to go on with, so that it works without
 * script.
 */
final class OrderPages {
  static final String PATH = "/orders";
  private static final String BOOK = PATH + "/{book}";
  private static final String UPLOAD = BOOK + "/uploads/{upload}";
  private static final String RUN = BOOK + "/runs/{run}";

  /** The least role of each route that is not for every reader. */
  static final Map<String, Role> NEEDED = needed();

  private static final int MOST_BARS = 12;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final BookDesk desk;
  private final Site site;
  private final Access access;
  private final Function<Context, Request> request;

  OrderPages(BookDesk desk, Site site, Access access, Function<Context, Request> request) {
    this.desk = desk;
    this.site = site;
    this.access = access;
    this.request = request;
  }

  private static Map<String, Role> needed() {
    Map<String, Role> needed = new TreeMap<>();
    for (String path :
        List.of(PATH, BOOK + "/shares", BOOK + "/uploads", UPLOAD, UPLOAD + "/runs", RUN, RUN + "/stop")) {
      needed.put("POST " + path, Role.ANALYST);
    }
    needed.put("POST " + BOOK + "/seen", Role.VIEWER);
    return needed;
  }

  void add(RoutesConfig routes) {
    routes.get(PATH, page(this::list));
    routes.post(PATH, sent(this::create, this::list));
    routes.get(BOOK, page(this::book));
    routes.post(BOOK + "/shares", sent(this::share, this::book));
    routes.post(BOOK + "/uploads", sent(this::upload, this::book));
    routes.post(BOOK + "/seen", sent(this::see, this::book));
    routes.get(UPLOAD, page(this::mapping));
    routes.post(UPLOAD, sent(this::map, this::mapping));
    routes.post(UPLOAD + "/runs", sent(this::ask, this::mapping));
    routes.get(RUN, page(this::run));
    routes.post(RUN, sent(this::decide, this::run));
    routes.post(RUN + "/stop", sent(this::stop, this::run));
  }

  /** Makes a page that also says what was wrong. */
  private interface Show {
    Reply page(Context context, List<Problem> problems);
  }

  /** Does what a form asks for, and says where to go on. */
  private interface Act {
    String next(Context context) throws IOException;
  }

  private static Handler page(Show show) {
    return BookRoutes.handled(context -> send(context, show.page(context, List.of())));
  }

  /** Where a form was wrong its page is shown again, with the reasons. */
  private static Handler sent(Act act, Show show) {
    return BookRoutes.handled(context -> {
      List<Problem> problems;
      int status = Reply.BAD_REQUEST;
      try {
        context.redirect(act.next(context), HttpStatus.SEE_OTHER);
        return;
      } catch (Refused e) {
        problems = e.problems();
        status = BookRoutes.refusal(e).status();
      }
      send(context, show.page(context, problems).as(status));
    });
  }

  private static void send(Context context, Reply reply) {
    Server.send(context, reply);
  }

  private Reply page(
      Context context,
      String title,
      String template,
      List<Problem> problems,
      Map<String, Object> model) {
    Map<String, Object> all = new LinkedHashMap<>(model);
    Access.User user = Access.of(context);
    all.put("problems", problems);
    all.put("token", access.formToken(context));
    all.put("mayWrite", user.role().covers(Role.ANALYST));
    all.put("mayRelease", user.role().covers(Role.APPROVER));
    return site.page(request.apply(context), "orders", title, template, all);
  }

  private Words words(Context context) {
    return request.apply(context).words();
  }

  private Book bookOf(Context context) {
    return desk.book(Access.of(context), context.pathParam("book"));
  }

  private static Books.By by(Context context) {
    return BookDesk.by(Access.of(context), null);
  }

  private static String field(Context context, String name) {
    String value = context.formParam(name);
    return value == null ? "" : value.strip();
  }

  /** The last entry when a page was made, which its forms send back. */
  private static @Nullable Long entry(Context context) {
    String seen = field(context, "seen");
    return seen.matches("[0-9]{1,18}") ? (Long) Long.parseLong(seen) : null;
  }

  private static String language(Context context) {
    String lang = context.queryParam("lang");
    return lang == null ? "" : "?lang=" + Words.in(lang).tag();
  }

  private static String path(Context context, String... parts) {
    return PATH + "/" + String.join("/", parts) + language(context);
  }

  private Reply list(Context context, List<Problem> problems) {
    Words words = words(context);
    List<Book> books = desk.books(Access.of(context));
    return page(context, words.say("page.orders"), "books.jte", problems, Map.of("books", books));
  }

  private String create(Context context) {
    boolean fourEyes = !field(context, "fourEyes").isEmpty();
    return path(context, desk.create(field(context, "name"), fourEyes, by(context)).id());
  }

  private Reply book(Context context, List<Problem> problems) {
    Book book = bookOf(context);
    Access.User user = Access.of(context);
    long seen = desk.seen(book, user);
    long head = desk.head(); // Before what is shown: what is done meanwhile was not seen.
    String before = BookRoutes.first(context.queryParamMap(), "before");
    BookDesk.History history =
        desk.history(
            book, 0, before.matches("[0-9]{1,18}") ? Long.parseLong(before) : Long.MAX_VALUE);
    Worklist.Part changes = desk.changes(book, seen);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("book", book);
    model.put("uploads", desk.uploads(book));
    model.put("runs", desk.runs(book));
    model.put("seen", seen);
    model.put("head", head);
    model.put("history", history.entries());
    model.put("older", history.more() ? String.valueOf(history.entries().getLast().seq()) : "");
    model.put("changes", changes == null ? List.of() : List.of(changes));
    model.put("mayShare", user.role() == Role.ADMIN || book.owner().equals(user.name()));
    model.put("most", Limits.UPLOAD_BYTES >> 20);
    return page(context, book.name(), "book.jte", problems, model);
  }

  private String share(Context context) {
    Book book = bookOf(context);
    boolean may = !field(context, "may").equals("no");
    desk.share(book, field(context, "account"), may, by(context));
    return path(context, book.id());
  }

  private String see(Context context) {
    Book book = bookOf(context);
    desk.see(book, Access.of(context), entry(context));
    return path(context, book.id());
  }

  /** A form in parts: its file goes into the folder under an id of ours. */
  private String upload(Context context) throws IOException {
    Book book = bookOf(context);
    if (context.req().getContentLengthLong() > Limits.UPLOAD_BYTES) {
      throw new BookFolder.TooLarge();
    }
    String secret = context.cookie(access.cookieName());
    String type = context.contentType();
    if (type == null || !type.startsWith("multipart/form-data")) {
      throw new Refused(new Problem("bad-type", "form", "", "a form with a file", ""));
    }
    UploadedFile file = file(context);
    boolean ours =
        Access.of(context).via().startsWith("token:")
            || (secret != null && Access.isToken(context.formParam("form"), secret));
    if (!ours) {
      throw new Refused(new Problem("not-allowed", "form", "", "a form of a page of ours", ""));
    }
    if (file == null || file.size() == 0) {
      throw new Refused(new Problem("missing", "file", "", "a file that is not empty", ""));
    }
    try (InputStream in = file.content()) {
      Book.Holds holds = BookDesk.holds(field(context, "holds"));
      Books.Made made = desk.upload(book, shown(file.filename()), holds, in, by(context));
      return path(context, book.id(), "uploads", made.id());
    }
  }

  /** The file of a form, which the server's library has put on the disk of the order books. */
  private @Nullable UploadedFile file(Context context) {
    try {
      return context.uploadedFile("file");
    } catch (Exception e) { // Its language declares none.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        String said = String.valueOf(cause.getMessage());
        if (Disk.isFull(said)) {
          throw desk.full();
        }
        if (said.contains("exceed")) {
          throw new BookFolder.TooLarge();
        }
      }
      throw e;
    }
  }

  /** A client's name of a file, to be shown: some browsers send a whole path. */
  static String shown(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String clean = last.replaceAll("\\p{Cntrl}", " ").strip();
    return clean.isEmpty() ? "upload" : clean.substring(0, Math.min(200, clean.length()));
  }

  private Reply mapping(Context context, List<Problem> problems) {
    Book book = bookOf(context);
    Book.Upload upload = desk.upload(book, context.pathParam("upload"));
    Map<String, String> shown = new LinkedHashMap<>(upload.mapping());
    shown.putAll(changes(context, upload));
    List<Problem> all = new ArrayList<>(problems);
    if (all.isEmpty() && upload.holds() == Book.Holds.ORDERS) {
      try {
        Heading.check(shown);
      } catch (Refused e) {
        all.addAll(e.problems());
      }
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("book", book);
    model.put("upload", upload);
    model.put("mapping", shown);
    model.put("columns", Heading.columns());
    model.put("today", desk.today().toString());
    model.put(
        "beside",
        desk.uploads(book).stream()
            .filter(each -> each.holds() != Book.Holds.ORDERS && each.removed() == 0)
            .toList());
    return page(context, upload.file(), "upload.jte", all, model);
  }

  /** The columns that a form says, by the headers they stand for. */
  private static Map<String, String> changes(Context context, Book.Upload upload) {
    Map<String, String> changes = new LinkedHashMap<>();
    int at = 0;
    for (String header : upload.mapping().keySet()) {
      String said = context.method().name().equals("POST") ? context.formParam("c" + at) : null;
      if (said != null) {
        changes.put(header, said);
      }
      at++;
    }
    return changes;
  }

  private String map(Context context) {
    Book book = bookOf(context);
    Book.Upload upload = desk.upload(book, context.pathParam("upload"));
    desk.map(book, upload, changes(context, upload), by(context));
    return path(context, book.id(), "uploads", upload.id());
  }

  private String ask(Context context) {
    Book book = bookOf(context);
    Book.Upload upload = desk.upload(book, context.pathParam("upload"));
    Map<String, String> said = new LinkedHashMap<>();
    BookDesk.ASKED.forEach(key -> said.put(key, field(context, key)));
    Books.Made made = desk.ask(book, upload, said, by(context));
    return path(context, book.id(), "runs", made.id());
  }

  private Reply run(Context context, List<Problem> problems) {
    Words words = words(context);
    Book book = bookOf(context);
    Book.Run run = desk.run(book, context.pathParam("run"));
    Map<String, List<String>> query = context.queryParamMap();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("head", desk.head()); // Before what is shown: what is decided meanwhile was not seen.
    Job job = desk.job(run, Access.of(context));
    model.put("book", book);
    model.put("run", run);
    model.put("events", job == null ? "" : JobRoutes.PATH + "/" + job.id() + "/events");
    model.put(
        "why", run.why().startsWith("[") ? MAPPER.readTree(run.why()) : MAPPER.createArrayNode());
    model.put("stopped", Worklist.stopped());
    boolean done = run.hasResults();
    List<JsonNode> summaries = done ? List.of(BookJson.summary(desk.results(run))) : List.of();
    model.put("summaries", summaries);
    model.put("charts", summaries.stream().flatMap(s -> charts(s, words).stream()).toList());
    Worklist.Asked asked = BookRoutes.asked(query);
    Worklist.Part part = done ? desk.worklist(run).page(asked) : new Worklist.Part(0, List.of());
    model.put("asked", asked);
    model.put("part", part);
    model.put("decisions", desk.decisions(run, part.rows()));
    model.put("earlier", desk.earlier(run, part.rows()));
    model.put("decided", desk.decided(run));
    model.put("beside", desk.beside(run));
    model.put("files", done ? desk.files(run) : List.of());
    String title =
        words.say(
            "orders.run.title",
            String.valueOf(run.number()),
            words.say("orders.kind." + run.asked().path("kind").asString("")));
    return page(context, title, "run.jte", problems, model);
  }

  private String stop(Context context) {
    Book book = bookOf(context);
    Book.Run run = desk.run(book, context.pathParam("run"));
    desk.stop(book, run, by(context));
    return path(context, book.id(), "runs", run.id());
  }

  private String decide(Context context) {
    Book book = bookOf(context);
    Book.Run run = desk.run(book, context.pathParam("run"));
    Set<Long> lines = new LinkedHashSet<>();
    for (String line : context.formParams("line")) {
      lines.add(line.matches("[0-9]{1,15}") ? Long.parseLong(line) : -1);
    }
    Book.Kind kind = Book.Kind.of(field(context, "kind"));
    desk.decide(book, run, kind, lines, field(context, "reason"), entry(context), by(context));
    String query = context.queryString();
    return PATH + "/" + book.id() + "/runs/" + run.id() + (query == null ? "" : "?" + query);
  }

  /** What stands still, in US dollars, by clause, part number and quarter. */
  private static List<Bars> charts(JsonNode summary, Words words) {
    List<Bars> charts = new ArrayList<>();
    for (String by : List.of("clause", "sku", "quarter")) {
      String list = "by" + by.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + by.substring(1);
      Map<String, Double> sums = new TreeMap<>();
      for (JsonNode group : summary.path(list)) {
        if (Worklist.stopped().contains(group.path("state").asString(""))) {
          sums.merge(group.path(by).asString(""), group.path("amountUsd").asDouble(), Double::sum);
        }
      }
      List<Bars.Bar> bars = new ArrayList<>();
      sums.forEach((name, usd) -> bars.add(new Bars.Bar(name, usd, words.rough(usd))));
      if (!by.equals("quarter")) {
        bars.sort((a, b) -> Double.compare(b.value(), a.value()));
      }
      if (!bars.isEmpty()) {
        charts.add(
            new Bars(
                "by-" + by,
                words.say("orders.by." + by),
                words.say("orders.by.help"),
                bars.subList(0, Math.min(MOST_BARS, bars.size()))));
      }
    }
    return charts;
  }
}
