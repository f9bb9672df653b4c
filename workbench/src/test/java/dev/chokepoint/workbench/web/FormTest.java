package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.Main;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pages that take a text: what is typed is worked on, within limits, and reads no file. */
class FormTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
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

  private static HttpResponse<String> send(String path, String text, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "text=" + URLEncoder.encode(text, StandardCharsets.UTF_8)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aTextIsAnsweredAndComesBack() throws Exception {
    String text =
        Site.example("demand.yaml")
            .replace("quarters: 4", "quarters: 1")
            .replace("[200e6, 300e6, 400e6, 500e6]", "100e6 # mine");
    HttpResponse<String> page = send("/plan?lang=en", text);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("100e6 # mine", "1 quarter<", "The address holds");
  }

  /** The command line reads a model that is a file; for a request nothing on this machine is. */
  @ParameterizedTest
  @CsvSource({
    "/plan, demand.yaml, model: llama-3.1-70b",
    "/market, example-market.yaml, model: llama-3.1-70b",
    "/explore, space.yaml, model: llama-3.1-70b",
    "/explore/points, space.yaml, model: llama-3.1-70b"
  })
  void noFileIsRead(String path, String example, String model) throws Exception {
    Path secret = Files.createTempFile("secret", ".json");
    Files.writeString(secret, "{\"architectures\": [\"quietly-read\"]}");
    for (String said :
        new String[] {
          "model: " + secret, "\"mod\\u0065l\": \"" + secret + "\"", "!x model: !y " + secret
        }) {
      String text = Site.example(example);
      assertThat(text).contains(model);
      HttpResponse<String> page = send(path, text.replaceFirst(model, said.replace("\\", "\\\\")));
      assertThat(page.statusCode()).as(said).isEqualTo(400);
      assertThat(page.body()).as(said).doesNotContain("quietly");
    }
    Files.delete(secret);
  }

  /** Nor the report of port that the command line takes porting from. */
  @Test
  void noReportIsRead() throws Exception {
    String text = Site.example("demand.yaml");
    String porting = "{report: /etc/passwd, per-day: 600 USD}";
    HttpResponse<String> page = send("/plan", text.replace("1500000 USD", porting));
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).contains("no file for a request").doesNotContain("root:");
  }

  @Test
  void aWrongTextIsNamedByItsLine() throws Exception {
    String text = Site.example("demand.yaml").replace("quarters: 4", "quarters: 400");
    HttpResponse<String> page = send("/plan", text);
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).contains("input:2 quarters: bad number (400)", "quarters: 400");
    assertThat(page.body()).doesNotContain("/tmp");
    assertThat(send("/market", ": {").statusCode()).isEqualTo(400);
  }

  @Test
  void aLongTextIsRefused() throws Exception {
    assertThat(send("/plan", "#".repeat(Form.MOST + 1)).statusCode()).isIn(400, 413);
    assertThat(send("/plan", "#".repeat(200_000)).statusCode()).isEqualTo(413);
  }

  /** A form of another site could keep this machine busy. */
  @Test
  void onlyOurOwnFormsAreRead() throws Exception {
    String text = "quarters: 1";
    assertThat(send("/plan", text, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(send("/plan", text, "Sec-Fetch-Site", "same-site").statusCode()).isEqualTo(403);
    assertThat(send("/plan", text, "Origin", "http://example.org").statusCode()).isEqualTo(403);
    assertThat(send("/plan", text, "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(400);
    assertThat(send("/plan", text).statusCode()).isEqualTo(400);
  }

  /** 100,000 points in pieces: every point once, whatever the piece. */
  @Test
  void theCloudComesInPieces() throws Exception {
    JsonMapper mapper = JsonMapper.builder().build();
    String path = "/explore/points?method=sobol&points=10000&x=area-mm2&y=tpp&from=";
    JsonNode first = mapper.readTree(send(path + 0, Site.example("space.yaml")).body());
    JsonNode second = mapper.readTree(send(path + 8192, Site.example("space.yaml")).body());
    assertThat(first.get("index").size() + second.get("index").size()).isEqualTo(10_000);
    for (JsonNode piece : new JsonNode[] {first, second}) {
      int rows = piece.get("index").size();
      assertThat(piece.get("xs").size()).isEqualTo(rows);
      assertThat(piece.get("ys").size()).isEqualTo(rows);
      assertThat(piece.get("states").asString()).hasSize(rows).matches("[0-5]+");
    }
    // 31 sizes, 2 arrays, 2 first and 5 last caches, 4 memories, 4 numbers of links.
    assertThat(first.get("designs").asInt()).isEqualTo(31 * 2 * 2 * 5 * 4 * 4);
    assertThat(send(path + 10000, Site.example("space.yaml")).statusCode()).isEqualTo(400);
  }

  /** The report that the page of port begins with has the fields of what the command says today. */
  @Test
  void theExampleOfPortIsOfTheCommand() throws IOException {
    Path root = Path.of(System.getProperty("chokepoint.root", ".."));
    String folder = root.resolve("examples/cuda-sample").toString();
    String said =
        Main.answer(
                LocalDate.of(2026, 11, 24),
                Knowledge.load(),
                List.of("port", "--to=cann", "--as-of=2026-11-24", "--json", "--", folder))
            .output();
    Path kept = root.resolve("workbench/src/main/resources/web/port-example.json");
    JsonMapper mapper = JsonMapper.builder().build();
    JsonNode example = mapper.readTree(Files.readString(kept));
    JsonNode now = mapper.readTree(said);
    assertThat(example.propertyNames()).isEqualTo(now.propertyNames());
    for (String list : List.of("uses", "byFile", "byCause", "orderOfWork")) {
      assertThat(example.get(list).get(0).propertyNames())
          .isEqualTo(now.get(list).get(0).propertyNames());
    }
  }
}
