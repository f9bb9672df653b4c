package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Accounts;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Sessions;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.javalin.router.Endpoint;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask what. A route is allowed by the pattern it was declared with, never by the address
 * that was sent, and one that is not named here is for readers, or for nobody but admins if it
 * writes.
 */
final class Access {
  private static final Set<String> OPEN =
      Set.of(
          "GET /login",
          "POST /login",
          "GET " + OidcPages.BEGIN,
          "GET " + OidcSettings.DONE,
          "GET /health",
          "GET /ready");

  /** What a route needs, where that is not the usual. */
  private static final Map<String, Role> NEEDED =
      Map.of(
          "POST /logout",
          Role.VIEWER,
          "DELETE " + JobRoutes.PATH + "/{job}",
          Role.VIEWER,
          "POST /api/v1/audit",
          Role.ANALYST,
          "GET /api/v1/audit",
          Role.APPROVER,
          "GET /metrics",
          Role.ADMIN);

  private static final String USER = "user";
  private static final String BEARER = "Bearer ";
  private static final int UNAUTHENTICATED = 401;
  private static final int FORBIDDEN = 403;

  /** Makes the page that says which role may. */
  @FunctionalInterface
  interface Refusals {
    Reply page(Context context, Role needed, Role has);
  }

  private final Sharing sharing;
  private final Refusals refusals;
  private final Accounts accounts;
  private final Sessions sessions;
  private final String cookie;

  Access(Sharing sharing, Chain chain, Refusals refusals) {
    this.refusals = refusals;
    this.sharing = sharing;
    this.accounts = sharing.accounts(chain);
    this.sessions = sharing.sessions(chain);
    // A browser takes a cookie of this prefix over TLS only, from this host only.
    this.cookie = (sharing.isSecure() ? "__Host-" : "") + "chokepoint";
  }

  /**
   * Who asks.
   *
   * @param via how it is known: {@code session} or {@code token:ID}
   */
  record User(String name, Role role, String via) {}

  /** What a route needs; null where nobody need be known. */
  static @Nullable Role needed(String method, String route) {
    String asked = (method.equals("HEAD") ? "GET" : method) + " " + route;
    if (OPEN.contains(asked)) {
      return null;
    }
    Role named =
        Stream.of(NEEDED, PartyPages.NEEDED, AuditPages.NEEDED, BookRoutes.NEEDED)
            .map(needed -> needed.get(asked))
            .filter(java.util.Objects::nonNull)
            .findFirst()
            .orElse(null);
    if (named == null && asked.startsWith("POST ")) {
      if (Pages.TYPED.contains(route)) {
        return Role.VIEWER;
      }
      // A question whose table or file is sent along; nothing is kept of it.
      boolean asks =
          Api.ROUTES.stream().anyMatch(r -> r.body() != null && route.equals(Api.BASE + r.path()));
      return asks ? Role.VIEWER : Role.ADMIN;
    }
    return named != null ? named : asked.startsWith("GET ") ? Role.VIEWER : Role.ADMIN;
  }

  /** Lets a request of a known route pass, or answers it. */
  void check(Context context) {
    Endpoint endpoint = context.endpoints().matchedHttpEndpoint();
    if (endpoint == null) {
      return; // A file of the pages, which anybody may read, or nothing at all.
    }
    String method = context.method().name();
    Role needed = needed(method, endpoint.path);
    if (needed == null) {
      return;
    }
    User user = user(context).orElse(null);
    if (user == null) {
      refuseUnknown(context);
    } else if (!user.role().covers(needed)) {
      context.attribute(USER, user);
      if (reads(context)) {
        Server.send(context, refusals.page(context, needed, user.role()).as(FORBIDDEN));
        context.skipRemainingHandlers();
        return;
      }
      refuse(context, FORBIDDEN, "This needs the role " + needed.word() + ".");
    } else if (user.via().equals("session") && isWrite(method) && !isOurs(context)) {
      refuse(context, FORBIDDEN, "This did not come from a page of ours.");
    } else {
      context.attribute(USER, user);
    }
  }

  /** Who asks, on a route that needs somebody. */
  static User of(Context context) {
    return java.util.Objects.requireNonNull(context.attribute(USER));
  }

  /** The name of the one who asks; null where nobody need be known. */
  static @Nullable String name(Context context) {
    User user = context.attribute(USER);
    return user == null ? null : user.name();
  }

  /** Who is logged in and where to leave, as a part of a page; null where nobody is. */
  static @Nullable String who(Context context) {
    User user = context.attribute(USER);
    if (user == null) {
      return null;
    }
    String lang = context.queryParam("lang");
    Words words = Words.of(lang, context.header("Accept-Language"));
    String more = lang == null ? "" : "?lang=" + words.tag();
    String name = user.name().replace("&", "&amp;").replace("<", "&lt;");
    return "<div id=\"who\"><a href=\"/account%s\">%s</a> (%s) · <a href=\"/logout%s\">%s</a></div>"
        .formatted(more, name, user.role().word(), more, words.say("account.leave"));
  }

  /** Whether the one who asked would still be let in: not so once disabled, or logged out. */
  boolean stillKnows(Context context) {
    User user = context.attribute(USER);
    try {
      return user != null && user(context).filter(user::equals).isPresent();
    } catch (Refused e) {
      return true; // The store is away, which says nothing of the user.
    }
  }

  private Optional<User> user(Context context) {
    String authorization = context.header("Authorization");
    if (authorization != null) {
      return authorization.startsWith(BEARER)
          ? accounts
              .bearer(authorization.substring(BEARER.length()))
              .map(b -> new User(b.account().name(), b.account().role(), "token:" + b.id()))
          : Optional.empty();
    }
    String secret = context.cookie(cookie);
    return secret == null
        ? Optional.empty()
        : sessions.find(secret).map(account -> new User(account.name(), account.role(), "session"));
  }

  /** Whether somebody wants to read a page. */
  private static boolean reads(Context context) {
    String accepts = context.header("Accept");
    return context.method().name().equals("GET")
        && accepts != null
        && accepts.contains("text/html")
        && !context.path().startsWith("/api/");
  }

  private static void refuseUnknown(Context context) {
    if (reads(context)) {
      String query = context.queryString();
      String here = context.path() + (query == null ? "" : "?" + query);
      context.redirect(
          "/login?next=" + URLEncoder.encode(here, StandardCharsets.UTF_8), HttpStatus.SEE_OTHER);
      context.skipRemainingHandlers();
      return;
    }
    context.header("WWW-Authenticate", "Bearer");
    refuse(context, UNAUTHENTICATED, "This server does not know who asks.");
  }

  private static void refuse(Context context, int status, String title) {
    Server.send(context, Reply.problem(status, title, null));
    context.skipRemainingHandlers();
  }

  private static boolean isWrite(String method) {
    return !method.equals("GET") && !method.equals("HEAD");
  }

  /**
   * Whether a write comes from a page of this server: browsers say from which site, and a form
   * sends back what only our page could know.
   */
  private boolean isOurs(Context context) {
    String type = context.contentType();
    boolean form = type == null || type.startsWith("application/x-www-form-urlencoded");
    String secret = context.cookie(cookie);
    String sent = form ? context.formParam("form") : context.header("X-Form-Token");
    return isSameSite(context)
        && ((form || sent != null)
            ? secret != null && isToken(sent, secret)
            : context.header("Origin") != null);
  }

  /** Whether a browser that says where a request comes from says that it is from here. */
  static boolean isSameSite(Context context) {
    String fetched = context.header("Sec-Fetch-Site");
    if (fetched != null && !fetched.equals("same-origin") && !fetched.equals("none")) {
      return false;
    }
    String origin = context.header("Origin");
    // Under our Referrer-Policy browsers send "null" with a form of our own; which site it is from
    // they say in the other header, which no page can set.
    if (origin == null || (origin.equals("null") && "same-origin".equals(fetched))) {
      return true;
    }
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null && authority.equalsIgnoreCase(context.header("Host"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static boolean isToken(@Nullable String sent, String secret) {
    return sent != null
        && MessageDigest.isEqual(
            sent.getBytes(StandardCharsets.UTF_8),
            Sessions.formToken(secret).getBytes(StandardCharsets.UTF_8));
  }

  /** What a form must send back; empty for one who shows a token instead of a session. */
  String formToken(Context context) {
    String secret = context.cookie(cookie);
    return secret == null ? "" : Sessions.formToken(secret);
  }

  /** The name of the cookie that holds a session. */
  String cookieName() {
    return cookie;
  }

  Sessions sessions() {
    return sessions;
  }

  /** Sets a cookie that no script can read; an age of 0 takes it away, -1 ends with the browser. */
  void setCookie(Context context, String name, String value, int seconds) {
    context.cookie(
        new Cookie(name, value, "/", seconds, sharing.isSecure(), true, null, SameSite.LAX));
  }

  /** Where a request comes from, as far as that is known. */
  String client(Context context) {
    if (!sharing.behindProxy()) {
      return context.ip();
    }
    // The proxy's own is the last of the last line; what stands before it a client may have sent.
    String last = null;
    for (var lines = context.req().getHeaders("X-Forwarded-For").asIterator(); lines.hasNext(); ) {
      last = lines.next();
    }
    return last == null ? context.ip() : last.substring(last.lastIndexOf(',') + 1).strip();
  }
}
