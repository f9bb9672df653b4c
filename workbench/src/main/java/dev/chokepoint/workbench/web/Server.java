package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.ledger.Store;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.jspecify.annotations.Nullable;

/**
 * The server of the workbench. It listens on the loopback address only, unless it has users,
 * answers no other host name than it was told, so that no page of another site can ask it, and
 * reads nothing from the network.
 */
public final class Server implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> HOSTS = Set.of("localhost", LOOPBACK, "[::1]");
  private static final long LEAST_BYTES_A_SECOND = 500;
  private static final int NOT_MODIFIED = 304;
  private static final int NOT_FOUND = 404;
  private static final int MISDIRECTED = 421;
  private static final int BUSY = 429;
  private static final int TOO_LARGE = 413;
  private static final String ID = "X-Request-Id";
  private static final String PLACE = "place";

  /** What the log calls an exchange that broke off; nobody receives it. */
  private static final int HUNG_UP = 499;

  static final String ROUTE = "route";
  private static final String DEFECT = "defect";
  private static final int UNSUPPORTED = 415;
  private static final Source NOTHING = Main.input(new byte[0]);
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=()");
  private static final List<Logger> TALKATIVE =
      List.of(Logger.getLogger("io.javalin"), Logger.getLogger("org.eclipse.jetty"));

  private final Supplier<LocalDate> today;
  private final Limits limits;
  private final Work work;
  private final Observed observed;
  private final JobRoutes jobRoutes;
  private final Answers answers;
  private final Pages pages;
  private final @Nullable Shared shared;
  private final Javalin javalin;

  private Server(
      Knowledge open,
      Supplier<LocalDate> today,
      int port,
      Limits limits,
      Consumer<String> requests,
      Consumer<String> defects,
      @Nullable Sharing sharing) {
    Knowledge knowledge = open.closed();
    this.today = today;
    this.limits = limits;
    this.work = new Work(limits);
    this.observed = new Observed(work, limits, requests, defects);
    Jobs jobs =
        new Jobs(
            limits.jobs(),
            work.longPlaces(),
            (job, e) -> observed.answered(job.id(), "JOB", job.route(), Reply.DEFECT, 0, e));
    this.jobRoutes = new JobRoutes(jobs, limits.jobs(), this::stillKnows);
    this.answers = new Answers(knowledge, today, limits);
    this.pages = new Pages(knowledge, today);
    // The first page is made ready while the connector starts, as it is asked for at once.
    Thread.ofPlatform().daemon().start(pages::first);
    this.shared =
        sharing == null
            ? null
            : new Shared(
                sharing,
                knowledge,
                today,
                pages.site(),
                work,
                context -> request(context, NOTHING));
    if (shared != null) {
      shared.withBooks(knowledge, today, pages.site(), jobs, context -> request(context, NOTHING));
    }
    this.javalin = Javalin.create(config -> configure(config, port));
  }

  /**
   * Has the server's libraries begin. Optional, and quickest beside the loading of the knowledge,
   * which needs none of them.
   */
  public static void prepare() {
    Thread.ofPlatform().daemon().start(org.eclipse.jetty.server.Server::new);
  }

  /** Starts on a port of the loopback address, 0 for a free one, with the usual limits. */
  public static Server start(Knowledge knowledge, Supplier<LocalDate> today, int port) {
    return start(knowledge, today, port, Limits.USUAL, line -> {}, line -> {});
  }

  /**
   * The same with what it gives at most and where it writes.
   *
   * @param requests takes a line of JSON for each request
   * @param defects takes a line of JSON for each request that met a defect of ours
   */
  public static Server start(
      Knowledge knowledge,
      Supplier<LocalDate> today,
      int port,
      Limits limits,
      Consumer<String> requests,
      Consumer<String> defects) {
    return start(knowledge, today, port, limits, requests, defects, null);
  }

  /**
   * The same for many people.
   *
   * @param sharing users and how it is reached; null for this machine alone and no login
   */
  public static Server start(
      Knowledge knowledge,
      Supplier<LocalDate> today,
      int port,
      Limits limits,
      Consumer<String> requests,
      Consumer<String> defects,
      @Nullable Sharing sharing) {
    TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
    Server server = new Server(knowledge, today, port, limits, requests, defects, sharing);
    try {
      server.javalin.start();
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException) {
          String limit = "a port that no other program uses";
          String said = String.valueOf(port);
          throw new Refused(
              new Problem("port-taken", "--port", said, limit, "Maybe --port 0 takes a free one."));
        }
      }
      throw e;
    }
    return server;
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  /** Method and pattern of every route. */
  List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
        .toList();
  }

  @Override
  public void close() {
    if (shared != null) {
      shared.close();
    }
    jobRoutes.close();
    javalin.stop();
    work.close();
  }

  private void configure(JavalinConfig config, int port) {
    config.startup.showJavalinBanner = false;
    config.jetty.host = LOOPBACK;
    config.jetty.port = port;
    if (shared != null) {
      shared.listen(config, port);
    }
    config.http.maxRequestSize = limits.bodyBytes();
    config.http.prefer405over404 = true;
    config.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setIdleTimeout(20_000);
    });
    // Else whoever sends a byte now and then would keep a place for ever.
    config.jetty.modifyServer(
        server -> server.setHandler(new MinimumDataRateHandler(LEAST_BYTES_A_SECOND, 0)));
    files(config, "/static", "/web");
    files(config, "/static/d3", "/META-INF/resources/webjars/d3/7.9.0");
    config.routes.before(this::admit);
    if (shared != null) {
      shared.routes(config.routes);
    }
    config.requestLogger.http((context, milliseconds) -> observed(context, milliseconds));
    for (Api.Route route : Api.ROUTES) {
      if (route.body() == null) {
        config.routes.get(Api.BASE + route.path(), context -> api(context, route, NOTHING));
      } else {
        config.routes.post(Api.BASE + route.path(), context -> posted(context, route));
      }
    }
    jobRoutes.add(config);
    config.routes.get("/api/openapi.yaml", answered(request -> OpenApi.yaml(), true));
    config.routes.get("/health", answered(request -> Reply.json("{\"status\":\"up\"}\n"), false));
    config.routes.get("/ready", answered(request -> answers.ready(), false));
    config.routes.get("/metrics", answered(request -> observed.metrics(), false));
    pages.all().forEach((path, page) -> config.routes.get(path, answered(page, true)));
    pages.sent().forEach((path, page) -> config.routes.post(path, context -> sent(context, page)));
    config.routes.exception(
        HttpResponseException.class,
        (e, context) ->
            send(
                context,
                e.getStatus() == NOT_FOUND
                    ? missing(context)
                    : Reply.problem(e.getStatus(), String.valueOf(e.getMessage()), null)));
    config.routes.exception(
        Refused.class,
        (e, context) ->
            send(context, Store.isUnavailable(e) ? BookRoutes.refusal(e) : defect(context, e)));
    config.routes.exception(Exception.class, (e, context) -> send(context, defect(context, e)));
  }

  private boolean stillKnows(Context context) {
    return shared == null || shared.stillKnows(context);
  }

  private Reply missing(Context context) {
    String accepts = context.header("Accept");
    boolean reads = accepts != null && accepts.contains("text/html");
    return reads && !context.path().startsWith("/api/")
        ? pages.missing(request(context, NOTHING))
        : Reply.problem(NOT_FOUND, "There is nothing here.", null);
  }

  private static void files(JavalinConfig config, String hosted, String folder) {
    config.staticFiles.add(files -> {
      files.hostedPath = hosted;
      files.directory = folder;
      files.location = Location.CLASSPATH;
    });
  }

  private void admit(Context context) {
    HEADERS.forEach(context::header);
    String said = context.header(ID);
    String id =
        said != null && said.matches("[A-Za-z0-9._-]{1,64}") ? said : UUID.randomUUID().toString();
    context.header(ID, id);
    Work.Place place = work.enter();
    ended(context, place, id);
    if (shared != null) {
      shared.headers(context);
    }
    String host = context.req().getServerName();
    if (!HOSTS.contains(host) && (shared == null || !shared.answersTo(host))) {
      send(context, Reply.problem(MISDIRECTED, "This server answers to localhost only.", null));
      context.skipRemainingHandlers();
    } else if (place == null) {
      observed.refusedBusy();
      busy(context, "1", "Too many requests at once.");
      context.skipRemainingHandlers();
    }
    context.attribute(PLACE, place);
  }

  /**
   * A place is free again when the exchange is over, also where the client hung up in its midst.
   */
  private void ended(Context context, Work.@Nullable Place place, String id) {
    long began = System.nanoTime();
    String method = context.method().name();
    org.eclipse.jetty.server.Request.addCompletionListener(
        ServletContextRequest.getServletContextRequest(context.req()),
        failure -> {
          if (place != null) {
            place.leave();
          }
          if (failure != null) {
            observed.answered(id, method, "none", HUNG_UP, (System.nanoTime() - began) / 1e6, null);
          }
        });
  }

  /** The end of every answer, also of one that was refused before its handler. */
  private void observed(Context context, double milliseconds) {
    String route = context.attribute(ROUTE);
    observed.answered(
        String.valueOf(context.res().getHeader(ID)),
        context.method().name(),
        route != null ? route : context.path().startsWith("/static/") ? "/static" : "none",
        context.statusCode(),
        milliseconds,
        context.attribute(DEFECT));
  }

  /** Answers 429. */
  static void busy(Context context, String seconds, String title) {
    context.header("Retry-After", seconds);
    send(context, Reply.problem(BUSY, title, null));
  }

  private static Request request(Context context, Source body) {
    return new Request(
        context.path(),
        context.pathParamMap(),
        context.queryParamMap(),
        context.header("Accept-Language"),
        body);
  }

  /** What is sent by POST. Only what no form of another site can send is read. */
  private void posted(Context context, Api.Route route) throws IOException {
    context.attribute(ROUTE, context.endpoint().path);
    String wanted = java.util.Objects.requireNonNull(route.body()).type();
    String type = context.contentType();
    if (type == null || !type.startsWith(wanted)) {
      send(context, Reply.problem(UNSUPPORTED, "The body is not " + wanted + ".", null));
      return;
    }
    // Read here and not by its length, which a body sent in chunks does not say.
    byte[] body = context.req().getInputStream().readNBytes((int) limits.bodyBytes() + 1);
    if (body.length > limits.bodyBytes()) {
      String title = "The body is larger than " + limits.bodyBytes() + " bytes.";
      send(context, Reply.problem(TOO_LARGE, title, null));
      return;
    }
    api(context, route, Main.input(body));
  }

  /** A form by POST, whose text is too long for an address. */
  private void sent(Context context, Function<Request, Reply> page) throws Exception {
    Map<String, List<String>> form = Form.read(context);
    answered(request -> page.apply(Form.of(request, form)), false).handle(context);
  }

  /** A command: answered, or begun as a job. */
  private void api(Context context, Api.Route route, Source body) {
    context.attribute(ROUTE, context.endpoint().path);
    Request asked = request(context, body);
    @Nullable Paging part;
    try {
      part = Paging.of(route, asked.query());
    } catch (Refused e) {
      send(context, Reply.problem(e));
      return;
    }
    // The whole is worked out and kept, of which every part is cut.
    Request request = part == null ? asked : asked.with(Paging.without(asked.query()));
    UnaryOperator<Reply> cut =
        whole -> part == null ? whole : part.of(whole, asked.at(), asked.query());
    if (JobRoutes.isWanted(context)) {
      jobRoutes.begin(
          context, route.path(), progress -> cut.apply(answers.answer(route, request, progress)));
      return;
    }
    answer(
        context,
        request,
        () ->
            route.isLong()
                ? work.longWork(() -> answers.answer(route, request, Work.UNTIL_INTERRUPTED))
                : answers.answer(route, request, Work.UNTIL_INTERRUPTED),
        cut,
        route.isLasting());
  }

  /**
   * A handler of what is worked out from the request alone.
   *
   * @param lasting whether the same request has the same reply all day
   */
  private Handler answered(Function<Request, Reply> make, boolean lasting) {
    return context -> {
      context.attribute(ROUTE, context.endpoint().path);
      Request request = request(context, NOTHING);
      answer(context, request, () -> make.apply(request), UnaryOperator.identity(), lasting);
    };
  }

  private void answer(
      Context context,
      Request request,
      Callable<Reply> make,
      UnaryOperator<Reply> cut,
      boolean lasting) {
    Object key =
        lasting
            ? List.of(context.path(), request.query(), request.words().tag(), today.get())
            : null;
    Work.Place place = place(context);
    try {
      send(context, cut.apply(work.reply(place, key, make)));
    } catch (Work.Late e) {
      context.header("Retry-After", "10");
      send(context, Reply.problem(Reply.LATE, "That took too long.", null));
    } catch (Work.Busy e) {
      busy(context, "5", "Too much long work at once; a job would wait.");
    } catch (Refused e) {
      send(context, Reply.problem(e));
    } catch (RuntimeException e) {
      send(context, defect(context, e));
    }
  }

  /** The place among those worked on that a request has. */
  static Work.Place place(Context context) {
    return java.util.Objects.requireNonNull(context.attribute(PLACE));
  }

  private static Reply defect(Context context, Exception e) {
    context.attribute(DEFECT, e);
    return Reply.problem(Reply.DEFECT, "Defect of ours.", null);
  }

  static void send(Context context, Reply said) {
    String who = Access.who(context);
    Reply reply = who == null ? said : said.edited(Frame.WHO, who);
    reply.headers().forEach(context::header);
    context.status(reply.status()).contentType(reply.type());
    context.disableCompression();
    context.header("ETag", reply.tag());
    context.header("Vary", "Accept-Encoding, Accept-Language");
    if (reply.status() == Reply.OK && reply.tag().equals(context.header("If-None-Match"))) {
      context.status(NOT_MODIFIED);
      return;
    }
    String accepts = context.header("Accept-Encoding");
    byte[] compressed = reply.compressed();
    boolean zip = compressed != null && accepts != null && accepts.contains("gzip");
    if (zip) {
      context.header("Content-Encoding", "gzip");
    }
    context.result(new ByteArrayInputStream(zip ? compressed(compressed) : reply.body()));
  }

  private static byte[] compressed(byte @Nullable [] bytes) {
    return java.util.Objects.requireNonNull(bytes);
  }
}
