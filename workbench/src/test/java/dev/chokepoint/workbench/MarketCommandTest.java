package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The market that ships, from the shell. */
class MarketCommandTest {
  private static final String FILE =
      Path.of(System.getProperty("chokepoint.root", ".."))
          .resolve("docs/example-market.yaml")
          .toString();

  @ParameterizedTest
  @ValueSource(strings = {"none", "2022", "2023", "april-2025", "january-2026", "domestic-only"})
  void everyScenarioFollowsTheSchema(String law) {
    JsonNode answer = JsonSchemaTest.run("market " + FILE + " --draws 200 --law " + law);
    assertThat(JsonSchemaTest.errors(JsonSchemaTest.schema("market"), answer)).isEmpty();
    assertThat(answer.at("/law").asString()).isEqualTo(law);
    assertThat(answer.at("/quarters").size()).isEqualTo(24);
    long fitted = 0;
    for (JsonNode coefficient : answer.at("/coefficients")) {
      fitted += coefficient.at("/fitted").asBoolean() ? 1 : 0;
    }
    assertThat(fitted).isLessThanOrEqualTo(2);
  }

  /** Shares of cards, of money and of compute are three numbers. */
  @Test
  void lawRaisesTheDomesticShareAndWaysDiffer() {
    JsonNode none = JsonSchemaTest.run("market " + FILE + " --draws 400 --law none");
    JsonNode letter = JsonSchemaTest.run("market " + FILE + " --draws 400 --law april-2025");
    double free = none.at("/years/3/units/mid").asDouble();
    assertThat(letter.at("/years/3/units/mid").asDouble()).isGreaterThan(free);
    assertThat(letter.at("/years/2/compute/mid").asDouble())
        .isNotEqualTo(letter.at("/years/2/units/mid").asDouble());
  }

  @Test
  void whatIsWrongIsSaid() {
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            LocalDate.parse("2026-11-24"),
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            "market",
            FILE,
            "--law",
            "april-2024");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("unknown law").contains("Maybe april-2025");
  }
}
