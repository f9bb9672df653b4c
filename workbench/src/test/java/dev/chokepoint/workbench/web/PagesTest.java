package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.catalog.Confidence;
import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.claims.Finding;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.economics.Input;
import dev.chokepoint.economics.Price;
import dev.chokepoint.explore.ExploreFigure;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.market.LawScenario;
import dev.chokepoint.performance.Bound;
import dev.chokepoint.plan.RentOrBuy;
import dev.chokepoint.porting.PortVerdict;
import dev.chokepoint.porting.Stage;
import dev.chokepoint.units.Truth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages as they are sent: complete in both languages, right, and light. */
class PagesTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Path SOURCES = Path.of("src/main").toAbsolutePath();
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
    return CLIENT.send(
        HttpRequest.newBuilder(uri).header("Accept", "text/html").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          / | Destination | 目的地
          /classify?item=H20&to=CN&as-of=2025-04-20 | Licence required | 需要许可证
          /classify?int8-tops=500&compute-die-area-mm2=700&to=CN | Figures that the law asks | 法律所问的数据
          /chips | Every figure has its source | 每个数据均有来源
          /chips/nvidia-h20-96 | Over time | 随时间变化
          /chips/hbm3e-stack | memory stack | 内存堆栈
          /chips/amd-mi309 | >unknown< | >未知<
          /compare?chips=nvidia-h20-96,nvidia-l40s&model=llama-3.1-8b&input=1024&output=128 | Law and figures | 法律与数据
          /predict?model=llama-3.1-8b&concurrency=4&input=1024&output=128&tp=1 | Time to first token, ms | 首词元时间
          /predict?model=llama-3.1-8b&phase=decode&batch=4&input=1024 | Memory of a chip | 单芯片内存
          /explore | What moves the objectives | 影响目标的因素
          /frontier?die=814 | Where chips stand | 芯片所处位置
          /cost?model=llama-3.1-8b&concurrency=4&input=1024&output=128&count=1 | A chip and hour | 每芯片小时
          /rent-or-buy | Cost against use | 成本与利用率
          /plan | Which chips may be bought | 哪些芯片可以购买
          /market?draws=100 | Quarter by quarter | 逐季变化
          /port | Report of port, as JSON | port 的 JSON 报告
          /rules?as-of=2024-01-01 | Every provision in force | 某日有效
          /rules/3A090.a | Worked cases | 算例
          /rules/diff?from=2023-11-16&until=2023-11-17&to=CN | answers change | 个结论中有
          /claims?list=seed | Public statements about chips | 的公开说法
          /coverage | What of the law is modelled | 已建模的法律
          """)
  void everyPageSpeaksBothLanguages(String path, String english, String chinese) throws Exception {
    String join = path.contains("?") ? "&" : "?";
    HttpResponse<String> en = get(path + join + "lang=en");
    HttpResponse<String> zh = get(path + join + "lang=zh");
    assertThat(List.of(en.statusCode(), zh.statusCode())).containsOnly(200);
    assertThat(en.body()).contains(english, "<html lang=\"en\">").doesNotContain(chinese);
    assertThat(zh.body()).contains(chinese, "<html lang=\"zh-Hans\">").doesNotContain(english);
    assertThat(en.body().replaceAll("lang=\"zh-Hans\">[^<]*<", ""))
        .doesNotContainPattern("\\p{IsHan}");
    assertThat(zh.body()).doesNotContain("style=\"", "<script>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/classify?item=H2O&to=CN",
        "/classify?item=H20&as-of=tomorrow",
        "/classify?spec=/etc/passwd.yaml",
        "/compare?chips=nvidia-h20-96",
        "/predict?chip=nothing",
        "/predict?model=/etc/passwd",
        "/explore?rule=x",
        "/explore?method=sobol&points=100001",
        "/explore?model=/etc/passwd",
        "/frontier?rule=x",
        "/cost?site=ZZ",
        "/rent-or-buy?chip=nothing",
        "/rent-or-buy?utilisation=2",
        "/plan?site=ZZ",
        "/market?law=x",
        "/market?draws=1000000",
        "/chips/nothing",
        "/rules/nothing",
        "/rules/diff?from=x&until=y",
        "/memo?item=nothing"
      })
  void aWrongRequestIsAPageThatSaysWhatIsWrong(String path) throws Exception {
    HttpResponse<String> page = get(path);
    assertThat(page.statusCode()).isIn(400, 404);
    assertThat(page.body()).contains("id=\"problems\"", "</html>").doesNotContain("root:");
  }

  @Test
  void anAddressWithoutAPageIsAPageToo() throws Exception {
    HttpResponse<String> page = get("/nowhere");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("No page has this address", "</html>");
  }

  @Test
  void theMemoStandsAloneAndRunsNothing() throws Exception {
    HttpResponse<String> memo = get("/memo?item=H20&to=CN&as-of=2025-04-20");
    assertThat(memo.statusCode()).isEqualTo(200);
    assertThat(memo.body()).contains("Classification memo", "LETTER-2025");
    assertThat(memo.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "style-src 'sha256-")
        .doesNotContain("unsafe", "script");
  }

  /** Whatever is typed comes back as text. */
  @Test
  void whatIsTypedIsNotMarkup() throws Exception {
    String typed = "%3Cscript%3Ealert(1)%3C/script%3E%22";
    for (String path :
        List.of(
            "/classify?item=" + typed,
            "/chips?name=" + typed,
            "/compare?chips=" + typed,
            "/predict?chip=" + typed,
            "/explore?model=" + typed,
            "/frontier?chips=" + typed,
            "/cost?chip=" + typed,
            "/rent-or-buy?chip=" + typed,
            "/plan?site=" + typed,
            "/market?law=" + typed,
            "/rules/" + typed.replace("/", "%2F"))) {
      assertThat(get(path).body()).as(path).doesNotContain("<script>alert");
    }
  }

  @Test
  void everyWordOfAClosedListIsSaidInEveryLanguage() {
    List<String> keys = new ArrayList<>();
    Arrays.stream(Field.values()).forEach(f -> keys.add("field." + f.key()));
    Arrays.stream(Metric.values()).forEach(m -> keys.add("metric." + m.key()));
    for (Verdict verdict : Verdict.values()) {
      keys.add("verdict." + verdict.word());
      keys.add("headline." + verdict.word());
    }
    Arrays.stream(ReviewPolicy.values()).forEach(p -> keys.add("policy." + p.word()));
    Arrays.stream(Truth.values()).forEach(t -> keys.add("truth." + t.word()));
    Arrays.stream(Clock.values()).forEach(c -> keys.add("clock." + c.word()));
    Arrays.stream(Provision.Kind.values()).forEach(k -> keys.add("provision." + k.word()));
    Arrays.stream(Confidence.values()).forEach(c -> keys.add("confidence." + c.word()));
    Arrays.stream(Bound.values()).forEach(b -> keys.add("bound." + b.word()));
    Arrays.stream(Item.Kind.values()).forEach(k -> keys.add("kind." + k.word()));
    ClassifyPage.FACTS.forEach((fact, choices) -> {
      keys.add("fact." + fact);
      choices.forEach(choice -> keys.add("choice." + choice));
    });
    Arrays.stream(Finding.Verdict.values()).forEach(v -> keys.add("claim." + v.word()));
    Arrays.stream(Input.values())
        .forEach(i -> {
          keys.add("input." + i.word().replace(' ', '-'));
          keys.add("unit-of." + i.word().replace(' ', '-'));
        });
    Arrays.stream(Price.Basis.values()).forEach(b -> keys.add("basis." + b.word()));
    Arrays.stream(RentOrBuy.Effect.values()).forEach(e -> keys.add("rent.effect." + e.word()));
    Arrays.stream(LawScenario.values()).forEach(l -> keys.add("market.law." + l.word()));
    ExploreFigure.keys().forEach(figure -> keys.add("design." + figure));
    Arrays.stream(PortVerdict.values())
        .forEach(v -> {
          keys.add("port.is." + v.word());
          keys.add("port.means." + v.word());
        });
    Arrays.stream(Stage.values())
        .forEach(stage -> keys.add("port.stage." + stage.name().toLowerCase(Locale.ROOT)));
    Frame.NAVIGATION.keySet().forEach(page -> keys.add("page." + page));
    Frame.GROUPS.keySet().forEach(group -> keys.add("pages." + group));
    for (Words words : Words.languages()) {
      assertThat(words.all().keySet()).containsAll(keys);
    }
  }

  /** Provisions and their summaries are translated; a new one may wait, but none is stale. */
  @Test
  void provisionsSpeakChinese() {
    List<String> keys = new ArrayList<>();
    for (Provision provision : Knowledge.load().rulebook().provisions()) {
      keys.add("rule." + provision.id());
      provision.versions().forEach(v -> keys.add("summary." + provision.id() + "." + v.id()));
    }
    assertThat(keys).containsAll(Words.in("zh").provisions());
    long said = keys.stream().filter(Words.in("zh").provisions()::contains).count();
    assertThat(said).isGreaterThan(keys.size() * 9L / 10);
  }

  @Test
  void everyPageOfTheNavigationIsInOneGroup() {
    List<String> grouped = Frame.GROUPS.values().stream().flatMap(List::stream).toList();
    assertThat(grouped).doesNotHaveDuplicates().containsAll(Frame.NAVIGATION.keySet());
  }

  /** Every key that a template or script asks for is there, and every language has the same. */
  @Test
  void noKeyIsUntranslated() throws IOException {
    List<Words> languages = Words.languages();
    assertThat(languages.getFirst().all().keySet()).isEqualTo(languages.get(1).all().keySet());
    languages.forEach(words -> assertThat(words.all().values()).noneMatch(String::isBlank));
    TreeSet<String> asked = new TreeSet<>();
    Pattern said = Pattern.compile("\\bsay\\(\\s*\"([a-zA-Z.-]+[a-zA-Z])\"[,)]");
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*(\\.jte|/web/.*\\.(js|java))")).toList()) {
        Matcher matcher = said.matcher(Files.readString(file));
        while (matcher.find()) {
          asked.add(matcher.group(1));
        }
      }
    }
    assertThat(asked).hasSizeGreaterThan(150);
    assertThat(languages.getFirst().all().keySet()).containsAll(asked);
  }

  /** First loads stay below 250 KB compressed, with everything that the page asks for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/classify?item=H20",
        "/chips",
        "/chips/nvidia-h20-96",
        "/rules",
        "/explore",
        "/frontier",
        "/rent-or-buy",
        "/plan",
        "/market?draws=100",
        "/port"
      })
  void pagesAreLight(String path) throws Exception {
    String page = get(path).body();
    int bytes = compressed(page);
    Matcher asks = Pattern.compile("(?:src|href)=\"(/static/[^\"]+)\"").matcher(page);
    while (asks.find()) {
      bytes += compressed(get(asks.group(1)).body());
    }
    if (path.equals("/")) {
      bytes +=
          compressed(
              get("/line.json?to=CN&plane=tpp-density&clock=enforced&as-of=2026-09-29").body());
    }
    if (path.equals("/explore")) {
      bytes += compressed(get("/explore/points").body());
    }
    if (page.contains("data-words=")) {
      bytes += compressed(get("/words/en.json").body());
    }
    assertThat(bytes).isLessThan(250_000);
  }

  private static int compressed(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return out.size();
  }
}
