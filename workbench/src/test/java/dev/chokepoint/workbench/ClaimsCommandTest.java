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

/** Claims from the shell. */
class ClaimsCommandTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("chokepoint.root", "..")).resolve("docs/example-claims.yaml");

  @TempDir Path folder;

  private record Ran(int code, String out, String err) {}

  private static Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            LocalDate.parse("2026-11-24"),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            words);
    return new Ran(code, out.toString(), err.toString());
  }

  @Test
  void theJsonFollowsItsSchema() {
    for (String words : new String[] {"claims check", "claims show h20-listed"}) {
      JsonNode document = JsonSchemaTest.run(words);
      assertThat(JsonSchemaTest.errors(JsonSchemaTest.schema("claims"), document)).isEmpty();
    }
    JsonNode own = JsonSchemaTest.run("claims check " + EXAMPLE);
    assertThat(JsonSchemaTest.errors(JsonSchemaTest.schema("claims"), own)).isEmpty();
    assertThat(own.at("/claims/0/verdict").asString()).isEqualTo("imprecise");
    assertThat(own.at("/claims/1/verdict").asString()).isEqualTo("mixed-units");
    assertThat(own.at("/claims/2/verdict").asString()).isEqualTo("holds");
    assertThat(own.at("/counts/holds").asInt()).isEqualTo(1);
  }

  @Test
  void everyVerdictHasALineAndEveryClaimItsWorking() {
    Ran brief = run("claims", "check", "--list", "seed", "--brief");
    assertThat(brief.code()).isZero();
    assertThat(brief.out()).startsWith("49 claims: ");
    assertThat(brief.out())
        .contains("not checkable   h20-need")
        .contains("mixed units     share-15");
    Ran one = run("claims", "show", "h20-per-chip");
    assertThat(one.out())
        .contains("FAILS  h20-per-chip")
        .contains("17.1 bn USD / 800,000 cards = 21,375 USD/card")
        .contains("[1] prices, chip of h20-2024");
    assertThat(run("claims", "check", "--csv").out()).startsWith("id,list,kind,verdict,says");
    assertThat(run("claims", "list").out()).contains("share-omdia");
  }

  @Test
  void whatIsWrongIsNamedWithItsLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.yaml"),
            """
            claims:
              - id: a
                kind: rumour
                says: s
                source: t
                check: {equal: [{figure: bf16, of: H20X9}, 1 TFLOPS]}
            """);
    Ran bad = run("claims", "check", file.toString());
    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).contains("bad.yaml:3").contains("bad kind").contains("bad.yaml:6");
    Ran unknown = run("claims", "show", "h20-per-chp");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("Maybe h20-per-chip");
    assertThat(run("claims", "check", folder.resolve("none.yaml").toString()).code()).isEqualTo(2);
    assertThat(run("claims", "check", "--list", "sed").err()).contains("Maybe seed?");
  }
}
