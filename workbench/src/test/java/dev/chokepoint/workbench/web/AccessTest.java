package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.Accounts;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Sessions;
import dev.chokepoint.workbench.ledger.Stores;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask what of a server with users, and what is tried against its logins. */
class AccessTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final Accounts.By SETUP = new Accounts.By("setup", "test");
  private static final String QUESTION = "{\"question\":[\"classify\",\"H20\",\"--to\",\"CN\"]}";

  /** Routes that are not for every reader, with the least role; "nobody" need not be known. */
  private static final Map<String, String> TABLE =
      Map.ofEntries(
          Map.entry("GET /login", "nobody"),
          Map.entry("POST /login", "nobody"),
          Map.entry("GET /health", "nobody"),
          Map.entry("GET /ready", "nobody"),
          Map.entry("POST /logout", "viewer"),
          Map.entry("DELETE /api/v1/jobs/{job}", "viewer"),
          Map.entry("POST /api/v1/audit", "analyst"),
          Map.entry("POST /parties", "analyst"),
          Map.entry("GET /api/v1/audit", "approver"),
          Map.entry("GET /audit", "approver"),
          Map.entry("GET /audit/{entry}", "approver"),
          Map.entry("POST /audit/{entry}/case", "approver"),
          Map.entry("GET /metrics", "admin"));

  /** The same of order books; that another's is as one that is not there, BookRoutesTest says. */
  private static final Map<String, String> BOOKS =
      Map.ofEntries(
          Map.entry("POST /api/v1/books", "analyst"),
          Map.entry("POST /api/v1/books/{book}/shares", "analyst"),
          Map.entry("DELETE /api/v1/books/{book}/shares/{account}", "analyst"),
          Map.entry("POST /api/v1/books/{book}/uploads", "analyst"),
          Map.entry("POST /api/v1/books/{book}/uploads/{upload}/mapping", "analyst"),
          Map.entry("POST /api/v1/books/{book}/runs", "analyst"),
          Map.entry("POST /api/v1/books/{book}/runs/{run}/decisions", "analyst"),
          Map.entry("POST /api/v1/books/{book}/seen", "viewer"),
          Map.entry("POST /orders", "analyst"),
          Map.entry("POST /orders/{book}/shares", "analyst"),
          Map.entry("POST /orders/{book}/uploads", "analyst"),
          Map.entry("POST /orders/{book}/uploads/{upload}", "analyst"),
          Map.entry("POST /orders/{book}/uploads/{upload}/runs", "analyst"),
          Map.entry("POST /orders/{book}/runs/{run}", "analyst"),
          Map.entry("DELETE /api/v1/books/{book}/runs/{run}", "analyst"),
          Map.entry("POST /orders/{book}/runs/{run}/stop", "analyst"),
          Map.entry("POST /orders/{book}/seen", "viewer"));

  /** Questions with a table or a file of their own: for every reader, as they keep nothing. */
  private static final List<String> QUESTIONS =
      Api.ROUTES.stream()
          .filter(route -> route.body() != null)
          .map(route -> "POST " + Api.BASE + route.path())
          .toList();

  @TempDir Path folder;
  private SharedServer shared;

  @BeforeEach
  void start() {
    shared = new SharedServer(Stores.fresh(Stores.Kind.SQLITE, folder), KNOWLEDGE);
  }

  @AfterEach
  void stop() {
    shared.close();
  }

  private HttpResponse<String> ask(String route, @Nullable Role role) throws Exception {
    String method = route.substring(0, route.indexOf(' '));
    String path = route.substring(method.length() + 1).replaceAll("\\{[^}]*}", "x");
    HttpRequest.Builder request = shared.request(path);
    request.method(method, HttpRequest.BodyPublishers.noBody());
    if (role != null) {
      request.header("Authorization", "Bearer " + shared.tokens.get(role));
    }
    return shared.send(request);
  }

  @Test
  void everyRouteAsksForItsRole() throws Exception {
    List<@Nullable Role> everybody = new ArrayList<>();
    everybody.add(null);
    everybody.addAll(Arrays.asList(Role.values()));
    Map<String, String> seen = new TreeMap<>();
    for (String route : shared.server.routes()) {
      String needed = TABLE.getOrDefault(route, BOOKS.getOrDefault(route, "viewer"));
      boolean typed = Pages.TYPED.contains(route.replaceFirst("^POST ", ""));
      boolean asks = route.startsWith("GET ") || QUESTIONS.contains(route) || typed;
      assertThat(asks || TABLE.containsKey(route) || BOOKS.containsKey(route)).as(route).isTrue();
      for (Role role : everybody) {
        boolean may = needed.equals("nobody") || (role != null && role.covers(Role.of(needed)));
        int status = ask(route, role).statusCode();
        if (may) {
          boolean login = route.equals("POST /login"); // a form of nobody's
          assertThat(status).as("%s by %s", route, role).isNotIn(401, login ? 0 : 403, 500);
        } else {
          assertThat(status).as("%s by %s", route, role).isEqualTo(role == null ? 401 : 403);
        }
      }
      seen.put(route, needed);
    }
    assertThat(seen).hasSizeGreaterThan(30).containsKeys(TABLE.keySet().toArray(new String[0]));
    assertThat(seen).containsKeys(BOOKS.keySet().toArray(new String[0]));
    assertThat(Access.needed("DELETE", "/anything")).isEqualTo(Role.ADMIN);
    assertThat(Access.needed("HEAD", "/metrics")).isEqualTo(Role.ADMIN);
  }

  @Test
  void aJobIsItsOwnersAlone() throws Exception {
    HttpResponse<String> begun =
        shared.send(
            shared
                .request("/api/v1/chips")
                .header("Authorization", "Bearer " + shared.tokens.get(Role.ANALYST))
                .header("Prefer", "respond-async"));
    assertThat(begun.statusCode()).isEqualTo(202);
    String job = begun.headers().firstValue("Location").orElseThrow();
    for (String route : List.of("GET " + job, "GET " + job + "/result", "DELETE " + job)) {
      assertThat(ask(route, Role.VIEWER).statusCode()).as(route).isEqualTo(404);
    }
    assertThat(ask("GET " + job, Role.ANALYST).statusCode()).isEqualTo(200);
    assertThat(ask("DELETE " + job, Role.ANALYST).statusCode()).isEqualTo(200);
  }

  /** A body sent in chunks does not say how long it is, and is read no further than the limit. */
  @Test
  void aBodyOfUnsaidLengthIsNotReadWhole() throws Exception {
    HttpResponse<String> page = shared.get("/login", null);
    String body = "form=" + SharedServer.token(page) + "&name=" + "x".repeat(1 << 20);
    HttpRequest.BodyPublisher chunks =
        HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(body));
    HttpRequest.Builder login =
        shared
            .request("/login")
            .header("Cookie", SharedServer.cookies(page))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(chunks);
    assertThat(shared.send(login).statusCode()).isEqualTo(413);
    HttpRequest.Builder record =
        shared
            .request("/api/v1/audit")
            .header("Authorization", "Bearer " + shared.tokens.get(Role.ANALYST))
            .header("Content-Type", "application/json")
            .POST(chunks);
    assertThat(shared.send(record).statusCode()).isEqualTo(413);
  }

  @Test
  void aPersonIsSentToTheLoginAndBack() throws Exception {
    HttpResponse<String> away = shared.get("/classify?item=H20&to=CN", null);
    assertThat(away.statusCode()).isEqualTo(303);
    assertThat(away.headers().firstValue("Location"))
        .hasValue("/login?next=%2Fclassify%3Fitem%3DH20%26to%3DCN");
    HttpResponse<String> in =
        shared.login("analyst", SharedServer.PASSWORD, "next", "/classify?item=H20&to=CN");
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(in.headers().firstValue("Location")).hasValue("/classify?item=H20&to=CN");
    String cookies = SharedServer.cookies(in);
    assertThat(shared.get("/classify?item=H20&to=CN", cookies).statusCode()).isEqualTo(200);
    assertThat(in.headers().allValues("Set-Cookie"))
        .allMatch(
            c -> c.contains("HttpOnly") && c.contains("SameSite=Lax") && c.contains("Path=/"));
  }

  @Test
  void afterALoginNobodyIsSentElsewhere() {
    for (String next :
        List.of(
            "https://evil.test/",
            "//evil.test/",
            "/\\evil.test",
            "javascript:alert(1)",
            "/login?next=/",
            "/x\r\nSet-Cookie: a=b",
            "",
            "evil")) {
      assertThat(LoginPages.next(next)).as(next).isEqualTo("/");
    }
    assertThat(LoginPages.next(null)).isEqualTo("/");
    assertThat(LoginPages.next("/chips?lang=zh")).isEqualTo("/chips?lang=zh");
  }

  /** A cookie planted before the login is worth nothing after it. */
  @Test
  void aSessionIsNewWithEveryLogin() throws Exception {
    String planted = "chokepoint=" + "A".repeat(43);
    HttpResponse<String> page = shared.get("/login", planted);
    HttpResponse<String> in =
        shared.send(
            SharedServer.form(
                shared
                    .request("/login")
                    .header("Cookie", planted + "; " + SharedServer.cookies(page)),
                "form",
                SharedServer.token(page),
                "name",
                "viewer",
                "password",
                SharedServer.PASSWORD));
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(SharedServer.cookies(in)).isNotEqualTo(planted);
    assertThat(shared.get("/account", planted).statusCode()).isEqualTo(303);
    HttpResponse<String> again = shared.login("viewer", SharedServer.PASSWORD);
    assertThat(SharedServer.cookies(again)).isNotEqualTo(SharedServer.cookies(in));
  }

  @Test
  void aFormOfAnotherSiteDoesNothing() throws Exception {
    String cookies = SharedServer.cookies(shared.login("analyst", SharedServer.PASSWORD));
    String token = SharedServer.token(shared.get("/account", cookies));
    assertThat(token).hasSize(64);
    assertThat(shared.send(SharedServer.form(post("/logout", cookies), "x", "y")).statusCode())
        .isEqualTo(403);
    assertThat(
            shared
                .send(SharedServer.form(post("/logout", cookies), "form", "0".repeat(64)))
                .statusCode())
        .isEqualTo(403);
    HttpRequest.Builder elsewhere = post("/logout", cookies).header("Origin", "https://evil.test");
    assertThat(shared.send(SharedServer.form(elsewhere, "form", token)).statusCode())
        .isEqualTo(403);
    HttpRequest.Builder crossSite = post("/logout", cookies).header("Sec-Fetch-Site", "cross-site");
    assertThat(shared.send(SharedServer.form(crossSite, "form", token)).statusCode())
        .isEqualTo(403);
    HttpRequest.Builder json =
        post("/api/v1/audit", cookies)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(QUESTION));
    assertThat(shared.send(json).statusCode()).isEqualTo(403);
    assertThat(shared.chain.before(Long.MAX_VALUE, 1).getFirst().action()).isEqualTo("login");
    HttpRequest.Builder ours =
        post("/api/v1/audit", cookies)
            .header("Content-Type", "application/json")
            .header("X-Form-Token", token)
            .POST(HttpRequest.BodyPublishers.ofString(QUESTION));
    assertThat(shared.send(ours).statusCode()).isEqualTo(201);
    assertThat(shared.get("/account", cookies).statusCode()).isEqualTo(200);
    assertThat(shared.send(SharedServer.form(post("/logout", cookies), "form", token)).statusCode())
        .isEqualTo(303);
    assertThat(shared.get("/account", cookies).statusCode()).isEqualTo(303);
  }

  private HttpRequest.Builder post(String path, String cookies) {
    return shared.request(path).header("Cookie", cookies);
  }

  @Test
  void aLoginFormMustBeOurs() throws Exception {
    HttpResponse<String> page = shared.get("/login", null);
    HttpRequest.Builder without = shared.request("/login");
    String[] fields = {
      "form", SharedServer.token(page), "name", "viewer", "password", SharedServer.PASSWORD
    };
    assertThat(shared.send(SharedServer.form(without, fields)).statusCode()).isEqualTo(403);
    HttpRequest.Builder otherCookie =
        shared.request("/login").header("Cookie", "chokepoint-form=" + "A".repeat(43));
    assertThat(shared.send(SharedServer.form(otherCookie, fields)).statusCode()).isEqualTo(403);
  }

  /** Ten wrong passwords lock a name, whether anybody has it; its right one is refused as well. */
  @ParameterizedTest
  @CsvSource({"viewer", "nobody.of.that.name"})
  void wrongPasswordsLockAName(String name) throws Exception {
    Sessions sessions = new Sessions(shared.store, shared.chain, shared.now::get);
    for (int i = 0; i < Sessions.MOST_FAILURES; i++) {
      assertThat(sessions.login(name, "wrong password".toCharArray())).isEmpty();
    }
    assertThat(sessions.login(name, SharedServer.PASSWORD.toCharArray())).isEmpty();
    assertThat(shared.login(name, SharedServer.PASSWORD).statusCode()).isEqualTo(401);
    long locked =
        shared.chain.about("user:" + name, Long.MAX_VALUE, 100).stream()
            .filter(entry -> entry.action().equals("locked-out"))
            .count();
    assertThat(locked).isEqualTo(name.equals("viewer") ? 1 : 0);
    shared.now.updateAndGet(at -> at.plusSeconds(15 * 60 + 1));
    assertThat(sessions.login(name, SharedServer.PASSWORD.toCharArray()).isPresent())
        .isEqualTo(name.equals("viewer"));
  }

  @Test
  void anAddressMayNotTryForEver() throws Exception {
    int refused = 0;
    for (int i = 0; i < 25; i++) {
      refused += shared.login("someone" + i, "wrong password").statusCode() == 429 ? 1 : 0;
    }
    assertThat(refused).isEqualTo(5);
    shared.now.updateAndGet(at -> at.plusSeconds(60));
    assertThat(shared.login("viewer", SharedServer.PASSWORD).statusCode()).isEqualTo(303);
  }

  /** Names that exist and names that do not take the same time, give or take the noise. */
  @Test
  void theTimeOfARefusalSaysNothing() {
    Sessions sessions = new Sessions(shared.store, shared.chain, shared.now::get);
    List<Long> known = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      known.add(nanoseconds(() -> sessions.login("viewer", "wrong password".toCharArray())));
      unknown.add(nanoseconds(() -> sessions.login("nobody", "wrong password".toCharArray())));
    }
    double ratio = (double) median(known) / median(unknown);
    assertThat(ratio).isBetween(0.5, 2.0);
  }

  private static long nanoseconds(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return System.nanoTime() - began;
  }

  private static long median(List<Long> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  @Test
  void sessionsEnd() throws Exception {
    String idle = SharedServer.cookies(shared.login("viewer", SharedServer.PASSWORD));
    shared.now.updateAndGet(at -> at.plusSeconds(59 * 60));
    assertThat(shared.get("/account", idle).statusCode()).isEqualTo(200);
    shared.now.updateAndGet(at -> at.plusSeconds(59 * 60));
    assertThat(shared.get("/account", idle).statusCode()).isEqualTo(200);
    shared.now.updateAndGet(at -> at.plusSeconds(61 * 60));
    assertThat(shared.get("/account", idle).statusCode()).isEqualTo(303);
    String busy = SharedServer.cookies(shared.login("viewer", SharedServer.PASSWORD));
    for (int minutes = 0; minutes <= 12 * 60; minutes += 45) {
      shared.get("/account", busy);
      shared.now.updateAndGet(at -> at.plusSeconds(45 * 60));
    }
    assertThat(shared.get("/account", busy).statusCode()).isEqualTo(303);
  }

  @Test
  void aChangedPasswordRoleOrDisabledUserEndsSessionsAtOnce() throws Exception {
    String first = SharedServer.cookies(shared.login("analyst", SharedServer.PASSWORD));
    shared.accounts.password("analyst", "other words that rest".toCharArray(), SETUP);
    assertThat(shared.get("/account", first).statusCode()).isEqualTo(303);
    assertThat(shared.login("analyst", SharedServer.PASSWORD).statusCode()).isEqualTo(401);
    String second = SharedServer.cookies(shared.login("analyst", "other words that rest"));
    shared.accounts.role("analyst", Role.VIEWER, SETUP);
    assertThat(shared.get("/account", second).statusCode()).isEqualTo(303);
    assertThat(ask("POST /api/v1/audit", Role.ANALYST).statusCode()).isEqualTo(403);
    shared.accounts.disable("analyst", true, SETUP);
    assertThat(shared.login("analyst", "other words that rest").statusCode()).isEqualTo(401);
    assertThat(ask("GET /chips", Role.ANALYST).statusCode()).isEqualTo(401);
  }

  @Test
  void tokensEnd() throws Exception {
    assertThat(ask("GET /metrics", Role.ADMIN).statusCode()).isEqualTo(200);
    String id =
        shared.accounts.tokens().stream()
            .filter(token -> token.account().equals("admin"))
            .findFirst()
            .orElseThrow()
            .id();
    shared.accounts.revokeToken(id, SETUP);
    assertThat(ask("GET /metrics", Role.ADMIN).statusCode()).isEqualTo(401);
    shared.now.updateAndGet(at -> at.plusSeconds(31 * 86_400L));
    assertThat(ask("GET /coverage", Role.VIEWER).statusCode()).isEqualTo(401);
  }

  @Test
  void anAnswerIsRecordedInTheNameOfWhoAsked() throws Exception {
    HttpRequest.Builder request =
        shared
            .request("/api/v1/audit")
            .header("Authorization", "Bearer " + shared.tokens.get(Role.ANALYST))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "k1")
            .POST(HttpRequest.BodyPublishers.ofString(QUESTION));
    HttpResponse<String> first = shared.send(request);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(shared.send(request).body()).isEqualTo(first.body());
    Entry entry = shared.chain.before(Long.MAX_VALUE, 1).getFirst();
    assertThat(entry.actor()).isEqualTo("analyst");
    assertThat(entry.said("via")).startsWith("token:");
    assertThat(entry.action()).isEqualTo("answer");
    HttpResponse<String> listed = ask("GET /api/v1/audit", Role.APPROVER);
    assertThat(listed.statusCode()).isEqualTo(200);
    assertThat(listed.body()).contains(entry.hash());
    assertThat(listed.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void aWrongQuestionIsNotRecorded() throws Exception {
    long before = shared.chain.head().seq();
    for (String body :
        List.of(
            "not json",
            "[]",
            "{}",
            "{\"question\":\"classify\"}",
            "{\"question\":[\"serve\"]}",
            "{\"question\":[\"classify\",\"H20\",\"--to\",\"CN\"],\"subject\":7}",
            "{\"question\":[\"classify\",\"H20\",\"--to\",\"CN\",\"--file=/etc/passwd\"]}")) {
      HttpRequest.Builder request =
          shared
              .request("/api/v1/audit")
              .header("Authorization", "Bearer " + shared.tokens.get(Role.ANALYST))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body));
      assertThat(shared.send(request).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(shared.chain.head().seq()).isEqualTo(before);
  }

  /** Neither log nor store nor chain holds a secret. */
  @Test
  void secretsAreNowhere() throws Exception {
    HttpResponse<String> in = shared.login("viewer", SharedServer.PASSWORD);
    String session = SharedServer.cookies(in).replaceFirst(".*chokepoint=", "");
    shared.login("viewer", "mistyped secret");
    ask("GET /coverage", Role.VIEWER);
    List<String> secrets = new ArrayList<>(shared.tokens.values());
    secrets.addAll(List.of(SharedServer.PASSWORD, session, "mistyped secret"));
    String log = String.join("\n", shared.log);
    StringBuilder chain = new StringBuilder();
    shared.chain.after(0, 1_000).forEach(e -> chain.append(e.header()).append(e.contents()));
    // What was written last is in the journal beside the file.
    String bytes = String.join("\n", BookClient.files(folder).values());
    assertThat(bytes).contains("login", "viewer");
    assertThat(log).isNotEmpty();
    for (String secret : secrets) {
      assertThat(log).doesNotContain(secret);
      assertThat(chain.toString()).doesNotContain(secret);
      assertThat(bytes).doesNotContain(secret);
    }
  }

  /** More often than there are places, as each of these requests took one. */
  @Test
  void otherHostNamesAreStillRefused() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shared.server.port())) {
        socket
            .getOutputStream()
            .write(
                "GET /health HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .contains(" 421 ");
      }
    }
    assertThat(ask("GET /health", null).statusCode()).isEqualTo(200);
  }
}
