package dev.chokepoint.workbench.parties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Lists come in, shrunken ones do not, and an old day is asked of its own list. */
class ImportTest {
  @TempDir Path folder;

  private static Path shared(String file) {
    Path path =
        Path.of(System.getProperty("chokepoint.root", ".."))
            .resolve("../shared/reference/parties")
            .resolve(file);
    assumeTrue(Files.exists(path), "the shared list is not here: " + path);
    return path;
  }

  @Test
  void theWholeListIsReadAndCountedBySource() {
    Path list = shared("us-consolidated-screening-list-2026-07-31.csv");
    Path store = folder.resolve("store");
    JsonNode imported = PartyCli.json(store, "import", list);
    // Counts as the README beside the list states them.
    assertThat(imported.at("/version/parties").asInt()).isEqualTo(25_921);
    assertThat(imported.at("/version/listDate").asString()).isEqualTo("2026-07-31");
    assertThat(imported.get("sources").valueStream().map(s -> s.get("parties").asInt()).toList())
        .containsExactlyInAnyOrder(19_181, 3_420, 1_596, 787, 286, 222, 161, 78, 70, 68, 51, 1);
  }

  @Test
  void aShrunkenOrTruncatedListIsRefusedAndTheLastGoodOneStays() throws IOException {
    Path list = shared("us-consolidated-screening-list-2026-07-31.csv");
    Path store = folder.resolve("store");
    assertThat(PartyCli.run(store, "import", list).code()).isZero();
    List<String> lines = Files.readAllLines(list);
    Path shrunken = folder.resolve("list-2026-08-01.csv");
    Files.write(shrunken, lines.stream().filter(l -> !l.contains("Entity List (EL)")).toList());
    byte[] whole = Files.readAllBytes(list);
    int cut = whole.length / 2;
    while (whole[cut] != ',') {
      cut++; // within a line, so that a row lacks cells
    }
    Path truncated =
        Files.write(folder.resolve("list-2026-08-02.csv"), Arrays.copyOf(whole, cut + 1));
    PartyCli refused = PartyCli.run(store, "import", shrunken);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("3420 before").contains("--accept-fewer");
    assertThat(PartyCli.run(store, "import", truncated).code()).isEqualTo(2);
    JsonNode status = PartyCli.json(store, "status");
    assertThat(status.at("/answers/listDate").asString()).isEqualTo("2026-07-31");
    assertThat(status.get("versions")).hasSize(1);
    assertThat(PartyCli.run(store, "import", shrunken, "--accept-fewer").code()).isZero();
  }

  @ParameterizedTest
  // Rows as another reader of CSV counts them.
  @CsvSource({"csl-layout-2019.csv, 115", "csl-layout-2025.csv, 13"})
  void bothLayoutsAreRead(String file, int parties) {
    JsonNode imported = PartyCli.json(folder.resolve("store"), "import", shared(file));
    assertThat(imported.at("/version/parties").asInt()).isEqualTo(parties);
  }

  @Test
  void anOldDayAsksTheListOfItsTime() {
    Path store = PartyCli.store(folder);
    String added = PartyCli.LIST + "Entity List (EL),,,,Biren Technology,CN,,,,,\n";
    Path later = PartyCli.write(folder, "later.csv", added);
    assertThat(PartyCli.run(store, "import", later, "--list-date", "2026-11-01").code()).isZero();
    JsonNode now = PartyCli.json(store, "search", "Biren Technology");
    JsonNode before = PartyCli.json(store, "search", "Biren Technology", "--as-of", "2026-10-15");
    JsonNode first = PartyCli.json(store, "search", "Biren Technology", "--as-of", "2020-01-01");
    assertThat(now.get("hits")).hasSize(1);
    assertThat(now.get("listDate").asString()).isEqualTo("2026-11-01");
    assertThat(before.get("hits")).isEmpty();
    assertThat(before.get("listDate").asString()).isEqualTo("2026-10-01");
    assertThat(first.get("notCovered").toString()).contains("the day asked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty-file",
        "name,country~Huawei,CN~ | missing-column",
        "source,name,alt_names,addresses~ | no-parties",
        "source,name,alt_names,addresses~EL,,,~ | missing",
        "source,name,alt_names,addresses~EL,Huawei | truncated-list",
        "source,name,alt_names,addresses~EL,Huawei~EL,SMIC,,~ | wrong-cells",
        "source,name,alt_names,addresses~EL,\"Huawei | bad-csv",
        "[] | no-parties",
        "{\"results\": 3} | missing-column",
        "[{\"source\": \"EL\" | bad-json",
      })
  void aFileThatIsNoListIsAProblem(String text, String id) {
    Path file = PartyCli.write(folder, "wrong.csv", text.replace("~", "\n"));
    JsonNode answer = PartyCli.json(folder.resolve("store"), "import", file);
    assertThat(answer.at("/problems/0/id").asString()).as(answer.toString()).isEqualTo(id);
  }

  @Test
  void textThatIsNotUtf8IsAProblem() throws IOException {
    Path file =
        Files.write(
            folder.resolve("latin.csv"),
            "source,name,alt_names,addresses\nEL,Soci\u00e9t\u00e9,,\n"
                .getBytes(StandardCharsets.ISO_8859_1));
    JsonNode answer = PartyCli.json(folder.resolve("store"), "import", file);
    assertThat(answer.at("/problems/0/id").asString()).isEqualTo("bad-encoding");
  }
}
