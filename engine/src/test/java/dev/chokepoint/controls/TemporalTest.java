package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Item;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * On every covered day each provision has at most one version, and boundaries answer without fail.
 */
class TemporalTest {
  private static final Rulebook RULEBOOK = TestKnowledge.KNOWLEDGE.rulebook();

  @Test
  void atMostOneVersionADayOnEachClock() {
    for (LocalDate day = RULEBOOK.coversFrom();
        !day.isAfter(RULEBOOK.lastReviewed());
        day = day.plusDays(1)) {
      for (Provision provision : RULEBOOK.provisions()) {
        for (Clock clock : Clock.values()) {
          LocalDate today = day;
          long inForce =
              provision.versions().stream()
                  .map(version -> version.period(clock))
                  .filter(period -> period != null && period.covers(today))
                  .count();
          assertThat(inForce).as(provision.id() + " " + day + " " + clock).isLessThanOrEqualTo(1);
        }
      }
    }
  }

  /** 87 FR 77505 lists Cambricon from 2022-12-16, a day on which no rule changes. */
  @Test
  void aTimelineTurnsOnTheDayThatItsBuyerIsListed() {
    TradeRequest request =
        new TradeRequest(
            RULEBOOK.lastReviewed(),
            "CN",
            null,
            null,
            "Cambricon Technologies Corporation Limited",
            null,
            null,
            null,
            null,
            null);
    Item item = TestKnowledge.KNOWLEDGE.catalog().get("nvidia-l20");
    List<Controls.Stretch> stretches = Controls.timeline(RULEBOOK, item, request);
    assertThat(stretches.get(0).enforced().verdict()).isEqualTo(Verdict.NO_LICENCE_REQUIRED);
    assertThat(stretches.get(1).from()).isEqualTo("2022-12-16");
    assertThat(stretches.get(1).enforced().verdict()).isEqualTo(Verdict.LICENCE_REQUIRED);
  }

  /** What the texts say of five chips on the day before and on the day of a change. */
  @Test
  void answersTurnOnTheDayThatTheTextSays() {
    turns("nvidia-a100-sxm4-80", "CN", "2022-08-26", null, Verdict.LICENCE_REQUIRED);
    turns(
        "nvidia-a800-sxm4-80",
        "CN",
        "2023-10-23",
        Verdict.NO_LICENCE_REQUIRED,
        Verdict.LICENCE_REQUIRED);
    turns(
        "nvidia-rtx-4090",
        "CN",
        "2023-11-17",
        Verdict.NO_LICENCE_REQUIRED,
        Verdict.LICENCE_REQUIRED);
    turns(
        "nvidia-h20-96", "CN", "2025-04-09", Verdict.NO_LICENCE_REQUIRED, Verdict.LICENCE_REQUIRED);
    turns("hbm3e-stack", "CN", "2024-12-31", Verdict.NO_LICENCE_REQUIRED, Verdict.LICENCE_REQUIRED);
    turns(
        "huawei-ascend-910b2",
        "JP",
        "2025-05-13",
        Verdict.NO_LICENCE_REQUIRED,
        Verdict.LICENCE_REQUIRED);
  }

  private static void turns(
      String id,
      String to,
      String day,
      @org.jspecify.annotations.Nullable Verdict before,
      Verdict on) {
    LocalDate date = LocalDate.parse(day);
    Item item = TestKnowledge.KNOWLEDGE.catalog().get(id);
    if (before != null) {
      assertThat(ask(item, to, date.minusDays(1)).verdict())
          .as(id + " before " + day)
          .isEqualTo(before);
    }
    assertThat(ask(item, to, date).verdict()).as(id + " on " + day).isEqualTo(on);
  }

  private static Determination ask(Item item, String to, LocalDate day) {
    return Controls.classify(RULEBOOK, item, TradeRequest.to(to, day), Clock.ENFORCED);
  }

  @Test
  void everyItemAnswersAroundEveryBoundary() {
    TreeSet<LocalDate> days = new TreeSet<>();
    RULEBOOK
        .boundaries()
        .forEach(day -> days.addAll(List.of(day.minusDays(1), day, day.plusDays(1))));
    for (LocalDate day : days) {
      Law law = new Law(RULEBOOK, day, Clock.ENFORCED);
      for (String id : TestKnowledge.KNOWLEDGE.catalog().ids()) {
        Item item = TestKnowledge.KNOWLEDGE.catalog().get(id);
        Trade trade = TradeRequest.to("CN", day).resolve(RULEBOOK, item);
        assertThat(Cells.of(law, Subject.of(item, trade), trade).cells())
            .as(id + " " + day)
            .isNotEmpty();
      }
    }
  }
}
