package dev.chokepoint.workbench.ledger;

import dev.chokepoint.units.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Logins by name and password. The store knows a session by the hash of its secret; every login
 * makes a new secret, so that none can be planted beforehand.
 */
public final class Sessions {
  /** Wrong passwords in a row after which a name is locked, whether it exists or not. */
  public static final int MOST_FAILURES = 10;

  /** Actor of an entry about a name that no user has; not a name that a user can have. */
  private static final String NOBODY = "(unknown)";

  private static final Duration LOCKED = Duration.ofMinutes(15);
  private static final Duration IDLE = Duration.ofMinutes(60);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final Duration FORGOTTEN = Duration.ofDays(1);
  private static final int SEEN_SECONDS = 60;

  /** What began later than this from now began by a clock that was wrong; seconds. */
  private static final int AHEAD_SECONDS = 300;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Store store;
  private final Chain chain;
  private final Supplier<Instant> now;

  /**
   * The sessions of a store.
   *
   * @param now the clock that sessions and locks end by
   */
  public Sessions(Store store, Chain chain, Supplier<Instant> now) {
    this.store = store;
    this.chain = chain;
    this.now = now;
  }

  /**
   * Lets somebody in. Whatever is wrong, it takes as long and writes as much, so that nobody learns
   * which names there are.
   *
   * @return the secret of a new session; empty when name or password are wrong, or the name locked
   */
  public Optional<String> login(String name, char[] password) {
    long failures = attempt(name);
    String hash = passwordHash(name);
    boolean fits = Passwords.fits(password, hash);
    if (failures > MOST_FAILURES) {
      return Optional.empty();
    }
    if (!fits || hash == null) {
      if (failures == MOST_FAILURES) {
        chain.append(lockedOut(hash == null ? null : name));
      }
      return Optional.empty();
    }
    String secret = Secret.next();
    long at = now.get().getEpochSecond();
    try {
      begin(name, hash, "password", secret, at);
    } catch (Changed e) {
      return Optional.empty();
    }
    return Optional.of(secret);
  }

  /**
   * An entry also of a name that is nobody's, as its lack would show in the time of the answer. It
   * does not say the name: what is typed there by mistake may be a password.
   */
  private static Entry.Draft lockedOut(@Nullable String name) {
    return Entry.Draft.of(
        name == null ? NOBODY : name,
        "password",
        "locked-out",
        name == null ? null : "user:" + name,
        MAPPER.createObjectNode());
  }

  /** That a password was changed, or its user disabled, while it was compared. */
  private static final class Changed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Lets somebody in whom another vouches for; nobody is added.
   *
   * @param via how it is known who it is, for the chain
   * @return the secret of a new session; empty when the name is nobody's, or disabled
   */
  public Optional<String> enter(String name, String via) {
    String secret = Secret.next();
    try {
      begin(name, null, via, secret, now.get().getEpochSecond());
    } catch (Changed e) {
      return Optional.empty();
    }
    return Optional.of(secret);
  }

  /**
   * @param hash of the password that was compared, or null where none was
   */
  private void begin(String name, @Nullable String hash, String via, String secret, long at) {
    chain.append(connection -> {
      String held = passwordHash(connection, name).orElse(null);
      if (held == null || (hash != null && !hash.equals(held))) {
        throw new Changed();
      }
      Accounts.update(connection, "DELETE FROM attempt WHERE name = ?", Hash.of(name));
      Accounts.update(
          connection,
          "DELETE FROM session WHERE seen < ? OR created < ?",
          at - IDLE.toSeconds(),
          at - LONGEST.toSeconds());
      Accounts.update(
          connection,
          "INSERT INTO session (hash, account, created, seen) VALUES (?, ?, ?, ?)",
          Hash.of(secret),
          name,
          at,
          at);
      return Entry.Draft.of(name, via, "login", "user:" + name, MAPPER.createObjectNode());
    });
  }

  /** Counts an attempt before it is looked at, so that many at once count as many. */
  private long attempt(String name) {
    long at = now.get().getEpochSecond();
    return store.write(connection -> {
      Accounts.update(
          connection,
          "DELETE FROM attempt WHERE last < ? AND locked_until < ?",
          at - FORGOTTEN.toSeconds(),
          at);
      // A lock that was set by a clock ahead of this one would outlast it by as much.
      Accounts.update(
          connection,
          "UPDATE attempt SET locked_until = ? WHERE name = ? AND locked_until > ?",
          at + LOCKED.toSeconds(),
          Hash.of(name),
          at + LOCKED.toSeconds());
      Accounts.update(
          connection,
          "INSERT INTO attempt (name, failures, last, locked_until) VALUES (?, 1, ?, 0)"
              + " ON CONFLICT (name) DO UPDATE SET last = excluded.last, failures ="
              + " CASE WHEN attempt.locked_until > 0 AND attempt.locked_until <= excluded.last"
              + " THEN 1 ELSE attempt.failures + 1 END, locked_until ="
              + " CASE WHEN attempt.locked_until > 0 AND attempt.locked_until <= excluded.last"
              + " THEN 0 ELSE attempt.locked_until END",
          Hash.of(name),
          at);
      long failures = failures(connection, name);
      if (failures >= MOST_FAILURES) {
        Accounts.update(
            connection,
            "UPDATE attempt SET locked_until = ? WHERE name = ? AND locked_until = 0",
            at + LOCKED.toSeconds(),
            Hash.of(name));
      }
      return failures;
    });
  }

  private static long failures(Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT failures FROM attempt WHERE name = ?")) {
      select.setString(1, Hash.of(name));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** The hash of a password; null for a name that is nobody's or disabled. */
  private @Nullable String passwordHash(String name) {
    return store.read(connection -> passwordHash(connection, name)).orElse(null);
  }

  private static Optional<String> passwordHash(Connection connection, String name)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT password FROM account WHERE name = ? AND disabled = 0")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** Whose a session is; empty when nobody's, when it has ended, or when the user is disabled. */
  public Optional<Accounts.Account> find(String secret) {
    long at = now.get().getEpochSecond();
    String hash = Hash.of(secret);
    Seen seen = store.read(connection -> seen(connection, hash)).orElse(null);
    if (seen == null
        || seen.account().disabled()
        || at - seen.at() > IDLE.toSeconds()
        || at - seen.created() > LONGEST.toSeconds()
        || seen.created() - at > AHEAD_SECONDS) {
      return Optional.empty();
    }
    if (Math.abs(at - seen.at()) > SEEN_SECONDS) {
      see(hash, at);
    }
    return Optional.of(seen.account());
  }

  /** A full disk keeps nobody from reading: the session then ends the earlier. */
  private void see(String hash, long at) {
    try {
      store.write(connection -> {
        Accounts.update(connection, "UPDATE session SET seen = ? WHERE hash = ?", at, hash);
        return at;
      });
    } catch (Refused e) {
      if (!Store.isUnavailable(e)) {
        throw e;
      }
    }
  }

  private record Seen(Accounts.Account account, long created, long at) {}

  private static Optional<Seen> seen(Connection connection, String hash) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT a.name, a.role, a.disabled, a.created, s.created, s.seen FROM session s"
                + " JOIN account a ON a.name = s.account WHERE s.hash = ?")) {
      select.setString(1, hash);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new Seen(Accounts.account(row), row.getLong(5), row.getLong(6)))
            : Optional.empty();
      }
    }
  }

  /** Ends a session. */
  public void logout(String secret) {
    find(secret)
        .ifPresent(account ->
            chain.append(connection -> {
              Accounts.update(connection, "DELETE FROM session WHERE hash = ?", Hash.of(secret));
              return Entry.Draft.of(
                  account.name(),
                  "session",
                  "logout",
                  "user:" + account.name(),
                  MAPPER.createObjectNode());
            }));
  }

  /** What a form must send back to show that it is ours: nobody without the cookie can make it. */
  public static String formToken(String secret) {
    return Hash.of("form " + secret);
  }
}
