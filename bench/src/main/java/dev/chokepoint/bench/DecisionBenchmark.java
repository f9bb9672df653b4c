package dev.chokepoint.bench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Batch;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Margins;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decisions a second on one core, beside Drools and KIE DMN on the same rows; answers equal. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC") // The collector of the launcher
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecisionBenchmark {
  private static final LocalDate DAY_2023 = LocalDate.parse("2023-12-01");
  private static final LocalDate DAY_2025 = LocalDate.parse("2025-06-01");
  private static final int COMPARED = 3000;

  private final Rows rows = new Rows();
  private final Knowledge knowledge = Knowledge.load();
  private final Rulebook rulebook = knowledge.rulebook();
  private final Batch batch = new Batch(rulebook, Clock.ENFORCED);
  private final int[] out = new int[Rows.COUNT];
  private final int[] days = new int[Rows.COUNT];
  private final int[] destinations = new int[Rows.COUNT];
  private final List<String> countries =
      List.of("CN", "HK", "MO", "SG", "VN", "SA", "AE", "IN", "JP", "MY", "TW", "RU");
  private final Item h20 = knowledge.catalog().get("nvidia-h20-96");
  private final TradeRequest toChina = TradeRequest.to("CN", LocalDate.parse("2025-04-20"));
  private DroolsPeer drools;
  private DmnPeer dmn;
  private int next;

  /** Makes the peers and refuses to measure engines that do not agree. */
  @Setup
  public void agree() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < Rows.COUNT; i++) {
      days[i] = random.nextInt(batch.periods().size());
      destinations[i] = random.nextInt(countries.size());
    }
    drools = new DroolsPeer(rulebook, DAY_2023);
    dmn = new DmnPeer(rulebook, DAY_2023, "SG");
    batch.decide(rows.columns, "SG", DAY_2023, out);
    for (int i = 0; i < COMPARED; i++) {
      String ours = String.valueOf(batch.decided(out[i]).eccn()).replace("null", "none");
      String theirs = drools.entry(row(i));
      String dmns = dmn.entry(rows, i);
      if (!ours.equals(theirs) || !ours.equals(dmns)) {
        throw new IllegalStateException(
            "row " + i + ": ours " + ours + ", Drools " + theirs + ", DMN " + dmns);
      }
    }
  }

  private Row row(int i) {
    return new Row(rows.tpp[i], rows.dieAreaMm2[i], rows.datacenter[i]);
  }

  @Benchmark
  @OperationsPerInvocation(Rows.COUNT)
  public int[] grouped() {
    batch.decide(rows.columns, "CN", DAY_2025, out);
    return out;
  }

  @Benchmark
  @OperationsPerInvocation(Rows.COUNT)
  public int[] ungrouped() {
    batch.decide(rows.columns, countries, destinations, days, out);
    return out;
  }

  @Benchmark
  @OperationsPerInvocation(Rows.COUNT)
  public int[] table2023() {
    batch.decide(rows.columns, "SG", DAY_2023, out);
    return out;
  }

  @Benchmark
  public String table2023Drools() {
    next = (next + 1) & (Rows.COUNT - 1);
    return drools.entry(row(next));
  }

  @Benchmark
  public String law2023KieDmn() {
    next = (next + 1) & (Rows.COUNT - 1);
    return dmn.entry(rows, next);
  }

  @Benchmark
  public Determination classifyWithTrace() {
    return Controls.classify(rulebook, h20, toChina, Clock.ENFORCED);
  }

  @Benchmark
  public Margins margins() {
    return Controls.margins(rulebook, h20, toChina, Clock.ENFORCED);
  }
}
