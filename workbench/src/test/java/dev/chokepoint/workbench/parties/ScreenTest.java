package dev.chokepoint.workbench.parties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Names that are odd, empty or in other scripts; files that are no files of names. */
class ScreenTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "Huawei, hits, ''",
    "华为技术有限公司, hits, ''",
    "Hu\u0430wei, hits, homoglyph",
    "\u202EHuawei\u202C, hits, bidirectional",
    "Hua\u200Bwei Technologies, hits, invisible",
    "Huawei\u0007Technologies, hits, control",
    "SMIC, hits, ''",
    "Semiconductor, clean by name; ownership and red flags not covered, ''",
    "Technologies International, clean by name; ownership and red flags not covered, ''",
  })
  void aNameIsAnswered(String name, String result, String flag) {
    JsonNode answer = PartyCli.json(PartyCli.store(folder), "search", name);
    assertThat(answer.get("result").asString()).isEqualTo(result);
    assertThat(answer.get("flags").toString()).contains(flag);
    assertThat(answer.get("notCovered")).isNotEmpty();
  }

  /** Its official entry does not print the name by which everybody calls it. */
  @Test
  void anImportedListKnowsTheOtherNamesOfTheExtract() {
    Path store = folder.resolve("store");
    String zhipu =
        PartyCli.LIST.lines().findFirst().orElseThrow()
            + "\nEntity List (EL) - Bureau of Industry and Security,,,,"
            + "\"Beijing Zhipu Huazhang Technology Co., Ltd.\",\"Beijing, CN\",90 FR 4617,2025-01-16,"
            + "All items subject to the EAR,Presumption of denial,\n";
    PartyCli.run(
        store, "import", PartyCli.write(folder, "z.csv", zhipu), "--list-date", "2026-10-01");
    JsonNode answer = PartyCli.json(store, "search", "Zhipu");
    assertThat(answer.get("embedded").asBoolean()).isFalse();
    assertThat(answer.at("/hits/0/matchedAlias").asString()).isEqualTo("Zhipu");
  }

  @ParameterizedTest
  @CsvSource({
    "'', no-name",
    "'   ', no-name",
    "\uD83D\uDE42, no-name",
    "'Co., Ltd.', only-legal-form",
    "--, no-name",
  })
  void aNameWithoutAWordIsAProblem(String name, String id) throws IOException {
    Path out = folder.resolve("out.csv");
    Path names = PartyCli.write(folder, "names.csv", "id,name\n1,\"" + name + "\"\n2,Huawei\n");
    PartyCli screened = PartyCli.run(PartyCli.store(folder), "screen", names, "--out", out);
    assertThat(screened.code()).isEqualTo(2);
    assertThat(rows(out)).hasSize(2);
    assertThat(rows(out).getFirst().get("result")).isEqualTo("problem");
    assertThat(rows(out).getFirst().get("problem")).isNotEmpty();
    assertThat(rows(out).getLast().get("result")).isEqualTo("hit");
    assertThat(id).isNotEmpty();
  }

  private static java.util.List<CSVRecord> rows(Path csv) throws IOException {
    try (var parser =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(Files.newBufferedReader(csv))) {
      return parser.getRecords();
    }
  }

  @Test
  void aNameOfTenThousandCharactersIsAProblem() {
    JsonNode answer = PartyCli.json(PartyCli.store(folder), "search", "a".repeat(10_000));
    assertThat(answer.at("/problems/0/id").asString()).isEqualTo("name-too-long");
  }

  @Test
  void noHitsAtAllCannotBeAskedFor() {
    for (String most : new String[] {"0", "-1"}) {
      JsonNode answer = PartyCli.json(PartyCli.store(folder), "search", "Huawei", "--most", most);
      assertThat(answer.at("/problems/0/id").asString()).isEqualTo("out-of-range");
    }
  }

  @Test
  void oneLetterIsAProblemAndOneSignOfChineseIsNot() {
    Path store = PartyCli.store(folder);
    for (String name : new String[] {"a", " A. ", "7"}) {
      assertThat(PartyCli.json(store, "search", name).at("/problems/0/id").asString())
          .as(name)
          .isEqualTo("name-too-short");
    }
    assertThat(PartyCli.json(store, "search", "\u534e").has("hits")).isTrue();
  }

  @Test
  void theFileOfNamesIsNotWrittenOver() throws IOException {
    Path names = PartyCli.write(folder, "names.csv", "name,country\nHuawei,CN\n");
    JsonNode answer = PartyCli.json(PartyCli.store(folder), "screen", names, "--out", names);
    assertThat(answer.at("/problems/0/id").asString()).isEqualTo("same-file");
    assertThat(Files.readString(names)).startsWith("name,country");
    Path nowhere = folder.resolve("nowhere").resolve("out.csv");
    answer = PartyCli.json(folder.resolve("store"), "screen", names, "--out", nowhere);
    assertThat(answer.at("/problems/0/place").asString()).isEqualTo("--out");
  }

  @Test
  void aHitHasItsRequirementAndAWrongCountryItsColumn() throws IOException {
    Path names =
        PartyCli.write(folder, "names.csv", "name,country\nHuawei,CN\nApple,ZZ\nNobody Here,US\n");
    Path out = folder.resolve("out.csv");
    PartyCli run = PartyCli.run(PartyCli.store(folder), "screen", names, "--out", out);
    assertThat(run.out()).contains("Without a hit: 1,");
    assertThat(rows(out).getFirst().get("licenceRequirement")).contains("734.9(e)(1)");
    assertThat(rows(out).get(1).get("problem")).startsWith("country: ");
    assertThat(PartyCli.run(folder.resolve("store"), "search", "Huawei").out())
        .contains("requires  For all items subject to the EAR");
  }

  @Test
  void aListLaterThanTheDayAskedSaysSoFirst() {
    Path store = PartyCli.store(folder);
    String asked = PartyCli.run(store, "search", "Huawei", "--as-of", "2026-09-30").out();
    assertThat(asked.lines().skip(1).findFirst().orElseThrow()).startsWith("That list is later");
    assertThat(PartyCli.run(store, "search", "Huawei", "--as-of", "2026-10-01").out())
        .doesNotContain("later than");
  }

  @Test
  void aFileWithoutAColumnOfNamesIsAProblem() {
    Path names = PartyCli.write(folder, "names.csv", "nome,x\nHuawei,1\n");
    JsonNode answer =
        PartyCli.json(PartyCli.store(folder), "screen", names, "--out", folder.resolve("out.csv"));
    assertThat(answer.at("/problems/0/id").asString()).isEqualTo("missing-column");
    assertThat(folder.resolve("out.csv")).doesNotExist();
  }

  @Test
  void anAnswerFromTheExtractSaysSo() {
    JsonNode answer = PartyCli.json(folder.resolve("none"), "search", "Huawei");
    assertThat(answer.get("embedded").asBoolean()).isTrue();
    assertThat(answer.get("hits")).isNotEmpty();
    assertThat(answer.get("notCovered").toString()).contains("no list was imported");
  }
}
