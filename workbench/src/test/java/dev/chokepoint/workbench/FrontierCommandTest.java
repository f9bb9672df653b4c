package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The commands of the line as their users see them. */
class FrontierCommandTest {
  @TempDir Path folder;

  private static CommandLineTest.Run run(String words) {
    return CommandLineTest.run(words.split(" ", -1));
  }

  /** The figures of the export sheet: 2.3 and 2.6 for the limits, 2.10 for the chips. */
  @Test
  void oneTableShowsThreeRulesAndTheChipsOnThem() {
    String out =
        run("frontier --rule 2022-10-21,2023-11-17,2025-04-20 --chips"
                + " nvidia-a800-sxm4-80,nvidia-h800-sxm5,nvidia-h20-96,nvidia-l20,nvidia-l2,"
                + "nvidia-rtx-pro-6000d,nvidia-rtx-5090d-v2")
            .out();
    assertThat(out)
        .containsPattern("above 750 to 1500 +no limit +below 2400 +below 2400")
        .containsPattern("from 4800 +below 600 +none +none")
        .containsPattern("to 300 +no limit +no limit +below 1400")
        .contains("I/O 464, free below 600 GB/s", "I/O 528, free below 600 GB/s")
        .contains("TPP 2368, free below 2400 (1.33% left)", "TPP 1913.6, free below 1947.2")
        .contains("memory bandwidth 1398, free below 1400 GB/s (0.14% left)")
        .contains("memory bandwidth 1344, free below 1400 GB/s");
  }

  @Test
  void rowsHaveOneColumnCountAndEveryPieceAndPlace() {
    CommandLineTest.Run run = run("frontier --rule 2022-10-21,2023-11-17 --chips nvidia-l20 --csv");
    assertThat(run.code()).isEqualTo(0);
    assertThat(run.out().lines()).first().asString().startsWith("asOf,curve,from");
    assertThat(run.out().lines().filter(line -> line.contains("nvidia-l20"))).hasSize(2);
    assertThat(run("near nvidia-l4 --rule 2023-11-17 --csv").out())
        .contains("no-licence-required")
        .startsWith("change,loss,");
    assertThat(run("rule-design --catch nvidia-l4 --spare nvidia-l2 --metrics tpp --csv").out())
        .contains("tpp,1545.6,1940,1900");
  }

  /** 70.6 billion parameters in 16 bits are 141 GB. */
  @Test
  void aModelThatDoesNotFitIsSaid() {
    String near = "near nvidia-h100-sxm5 --rule 2023-11-17 --model llama-3.1-70b --tp ";
    assertThat(run(near + 1).out().replaceAll("\\s+", " "))
        .containsPattern(
            "does not fit: it needs 1[4-9]\\d\\.\\d GB of a chip that has 8\\d\\.\\d GB");
    assertThat(run(near + 8).out()).doesNotContain("does not fit");
    JsonNode options =
        CommandLineTest.json(
                run("near nvidia-h20-96 --rule 2025-04-20 --tp 2 --model llama-3.1-70b --json")
                    .out())
            .get("options");
    assertThat(options).isNotEmpty();
    for (JsonNode option : options) {
      // Half of the weights alone are 70 GB, so that GDDR7 of at most 48 GB keeps nothing.
      boolean fits = option.get("fits").asBoolean();
      assertThat(option.get("text").asString()).doesNotContain(fits ? "GDDR7" : "HBM2e on 7168");
      assertThat(option.get("prefillKept").asDouble() > 0).isEqualTo(fits);
      assertThat(option.get("loss").asDouble() < 1).isEqualTo(fits);
    }
  }

  @Test
  void aFreeChipNeedsNoChangeAndAMissingRuleIsSaid() {
    CommandLineTest.Run free = run("near nvidia-t4 --rule 2023-11-17");
    assertThat(free.code()).isEqualTo(0);
    assertThat(free.out()).contains("Nothing must change.");
    CommandLineTest.Run none =
        run("rule-design --catch nvidia-h100-sxm5 --spare nvidia-h200-sxm --metrics tpp");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.out()).contains("No rule of one or two conjunctions");
  }

  /** What is written is an overlay like any other, and the engine finds under it what was said. */
  @Test
  void aDesignedRuleIsReadByRulesTry() throws IOException {
    Path file = folder.resolve("rule.yaml");
    String lists = "--catch nvidia-a100-sxm4-80,nvidia-l4 --spare nvidia-h20-96,nvidia-l2";
    JsonNode report =
        CommandLineTest.json(
            run("rule-design "
                    + lists
                    + " --metrics tpp,density --rule 2023-11-17 --json --out "
                    + file)
                .out());
    assertThat(report.get("designs").get(0).get("text").asString())
        .isEqualTo("performance density >= 6");
    assertThat(Files.readString(file)).contains("performanceDensity: 6");
    for (JsonNode id : report.get("collateral")) {
      CommandLineTest.Run judged =
          run(
              "classify "
                  + id.asString()
                  + " --to CN --as-of 2023-11-17 --overlay "
                  + file
                  + " --json");
      assertThat(judged.out()).as(id.asString()).contains("RULE-DESIGN");
    }
    CommandLineTest.Run tried = run("rules try " + file + " --as-of 2023-11-17 --to CN");
    assertThat(tried.code()).isEqualTo(0);
    assertThat(tried.out()).contains("RULE-DESIGN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          frontier --rule 2021-01-01 | before-coverage
          frontier --rule 2023-13-01 | bad-date
          frontier --die -5 | bad-number
          frontier --die 200000 | bad-number
          frontier --chips H2O0 | unknown-chip
          frontier --json --csv | bad-arguments
          frontier --to Chian | unknown-country
          near | missing
          near H100 --rule 2023-11-17 --tp 7 | layout-does-not-divide
          near H100 --rule 2023-11-17 --model lama | unknown-model
          near nvidia-rtx-pro-6000d --rule 2025-09-01 | missing-figure
          near H100 --most 0 | bad-number
          explore --near H100 --points 10 --method random | not-used
          explore --near H100 examples/space.yaml | bad-arguments
          explore --near H1OO | unknown-chip
          rule-design --catch nvidia-l4 --spare nvidia-l4 | contradiction
          rule-design --catch sys-dgx-h100 --spare nvidia-l4 | not-a-chip
          rule-design --catch nvidia-l4 --spare nvidia-l2 --metrics tpp,tpp | bad-value
          rule-design --catch nvidia-l4 --spare nvidia-l2 --metrics tpp --pick 9 | bad-number
          rule-design --catch nvidia-l4 | bad-arguments
          """)
  void aWrongRequestNamesWhatIsWrong(String words, String id) {
    CommandLineTest.Run run = run(words.contains("--json") ? words : words + " --json");
    assertThat(run.code()).as(run.out()).isIn(2, 12);
    assertThat(run.out()).contains("\"" + id + "\"");
  }

  @Test
  void exploreNearIsNear() {
    CommandLineTest.Run near = run("near H100 --rule 2023-11-17 --to CN --json");
    assertThat(near.code()).isZero();
    assertThat(run("explore --near H100 --rule 2023-11-17 --to CN --json")).isEqualTo(near);
  }
}
