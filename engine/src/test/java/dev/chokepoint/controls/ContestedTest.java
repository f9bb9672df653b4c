package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Where readings are shown, the answer follows exactly one of them, and the stricter is first. */
class ContestedTest {

  @Test
  void exactlyOneReadingGoverns() {
    Rulebook rulebook = TestKnowledge.KNOWLEDGE.rulebook();
    int shown = 0;
    for (String id : TestKnowledge.KNOWLEDGE.catalog().ids()) {
      for (String day : new String[] {"2022-12-01", "2023-12-01", "2024-06-01", "2026-03-01"}) {
        Determination d =
            Controls.classify(
                rulebook,
                TestKnowledge.KNOWLEDGE.catalog().get(id),
                TradeRequest.to("CN", LocalDate.parse(day)),
                Clock.ENFORCED);
        if (!d.readings().isEmpty()) {
          shown++;
          assertThat(d.readings().stream().filter(r -> r.governs())).as(id + " " + day).hasSize(1);
          assertThat(d.readings().getFirst().verdict())
              .as(id + " " + day)
              .isEqualTo(
                  d.readings().stream().map(r -> r.verdict()).sorted().findFirst().orElseThrow());
        }
      }
    }
    assertThat(shown).isGreaterThan(3);
  }
}
