package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Long lists by parts, which together are the whole. */
class PagingTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.start(Knowledge.load(), () -> LocalDate.of(2026, 9, 29), 0);
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String link(HttpResponse<String> response, String relation) {
    String links = response.headers().firstValue("Link").orElseThrow();
    Matcher matcher = Pattern.compile("<([^>]+)>; rel=\"" + relation + "\"").matcher(links);
    return matcher.find() ? matcher.group(1) : "";
  }

  @ParameterizedTest
  @CsvSource({
    "/chips?vendor=NVIDIA, chips, 7",
    "/rules, provisions, 50",
    "/rules/diff?from=2023-11-16&until=2023-11-17&to=CN, answers, 20",
    "/claims?list=seed, claims, 11",
    "/spec-keys, keys, 1000"
  })
  void thePartsTogetherAreTheWhole(String path, String list, int limit) throws Exception {
    JsonNode whole = MAPPER.readTree(get(Api.BASE + path).body());
    List<JsonNode> entries = new ArrayList<>();
    String next = Api.BASE + path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
    String first = "";
    HttpResponse<String> part = get(next);
    int parts = 0;
    while (true) {
      parts++;
      assertThat(part.statusCode()).isEqualTo(200);
      assertThat(part.headers().firstValue("X-Total-Count"))
          .contains(String.valueOf(whole.get(list).size()));
      ObjectNode answer = (ObjectNode) MAPPER.readTree(part.body());
      answer.get(list).forEach(entries::add);
      assertThat(answer.get(list).size()).isLessThanOrEqualTo(limit);
      answer.set(list, whole.get(list));
      assertThat(answer).as("all else is said in every part").isEqualTo(whole);
      assertThat(link(part, "prev").isEmpty()).isEqualTo(parts == 1);
      first = link(part, "first");
      next = link(part, "next");
      if (next.isEmpty()) {
        break;
      }
      part = get(next);
    }
    assertThat(entries).isEqualTo(children(whole.get(list)));
    assertThat(parts).isEqualTo(Math.ceilDiv(whole.get(list).size(), limit));
    assertThat(first).contains("offset=0");
    assertThat(get(link(part, "last")).body()).isEqualTo(part.body());
  }

  private static List<JsonNode> children(JsonNode list) {
    List<JsonNode> out = new ArrayList<>();
    list.forEach(out::add);
    return out;
  }

  /** A part is written as the whole is. */
  @Test
  void aPartThatHoldsEverythingIsTheWhole() throws Exception {
    assertThat(get("/api/v1/chips?limit=1000&offset=0").body())
        .isEqualTo(get("/api/v1/chips").body());
  }

  @Test
  void behindTheEndThereIsNothing() throws Exception {
    HttpResponse<String> none = get("/api/v1/chips?offset=100000");
    assertThat(none.statusCode()).isEqualTo(200);
    assertThat(MAPPER.readTree(none.body()).get("chips").isEmpty()).isTrue();
    assertThat(link(none, "next")).isEmpty();
    int prev = MAPPER.readTree(get(link(none, "prev")).body()).get("chips").size();
    assertThat(prev).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "/chips?limit=0, bad-value",
    "/chips?limit=1001, bad-value",
    "/chips?limit=ten, bad-value",
    "/chips?offset=-1, bad-value",
    "/chips?limit=1&limit=2, bad-value",
    "/chips?limit=99999999999, bad-value",
    "/coverage?limit=10, unknown-parameter"
  })
  void aWrongPartIsRefused(String path, String problem) throws Exception {
    HttpResponse<String> response = get(Api.BASE + path);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(problem);
  }
}
