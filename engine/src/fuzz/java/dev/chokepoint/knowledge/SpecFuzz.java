package dev.chokepoint.knowledge;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.List;

/** Any description is refused or answered, and nothing else. */
class SpecFuzz {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final List<LocalDate> DAYS =
      List.of(LocalDate.parse("2023-12-01"), LocalDate.parse("2026-03-01"));

  @DictionaryEntries({
    "int8=",
    "fp8=",
    "die=",
    "memory-bandwidth=",
    "io=",
    "node=",
    "planar=",
    "kind=hbm",
    "..",
    "?",
    ">=",
    "contains=",
    "8xnvidia-h200-sxm",
    "3958s",
    "s2",
    "TB/s",
    "vendor=NVIDIA",
    "datacenter=?"
  })
  @FuzzTest(maxDuration = "60s")
  void descriptionIsRefusedOrAnswered(FuzzedDataProvider data) {
    LocalDate day = DAYS.get(data.consumeInt(0, DAYS.size() - 1));
    String text = data.consumeRemainingAsString();
    try {
      Spec spec = Spec.parse(text, KNOWLEDGE.catalog());
      Controls.classify(
          KNOWLEDGE.rulebook(), spec.item(), TradeRequest.to("CN", day), Clock.ENFORCED);
    } catch (Refused e) {
      if (e.problems().isEmpty()) {
        throw new IllegalStateException("refused without a problem", e);
      }
    }
  }
}
