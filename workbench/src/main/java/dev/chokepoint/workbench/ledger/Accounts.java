package dev.chokepoint.workbench.ledger;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Users and their tokens. Every change is an entry of the chain, in the same transaction. */
public final class Accounts {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
  private static final String TOKEN_PREFIX = "cp_";
  private static final int MOST_DAYS = 366;
  private static final int MOST_LABEL = 60;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Store store;
  private final Chain chain;
  private final Supplier<Instant> now;

  /**
   * The accounts of a store.
   *
   * @param now the clock that tokens end by
   */
  public Accounts(Store store, Chain chain, Supplier<Instant> now) {
    this.store = store;
    this.chain = chain;
    this.now = now;
  }

  /**
   * A user.
   *
   * @param disabled whether every login and token of it is refused
   */
  public record Account(String name, Role role, boolean disabled, Instant created) {}

  /**
   * A token, without its secret, which is kept nowhere.
   *
   * @param id names it in lists and in the chain
   */
  public record Token(String id, String account, String label, Instant created, Instant expires) {}

  /**
   * Who changes something, for the chain.
   *
   * @param name name of the user
   * @param via how it is known who it is
   */
  public record By(String name, String via) {}

  /**
   * Adds a user.
   *
   * @param password null for one who logs in by a provider only, or by tokens
   * @throws Refused when the name is taken or malformed, or the password weak
   */
  public void add(String name, Role role, char @Nullable [] password, By by) {
    if (!NAME.matcher(name).matches()) {
      String limit = "1 to 64 of a-z, 0-9, . _ @ and -, beginning with a letter or digit";
      throw new Refused(new Problem("bad-value", "NAME", name, limit, ""));
    }
    if (password != null) {
      Passwords.refuseWeak(password, name);
    }
    String hash = password == null ? Passwords.NONE : Passwords.hash(password);
    chain.append(connection -> {
      if (find(connection, name).isPresent()) {
        String limit = "a name that nobody has";
        throw new Refused(new Problem("name-taken", "NAME", name, limit, ""));
      }
      update(
          connection,
          "INSERT INTO account (name, role, password, disabled, created)"
              + " VALUES (?, ?, ?, 0, ?)",
          name,
          role.word(),
          hash,
          now.get().getEpochSecond());
      return said(by, "user-added", name).put("role", role);
    });
  }

  /** An entry in the making. */
  private record Said(By by, String action, String name, ObjectNode content) {
    Entry.Draft put(String key, Object value) {
      content.put(key, value instanceof Role role ? role.word() : value.toString());
      return draft();
    }

    Entry.Draft draft() {
      return Entry.Draft.of(by.name(), by.via(), action, "user:" + name, content);
    }
  }

  private static Said said(By by, String action, String name) {
    return new Said(by, action, name, MAPPER.createObjectNode());
  }

  /** Sets a password, and ends every session of that user. */
  public void password(String name, char[] password, By by) {
    Passwords.refuseWeak(password, name);
    String hash = Passwords.hash(password);
    chain.append(connection -> {
      existing(connection, name);
      update(connection, "UPDATE account SET password = ? WHERE name = ?", hash, name);
      update(connection, "DELETE FROM session WHERE account = ?", name);
      update(connection, "DELETE FROM attempt WHERE name = ?", Hash.of(name));
      return said(by, "password-changed", name).draft();
    });
  }

  /** Sets a role, and ends every session of that user. */
  public void role(String name, Role role, By by) {
    chain.append(connection -> {
      existing(connection, name);
      update(connection, "UPDATE account SET role = ? WHERE name = ?", role.word(), name);
      update(connection, "DELETE FROM session WHERE account = ?", name);
      return said(by, "role-changed", name).put("role", role);
    });
  }

  /** Refuses a user everything, or lets it in again; a lock after wrong passwords ends too. */
  public void disable(String name, boolean disabled, By by) {
    chain.append(connection -> {
      existing(connection, name);
      update(
          connection, "UPDATE account SET disabled = ? WHERE name = ?", disabled ? 1L : 0L, name);
      update(connection, "DELETE FROM session WHERE account = ?", name);
      update(connection, "DELETE FROM attempt WHERE name = ?", Hash.of(name));
      return said(by, disabled ? "user-disabled" : "user-enabled", name).draft();
    });
  }

  /** Every user by name. */
  public List<Account> all() {
    return store.read(connection -> {
      List<Account> all = new ArrayList<>();
      try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT name, role, disabled, created FROM account ORDER BY name");
          ResultSet row = select.executeQuery()) {
        while (row.next()) {
          all.add(account(row));
        }
      }
      return all;
    });
  }

  /** Columns name, role, disabled and created of a row. */
  static Account account(ResultSet row) throws SQLException {
    return new Account(
        row.getString(1),
        Role.of(row.getString(2)),
        row.getLong(3) != 0,
        Instant.ofEpochSecond(row.getLong(4)));
  }

  private static Optional<Account> find(Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT name, role, disabled, created FROM account WHERE name = ?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(account(row)) : Optional.empty();
      }
    }
  }

  static boolean exists(Connection connection, String name) throws SQLException {
    return find(connection, name).isPresent();
  }

  static void existing(Connection connection, String name) throws SQLException {
    if (find(connection, name).isEmpty()) {
      List<String> names = new ArrayList<>();
      try (PreparedStatement select = connection.prepareStatement("SELECT name FROM account");
          ResultSet row = select.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
      String hint = Nearest.hint(name, names);
      throw new Refused(
          new Problem("no-such-user", "NAME", name, "a name that `users list` shows", hint));
    }
  }

  /** Changes rows, and says how many. */
  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  /**
   * Gives a user a token.
   *
   * @param days until it ends
   * @return the secret, which nobody can read again
   */
  public String addToken(String name, String label, int days, By by) {
    if (days < 1 || days > MOST_DAYS) {
      String limit = "1 to " + MOST_DAYS + " days";
      throw new Refused(new Problem("out-of-range", "--days", String.valueOf(days), limit, ""));
    }
    if (label.isBlank()
        || label.length() > MOST_LABEL
        || label.chars().anyMatch(Character::isISOControl)) {
      String limit = "1 to " + MOST_LABEL + " characters";
      throw new Refused(new Problem("bad-value", "--label", label, limit, ""));
    }
    String id = Secret.next().substring(0, 8);
    String secret = TOKEN_PREFIX + Secret.next();
    Instant at = now.get();
    chain.append(connection -> {
      existing(connection, name);
      update(
          connection,
          "INSERT INTO token (hash, id, account, label, created, expires)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          Hash.of(secret),
          id,
          name,
          label,
          at.getEpochSecond(),
          at.plus(Duration.ofDays(days)).getEpochSecond());
      return said(by, "token-added", name).put("token", id);
    });
    return secret;
  }

  /** Ends a token at once. */
  public void revokeToken(String id, By by) {
    chain.append(connection -> {
      Token token =
          tokens(connection).stream()
              .filter(each -> each.id().equals(id))
              .findFirst()
              .orElseThrow(() ->
                  new Refused(
                      new Problem(
                          "no-such-token", "ID", id, "an id that `users token list` shows", "")));
      update(connection, "DELETE FROM token WHERE id = ?", id);
      return said(by, "token-revoked", token.account()).put("token", id);
    });
  }

  /** Every token, without secrets. */
  public List<Token> tokens() {
    return store.read(Accounts::tokens);
  }

  private static List<Token> tokens(Connection connection) throws SQLException {
    List<Token> all = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, account, label, created, expires FROM token ORDER BY created, id");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        all.add(
            new Token(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Instant.ofEpochSecond(row.getLong(4)),
                Instant.ofEpochSecond(row.getLong(5))));
      }
    }
    return all;
  }

  /**
   * Whose a token is.
   *
   * @param id of the token
   */
  public record Bearer(Account account, String id) {}

  /** Whose a secret is; empty when nobody's, when it has ended, or when the user is disabled. */
  public Optional<Bearer> bearer(String secret) {
    return store.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT a.name, a.role, a.disabled, a.created, t.id FROM token t"
                  + " JOIN account a ON a.name = t.account WHERE t.hash = ? AND t.expires > ?")) {
        select.setString(1, Hash.of(secret));
        select.setLong(2, now.get().getEpochSecond());
        try (ResultSet row = select.executeQuery()) {
          if (!row.next()) {
            return Optional.empty();
          }
          Account account = account(row);
          return account.disabled()
              ? Optional.empty()
              : Optional.of(new Bearer(account, row.getString(5)));
        }
      }
    });
  }
}
