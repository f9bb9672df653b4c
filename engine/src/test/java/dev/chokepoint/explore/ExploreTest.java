package dev.chokepoint.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Margins;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.knowledge.SpaceReader;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Passes;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.performance.Prediction;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spaces, points and Pareto sets against the plain ways to the same. */
class ExploreTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final Path EXAMPLE =
      Path.of(System.getProperty("chokepoint.root", "..")).resolve("examples/space.yaml");
  private static final int RANDOM_POINTS = Integer.getInteger("explore.points", 170);

  static ExploreTask task(
      SpaceReader.Asked asked, Design.Maker maker, String day, ExploreWorkload workload) {
    return new ExploreTask(
        asked.space(),
        maker,
        asked.constraints(),
        asked.objectives(),
        KNOWLEDGE.rulebook(),
        Clock.ENFORCED,
        LocalDate.parse(day),
        List.of("CN", "VN", "FR"),
        workload,
        KNOWLEDGE.basis(),
        KNOWLEDGE.systems());
  }

  private static ExploreWorkload workload() {
    return new ExploreWorkload(
        KNOWLEDGE.models().get("llama-3.1-70b"),
        8,
        Precision.FP8,
        Precision.FP8,
        33,
        2048,
        2560,
        false);
  }

  /** The same designs as chips of a file, through classify and predict. */
  @ParameterizedTest
  @CsvSource({
    "2022-11-01, '',",
    "2023-11-17, NVIDIA, US",
    "2025-04-20, '',",
    "2025-04-20, NVIDIA, US",
    "2025-07-01, Huawei, CN",
    "2026-02-01, AMD, US"
  })
  void pointsSayWhatClassifyAndPredictSay(String day, String vendor, @Nullable String hq) {
    Design.Maker maker = new Design.Maker(vendor, hq);
    SpaceReader.Asked asked = SpaceReader.read(Source.of(EXAMPLE), KNOWLEDGE.silicon());
    ExploreTask task = task(asked, maker, day, workload());
    SplittableRandom random = new SplittableRandom(day.hashCode());
    long[] indexes =
        LongStream.generate(() -> random.nextLong(task.space().size()))
            .limit(RANDOM_POINTS)
            .toArray();
    ExplorePoints points = new ExploreEvaluator(task).evaluate(indexes);
    for (int row = 0; row < indexes.length; row++) {
      Item item = task.space().at(indexes[row]).item("spec", "x", maker);
      for (int i = 0; i < task.destinations().size(); i++) {
        Determination says =
            Controls.classify(
                KNOWLEDGE.rulebook(),
                item,
                TradeRequest.to(task.destinations().get(i), task.day()),
                Clock.ENFORCED);
        var decided = points.decisions().get(i).get(row);
        assertThat(decided.verdict()).isEqualTo(says.verdict());
        assertThat(decided.eccn()).isEqualTo(says.eccn());
        assertThat(decided.reviewPolicy()).isEqualTo(says.reviewPolicy());
      }
      figures(points, row, item);
      times(task, points, row, item);
    }
  }

  private static void figures(ExplorePoints points, int row, Item item) {
    Map<ExploreFigure, Metric> read =
        Map.of(
            ExploreFigure.TPP, Metric.TPP,
            ExploreFigure.COUNTED_AREA, Metric.DIE_AREA,
            ExploreFigure.IO, Metric.IO,
            ExploreFigure.BANDWIDTH, Metric.MEMORY_BANDWIDTH);
    read.forEach((figure, metric) ->
        assertThat(points.value(figure, row))
            .isEqualTo(Objects.requireNonNull(Metrics.range(item, metric)).low().doubleValue()));
  }

  private static void times(ExploreTask task, ExplorePoints points, int row, Item item) {
    ExploreWorkload work = task.workload();
    Passes passes = new Passes(task.systems().predictor(task.basis(), item, null), true);
    Setting setting =
        new Setting(
            passes,
            Deployment.of(
                work.model(),
                Layout.tensor(work.tensor()),
                work.weights(),
                work.cache(),
                task.systems().node(item).chips()),
            task.systems().engine(null),
            1);
    Prediction prompts = Prediction.prefill(setting, work.batch(), work.input());
    Prediction step = Prediction.decode(setting, work.batch(), work.context());
    double ttft = points.value(ExploreFigure.TTFT, row);
    double tpot = points.value(ExploreFigure.TPOT, row);
    if (prompts.ttft() == null) {
      assertThat(ttft).isNaN();
    } else {
      assertThat(ttft / 1e3).isCloseTo(prompts.ttft().mid(), within(1e-12 * ttft));
    }
    if (step.tpot() == null) {
      assertThat(tpot).isNaN();
    } else {
      assertThat(tpot / 1e3).isCloseTo(step.tpot().mid(), within(1e-12 * tpot));
      double rate = Objects.requireNonNull(step.tokensPerSecond()).mid();
      assertThat(points.value(ExploreFigure.DECODE_RATE, row)).isCloseTo(rate, within(1e-9 * rate));
    }
    assertThat(points.value(ExploreFigure.POWER, row))
        .isEqualTo(passes.predictor().machine().watts());
  }

  @Test
  void aMarginIsThatOfTheSavedChip() {
    Design.Maker maker = new Design.Maker("NVIDIA", "US");
    SpaceReader.Asked asked = SpaceReader.read(Source.of(EXAMPLE), KNOWLEDGE.silicon());
    ExploreTask plain = task(asked, maker, "2023-11-17", workload());
    ExploreTask task =
        new ExploreTask(
            plain.space(),
            maker,
            List.of(),
            List.of(ExploreFigure.MARGIN),
            plain.rulebook(),
            plain.clock(),
            plain.day(),
            List.of("CN"),
            plain.workload(),
            plain.basis(),
            plain.systems());
    long[] some = {0, 777, 5000};
    ExplorePoints points = new ExploreEvaluator(task).evaluate(some);
    for (int row = 0; row < some.length; row++) {
      Item item = task.space().at(some[row]).item("spec", "x", maker);
      Margins.Flip one =
          Controls.margins(
                  KNOWLEDGE.rulebook(), item, TradeRequest.to("CN", task.day()), Clock.ENFORCED)
              .one();
      assertThat(points.value(ExploreFigure.MARGIN, row))
          .isEqualTo(Math.abs(Objects.requireNonNull(one).relative().doubleValue()));
    }
  }

  @Test
  void aNumberIsADesignAndBack() {
    Space space = SpaceReader.read(Source.of(EXAMPLE), KNOWLEDGE.silicon()).space();
    long product =
        space.axes().stream().mapToLong(axis -> axis.choices().size()).reduce(1, (a, b) -> a * b);
    assertThat(space.size()).isEqualTo(product);
    for (long index = 0; index < space.size(); index += 7) {
      assertThat(space.index(space.digits(index))).isEqualTo(index);
    }
    assertThat(space.labels(0).get("cores")).isEqualTo("24");
    assertThat(space.labels(1).get("links")).isEqualTo("4");
    assertThatThrownBy(() -> space.at(space.size())).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource({"RANDOM, 5", "SOBOL, 0", "SOBOL, 5"})
  void chunksDoNotDependOnThoseBefore(ExploreSampling.Method method, long seed) {
    Space space = SpaceReader.read(Source.of(EXAMPLE), KNOWLEDGE.silicon()).space();
    ExploreSampling sampling = new ExploreSampling(method, 1000, seed);
    long[] whole = sampling.chunk(space, 0, 1000);
    long[] parts = new long[1000];
    for (int from = 0; from < 1000; from += 300) {
      long[] part = sampling.chunk(space, from, 300);
      System.arraycopy(part, 0, parts, from, part.length);
    }
    assertThat(parts).isEqualTo(whole);
    assertThat(Arrays.stream(whole).distinct().count()).isGreaterThan(700);
    assertThat(Arrays.stream(whole).allMatch(i -> i >= 0 && i < space.size())).isTrue();
  }

  /** Brute force on random points with many ties, one to five coordinates, in any order. */
  @Test
  void theParetoSetIsThatOfBruteForce() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 400; round++) {
      int width = 1 + round % 5;
      int count = 1 + random.nextInt(60);
      double[][] points = new double[count][width];
      ExplorePareto set = new ExplorePareto(width);
      ExplorePareto left = new ExplorePareto(width);
      ExplorePareto right = new ExplorePareto(width);
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < width; j++) {
          points[i][j] = random.nextInt(round % 3 == 0 ? 4 : 1000) - 2;
        }
        set.add(i, points[i]);
        (random.nextBoolean() ? left : right).add(i, points[i]);
      }
      right.addAll(left);
      assertThat(set.numbers()).isEqualTo(brute(points));
      assertThat(right.numbers()).isEqualTo(brute(points));
    }
  }

  private static long[] brute(double[][] points) {
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      boolean beaten = false;
      for (int j = 0; j < points.length; j++) {
        boolean atMost = true;
        for (int k = 0; k < points[i].length; k++) {
          atMost &= points[j][k] <= points[i][k];
        }
        beaten |= atMost && (j < i || !Arrays.equals(points[i], points[j]));
      }
      if (!beaten) {
        kept.add((long) i);
      }
    }
    return kept.stream().mapToLong(each -> each).toArray();
  }

  private static final String BASE =
      "{base: {node: 7, memory-type: HBM2e, cores: 100}, axes: {l2-mb: [32, 40]}, objectives: [cost-usd]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "l2-mb: [32, 40] | l2-mb: [] | empty-axis",
        "l2-mb: [32, 40] | 'l2-mb: {from: 1, to: 9, step: 0}' | endless-axis",
        "l2-mb: [32, 40] | 'l2-mb: {from: 1, to: inf, step: 1}' | bad-number",
        "l2-mb: [32, 40] | 'l2-mb: {from: 0, to: 9999, step: 0.001}' | axis-too-long",
        "l2-mb: [32, 40] | l2-mb: [32, 32.0] | duplicate-value",
        "l2-mb: [32, 40] | l2-mb: [-1] | out-of-range",
        "l2-mb: [32, 40] | l2-mb: [NaN] | out-of-range",
        "l2-mb: [32, 40] | l2-mb: [40 MB] | bad-number",
        "l2-mb: [32, 40] | lanes: [1.5] | out-of-range",
        "l2-mb: [32, 40] | l2-kb: [32] | unknown-axis",
        "l2-mb: [32, 40] | 'tdp-w: [0], host-type: [PCIe4, PCIe5]' | axis-not-read",
        "l2-mb: [32, 40] | 'a: [{l2-mb: 1}], b: [{l2-mb: 2}]' | set-twice",
        "l2-mb: [32, 40] | 'a: [{l2-mb: 1}, {l1-kb: 2}]' | uneven-axis",
        "cores: 100 | lanes: 4 | missing",
        "cores: 100 | 'cores: 100, tpp-below: 4800' | stated-twice",
        "node: 7 | node: 90 | unknown-value",
        "HBM2e | GDDR9 | unknown-value",
        "[cost-usd] | [] | bad-count",
        "[cost-usd] | [price] | unknown-figure",
        "[cost-usd] | '[cost-usd], constraints: [{figure: area-mm2, at-most: 400}, {figure: area-mm2, at-least: 500}]' | contradictory-constraints",
        "[cost-usd] | '[cost-usd], constraints: [{figure: area-mm2, below: 400, at-least: 400}]' | contradictory-constraints",
        "[cost-usd] | '[cost-usd], constraints: [{verdict: no-licence-required}, {verdict: undetermined}]' | contradictory-constraints",
        "[cost-usd] | '[cost-usd], constraints: [{verdict: free}]' | unknown-value",
        "[cost-usd] | '[cost-usd], points: 3' | unknown-key"
      })
  void aWrongSpaceIsRefused(String from, String to, String problem, @TempDir Path folder)
      throws IOException {
    assertThat(BASE).contains(from);
    Path file = Files.writeString(folder.resolve("space.yaml"), BASE.replace(from, to));
    assertThatThrownBy(() -> SpaceReader.read(Source.of(file), KNOWLEDGE.silicon()))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.problems()).anyMatch(each -> each.id().equals(problem)));
  }

  @Test
  void aSpaceOfTwoToThe63IsRefusedAndOneBelowIsNot() {
    List<SpaceAxis> axes = new ArrayList<>();
    DesignKey[] keys = {
      DesignKey.L1,
      DesignKey.L2,
      DesignKey.PIN_RATE,
      DesignKey.MEMORY_GB,
      DesignKey.POWER,
      DesignKey.PACKAGE_USD,
      DesignKey.FP64,
      DesignKey.INT32,
      DesignKey.VECTOR
    };
    for (int i = 0; i < keys.length; i++) {
      List<SpaceAxis.Choice> choices = new ArrayList<>();
      for (int j = 1; j <= 128; j++) {
        choices.add(new SpaceAxis.Choice(String.valueOf(j), Map.of(keys[i], (double) j)));
      }
      axes.add(new SpaceAxis(keys[i].key(), choices));
    }
    Map<DesignKey, Double> base =
        Map.of(DesignKey.NODE, 4.0, DesignKey.CORES, 10.0, DesignKey.MEMORY, 0.0);
    assertThatThrownBy(() -> new Space(KNOWLEDGE.silicon(), base, axes))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("2^63");
    Space large = new Space(KNOWLEDGE.silicon(), base, axes.subList(0, 8));
    assertThat(large.size()).isEqualTo(1L << 56);
    assertThat(large.index(large.digits((1L << 56) - 1))).isEqualTo((1L << 56) - 1);
  }
}
