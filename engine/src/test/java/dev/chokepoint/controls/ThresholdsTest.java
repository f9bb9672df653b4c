package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.knowledge.Spec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Synthetic circuits just below, at and just above every limit of the texts, and with the figure
 * missing. Expected entries are read off 3A090 as printed (88 FR 73458; 87 FR 62186; 89 FR 96790).
 */
class ThresholdsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # a.1: TPP 4800 or more
          fp8=599.999,die=100000 | 2023-12-01 | none
          fp8=600,die=100000 | 2023-12-01 | 3A090.a
          fp8=600.001,die=100000 | 2023-12-01 | 3A090.a
          # a.2: TPP 1600 or more and density 5.92 or more
          fp8=199.999,die=100 | 2023-12-01 | none
          fp8=200,die=270 | 2023-12-01 | 3A090.a
          fp8=200.001,die=100 | 2023-12-01 | 3A090.a
          fp8=222,die=300 | 2023-12-01 | 3A090.a
          fp8=222,die=300.001 | 2023-12-01 | 3A090.b
          fp8=222,die=299.999 | 2023-12-01 | 3A090.a
          # b.1: TPP 2400 to less than 4800 and density 1.6 to less than 5.92
          fp8=300,die=1500 | 2023-12-01 | 3A090.b
          fp8=299.999,die=1499 | 2023-12-01 | none
          fp8=300,die=1500.001 | 2023-12-01 | none
          fp8=300.001,die=1500 | 2023-12-01 | 3A090.b
          fp8=599.999,die=2999 | 2023-12-01 | 3A090.b
          # b.2: TPP 1600 or more and density 3.2 to less than 5.92
          fp8=200,die=500 | 2023-12-01 | 3A090.b
          fp8=200,die=500.001 | 2023-12-01 | none
          fp8=199.999,die=400 | 2023-12-01 | none
          fp8=200.001,die=500 | 2023-12-01 | 3A090.b
          # Note 2: not for items below 4800 neither designed nor marketed for data centres
          fp8=599.999,die=400,datacenter=no | 2023-12-01 | none
          fp8=600,die=400,datacenter=no | 2023-12-01 | 3A090.a
          # 2022: I/O 600 or more and 4800 or more
          fp8=600,io=600,die=800 | 2022-11-01 | 3A090
          fp8=600,io=599.999,die=800 | 2022-11-01 | none
          fp8=599.999,io=600,die=800 | 2022-11-01 | none
          fp8=600.001,io=600.001,die=800 | 2022-11-01 | 3A090
          # planar dies have no applicable area: density clauses are not met
          fp8=300,die=100,planar=yes | 2023-12-01 | none
          fp8=600,die=100,planar=yes | 2023-12-01 | 3A090.a
          # c: density greater than 2
          kind=hbm,bandwidth=200,area=100 | 2025-01-15 | none
          kind=hbm,bandwidth=200.001,area=100 | 2025-01-15 | 3A090.c
          kind=hbm,bandwidth=199.999,area=100 | 2025-01-15 | none
          # missing figures
          fp8=?,die=100 | 2023-12-01 | 3A090.a none
          fp8=300,die=? | 2023-12-01 | 3A090.a 3A090.b none
          fp8=600,die=? | 2023-12-01 | 3A090.a
          fp8=600,die=800 | 2022-11-01 | 3A090 none
          kind=hbm,bandwidth=?,area=100 | 2025-01-15 | 3A090.c none
          # decided by bounds alone
          bf16=275,int8=275,die=<600 | 2023-12-01 | 3A090.a
          fp8=290..310,die=100 | 2023-12-01 | 3A090.a
          fp8=590..610,die=780..820 | 2023-12-01 | 3A090.a 3A090.b
          """)
  void entryAtTheLimit(String spec, String asOf, String candidates) {
    Determination d = TestKnowledge.spec(spec, "SG", asOf);
    assertThat(String.join(" ", d.eccnCandidates())).isEqualTo(candidates);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          memory-bandwidth=1399.999,io=0 | no-licence-required
          memory-bandwidth=1400,io=0 | licence-required
          memory-bandwidth=10,io=1099.999 | no-licence-required
          memory-bandwidth=10,io=1100 | licence-required
          memory-bandwidth=1000,io=699.999 | no-licence-required
          memory-bandwidth=1000,io=700 | licence-required
          memory-bandwidth=?,io=0 | undetermined
          memory-bandwidth=1399,io=? | undetermined
          memory-bandwidth=?,io=1100 | licence-required
          """)
  void letterOfApril2025(String figures, String verdict) {
    Determination d =
        TestKnowledge.spec("vendor=NVIDIA,hq=US,fp8=100,die=800," + figures, "CN", "2025-05-01");
    assertThat(d.verdict().word()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fp8=2624.9,memory-bandwidth=6499 | case-by-case
          fp8=2625,memory-bandwidth=6499 | presumption-of-denial
          fp8=2624.9,memory-bandwidth=6500 | presumption-of-denial
          fp8=2625.1,memory-bandwidth=6501 | presumption-of-denial
          """)
  void windowOfJanuary2026(String figures, String policy) {
    Determination d =
        TestKnowledge.spec("vendor=NVIDIA,hq=US,die=800,io=1000," + figures, "CN", "2026-02-01");
    assertThat(Objects.requireNonNull(d.reviewPolicy()).word()).isEqualTo(policy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Note 1: 16 nm or less
          node=16,aatc=30e9 | 2025-06-01 | 3A090.a
          node=15.999,aatc=30e9 | 2025-06-01 | 3A090.a
          node=16.001,aatc=30e9 | 2025-06-01 | none
          node=?,aatc=30e9 | 2025-06-01 | 3A090.a none
          # below 30 billion
          node=7,aatc=29999999999 | 2025-06-01 | none
          node=7,aatc=30000000000 | 2025-06-01 | 3A090.a
          node=7,aatc=30000000001 | 2025-06-01 | 3A090.a
          node=7,aatc=? | 2025-06-01 | 3A090.a none
          # without HBM: below 35 billion in 2027, below 40 billion from 2029, nothing between
          node=7,aatc=34999999999,memory=GDDR6 | 2026-12-31 | 3A090.a
          node=7,aatc=34999999999,memory=GDDR6 | 2027-01-01 | none
          node=7,aatc=35000000000,memory=GDDR6 | 2027-01-01 | 3A090.a
          node=7,aatc=35000000001,memory=GDDR6 | 2027-12-31 | 3A090.a
          node=7,aatc=34999999999,memory=HBM3 | 2027-12-31 | 3A090.a
          node=7,aatc=34999999999 | 2027-12-31 | 3A090.a
          node=7,aatc=30000000000,memory=GDDR6 | 2028-01-01 | 3A090.a
          node=7,aatc=30000000000,memory=GDDR6 | 2028-12-31 | 3A090.a
          node=7,aatc=39999999999,memory=GDDR6 | 2029-01-01 | none
          node=7,aatc=40000000000,memory=GDDR6 | 2029-01-01 | 3A090.a
          node=7,aatc=40000000001,memory=GDDR6 | 2029-01-01 | 3A090.a
          """)
  void presumptionOfNote1(String figures, String asOf, String candidates) {
    Determination d =
        Controls.classify(
            TestKnowledge.KNOWLEDGE.rulebook(),
            Spec.parse(
                    "vendor=Example,hq=SG,fp8=100,die=700,io=64,memory-bandwidth=100," + figures,
                    TestKnowledge.KNOWLEDGE.catalog())
                .item(),
            stated("CN", asOf, Map.of(Fact.ROLE, "foundry", Fact.PACKAGER, "foundry-abroad"), null),
            Clock.ENFORCED);
    assertThat(String.join(" ", d.eccnCandidates())).isEqualTo(candidates);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # 269 x 8 = 2152 TPP each, over the limits by density; LPP to 26900000: 12500 x 2152
          12499 | if | presumption-of-approval
          12500 | if | presumption-of-approval
          12501 | no | presumption-of-approval
          # without a quantity both limits are open
          ? | if | denial-after-allocation
          """)
  void lowProcessingPerformance(String quantity, String available, String policy) {
    Determination d = codified("fp8=269,die=300", quantity);
    assertThat(
            d.exceptions().stream()
                .filter(e -> e.finding().provision().id().equals("LPP"))
                .map(e -> e.available().word()))
        .containsExactly(available);
    assertThat(Objects.requireNonNull(d.reviewPolicy()).word()).isEqualTo(policy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # 987.5 x 8 = 7900 TPP each; 100000 of them are 790000000
          99999 | presumption-of-approval
          100000 | presumption-of-approval
          100001 | denial-after-allocation
          """)
  void allocationOf790Million(String quantity, String policy) {
    Determination d = codified("fp8=987.5,die=800", quantity);
    assertThat(Objects.requireNonNull(d.reviewPolicy()).word()).isEqualTo(policy);
  }

  private static Determination codified(String figures, String quantity) {
    return Controls.classify(
        TestKnowledge.KNOWLEDGE.rulebook(),
        Spec.parse(
                "vendor=Example,hq=SG,io=64,memory-bandwidth=100," + figures,
                TestKnowledge.KNOWLEDGE.catalog())
            .item(),
        stated("IN", "2025-06-15", Map.of(), quantity),
        Clock.CODIFIED);
  }

  private static TradeRequest stated(
      String to, String asOf, Map<Fact, String> words, @Nullable String quantity) {
    return new TradeRequest(
        LocalDate.parse(asOf), to, null, null, null, null, null, null, null, null, words, quantity);
  }

  @ParameterizedTest
  @CsvSource({"329.999, if", "330, no", "330.001, no"})
  void exceptionHbm(String bandwidth, String available) {
    Determination d =
        TestKnowledge.spec("kind=hbm,area=100,bandwidth=" + bandwidth, "CN", "2025-06-01");
    assertThat(
            d.exceptions().stream()
                .filter(e -> e.finding().provision().id().equals("HBM"))
                .map(e -> e.available().word()))
        .containsExactly(available);
  }

  @Test
  void a30AndA10FallOnTheRightSidesOf3point2() {
    assertThat(TestKnowledge.classify("nvidia-a30", "CN", "2023-11-20").paragraphs())
        .contains("b.1")
        .doesNotContain("b.2");
    assertThat(TestKnowledge.classify("nvidia-a10", "CN", "2023-11-20").eccnCandidates())
        .containsExactly("none");
  }

  @Test
  void theResidualIsExact() {
    Determination d =
        TestKnowledge.spec(
            "name=X,int8=256,die=?,node=7,planar=no,datacenter=yes,memory-bandwidth=900,io=300,memory=HBM3",
            "CN",
            "2024-06-01");
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
    Determination.Residual residual = Objects.requireNonNull(d.residual());
    List<String> lines = new ArrayList<>();
    residual.branches().forEach(b -> lines.add(b.eccn() + " if " + b.when()));
    assertThat(lines)
        .containsExactly(
            "3A090.a if die area <= 2048/5.92 = 345.945… mm2",
            "3A090.b if die area > 2048/5.92 = 345.945… mm2 and <= 2048/3.2 = 640 mm2",
            "null if die area > 2048/3.2 = 640 mm2");
  }
}
