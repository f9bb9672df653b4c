package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Arithmetic;
import dev.chokepoint.performance.Comparison;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Engine;
import dev.chokepoint.performance.Estimate;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Load;
import dev.chokepoint.performance.Memory;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Operator;
import dev.chokepoint.performance.Passes;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.performance.Prediction;
import dev.chokepoint.performance.Predictor;
import dev.chokepoint.performance.Search;
import dev.chokepoint.performance.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Physics that holds whatever the constants, on operators and on whole models. */
class PhysicsTest {
  private static final List<Operator.Elements> KINDS = List.of(Operator.Elements.values());

  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final double ROUNDING = 1 + 1e-9;
  private static final List<String> CHIPS =
      List.of(
          "nvidia-h100-sxm5",
          "nvidia-b200-sxm",
          "nvidia-h20-96",
          "nvidia-l40s",
          "nvidia-rtx-pro-6000-server",
          "huawei-ascend-910b3",
          "amd-mi300x");

  private static Predictor predictor(String id) {
    return KNOWLEDGE.systems().predictor(KNOWLEDGE.basis(), KNOWLEDGE.catalog().get(id), null);
  }

  /** Figures of an invented chip: peak, bandwidth and links are free. */
  private static Item invented(double bf16, double bandwidth, double link) {
    return Asked.of(
            KNOWLEDGE.catalog(),
            null,
            "name=Z,vendor=Zed,hq=US,memory=HBM3,fp64=30,fp32=60,tf32=400,int8=1600,fp8=1600,"
                + "memory-capacity=96,onchip=50,cores=132,boost=1800,host=128,tdp=700,die=800,node=4,"
                + "datacenter=yes,planar=no,bf16="
                + bf16
                + ",fp16="
                + bf16
                + ",memory-bandwidth="
                + bandwidth
                + ",d2d="
                + link)
        .items()
        .getFirst();
  }

  private static List<Operator> operators(Random random) {
    Precision[] precisions = {Precision.BF16, Precision.FP8, Precision.FP8_BLOCK, Precision.INT8};
    Precision p = precisions[random.nextInt(precisions.length)];
    long m = 1L << random.nextInt(14);
    long n = 128L * (1 + random.nextInt(128));
    long k = 128L * (1 + random.nextInt(128));
    int kv = 1 << random.nextInt(4);
    int heads = kv << random.nextInt(4);
    long length = 1L << (5 + random.nextInt(9));
    long batch = 1L + random.nextInt(64);
    int ranks = 2 << random.nextInt(3);
    double bytes = Math.pow(2, 8 + random.nextInt(22));
    return List.of(
        new Operator.Gemm(m, n, k, p),
        new Operator.MoeFfn(m, 4096, 1536, 8, 128, 1, 1, 0, true, p),
        new Operator.AttentionPrefill(
            1 + random.nextInt(4), length, 0, heads, kv, 128, 0, Precision.BF16, Precision.BF16),
        new Operator.AttentionDecode(
            batch, length, heads, kv, 128, 0, Precision.BF16, Precision.BF16),
        new Operator.MlaDecode(batch, length, 16, 512, 64, Precision.BF16, Precision.BF16),
        new Operator.Collective(
            Operator.CollectiveKind.ALL_REDUCE,
            ranks,
            ranks,
            bytes,
            random.nextBoolean()
                ? Operator.CollectivePath.LIBRARY
                : Operator.CollectivePath.DIRECT),
        new Operator.SendReceive(bytes, false),
        new Operator.Elementwise(bytes, bytes, 0),
        new Operator.Elementwise(
            4.0 * m * n, 2.0 * m * n, 0, KINDS.get(random.nextInt(KINDS.size())), m, n));
  }

  @Test
  void nothingIsFasterThanItsOperationsAndItsTrafficAllow() {
    Random random = new Random(11);
    for (String chip : CHIPS) {
      Predictor at = predictor(chip);
      double cache = at.machine().cacheBytes();
      for (int i = 0; i < 150; i++) {
        for (Operator each : operators(random)) {
          var estimate = at.estimate(each);
          double mid = estimate.seconds().mid();
          String what = chip + " " + each;
          assertThat(mid).as(what).isFinite().isPositive();
          double peak =
              at.machine().peaks().values().stream()
                  .mapToDouble(Double::doubleValue)
                  .max()
                  .orElseThrow();
          assertThat(mid * ROUNDING).as(what).isGreaterThanOrEqualTo(estimate.flops() / peak);
          boolean network =
              each instanceof Operator.Collective || each instanceof Operator.SendReceive;
          if (!network && estimate.bytes() > 20 * cache) {
            assertThat(mid * ROUNDING)
                .as(what)
                .isGreaterThanOrEqualTo(estimate.bytes() / at.machine().memoryBytesPerSecond());
          }
        }
      }
    }
  }

  /** The low end of an interval keeps what the datasheet's peak and bandwidth allow. */
  @Test
  void noLowEndIsFasterThanOperationsAndTrafficAllow() {
    Random random = new Random(14);
    for (String chip : CHIPS) {
      Predictor at = predictor(chip);
      double cache = at.machine().cacheBytes();
      // Where sources differ on the bandwidth, the most that one of them states.
      double band = 1e9 * stated(chip).doubleValue();
      for (int i = 0; i < 100; i++) {
        for (Operator each : operators(random)) {
          Estimate estimate = at.estimate(each);
          double low = estimate.seconds().low() * ROUNDING;
          String what = chip + " " + each;
          double peak =
              at.machine().peaks().values().stream()
                  .mapToDouble(Double::doubleValue)
                  .max()
                  .orElseThrow();
          assertThat(low).as(what).isGreaterThanOrEqualTo(estimate.flops() / peak);
          boolean network =
              each instanceof Operator.Collective || each instanceof Operator.SendReceive;
          if (!network) {
            double least = (estimate.bytes() - cache) / band;
            assertThat(low).as(what).isGreaterThanOrEqualTo(least);
          }
          assertThat(low).as(what).isLessThanOrEqualTo(estimate.seconds().mid() * ROUNDING);
        }
      }
    }
  }

  private static org.hipparchus.fraction.BigFraction stated(String chip) {
    var figure =
        KNOWLEDGE.catalog().get(chip).figure(dev.chokepoint.catalog.Field.MEMORY_BANDWIDTH);
    return java.util.Objects.requireNonNull(
        java.util.Objects.requireNonNull(figure).value().high());
  }

  /** 2 x 4096 x 4096 x 7168 operations at 296e12 a second are 812.6 us. */
  @Test
  void aProductOnAChipWithInferredFiguresIsNoFasterThanItsPeak() {
    Operator gemm = new Operator.Gemm(4096, 4096, 7168, Precision.FP8);
    assertThat(predictor("nvidia-h20-96").estimate(gemm).seconds().low())
        .isGreaterThanOrEqualTo(2.0 * 4096 * 4096 * 7168 / 296e12);
  }

  /**
   * Parameters of a decoder by the sizes of its publication: 8.03e9 of Llama 3.1 8B, of which an
   * embedding of 128256 x 4096 is not multiplied.
   */
  @Test
  void noWholeModelIsFasterThanItsOperationsAndItsWeightsAllow() {
    Model model = KNOWLEDGE.models().get("llama-3.1-8b");
    double weights = 8.03e9 - 128_256.0 * 4096;
    for (String chip :
        List.of("nvidia-h100-sxm5", "nvidia-h20-96", "nvidia-l40s", "nvidia-b200-sxm")) {
      Setting setting = setting(KNOWLEDGE.catalog().get(chip), model, Layout.ONE);
      double peak = predictor(chip).machine().peak(Arithmetic.BITS16);
      double band = predictor(chip).machine().memoryBytesPerSecond();
      double cache = predictor(chip).machine().cacheBytes();
      double read = (0.995 * 2 * weights - cache) / band;
      var step = Prediction.decode(setting, 1, 1024);
      assertThat(java.util.Objects.requireNonNull(step.tpot()).low()).isGreaterThan(read);
      double worked = 0.99 * 2 * (weights - 128_256.0 * 4096) * 2048 / peak;
      var prompt = Prediction.prefill(setting, 1, 2048);
      assertThat(java.util.Objects.requireNonNull(prompt.ttft()).low()).isGreaterThan(worked);
      var served = Prediction.serve(setting, null, Load.of(4, 2048, 512));
      assertThat(java.util.Objects.requireNonNull(served.ttft()).low()).isGreaterThan(worked);
      assertThat(java.util.Objects.requireNonNull(served.tpot()).low()).isGreaterThan(read);
      double high = java.util.Objects.requireNonNull(served.tokensPerSecond()).high();
      assertThat(high).isLessThan(512 / (worked + 511 * 2 * weights / peak));
    }
  }

  /** What a batch of prompts takes is the sum of its terms, over all its passes. */
  @Test
  void theTermsOfABatchOfPromptsAddUp() {
    Model model = KNOWLEDGE.models().get("llama-3.1-8b");
    Item item = KNOWLEDGE.catalog().get("nvidia-h100-sxm5");
    Setting setting = setting(item, model, Layout.tensor(2));
    for (long batch : new long[] {1, 16, 21}) {
      Prediction done = Prediction.prefill(setting, batch, 3000);
      double sum = done.terms().stream().mapToDouble(Prediction.Term::seconds).sum();
      assertThat(java.util.Objects.requireNonNull(done.ttft()).mid())
          .isCloseTo(sum, org.assertj.core.data.Percentage.withPercentage(1e-6));
    }
  }

  /** Context ranks draw power as other chips do, and one served answer costs what its steps do. */
  @Test
  void servingCountsTheEnergyOfContextRanks() {
    Model model = KNOWLEDGE.models().get("llama-3.1-8b");
    Item item = KNOWLEDGE.catalog().get("nvidia-h100-sxm5");
    Load load = Load.of(8, 16, 1024);
    for (int ranks : new int[] {1, 2}) {
      Setting setting = setting(item, model, new Layout(2, 1, 1, 1, ranks));
      double served =
          java.util.Objects.requireNonNull(Prediction.serve(setting, null, load).joulesPerOutput());
      double stepped =
          java.util.Objects.requireNonNull(Prediction.decode(setting, 8, 528).joulesPerOutput());
      assertThat(served).isBetween(0.95 * stepped, 1.15 * stepped);
    }
  }

  @Test
  void anAnswerOfOneTokenHasNoTimeBetweenTokens() {
    Model model = KNOWLEDGE.models().get("llama-3.1-8b");
    Setting setting = setting(KNOWLEDGE.catalog().get("nvidia-h100-sxm5"), model, Layout.ONE);
    Prediction done = Prediction.serve(setting, null, Load.of(4, 512, 1));
    assertThat(done.tpot()).isNull();
    assertThat(java.util.Objects.requireNonNull(done.tokensPerSecond()).mid()).isPositive();
  }

  @Test
  void moreOfAnythingIsNeverSlower() {
    Predictor least = KNOWLEDGE.basis().predictor(invented(800, 3000, 600), null);
    List<Predictor> more =
        List.of(
            KNOWLEDGE.basis().predictor(invented(1200, 3000, 600), null),
            KNOWLEDGE.basis().predictor(invented(800, 4500, 600), null),
            KNOWLEDGE.basis().predictor(invented(800, 3000, 900), null));
    Random random = new Random(12);
    for (int i = 0; i < 300; i++) {
      for (Operator each : operators(random)) {
        double before = least.seconds(each) * ROUNDING;
        for (Predictor other : more) {
          assertThat(other.seconds(each)).as(each.toString()).isLessThanOrEqualTo(before);
        }
      }
    }
  }

  @Test
  void aStepOfAWholeModelIsNeverSlowerWithMore() {
    Model model = KNOWLEDGE.models().get("llama-3.1-70b");
    double before = step(invented(800, 3000, 600), model);
    assertThat(step(invented(1200, 3000, 600), model)).isLessThanOrEqualTo(before * ROUNDING);
    assertThat(step(invented(800, 4500, 600), model)).isLessThanOrEqualTo(before * ROUNDING);
    assertThat(step(invented(800, 3000, 900), model)).isLessThanOrEqualTo(before * ROUNDING);
  }

  private static double step(Item item, Model model) {
    Prediction p = Prediction.decode(setting(item, model, Layout.tensor(4)), 32, 2048);
    return java.util.Objects.requireNonNull(p.tpot()).mid();
  }

  private static Setting setting(Item item, Model model, Layout layout) {
    Passes passes = new Passes(KNOWLEDGE.systems().predictor(KNOWLEDGE.basis(), item, null), true);
    Deployment d = Deployment.of(model, layout, Precision.BF16, Precision.BF16, 8);
    return new Setting(passes, d, KNOWLEDGE.systems().engine(null), 1);
  }

  /** 80 layers, 8 key-value heads of 128, keys and values, 2 bytes, 131,072 tokens. */
  @Test
  void theCacheOfALongSequenceIsCountedFromItsLayers() {
    Model model = KNOWLEDGE.models().get("llama-3.1-70b");
    Deployment d = Deployment.of(model, Layout.tensor(1), Precision.BF16, Precision.BF16, 8);
    double counted = 80.0 * 8 * 128 * 2 * 2 * 131_072;
    assertThat(Memory.perSequence(d, 131_072)).isEqualTo(counted);
    assertThat(counted / (1L << 30)).isEqualTo(40.0);
  }

  @Test
  void noBoardDrawsMoreThanItsLimit() {
    Random random = new Random(13);
    for (String chip : CHIPS) {
      Predictor at = predictor(chip);
      for (int i = 0; i < 100; i++) {
        for (Operator each : operators(random)) {
          assertThat(at.watts(each)).isBetween(0.0, at.machine().watts());
        }
      }
    }
  }

  /** Every layout of few chips tried one by one, without the search's own list. */
  @Test
  void theSearchFindsWhatTryingEverythingFinds() {
    for (String name : List.of("qwen3-8b", "mixtral-8x7b", "llama-3.1-70b")) {
      Model model = KNOWLEDGE.models().get(name);
      Item item = KNOWLEDGE.catalog().get("nvidia-h100-sxm5");
      Setting base = setting(item, model, Layout.tensor(1));
      for (long clients : new long[] {1, 24}) {
        Load load = Load.of(clients, 1024, 256);
        Search.Found found = Search.best(base, load, new int[] {4}, Search.Limits.NONE);
        double best = 0;
        for (Layout layout : layouts(model, 4)) {
          for (long chunk : new long[] {2048, 8192, 16384}) {
            for (int prompts = 0; prompts < 4 / layout.chips(); prompts++) {
              if (Integer.bitCount(prompts) > 1) {
                continue;
              }
              best = Math.max(best, perChip(base, layout, prompts, chunk, load));
            }
          }
        }
        assertThat(found.best().tokensPerSecond() / 4)
            .as(name)
            .isCloseTo(best, org.assertj.core.data.Percentage.withPercentage(1e-9));
      }
    }
  }

  private static List<Layout> layouts(Model model, int chips) {
    List<Layout> all = new ArrayList<>();
    for (int t = 1; t <= chips; t++) {
      for (int p = 1; p <= chips; p++) {
        for (int d = 1; d <= chips; d++) {
          for (int e = 1; e <= chips; e++) {
            for (int c = 1; c <= chips; c *= 2) {
              Layout layout = new Layout(t, p, d, e, c);
              boolean alone = model.hasExperts() || (d == 1 && e == 1);
              boolean staged = Integer.bitCount(p) == 1 || model.depth() % p == 0;
              if (alone
                  && staged
                  && chips % (t * p * d * c) == 0
                  && layout.problems(model).isEmpty()) {
                all.add(layout);
              }
            }
          }
        }
      }
    }
    return all;
  }

  private static double perChip(Setting base, Layout layout, int prompts, long chunk, Load load) {
    int copies = 4 / layout.chips() - prompts;
    Engine engine = base.engine().withChunk(chunk);
    Deployment d = base.deployment().with(layout);
    Setting then = new Setting(base.passes(), d, engine, copies);
    @Nullable Setting first = prompts == 0 ? null : new Setting(base.passes(), d, engine, prompts);
    Prediction p = Prediction.serve(then, first, load);
    Estimate.Interval all = p.tokensPerSecond();
    return all == null ? 0 : all.mid() / 4;
  }

  @Test
  void aChipWithoutLinksOrWithInferredFiguresHasWiderIntervals() {
    var known = predictor("nvidia-h100-sxm5");
    var inferred = predictor("nvidia-h20-96");
    Operator gemm = new Operator.Gemm(4096, 4096, 4096, Precision.BF16);
    assertThat(width(inferred.estimate(gemm).seconds()))
        .isGreaterThanOrEqualTo(width(known.estimate(gemm).seconds()));
    assertThat(known.machine().peak(Arithmetic.BITS16)).isPositive();
  }

  /** Upwards: the low end may be what physics allows. */
  private static double width(Estimate.Interval each) {
    return each.high() / each.mid();
  }

  /** A chip that only trades bandwidth for arithmetic passes the other as batches grow. */
  @Test
  void aCrossoverIsWhereTheOrderTurns() {
    Model model = KNOWLEDGE.models().get("llama-3.1-8b");
    Setting memory = setting(invented(150, 4000, 600), model, Layout.tensor(1));
    Setting arithmetic = setting(invented(1000, 2500, 600), model, Layout.tensor(1));
    Comparison both = Comparison.of(List.of(memory, arithmetic), 512, 128);
    assertThat(both.crossovers()).hasSize(1);
    Comparison.Crossover at = both.crossovers().getFirst();
    assertThat(at.before()).isZero();
    var below = both.rows().get(0).at(at.batch() / 2);
    var other = both.rows().get(1).at(at.batch() / 2);
    assertThat(java.util.Objects.requireNonNull(below).tokensPerSecond())
        .isGreaterThan(java.util.Objects.requireNonNull(other).tokensPerSecond());
    assertThat(both.rows().get(0).ridge()).isEqualTo(150e12 / 4000e9);
  }
}
