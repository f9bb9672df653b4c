package dev.chokepoint.bench;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.explore.ExploreEvaluator;
import dev.chokepoint.explore.ExplorePareto;
import dev.chokepoint.explore.ExplorePoints;
import dev.chokepoint.explore.ExploreSummary;
import dev.chokepoint.explore.ExploreTask;
import dev.chokepoint.explore.ExploreWorkload;
import dev.chokepoint.explore.Space;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.knowledge.SpaceReader;
import dev.chokepoint.performance.Precision;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a point of a design space costs on one core: law, area, cost, prefill and decode. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC") // The collector of the launcher
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ExploreBenchmark {
  private static final int CHUNK = 4096;
  private static final int STUDY = 1536;
  private static final int POINTS = 10_000_000;

  private final Knowledge knowledge = Knowledge.load();
  private final ExploreTask study = task("study-isca25/october-2023.yaml", "gpt-3-175b");
  private final ExploreTask small = task("study-isca25/october-2023.yaml", "llama-3-8b");
  private final ExploreEvaluator evaluator = new ExploreEvaluator(study);
  private final ExploreEvaluator other = new ExploreEvaluator(small);
  private final long[] grid = LongStream.range(0, STUDY).toArray();
  private final SplittableRandom random = new SplittableRandom(1);
  private final double[] coordinates = random.doubles(3L * POINTS).toArray();

  private ExploreTask task(String file, String model) {
    SpaceReader.Asked asked =
        SpaceReader.read(Source.of(Path.of("examples").resolve(file)), knowledge.silicon());
    Space space = asked.space();
    return new ExploreTask(
        space,
        asked.maker(),
        asked.constraints(),
        asked.objectives(),
        knowledge.rulebook(),
        Clock.ENFORCED,
        LocalDate.parse("2023-11-17"),
        List.of("CN", "AE", "VN", "IN", "FR"), // one of each class of destinations that differ
        new ExploreWorkload(
            knowledge.models().get(model), 4, Precision.BF16, Precision.BF16, 32, 2048, 3072, true),
        knowledge.basis(),
        knowledge.systems());
  }

  /** A point of a layer of GPT-3 among random ones, as a share of a chunk. */
  @Benchmark
  @OperationsPerInvocation(CHUNK)
  public ExplorePoints point() {
    return evaluator.evaluate(random.longs(CHUNK, 0, study.space().size()).toArray());
  }

  /** The 1,536 designs of one limit of TPP with both models and their Pareto sets. */
  @Benchmark
  public long study() {
    ExploreSummary one = new ExploreSummary(study);
    one.add(evaluator.evaluate(grid));
    ExploreSummary two = new ExploreSummary(small);
    two.add(other.evaluate(grid));
    return one.state().pareto().length + two.state().pareto().length;
  }

  /** The Pareto set of ten million points in three objectives. */
  @Benchmark
  public long pareto() {
    ExplorePareto set = new ExplorePareto(3);
    double[] point = new double[3];
    for (int i = 0; i < POINTS; i++) {
      System.arraycopy(coordinates, 3 * i, point, 0, 3);
      set.add(i, point);
    }
    return set.numbers().length;
  }
}
