package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * A provider of OpenID Connect, as the administrator names it.
 *
 * @param issuer its address, as its tokens say it
 * @param clientId the name of this server there
 * @param secret this server's secret there
 * @param redirect where browsers come back to
 * @param claim the claim that names our user
 * @param scope what is asked for, separated by spaces
 * @param algorithm the one by which its tokens are signed
 */
public record OidcSettings(
    String issuer,
    String clientId,
    String secret,
    URI redirect,
    String claim,
    String scope,
    String algorithm) {
  /** Where browsers come back to, on this server. */
  static final String DONE = "/login/oidc/done";

  private static final List<String> NEEDED =
      List.of("issuer", "client-id", "client-secret-file", "address");
  private static final Set<String> KNOWN =
      Set.of("issuer", "client-id", "client-secret-file", "address", "claim", "scope", "algorithm");

  /** With keys of two halves alone: a key that both know would let this server sign as well. */
  private static final Set<String> ALGORITHMS =
      new TreeSet<>(Set.of("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"));

  /**
   * Reads a file of properties.
   *
   * @throws Refused with what is missing, unknown or not an address
   */
  public static OidcSettings read(Path file) {
    Properties said = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      said.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new Refused(
          new Problem("cannot-read", "--oidc", file.toString(), "a file of properties", ""));
    }
    for (String key : said.stringPropertyNames()) {
      if (!KNOWN.contains(key)) {
        String limit = "one of " + String.join(", ", new TreeSet<>(KNOWN));
        throw new Refused(
            new Problem("unknown-key", file.toString(), key, limit, Nearest.hint(key, KNOWN)));
      }
    }
    for (String key : NEEDED) {
      if (said.getProperty(key, "").isBlank()) {
        throw new Refused(new Problem("missing", file.toString(), key, "a value", ""));
      }
    }
    URI issuer = address(file, "issuer", said.getProperty("issuer"));
    URI own = address(file, "address", said.getProperty("address"));
    String algorithm = said.getProperty("algorithm", "RS256");
    if (!ALGORITHMS.contains(algorithm)) {
      String limit = "one of " + String.join(", ", ALGORITHMS);
      throw new Refused(new Problem("bad-value", file + " algorithm", algorithm, limit, ""));
    }
    return new OidcSettings(
        issuer.toString(),
        said.getProperty("client-id").strip(),
        secret(file, said.getProperty("client-secret-file")),
        own.resolve(DONE),
        said.getProperty("claim", "preferred_username").strip(),
        said.getProperty("scope", "openid profile email").strip(),
        algorithm);
  }

  private static URI address(Path file, String key, String said) {
    try {
      URI address = URI.create(said.strip());
      if (address.getHost() != null && isSafe(address)) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // It is said below.
    }
    String limit = "an address that begins with https://";
    throw new Refused(new Problem("bad-value", file + " " + key, said, limit, ""));
  }

  private static String secret(Path file, String named) {
    Path secret = file.toAbsolutePath().resolveSibling(named.strip());
    try {
      List<String> lines = Files.readAllLines(secret);
      if (!lines.isEmpty() && !lines.getFirst().isBlank()) {
        return lines.getFirst().strip();
      }
    } catch (IOException e) {
      // It is said below.
    }
    String limit = "a file whose first line is the secret";
    throw new Refused(
        new Problem("cannot-read", file + " client-secret-file", secret.toString(), limit, ""));
  }

  /** TLS, or this machine. */
  private static boolean isSafe(URI address) {
    return "https".equals(address.getScheme())
        || ("http".equals(address.getScheme())
            && Set.of("localhost", "127.0.0.1", "[::1]").contains(address.getHost()));
  }

  /** Whether an address that the provider names is as safe as its own. */
  boolean mayBeAsked(URI address) {
    return isSafe(address) && (address.getScheme().equals("https") || issuer.startsWith("http:"));
  }

  @Override
  public String toString() {
    return "provider " + issuer; // never the secret
  }
}
