package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API says what the command line says, to this machine alone. */
class ServerTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 9, 29);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static Server server;

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

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String commandLine(String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Main.run(TODAY, out, new PrintWriter(Writer.nullWriter()), arguments);
    out.flush();
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /classify?item=H20&to=CN&as-of=2025-04-20 | classify H20 --to CN --as-of 2025-04-20 --json
          /classify?spec=int8=500,die=700,datacenter=yes&to=VN&clock=codified | classify --spec int8=500,die=700,datacenter=yes --to VN --clock codified --json
          /timeline?item=A800&to=CN | timeline A800 --to CN --json
          /chips?vendor=NVIDIA | chips --vendor NVIDIA --json
          /chips/nvidia-h100-sxm | chip nvidia-h100-sxm --json
          /coverage | coverage --json
          /rules?as-of=2023-12-01 | rules --as-of 2023-12-01 --json
          /rules/3A090.a | rules show 3A090.a --json
          /classify?item=H20&to=SA&with=proposal:gain-ai-act | classify H20 --to SA --with proposal:gain-ai-act --json
          /rules/diff?from=2023-11-16&until=2023-11-17&to=CN | rules diff 2023-11-16 2023-11-17 --to CN --json
          /rules/region?plane=tpp,density&as-of=2025-06-01 | rules region --plane tpp,density --as-of 2025-06-01 --json
          /predict?chip=nvidia-h20-96&model=llama-3.1-8b&concurrency=4&input=1024&output=128&tp=1 | predict --chip nvidia-h20-96 --model llama-3.1-8b --concurrency 4 --input 1024 --output 128 --tp 1 --json
          /predict?chip=nvidia-a100-sxm4-80&model=megatron-22b&phase=train&tp=8&global-batch=4&micro-batch=4&length=2048&no-overlap=true | predict --chip nvidia-a100-sxm4-80 --model megatron-22b --phase train --tp 8 --global-batch 4 --micro-batch 4 --length 2048 --no-overlap --json
          /compare?chips=nvidia-h20-96,nvidia-h100-sxm5&model=llama-3.1-8b | compare --chips nvidia-h20-96,nvidia-h100-sxm5 --model llama-3.1-8b --json
          /op/gemm?chip=nvidia-h20-96&m=4096&n=4096&k=7168&precision=fp8 | op gemm --chip nvidia-h20-96 --m 4096 --n 4096 --k 7168 --precision fp8 --json
          /frontier?rule=2023-11-17&chips=H20 | frontier --rule 2023-11-17 --chips H20 --json
          /cost?chip=nvidia-h20-96&model=llama-3.1-8b&concurrency=4&input=1024&output=128&tp=1&as-of=2025-03-01 | cost --chip nvidia-h20-96 --model llama-3.1-8b --concurrency 4 --input 1024 --output 128 --tp 1 --as-of 2025-03-01 --json
          /claims?list=seed | claims check --list seed --json
          /claims/hopper-date | claims show hopper-date --json
          /spec-keys | spec --keys --json
          /near?item=H100&rule=2023-11-17&most=2 | near H100 --rule 2023-11-17 --most 2 --json
          /rule-design?catch=A100,H100&spare=H20,L20&metrics=tpp,density&rule=2026-09-01 | rule-design --catch A100,H100 --spare H20,L20 --metrics tpp,density --rule 2026-09-01 --json
          /rules/export?as-of=2025-06-01&clock=codified | rules export --dmn - --as-of 2025-06-01 --clock codified
          /accuracy | validate --published --json
          /parties/status?as-of=2026-01-05 | parties status --as-of 2026-01-05 --json
          /parties/search?name=Huawei&as-of=2026-01-05 | parties search Huawei --as-of 2026-01-05 --json
          """)
  void answersAreTheCommandLinesByteForByte(String path, String command) throws Exception {
    HttpResponse<String> response = get("/api/v1" + path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(commandLine(command.split(" ", -1)));
  }

  @Test
  void aWrongRequestCarriesTheProblemsOfTheCommandLine() throws Exception {
    HttpResponse<String> response = get("/api/v1/classify?item=H2O&to=CN");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    JsonNode ours = MAPPER.readTree(response.body());
    JsonNode theirs = MAPPER.readTree(commandLine("classify", "H2O", "--to", "CN", "--json"));
    assertThat(ours.get("problems")).isEqualTo(theirs.get("problems"));
    assertThat(ours.get("status").intValue()).isEqualTo(400);
    assertThat(get("/api/v1/chips/no-such-chip").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          file=/etc/passwd | unknown-parameter
          memo=/tmp/x.html | unknown-parameter
          overlay=/etc/passwd | unknown-parameter
          spec=/etc/passwd.yaml | bad-value
          spec=/etc/passwd.YML | bad-value
          to=CN&to=SG | bad-value
          item=--memo%3D/tmp/x.html | unknown-chip
          item=@/etc/passwd | unknown-chip
          item=H20&with=proposal:../../x | unknown-proposal
          """)
  void aRequestNamesNoFile(String query, String problem) throws Exception {
    String more = query.contains("to=") ? "" : "&to=CN";
    HttpResponse<String> response = get("/api/v1/classify?" + query + more);
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode problems = MAPPER.readTree(response.body()).get("problems");
    assertThat(problems.get(0).get("id").stringValue()).isEqualTo(problem);
    assertThat(response.body()).doesNotContain("root:");
  }

  @Test
  void aModelIsNamedAndNoFile() throws Exception {
    for (String model : List.of("/etc/passwd", "../config.json", "lama")) {
      HttpResponse<String> response =
          get("/api/v1/predict?chip=nvidia-h20-96&model=" + model + "&concurrency=1");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("unknown-model");
    }
  }

  @Test
  void everyAnswerForbidsScriptsOfOthers() throws Exception {
    for (String path :
        List.of(
            "/",
            "/classify",
            "/memo?item=H20",
            "/metrics",
            "/api/v1/coverage",
            "/static/line.js",
            "/nowhere",
            "/api/v1/classify")) {
      HttpHeaders sent = get(path).headers();
      Map<String, List<String>> headers = sent.map();
      assertThat(sent.firstValue("Content-Security-Policy").orElseThrow())
          .as(path)
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
      assertThat(headers).as(path).containsKey("X-Content-Type-Options");
      assertThat(headers).as(path).doesNotContainKeys("Access-Control-Allow-Origin", "Server");
    }
  }

  @Test
  void anotherHostNameIsNotAnswered() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request =
          "GET /api/v1/coverage HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(reader.readLine()).contains("421");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/static/../../pom.xml",
    "/static/%2e%2e/words/pages.properties",
    "/static/d3/../../Main.class"
  })
  void pathsLeadNowhereElse(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 404);
  }

  @Test
  void oversizedQueriesAreRefused() throws Exception {
    assertThat(get("/api/v1/classify?item=" + "x".repeat(20_000)).statusCode()).isIn(414, 431);
    String long4k = URLEncoder.encode("芯".repeat(400), StandardCharsets.UTF_8);
    assertThat(get("/api/v1/classify?to=CN&item=" + long4k).statusCode()).isEqualTo(400);
  }

  @Test
  void aChangedNothingIsNotSentAgain() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/api/v1/coverage");
    String tag = get("/api/v1/coverage").headers().firstValue("ETag").orElseThrow();
    HttpRequest again = HttpRequest.newBuilder(uri).header("If-None-Match", tag).build();
    assertThat(CLIENT.send(again, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(304);
  }

  @Test
  void theChartAgreesWithTheCommandLine() throws Exception {
    JsonNode chart = MAPPER.readTree(get("/line.json?to=CN&as-of=2025-04-20").body());
    int compared = 0;
    for (JsonNode chip : chart.get("chips")) {
      if (chip.get("id").stringValue().hashCode() % 10 == 0) {
        String id = chip.get("id").stringValue();
        JsonNode alone =
            MAPPER.readTree(
                commandLine("classify", id, "--to", "CN", "--as-of", "2025-04-20", "--json"));
        assertThat(chip.get("history").get(0).get("verdict")).isEqualTo(alone.get("verdict"));
        compared++;
      }
    }
    assertThat(compared).isPositive();
    assertThat(get("/line.json?plane=tpp-die").statusCode()).isEqualTo(400);
    assertThat(get("/line.json?as-of=1999-01-01").statusCode()).isEqualTo(400);
    assertThat(get("/line.json?to=Atlantis").statusCode()).isEqualTo(400);
  }
}
