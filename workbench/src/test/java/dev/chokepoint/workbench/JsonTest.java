package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the values of an answer in JSON mean: bounds, clocks, circuits, readings. */
class JsonTest {

  private static String print(String words) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    Main.run(LocalDate.parse("2026-11-24"), writer, writer, words.split(" ", -1));
    return out.toString();
  }

  private static JsonNode json(String words) {
    return JsonMapper.builder().build().readTree(print(words + " --json"));
  }

  private static String bounds(JsonNode quantity) {
    return "%s%s %s%s"
        .formatted(
            quantity.get("lowOpen").asBoolean() ? ">" : "",
            quantity.get("low"),
            quantity.get("highOpen").asBoolean() ? "<" : "",
            quantity.get("high"));
  }

  /** TPP is 8 times the rate; the density of 2400 TPP or more on 600 mm2 or less is 4 or more. */
  @ParameterizedTest
  @CsvSource({
    "int8=300, die=600, 2400 2400, 600 600, 4 4",
    "int8=>=300, die=<=600, 2400 null, >0 600, 4 null",
    "int8=>=300, die=<600, 2400 null, >0 <600, >4 null",
    "int8=>300, die=<=600, >2400 null, >0 600, >4 null",
    "int8=200..300, die=600, 1600 2400, 600 600, 2.66666 4",
    "int8=300, die=?, 2400 2400, null null, null null",
    "int8=?, die=600, null null, 600 600, null null",
    "int8=250, die=300, 2000 2000, 300 300, 6.66666 6.66666",
  })
  void boundsSayWhetherTheyThemselvesAreExcluded(
      String rate, String die, String tpp, String area, String density) {
    JsonNode metrics =
        json("classify --spec " + rate + "," + die + " --to CN --as-of 2024-06-01").get("metrics");
    assertThat(bounds(metrics.get("tpp"))).isEqualTo(tpp);
    assertThat(bounds(metrics.get("tpp").get("precisions").get(0))).isEqualTo(tpp);
    assertThat(bounds(metrics.get("dieAreaMm2"))).isEqualTo(area);
    assertThat(bounds(metrics.get("performanceDensity"))).isEqualTo(density);
  }

  @Test
  void aRatioIsCutAtTheSameDigitAsItsWorking() {
    JsonNode density =
        json("classify --spec int8=250,die=300 --to CN --as-of 2024-06-01")
            .get("metrics")
            .get("performanceDensity");
    assertThat(density.get("low").decimalValue()).isEqualTo(new BigDecimal("6.66666"));
    assertThat(density.get("working").asString()).isEqualTo("2000 / 300 = 6.66666…");
  }

  @Test
  void theTableHasNumbersAndNothingForWhatAnItemHasNot() {
    for (JsonNode chip : json("chips").get("chips")) {
      String kind = chip.get("kind").asString();
      String id = chip.get("id").asString();
      assertThat(chip.get("tpp").isNull()).as(id).isEqualTo(!kind.equals("accelerator"));
      assertThat(chip.get("ioGBps").isNull()).as(id).isEqualTo(!kind.equals("accelerator"));
      assertThat(chip.get("memoryBandwidthGBps").isNull()).as(id).isEqualTo(kind.equals("system"));
      if (id.equals("nvidia-l20")) {
        // NVIDIA L20: FP32 59.8 TFLOPS times 32 bit
        assertThat(bounds(chip.get("tpp"))).isEqualTo("1913.6 1913.6");
      }
    }
  }

  @Test
  void aSystemIsItsCircuitsOneByOneAndNeverASum() {
    JsonNode board = json("chip nvidia-a16").get("chips").get(0);
    assertThat(board.get("tpp").isNull()).isTrue();
    assertThat(board.get("performanceDensity").isNull()).isTrue();
    assertThat(board.get("circuits").size()).isEqualTo(1);
    JsonNode circuit = board.get("circuits").get(0);
    assertThat(circuit.get("item").asString()).isEqualTo("nvidia-a16-gpu");
    assertThat(circuit.get("count").asInt()).isEqualTo(4);
    JsonNode alone = json("chip nvidia-a16-gpu").get("chips").get(0);
    assertThat(circuit.get("tpp")).isEqualTo(alone.get("tpp"));
    assertThat(print("chip nvidia-a16")).contains("4 × nvidia-a16-gpu: TPP ");
  }

  /** The maker states 20919 TFLOPS at 8 bit for all eight; 3A090.a.1 is asked of one circuit. */
  @Test
  void whatAMakerStatesForAWholeSystemIsNotAskedByTheLaw() {
    JsonNode answer = json("classify sys-mi300x-platform --to CN --as-of 2024-01-01");
    assertThat(answer.get("eccn").asString()).isEqualTo("4A090.a");
    for (JsonNode provision : answer.get("provisions")) {
      if (provision.get("provision").asString().equals("3A090.a")) {
        JsonNode parts = provision.get("steps").get(0).get("parts");
        JsonNode a1 = parts.get(1).get("parts").get(0);
        assertThat(a1.get("paragraph").asString()).isEqualTo("a.1");
        assertThat(a1.get("truth").asString()).isEqualTo("no");
      }
    }
    assertThat(answer.get("paragraphs").toString()).doesNotContain("a.1");
  }

  @Test
  void aCardKeepsContestsAndPrices() {
    JsonNode contest = json("chip biren-br104").get("chips").get(0).get("contests").get(0);
    assertThat(contest.get("field").asString()).isEqualTo("io-gbs");
    assertThat(contest.get("readings").get(0).get("value").asString()).isEqualTo("1280");
    assertThat(contest.get("readings").get(1).get("name").asString())
        .isEqualTo("links of the package only");
    JsonNode price = json("chip huawei-ascend-910b2").get("chips").get(0).get("prices").get(0);
    assertThat(price.get("low").asInt()).isEqualTo(120_000);
    assertThat(price.get("currency").asString()).isEqualTo("CNY");
  }

  @Test
  void bothClocksNameTheEntry() {
    JsonNode clocks = json("classify nvidia-h200-sxm --to IN --as-of 2025-06-01").get("clocks");
    for (String clock : new String[] {"enforced", "codified"}) {
      assertThat(clocks.get(clock).get("eccn").asString()).isEqualTo("3A090.a");
      assertThat(clocks.get(clock).get("eccnCandidates").get(0).asString()).isEqualTo("3A090.a");
    }
    assertThat(clocks.get("enforced").get("verdict").asString()).isEqualTo("no-licence-required");
    assertThat(clocks.get("codified").get("verdict").asString()).isEqualTo("licence-required");
  }

  /** The worldwide line of January 2025 was printed and never enforced. */
  @Test
  void aChangeOfTheTimelineNamesItsClocks() {
    JsonNode timeline = json("timeline nvidia-h200-sxm --to IN");
    JsonNode first = timeline.get("periods").get(0);
    assertThat(first.get("changes").size()).isZero();
    assertThat(first.get("enforced").get("eccnCandidates").get(0).asString()).isEqualTo("none");
    int found = 0;
    for (JsonNode period : timeline.get("periods")) {
      for (JsonNode change : period.get("changes")) {
        if (change.get("version").asString().equals("DIFF-2025")) {
          found++;
          assertThat(change.get("clocks").toString()).isEqualTo("[\"codified\"]");
        }
        if (change.get("version").asString().equals("ACS-2023")
            && change.get("change").asString().equals("begins")) {
          found++;
          assertThat(change.get("clocks").toString()).isEqualTo("[\"enforced\",\"codified\"]");
        }
      }
    }
    assertThat(found).isEqualTo(4);
    assertThat(print("timeline nvidia-h200-sxm --to IN"))
        .contains("    codified: + destination-a-side (DIFF-2025) [")
        .contains("    both clocks: + 3A090.a (ACS-2023) [")
        .contains("    both clocks: - 3A090 (IFR-2022)\n");
  }

  @Test
  void exceptionsAndOverlaysNameTheirProvisionTwice() {
    JsonNode answer = json("classify nvidia-h100-sxm5 --to CN --as-of 2026-06-15");
    assertThat(answer.get("exceptions").size()).isPositive();
    assertThat(answer.get("overlays").size()).isPositive();
    for (String list : new String[] {"exceptions", "overlays"}) {
      for (JsonNode part : answer.get(list)) {
        assertThat(part.get("provision")).isEqualTo(part.get("id"));
      }
    }
  }
}
