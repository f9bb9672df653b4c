package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Long work: begun, watched, stopped, fetched, and never more of it than there may be. */
class JobsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 9, 29);
  private static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Weeks of work. */
  private static final String ENDLESS = "/explore?rule=2023-11-17&method=random&points=9000000000";

  private static final String DESIGN =
      "/rule-design?catch=A100,H100&spare=H20,L20&metrics=tpp,density&rule=2026-09-01";

  /** Also on a machine that does much else. */
  private static final Limits PATIENT =
      new Limits(64, Duration.ofMinutes(3), 64 * 1024, 200, 1 << 20);

  private static Knowledge knowledge;
  private static Server server;

  @BeforeAll
  static void start() {
    knowledge = Knowledge.load();
    server = Server.start(knowledge, () -> TODAY, 0, PATIENT, l -> {}, l -> {});
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  private static HttpRequest.Builder to(Server of, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder asking(Server of, String route, String file) throws Exception {
    HttpRequest.Builder request = to(of, Api.BASE + route);
    return file.isEmpty()
        ? request
        : request
            .header("Content-Type", "application/yaml")
            .POST(HttpRequest.BodyPublishers.ofString(Files.readString(ROOT.resolve(file))));
  }

  private static HttpResponse<String> begin(Server of, String route, String file) throws Exception {
    return send(asking(of, route, file).header("Prefer", "respond-async, wait=0"));
  }

  private static String place(HttpResponse<String> begun) {
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    assertThat(begun.headers().firstValue("Preference-Applied")).contains("respond-async");
    return begun.headers().firstValue("Location").orElseThrow();
  }

  private static JsonNode state(Server of, String place) throws Exception {
    return MAPPER.readTree(send(to(of, place)).body());
  }

  private static JsonNode awaited(Server of, String place, String... states) throws Exception {
    JsonNode now = state(of, place);
    for (int i = 0; i < 600 && !List.of(states).contains(now.get("state").asString()); i++) {
      Thread.sleep(50);
      now = state(of, place);
    }
    assertThat(now.get("state").asString()).isIn((Object[]) states);
    return now;
  }

  /** Threads that work on jobs; a job that has ended leaves none. */
  private static long working() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("job"))
        .count();
  }

  private static void awaitNoWork() throws InterruptedException {
    for (int i = 0; i < 200 && working() > 0; i++) {
      Thread.sleep(25);
    }
    assertThat(working()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /explore?rule=2023-11-17&method=sobol&points=20000&seed=3 | examples/space.yaml | points
          /market?draws=4100 | docs/example-market.yaml | draws
          /plan?as-of=2025-03-01&site=CN | examples/demand-tight.yaml | solutions
          /rule-design?catch=A100,H100&spare=H20,L20&metrics=tpp,density&rule=2026-09-01 | '' | candidates
          """)
  void aJobTellsItsProgressAndEndsWithTheSameAnswer(String route, String file, String counted)
      throws Exception {
    String place = place(begin(server, route, file));
    List<JsonNode> seen = new ArrayList<>();
    List<String> events = new ArrayList<>();
    HttpResponse<Stream<String>> watched =
        CLIENT.send(to(server, place + "/events").build(), HttpResponse.BodyHandlers.ofLines());
    assertThat(watched.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    try (Stream<String> lines = watched.body()) {
      lines.forEach(line -> {
        if (line.startsWith("data: ")) {
          seen.add(MAPPER.readTree(line.substring(6)));
        } else if (line.startsWith("event: ")) {
          events.add(line.substring(7));
        }
      });
    }
    assertThat(events.getLast()).isEqualTo("end");
    assertThat(events.subList(0, events.size() - 1)).containsOnly("progress");
    JsonNode last = seen.getLast();
    assertThat(last.get("state").asString()).isEqualTo("done");
    assertThat(last.get("what").asString()).isEqualTo(counted);
    for (int i = 1; i < seen.size(); i++) {
      boolean same = seen.get(i).get("what").equals(seen.get(i - 1).get("what"));
      long before = seen.get(i - 1).get("done").asLong();
      assertThat(seen.get(i).get("done").asLong()).isGreaterThanOrEqualTo(same ? before : 0);
    }
    HttpResponse<String> result = send(to(server, place + "/result"));
    HttpResponse<String> atOnce = send(asking(server, route, file));
    assertThat(result.statusCode()).isEqualTo(atOnce.statusCode()).isEqualTo(200);
    assertThat(result.body()).isEqualTo(atOnce.body());
    assertThat(result.headers().firstValue("ETag")).isEqualTo(atOnce.headers().firstValue("ETag"));
  }

  @Test
  void aStoppedJobStopsWorking() throws Exception {
    String place = place(begin(server, ENDLESS, "examples/space.yaml"));
    awaited(server, place, "running");
    HttpResponse<String> early = send(to(server, place + "/result"));
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(early.headers().firstValue("Retry-After")).isPresent();
    assertThat(send(to(server, place).DELETE()).statusCode()).isEqualTo(200);
    awaited(server, place, "cancelled");
    awaitNoWork();
    assertThat(send(to(server, place + "/result")).statusCode()).isEqualTo(410);
  }

  @Test
  void aWrongRequestIsAnsweredByTheJobToo() throws Exception {
    String place = place(begin(server, "/explore?rule=tomorrow", "examples/space.yaml"));
    awaited(server, place, "refused");
    HttpResponse<String> result = send(to(server, place + "/result"));
    assertThat(result.statusCode()).isEqualTo(400);
    assertThat(result.body()).contains("bad-date");
    assertThat(send(to(server, JobRoutes.PATH + "/none")).statusCode()).isEqualTo(404);
    assertThat(send(to(server, JobRoutes.PATH + "/none/events")).statusCode()).isEqualTo(404);
  }

  private static Limits limits(Limits.ForJobs jobs) {
    return new Limits(16, Duration.ofSeconds(60), 65536, 3, 0, jobs);
  }

  @Test
  void thereIsNoRoomForMoreThanThereMayBe() throws Exception {
    Duration minute = Duration.ofMinutes(1);
    Limits.ForJobs few = new Limits.ForJobs(1, 2, 4, 1 << 20, minute, minute, 1);
    Server small = Server.start(knowledge, () -> TODAY, 0, limits(few), l -> {}, l -> {});
    try (small) {
      String first = place(begin(small, ENDLESS, "examples/space.yaml"));
      awaited(small, first, "running");
      String second = place(begin(small, ENDLESS, "examples/space.yaml"));
      assertThat(state(small, second).get("state").asString()).isEqualTo("waiting");
      HttpResponse<String> third = begin(small, ENDLESS, "examples/space.yaml");
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.headers().firstValue("Retry-After")).isPresent();
      assertThat(send(asking(small, DESIGN, "")).statusCode()).isEqualTo(429);
      assertThat(send(to(small, "/api/v1/coverage")).statusCode()).isEqualTo(200);

      HttpResponse<Stream<String>> watcher =
          CLIENT.send(to(small, first + "/events").build(), HttpResponse.BodyHandlers.ofLines());
      assertThat(send(to(small, first + "/events")).statusCode()).isEqualTo(429);
      // Read as it comes: what a closed connection still holds may be lost.
      List<String> told = new CopyOnWriteArrayList<>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                try (Stream<String> lines = watcher.body()) {
                  lines.filter(line -> line.startsWith("data: ")).forEach(told::add);
                } catch (UncheckedIOException e) {
                  // The connection may end before its last, empty part.
                }
              });

      send(to(small, second).DELETE());
      awaited(small, second, "cancelled");
      place(begin(small, DESIGN, ""));
      small.close();
      reader.join();
      assertThat(told.getLast()).contains("cancelled");
      awaitNoWork();
    }
  }

  @Test
  void resultsAreForgottenAfterAWhileAndWhenTheyAreTooMuch() throws Exception {
    Duration moment = Duration.ofMillis(400);
    Limits.ForJobs brief = new Limits.ForJobs(1, 8, 1, 1 << 20, moment, Duration.ofMinutes(1), 1);
    try (Server small = Server.start(knowledge, () -> TODAY, 0, limits(brief), l -> {}, l -> {})) {
      String first = place(begin(small, "/coverage", ""));
      awaited(small, first, "done");
      String second = place(begin(small, "/coverage", ""));
      awaited(small, second, "done");
      assertThat(send(to(small, first)).statusCode()).as("one is kept").isEqualTo(404);
      Thread.sleep(500);
      assertThat(send(to(small, second)).statusCode()).isEqualTo(404);
    }
    Limits.ForJobs tiny = new Limits.ForJobs(1, 8, 8, 1000, Duration.ofMinutes(1), moment, 1);
    try (Server small = Server.start(knowledge, () -> TODAY, 0, limits(tiny), l -> {}, l -> {})) {
      String large = place(begin(small, "/coverage", ""));
      awaited(small, large, "refused");
      assertThat(send(to(small, large + "/result")).body()).contains("too-large");
      String late = place(begin(small, ENDLESS, "examples/space.yaml"));
      awaited(small, late, "late");
      assertThat(send(to(small, late + "/result")).statusCode()).isEqualTo(410);
      awaitNoWork();
    }
  }

  @Test
  void workThatNobodyWaitsForEnds() throws Exception {
    Limits hasty = new Limits(8, Duration.ofMillis(300), 65536, 3, 0);
    try (Server quick = Server.start(knowledge, () -> TODAY, 0, hasty, l -> {}, l -> {})) {
      assertThat(send(asking(quick, ENDLESS, "examples/space.yaml")).statusCode()).isEqualTo(503);
      String busy = "";
      for (int i = 0; i < 200 && !busy.contains("under_way 1.0\n"); i++) {
        Thread.sleep(25);
        busy = send(to(quick, "/metrics")).body();
      }
      assertThat(busy).contains("chokepoint_requests_under_way 1");
    }
  }
}
