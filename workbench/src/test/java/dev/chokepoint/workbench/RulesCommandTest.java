package dev.chokepoint.workbench;

import static dev.chokepoint.workbench.CommandLineTest.json;
import static dev.chokepoint.workbench.CommandLineTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Range;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The rulebook as its readers see it: shown, compared, tried, charted and exported. */
class RulesCommandTest {
  @TempDir private Path folder;

  /** 88 FR 73458, 3A090.a.1: TPP of 4800 or more; a.2: of 1600 or more and a density of 5.92. */
  @Test
  void aProvisionIsShownWithTheLimitsOfItsText() {
    CommandLineTest.Run run = run("rules", "show", "3A090.a");
    assertThat(run.code()).isZero();
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains(
            "2023-11-17",
            "88 FR 73458",
            "a.1: TPP >= 4800",
            "a.2: TPP >= 1600 and performance density >= 5.92",
            "displaces 3A090.b",
            Answer.DISCLAIMER);
    assertThat(run("rules", "show", "3a090.A").out()).isEqualTo(run.out());
  }

  @Test
  void anUnknownIdBringsTheNearestOnes() {
    CommandLineTest.Run run = run("rules", "show", "3A090.x");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("unknown provision (3A090.x)", "Maybe ", "3A090.a");
  }

  /** Texts of entries in force: those of 2022 up to the day before those of 2023 apply. */
  @ParameterizedTest
  @CsvSource({"2022-10-20, ", "2022-10-21, 3A090", "2023-11-16, 3A090", "2023-11-17, 3A090.a"})
  void theListIsThatOfTheDay(String day, String first) {
    List<String> entries = new ArrayList<>();
    for (JsonNode row :
        json(run("rules", "--as-of", day, "--json").out()).get("provisions").values()) {
      if (row.get("kind").asString().equals("entry")) {
        entries.add(row.get("id").asString());
      }
    }
    assertThat(entries.isEmpty() ? null : entries.getFirst()).isEqualTo(first);
  }

  /** Verdicts before and after by item, as {@code before > after: clauses}. */
  private static Map<String, String> moves(String... words) {
    JsonNode changes = json(run(words).out());
    Map<String, String> moves = new TreeMap<>();
    for (JsonNode answer : changes.get("answers").values()) {
      moves.put(
          answer.get("item").get("id").asString(),
          answer.get("before").get("verdict").asString()
              + " > "
              + answer.get("after").get("verdict").asString()
              + ": "
              + answer.get("clauses").values().stream()
                  .map(JsonNode::asString)
                  .collect(Collectors.joining("; ")));
    }
    return moves;
  }

  /** The letter of 2025-04-09 is a new requirement: it frees nothing. */
  @Test
  void theLetterOf2025CatchesTheH20AndFreesNothing() {
    Map<String, String> moves =
        moves("rules", "diff", "2025-04-08", "2025-04-10", "--to", "CN", "--json");
    assertThat(moves.get("nvidia-h20-96"))
        .isEqualTo("no-licence-required > licence-required: + LETTER-2025");
    assertThat(moves.values()).noneMatch(move -> move.contains("> no-licence-required"));
  }

  /**
   * On 2023-11-17 the GeForce RTX 4090 is caught: 660.6 TFLOPS in FP8 are a TPP of 5284.8, and Note
   * 2 frees consumer parts only below 4800. The A800 (312 TFLOPS in FP16: 4992) was caught four
   * weeks earlier by the letter that its maker's Form 8-K of 2023-10-24 reports, which names it and
   * not the 4090.
   */
  @Test
  void theRuleOf2023CatchesConsumerPartsAndFollowsTheLetterForTheOthers() {
    Map<String, String> rule =
        moves("rules", "diff", "2023-11-16", "2023-11-17", "--to", "CN", "--json");
    assertThat(rule.get("nvidia-rtx-4090"))
        .isEqualTo("no-licence-required > licence-required: + destination-a-side");
    assertThat(rule.get("nvidia-a800-sxm4-80"))
        .isEqualTo(
            "licence-required > licence-required: + destination-a-side; - LETTER-2023-ACCEL");
    Map<String, String> letter =
        moves("rules", "diff", "2023-10-22", "2023-10-23", "--to", "CN", "--json");
    assertThat(letter.get("nvidia-a800-sxm4-80"))
        .isEqualTo("no-licence-required > licence-required: + LETTER-2023-ACCEL");
    assertThat(letter).doesNotContainKey("nvidia-rtx-4090");
  }

  private static final String MEMORY_LINE =
      """
      provisions:
        - id: MEMORY-LINE
          kind: requirement
          versions:
            - effective: 2024-06-01
              when:
                all:
                  - in: {destination: [FR]}
                  - atLeast: {memoryBandwidthGBps: 4000}
      """;

  /** France needed no licence for anything then, so all that is caught is new. SRAM is not DRAM. */
  @Test
  void aFileOfNineLinesCatchesWhatALoopOverTheCatalogueFinds() throws IOException {
    assertThat(MEMORY_LINE.lines().count()).isLessThan(10);
    Path file = Files.writeString(folder.resolve("line.yaml"), MEMORY_LINE);
    Map<String, String> expected = new TreeMap<>();
    Catalog catalog = Knowledge.load().catalog();
    BigFraction limit = new BigFraction(4000);
    for (String id : catalog.ids()) {
      Item item = catalog.get(id);
      boolean sram = item.text("memory-type").toUpperCase(Locale.ROOT).endsWith("SRAM");
      if (item.kind() == Item.Kind.SYSTEM || sram) {
        continue;
      }
      Figure figure = item.figure(Field.MEMORY_BANDWIDTH);
      Range value = figure == null ? Range.UNKNOWN : figure.value();
      BigFraction high = value.high();
      if (value.low().compareTo(limit) >= 0) {
        expected.put(id, "no-licence-required > licence-required: + MEMORY-LINE");
      } else if (high == null || high.compareTo(limit) >= 0) {
        expected.put(id, "no-licence-required > undetermined: + MEMORY-LINE?");
      }
    }
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(
            moves(
                "rules",
                "try",
                file.toString(),
                "--as-of",
                "2024-06-01",
                "--to",
                "France",
                "--json"))
        .isEqualTo(expected);
    assertThat(moves("rules", "try", file.toString(), "--as-of", "2024-05-31", "--json")).isEmpty();
  }

  @Test
  void aFileIsTriedOnTopOfWhatTheRunReads() throws IOException {
    Path file = Files.writeString(folder.resolve("line.yaml"), MEMORY_LINE);
    String path = file.toString();
    JsonNode twice =
        json(run("--overlay", path, "rules", "try", path, "--as-of", "2024-06-01", "--json").out());
    assertThat(twice.get("answers").size()).isZero();
  }

  /** Twice the area of a polygon, exactly (the shoelace formula). */
  private static BigFraction twiceArea(JsonNode region) {
    BigFraction sum = BigFraction.ZERO;
    List<JsonNode> vertices = List.copyOf(region.get("vertices").values());
    for (int i = 0; i < vertices.size(); i++) {
      JsonNode a = vertices.get(i);
      JsonNode b = vertices.get((i + 1) % vertices.size());
      sum =
          sum.add(exact(a, "exactX").multiply(exact(b, "exactY")))
              .subtract(exact(b, "exactX").multiply(exact(a, "exactY")));
    }
    return sum;
  }

  private static BigFraction exact(JsonNode vertex, String key) {
    String[] parts = vertex.get(key).asString().split("/", -1);
    return new BigFraction(
        new java.math.BigInteger(parts[0]),
        new java.math.BigInteger(parts.length > 1 ? parts[1] : "1"));
  }

  @ParameterizedTest
  @CsvSource({
    "'tpp,density', '8000,10', 2023-12-01",
    "'die,tpp', '3000,8000', 2024-06-01",
    "'io,tpp', '1200,8000', 2022-12-01",
    "'memory,io', '3000,2000', 2025-06-01"
  })
  void theRegionsOfAChartFillItsBox(String plane, String most, String day) {
    JsonNode chart =
        json(
            run(
                    "rules",
                    "region",
                    "--plane",
                    plane,
                    "--most",
                    most,
                    "--as-of",
                    day,
                    "--exporter",
                    "NVIDIA")
                .out());
    BigFraction sum = BigFraction.ZERO;
    for (JsonNode region : chart.get("regions").values()) {
      BigFraction twice = twiceArea(region);
      assertThat(twice.signum()).as(region.toString()).isPositive();
      sum = sum.add(twice);
    }
    String[] ends = most.split(",", -1);
    long box = Long.parseLong(ends[0]) * Long.parseLong(ends[1]);
    assertThat(sum).isEqualTo(new BigFraction(2).multiply(new BigFraction(box)));
  }

  /** 88 FR 73458: TPP 1600, 2400 and 4800, densities 1.6, 3.2 and 5.92; the rest is the box. */
  @Test
  void theCornersOfAChartStandInTheText() {
    JsonNode chart =
        json(
            run(
                    "rules",
                    "region",
                    "--plane",
                    "tpp,density",
                    "--as-of",
                    "2023-12-01",
                    "--most",
                    "8000,10")
                .out());
    TreeSet<String> xs = new TreeSet<>();
    TreeSet<String> ys = new TreeSet<>();
    for (JsonNode region : chart.get("regions").values()) {
      for (JsonNode vertex : region.get("vertices").values()) {
        xs.add(vertex.get("exactX").asString());
        ys.add(vertex.get("exactY").asString());
      }
    }
    assertThat(xs).containsExactlyInAnyOrder("0", "1600", "2400", "4800", "8000");
    assertThat(ys).containsExactlyInAnyOrder("0", "8/5", "16/5", "148/25", "10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tpp                | 10,10  | CN | two different ones of density",
        "tpp,tpp            | 10,10  | CN | two different ones of density",
        "density,die        | 10,10  | CN | density with tpp, io or memory",
        "tpp,density        | 10     | CN | two numbers above 0",
        "tpp,density        | 0,10   | CN | two numbers above 0",
        "tpp,density        | 10,1e9 | CN | two numbers above 0",
        "tpp,density        | 10,10  | Chna | Maybe China (CN)"
      })
  void aChartThatCannotBeDrawnIsRefused(String plane, String most, String to, String says) {
    CommandLineTest.Run run = run("rules", "region", "--plane", plane, "--most", most, "--to", to);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(says);
  }

  @Test
  void anExportNeverOverwritesAFile() throws IOException {
    Path file = folder.resolve("law.dmn");
    assertThat(run("rules", "export", "--dmn", file.toString()).code()).isZero();
    assertThat(Files.readString(file)).contains("3A090.a", "148 * c.dieAreaMm2");
    Files.writeString(file, "mine");
    CommandLineTest.Run again = run("rules", "export", "--dmn", file.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("unwritable file");
    assertThat(Files.readString(file)).isEqualTo("mine");
    Path nowhere = folder.resolve("none").resolve("law.dmn");
    assertThat(run("rules", "export", "--dmn", nowhere.toString()).code()).isEqualTo(2);
  }

  /** 91 FR 43034 moved the Emirates; 89 FR 18780 moved Nicaragua. */
  @Test
  void aDifferenceNamesCountriesThatMoveBetweenGroups() {
    assertThat(run("rules", "diff", "2026-07-09", "2026-07-10", "--to", "AE").out())
        .containsPattern("joined A:5 +AE")
        .contains("left ");
    assertThat(run("rules", "diff", "2024-03-14", "2024-03-15").out())
        .containsPattern("joined D:1 +NI")
        .containsPattern("joined D:5 +NI");
    assertThat(run("rules", "diff", "2024-03-14", "2024-03-15", "--to", "CN").out())
        .doesNotContain("Countries");
  }

  /** 90 FR 4617 of 2025-01-16 listed Zhipu; a listing changes who is free and shows as such. */
  @Test
  void aDifferenceNamesPartiesThatWereListed() {
    assertThat(run("rules", "diff", "2025-01-15", "2025-01-17").out())
        .containsPattern("listed +.*Zhipu.*: entity-list");
  }

  /** Clauses begin with a sign, which a spreadsheet would take for a formula. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rules --csv",
        "rules diff 2023-11-16 2023-11-17 --csv",
        "rules diff 2023-11-16 2023-11-17 --to CN --csv"
      })
  void noCellOfATableIsAFormula(String words) throws IOException {
    CommandLineTest.Run run = run(words.split(" ", -1));
    List<CSVRecord> rows = CSVFormat.RFC4180.parse(new StringReader(run.out())).getRecords();
    assertThat(rows).hasSizeGreaterThan(10);
    assertThat(rows).allMatch(row -> row.size() == rows.getFirst().size());
    for (CSVRecord row : rows) {
      assertThat(row.stream()).noneMatch(cell -> cell.matches("(?s)[=+\\-@\\t\\r\\n].*"));
    }
    if (words.contains("diff")) {
      assertThat(run.out()).contains(",'+ destination-b-side\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rules diff 2025-13-01 2025-04-10, DATE1: bad date (2025-13-01)",
    "rules diff 2025-04-10 10/05/2025, DATE2: bad date (10/05/2025)",
    "rules diff 2025-04-10, Missing required parameter: 'DATE2'",
    "rules diff 2025-04-10 2025-05-10 --to Chna, Maybe China (CN)",
    "rules --clock enforce, Maybe enforced",
    "rules shw, Maybe show"
  })
  void aWrongRequestSaysWhere(String words, String says) {
    CommandLineTest.Run run = run(words.split(" ", -1));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(says);
  }

  /** One destination answers alike by code and by name. */
  @Test
  void aDestinationMayBeGivenByName() {
    assertThat(run("rules", "diff", "2025-04-08", "2025-04-10", "--to", "中国", "--json").out())
        .isEqualTo(run("rules", "diff", "2025-04-08", "2025-04-10", "--to", "CN", "--json").out());
  }
}
