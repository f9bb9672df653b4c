package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A buyer's name in {@code timeline}, {@code classify --batch} and {@code classify} is read by
 * likeness, against the extract or an imported list. The item is one that only a listed party
 * stops.
 */
class BuyerTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String LISTED =
      """
      source,entity_number,type,programs,name,addresses,federal_register_notice,start_date,\
      license_requirement,license_policy,alt_names
      Entity List (EL),,,,"Quorvex Silicon Systems Co., Ltd.","Shenzhen, CN",90 FR 1,2025-01-15,\
      All items subject to the EAR,Presumption of denial,
      """;

  @TempDir Path folder;

  private static String run(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all = new String[words.length];
    for (int at = 0; at < words.length; at++) {
      all[at] = words[at].toString();
    }
    Main.run(LocalDate.of(2026, 9, 1), new PrintWriter(out, true), new PrintWriter(err, true), all);
    return out.toString().isEmpty() ? err.toString() : out.toString();
  }

  private static JsonNode timeline(String name, Path store) {
    return MAPPER.readTree(
        run("timeline", "L20", "--to", "SG", "--party", name, "--store", store, "--json"));
  }

  private static String verdict(JsonNode timeline, String day) {
    String verdict = "";
    for (JsonNode period : timeline.get("periods")) {
      if (period.get("from").asString().compareTo(day) <= 0) {
        verdict = period.at("/enforced/verdict").asString();
      }
    }
    return verdict;
  }

  /** Inspur Group is on the Entity List since 2023-03-02 (88 FR 13675). */
  @Test
  void aTimelineFollowsThePartyThatANameIsLike() {
    JsonNode timeline = timeline("\u6D6A\u6F6E", folder.resolve("none"));
    assertThat(timeline.get("party").asString()).contains("is read as Inspur Group Co., Ltd. (EL)");
    assertThat(verdict(timeline, "2023-03-01")).isEqualTo("no-licence-required");
    assertThat(verdict(timeline, "2023-03-02")).isEqualTo("licence-required");
    assertThat(timeline("Nordic Bakery", folder.resolve("none")).get("party").isNull()).isTrue();
  }

  @Test
  void aTimelineKnowsTheDaysOfAnImportedList() throws IOException {
    JsonNode timeline = timeline("Quorvax Silicon", store());
    assertThat(verdict(timeline, "2025-01-14")).isEqualTo("no-licence-required");
    assertThat(verdict(timeline, "2025-01-15")).isEqualTo("licence-required");
    assertThat(verdict(timeline("Silicon Quorvex Labs", folder.resolve("store")), "2025-01-15"))
        .isEqualTo("undetermined");
  }

  private Path store() throws IOException {
    Path store = folder.resolve("store");
    Path list = Files.writeString(folder.resolve("list.csv"), LISTED);
    run("parties", "import", list, "--store", store, "--list-date", "2025-04-01");
    return store;
  }

  @Test
  void rowsOfABatchAreReadSoToo() throws IOException {
    Path rows =
        Files.writeString(
            folder.resolve("rows.csv"),
            """
            item,party
            L20,Quorvax Silicon
            L20,Silicon Quorvex Labs
            L20,Nordic Bakery
            """);
    Path out = folder.resolve("out.csv");
    String said =
        run(
            "classify",
            "--batch",
            rows,
            "--to",
            "SG",
            "--as-of",
            "2025-04-20",
            "--out",
            out,
            "--store",
            store());
    assertThat(out).as(said).exists();
    String answers = Files.readString(out);
    assertThat(answers)
        .containsPattern("2,nvidia-l20.*licence-required.*party-by-name")
        .containsPattern("3,nvidia-l20.*undetermined.*party-review")
        .containsPattern("4,nvidia-l20.*no-licence-required.*party-not-found");
  }

  /** Before its day on the list the buyer is on none. */
  @Test
  void theDayOfListingCounts() throws IOException {
    Path store = store();
    for (String day : new String[] {"2025-01-14", "2025-01-15"}) {
      JsonNode answer =
          MAPPER.readTree(
              run(
                  "classify",
                  "L20",
                  "--to",
                  "SG",
                  "--as-of",
                  day,
                  "--party",
                  "Quorvax Silicon",
                  "--store",
                  store,
                  "--json"));
      assertThat(answer.get("verdict").asString())
          .isEqualTo(day.endsWith("14") ? "no-licence-required" : "licence-required");
    }
  }
}
