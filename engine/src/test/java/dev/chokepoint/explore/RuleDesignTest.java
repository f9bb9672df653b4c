package dev.chokepoint.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;

/** Rules found from lists of chips, against the published lines of 2023 and against the lists. */
class RuleDesignTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final List<Metric> PLANE = List.of(Metric.TPP, Metric.PERFORMANCE_DENSITY);

  /**
   * Publicly said to be in 3A090.a: NVIDIA's 8-K of 2023-10-17 (A100, A800, H100, H800, L40S, RTX
   * 4090), SemiAnalysis 2023-10-24 (L4), AMD's 10-K (MI250X); the worked cases C017, C018, C021,
   * C022, C025 and C031.
   */
  private static final List<String> IN_A =
      List.of(
          "nvidia-a100-sxm4-80",
          "nvidia-a800-sxm4-80",
          "nvidia-h100-sxm5",
          "nvidia-h800-sxm5",
          "nvidia-l40s",
          "nvidia-rtx-4090",
          "nvidia-l4",
          "amd-mi250x");

  /**
   * Said to need the lesser licence of 3A090.b: SemiAnalysis 2023-10-24; cases C029, C035, C037.
   */
  private static final List<String> IN_B = List.of("amd-mi210", "nvidia-a30", "nvidia-a40");

  /**
   * Said to be free, or sold as such: NVIDIA's statement of 2024-04-04 (H20), SemiAnalysis of
   * November 2023 (L20, L2), vendor figures (T4, A10); cases C026, C027, C034 and C036.
   */
  private static final List<String> FREE =
      List.of("nvidia-h20-96", "nvidia-l20", "nvidia-l2", "nvidia-t4", "nvidia-a10");

  private static List<Item> items(List<String> ids) {
    return ids.stream().map(KNOWLEDGE.catalog()::get).toList();
  }

  private static List<Item> both(List<String> one, List<String> two) {
    return Stream.concat(one.stream(), two.stream()).map(KNOWLEDGE.catalog()::get).toList();
  }

  private static boolean holds(RuleDesign.Conjunction conjunction, Map<Metric, String> published) {
    return conjunction.metrics().size() == published.size()
        && conjunction.thresholds().stream()
            .allMatch(t ->
                published.containsKey(t.metric()) && t.holds(Exact.of(published.get(t.metric()))));
  }

  private static boolean holds(
      RuleDesign rule, Map<Metric, String> one, Map<Metric, String> other) {
    List<RuleDesign.Conjunction> c = rule.conjunctions();
    return c.size() == 2
        && ((holds(c.get(0), one) && holds(c.get(1), other))
            || (holds(c.get(1), one) && holds(c.get(0), other)));
  }

  /** 3A090.a: TPP of 4800 or more, or 1600 or more with a density of 5.92 or more. */
  @Test
  void thePublishedLinesOf3A090aLieInsideThoseFound() {
    List<RuleDesign> found = RuleDesign.of(items(IN_A), both(IN_B, FREE), PLANE);
    assertThat(found)
        .anyMatch(rule ->
            holds(
                rule,
                Map.of(Metric.TPP, "4800"),
                Map.of(Metric.TPP, "1600", Metric.PERFORMANCE_DENSITY, "5.92")));
  }

  /** 3A090.b and a together: 2400 with 1.6 or more, or 1600 with 3.2 or more. */
  @Test
  void thePublishedLinesOf3A090bLieInsideThoseFound() {
    List<RuleDesign> found = RuleDesign.of(both(IN_A, IN_B), items(FREE), PLANE);
    assertThat(found)
        .anyMatch(rule ->
            holds(
                rule,
                Map.of(Metric.TPP, "2400", Metric.PERFORMANCE_DENSITY, "1.6"),
                Map.of(Metric.TPP, "1600", Metric.PERFORMANCE_DENSITY, "3.2")));
  }

  /** Whatever thresholds are taken from the intervals, the lists come out as asked. */
  @Test
  void everyThresholdOfAnIntervalDecidesTheListsAlike() {
    List<Item> caught = both(IN_A, IN_B);
    List<Item> spared = items(FREE);
    List<Metric> metrics =
        List.of(Metric.TPP, Metric.PERFORMANCE_DENSITY, Metric.MEMORY_BANDWIDTH, Metric.IO);
    List<RuleDesign> found = RuleDesign.of(caught, spared, metrics);
    assertThat(found).isNotEmpty();
    Random random = new Random(20261129);
    for (RuleDesign rule : found) {
      for (int i = 0; i < 10; i++) {
        List<Map<Metric, BigFraction>> limits = new ArrayList<>();
        for (RuleDesign.Conjunction conjunction : rule.conjunctions()) {
          Map<Metric, BigFraction> own = new java.util.EnumMap<>(Metric.class);
          for (RuleDesign.Threshold t : conjunction.thresholds()) {
            assertThat(t.holds(t.roundest())).as(t.toString()).isTrue();
            BigFraction share = new BigFraction(1 + random.nextInt(1000), 1000);
            own.put(
                t.metric(),
                i == 0
                    ? t.roundest()
                    : t.above().add(t.most().subtract(t.above()).multiply(share)));
          }
          limits.add(own);
        }
        assertThat(caught).as(rule.toString()).allMatch(item -> reaches(item, limits, true));
        assertThat(spared).as(rule.toString()).noneMatch(item -> reaches(item, limits, false));
      }
    }
  }

  private static boolean reaches(Item item, List<Map<Metric, BigFraction>> limits, boolean surely) {
    return limits.stream()
        .anyMatch(all ->
            all.entrySet().stream()
                .allMatch(each -> {
                  Range range =
                      java.util.Objects.requireNonNull(Metrics.range(item, each.getKey()));
                  BigFraction value = surely ? range.low() : range.high();
                  return value == null || value.compareTo(each.getValue()) >= 0;
                }));
  }

  @Test
  void whatNoThresholdTellsApartHasNoRule() {
    List<Item> one = items(List.of("nvidia-h100-sxm5"));
    assertThat(RuleDesign.of(one, items(List.of("nvidia-h200-sxm")), List.of(Metric.TPP)))
        .isEmpty();
    assertThat(RuleDesign.of(one, items(List.of("nvidia-rtx-pro-6000d")), List.of(Metric.TPP)))
        .as("its TPP is not known")
        .isEmpty();
  }

  @Test
  void aRoundNumberIsTheOneWithFewestDigits() {
    assertThat(RoundNumbers.within(Exact.of("4760"), Exact.of("4992"))).isEqualTo(Exact.of("4900"));
    assertThat(RoundNumbers.within(Exact.of("5.25"), Exact.of("6.04"))).isEqualTo(Exact.of("6"));
    assertThat(RoundNumbers.within(Exact.of("3.183"), Exact.of("3.196")))
        .isEqualTo(Exact.of("3.19"));
    assertThat(RoundNumbers.within(Exact.of("0"), Exact.of("1940"))).isEqualTo(Exact.of("1000"));
  }

  /**
   * Speeds that a metric gives exactly have width 1; another metric then leaves its spread open.
   */
  @Test
  void theWidthIsOneWhereMetricsTellAll() {
    List<RuleDesignWidth.Sample> samples = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      double tpp = Math.exp(random.nextDouble() * 3);
      double memory = Math.exp(random.nextDouble() * 3);
      samples.add(
          new RuleDesignWidth.Sample(
              Map.of(Metric.TPP, tpp, Metric.MEMORY_BANDWIDTH, memory),
              new Near.Speed(3 * tpp, Math.sqrt(memory) * tpp)));
    }
    RuleDesignWidth tpp =
        java.util.Objects.requireNonNull(RuleDesignWidth.of(List.of(Metric.TPP), samples));
    assertThat(tpp.prefill()).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
    // The square root of a factor spread evenly over e^3: 80 percent of it is e^1.2.
    assertThat(tpp.decode()).isBetween(Math.exp(1.05), Math.exp(1.35));
    RuleDesignWidth pair =
        java.util.Objects.requireNonNull(
            RuleDesignWidth.of(List.of(Metric.TPP, Metric.MEMORY_BANDWIDTH), samples));
    assertThat(pair.decode()).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(RuleDesignWidth.of(List.of(Metric.TPP), samples.subList(0, 5))).isNull();
  }
}
