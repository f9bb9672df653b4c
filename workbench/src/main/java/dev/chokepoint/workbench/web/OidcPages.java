package dev.chokepoint.workbench.web;

import dev.chokepoint.workbench.ledger.Hash;
import dev.chokepoint.workbench.ledger.Secret;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logging in by a provider: away to it, and back; and logging out there too. */
final class OidcPages {
  /** Sends a browser to the provider. */
  static final String BEGIN = "/login/oidc";

  private static final int LOGINS_A_MINUTE = 20;
  private static final int COOKIE_SECONDS = 600;
  private static final int MOST_CODE = 4_096;
  private static final int FORBIDDEN = 403;
  private static final int BAD_GATEWAY = 502;
  private static final int MOST_TOKENS = 1_000;
  private static final String POLICY = "Content-Security-Policy";

  private final Oidc oidc;
  private final Access access;
  private final LoginPages logins;
  private final Rate rate;

  /** Those that come back, each of which asks the provider. */
  private final Rate arrivals;

  /** The secret of a browser that is on its way to the provider. */
  private final String cookie;

  /** The page that it goes on with. */
  private final String nextCookie;

  /** Says that a session began at the provider, so that its end is told there. */
  private final String byCookie;

  /** What the provider said by hash of our session; without one the provider asks its user. */
  private final Map<String, Oidc.Who> tokens =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Oidc.Who> eldest) {
              return size() > MOST_TOKENS;
            }
          });

  OidcPages(Oidc oidc, Access access, LoginPages logins, Sharing sharing) {
    this.oidc = oidc;
    this.access = access;
    this.logins = logins;
    this.rate = new Rate(LOGINS_A_MINUTE, sharing.now());
    this.arrivals = new Rate(LOGINS_A_MINUTE, sharing.now());
    this.cookie = access.cookieName() + "-oidc";
    this.nextCookie = access.cookieName() + "-next";
    this.byCookie = access.cookieName() + "-by";
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
    if (!arrivals.allows(access.client(context))) {
      Server.busy(context, "60", "Too many attempts from there.");
      return;
    }
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
      Oidc.Who who = oidc.name(code, secret);
      Optional<String> session = access.sessions().enter(who.name(), "oidc");
      if (session.isEmpty()) {
        logins.form(context, next, "login.provider.nobody", FORBIDDEN);
      } else {
        tokens.put(Hash.of(session.get()), who);
        access.setCookie(context, byCookie, "oidc", -1);
        logins.enter(context, session.get(), next);
      }
    } catch (Oidc.Failed e) {
      logins.form(context, next, "login.provider.wrong", FORBIDDEN);
    }
  }

  private boolean isHere(Context context) {
    return "oidc".equals(context.cookie(byCookie));
  }

  /**
   * {@code POST /logout}: ends the session here, whatever becomes of the provider, and sends a
   * browser whose session began there on to end it there.
   */
  void logout(Context context) {
    String secret = context.cookie(access.cookieName());
    Oidc.Who who = secret == null ? null : tokens.remove(Hash.of(secret));
    boolean there = isHere(context);
    logins.logout(context);
    access.setCookie(context, byCookie, "", 0);
    if (there) {
      try {
        URI away = oidc.leave(who);
        if (away != null) {
          context.redirect(away.toString(), HttpStatus.SEE_OTHER);
        }
      } catch (Oidc.Failed e) {
        // It is away, and the session here has ended all the same.
      }
    }
  }

  /** {@code POST /login}: by password, so that nothing is to be ended at the provider. */
  void login(Context context) {
    if (isHere(context)) {
      access.setCookie(context, byCookie, "", 0);
    }
    logins.login(context);
  }

  /** {@code GET /account}: its form of leaving may lead to the provider, which browsers check. */
  void account(Context context) {
    if (isHere(context)) {
      try {
        URI away = oidc.leave(null);
        String policy = context.res().getHeader(POLICY);
        if (away != null && policy != null) {
          String origin = away.getScheme() + "://" + away.getRawAuthority();
          context.header(
              POLICY, policy.replace("form-action 'self'", "form-action 'self' " + origin));
        }
      } catch (Oidc.Failed e) {
        // Leaving will stay here.
      }
    }
    logins.account(context);
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
