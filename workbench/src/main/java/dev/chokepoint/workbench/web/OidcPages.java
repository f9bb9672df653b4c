package dev.chokepoint.workbench.web;

import dev.chokepoint.workbench.ledger.Secret;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logging in by a provider: away to it, and back. */
final class OidcPages {
  /** Sends a browser to the provider. */
  static final String BEGIN = "/login/oidc";

  private static final int LOGINS_A_MINUTE = 20;
  private static final int COOKIE_SECONDS = 600;
  private static final int MOST_CODE = 4_096;
  private static final int FORBIDDEN = 403;
  private static final int BAD_GATEWAY = 502;

  private final Oidc oidc;
  private final Access access;
  private final LoginPages logins;
  private final Rate rate;

  /** The secret of a browser that is on its way to the provider. */
  private final String cookie;

  /** The page that it goes on with. */
  private final String nextCookie;

  OidcPages(Oidc oidc, Access access, LoginPages logins, Sharing sharing) {
    this.oidc = oidc;
    this.access = access;
    this.logins = logins;
    this.rate = new Rate(LOGINS_A_MINUTE, sharing.now());
    this.cookie = access.cookieName() + "-oidc";
    this.nextCookie = access.cookieName() + "-next";
  }

  /** {@code GET /login/oidc}. */
  void begin(Context context) {
    context.header("Cache-Control", "no-store");
    if (!rate.allows(access.client(context))) {
      Server.busy(context, "60", "Too many attempts from there.");
      return;
    }
    String secret = Secret.next();
    String next = LoginPages.next(context.queryParam("next"));
    try {
      String there = oidc.begin(secret, next).toString();
      access.setCookie(context, cookie, secret, COOKIE_SECONDS);
      access.setCookie(context, nextCookie, hex(next), COOKIE_SECONDS);
      context.redirect(there, HttpStatus.SEE_OTHER);
    } catch (Oidc.Failed e) {
      logins.form(context, next, "login.provider.away", BAD_GATEWAY);
    }
  }

  /** {@code GET /login/oidc/done}. */
  void done(Context context) {
    context.header("Cache-Control", "no-store");
    String secret = context.cookie(cookie);
    String next = LoginPages.next(text(context.cookie(nextCookie)));
    access.setCookie(context, cookie, "", 0);
    access.setCookie(context, nextCookie, "", 0);
    String code = context.queryParam("code");
    String state = context.queryParam("state");
    if (secret == null
        || state == null
        || code == null
        || code.isEmpty()
        || code.length() > MOST_CODE
        || !isSame(state, Oidc.state(secret, next))) {
      logins.form(context, next, "login.provider.wrong", FORBIDDEN);
      return;
    }
    try {
      Optional<String> session = access.sessions().enter(oidc.name(code, secret), "oidc");
      if (session.isEmpty()) {
        logins.form(context, next, "login.provider.nobody", FORBIDDEN);
      } else {
        logins.enter(context, session.get(), next);
      }
    } catch (Oidc.Failed e) {
      logins.form(context, next, "login.provider.wrong", FORBIDDEN);
    }
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** As letters that a cookie may hold. */
  private static String hex(String text) {
    return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String text(@Nullable String hex) {
    try {
      return hex == null
          ? null
          : new String(java.util.HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
