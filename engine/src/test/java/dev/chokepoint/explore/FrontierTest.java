package dev.chokepoint.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Margins;
import dev.chokepoint.controls.Reach;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Truth;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact bounds against the text and against a search that only asks {@code classify}. */
class FrontierTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final Rulebook RULEBOOK = KNOWLEDGE.rulebook();
  private static final double FAR = 1e9;

  private static TradeRequest request(String day) {
    return new TradeRequest(
        LocalDate.parse(day),
        "CN",
        null,
        null,
        null,
        "NVIDIA",
        null,
        null,
        null,
        null,
        Map.of(),
        "1");
  }

  private static Frontier frontier(String day) {
    return Frontier.of(RULEBOOK, request(day), Clock.ENFORCED);
  }

  private static BigFraction exact(double value) {
    return Exact.of(new BigDecimal(value));
  }

  private static boolean isFree(String day, Truth datacenter, Map<Field, BigFraction> figures) {
    Map<Field, Figure> all = new EnumMap<>(Frontier.plain(datacenter).figures());
    figures.forEach((field, value) -> all.put(field, Frontier.stated(field, value)));
    Item item = Frontier.plain(datacenter).withFigures(all);
    return Controls.classify(RULEBOOK, item, request(day), Clock.ENFORCED).verdict()
        == Verdict.NO_LICENCE_REQUIRED;
  }

  private static Map<Field, BigFraction> at(Metric x, BigFraction atX, Metric y, double atY) {
    Map<Field, BigFraction> out = new EnumMap<>(Field.class);
    put(out, x, atX);
    put(out, y, exact(atY));
    return out;
  }

  private static void put(Map<Field, BigFraction> out, Metric metric, BigFraction value) {
    switch (metric) {
      case TPP -> out.put(Field.FP8, value.divide(8));
      case DIE_AREA -> out.put(Field.DIE_AREA, value);
      case IO -> out.put(Field.IO, value);
      default -> out.put(Field.MEMORY_BANDWIDTH, value);
    }
  }

  /** The last double from which on the answer is another, by halving the doubles in between. */
  private static double turn(String day, Truth datacenter, FrontierCurve curve, BigFraction x) {
    long low = Double.doubleToLongBits(1e-9);
    long high = Double.doubleToLongBits(FAR);
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      double value = Double.longBitsToDouble(middle);
      if (isFree(day, datacenter, at(curve.over(), x, curve.of(), value)) == curve.most()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Double.longBitsToDouble(curve.most() ? low : high);
  }

  private static void agrees(String day, Truth datacenter, FrontierCurve curve, BigFraction x) {
    FrontierCurve.Bound bound = curve.at(x);
    String where = day + " " + curve.of() + " at " + curve.over() + " " + x;
    boolean little = isFree(day, datacenter, at(curve.over(), x, curve.of(), 1e-9));
    boolean much = isFree(day, datacenter, at(curve.over(), x, curve.of(), FAR));
    switch (bound.kind()) {
      case ANY -> assertThat(little && much).as(where).isTrue();
      case NONE -> assertThat(little || much).as(where).isFalse();
      case BOUND -> {
        assertThat(curve.most() ? little && !much : much && !little).as(where).isTrue();
        double value = bound.value().doubleValue();
        double found = turn(day, datacenter, curve, x);
        assertThat(Math.abs(found - value)).as(where).isLessThanOrEqualTo(Math.ulp(value));
        assertThat(bound.reached())
            .as(where)
            .isEqualTo(exact(found).equals(bound.value()) && found == value);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2022-10-21", "2023-11-17", "2025-04-20", "2026-09-01"})
  void closedFormAndSearchThroughClassifyAgreeToOneUnitInTheLastPlace(String day) {
    Frontier frontier = frontier(day);
    for (String die :
        List.of("100", "500", "608.5", "750", "814", "1500", "2400.1", "3000", "9e4")) {
      agrees(day, Truth.YES, frontier.tpp(), Exact.of(new BigDecimal(die)));
      agrees(day, Truth.NO, frontier.elsewhere(), Exact.of(new BigDecimal(die)));
    }
    for (String tpp : List.of("1599.9", "1600", "2000", "2399", "2400", "4799.5", "4800", "9000")) {
      agrees(day, Truth.YES, frontier.die(), Exact.of(tpp));
      agrees(day, Truth.YES, frontier.io(), Exact.of(tpp));
    }
    for (String io : List.of("1", "300", "300.5", "836", "1099.75", "1100", "2000")) {
      agrees(day, Truth.YES, frontier.memory(), Exact.of(io));
    }
  }

  /** The figures of the texts: 87 FR 62186, 88 FR 73458 and the reported limits of April 2025. */
  @ParameterizedTest
  @CsvSource({
    "2022-10-21, 814, ANY, 0",
    "2023-11-17, 400, BOUND, 1600",
    "2023-11-17, 600, BOUND, 1920",
    "2023-11-17, 814, BOUND, 2400",
    "2023-11-17, 2000, BOUND, 3200",
    "2023-11-17, 4000, BOUND, 4800",
    "2025-04-20, 814, BOUND, 2400",
  })
  void theMostTppOnADieIsThatOfTheText(
      String day, String die, FrontierCurve.Kind kind, String tpp) {
    assertThat(frontier(day).tpp().at(Exact.of(die)))
        .isEqualTo(new FrontierCurve.Bound(kind, Exact.of(tpp), kind == FrontierCurve.Kind.ANY));
  }

  @Test
  void linksOf2022AndMemoryOf2025AreBounds() {
    assertThat(frontier("2022-10-21").io().at(Exact.of("4992")).value()).isEqualTo(Exact.of("600"));
    assertThat(frontier("2022-10-21").io().at(Exact.of("4799")).kind())
        .isEqualTo(FrontierCurve.Kind.ANY);
    FrontierCurve memory = frontier("2025-04-20").memory();
    assertThat(memory.at(Exact.of("128")).value()).isEqualTo(Exact.of("1400"));
    assertThat(memory.at(Exact.of("1028")).value()).isEqualTo(Exact.of("672"));
    assertThat(memory.at(Exact.of("1100")).kind()).isEqualTo(FrontierCurve.Kind.NONE);
    assertThat(memory.pieces()).hasSize(3);
  }

  /**
   * Where the chips of the sheet stand: verdicts are those of its worked classifications C007,
   * C008, C018, C026, C027 and C058 to C061, distances are its figures over its limits.
   */
  @ParameterizedTest
  @CsvSource({
    "nvidia-a800-sxm4-80, 2022-11-08, NO_LICENCE_REQUIRED, IO, 464, 600",
    "nvidia-h800-sxm5, 2023-04-01, NO_LICENCE_REQUIRED, IO, 528, 600",
    "nvidia-h20-96, 2024-04-05, NO_LICENCE_REQUIRED, TPP, 2368, 2400",
    "nvidia-l20, 2024-03-01, NO_LICENCE_REQUIRED, TPP, 1913.6, 1947.2",
    "nvidia-l2, 2024-03-01, NO_LICENCE_REQUIRED, TPP, 1545.6, 1600",
    "nvidia-rtx-5090d-v2, 2025-08-20, NO_LICENCE_REQUIRED, TPP, 4750, 4800",
    "nvidia-rtx-pro-6000d, 2025-09-01, UNDETERMINED, MEMORY_BANDWIDTH, 1398, 1400",
  })
  void chipsStandWhereTheSheetSays(
      String id, String day, Verdict verdict, Metric metric, String value, String bound) {
    FrontierPlace place =
        FrontierPlace.of(
            RULEBOOK,
            KNOWLEDGE.catalog().get(id),
            TradeRequest.to("CN", LocalDate.parse(day)),
            Clock.ENFORCED);
    assertThat(place.verdict()).isEqualTo(verdict);
    FrontierPlace.Room nearest = place.nearest();
    assertThat(nearest).isNotNull();
    assertThat(java.util.Objects.requireNonNull(nearest).metric()).isEqualTo(metric);
    assertThat(nearest.value().low()).isEqualTo(Exact.of(value));
    assertThat(nearest.most()).isEqualTo(new Reach.Bound(Exact.of(bound), false));
  }

  @Test
  void aNamedChipIsFreedByNoFigure() {
    FrontierPlace place =
        FrontierPlace.of(
            RULEBOOK,
            KNOWLEDGE.catalog().get("nvidia-h20-96"),
            TradeRequest.to("CN", LocalDate.parse("2025-04-20")),
            Clock.ENFORCED);
    Margins margins = place.margins();
    assertThat(margins.one()).isNull();
    assertThat(margins.two()).isNull();
    assertThat(place.clauses()).singleElement().asString().startsWith("LETTER-2025 (named");
    assertThat(place.room()).isEmpty();
  }
}
