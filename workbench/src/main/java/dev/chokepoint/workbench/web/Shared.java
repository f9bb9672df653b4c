package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Chain;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** What a server with users does beside one without: TLS, logins, roles and the audit trail. */
final class Shared {
  private static final long FORM_BYTES = 64 * 1024;
  private static final String A_YEAR = "max-age=31536000";

  private final Sharing sharing;
  private final Access access;
  private final LoginPages logins;
  private final AuditRoutes audit;
  private final PartyPages parties;
  private final AuditPages auditPages;
  private final @Nullable OidcPages oidc;
  private @Nullable BookRuns runs;
  private @Nullable BookRoutes bookRoutes;
  private @Nullable OrderPages orderPages;

  Shared(
      Sharing sharing,
      Knowledge knowledge,
      Supplier<LocalDate> today,
      Site site,
      Work work,
      Function<Context, Request> request) {
    Chain chain = sharing.chain();
    this.sharing = sharing;
    this.access = new Access(sharing, chain);
    this.logins = new LoginPages(access, site, sharing, request);
    this.parties = new PartyPages(chain, knowledge, site, access, sharing.lists(), request);
    this.auditPages = new AuditPages(sharing.store(), chain, site, access, work, request);
    site.navigate("parties", PartyPages.PATH);
    OidcSettings provider = sharing.oidc();
    this.oidc =
        provider == null ? null : new OidcPages(new Oidc(provider), access, logins, sharing);
    Recorder recorder = new Recorder(sharing.store(), chain, knowledge);
    this.audit = new AuditRoutes(sharing.store(), recorder, today, work);
  }

  /** Order books, where there is a folder for their files. */
  void withBooks(
      Knowledge knowledge,
      Supplier<LocalDate> today,
      Site site,
      Jobs jobs,
      Function<Context, Request> request) {
    java.nio.file.Path place = sharing.books();
    if (place == null) {
      return;
    }
    Chain chain = sharing.chain();
    Books books = new Books(sharing.store(), chain, sharing.now());
    BookFolder folder = new BookFolder(place);
    // Of the lists that runs read.
    Recorder recorder =
        new Recorder(sharing.store(), chain, knowledge, Knowledge::packed, sharing.lists());
    BookRuns started =
        new BookRuns(
            books, folder, recorder, knowledge, jobs, sharing.lists(), sharing.longestRun());
    BookDesk desk = new BookDesk(books, chain, folder, started, today);
    this.runs = started;
    this.bookRoutes = new BookRoutes(desk);
    this.orderPages = new OrderPages(desk, site, access, request);
    site.navigate("orders", OrderPages.PATH);
    started.resume(BookRuns.PAUSE);
  }

  /** Before jobs are stopped: what they do goes on with the next server. */
  void close() {
    if (runs != null) {
      runs.close();
    }
  }

  void listen(JavalinConfig config, int port) {
    config.jetty.host = sharing.bind();
    java.nio.file.Path books = sharing.books();
    if (books != null) {
      // Where there is room for it, and no more of it than is taken, whatever its length says.
      config.jetty.multipartConfig.cacheDirectory(
          books.toAbsolutePath().resolve("incoming").toString());
      config.jetty.multipartConfig.maxFileSize(Limits.UPLOAD_BYTES, SizeUnit.BYTES);
      config.jetty.multipartConfig.maxTotalRequestSize(
          Limits.UPLOAD_BYTES + FORM_BYTES, SizeUnit.BYTES);
    }
    Sharing.Tls tls = sharing.tls();
    if (tls != null) {
      config.jetty.addConnector((server, http) -> secure(server, http, tls, port));
    }
  }

  private Connector secure(Server server, HttpConfiguration http, Sharing.Tls tls, int port) {
    HttpConfiguration secured = new HttpConfiguration(http);
    // Which names are answered to is checked for every request, with a certificate or without.
    secured.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStorePath(tls.keystore().toString());
    context.setKeyStoreType("PKCS12");
    context.setKeyStorePassword(tls.password());
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    ServerConnector connector =
        new ServerConnector(
            server,
            new SslConnectionFactory(context, "http/1.1"),
            new HttpConnectionFactory(secured));
    connector.setHost(sharing.bind());
    connector.setPort(port);
    return connector;
  }

  void routes(RoutesConfig routes) {
    routes.beforeMatched(access::check);
    routes.get("/login", logins::form);
    OidcPages provider = oidc;
    if (provider == null) {
      routes.post("/login", logins::login);
      routes.post("/logout", logins::logout);
      routes.get("/account", logins::account);
    } else {
      routes.post("/login", provider::login);
      routes.post("/logout", provider::logout);
      routes.get("/account", provider::account);
      routes.get(OidcPages.BEGIN, provider::begin);
      routes.get(OidcSettings.DONE, provider::done);
    }
    routes.get("/api/v1/audit", audit::list);
    routes.post("/api/v1/audit", audit::record);
    parties.add(routes);
    auditPages.add(routes);
    if (bookRoutes != null && orderPages != null) {
      bookRoutes.add(routes);
      orderPages.add(routes);
    }
  }

  /** Headers of every answer. */
  void headers(Context context) {
    context.header("Cache-Control", "private, no-cache");
    if (sharing.isSecure()) {
      context.header("Strict-Transport-Security", A_YEAR);
    }
  }

  /** Whether the one who asked when a connection began would still be let in. */
  boolean stillKnows(Context context) {
    return access.stillKnows(context);
  }

  boolean answersTo(String host) {
    return host.equals(sharing.bind()) || sharing.names().contains(host.toLowerCase(Locale.ROOT));
  }
}
