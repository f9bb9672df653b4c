package dev.chokepoint.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Fact;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The worked classifications of the rule files, each against what its source says. */
class CasesTest {
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "item",
          "spec",
          "asOf",
          "to",
          "trade",
          "certainty",
          "sheet",
          "source",
          "arithmetic",
          "expect");
  private static final Set<String> EXPECT_KEYS =
      Set.of(
          "eccn",
          "paragraphs",
          "notParagraphs",
          "verdict",
          "reviewPolicy",
          "requirements",
          "exceptions",
          "overlays",
          "notOverlays",
          "metrics",
          "codified",
          "codifiedPolicy",
          "codifiedExceptions",
          "codifiedOverlays",
          "warnings",
          "notWarnings",
          "readings");
  private static final Map<String, Metric> METRIC_NAMES =
      Map.of(
          "tpp", Metric.TPP,
          "performanceDensity", Metric.PERFORMANCE_DENSITY,
          "ioBandwidth", Metric.IO,
          "dramBandwidth", Metric.MEMORY_BANDWIDTH,
          "dramPlusIo", Metric.MEMORY_PLUS_IO,
          "memoryBandwidthDensity", Metric.BANDWIDTH_DENSITY);

  static List<Cursor> cases() throws IOException {
    List<Problem> problems = new ArrayList<>();
    List<Cursor> cases = new ArrayList<>();
    Path folder = TestKnowledge.folder().resolve("rules/us-ear/cases");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Doc doc = YamlFile.read(Source.of(file), String.valueOf(file.getFileName()), problems);
        assertThat(problems).isEmpty();
        if (doc != null) {
          cases.addAll(Cursor.of(doc, file.toString(), problems).at("cases").list());
        }
      }
    }
    cases.forEach(c -> {
      c.only(KEYS);
      c.at("expect").only(EXPECT_KEYS);
      c.at("sheet").text();
      c.at("source").text();
    });
    assertThat(problems).isEmpty();
    return cases;
  }

  @Test
  void everyPublishedCaseIsThere() throws IOException {
    assertThat(cases().stream().map(c -> c.at("id").text()).distinct()).hasSize(104);
  }

  @TestFactory
  Stream<DynamicTest> agreesWithItsSource() throws IOException {
    return cases().stream()
        .map(c ->
            DynamicTest.dynamicTest(
                c.at("id").text() + " " + c.at("sheet").text(), () -> check(c)));
  }

  private static void check(Cursor c) {
    List<Item> items =
        c.at("spec").isPresent()
            ? List.of(Spec.parse(c.at("spec").text(), TestKnowledge.KNOWLEDGE.catalog()).item())
            : TestKnowledge.KNOWLEDGE.catalog().find(c.at("item").text());
    assertThat(items).as(c.at("id").text()).isNotEmpty();
    for (Item item : items) {
      Determination enforced = classify(c, item, Clock.ENFORCED);
      Determination codified = classify(c, item, Clock.CODIFIED);
      check(c.at("expect"), enforced, codified);
    }
  }

  private static Determination classify(Cursor c, Item item, Clock clock) {
    Cursor trade = c.at("trade");
    Map<Fact, String> words = new EnumMap<>(Fact.class);
    Map.of(
            "role", Fact.ROLE,
            "designer", Fact.DESIGNER,
            "packager", Fact.PACKAGER,
            "import-use", Fact.IMPORT_USE)
        .forEach((key, fact) -> {
          if (trade.at(key).isPresent()) {
            words.put(fact, trade.at(key).text());
          }
        });
    TradeRequest request =
        new TradeRequest(
            LocalDate.parse(c.at("asOf").text()),
            c.at("to").text(),
            trade.at("party-hq").optional(),
            trade.at("ultimate-parent").optional(),
            trade.at("party").optional(),
            trade.at("exporter").optional(),
            trade.at("direction").optional(),
            trade.at("from-country").optional(),
            trade.at("datacenter").optional(),
            trade.at("certified").optional(),
            words,
            trade.at("quantity").optional());
    return Controls.classify(TestKnowledge.KNOWLEDGE.rulebook(), item, request, clock);
  }

  private static void check(Cursor expect, Determination d, Determination codified) {
    String why =
        d.item().id()
            + "\n"
            + d.provisions().stream()
                .filter(f -> f.truth() != Truth.NO)
                .map(f -> f.provision().id() + " " + f.truth() + ": " + f.steps().decidedBy())
                .collect(Collectors.joining("\n"));
    if (expect.at("eccn").isPresent()) {
      String eccn = d.eccn();
      assertThat(eccn == null ? String.join(" ", d.eccnCandidates()) : eccn)
          .as(why)
          .isEqualTo(expect.at("eccn").text());
    }
    if (expect.at("verdict").isPresent()) {
      assertThat(d.verdict().word()).as(why).isEqualTo(expect.at("verdict").text());
    }
    if (expect.at("codified").isPresent()) {
      assertThat(codified.verdict().word()).as(why).isEqualTo(expect.at("codified").text());
    }
    checkPolicy(expect.at("reviewPolicy"), d, why);
    checkPolicy(expect.at("codifiedPolicy"), codified, why);
    assertThat(d.paragraphs()).as(why).containsAll(texts(expect.at("paragraphs")));
    assertThat(d.paragraphs())
        .as(why)
        .doesNotContainAnyElementsOf(texts(expect.at("notParagraphs"), "-"));
    assertThat(
            d.requirements().stream()
                .filter(r -> r.finding().truth() == Truth.YES)
                .map(r -> r.finding().provision().id()))
        .as(why)
        .containsAll(texts(expect.at("requirements")));
    assertThat(d.overlays().stream().map(o -> o.finding().provision().id()))
        .as(why)
        .containsAll(texts(expect.at("overlays")));
    assertThat(d.overlays().stream().map(o -> o.finding().provision().id()).toList())
        .as(why)
        .doesNotContainAnyElementsOf(texts(expect.at("notOverlays"), "-"));
    assertThat(codified.overlays().stream().map(o -> o.finding().provision().id()))
        .as(why)
        .containsAll(texts(expect.at("codifiedOverlays")));
    assertThat(d.warnings().stream().map(Determination.Warning::code))
        .as(why)
        .containsAll(texts(expect.at("warnings")));
    assertThat(d.warnings().stream().map(Determination.Warning::code).toList())
        .as(why)
        .doesNotContainAnyElementsOf(texts(expect.at("notWarnings"), "-"));
    checkExceptions(expect.at("exceptions"), d, why);
    checkExceptions(expect.at("codifiedExceptions"), codified, why);
    expect.at("metrics").entries().forEach((key, value) -> checkMetric(d, key, value.text()));
    List<String> readings = texts(expect.at("readings"));
    if (!readings.isEmpty()) {
      assertThat(
              d.readings().stream()
                  .map(r -> r.eccn() == null ? "none" : r.eccn())
                  .limit(readings.size()))
          .as(why)
          .isEqualTo(readings);
    }
  }

  private static void checkPolicy(Cursor expected, Determination d, String why) {
    if (expected.isPresent()) {
      var policy = d.reviewPolicy();
      assertThat(policy == null ? "none" : policy.word()).as(why).isEqualTo(expected.text());
    }
  }

  private static void checkExceptions(Cursor expected, Determination d, String why) {
    expected
        .entries()
        .forEach((id, available) ->
            assertThat(available(d, id)).as(id + "\n" + why).isEqualTo(available.text()));
  }

  private static List<String> texts(Cursor at, String... fallback) {
    return at.isPresent() ? at.texts() : List.of(fallback);
  }

  private static String available(Determination d, String id) {
    return d.exceptions().stream()
        .filter(e -> e.finding().provision().id().equals(id))
        .map(e -> e.available().word())
        .findFirst()
        .orElse("not considered");
  }

  /** The figure printed in the source lies within the metric, to the digits printed. */
  private static void checkMetric(Determination d, String key, String printed) {
    Metric metric = java.util.Objects.requireNonNull(METRIC_NAMES.get(key), key);
    Determination.CircuitMetrics circuit = d.metrics().getFirst();
    Metrics.Measured measured = circuit.base().get(metric);
    Range range = measured != null ? measured.value() : Metrics.formed(metric, circuit.base());
    assertThat(range).as(key).isNotNull();
    int digits = new BigDecimal(printed).scale();
    BigDecimal low = decimal(java.util.Objects.requireNonNull(range).low(), digits);
    BigDecimal high = decimal(java.util.Objects.requireNonNull(range.high()), digits);
    assertThat(new BigDecimal(printed)).as(key + " " + range.text()).isBetween(low, high);
  }

  private static BigDecimal decimal(BigFraction value, int digits) {
    return Exact.decimal(value).setScale(digits, RoundingMode.HALF_UP);
  }
}
