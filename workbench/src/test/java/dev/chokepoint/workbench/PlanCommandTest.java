package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/** Plans of fleets on the command line. */
class PlanCommandTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("chokepoint.root", "..")).resolve("examples");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** One small demand, for a plan that takes a moment. */
  private static final String SMALL =
      """
      site: MY
      as-of: 2025-03-01
      quarters: 2
      max-copy: 2
      demands:
        - {id: chat, model: llama-3.1-8b, input: 1024, output: 256, output-tokens-per-day: [300e6, 900e6]}
      chips: [nvidia-h20-96, nvidia-h100-sxm5]
      """;

  @TempDir Path folder = Path.of("");

  @Test
  void bothSolversFindTheSameCostAndItIsTheSumOfWhatIsBought() throws IOException {
    JsonNode large = run(0, write(SMALL), "--gap", "0");
    JsonNode small = run(0, write(SMALL), "--gap", "0", "--solver", "ojalgo");
    assertThat(large.at("/plan/status").asString()).isEqualTo("optimal");
    double cost = large.at("/plan/costUsd").asDouble();
    assertThat(small.at("/plan/costUsd").asDouble()).isCloseTo(cost, within(0.001));
    assertThat(small.at("/plan/solver").asString()).isEqualTo("ojAlgo");
    double sum = 0;
    for (JsonNode bought : large.at("/plan/fleet")) {
      double quarter = 0;
      for (JsonNode offer : large.get("offers")) {
        if (offer.get("item").equals(bought.get("item"))) {
          quarter = offer.get("usdPerQuarter").asDouble();
        }
      }
      List<JsonNode> chips = new ArrayList<>();
      bought.get("chipsByQuarter").forEach(chips::add);
      sum += quarter * (2 * chips.get(0).asDouble() + chips.get(1).asDouble());
    }
    assertThat(sum).isCloseTo(cost, within(0.01));
  }

  @Test
  void whatNeedsALicenceEntersOnlyWhenOneIsAssumedAndIsMarked() throws IOException {
    // NVIDIA was told on 2025-04-09 that the H20 needs a licence for China; the H100 needed one
    // before.
    String file = write(SMALL.replace("site: MY", "site: CN").replace("2025-03-01", "2025-06-01"));
    JsonNode none = run(10, file);
    assertThat(none.at("/plan/status").asString()).isEqualTo("no-legal-plan");
    assertThat(none.at("/chips/0/excluded").asString()).contains("LETTER-2025");
    JsonNode assumed = run(0, file, "--assume-licence");
    assertThat(assumed.at("/plan/fleet/0/licenceAssumed").asBoolean()).isTrue();
    JsonNode before = run(0, file, "--as-of", "2025-03-01");
    assertThat(before.at("/plan/fleet/0/item").asString()).isEqualTo("nvidia-h20-96");
    assertThat(before.at("/plan/fleet/0/licenceAssumed").asBoolean()).isFalse();
  }

  @Test
  void theTightExampleNamesThePowerThatItLacks() {
    JsonNode all =
        run(
            2,
            EXAMPLES.resolve("demand-tight.yaml").toString(),
            "--site",
            "CN",
            "--as-of",
            "2025-03-01");
    assertThat(all.at("/plan/status").asString()).isEqualTo("infeasible");
    assertThat(all.at("/plan/relaxations").toString()).contains("power");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unknown-site | site: MY | site: ZZ",
        "unknown-key | quarters: 2 | quarter: 2",
        "wrong-count | [300e6, 900e6] | [300e6]",
        "bad-number | 300e6 | -300e6",
        "unknown-model | llama-3.1-8b | lama",
        "unknown-chip | nvidia-h20-96 | nvidia-h2000",
        "bad-money | quarters: 2 | 'quarters: 2\nbudget: 100'",
        "unknown-chip | quarters: 2 | 'quarters: 2\nexisting: {nvidia-l20: 8}'",
      })
  void aWrongFileIsNamed(String id, String from, String to) throws IOException {
    JsonNode problems = run(2, write(SMALL.replace(from, to.replace("\\n", "\n"))));
    assertThat(problems.toString()).contains("\"" + id + "\"");
  }

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("demand.yaml"), text).toString();
  }

  private static JsonNode run(int code, String file, String... more) {
    List<String> words = new ArrayList<>(List.of("plan", file, "--json"));
    words.addAll(List.of(more));
    StringWriter out = new StringWriter();
    int exit =
        Main.run(
            LocalDate.parse("2026-11-24"),
            new PrintWriter(out, true),
            new PrintWriter(new StringWriter()),
            words.toArray(new String[0]));
    assertThat(exit).as(out.toString()).isEqualTo(code);
    return MAPPER.readTree(out.toString());
  }
}
