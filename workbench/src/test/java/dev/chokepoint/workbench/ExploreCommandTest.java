package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Explorations as people run them: saved, stopped, gone on with, refused. */
class ExploreCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));
  private static final String SPACE = ROOT.resolve("examples/space.yaml").toString();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private record Answer(int code, String out, String err) {
    JsonNode json() {
      return MAPPER.readTree(out);
    }
  }

  private static Answer run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            LocalDate.parse("2026-11-24"),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            words);
    return new Answer(code, out.toString(), err.toString());
  }

  private static Answer explore(String more) {
    List<String> words = new ArrayList<>(List.of("explore", SPACE, "--rule", "2023-11-17"));
    words.addAll(List.of(more.split(" ", -1)));
    return run(words.toArray(new String[0]));
  }

  /** A saved design is, to classify and predict, what explore said of it. */
  @Test
  void aSavedDesignIsReadByClassifyAndPredict(@TempDir Path folder) {
    Path chip = folder.resolve("winner.yaml");
    JsonNode said = explore("--pick tpot-ms --json --save " + chip).json();
    JsonNode best = said.get("best").get("tpot-ms");
    Answer law =
        run("classify", "--spec", chip.toString(), "--to", "CN", "--as-of", "2023-11-17", "--json");
    assertThat(law.json().get("verdict")).isEqualTo(best.get("verdict"));
    assertThat(law.json().get("eccn")).isEqualTo(best.get("eccn"));
    String model = "--model llama-3.1-70b --precision fp8 --tp 8 --batch 32 --json --phase ";
    for (String phase : List.of("prefill --input 2048", "decode --input 2560")) {
      List<String> words = new ArrayList<>(List.of("predict", "--spec", chip.toString()));
      words.addAll(List.of((model + phase).split(" ", -1)));
      JsonNode predicted = run(words.toArray(new String[0])).json();
      String key = phase.startsWith("prefill") ? "ttft" : "tpot";
      assertThat(predicted.get(key + "Ms").get("mid").decimalValue())
          .isEqualByComparingTo(best.get("objectives").get(key + "-ms").decimalValue());
    }
  }

  /** The same numbers on one thread and on four, at once and after a stop. */
  @Test
  void aRunThatWasStoppedGoesOnToTheSameEnd(@TempDir Path folder) throws IOException {
    String points = "--method sobol --points 9000 --seed 3 --json";
    String whole = explore(points + " --threads 1 --out " + folder.resolve("a")).out();
    assertThat(explore(points + " --threads 4").out()).isEqualTo(whole);
    Path out = folder.resolve("a");
    Path manifest = out.resolve("manifest.json");
    ObjectNode done = (ObjectNode) MAPPER.readTree(Files.readString(manifest));
    assertThat(done.get("nextChunk").asInt()).isEqualTo(3);
    assertThat(explore(points + " --out " + out).out()).as("nothing left to do").isEqualTo(whole);

    Path half = folder.resolve("half");
    ExploreStop.after(1, half, SPACE, "2023-11-17", 9000, 3);
    assertThat(
            MAPPER
                .readTree(Files.readString(half.resolve("manifest.json")))
                .get("nextChunk")
                .asInt())
        .isEqualTo(1);
    assertThat(explore(points + " --out " + half).out()).isEqualTo(whole);
    assertThat(half.resolve("pareto.csv")).hasSameTextualContentAs(out.resolve("pareto.csv"));

    Answer other = explore("--method sobol --points 9000 --seed 4 --out " + out);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("another exploration");
  }

  @Test
  void whatCannotBeIsRefused(@TempDir Path folder) throws IOException {
    Answer early = run("explore", SPACE, "--rule", "2020-01-01");
    assertThat(early.code()).isEqualTo(12);
    assertThat(early.err()).contains("not modelled");
    Path never = folder.resolve("never.yaml");
    Files.writeString(
        never,
        Files.readString(Path.of(SPACE))
            .replace(
                "largest-die-mm2, at-most: 858}",
                "largest-die-mm2, at-most: 858}\n  - {figure: memory-bw-gbs, at-least: 5000}\n"
                    + "  - {figure: cost-usd, below: 900}"));
    Answer nothing = run("explore", never.toString(), "--rule", "2023-11-17");
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err())
        .contains("met together by no design")
        .contains("memory-bw-gbs at least 5000 with cost-usd below 900");
    assertThat(explore("--method evolve").err()).contains("grid, random or sobol");
    assertThat(explore("--seed 3").err()).contains("a grid has all designs");
    assertThat(explore("--save x.yaml --pick price").err()).contains("or cost-usd");
    assertThat(explore("--model nobody").code()).isEqualTo(2);
  }
}
