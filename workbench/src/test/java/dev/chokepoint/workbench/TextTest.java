package dev.chokepoint.workbench;

import static dev.chokepoint.workbench.CommandLineTest.json;
import static dev.chokepoint.workbench.CommandLineTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.controls.Verdict;
import dev.chokepoint.workbench.CommandLineTest.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read: the answer in text and memo, and what is said of a slip. */
class TextTest {
  private static final List<String> QUESTIONS =
      List.of(
          "H20 --to CN --as-of 2025-04-20",
          "H100 --to MY --party-hq CN --as-of 2024-06-01 --full",
          "H200 --to CN --as-of 2026-03-01",
          "nvidia-a16 --to CN --as-of 2024-06-01 --full",
          "HBM3 --to CN --as-of 2025-06-01",
          "amd-mi308x --to ? --as-of 2026-06-01 --full",
          "昇腾910B --to MY --as-of 2025-06-01",
          "H20 --to IR --as-of 2024-01-01",
          "H20 --to CN --as-of 2022-01-01",
          "nvidia-t4 --to SG --party us-ai-compny");

  private static String text(String question) {
    return run(("classify " + question).split(" ", -1)).out();
  }

  private static String firstLines(String text) {
    return text.lines().limit(6).collect(Collectors.joining(" ")).replaceAll("\\s+", " ");
  }

  @Test
  void anAnswerIsAtMostAHundredColumnsWideAndWithoutColour() {
    for (String question : QUESTIONS) {
      assertThat(text(question).lines().filter(line -> line.length() > Page.COLUMNS))
          .as(question)
          .isEmpty();
      assertThat(text(question)).as(question).doesNotContain("\u001b").contains("not legal advice");
    }
  }

  @Test
  void theVerdictComesFirstAndOnlyAFreeAnswerLooksFree() {
    for (Verdict verdict : Verdict.values()) {
      String headline = Text.headline(verdict);
      boolean free = verdict == Verdict.NO_LICENCE_REQUIRED;
      assertThat(headline.startsWith("NO LICENCE REQUIRED")).isEqualTo(free);
    }
    for (String question : QUESTIONS) {
      Run run = run(("classify " + question).split(" ", -1));
      Verdict verdict =
          Arrays.stream(Verdict.values())
              .filter(v -> v.exitCode() == run.code())
              .findFirst()
              .orElseThrow();
      assertThat(run.out().lines().toList().get(2)).isEqualTo("  " + Text.headline(verdict));
    }
    assertThat(text("H20 --to IR --as-of 2024-01-01")).contains("not free", "embargo-guard");
    assertThat(text("H20 --to CN --as-of 2022-01-01")).contains("not free");
    assertThat(text("amd-mi308x --to ? --as-of 2026-06-01"))
        .contains("not free", "It depends", "where a licence is required");
  }

  @Test
  void everyPartOfAnAnswerIsThere() {
    String h200 = text("H200 --to CN --as-of 2026-03-01");
    assertThat(h200)
        .contains(
            "LICENCE REQUIRED",
            "review policy: case by case, if its conditions are certified",
            "required by destination-a-side",
            "entry 3A090.a (a.1, a.2)",
            "Warnings",
            "Requirements",
            "still to certify:",
            "still to certify: as for destination-a-side",
            "Licence exceptions",
            "Guidance and duties",
            "Metrics",
            // 1978.9 TFLOPS at 8 bits.
            "1978.9 × 8 = 15831.2  [1]",
            "[1]  NVIDIA H200 datasheet sc23-3002446; official",
            "Provisions in force that day",
            "Assumed",
            "Decision aid");
    assertThat(text("nvidia-t4 --to SG --as-of 2026-03-01")).contains("Not assessed");
  }

  @Test
  void everyProvisionInForceIsNamedWithItsTruthAndReason() {
    String question = "H20 --to CN --as-of 2025-04-20";
    String flat = text(question).replaceAll("\\s+", " ");
    json(text(question + " --json"))
        .get("provisions")
        .forEach(p ->
            assertThat(flat)
                .contains(p.get("provision").asString(), p.get("decidedBy").asString()));
    assertThat(flat)
        .contains("NO 4A090.a (ACS-2023), 4A090.b (ACS-2023): item is a system: no (accelerator)");
  }

  @Test
  void fullStepsStandTwoColumnsALevel() {
    List<String> lines = text("H100 --to MY --as-of 2024-06-01 --full").lines().toList();
    int root = lines.indexOf("             YES  all of");
    assertThat(root).isPositive();
    assertThat(lines.get(root + 1)).startsWith("               YES  item is an accelerator");
    assertThat(lines.get(root + 3)).startsWith("                 YES  a.1: TPP >= 4800");
  }

  @ParameterizedTest
  @CsvSource({"us-ai-compny, us-ai-company", "uae-goverment, uae-government"})
  void aPartyThatIsNotFoundIsSaidAtTheTopInEveryForm(String party, String meant, @TempDir Path temp)
      throws IOException {
    String question = "nvidia-t4 --to SG --as-of 2026-09-01 --party " + party;
    assertThat(firstLines(text(question)))
        .contains("Warning, party-not-found", "Maybe \"" + meant + "\"?");
    assertThat(text(question).replaceAll("\\s+", " "))
        .containsOnlyOnce("clean by name; ownership and red flags not covered");
    var warning = json(text(question + " --json")).get("warnings").get(0);
    assertThat(warning.get("code").asString()).isEqualTo("party-not-found");
    assertThat(text(question + " --csv")).contains("party-not-found");
    Path rows = temp.resolve("rows.csv");
    Files.writeString(rows, "item,to,as-of,party\nnvidia-t4,SG,2026-09-01," + party + "\n");
    assertThat(run("classify", "--file", rows.toString()).out()).contains("party-not-found");
    assertThat(run("timeline", "nvidia-t4", "--to", "SG", "--party", party).out())
        .contains("party-not-found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classfy H20 --to CN | Maybe classify?
          help | Maybe --help?
          H20 --to CN | Maybe `chokepoint classify H20 --to CN`?
          --knowledg x chips | Maybe --knowledge?
          classify H20 --too CN | Maybe --to?
          classify H20 --party-head=CN --to CN | Maybe --party
          classify RTX 4090 --to CN | in quotes
          classify H20 CN | after --to
          classify H20 --to CN --as-of 20250420 | Maybe 2025-04-20?
          classify H20 --to CN --as-of 2025-4-9 | Maybe 2025-04-09?
          classify H20 --to CN --as-of 2025-13-40 | a date as 2025-04-20
          classify H20 --to | `chokepoint classify --help`
          classify H20 --to Chnia | Maybe China (CN)?
          classify H20 --to SG --party-hq Singapor | Maybe Singapore (SG)?
          classify H20 --to SG --ultimate-parent Chian | Maybe China (CN)
          classify H20 --to SG --from-country Untied-States | Maybe United States (US)?
          classify H20 --to CN --direction exprt | Maybe export?
          classify H20 --to CN --clock code | Maybe codified?
          classify H2O0 --to CN | H200
          classify --spec vendr=X --to CN | Maybe vendor?
          classify --spec die-aera=3 --to CN | die
          classify --spec hq=Chnia,int8=800 --to MY | Maybe China (CN)?
          classify --spec hq=?,int8=800 --to MY | Maybe leave it out
          classify --spec contains=8xnvidia-h200-smx --to CN | nvidia-h200-sxm
          classify --spec int8=256TOP --to CN | Maybe tops
          classify H20 --to= | Maybe --to CN
          spec memory-bandwith | Maybe memory-bandwidth
          """)
  void aSlipIsAnsweredInOneLineWithTheNearestWord(String command, String hint) {
    Run run = run(command.split(" ", -1));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(hint).doesNotContain("chokepoint chokepoint");
  }

  @Test
  void aDesignerInChinaIsUnderstoodByNameAndByCode() {
    for (String china : List.of("CN", "China", "中国", "Hong Kong")) {
      // TPP 800 x 8 = 6400: 3A090.a, so General Prohibition 10 is presumed worldwide.
      Run run =
          run(
              "classify",
              "--spec",
              "hq=" + china + ",int8=800",
              "--to",
              "MY",
              "--as-of",
              "2026-01-01");
      assertThat(run.code()).as(china).isEqualTo(10);
      assertThat(run.out()).contains("required by GP10");
    }
  }

  @Test
  void aTableOfRowsSaysTheVerdictFirst() {
    Path rows =
        Path.of(System.getProperty("chokepoint.root", "..")).resolve("docs/example-rows.csv");
    List<String> lines = run("classify", "--file", rows.toString()).out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "row 2    licence-required     -        CN     2025-04-20  H20 96GB; review policy: none"
                + " published");
    assertThat(lines.get(4))
        .startsWith("row 5    undetermined         depends  VN     2024-06-01  Sketch");
    assertThat(String.join(" ", lines).replaceAll("\\s+", " "))
        .contains("presumption of approval, where a licence is required");
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void timelineOffersNoDayAndClassifyDoes() {
    assertThat(run("timeline", "--help").out()).contains("--party-hq").doesNotContain("--as-of");
    assertThat(run("classify", "--help").out()).contains("--party-hq", "--as-of");
  }

  @Test
  void amongEquallyStrictItemsOfANameThePlainOneGoverns() {
    assertThat(text("H20 --to CN --as-of 2025-04-20")).startsWith("H20 96GB  →  China (CN)");
    var answer = json(text("H20 --to CN --as-of 2025-04-20 --json"));
    assertThat(answer.get("item").get("id").asString()).isEqualTo("nvidia-h20-96");
    // A name may mean items on both sides of a line: the stricter governs, whatever its name.
    for (String name : List.of("H20", "H100", "昇腾910B", "RTX PRO 6000")) {
      var variants = json(run("classify", name, "--to", "CN", "--json").out()).get("variants");
      if (variants != null) {
        String first = variants.get(0).get("verdict").asString();
        variants.forEach(v ->
            assertThat(strictness(first))
                .isLessThanOrEqualTo(strictness(v.get("verdict").asString())));
      }
    }
  }

  private static int strictness(String word) {
    return Arrays.stream(Verdict.values()).map(Verdict::word).toList().indexOf(word);
  }

  @Test
  void aPolicyThatNobodyPublishedIsSaidSo(@TempDir Path temp) throws IOException {
    String question = "H20 --to CN --as-of 2025-04-20";
    assertThat(text(question)).contains("review policy: none published").doesNotContain("review: ");
    assertThat(json(text(question + " --json")).get("reviewPolicy").asString())
        .isEqualTo("unknown");
    assertThat(run("timeline", "nvidia-h20-96", "--to", "CN").out())
        .contains("review policy: none published");
    Path memo = temp.resolve("memo.html");
    run("classify", "H20", "--to", "CN", "--as-of", "2025-04-20", "--memo", memo.toString());
    assertThat(Files.readString(memo))
        .contains("none published", "savings clause: not checked")
        .doesNotContain("review: unknown");
  }

  @Test
  void savingsAreMentionedForHalfAYearOnly() {
    // LETTER-2025 began on 2025-04-09; 180 days later is 2025-10-06.
    assertThat(text("nvidia-h20-96 --to CN --as-of 2025-10-05")).contains("savings clause");
    assertThat(text("nvidia-h20-96 --to CN --as-of 2025-10-06")).doesNotContain("savings clause");
  }

  @Test
  void unknownQuantitiesHaveNoUnitAndOneDieIsOne() {
    assertThat(text("--spec name=X,int8=256,die=?,io=300 --to CN --as-of 2024-06-01"))
        .contains("die area                unknown  [")
        .doesNotContain("unknown mm2");
    assertThat(run("chip", "nvidia-h20-96").out()).contains("1 die ").doesNotContain("1 dies");
  }

  @Test
  void aSparseRateIsAnAssumptionWithItsSource() {
    var stated = json(text("--spec vendor=NVIDIA,fp8=3958s,die=814 --to CN --json"));
    assertThat(stated.get("metrics").get("tpp").get("low").asInt()).isEqualTo(15832);
    assertThat(stated.get("assumptions").toString())
        .contains("3958 with sparsity", "H100 datasheet");
    var unstated = json(text("--spec fp8=3958s,die=814 --to CN --json"));
    assertThat(unstated.get("assumptions").toString()).contains("no vendor was stated");
    var factor = json(text("--spec vendor=AWS,fp8=4000s4,die=814 --to CN --json"));
    assertThat(factor.get("metrics").get("tpp").get("low").asInt()).isEqualTo(8000);
    assertThat(factor.get("assumptions").toString()).doesNotContain("sparsity");
  }
}
