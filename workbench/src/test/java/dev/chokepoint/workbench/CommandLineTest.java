package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line as its users see it: output, exit codes, JSON, bad input, README. */
class CommandLineTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-24");

  record Run(int code, String out, String err) {}

  static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(TODAY, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Run(code, out.toString(), err.toString());
  }

  static JsonNode json(String text) {
    return JsonMapper.builder().build().readTree(text);
  }

  @ParameterizedTest
  @CsvSource({
    "H20, CN, 2025-04-20, 10",
    "H20, CN, 2024-04-05, 0",
    "nvidia-rtx-pro-6000d, CN, 2025-09-01, 11",
    "H20, CN, 2022-01-01, 12",
    "H20, IR, 2024-01-01, 12",
    "H20, Crimea, 2024-01-01, 12",
    "H100, RU, 2024-01-01, 10",
    "昇腾910B, MY, 2025-06-01, 10",
    "H200, 中国, 2024-01-01, 10",
  })
  void exitCodeSaysTheVerdict(String item, String to, String asOf, int code) {
    assertThat(run("classify", item, "--to", to, "--as-of", asOf).code()).isEqualTo(code);
  }

  @Test
  void jsonHasOneObjectWithEveryPromisedField() {
    Run run = run("classify", "H20", "--to", "CN", "--as-of", "2025-04-20", "--json");
    assertThat(run.code()).isEqualTo(10);
    JsonNode answer = json(run.out());
    for (String field :
        List.of(
            "item",
            "asOf",
            "lastReviewed",
            "clock",
            "destination",
            "assumptions",
            "metrics",
            "eccn",
            "eccnCandidates",
            "verdict",
            "reviewPolicy",
            "requirements",
            "exceptions",
            "overlays",
            "residual",
            "warnings",
            "notAssessed",
            "variants")) {
      assertThat(answer.has(field)).as(field).isTrue();
    }
    assertThat(answer.get("verdict").asString()).isEqualTo("licence-required");
    assertThat(answer.get("metrics").get("tpp").get("low").asInt()).isEqualTo(2368);
    assertThat(answer.get("item").get("ids").size()).isEqualTo(2);
  }

  @Test
  void everyFreeAnswerSaysWhatWasNotAssessedAndLaterDaysAreStale() {
    JsonNode answer = json(run("classify", "nvidia-t4", "--to", "SG", "--json").out());
    assertThat(answer.get("verdict").asString()).isEqualTo("no-licence-required");
    assertThat(answer.get("notAssessed").size()).isGreaterThan(5);
    assertThat(answer.get("warnings").toString()).contains("stale").contains("50% rule");
  }

  @Test
  void anOmittedFactIsPrintedAsAnAssumption() {
    JsonNode answer = json(run("classify", "nvidia-t4", "--to", "SG", "--json").out());
    assertThat(answer.get("assumptions").toString())
        .contains("partyHq", "ultimateParent", "exporter", "direction", "endUse");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classify H2O0 --to CN | unknown-chip
          classify H20 --to Chian | unknown-country
          classify H20 | missing
          classify H20 --to CN --as-of 20250420 | bad-date
          classify H20 --to CN --clock wall | bad-value
          classify H20 --to CN --direction up | unknown-direction
          classify H20 --to CN --certified xi | unknown-condition
          classify --spec int9=3 --to CN | unknown-key
          classify --spec int8=-3 --to CN | bad-number
          classify --spec int8=NaN --to CN | bad-number
          classify --spec int8=Infinity --to CN | bad-number
          classify --spec int8=1e400 --to CN | bad-number
          classify --spec int8=99999999999 --to CN | implausible
          classify --spec memory-bandwidth=3.35 --to CN | implausible
          classify --spec memory-bandwidth=80GB --to CN | wrong-unit
          classify --spec die=624..456 --to CN | range-reversed
          classify --spec node=5,planar=yes --to CN | planar-below-10nm
          classify --spec int8=3,int8=4 --to CN | duplicate-key
          classify --spec vendor=AWS,fp8=2563s --to CN | unknown-sparsity
          classify --spec contains=8xnothing --to CN | unknown-chip
          classify --spec kind=system --to CN | missing
          classify --spec name=X --to ? --direction ? --exporter ? --party ? --certified ? | too-many-unknowns
          classify --spec no-such.yaml --to CN | no-such-file
          classify --file no-such.csv --to CN | no-such-file
          classify H20 --to CN --memo no/such/folder.html | cannot-write
          classify H20 --nonsense | unknown-option
          timeline H20 --to CN --as-of 2025-01-01 | unknown-option
          classfy H20 | unknown-command
          classify RTX 4090 --to CN | bad-arguments
          classify --to CN | missing
          spec fp17 | unknown-key
          """)
  void badInputIsAProblemAndExitTwo(String command, String id) {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.add("--json");
    Run run = run(words.toArray(new String[0]));
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(2);
    JsonNode problem = json(run.out()).get("problems").get(0);
    assertThat(problem.get("id").asString()).isEqualTo(id);
    for (String field : List.of("place", "value", "limit", "hint")) {
      assertThat(problem.has(field)).isTrue();
    }
  }

  @Test
  void sparseRatesAreHalvedWithANote() {
    JsonNode answer =
        json(
            run(
                    "classify",
                    "--spec",
                    "fp8=3958s,die=814",
                    "--to",
                    "CN",
                    "--as-of",
                    "2024-01-01",
                    "--json")
                .out());
    assertThat(answer.get("metrics").get("tpp").get("low").asInt()).isEqualTo(15832);
  }

  @Test
  void aSystemIsJudgedByAnyCircuitNeverTheSum() {
    assertThat(run("classify", "nvidia-a16", "--to", "CN", "--as-of", "2023-11-20").code())
        .isZero();
    JsonNode server =
        json(
            run(
                    "classify",
                    "--spec",
                    "contains=8xnvidia-h200-sxm",
                    "--to",
                    "CN",
                    "--as-of",
                    "2024-01-01",
                    "--json")
                .out());
    assertThat(server.get("eccn").asString()).isEqualTo("4A090.a");
  }

  @Test
  void rowsOfAFileKeepGoodRowsWhenOneIsBad(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("parts.csv");
    Files.writeString(
        file,
        "item,spec,to,as-of\nH20,,CN,2024-04-05\nnothing,,CN,2024-04-05\n,\"fp8=700,die=800\",CN,2024-04-05\n");
    Run run = run("classify", "--file", file.toString(), "--json");
    assertThat(run.code()).isEqualTo(2);
    assertThat(json(run.out()).get("answers").size()).isEqualTo(2);
    assertThat(json(run.out()).get("problems").size()).isEqualTo(1);
    Files.writeString(file, "item,to,as-of\nH20,CN,2024-04-05\nH20,CN,2025-04-20\n");
    assertThat(run("classify", "--file", file.toString(), "--csv").code()).isEqualTo(10);
  }

  @Test
  void timelineOfTheH20BeginsFreeAndEndsWithTheLetter() {
    JsonNode timeline = json(run("timeline", "nvidia-h20-96", "--to", "CN", "--json").out());
    JsonNode periods = timeline.get("periods");
    assertThat(periods.get(0).get("from").asString()).isEqualTo("2022-08-26");
    assertThat(periods.get(0).get("enforced").get("verdict").asString())
        .isEqualTo("no-licence-required");
    assertThat(periods.get(1).get("from").asString()).isEqualTo("2025-04-09");
    assertThat(periods.get(1).get("changes").toString()).contains("LETTER-2025");
  }

  @Test
  void memoIsAPageOfItsOwn(@TempDir Path folder) throws IOException {
    Path memo = folder.resolve("memo.html");
    run(
        "classify",
        "--spec",
        "name=<b>X</b>,fp8=700,die=800",
        "--to",
        "CN",
        "--as-of",
        "2024-01-01",
        "--memo",
        memo.toString());
    String page = Files.readString(memo);
    assertThat(page)
        .contains("LICENCE REQUIRED", "3A090.a", "not legal advice", "@media print", "&lt;b&gt;X")
        .doesNotContain("<b>X", "http://", "https://", "<script");
  }

  @Test
  void versionNamesProgramReviewAndKnowledge() {
    Run run = run("--version");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .matches(
            "chokepoint \\d+\\.\\d+\\.\\d+, rulebook reviewed to 2026-09-29, knowledge [0-9a-f]{64}\\R");
  }

  @Test
  void listsCardsCoverageAndKeysComeInThreeForms() {
    for (String command : List.of("chips", "chip H100", "coverage", "spec --keys")) {
      for (String form : List.of("", " --json", " --csv")) {
        Run run = run((command + form).split(" ", -1));
        assertThat(run.code()).as(command + form).isZero();
        assertThat(run.out()).as(command + form).isNotBlank();
      }
    }
    assertThat(run("chips").out()).contains("172 items");
  }

  @Test
  void everyCommandOfTheReadmeWorks() throws IOException {
    Path root = Path.of(System.getProperty("chokepoint.root", ".."));
    // A server does not end; ServerTest and BrowserTest have it.
    List<String> elsewhere = List.of("--memo", "chokepoint serve");
    boolean shell = false;
    int ran = 0;
    for (String line : Files.readAllLines(root.resolve("README.md"))) {
      if (line.startsWith("```")) {
        shell = line.startsWith("```sh");
      } else if (shell
          && line.startsWith("./chokepoint")
          && elsewhere.stream().noneMatch(line::contains)) {
        List<String> words = new ArrayList<>();
        var matcher =
            java.util.regex.Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)")
                .matcher(line.replaceAll("\\s+#.*$", ""));
        while (matcher.find()) {
          String word =
              matcher.group(1) != null
                  ? matcher.group(1)
                  : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
          boolean ours = word.startsWith("docs/") || word.startsWith("examples/");
          words.add(ours ? root.resolve(word).toString() : word);
        }
        Run run = run(words.subList(1, words.size()).toArray(new String[0]));
        assertThat(run.code()).as(line + "\n" + run.err()).isIn(0, 10, 11, 12);
        ran++;
      }
    }
    assertThat(ran).isGreaterThan(3);
  }
}
