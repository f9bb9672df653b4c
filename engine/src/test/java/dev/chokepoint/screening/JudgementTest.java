package dev.chokepoint.screening;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.Verdict;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a line, from the issue's own words, verdict by verdict. */
class JudgementTest {
  private static final LocalDate FROM = LocalDate.of(2025, 4, 8);
  private static final LocalDate TO = LocalDate.of(2025, 4, 10);

  private static Outcome outcome(Verdict verdict, Provision.@Nullable Savings savings) {
    List<Outcome.Clause> clauses =
        verdict == Verdict.LICENCE_REQUIRED
            ? List.of(new Outcome.Clause("RULE", savings))
            : List.of();
    return new Outcome("item", verdict, null, null, clauses, List.of(), "because", List.of());
  }

  private static Outcome outcome(Verdict verdict) {
    return outcome(verdict, null);
  }

  private static Timing timing(
      @Nullable LocalDate shipped, @Nullable LocalDate arrives, boolean arrivalsKept) {
    return Timing.of(new Timing.Stated(shipped, arrives, null, arrivalsKept), FROM, TO);
  }

  @ParameterizedTest
  @CsvSource({
    "NO_LICENCE_REQUIRED, LICENCE_REQUIRED, NEWLY_BLOCKED",
    "LICENCE_REQUIRED, LICENCE_REQUIRED, ALREADY_REQUIRED",
    "LICENCE_REQUIRED, NO_LICENCE_REQUIRED, NEWLY_FREED",
    "NO_LICENCE_REQUIRED, NO_LICENCE_REQUIRED, UNAFFECTED",
    "UNDETERMINED, LICENCE_REQUIRED, UNDETERMINED",
    "NO_LICENCE_REQUIRED, UNDETERMINED, UNDETERMINED",
    "NOT_MODELLED, NO_LICENCE_REQUIRED, UNDETERMINED",
    "LICENCE_REQUIRED, NOT_MODELLED, UNDETERMINED",
  })
  void anOpenLineIsReadOnBothDays(Verdict before, Verdict after, State state) {
    Timing open = timing(null, null, false);
    assertThat(open.before()).isEqualTo(FROM);
    assertThat(open.after()).isEqualTo(TO);
    assertThat(Judgement.exposure(outcome(before), outcome(after), open).state()).isEqualTo(state);
  }

  @Test
  void aLineThatLeftBeforeTheRuleIsReadOnTheDayItLeft() {
    Timing left = timing(LocalDate.of(2025, 3, 28), null, false);
    assertThat(left.movement()).isEqualTo(Movement.SHIPPED);
    assertThat(left.before()).isEqualTo(LocalDate.of(2025, 3, 28));
    assertThat(left.after()).isEqualTo(LocalDate.of(2025, 3, 28));
    Outcome needed = outcome(Verdict.LICENCE_REQUIRED);
    assertThat(Judgement.exposure(needed, needed, left).state()).isEqualTo(State.ALREADY_REQUIRED);
  }

  @Test
  void aLineThatLeftBetweenTheDaysUnderTheRuleIsNotCalledBlocked() {
    Timing left = timing(LocalDate.of(2025, 4, 9), null, false);
    assertThat(left.before()).isEqualTo(FROM);
    assertThat(left.after()).isEqualTo(LocalDate.of(2025, 4, 9));
    Judgement judged =
        Judgement.exposure(
            outcome(Verdict.NO_LICENCE_REQUIRED), outcome(Verdict.LICENCE_REQUIRED), left);
    assertThat(judged.state()).isEqualTo(State.SHIPPED_REQUIRED);
  }

  @Test
  void aLineThatLeavesOnTheLaterDayIsStillOpen() {
    assertThat(timing(TO, null, false).movement()).isEqualTo(Movement.OPEN);
  }

  @ParameterizedTest
  @CsvSource({
    // loaded, arrives; the clause frees what was loaded before 2025-04-09 and arrives by 04-20
    "2025-04-05, 2025-04-20, IN_TRANSIT, ''",
    "2025-04-05, 2025-04-21, NEWLY_BLOCKED, ''",
    "2025-04-09, 2025-04-20, NEWLY_BLOCKED, ''",
    "2025-04-05,           , IN_TRANSIT, savings-not-known",
  })
  void goodsOnTheirWayFollowTheSavingsClause(
      LocalDate loaded, @Nullable LocalDate arrives, State state, String warning) {
    Provision.Savings clause =
        new Provision.Savings(LocalDate.of(2025, 4, 9), LocalDate.of(2025, 4, 20));
    Timing underWay = timing(loaded, arrives, true);
    assertThat(underWay.movement()).isEqualTo(Movement.IN_TRANSIT);
    Judgement judged =
        Judgement.exposure(
            outcome(Verdict.NO_LICENCE_REQUIRED),
            outcome(Verdict.LICENCE_REQUIRED, clause),
            underWay);
    assertThat(judged.state()).isEqualTo(state);
    assertThat(String.join(" ", judged.warnings())).isEqualTo(warning);
  }

  @Test
  void goodsThatArrivedAreNotOnTheirWay() {
    assertThat(timing(LocalDate.of(2025, 4, 1), TO, true).movement()).isEqualTo(Movement.SHIPPED);
    LocalDate longAgo = TO.minusDays(180);
    assertThat(timing(longAgo, null, true).movement()).isEqualTo(Movement.SHIPPED);
    assertThat(timing(longAgo.plusDays(1), null, true).movement()).isEqualTo(Movement.IN_TRANSIT);
  }

  @ParameterizedTest
  @CsvSource({
    "LICENCE_REQUIRED, false, BLOCKED",
    "LICENCE_REQUIRED, true, SHIPPED_REQUIRED",
    "NO_LICENCE_REQUIRED, false, FREE",
    "UNDETERMINED, true, UNDETERMINED",
    "NOT_MODELLED, false, UNDETERMINED",
  })
  void aScreeningReadsOneDay(Verdict verdict, boolean shipped, State state) {
    Timing timing = Timing.of(new Timing.Stated(shipped ? FROM : null, null, null, false), TO, TO);
    Outcome outcome = outcome(verdict);
    assertThat(Judgement.screen(outcome, outcome, timing).state()).isEqualTo(state);
  }
}
