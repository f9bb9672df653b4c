package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Spec;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Doubt is decided exactly: random sampling never finds an answer that was not announced. */
class DoubtTest {
  private static final List<String> DAYS =
      List.of(
          "2022-09-15",
          "2022-12-01",
          "2023-10-30",
          "2024-03-15",
          "2024-08-01",
          "2025-06-01",
          "2026-03-01");

  @Test
  void samplesOfAnUndeterminedItemReachOnlyAnnouncedAnswersAndADeterminedOneIsConstant() {
    long seed = 20260929L;
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      int tppLow = 150 + random.nextInt(500);
      int tppHigh = tppLow + random.nextInt(200);
      int dieLow = 100 + random.nextInt(900);
      int dieHigh = dieLow + random.nextInt(600);
      int bandwidthLow = 500 + random.nextInt(1500);
      int bandwidthHigh = bandwidthLow + random.nextInt(1000);
      String common = "vendor=NVIDIA,hq=US,io=" + (100 + random.nextInt(700));
      String day = DAYS.get(random.nextInt(DAYS.size()));
      Determination whole =
          TestKnowledge.spec(
              "%s,fp8=%d..%d,die=%d..%d,memory-bandwidth=%d..%d"
                  .formatted(common, tppLow, tppHigh, dieLow, dieHigh, bandwidthLow, bandwidthHigh),
              "CN",
              day);
      TreeSet<String> verdicts = new TreeSet<>();
      TreeSet<String> entries = new TreeSet<>();
      for (int i = 0; i < 60; i++) {
        Determination one =
            TestKnowledge.spec(
                "%s,fp8=%s,die=%s,memory-bandwidth=%s"
                    .formatted(
                        common,
                        between(random, tppLow, tppHigh),
                        between(random, dieLow, dieHigh),
                        between(random, bandwidthLow, bandwidthHigh)),
                "CN",
                day);
        verdicts.add(one.verdict().word());
        entries.addAll(one.eccnCandidates());
      }
      String what = "seed " + seed + " round " + round + " " + day;
      assertThat(whole.eccnCandidates()).as(what).containsAll(entries);
      if (whole.verdict() != Verdict.UNDETERMINED) {
        assertThat(verdicts).as(what).containsExactly(whole.verdict().word());
      }
      if (verdicts.size() > 1) {
        assertThat(whole.verdict()).as(what).isEqualTo(Verdict.UNDETERMINED);
      }
    }
  }

  private static String between(Random random, int low, int high) {
    return switch (random.nextInt(4)) {
      case 0 -> String.valueOf(low);
      case 1 -> String.valueOf(high);
      default -> "%.3f".formatted(low + random.nextDouble() * (high - low));
    };
  }

  @Test
  void everyBranchOfAResidualIsReachedWhereItSays() {
    // TPP 2048: paragraph a up to 345.945 mm2, b up to 640, then neither.
    for (String[] row :
        new String[][] {
          {"345.945", "3A090.a"}, {"345.946", "3A090.b"}, {"640", "3A090.b"}, {"640.001", "none"}
        }) {
      Determination d = TestKnowledge.spec("int8=256,die=" + row[0], "CN", "2024-06-01");
      assertThat(d.eccnCandidates()).as(row[0]).containsExactly(row[1]);
    }
  }

  @Test
  void unknownFactsOfTheTradeAreEnumerated() {
    Item h100 = TestKnowledge.KNOWLEDGE.catalog().get("nvidia-h100-sxm5");
    assertThat(
            ask(
                    h100,
                    new TradeRequest(
                        LocalDate.parse("2024-06-01"),
                        "SG",
                        "?",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
                .verdict())
        .isEqualTo(Verdict.UNDETERMINED);
    assertThat(ask(h100, TradeRequest.to("?", LocalDate.parse("2024-06-01"))).verdict())
        .isEqualTo(Verdict.UNDETERMINED);
    assertThat(
            ask(
                    h100,
                    new TradeRequest(
                        LocalDate.parse("2024-06-01"),
                        "CN",
                        "?",
                        "?",
                        "?",
                        "?",
                        null,
                        null,
                        "unknown",
                        null))
                .verdict())
        .isEqualTo(Verdict.LICENCE_REQUIRED);
  }

  @Test
  void anUnknownExporterMayBeAnAddressee() {
    Item item =
        Spec.parse(
                "fp8=100,die=800,memory-bandwidth=2000,io=100", TestKnowledge.KNOWLEDGE.catalog())
            .item();
    Determination d = ask(item, TradeRequest.to("CN", LocalDate.parse("2025-06-01")));
    assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
    assertThat(d.residual()).isNotNull();
    assertThat(String.valueOf(d.residual()))
        .contains("exporter is NVIDIA")
        .contains("another exporter");
  }

  private static Determination ask(Item item, TradeRequest request) {
    return Controls.classify(TestKnowledge.KNOWLEDGE.rulebook(), item, request, Clock.ENFORCED);
  }
}
