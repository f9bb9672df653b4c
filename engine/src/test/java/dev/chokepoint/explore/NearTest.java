package dev.chokepoint.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Probe;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Batch;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Passes;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.performance.Systems;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Designs near a chip: judged by classify, and those that were built found again. */
class NearTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final Basis BASIS = KNOWLEDGE.basis();
  private static final Systems SYSTEMS = KNOWLEDGE.systems();

  private static TradeRequest request(String day) {
    return TradeRequest.to("CN", LocalDate.parse(day));
  }

  private static Near.Speed speed(Item item) {
    Model model = KNOWLEDGE.models().get("llama-3.1-8b");
    Deployment deployment = Deployment.of(model, Layout.ONE, Precision.BF16, Precision.BF16, 8);
    Passes passes = new Passes(SYSTEMS.predictor(BASIS, item, null), true);
    return new Near.Speed(
        2048 / passes.seconds(deployment, Batch.prefill(1, 2048)),
        64 / passes.seconds(deployment, Batch.decode(64, 2048)));
  }

  private static List<Near.Option> options(Item base, String day) {
    return Near.options(
        new Near.Question(
            base,
            Probe.of(KNOWLEDGE.rulebook(), Near.unnamed(base), request(day), Clock.ENFORCED),
            says -> says.verdict() == Verdict.NO_LICENCE_REQUIRED,
            KNOWLEDGE.knobs(),
            new BigFraction(858)),
        NearTest::speed);
  }

  private static BigFraction metric(Item item, Metric metric) {
    return java.util.Objects.requireNonNull(Metrics.range(item, metric)).low();
  }

  @ParameterizedTest
  @CsvSource({
    "nvidia-h100-sxm5, 2023-11-17",
    "nvidia-a100-sxm4-80, 2022-10-21",
    "nvidia-l4, 2023-11-17",
    "nvidia-h20-96, 2025-04-20",
    "nvidia-rtx-4090, 2023-11-17",
    "nvidia-b200-sxm, 2026-02-01",
    "amd-mi300x, 2024-01-10",
  })
  void everyOptionPassesClassifyAndNoMoreCoresWould(String id, String day) {
    List<Near.Option> options = options(KNOWLEDGE.catalog().get(id), day);
    assertThat(options).isNotEmpty();
    for (Near.Option option : options) {
      assertThat(verdict(option.item(), day)).as(option.change().words()).isEqualTo(free());
      assertThat(metric(option.item(), Metric.TPP)).isEqualTo(option.change().tpp());
      NearChange change = option.change();
      if (change.knobs().contains(NearChange.Knob.CORES)) {
        assertThat(verdict(change.withCores(change.cores() + 1).item(), day))
            .as(change.words())
            .isNotEqualTo(free());
      }
    }
  }

  private static Verdict free() {
    return Verdict.NO_LICENCE_REQUIRED;
  }

  private static Verdict verdict(Item item, String day) {
    return Controls.classify(KNOWLEDGE.rulebook(), item, request(day), Clock.ENFORCED).verdict();
  }

  /** The H20: 78 of 132 cores at a quarter of the matrix rate, the same die and links, TPP 2368. */
  @Test
  void theH20IsFoundFromTheH100() {
    Item h20 = KNOWLEDGE.catalog().get("nvidia-h20-96");
    Near.Option first =
        options(KNOWLEDGE.catalog().get("nvidia-h100-sxm5"), "2023-11-17").getFirst();
    assertThat(first.change().knobs())
        .isEqualTo(EnumSet.of(NearChange.Knob.CORES, NearChange.Knob.MATRIX_RATE));
    assertThat(first.change().divisor()).isEqualTo(4);
    assertThat(first.change().cores()).isBetween(78, 80);
    assertThat(metric(first.item(), Metric.TPP).doubleValue()).isBetween(2368.0, 2400.0);
    for (Metric same : List.of(Metric.DIE_AREA, Metric.IO)) {
      assertThat(metric(first.item(), same)).isEqualTo(metric(h20, same));
    }
  }

  /**
   * Under the limits of April 2025 the H20's memory becomes GDDR7 just below 1,400 GB/s. By grades
   * that are sold it is the 384 bits at 28 Gb/s of the RTX 5090 D V2, 1,344 GB/s; run slower it
   * comes as near as the 1,398 GB/s of the RTX PRO 6000D.
   */
  @Test
  void theGddr7BusIsFoundFromTheH20() {
    Near.Option found =
        options(KNOWLEDGE.catalog().get("nvidia-h20-96"), "2025-04-20").stream()
            .filter(o -> o.change().knobs().contains(NearChange.Knob.MEMORY_KIND))
            .findFirst()
            .orElseThrow();
    NearKnobs.Fitted memory = found.change().memory();
    assertThat(java.util.Objects.requireNonNull(memory.kind()).name()).isEqualTo("GDDR7");
    assertThat(memory.bandwidth().doubleValue()).isBetween(1398.0, Math.nextDown(1400.0));
    NearKnobs.Fitted sold =
        KNOWLEDGE.knobs().memories(new BigFraction(4000), Set.of(new BigFraction(1400))).stream()
            .filter(each ->
                java.util.Objects.requireNonNull(each.kind()).name().equals("GDDR7")
                    && each.grade())
            .findFirst()
            .orElseThrow();
    assertThat(sold.bits()).isEqualTo(384);
    assertThat(sold.gbps()).isEqualTo(new BigFraction(28));
    assertThat(sold.bandwidth())
        .isEqualTo(metric(KNOWLEDGE.catalog().get("nvidia-rtx-5090d-v2"), Metric.MEMORY_BANDWIDTH));
  }

  /** TPP 1940 / 3.2 = 606.25 mm2: the density line of b.2 is passed by dark silicon alone. */
  @Test
  void aLargerDieAloneFreesTheL4() {
    Near.Option dark =
        options(KNOWLEDGE.catalog().get("nvidia-l4"), "2023-11-17").stream()
            .filter(o -> o.change().knobs().equals(EnumSet.of(NearChange.Knob.DIE_AREA)))
            .findFirst()
            .orElseThrow();
    assertThat(dark.change().die()).isEqualTo(new BigFraction(607));
    assertThat(dark.loss()).isEqualTo(0);
    assertThat(dark.change().needsNewDie()).isTrue();
  }

  @Test
  void aChipOfUnknownFiguresIsRefused() {
    Item unknown = KNOWLEDGE.catalog().get("nvidia-rtx-pro-6000d");
    assertThatThrownBy(() -> options(unknown, "2025-09-01"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Maybe");
    assertThat(unknown.figure(Field.FP8)).isNull();
  }
}
