package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import java.net.BindException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server of the workbench. It listens on the loopback address only, answers no other host name,
 * so that no page of another site can ask it, and reads nothing from the network.
 */
public final class Server implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> HOSTS = Set.of("localhost", LOOPBACK, "[::1]");
  private static final long MOST_BODY_BYTES = 64 * 1024;
  private static final int MOST_AT_ONCE = 64;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int MISDIRECTED = 421;
  private static final int BUSY = 429;
  private static final int DEFECT = 500;
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
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Knowledge knowledge;
  private final Supplier<LocalDate> today;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Pages pages;
  private final Javalin javalin;

  private Server(Knowledge knowledge, Supplier<LocalDate> today, int port) {
    this.knowledge = knowledge;
    this.today = today;
    this.pages = new Pages(knowledge, today);
    this.javalin = Javalin.create(config -> configure(config, port));
  }

  /** Starts on a port of the loopback address; 0 for a free one. */
  public static Server start(Knowledge knowledge, Supplier<LocalDate> today, int port) {
    TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
    Server server = new Server(knowledge, today, port);
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

  @Override
  public void close() {
    javalin.stop();
  }

  private void configure(JavalinConfig config, int port) {
    config.startup.showJavalinBanner = false;
    config.jetty.host = LOOPBACK;
    config.jetty.port = port;
    config.http.maxRequestSize = MOST_BODY_BYTES;
    config.http.generateEtags = true;
    config.http.prefer405over404 = true;
    config.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setIdleTimeout(20_000);
    });
    config.staticFiles.add(files -> {
      files.hostedPath = "/static";
      files.directory = "/web";
      files.location = Location.CLASSPATH;
    });
    config.staticFiles.add(files -> {
      files.hostedPath = "/static/d3";
      files.directory = "/META-INF/resources/webjars/d3/7.9.0";
      files.location = Location.CLASSPATH;
    });
    config.routes.before(this::admit);
    config.routes.after(this::release);
    for (Api.Route route : Api.ROUTES) {
      config.routes.get("/api/v1" + route.path(), context -> answer(route, context));
    }
    config.routes.get("/health", context -> context.json(Map.of("status", "up")));
    pages.routes(config.routes);
    config.routes.exception(
        Refused.class,
        (e, context) -> problem(context, BAD_REQUEST, "The request is wrong.", e.problems()));
    config.routes.exception(
        Exception.class, (e, context) -> problem(context, DEFECT, "Defect of ours.", List.of()));
    config.routes.error(
        NOT_FOUND,
        context -> {
          if (context.result() == null || !isProblem(context)) {
            problem(context, NOT_FOUND, "There is nothing here.", List.of());
          }
        });
  }

  private static boolean isProblem(Context context) {
    String type = context.res().getContentType();
    return type != null && type.startsWith("application/problem+json");
  }

  private void admit(Context context) {
    HEADERS.forEach(context::header);
    String host = context.req().getServerName();
    if (!HOSTS.contains(host)) {
      problem(context, MISDIRECTED, "This server answers to localhost only.", List.of());
      context.skipRemainingHandlers();
    } else if (!places.tryAcquire()) {
      context.header("Retry-After", "1");
      problem(context, BUSY, "Too many requests at once.", List.of());
      context.skipRemainingHandlers();
    } else {
      context.attribute("place", true);
    }
  }

  private void release(Context context) {
    if (context.attribute("place") != null) {
      places.release();
    }
  }

  private void answer(Api.Route route, Context context) {
    Problem misuse = Api.misuse(route, context.queryParamMap());
    if (misuse != null) {
      problem(context, BAD_REQUEST, "The request is wrong.", List.of(misuse));
      return;
    }
    Main.Outcome outcome =
        Api.answer(route, context.pathParamMap(), context.queryParamMap(), today.get(), knowledge);
    if (outcome.refused()) {
      boolean named = !route.placeholders().isEmpty();
      JsonNode problems = MAPPER.readTree(outcome.output()).get("problems");
      problem(context, named ? NOT_FOUND : BAD_REQUEST, "The request is wrong.", problems);
    } else if (outcome.exitCode() == 1) {
      problem(context, DEFECT, "Defect of ours.", List.of());
    } else {
      context.contentType("application/json; charset=utf-8").result(outcome.output());
    }
  }

  /** Problem details (RFC 9457) with the problems of the command line in them. */
  private static void problem(Context context, int status, String title, @Nullable Object said) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", title);
    body.put("status", status);
    body.put("problems", said == null ? List.of() : said);
    context
        .status(status)
        .contentType("application/problem+json; charset=utf-8")
        .result(MAPPER.writeValueAsString(body));
  }
}
