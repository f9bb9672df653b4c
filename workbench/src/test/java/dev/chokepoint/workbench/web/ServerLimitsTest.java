package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server gives at most, what it takes, and what is seen of it. */
class ServerLimitsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 9, 29);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Queue<String> LINES = new ConcurrentLinkedQueue<>();
  private static final String ROWS = "item,to,as-of\nH20,CN,2025-04-20\nA100,SG,2024-01-01\n";
  private static Knowledge knowledge;
  private static Server server;

  @BeforeAll
  static void start() {
    knowledge = Knowledge.load();
    Limits limits = new Limits(2, Duration.ofSeconds(60), 4096, 3, 1 << 20);
    server = Server.start(knowledge, () -> TODAY, 0, limits, LINES::add, LINES::add);
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  private static HttpResponse<String> send(Server to, String path, HttpRequest.Builder request)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + to.port() + path);
    return CLIENT.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(server, path, HttpRequest.newBuilder());
  }

  private static HttpResponse<String> post(String type, String body) throws Exception {
    return send(
        server,
        "/api/v1/classify",
        HttpRequest.newBuilder()
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void aTableIsAnsweredAsTheCommandLineAnswersAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("rows.csv"), ROWS);
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Main.run(
        TODAY,
        out,
        new PrintWriter(Writer.nullWriter()),
        "classify",
        "--file",
        file.toString(),
        "--json");
    out.flush();
    HttpResponse<String> response = post("text/csv; charset=utf-8", ROWS);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(text.toString());
  }

  @Test
  void aTableOfAFormOrTooLongOrNamingAFileIsRefused() throws Exception {
    assertThat(post("text/plain", ROWS).statusCode()).isEqualTo(415);
    assertThat(post("text/csv", ROWS + "H20,CN,\nH20,SG,\n").body()).contains("too-long");
    assertThat(post("text/csv", "item,to\n" + "x".repeat(5000)).statusCode()).isEqualTo(413);
    String named = post("text/csv", "spec,to\n/etc/passwd.yaml,CN\n").body();
    assertThat(named).contains("keys and values, not a file").doesNotContain("root:");
  }

  /** Parts of such a form would be written to the disk, of any length. */
  @Test
  void aFormInPartsIsNotRead() throws Exception {
    HttpRequest.Builder parts =
        HttpRequest.newBuilder()
            .header("Content-Type", "multipart/form-data; boundary=x")
            .POST(HttpRequest.BodyPublishers.ofString("--x--\r\n"));
    assertThat(send(server, "/plan", parts).statusCode()).isEqualTo(415);
  }

  @Test
  void wrongRequestsGiveTheirPlacesBack() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(get("/api/v1/classify?item=nothing" + i + "&to=CN").statusCode()).isEqualTo(400);
      assertThat(get("/nowhere").statusCode()).isEqualTo(404);
      assertThat(post("text/plain", "").statusCode()).isEqualTo(415);
    }
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void whoComesWhileAllPlacesAreTakenIsTold() throws Exception {
    Limits one = new Limits(1, Duration.ofSeconds(60), 4096, 3, 0);
    try (Server busy = Server.start(knowledge, () -> TODAY, 0, one, line -> {}, line -> {});
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), busy.port())) {
      List<String> half =
          List.of(
              "POST /api/v1/classify HTTP/1.1",
              "Host: localhost",
              "Content-Type: text/csv",
              "Content-Length: 100",
              "",
              "item,to\n");
      slow.getOutputStream().write(String.join("\r\n", half).getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();
      Thread.sleep(500); // The place must be the slow one's before somebody else asks.
      HttpResponse<String> refused = send(busy, "/health", HttpRequest.newBuilder());
      for (int i = 0; i < 200 && refused.statusCode() != 429; i++) {
        refused = send(busy, "/health", HttpRequest.newBuilder());
        Thread.sleep(10);
      }
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(MAPPER.readTree(refused.body()).get("status").intValue()).isEqualTo(429);
      slow.getOutputStream().write("x".repeat(92).getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();
      slow.getInputStream().read();
      int after = 429;
      for (int i = 0; i < 200 && after == 429; i++) {
        after = send(busy, "/health", HttpRequest.newBuilder()).statusCode();
        Thread.sleep(10);
      }
      assertThat(after).isEqualTo(200);
    }
  }

  /** Two hundred at once are answered or told to come again; afterwards every place is free. */
  @Test
  void twoHundredClientsAtOnceAreAnsweredOrTold() throws Exception {
    Limits few = new Limits(8, Duration.ofSeconds(60), 4096, 3, 1 << 20);
    Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    try (Server busy = Server.start(knowledge, () -> TODAY, 0, few, line -> {}, line -> {})) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String path = "/api/v1/classify?to=CN&spec=die=700,datacenter=yes,int8=" + (300 + i);
        clients.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    statuses.add(send(busy, path, HttpRequest.newBuilder()).statusCode());
                  } catch (Exception e) {
                    statuses.add(-1);
                  }
                }));
      }
      for (Thread client : clients) {
        client.join();
      }
      assertThat(statuses).hasSize(200).contains(200).isSubsetOf(200, 429);
      assertThat(atRest(busy)).contains("chokepoint_requests_under_way 1");
    }
  }

  @Test
  void whoHangsUpWhileAnAnswerLeavesGivesThePlaceBack() throws Exception {
    Limits few = new Limits(4, Duration.ofSeconds(60), 4096, 3, 0);
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    try (Server busy = Server.start(knowledge, () -> TODAY, 0, few, lines::add, lines::add)) {
      for (int i = 0; i < 8; i++) {
        try (Socket rude = new Socket()) {
          rude.setReceiveBufferSize(2048);
          rude.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), busy.port()));
          String asked = "GET /static/d3/dist/d3.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
          rude.getOutputStream().write(asked.repeat(9).getBytes(StandardCharsets.US_ASCII));
          rude.getInputStream().read();
          rude.setSoLinger(true, 0);
        }
      }
      assertThat(atRest(busy)).contains("chokepoint_requests_under_way 1");
      assertThat(lines).anyMatch(line -> line.contains(" 499 ") || line.contains("499"));
    }
  }

  /** A place is given back once its answer is out, which a client may see a moment before. */
  private static String atRest(Server server) throws Exception {
    String metrics = "";
    for (int i = 0; i < 100 && !metrics.contains("chokepoint_requests_under_way 1.0\n"); i++) {
      Thread.sleep(50);
      metrics = send(server, "/metrics", HttpRequest.newBuilder()).body();
    }
    return metrics;
  }

  @Test
  void workThatTakesTooLongIsNotWaitedFor() throws Exception {
    Limits hasty = new Limits(8, Duration.ofMillis(1), 4096, 3, 0);
    try (Server quick = Server.start(knowledge, () -> TODAY, 0, hasty, line -> {}, line -> {})) {
      HttpResponse<String> late =
          send(
              quick,
              "/api/v1/rules/diff?from=2022-10-01&until=2026-09-01",
              HttpRequest.newBuilder());
      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.headers().firstValue("Retry-After")).isPresent();
      assertThat(late.body()).contains("too long");
    }
  }

  @Test
  void everyRequestHasAnIdAndALine() throws Exception {
    HttpResponse<String> named =
        send(
            server,
            "/api/v1/chips/nvidia-h20-96",
            HttpRequest.newBuilder().header("X-Request-Id", "abc-1"));
    assertThat(named.headers().firstValue("X-Request-Id")).contains("abc-1");
    HttpResponse<String> forged =
        send(server, "/health", HttpRequest.newBuilder().header("X-Request-Id", "{\"a\":1}"));
    assertThat(forged.headers().firstValue("X-Request-Id").orElseThrow()).doesNotContain("{");
    String line = "";
    for (int i = 0; i < 100 && line.isEmpty(); i++) {
      line = LINES.stream().filter(l -> l.contains("abc-1")).findFirst().orElse("");
      Thread.sleep(10);
    }
    JsonNode logged = MAPPER.readTree(line);
    assertThat(logged.get("route").stringValue()).isEqualTo("/api/v1/chips/{id}");
    assertThat(logged.get("status").intValue()).isEqualTo(200);
    assertThat(line).doesNotContain("h20");
  }

  @Test
  void aDefectIsLoggedWithoutItsWords() {
    Throwable cause = new IllegalArgumentException("of Secret Ltd.");
    assertThat(Observed.trace(new IllegalStateException("for Secret Ltd.", cause)))
        .contains("IllegalStateException", "IllegalArgumentException", "ServerLimitsTest")
        .doesNotContain("Secret");
  }

  @Test
  void itSaysThatItRunsAndHowMuch() throws Exception {
    assertThat(get("/health").body()).contains("up");
    JsonNode ready = MAPPER.readTree(get("/ready").body());
    assertThat(ready.get("knowledge").stringValue()).isEqualTo(knowledge.hash());
    String metrics = atRest(server);
    assertThat(metrics)
        .contains(
            "# TYPE chokepoint_request_seconds histogram",
            "chokepoint_requests_under_way 1",
            "chokepoint_requests_refused_busy_total 0");
    assertThat(metrics).containsPattern("request_seconds_count\\{method=\"GET\",route=\"/ready\"");
  }

  @Test
  void noOtherSiteMayAsk() throws Exception {
    HttpRequest.Builder asks =
        HttpRequest.newBuilder()
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", "http://evil.example")
            .header("Access-Control-Request-Method", "POST");
    HttpResponse<String> preflight = send(server, "/api/v1/classify", asks);
    assertThat(preflight.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    HttpResponse<String> put =
        send(
            server,
            "/api/v1/coverage",
            HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofString("x")));
    assertThat(put.statusCode()).isIn(404, 405);
  }

  @Test
  void theDescriptionHasEveryRouteAndOption() throws Exception {
    JsonNode document =
        new tools.jackson.dataformat.yaml.YAMLMapper().readTree(get("/api/openapi.yaml").body());
    assertThat(document.get("openapi").stringValue()).startsWith("3.1");
    assertThat(document.get("paths").propertyNames())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.concat(
                        OpenApiBooks.paths().keySet().stream(),
                        Api.ROUTES.stream().map(route -> Api.BASE + route.path())),
                    Stream.of("", "/result", "/events").map(p -> JobRoutes.PATH + "/{job}" + p))
                .collect(Collectors.toSet()));
    for (Api.Route route : Api.ROUTES) {
      var help = Main.help(route.command());
      for (String option : route.options()) {
        assertThat(help).as(route.path()).containsKey(option);
        assertThat(java.util.Objects.requireNonNull(help.get(option)).type())
            .as(option)
            .doesNotContain("Path", "File");
      }
      String method = route.body() == null ? "get" : "post";
      JsonNode get = document.get("paths").get(Api.BASE + route.path()).get(method);
      assertThat(get.get("summary").stringValue()).isNotBlank();
      assertThat(ChipPages.stream(get.get("parameters")).map(p -> p.get("name").stringValue()))
          .containsAll(route.placeholders())
          .containsAll(route.words())
          .containsAll(route.options());
      assertThat(ChipPages.stream(get.get("parameters")))
          .noneMatch(p -> p.get("description").asString("").isBlank());
    }
    assertThat(List.of("file", "out", "memo", "overlay", "store", "mine", "measurements"))
        .noneMatch(
            option -> Api.ROUTES.stream().anyMatch(route -> route.options().contains(option)));
  }
}
