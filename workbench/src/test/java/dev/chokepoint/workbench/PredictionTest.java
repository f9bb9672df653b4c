package dev.chokepoint.workbench;

import static dev.chokepoint.workbench.CommandLineTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Operator;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.performance.Predictor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a prediction must hold whatever its constants, and how far it may miss measurements. */
class PredictionTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();

  /** The figures of the L4's datasheet, two of them free, under a name that nobody knows. */
  private static Predictor predictor(String bf16, String bandwidth) {
    String spec =
        "name=Z,vendor=Zed,hq=US,memory=GDDR6,fp64=0.47,fp32=30.3,tf32=60,fp16=121,fp8=242.5,"
            + "int8=242.5,int4=485,memory-capacity=24,onchip=48,cores=58,boost=2040,d2d=0,host=64,"
            + "tdp=72,die=294,node=5,datacenter=yes,planar=no,bf16="
            + bf16
            + ",memory-bandwidth="
            + bandwidth;
    Item item = Asked.of(KNOWLEDGE.catalog(), null, spec).items().getFirst();
    return KNOWLEDGE.basis().predictor(item, null);
  }

  private static Predictor ofCatalogue(String id) {
    return KNOWLEDGE.basis().predictor(KNOWLEDGE.catalog().get(id), null);
  }

  private static List<Operator> operators(Random random) {
    long m = 1L << random.nextInt(14);
    long n = 64L * (1 + random.nextInt(256));
    long k = 64L * (1 + random.nextInt(256));
    int kvHeads = 1 << random.nextInt(4);
    int heads = kvHeads << random.nextInt(4);
    long length = 1L << (5 + random.nextInt(8));
    Precision bf16 = Precision.BF16;
    return List.of(
        new Operator.Gemm(m, n, k, bf16),
        new Operator.AttentionPrefill(
            1 + random.nextInt(8), length, 0, heads, kvHeads, 128, 0, bf16, bf16),
        new Operator.AttentionDecode(
            1 + random.nextInt(64), length, heads, kvHeads, 128, 0, bf16, bf16));
  }

  @Test
  void aNameChangesNothing() {
    Predictor described = predictor("121", "300");
    Predictor known = ofCatalogue("nvidia-l4");
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      for (Operator operator : operators(random)) {
        assertThat(described.estimate(operator)).isEqualTo(known.estimate(operator));
      }
    }
  }

  @Test
  void noMultiplyIsFasterThanThePeakAndTheIntervalHoldsTheMiddle() {
    Predictor l4 = predictor("121", "300");
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      for (Operator operator : operators(random)) {
        var estimate = l4.estimate(operator);
        assertThat(estimate.seconds().mid())
            .as(operator.toString())
            .isFinite()
            .isGreaterThanOrEqualTo(estimate.flops() / 121e12);
        assertThat(estimate.seconds().low()).isLessThanOrEqualTo(estimate.seconds().mid());
        assertThat(estimate.seconds().high()).isGreaterThanOrEqualTo(estimate.seconds().mid());
      }
    }
  }

  @Test
  void aFasterMemoryAndAFasterUnitAreNeverSlower() {
    Predictor slow = predictor("121", "300");
    Predictor faster = predictor("121", "450");
    Predictor stronger = predictor("180", "300");
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      for (Operator operator : operators(random)) {
        double before = slow.estimate(operator).seconds().mid() * (1 + 1e-9);
        assertThat(faster.estimate(operator).seconds().mid())
            .as("memory: " + operator)
            .isLessThanOrEqualTo(before);
        assertThat(stronger.estimate(operator).seconds().mid())
            .as("arithmetic: " + operator)
            .isLessThanOrEqualTo(before);
      }
    }
  }

  @Test
  void aWholeModelSaysWhetherItFits() {
    String h20 = "predict --chip nvidia-h20-96 --count %s --model %s --phase decode --batch 1";
    String rest = " --input 100 --output 10 --precision bf16 --tp %s";
    String small =
        run((h20.formatted(8, "llama-3.1-70b") + rest.formatted(8)).split(" ", -1)).out();
    String large =
        run((h20.formatted(1, "llama-3.1-405b") + rest.formatted(1)).split(" ", -1)).out();
    assertThat(small).contains("fits").doesNotContain("DOES NOT FIT");
    assertThat(large).contains("DOES NOT FIT");
    assertThat(run("predict", "--chip", "H20", "--model", "lama-3.1-70b").code()).isEqualTo(2);
  }
}
