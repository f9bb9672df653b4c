package dev.chokepoint.workbench;

import static dev.chokepoint.workbench.CommandLineTest.json;
import static dev.chokepoint.workbench.CommandLineTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Slips of a user and gaps of coverage that could read as "no licence required". */
class NeverFreeByMistakeTest {
  private static final int NOT_MODELLED = 12;
  private static final String ROOT = System.getProperty("chokepoint.root", "..");

  @TempDir private Path folder;

  private static CommandLineTest.Run words(String words) {
    return run(words.replace("docs/", ROOT + "/docs/").split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rules --as-of 2020-01-01",
        "rules diff 2020-01-01 2025-04-08 --to CN",
        "rules region --plane tpp,density --as-of 2022-08-25",
        "rules try docs/example-what-if.yaml --as-of 2020-01-01",
        "rules export --dmn never-written.dmn --as-of 2020-01-01",
      })
  void theRulebookSaysNothingOfDaysBeforeIt(String words) {
    CommandLineTest.Run run = words(words);
    assertThat(run.code()).isEqualTo(NOT_MODELLED);
    assertThat(run.out()).doesNotContain("no-licence").doesNotContain("no licence");
    assertThat(run.err()).contains("2022-08-26");
    assertThat(Path.of("never-written.dmn")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--party", "--exporter", "--as-of", "--party-hq", "--direction"})
  void anEmptyOptionIsRefused(String option) {
    CommandLineTest.Run run = run("classify", "T4", "--to", "CN", option, "");
    assertThat(run.code()).isEqualTo(Main.BAD_REQUEST);
    assertThat(run.err()).contains(option, "empty");
  }

  /** Parties of the Entity List extract, as papers write their names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Huawei Technologies Co., Ltd.",
        "Huawei Technologies Co Ltd",
        "HUAWEI TECHNOLOGIES",
        "Beijing Sensetime Technology Development Co. Ltd.",
        "Shanghai Biren Intelligent Technology",
      })
  void aListedNameIsFoundWithoutItsLegalForm(String name) {
    CommandLineTest.Run run =
        run("classify", "T4", "--to", "CN", "--as-of", "2024-06-01", "--party", name, "--json");
    assertThat(json(run.out()).get("verdict").asString()).isEqualTo("licence-required");
  }

  /** Names that the matcher of parties reads; a doubtful one is a buyer that is not known. */
  @ParameterizedTest
  @CsvSource({
    "华为技术有限公司, 10",
    "Hu\u0430wei Technologies, 10",
    "Technologies Huawei, 10",
    "Hygun, 10",
    "Sensetime Development, 10",
    "Nordic Bakery, 0",
  })
  void aListedNameIsFoundInOtherWriting(String name, int code) {
    CommandLineTest.Run run =
        run("classify", "T4", "--to", "CN", "--as-of", "2024-06-01", "--party", name, "--json");
    assertThat(run.code()).as(run.out()).isEqualTo(code);
  }

  /** The E:1 and E:2 countries, Russia and Belarus (15 CFR part 746) are one class, named whole. */
  @Test
  void anUnknownDestinationNamesEveryGuardedCountry() {
    JsonNode answer = json(words("classify T4 --to ? --as-of 2024-06-01 --json").out());
    assertThat(answer.get("residual").get("text").asString())
        .contains("BY", "CU", "IR", "KP", "RU", "SY");
    JsonNode h100 = json(words("classify H100 --to ? --as-of 2024-06-01 --json").out());
    assertThat(h100.get("residual").get("text").asString())
        .contains("embargo-guard")
        .containsPattern("none of [^;]*embargo-guard[^;]* applies");
  }

  @ParameterizedTest
  @CsvSource({
    "T4, UA, 2024-06-01, occupied-regions",
    "H100, VN, 2023-09-01, reported-not-published",
  })
  void aFreeAnswerWarnsOfWhatMayLieBesideIt(String item, String to, String day, String code) {
    JsonNode answer =
        json(run("classify", item, "--to", to, "--as-of", day, "--json").out()).get("warnings");
    assertThat(answer.findValuesAsString("code")).contains(code);
  }

  /** India is outside the scope that is enforced in June 2025 and inside the one codified. */
  @Test
  void aRowIsReadOnTheClockOfItsColumn() throws IOException {
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, "item,to,as-of,clock\nnvidia-h100-sxm5,IN,2025-06-01,codified\n");
    assertThat(run("classify", "--file", rows.toString()).code()).isEqualTo(10);
    CommandLineTest.Run both = run("classify", "--file", rows.toString(), "--clock", "both");
    assertThat(both.code()).isEqualTo(Main.BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chips --vendor huwaei",
        "chips --kind gpu",
        "chips --hq Chna",
        "classify H20 --to CN --out answers.csv",
        "classify --file docs/example-rows.csv --memo memo.html",
      })
  void whatCannotBeDoneIsSaid(String words) {
    CommandLineTest.Run run = words(words);
    assertThat(run.code()).isEqualTo(Main.BAD_REQUEST);
    assertThat(run.err()).isNotBlank();
    assertThat(Path.of("answers.csv")).doesNotExist();
  }
}
