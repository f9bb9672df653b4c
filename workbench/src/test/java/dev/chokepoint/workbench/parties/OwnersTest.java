package dev.chokepoint.workbench.parties;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The two 50 percent rules, their days, and graphs that are wrong. */
class OwnersTest {
  private static final String SMIC = "Semiconductor Manufacturing International Corporation";
  private static final String HALF = "owner,owned,percent\n" + SMIC + ",Plant,50\n";
  @TempDir Path folder;

  private JsonNode ask(String graph, String party, String day) {
    return PartyCli.json(
        PartyCli.store(folder),
        "owners",
        PartyCli.write(folder, "graph.csv", graph),
        "--party",
        party,
        "--as-of",
        day);
  }

  /** 90 FR 47201 and 90 FR 50857: begun 2025-09-29, stayed 2025-11-10 through 2026-11-09. */
  @ParameterizedTest
  @CsvSource({
    "2025-09-28, not-in-force",
    "2025-09-29, in-force",
    "2025-11-09, in-force",
    "2025-11-10, stayed",
    "2026-11-09, stayed",
    "2026-11-10, in-force",
  })
  void theRuleHoldsInItsWindows(String day, String status) {
    JsonNode rule = ask(HALF, "Plant", day).at("/rules/0");
    assertThat(rule.get("status").asString()).isEqualTo(status);
    assertThat(rule.get("answer").asString()).isEqualTo("captured");
    assertThat(rule.get("chain").toString()).contains(SMIC).contains("50%");
    assertThat(rule.get("governingOwner").asString()).contains("Presumption of denial");
    assertThat(ask(HALF, "Plant", day).at("/rules/1/status").asString()).isEqualTo("in-force");
  }

  @Test
  void theAnnouncedExtensionStandsBesideTheText() {
    assertThat(ask(HALF, "Plant", "2026-11-20").at("/rules/0/note").asString())
        .contains("2027-01-10");
  }

  @Test
  void treasurysRuleIsApartAndNeverStopped() {
    String graph = "owner,owned,percent\nSberbank of Russia,Trader,50\n" + SMIC + ",Trader,10\n";
    JsonNode answer = ask(graph, "Trader", "2026-01-01");
    assertThat(answer.at("/rules/1/answer").asString()).isEqualTo("captured");
    assertThat(answer.at("/rules/0/status").asString()).isEqualTo("stayed");
    PartyCli run =
        PartyCli.run(
            folder.resolve("store"),
            "owners",
            folder.resolve("graph.csv"),
            "--party",
            "Trader",
            "--as-of",
            "2026-01-01");
    assertThat(run.code()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "'%s,Plant,?', undetermined, Cannot determine",
    "'%s,Plant,?~Somebody,Plant,51', not-captured, Not captured",
    "'Somebody,Plant,?', undetermined, not a clearance",
    "'%s,Fund,100~Fund,Plant,49.999999', not-captured, Not captured",
    "'%s,Fund,49~Fund,Plant,100', not-captured, Not captured",
    "'Plant,Fund,100~Fund,Plant,100', not-captured, Not captured",
  })
  void whatIsNotKnownIsSaid(String rows, String answer, String text) {
    String graph = "owner,owned,percent\n" + rows.formatted(SMIC) + "\n";
    JsonNode rule = ask(graph.replace("~", "\n"), "Plant", "2026-11-20").at("/rules/0");
    assertThat(rule.get("answer").asString()).isEqualTo(answer);
    assertThat(rule.get("text").asString()).contains(text);
  }

  @Test
  void theMostRestrictiveOwnerGoverns() {
    String milder =
        PartyCli.LIST
            + "Entity List (EL),,,,Biren Technology,CN,88 FR 71991,,All items,Case-by-case review,\n";
    Path store = folder.resolve("store");
    PartyCli.run(
        store, "import", PartyCli.write(folder, "l.csv", milder), "--list-date", "2026-10-01");
    String graph = "owner,owned,percent\nBiren Technology,Plant,40\n" + SMIC + ",Plant,10\n";
    JsonNode answer =
        PartyCli.json(store, "owners", PartyCli.write(folder, "g.csv", graph), "--party", "Plant");
    assertThat(answer.at("/rules/0/governingOwner").asString()).startsWith(SMIC);
  }

  @ParameterizedTest
  @CsvSource({
    "'owner,owned,percent~A,B,101', out-of-range",
    "'owner,owned,percent~A,B,-1', out-of-range",
    "'owner,owned,percent~A,B,half', bad-value",
    "'owner,owned,percent~A,B,1e999999999', bad-value",
    "'owner,owned,percent~A,A,10', owns-itself",
    "'owner,owned,percent~A,B,60~C,B,60', stakes-over-100",
    "'owner,owned~A,B', missing-column",
    "'owner,owned,percent~A,B', wrong-cells",
    "'', missing-header",
    "'owner,owned,percent~A,C,10', no-such-party",
  })
  void aWrongGraphIsAProblem(String graph, String id) {
    JsonNode answer = ask(graph.replace("~", "\n"), "B", "2026-11-20");
    assertThat(answer.at("/problems/0/id").asString()).as(answer.toString()).isEqualTo(id);
  }
}
