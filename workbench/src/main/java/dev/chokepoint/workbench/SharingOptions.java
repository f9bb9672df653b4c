package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Accounts;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.web.OidcSettings;
import dev.chokepoint.workbench.web.Sharing;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a server is shared by many people; nothing of it said, it is for this machine alone. */
final class SharingOptions {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MOST_MINUTES = 7 * 24 * 60;

  @Option(
      names = "--store",
      paramLabel = "FILE|URL",
      description =
          "Users and audit trail: a file of SQLite, or jdbc:postgresql://HOST/NAME; everybody must"
              + " log in then. CHOKEPOINT_STORE is not read here.")
  @Nullable String store;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Address to listen on; any but a loopback address needs --store and TLS.")
  String bind = LOOPBACK;

  @Option(
      names = "--name",
      paramLabel = "HOST",
      description = "Host name it answers to; may be repeated.")
  List<String> names = List.of();

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description = "Certificate and key for TLS, PKCS 12; asks for its password.")
  @Nullable Path keystore;

  @Option(
      names = "--keystore-password",
      paramLabel = "FILE",
      description = "File whose first line is the password of --keystore.")
  @Nullable Path keystorePassword;

  @Option(
      names = "--tls-elsewhere",
      description = "A proxy in front speaks TLS and sets X-Forwarded-For.")
  boolean tlsElsewhere;

  @Option(
      names = "--oidc",
      paramLabel = "FILE",
      description = "Provider that people log in by; keys in docs/operations.md.")
  @Nullable Path oidc;

  @Option(
      names = "--books",
      paramLabel = "DIR",
      description =
          "Folder for the files of order books; default beside a store that is a file, else none.")
  @Nullable Path books;

  @Option(
      names = "--longest-run",
      paramLabel = "MINUTES",
      description = "How long a run over an order book may take; default 240.")
  int longestRun = (int) Sharing.LONGEST_RUN.toMinutes();

  /**
   * What was said, opened; null for this machine alone.
   *
   * @param say takes a line for whoever starts the server
   */
  @Nullable Sharing open(Consumer<String> say) {
    String where = store;
    if (longestRun < 1 || longestRun > MOST_MINUTES) {
      String limit = "1 to " + MOST_MINUTES + " minutes";
      throw new Refused(
          new Problem("out-of-range", "--longest-run", String.valueOf(longestRun), limit, ""));
    }
    boolean loopback = address().isLoopbackAddress();
    if (where == null) {
      boolean shares = tlsElsewhere || oidc != null || books != null;
      if (!loopback || keystore != null || shares || !names.isEmpty()) {
        String limit = "a store with users for more than this machine";
        String hint = "Maybe `chokepoint users add NAME --role admin`, then serve --store.";
        throw new Refused(new Problem("missing", "--store", "", limit, hint));
      }
      String other = System.getenv("CHOKEPOINT_STORE");
      if (other != null && !other.isBlank()) {
        say.accept(
            "CHOKEPOINT_STORE is not read by serve: who may ask must not hang on a variable."
                + " Without --store nobody logs in and nothing is kept.");
      }
      return null;
    }
    if (!loopback && keystore == null && !tlsElsewhere) {
      String limit = "--keystore, so that passwords do not travel in the open";
      String hint = "Maybe --tls-elsewhere, if a proxy in front speaks TLS.";
      throw new Refused(new Problem("missing", "--keystore", "", limit, hint));
    }
    Sharing.Tls tls = tls();
    Path file = oidc;
    OidcSettings provider = file == null ? null : OidcSettings.read(file);
    Store opened = Store.open(where);
    try {
      opened.refuseOpenToAll();
      refuseWithoutUsers(opened, where);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    Set<String> hosts = new LinkedHashSet<>();
    names.forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
    Sharing shared =
        new Sharing(opened, bind, hosts, tls, tlsElsewhere, Instant::now)
            .withLongestRun(Duration.ofMinutes(longestRun));
    if (provider != null) {
      shared = shared.withOidc(provider);
    }
    return books == null ? shared : shared.withBooks(books);
  }

  private static void refuseWithoutUsers(Store opened, String where) {
    Chain chain = AuditCommand.chain(opened);
    if (new Accounts(opened, chain, Instant::now).all().stream().allMatch(a -> a.disabled())) {
      String limit = "a store with a user who may log in";
      String hint = "Maybe `chokepoint users add NAME --role admin --store " + where + "`.";
      throw new Refused(new Problem("no-users", "--store", where, limit, hint));
    }
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new Refused(new Problem("bad-value", "--bind", bind, "an address of this machine", ""));
    }
  }

  private Sharing.@Nullable Tls tls() {
    Path file = keystore;
    if (file == null) {
      return null;
    }
    char[] password = password(file);
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore.getInstance("PKCS12").load(in, password);
      return new Sharing.Tls(file.toAbsolutePath(), new String(password));
    } catch (IOException | GeneralSecurityException e) {
      String limit = "a file of PKCS 12 that its password opens";
      throw new Refused(new Problem("cannot-read", "--keystore", file.toString(), limit, ""));
    } finally {
      Arrays.fill(password, ' ');
    }
  }

  private char[] password(Path file) {
    Path from = keystorePassword;
    if (from == null) {
      return Passphrase.known(file.toString());
    }
    try {
      List<String> lines = Files.readAllLines(from);
      return lines.isEmpty() ? new char[0] : lines.getFirst().toCharArray();
    } catch (IOException e) {
      String limit = "a file that can be read";
      throw new Refused(
          new Problem("cannot-read", "--keystore-password", from.toString(), limit, ""));
    }
  }

  /** Where people find it. */
  String address(int port) {
    String host = !names.isEmpty() ? names.getFirst() : bind.equals(LOOPBACK) ? "localhost" : bind;
    boolean secure = keystore != null || tlsElsewhere;
    return (secure ? "https" : "http") + "://" + host + (tlsElsewhere ? "" : ":" + port) + "/";
  }
}
