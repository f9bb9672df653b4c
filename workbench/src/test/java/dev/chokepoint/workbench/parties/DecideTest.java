package dev.chokepoint.workbench.parties;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A person's decision, and how long it holds. */
class DecideTest {
  @TempDir Path folder;

  private static JsonNode decide(Path store, String name, String verdict) {
    return PartyCli.json(
        store,
        "decide",
        name,
        "--party",
        PartyCli.HUAWEI,
        "--verdict",
        verdict,
        "--by",
        "A reviewer",
        "--because",
        "another address");
  }

  private static JsonNode decision(Path store, String name) {
    return PartyCli.json(store, "search", name).at("/hits/0/decision");
  }

  @Test
  void whoDecidedWhenAndWhyIsKept() {
    Path store = PartyCli.store(folder);
    decide(store, "Huawei", "different");
    JsonNode decision = decision(store, "Huawei");
    assertThat(decision.get("verdict").asString()).isEqualTo("different");
    assertThat(decision.get("who").asString()).isEqualTo("A reviewer");
    assertThat(decision.get("on").asString()).isEqualTo("2026-11-24");
    assertThat(decision.get("because").asString()).isEqualTo("another address");
    assertThat(decision(store, "Huawei Tech").isNull()).as("another name").isTrue();
    decide(store, "Huawei", "same");
    assertThat(decision(store, "Huawei").get("verdict").asString())
        .as("the last")
        .isEqualTo("same");
  }

  /** A writer was killed within its line: the others are read, and the next one is whole. */
  @Test
  void aTornLineIsNoDecision() throws Exception {
    Review review = new Review(folder);
    Review.Decision first =
        new Review.Decision("A", "CN", "B", "same", "ann", "2026-11-24", "known", "1");
    review.add(first);
    Path file = folder.resolve("decisions.jsonl");
    Files.writeString(file, "{\"name\":\"tor", StandardOpenOption.APPEND);
    assertThat(review.all()).containsOnlyKeys("1");
    review.add(new Review.Decision("C", "CN", "D", "same", "ann", "2026-11-24", "known", "2"));
    assertThat(review.all()).containsOnlyKeys("1", "2").containsEntry("1", first);
    assertThat(Files.readString(file)).doesNotContain("tor\"").hasLineCount(2).endsWith("}\n");
  }

  @Test
  void itOutlivesAnUpdateThatLeavesBothRecordsAlone() {
    Path store = PartyCli.store(folder);
    decide(store, "Huawei", "different");
    String added = PartyCli.LIST + "Entity List (EL),,,,Biren Technology,CN,,,,,\n";
    PartyCli.run(
        store, "import", PartyCli.write(folder, "b.csv", added), "--list-date", "2026-11-01");
    assertThat(decision(store, "Huawei").isNull()).isFalse();
  }

  @Test
  void itEndsWhenTheListedRecordChanges() {
    Path store = PartyCli.store(folder);
    decide(store, "Huawei", "different");
    String changed = PartyCli.LIST.replace("84 FR 22961", "84 FR 22961; 90 FR 1");
    PartyCli.run(
        store, "import", PartyCli.write(folder, "b.csv", changed), "--list-date", "2026-11-01");
    assertThat(decision(store, "Huawei").isNull()).isTrue();
    JsonNode before = PartyCli.json(store, "search", "Huawei", "--as-of", "2026-10-15");
    assertThat(before.at("/hits/0/decision").isNull()).as("of the old list").isFalse();
  }

  @Test
  void itShowsInAScreenedFile() throws java.io.IOException {
    Path store = PartyCli.store(folder);
    decide(store, "Huawei", "different");
    Path out = folder.resolve("out.csv");
    PartyCli.run(
        store,
        "screen",
        PartyCli.write(folder, "names.csv", "name\nHuawei\nNordic Bakery\n"),
        "--out",
        out);
    assertThat(java.nio.file.Files.readString(out))
        .contains("different by A reviewer on 2026-11-24")
        .contains("clean by name; ownership and red flags not covered");
  }

  @ParameterizedTest
  @CsvSource({
    "Huawei, maybe, bad-value",
    "Nordic Bakery, same, no-such-hit",
    "'Co., Ltd.', same, only-legal-form",
  })
  void whatCannotBeDecidedIsAProblem(String name, String verdict, String id) {
    JsonNode answer = decide(PartyCli.store(folder), name, verdict);
    assertThat(answer.at("/problems/0/id").asString()).isEqualTo(id);
  }
}
