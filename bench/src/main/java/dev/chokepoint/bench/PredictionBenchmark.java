package dev.chokepoint.bench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Batch;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Load;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Operator;
import dev.chokepoint.performance.Passes;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.performance.Predictor;
import dev.chokepoint.performance.Search;
import dev.chokepoint.performance.Setting;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a prediction costs on one core: a product, a layer, a search over layouts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC") // The collector of the launcher
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PredictionBenchmark {
  private static final int SHAPES = 4096;
  private static final int CHIPS = 64;

  private final Knowledge knowledge = Knowledge.load();
  private final Item h100 = knowledge.catalog().get("nvidia-h100-sxm5");
  private final Predictor predictor = knowledge.systems().predictor(knowledge.basis(), h100, null);
  private final Operator.Gemm[] gemms = new Operator.Gemm[SHAPES];
  private final Deployment layer = deployment("llama-3.1-70b", Layout.tensor(8));
  private final Deployment wide = deployment("deepseek-v3", Layout.tensor(8));
  private int next;

  /** Draws shapes. */
  public PredictionBenchmark() {
    Random random = new Random(1);
    for (int i = 0; i < SHAPES; i++) {
      gemms[i] =
          new Operator.Gemm(
              1L + random.nextInt(8192),
              64L * (1 + random.nextInt(256)),
              64L * (1 + random.nextInt(256)),
              Precision.BF16);
    }
  }

  private Deployment deployment(String name, Layout layout) {
    Model model = knowledge.models().get(name);
    return Deployment.of(model, layout, Precision.FP8_BLOCK, Precision.FP8, 8);
  }

  /** One product of a shape not seen just before. */
  @Benchmark
  public double gemm() {
    next = (next + 1) % SHAPES;
    return predictor.seconds(gemms[next]);
  }

  /** All 80 layers of a dense model, prompts and steps; nothing is remembered from before. */
  @Benchmark
  public double denseModelPrefillAndDecode() {
    Passes passes = new Passes(predictor, true);
    return passes.seconds(layer, Batch.prefill(1, 4096))
        + passes.seconds(layer, Batch.decode(16, 4096));
  }

  /** The best of all layouts of 64 chips; nothing is remembered from before. */
  @Benchmark
  public int search() {
    Setting base =
        new Setting(new Passes(predictor, true), wide, knowledge.systems().engine(null), 1);
    return Search.best(base, Load.of(256, 2048, 512), new int[] {CHIPS}, Search.Limits.NONE)
        .possible();
  }
}
