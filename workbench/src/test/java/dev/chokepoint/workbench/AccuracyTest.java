package dev.chokepoint.workbench;

import static dev.chokepoint.workbench.CommandLineTest.json;
import static dev.chokepoint.workbench.CommandLineTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Accuracy;
import dev.chokepoint.performance.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How far predictions may miss what was measured: never further than they did before. */
class AccuracyTest {
  private static final Path MEASUREMENTS =
      Path.of(System.getProperty("chokepoint.root", ".."))
          .resolve("../shared/reference/measurements");
  private static final Map<String, Double> CEILINGS = ceilings();

  private static Map<String, Double> ceilings() {
    Map<String, Double> out = new TreeMap<>();
    try {
      for (String line :
          Files.readAllLines(Path.of("src/test/resources/performance-ceilings.csv"))) {
        String[] cells = line.split(",", -1);
        if (cells.length == 3 && !line.startsWith("#") && !cells[0].equals("family")) {
          out.put(cells[0] + " " + cells[1], Double.valueOf(cells[2]));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out;
  }

  private static void keeps(String what, double percent) {
    Double ceiling = CEILINGS.get(what);
    if (ceiling != null) {
      assertThat(percent).as(what).isLessThanOrEqualTo(ceiling);
    }
  }

  private static void assumeMeasurements() {
    assumeTrue(Files.isDirectory(MEASUREMENTS), "no measurements beside the checkout");
  }

  /**
   * Intervals come from chips left out, so that on the chips of the fit a little more than 90% may
   * lie inside.
   */
  @Test
  void noFamilyRisesAboveItsCeilingAndIntervalsHoldWhatTheySay() {
    assumeMeasurements();
    String out = run("validate", "--measurements", MEASUREMENTS.toString(), "--json").out();
    int seen = 0;
    for (JsonNode family : json(out).get("families").values()) {
      String name = family.get("family").asString();
      double mape = family.get("mape").asDouble();
      seen++;
      keeps(name + " mape", mape);
      assertThat(mape).isLessThan(family.get("roofline").get("mape").asDouble());
      assertThat(mape).isLessThan(family.get("threeConstants").get("mape").asDouble());
      assertThat(family.get("coverage").asDouble()).as(name).isBetween(0.85, 0.965);
    }
    assertThat(seen).isEqualTo(10);
    Map<String, List<Double>> whole = new LinkedHashMap<>();
    for (JsonNode file : json(out).get("files").values()) {
      if (file.get("stack").asString().equals("whole models")) {
        String name = file.get("family").asString();
        keeps(name + " " + file.get("item").asString() + " median", percent(file, "medianApe"));
        whole.computeIfAbsent(name, k -> new ArrayList<>()).add(percent(file, "mape"));
      }
    }
    assertThat(whole).hasSize(4);
    whole.forEach((name, chips) ->
        keeps(name + " mape", chips.stream().mapToDouble(d -> d).average().orElseThrow()));
  }

  private static double percent(JsonNode node, String key) {
    return node.get(key).asDouble();
  }

  /** Refits everything once for each chip, which takes a minute: only when asked for. */
  @Test
  void noFamilyRisesOnChipsLeftOut() {
    assumeMeasurements();
    assumeTrue(Boolean.getBoolean("chokepoint.left-out"), "-Dchokepoint.left-out=true was not set");
    String out = run("calibrate", "--measurements", MEASUREMENTS.toString(), "--json").out();
    json(out)
        .get("families")
        .values()
        .forEach(each -> keeps(each.get("family").asString() + " left-out", percent(each, "mape")));
  }

  @Test
  void everyPublishedPointIsCalculated() {
    JsonNode all = json(run("validate", "--published", "--json").out());
    assertThat(all.get("points").size()).isEqualTo(48);
    assertThat(all.get("calculated").asInt()).isEqualTo(48);
    keeps("published median", percent(all, "medianApe"));
    double[] steps =
        all.get("points").values().stream()
            .filter(each -> each.get("id").asString().startsWith("kor-"))
            .mapToDouble(each -> 100 * Math.abs(each.get("error").asDouble()))
            .toArray();
    assertThat(steps).hasSize(5);
    keeps("training mape", java.util.Arrays.stream(steps).average().orElseThrow());
  }

  /**
   * Known clocks, cores, caches and limits are hidden one by one and inferred again; their rules
   * state a median error that the catalogue must not exceed.
   */
  @Test
  void whatIsInferredMissesKnownValuesNoFurtherThanItsRuleSays() {
    Knowledge knowledge = Knowledge.load();
    Map<String, List<Double>> errors = new TreeMap<>();
    Map<String, Double> stated = new TreeMap<>();
    for (String id : knowledge.catalog().ids()) {
      knowledge
          .basis()
          .inference()
          .hidden(knowledge.catalog().get(id))
          .forEach((Machine.Inferred each, Double known) -> {
            stated.put(each.rule(), each.error());
            errors
                .computeIfAbsent(each.rule(), k -> new ArrayList<>())
                .add(Math.abs(Math.log(each.value() / known)));
          });
    }
    assertThat(errors).hasSize(11);
    errors.forEach((rule, all) -> {
      double median = Accuracy.quantile(all.stream().mapToDouble(d -> d).toArray(), 0.5);
      assertThat(Math.expm1(median)).as(rule).isLessThanOrEqualTo(stated.getOrDefault(rule, 0.0));
    });
  }
}
