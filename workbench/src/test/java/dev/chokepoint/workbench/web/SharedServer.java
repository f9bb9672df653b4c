package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.Accounts;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server with a user and a token of every role, and a clock that can be moved. */
final class SharedServer implements AutoCloseable {
  static final String PASSWORD = "four words that rest";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([0-9a-f]{64})\"");

  final Store store;
  final Server server;
  final Accounts accounts;
  final Chain chain;
  final Map<Role, String> tokens = new TreeMap<>();
  final Queue<String> log = new ConcurrentLinkedQueue<>();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-09-29T08:00:00Z"));

  SharedServer(String where, Knowledge knowledge) {
    this(where, knowledge, sharing -> sharing);
  }

  SharedServer(String where, Knowledge knowledge, UnaryOperator<Sharing> with) {
    this.store = Store.openOrCreate(where);
    this.chain = new Chain(store, now::get);
    this.accounts = new Accounts(store, chain, now::get);
    Accounts.By by = new Accounts.By("setup", "test");
    for (Role role : Role.values()) {
      if (accounts.all().stream().noneMatch(each -> each.name().equals(role.word()))) {
        accounts.add(role.word(), role, PASSWORD.toCharArray(), by);
      }
      tokens.put(role, accounts.addToken(role.word(), "tests", 30, by));
    }
    Sharing sharing = new Sharing(store, "127.0.0.1", Set.of("ours.test"), null, false, now::get);
    this.server =
        Server.start(
            knowledge,
            () -> LocalDate.of(2026, 9, 29),
            0,
            new Limits(8, Duration.ofSeconds(30), 64 * 1024, 200, 1 << 24),
            log::add,
            log::add,
            with.apply(sharing));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, @Nullable String cookies)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Accept", "text/html");
    return send(cookies == null ? request : request.header("Cookie", cookies));
  }

  static HttpRequest.Builder form(HttpRequest.Builder request, String... namesAndValues) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      body.append(i == 0 ? "" : "&")
          .append(namesAndValues[i])
          .append('=')
          .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
    }
    return request
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  /** The cookies that an answer sets, as a browser sends them back. */
  static String cookies(HttpResponse<String> response) {
    return response.headers().allValues("Set-Cookie").stream()
        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
        .filter(cookie -> !cookie.endsWith("="))
        .collect(Collectors.joining("; "));
  }

  static String token(HttpResponse<String> page) {
    Matcher token = FORM.matcher(page.body());
    return token.find() ? token.group(1) : "";
  }

  HttpResponse<String> login(String name, String password, String... more)
      throws IOException, InterruptedException {
    HttpResponse<String> page = get("/login", null);
    String[] fields = new String[6 + more.length];
    System.arraycopy(
        new String[] {"form", token(page), "name", name, "password", password}, 0, fields, 0, 6);
    System.arraycopy(more, 0, fields, 6, more.length);
    return send(form(request("/login").header("Cookie", cookies(page)), fields));
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}
