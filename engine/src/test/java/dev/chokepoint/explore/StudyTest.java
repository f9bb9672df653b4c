package dev.chokepoint.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.knowledge.SpaceReader;
import dev.chokepoint.performance.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The figures of docs/study-isca25.md, worked out again. */
class StudyTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final Path STUDY =
      Path.of(System.getProperty("chokepoint.root", "..")).resolve("examples/study-isca25");
  private static final List<String> MODELS = List.of("gpt-3-175b", "llama-3-8b");
  private static final Map<DesignKey, Double> A100 =
      Map.ofEntries(
          Map.entry(DesignKey.NODE, 4.0),
          Map.entry(DesignKey.CORES, 108.0),
          Map.entry(DesignKey.L2, 40.0),
          Map.entry(DesignKey.PIN_RATE, 3.125),
          Map.entry(DesignKey.POWER, 400.0));

  private record Grid(ExploreTask task, ExplorePoints points) {
    double of(ExploreFigure figure, int row) {
      return points.value(figure, row);
    }

    IntStream rows(IntPredicate which) {
      return IntStream.range(0, points.length()).filter(which);
    }

    String label(String axis, int row) {
      return Objects.requireNonNull(task.space().labels(points.indexes()[row]).get(axis));
    }

    double least(ExploreFigure figure, IntPredicate which) {
      return rows(which).mapToDouble(row -> of(figure, row)).min().orElse(Double.NaN);
    }

    double mean(ExploreFigure figure, IntPredicate which) {
      return rows(which).mapToDouble(row -> of(figure, row)).average().orElse(Double.NaN);
    }
  }

  private static Grid grid(String file, String model, String day) {
    SpaceReader.Asked asked = SpaceReader.read(Source.of(STUDY.resolve(file)), KNOWLEDGE.silicon());
    return evaluated(asked.space(), asked.maker(), model, day, 32);
  }

  private static Grid evaluated(
      Space space, Design.Maker maker, String model, String day, long batch) {
    ExploreTask task =
        new ExploreTask(
            space,
            maker,
            List.of(),
            List.of(ExploreFigure.TTFT, ExploreFigure.TPOT),
            KNOWLEDGE.rulebook(),
            Clock.ENFORCED,
            LocalDate.parse(day),
            List.of("CN"),
            new ExploreWorkload(
                KNOWLEDGE.models().get(model),
                4,
                Precision.BF16,
                Precision.BF16,
                batch,
                2048,
                3072,
                true),
            KNOWLEDGE.basis(),
            KNOWLEDGE.systems());
    long[] all = LongStream.range(0, space.size()).toArray();
    return new Grid(task, new ExploreEvaluator(task).evaluate(all));
  }

  /** Variants of the A100 side by side, the A100 itself first. */
  private static Grid variants(String model, long batch, List<Map<DesignKey, Double>> changes) {
    List<SpaceAxis.Choice> choices = new ArrayList<>();
    choices.add(new SpaceAxis.Choice("A100", A100));
    for (Map<DesignKey, Double> change : changes) {
      Map<DesignKey, Double> sets = new HashMap<>(A100);
      sets.putAll(change);
      choices.add(new SpaceAxis.Choice("variant " + choices.size(), sets));
    }
    Space space =
        new Space(KNOWLEDGE.silicon(), Map.of(), List.of(new SpaceAxis("design", choices)));
    return evaluated(space, new Design.Maker("NVIDIA", "US"), model, "2023-11-17", batch);
  }

  private final List<String> said = new ArrayList<>();

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more library
  private void say(String text, Object... values) {
    said.add(String.format(Locale.ROOT, text, values));
  }

  /** The page shows these figures and no older ones; {@code -Dstudy.print=true} prints them. */
  private void isOnThePage() throws IOException {
    if (Boolean.getBoolean("study.print")) {
      said.forEach(System.out::println);
    }
    Path root = Path.of(System.getProperty("chokepoint.root", ".."));
    assertThat(Files.readString(root.resolve("docs/study-isca25.md"))).contains(said);
  }

  @Test
  void theFindings() throws IOException {
    for (String model : MODELS) {
      say("== %s", model);
      Grid base = variants(model, 32, List.of(Map.of(DesignKey.CORES, 103.0)));
      double ttft = base.of(ExploreFigure.TTFT, 1);
      double tpot = base.of(ExploreFigure.TPOT, 1);
      say("baseline ttft %.3f ms, tbt %.4f ms", ttft, tpot);
      Grid grid = grid("october-2022.yaml", model, "2022-11-01");
      assertThat(grid.points().length()).isEqualTo(512);
      IntPredicate fits =
          row ->
              grid.of(ExploreFigure.LARGEST_DIE, row) <= 860
                  && grid.points().decided(row).verdict() == Verdict.NO_LICENCE_REQUIRED;
      say("feasible of 512: %d", grid.rows(fits).count());
      say(
          "1 best ttft %+.1f%% on any die, %+.1f%% under the reticle",
          100 * (1 - grid.least(ExploreFigure.TTFT, row -> true) / ttft),
          100 * (1 - grid.least(ExploreFigure.TTFT, fits) / ttft));
      say(
          "2 best tbt %+.1f%% on any die, %+.1f%% under the reticle",
          100 * (1 - grid.least(ExploreFigure.TPOT, row -> true) / tpot),
          100 * (1 - grid.least(ExploreFigure.TPOT, fits) / tpot));
      say(
          "2 mean tbt 3.2 over 2.0 TB/s: %+.1f%%",
          100
              * (1
                  - grid.mean(ExploreFigure.TPOT, row -> grid.label("memory-gbps", row).equals("5"))
                      / grid.mean(
                          ExploreFigure.TPOT,
                          row -> grid.label("memory-gbps", row).equals("3.125"))));
      for (ExploreFigure figure : List.of(ExploreFigure.TTFT, ExploreFigure.TPOT)) {
        ExploreSummary summary = new ExploreSummary(grid.task());
        summary.add(grid.points());
        summary.sensitivity().stream()
            .filter(effect -> effect.objective() == figure)
            .forEach(effect -> {
              double low = Arrays.stream(effect.means()).min().orElseThrow();
              double high = Arrays.stream(effect.means()).max().orElseThrow();
              say(
                  "  %s %s share %.1f%%, means within %.2f%%",
                  figure.key(), effect.axis(), 100 * effect.share(), 100 * (high / low - 1));
            });
        double all = width(grid, figure, row -> "");
        narrower(grid, figure, all, List.of("l1-kb"));
        narrower(grid, figure, all, List.of("l2-mb"));
        narrower(grid, figure, all, List.of("memory-gbps"));
        narrower(grid, figure, all, List.of("lanes", "array"));
        narrower(grid, figure, all, List.of("lanes", "array", "memory-gbps"));
      }
      decodeNeedsBandwidth(grid);
      Grid later = grid("october-2023.yaml", model, "2023-11-17");
      assertThat(later.points().length()).isEqualTo(4608);
      law(later);
    }
    isOnThePage();
  }

  private void narrower(Grid grid, ExploreFigure figure, double all, List<String> axes) {
    double fixed =
        width(
            grid,
            figure,
            row -> axes.stream().map(axis -> grid.label(axis, row)).toList().toString());
    say(
        "6 %s: %.4f ms wide at fixed TPP, %.4f ms with %s fixed too: %s",
        figure.key(),
        all,
        fixed,
        String.join(", ", axes),
        fixed < all / 1000
            ? "over 1000 times narrower"
            : String.format(Locale.ROOT, "%.1f times narrower", all / fixed));
  }

  /** Mean over the values of an axis of the largest less the smallest. */
  private static double width(
      Grid grid, ExploreFigure figure, java.util.function.IntFunction<String> by) {
    Map<String, double[]> ends = new HashMap<>();
    for (int row = 0; row < grid.points().length(); row++) {
      double value = grid.of(figure, row);
      double[] both = ends.computeIfAbsent(by.apply(row), key -> new double[] {value, value});
      both[0] = Math.min(both[0], value);
      both[1] = Math.max(both[1], value);
    }
    return ends.values().stream().mapToDouble(both -> both[1] - both[0]).average().orElseThrow();
  }

  private void decodeNeedsBandwidth(Grid grid) {
    IntPredicate plain =
        row ->
            grid.label("l1-kb", row).equals("192")
                && grid.label("l2-mb", row).equals("48")
                && grid.label("memory-gbps", row).equals("3.125");
    grid.rows(plain)
        .forEach(row ->
            say(
                "5 lanes %s array %s: cores %.0f, area %.1f, ttft %.3f, tbt %.4f",
                grid.label("lanes", row),
                grid.label("array", row),
                grid.of(ExploreFigure.CORES, row),
                grid.of(ExploreFigure.AREA, row),
                grid.of(ExploreFigure.TTFT, row),
                grid.of(ExploreFigure.TPOT, row)));
  }

  private void law(Grid later) {
    for (String tpp : List.of("1600", "2400", "4800")) {
      IntPredicate own = row -> later.label("tpp-below", row).equals(tpp);
      IntPredicate made = row -> own.test(row) && later.of(ExploreFigure.LARGEST_DIE, row) <= 860;
      IntPredicate free =
          row ->
              made.test(row)
                  && later.points().decided(row).verdict() == Verdict.NO_LICENCE_REQUIRED;
      say(
          "4 TPP %s: %d of %d under the reticle, %d free; area %.0f of made, %.0f of free (least %.0f); die %.0f / %.0f USD; yield %.2f / %.2f; ttft %.2f tbt %.3f best free",
          tpp,
          later.rows(made).count(),
          later.rows(own).count(),
          later.rows(free).count(),
          later.mean(ExploreFigure.AREA, made),
          later.mean(ExploreFigure.AREA, free),
          later.least(ExploreFigure.AREA, free),
          later.mean(ExploreFigure.DIE_USD, made),
          later.mean(ExploreFigure.DIE_USD, free),
          later.mean(ExploreFigure.YIELD, made),
          later.mean(ExploreFigure.YIELD, free),
          later.least(ExploreFigure.TTFT, free),
          later.least(ExploreFigure.TPOT, free));
      IntPredicate slow = row -> own.test(row) && later.label("links", row).equals("10");
      IntPredicate fast = row -> own.test(row) && later.label("links", row).equals("18");
      say(
          "3 TPP %s, 500 to 900 GB/s: ttft %+.2f%%, tbt %+.2f%%",
          tpp,
          100 * (1 - later.mean(ExploreFigure.TTFT, fast) / later.mean(ExploreFigure.TTFT, slow)),
          100 * (1 - later.mean(ExploreFigure.TPOT, fast) / later.mean(ExploreFigure.TPOT, slow)));
    }
  }

  @Test
  void theCrossChecks() throws IOException {
    Grid v =
        variants(
            "gpt-3-175b",
            8,
            List.of(
                Map.of(DesignKey.ARRAY_ROWS, 8.0, DesignKey.ARRAY_COLUMNS, 8.0),
                Map.of(DesignKey.PIN_RATE, 1.25),
                Map.of(DesignKey.PIN_RATE, 5.0),
                Map.of(DesignKey.L1, 64.0),
                Map.of(DesignKey.L1, 1024.0),
                Map.of(DesignKey.L2, 10.0),
                Map.of(DesignKey.L2, 80.0),
                Map.of(DesignKey.CORES, 64.0, DesignKey.L2, 24.0),
                Map.of(
                    DesignKey.LANES,
                    1.0,
                    DesignKey.ARRAY_ROWS,
                    128.0,
                    DesignKey.ARRAY_COLUMNS,
                    128.0,
                    DesignKey.CORES,
                    7.0),
                Map.of(
                    DesignKey.CORES,
                    64.0,
                    DesignKey.ARRAY_ROWS,
                    32.0,
                    DesignKey.ARRAY_COLUMNS,
                    32.0,
                    DesignKey.L1,
                    768.0,
                    DesignKey.PIN_RATE,
                    1.5625)));
    List<String> names =
        List.of(
            "A100",
            "8x8",
            "0.8 TB/s",
            "3.2 TB/s",
            "L1 64",
            "L1 1024",
            "L2 10",
            "L2 80",
            "64 cores 24 MB",
            "7 cores of 128x128",
            "64 cores of 32x32, 768 KB, 1 TB/s");
    for (int row = 0; row < names.size(); row++) {
      say(
          "%-36s area %.1f (%.3f) prefill %.3f ms (%.4f) decode %.4f ms (%.4f)",
          names.get(row),
          v.of(ExploreFigure.AREA, row),
          v.of(ExploreFigure.AREA, row) / v.of(ExploreFigure.AREA, 0),
          v.of(ExploreFigure.TTFT, row),
          v.of(ExploreFigure.TTFT, row) / v.of(ExploreFigure.TTFT, 0),
          v.of(ExploreFigure.TPOT, row),
          v.of(ExploreFigure.TPOT, row) / v.of(ExploreFigure.TPOT, 0));
    }
    isOnThePage();
  }
}
