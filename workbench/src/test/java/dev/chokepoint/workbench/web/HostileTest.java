package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.Accounts;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to a server by somebody who means no good, or goes wrong beside it. */
class HostileTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final Accounts.By SETUP = new Accounts.By("setup", "test");
  private static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));
  private static final String ENDLESS =
      "/api/v1/explore?rule=2023-11-17&method=random&points=9000000000";

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

  private HttpRequest.Builder by(Role role, String path) {
    return shared.request(path).header("Authorization", "Bearer " + shared.tokens.get(role));
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), shared.server.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Raw, as a client of Java would tidy the address up before it is sent. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/static/../../../etc/passwd",
        "/static/..%2f..%2f..%2fetc/passwd",
        "/static/%2e%2e/%2e%2e/META-INF/MANIFEST.MF",
        "/static/d3/..%5c..%5cetc%5cpasswd",
        "/static//etc/passwd",
        "/static/../words/pages.properties",
        "/static/%00",
        "/chips/..%2f..%2fetc%2fpasswd",
        "/api/v1/chips/..%2f..%2fetc%2fpasswd",
        "/api/v1/jobs/..%2f..%2fetc%2fpasswd/result"
      })
  void noAddressLeavesTheServersOwnFiles(String path) throws Exception {
    try (Socket socket = connect()) {
      send(
          socket,
          "GET "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
              + shared.tokens.get(Role.ADMIN)
              + "\r\n\r\n");
      String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said).containsPattern("^HTTP/1.1 (400|404) ").doesNotContain("root:", "Manifest-");
      assertThat(said).doesNotContain("product=");
    }
  }

  /** A byte now and then keeps a connection, but no place that others need. */
  @Test
  void whoSendsSlowlyGivesThePlaceBack() throws Exception {
    try (Socket socket = connect()) {
      send(
          socket,
          "POST /api/v1/audit HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + shared.tokens.get(Role.ANALYST)
              + "\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{");
      long began = System.nanoTime();
      boolean open = true;
      try {
        while (open && System.nanoTime() - began < 20e9) {
          Thread.sleep(50);
          send(socket, " ");
          open = socket.getInputStream().available() == 0;
        }
      } catch (IOException e) {
        open = false; // It was closed while we wrote.
      }
      assertThat(open).isFalse();
      assertThat(System.nanoTime() - began).isLessThan(15_000_000_000L);
    }
    assertThat(underWay()).isEqualTo("1.0");
  }

  private String underWay() throws Exception {
    String metrics = "";
    for (int i = 0; i < 100 && !metrics.contains("under_way 1.0\n"); i++) {
      Thread.sleep(20);
      metrics = shared.send(by(Role.ADMIN, "/metrics")).body();
    }
    return metrics.replaceFirst("(?s).*under_way ([0-9.]+)\n.*", "$1");
  }

  /** A head that never ends takes no place at all, and one that is too long is refused. */
  @Test
  void aHeadThatNeverEndsTakesNoPlace() throws Exception {
    try (Socket slow = connect();
        Socket many = connect()) {
      send(slow, "GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: ");
      assertThat(underWay()).isEqualTo("1.0");
      send(many, "GET /health HTTP/1.1\r\nHost: localhost\r\n");
      for (int i = 0; i < 400; i++) {
        try {
          send(many, "X-" + i + ": " + "a".repeat(100) + "\r\n");
        } catch (IOException e) {
          break; // It has had enough.
        }
      }
      assertThat(new String(many.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 431");
    }
  }

  /** Small on the way, large when it is unpacked or when its aliases are followed. */
  @Test
  void bombsAreNotUnpacked() throws Exception {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      yaml.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    String deep = "[".repeat(30_000);
    String json = "{\"question\":" + deep + "}";
    String xml =
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"" + "c".repeat(99) + "\">]><a>&b;</a>";
    assertThat(posted("/api/v1/plan", "application/yaml", yaml.toString())).isEqualTo(400);
    assertThat(posted("/api/v1/market", "application/yaml", deep)).isEqualTo(400);
    assertThat(posted("/api/v1/audit", "application/json", json)).isEqualTo(400);
    assertThat(posted("/api/v1/plan", "application/xml", xml)).isEqualTo(415);
    assertThat(posted("/api/v1/plan", "application/yaml", xml)).isEqualTo(400);
    assertThat(posted("/api/v1/classify", "application/zip", "PK")).isEqualTo(415);
    // Nothing that is sent is unpacked: the bytes are read as what they are said to be.
    byte[] zeros = zipped(new byte[16 << 20]);
    assertThat(zeros.length).isLessThan(64 * 1024);
    HttpRequest.Builder zip =
        by(Role.ANALYST, "/api/v1/classify")
            .header("Content-Type", "text/csv")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(zeros));
    assertThat(shared.send(zip).statusCode()).isIn(400, 415);
    assertThat(underWay()).isEqualTo("1.0");
  }

  private static byte[] zipped(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    }
    return out.toByteArray();
  }

  private int posted(String path, String type, String body) throws Exception {
    HttpRequest.Builder request =
        by(Role.ANALYST, path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return shared.send(request).statusCode();
  }

  /** What a person typed is text in a table of cells, whatever a spreadsheet makes of it. */
  @Test
  void aTableHasNoFormula() throws Exception {
    String rows = "name\n=1+1\n+Sum\n-cmd\n@SUM(A1)\n\"=cmd|' /C calc'!A0\"\nHuawei\n";
    HttpRequest.Builder request =
        by(Role.ANALYST, "/api/v1/parties/screen")
            .header("Content-Type", "text/csv")
            .POST(HttpRequest.BodyPublishers.ofString(rows));
    HttpResponse<String> table = shared.send(request);
    assertThat(table.statusCode()).as(table.body()).isEqualTo(200);
    assertThat(table.body()).contains("cmd|").doesNotContainPattern("(?m)(^|[,\"])[=+@-][1SAc]");
  }

  @Test
  void nobodyTakesEveryJob() throws Exception {
    String space = Files.readString(ROOT.resolve("examples/space.yaml"));
    int begun = 0;
    for (int i = 0; i < 8; i++) {
      begun += begin(Role.ANALYST, space).statusCode() == 202 ? 1 : 0;
    }
    assertThat(begun).isEqualTo(Limits.ForJobs.USUAL.openEach()).isEqualTo(4);
    assertThat(begin(Role.ADMIN, space).statusCode()).isEqualTo(202);
  }

  private HttpResponse<String> begin(Role role, String space) throws Exception {
    return shared.send(
        by(role, ENDLESS)
            .header("Content-Type", "application/yaml")
            .header("Prefer", "respond-async")
            .POST(HttpRequest.BodyPublishers.ofString(space)));
  }

  /** Whoever is disabled is told no more, though the connection was made before. */
  @Test
  void aStreamEndsWithItsUser() throws Exception {
    String space = Files.readString(ROOT.resolve("examples/space.yaml"));
    String job = begin(Role.ANALYST, space).headers().firstValue("Location").orElseThrow();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> watched =
          client.send(
              by(Role.ANALYST, job + "/events").build(), HttpResponse.BodyHandlers.ofLines());
      assertThat(watched.statusCode()).isEqualTo(200);
      long began = System.nanoTime();
      shared.accounts.disable("analyst", true, SETUP);
      try (Stream<String> lines = watched.body()) {
        assertThat(lines.toList()).noneMatch(line -> line.equals("event: end"));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(14));
    }
  }

  /** Stopped in the middle of things: jobs have ended, what was acknowledged is there. */
  @Test
  void aStopLeavesNothingHalfDone() throws Exception {
    String space = Files.readString(ROOT.resolve("examples/space.yaml"));
    String job = begin(Role.ANALYST, space).headers().firstValue("Location").orElseThrow();
    int recorded =
        posted(
            "/api/v1/audit",
            "application/json",
            "{\"question\":[\"classify\",\"H20\",\"--to\",\"CN\"]}");
    assertThat(recorded).isEqualTo(201);
    assertThat(job).contains("/jobs/");
    long began = System.nanoTime();
    shared.server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("job")))
        .isEmpty();
    ChainCheck.Report report = ChainCheck.check(shared.store, Map.of());
    assertThat(report.findings()).isEmpty();
    assertThat(shared.chain.before(Long.MAX_VALUE, 1).getFirst().action()).isEqualTo("answer");
  }
}
