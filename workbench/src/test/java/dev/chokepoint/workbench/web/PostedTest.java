package dev.chokepoint.workbench.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.Main;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the command line reads from a file is sent, and answered as the command line answers. */
class PostedTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 9, 29);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));
  private static Server server;
  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void start() {
    Limits patient = new Limits(64, Duration.ofMinutes(3), 64 * 1024, 200, 1 << 24);
    server = Server.start(Knowledge.load(), () -> TODAY, 0, patient, line -> {}, line -> {});
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  /**
   * A request beside the command line that says the same.
   *
   * @param route its path and parameters
   * @param sent a file of the repository, or the text itself
   * @param command in which {@code FILE} is that file, and {@code -} the standard input
   */
  record Same(String route, String sent, String command) {
    String text() throws IOException {
      return sent.contains("\n") ? sent : Files.readString(ROOT.resolve(sent));
    }

    String path() {
      return route.replaceFirst("\\?.*", "");
    }
  }

  private static final String SMALL_PLAN =
      """
      site: MY
      as-of: 2025-03-01
      quarters: 2
      max-copy: 2
      demands:
        - {id: chat, model: llama-3.1-8b, input: 1024, output: 256, output-tokens-per-day: [300e6, 900e6]}
      chips: [nvidia-h20-96, nvidia-h100-sxm5]
      """;

  static List<Same> posted() {
    return List.of(
        new Same("/classify?to=SG", "docs/example-rows.csv", "classify --file FILE --to SG --json"),
        new Same("/ops?chip=H20", "docs/example-operators.csv", "ops FILE --chip H20 --json"),
        new Same("/area?units=500", "examples/silicon/ga100.yaml", "area FILE --units 500 --json"),
        new Same(
            "/explore?rule=2023-11-17&method=sobol&points=9000&seed=3&to=CN,SG",
            "examples/space.yaml",
            "explore FILE --rule 2023-11-17 --method sobol --points 9000 --seed 3 --to CN,SG --json"),
        new Same("/rent-or-buy", "examples/rent-or-buy.yaml", "rent-or-buy FILE --json"),
        new Same("/tenant", "examples/tenant.yaml", "tenant FILE --json"),
        new Same("/plan?gap=0", SMALL_PLAN, "plan FILE --gap 0 --json"),
        new Same(
            "/plan?as-of=2025-06-01&site=CN",
            SMALL_PLAN,
            "plan FILE --as-of 2025-06-01 --site CN --json"),
        new Same(
            "/market?law=april-2025&draws=300",
            "docs/example-market.yaml",
            "market FILE --law april-2025 --draws 300 --json"),
        // These two name the file in their answers, so the same name must be given.
        new Same("/claims", "docs/example-claims.yaml", "claims check - --json"),
        new Same(
            "/rules/try?as-of=2026-09-20&to=CN",
            "docs/example-what-if.yaml",
            "rules try - --as-of 2026-09-20 --to CN --json"),
        new Same(
            "/parties/screen?as-of=2026-01-05",
            "name,country\nHuawei Technologies,CN\nA bakery,DE\n",
            "parties screen FILE --out - --as-of 2026-01-05"),
        new Same(
            "/parties/owners?party=Child&listed=Parent=EL&listed=Other=none",
            "owner,owned,percent\nParent,Child,60\nOther,Child,40\n",
            "parties owners FILE --party Child --listed Parent=EL --listed Other=none --json"));
  }

  private static HttpResponse<String> post(String route, String type, String text)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + Api.BASE + route))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(text))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String type(String path) {
    return Api.ROUTES.stream()
        .filter(route -> route.body() != null && route.path().equals(path))
        .map(route -> java.util.Objects.requireNonNull(route.body()).type())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("posted")
  void answersAreTheCommandLinesByteForByte(Same same) throws Exception {
    Path file = Files.writeString(folder.resolve("asked.txt"), same.text());
    String[] words = same.command().replace("FILE", file.toString()).split(" ", -1);
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(same.text().getBytes(UTF_8)));
    try {
      Main.run(TODAY, out, new PrintWriter(Writer.nullWriter()), words);
    } finally {
      System.setIn(before);
    }
    out.flush();
    HttpResponse<String> response = post(same.route(), type(same.path()), same.text());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(text.toString());
  }

  @Test
  void everyRouteThatIsSentToIsCompared() {
    Set<String> compared = posted().stream().map(Same::path).collect(Collectors.toSet());
    Set<String> routes =
        Api.ROUTES.stream()
            .filter(route -> route.body() != null)
            .map(Api.Route::path)
            .collect(Collectors.toSet());
    assertThat(compared).isEqualTo(routes);
  }

  static Stream<Same> namingFiles() {
    return Stream.of(
        new Same("/plan", SMALL_PLAN.replace("llama-3.1-8b", "MODEL"), ""),
        new Same("/explore", "examples/space.yaml", ""),
        new Same("/market", "docs/example-market.yaml", ""));
  }

  /** A model of the command line may be a file; what is sent names none. */
  @ParameterizedTest
  @MethodSource("namingFiles")
  void whatIsSentNamesNoFile(Same same) throws Exception {
    Path config = folder.resolve("config.json");
    Files.writeString(config, "{\"secret\": 1}");
    String text = same.text().replaceAll("model: [^,}\\s]+", "model: " + config);
    assertThat(text).contains(config.toString());
    HttpResponse<String> response = post(same.route(), type(same.path()), text);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).contains("unknown-model").doesNotContain("secret");
  }

  @Test
  void theCommandLineIsToldOfWhatItCannotRead() throws Exception {
    String body = post("/tenant", "application/yaml", "tenant: [").body();
    assertThat(body).contains("bad-yaml", "input:1");
    assertThat(post("/tenant", "application/yaml", "").body()).contains("empty-file");
    assertThat(post("/ops", "text/csv", "").body()).contains("missing-header");
  }

  @Test
  void onlyWhatNoFormCanSendIsRead() throws Exception {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "text/csv")) {
      assertThat(post("/tenant", type, "tenant: x").statusCode()).isEqualTo(415);
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWhetherItsLengthIsSaidOrNot() throws Exception {
    String large = "#" + "x".repeat(70_000);
    assertThat(post("/tenant", "application/yaml", large).statusCode()).isEqualTo(413);
    HttpRequest chunked =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + Api.BASE + "/tenant"))
            .header("Content-Type", "application/yaml")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(large.getBytes(UTF_8))))
            .build();
    assertThat(CLIENT.send(chunked, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(413);
    String rows = "op,m\n" + "gemm,1\n".repeat(300);
    assertThat(post("/ops?chip=H20", "text/csv", rows).body())
        .contains("too-long", "chokepoint ops");
  }

  @Test
  void aMarketThatWouldTakeTooMuchMemoryIsRefused() throws Exception {
    String market = Files.readString(ROOT.resolve("docs/example-market.yaml"));
    assertThat(post("/market?draws=1000000", "application/yaml", market).body())
        .contains("too-many", "over HTTP");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /explore?out=/tmp/x
          /explore?save=/tmp/x.yaml
          /explore?threads=64
          /explore?engine=spark
          /rule-design?out=/tmp/x
          /parties/screen?out=/tmp/x
          /rules/export?dmn=/tmp/x
          /plan?file=/etc/passwd
          """)
  void optionsThatNameFilesAreNotOpen(String route) throws Exception {
    String path = route.replaceFirst("\\?.*", "");
    boolean posts = Api.ROUTES.stream().anyMatch(r -> r.body() != null && r.path().equals(path));
    HttpResponse<String> response =
        posts
            ? post(route, type(path), "a: b\n")
            : CLIENT.send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + Api.BASE + route))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("unknown-parameter");
  }
}
