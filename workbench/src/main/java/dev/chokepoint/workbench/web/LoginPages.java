package dev.chokepoint.workbench.web;

import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Secret;
import dev.chokepoint.workbench.ledger.Sessions;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Logging in and out. */
final class LoginPages {
  private static final int LOGINS_A_MINUTE = 20;
  private static final int MOST_NAME = 64;
  private static final int MOST_PASSWORD = 200;
  private static final int UNAUTHENTICATED = 401;
  private static final int FORBIDDEN = 403;
  private static final int BUSY = 429;

  private final Access access;
  private final Site site;
  private final Function<Context, Request> request;
  private final Rate rate;

  /** Whether there is a provider that people may log in by. */
  private final boolean provider;

  /** The cookie of somebody not logged in, whose form must come back with what belongs to it. */
  private final String formCookie;

  LoginPages(Access access, Site site, Sharing sharing, Function<Context, Request> request) {
    this.access = access;
    this.site = site;
    this.request = request;
    this.provider = sharing.oidc() != null;
    this.rate = new Rate(LOGINS_A_MINUTE, sharing.now());
    this.formCookie = access.cookieName() + "-form";
  }

  /** {@code GET /login}. */
  void form(Context context) {
    form(context, next(context.queryParam("next")), "", Reply.OK);
  }

  /**
   * The form.
   *
   * @param wrong key of the words that say what was wrong, or empty
   */
  void form(Context context, String next, String wrong, int status) {
    String secret = context.cookie(formCookie);
    if (secret == null || !secret.matches("[A-Za-z0-9_-]{43}")) {
      secret = Secret.next();
      access.setCookie(context, formCookie, secret, -1);
    }
    Request asked = request.apply(context);
    send(
        context,
        site.page(
                asked,
                "",
                asked.words().say("login.title"),
                "login.jte",
                Map.of(
                    "token",
                    Sessions.formToken(secret),
                    "next",
                    next,
                    "wrong",
                    wrong,
                    "provider",
                    provider))
            .as(status));
  }

  /** {@code POST /login}. */
  void login(Context context) {
    String type = context.contentType();
    String secret = context.cookie(formCookie);
    if (type == null
        || !type.startsWith("application/x-www-form-urlencoded")
        || secret == null
        || !Access.isSameSite(context)
        || !Access.isToken(context.formParam("form"), secret)) {
      send(context, Reply.problem(FORBIDDEN, "This did not come from a page of ours.", null));
      return;
    }
    if (!rate.allows(access.client(context))) {
      context.header("Retry-After", "60");
      send(context, Reply.problem(BUSY, "Too many attempts from there.", null));
      return;
    }
    String name = said(context, "name", MOST_NAME).strip().toLowerCase(Locale.ROOT);
    char[] password = said(context, "password", MOST_PASSWORD).toCharArray();
    String next = next(context.formParam("next"));
    Optional<String> session = access.sessions().login(name, password);
    if (session.isEmpty()) {
      form(context, next, "login.wrong", UNAUTHENTICATED);
      return;
    }
    access.setCookie(context, formCookie, "", 0);
    enter(context, session.get(), next);
  }

  /** Gives a browser its new session in place of the one it had. */
  void enter(Context context, String session, String next) {
    String before = context.cookie(access.cookieName());
    if (before != null) {
      access.sessions().logout(before);
    }
    access.setCookie(context, access.cookieName(), session, -1);
    context.redirect(next, HttpStatus.SEE_OTHER);
  }

  private static String said(Context context, String name, int most) {
    String value = context.formParam(name);
    return value == null ? "" : value.substring(0, Math.min(value.length(), most));
  }

  /** Where to go on: a page of this server, whatever was asked for. */
  static String next(@Nullable String asked) {
    boolean safe =
        asked != null
            && asked.matches("/[^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*")
            && !asked.startsWith("/login");
    return safe && asked != null ? asked : "/";
  }

  /** {@code POST /logout}. */
  void logout(Context context) {
    String secret = context.cookie(access.cookieName());
    if (secret != null) {
      access.sessions().logout(secret);
    }
    access.setCookie(context, access.cookieName(), "", 0);
    context.header("Clear-Site-Data", "\"cache\"");
    context.redirect("/login", HttpStatus.SEE_OTHER);
  }

  /** {@code GET /account}. */
  void account(Context context) {
    Access.User user = Access.of(context);
    String secret = context.cookie(access.cookieName());
    Request asked = request.apply(context);
    send(
        context,
        site.page(
            asked,
            "",
            asked.words().say("account.title"),
            "account.jte",
            Map.of(
                "token",
                secret == null ? "" : Sessions.formToken(secret),
                "name",
                user.name(),
                "role",
                user.role().word(),
                "audits",
                user.role().covers(Role.APPROVER))));
  }

  private static void send(Context context, Reply reply) {
    context.header("Cache-Control", "no-store");
    Server.send(context, reply);
  }
}
