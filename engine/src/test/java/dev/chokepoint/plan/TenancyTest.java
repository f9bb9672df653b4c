package dev.chokepoint.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.units.Truth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must be done about a tenant, by what is known of it. */
class TenancyTest {
  private static final List<Tenancy.Question> QUESTIONS = TestKnowledge.KNOWLEDGE.tenantQuestions();

  @Test
  void nothingAnsweredIsNeverFree() {
    assertThat(Tenancy.of(QUESTIONS, Map.of()).action()).isEqualTo(Tenancy.Action.ASK);
  }

  @Test
  void everythingClearMayBeServedAndOneOpenQuestionMayNot() {
    Map<String, Truth> clear = clear();
    assertThat(Tenancy.of(QUESTIONS, clear).action()).isEqualTo(Tenancy.Action.SERVE_AND_RECORD);
    for (Tenancy.Question each : QUESTIONS) {
      Map<String, Truth> open = new HashMap<>(clear);
      open.remove(each.id());
      assertThat(Tenancy.of(QUESTIONS, open).action()).isEqualTo(Tenancy.Action.ASK);
    }
  }

  @Test
  void aRaisedQuestionStopsOrIsResolvedFirstWhateverIsOpen() {
    for (Tenancy.Question each : QUESTIONS) {
      Map<String, Truth> raised = new HashMap<>();
      raised.put(each.id(), each.raises());
      Tenancy.Action expected =
          each.effect() == Tenancy.Effect.STOP
              ? Tenancy.Action.LICENCE_BEFORE_SERVICE
              : Tenancy.Action.RESOLVE_FLAGS;
      assertThat(Tenancy.of(QUESTIONS, raised).action()).as(each.id()).isEqualTo(expected);
    }
  }

  @Test
  void knowledgeOfWeaponsUseStops() {
    // BIS guidance of 2025-05-13: a licence is required with that knowledge.
    Tenancy found = Tenancy.of(QUESTIONS, Map.of("weapons-training", Truth.YES));
    assertThat(found.action().exitCode()).isEqualTo(10);
  }

  private static Map<String, Truth> clear() {
    Map<String, Truth> clear = new HashMap<>();
    QUESTIONS.forEach(each -> clear.put(each.id(), each.raises().not()));
    return clear;
  }
}
