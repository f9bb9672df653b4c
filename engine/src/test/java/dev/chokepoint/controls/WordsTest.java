package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reasons, notices and hints as people read them. */
class WordsTest {

  @Test
  void membershipsReadAsSentences() {
    assertThat(in(Fact.DATACENTER, "yes")).isEqualTo("made for data centres");
    assertThat(in(Fact.DATACENTER, "no")).isEqualTo("not made for data centres");
    assertThat(in(Fact.KIND, "hbm")).isEqualTo("item is a memory stack");
    assertThat(in(Fact.DESTINATION, "CN", "MO")).isEqualTo("destination is China or Macau");
    assertThat(in(Fact.DESTINATION, "D:5", "MO")).isEqualTo("destination in D:5 or Macau");
    assertThat(in(Fact.PARTY_HQ, "D:5", "MO")).isEqualTo("buyer's headquarters in D:5 or Macau");
    assertThat(
            Conditions.membership(
                new Condition.In("", Fact.DESTINATION, labels("D:1", "D:4"), labels("A:5", "A:6"))))
        .isEqualTo("destination in D:1 or D:4, except A:5 and A:6");
  }

  private static String in(Fact fact, String... labels) {
    return Conditions.membership(new Condition.In("", fact, labels(labels), Set.of()));
  }

  private static Set<String> labels(String... labels) {
    return new LinkedHashSet<>(List.of(labels));
  }

  @Test
  void aStepSaysItsTruthOnceAndWhatWasFound() {
    assertThat(leaf("", "made for data centres", "yes", Truth.YES).decidedBy())
        .isEqualTo("made for data centres: yes");
    assertThat(leaf("a.1", "TPP >= 4800", "TPP is 2368", Truth.NO).decidedBy())
        .isEqualTo("a.1: TPP >= 4800: no (2368)");
    assertThat(leaf("", "die area >= 1 mm2", "die area is unknown", Truth.UNKNOWN).decidedBy())
        .isEqualTo("die area >= 1 mm2: unknown");
    assertThat(leaf("", "meets 3A090.a", "see 3A090.a", Truth.NO).decidedBy())
        .isEqualTo("meets 3A090.a: no");
    assertThat(leaf("", "meets 3A090.a", "not in force that day", Truth.NO).decidedBy())
        .isEqualTo("meets 3A090.a: no (not in force that day)");
    assertThat(leaf("", "exporter is AMD", "AMD", Truth.YES).decidedBy())
        .isEqualTo("exporter is AMD: yes");
  }

  @Test
  void aCombinationOfNothingSaysAlwaysOrNever() {
    Step always = new Step("", "all", "", Truth.YES, List.of());
    assertThat(always.decidedBy()).isEqualTo("always");
    assertThat(new Step("", "not", "", Truth.NO, List.of(always)).decidedBy()).isEqualTo("never");
    assertThat(always.outline(1)).isEqualTo("  YES  always");
  }

  @Test
  void aReasonIsNamedOnceAndItsParagraphBeforeTheFirst() {
    Step meets = leaf("", "meets 3A090.a", "see 3A090.a", Truth.UNKNOWN);
    Step other = leaf("", "meets 3A090.b", "see 3A090.b", Truth.UNKNOWN);
    Step either = new Step("scope", "any", "", Truth.UNKNOWN, List.of(meets, other));
    Step again = new Step("", "not", "", Truth.UNKNOWN, List.of(meets));
    assertThat(new Step("", "all", "", Truth.UNKNOWN, List.of(again, either, again)).decidedBy())
        .isEqualTo("meets 3A090.a: unknown; scope: meets 3A090.a: unknown; meets 3A090.b: unknown");
  }

  private static Step leaf(String paragraph, String test, String found, Truth truth) {
    return new Step(paragraph, test, found, truth, List.of());
  }

  @Test
  void noReasonSpeaksInWordsOfTheMachine() {
    for (String id : List.of("nvidia-h20-96", "nvidia-a16", "hbm3-stack", "amd-mi308x")) {
      Item item = TestKnowledge.KNOWLEDGE.catalog().get(id);
      for (String to : List.of("CN", "SG", "AE", "?")) {
        for (String day : List.of("2022-09-01", "2024-06-01", "2026-08-01")) {
          for (Determination.Finding finding :
              ask(item, TradeRequest.to(to, LocalDate.parse(day))).provisions()) {
            assertThat(finding.steps().decidedBy())
                .as(id + " " + to + " " + day + " " + finding.provision().id())
                .isNotBlank()
                .doesNotContain("all is", "any is", "datacenter", "partyHq", "kind in", "all:");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "us-ai-compny, us-ai-company",
    "Hygun, Hygon",
    "Huawei Tecnologies, 'Huawei Technologies Co., Ltd.'"
  })
  void aNameOnNoListIsAWarningWithTheNearestNames(String asked, String meant) {
    Determination d = ask("nvidia-t4", "SG", asked, "2026-09-01");
    Determination.Warning first = d.warnings().getFirst();
    assertThat(first.code()).isEqualTo("party-not-found");
    assertThat(first.text())
        .contains("\"" + asked + "\"", "Maybe", "\"" + meant + "\"")
        .contains("clean by name; ownership and red flags not covered");
    assertThat(d.trade().assumptions()).anyMatch(a -> a.fact().equals("party"));
  }

  @Test
  void aNameListedOnAnotherDayIsToldSo() {
    Determination before = ask("nvidia-t4", "AE", "G42", "2026-07-09");
    assertThat(before.warnings().getFirst().text())
        .contains("\"G42\" is on a list held here, but not on 2026-07-09");
    assertThat(ask("nvidia-t4", "AE", "G42", "2026-07-10").warns("party-not-found")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"US-AI-Company", "unlisted", "?", "Huawei"})
  void aNameThatIsUnderstoodBringsNoNotice(String party) {
    assertThat(ask("nvidia-t4", "SG", party, "2026-09-01").trade().notices()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Chnia, China (CN)",
    "Singapor, Singapore (SG)",
    "Untied States, United States (US)",
    "Emirates, United Arab Emirates (AE)",
    "CHX, China (CN)"
  })
  void anUnknownCountryHasNearestNames(String asked, String meant) {
    for (int place = 0; place < 4; place++) {
      Problem problem = problem(place, asked);
      assertThat(problem.id()).isEqualTo("unknown-country");
      assertThat(problem.hint()).startsWith("Maybe ").contains(meant);
    }
  }

  @Test
  void aCountryLikeNoneHasNoHint() {
    assertThat(problem(0, "Qqqq").hint()).isEmpty();
  }

  private static Problem problem(int place, String country) {
    TradeRequest request =
        new TradeRequest(
            LocalDate.parse("2026-09-01"),
            place == 0 ? country : "CN",
            place == 1 ? country : null,
            place == 2 ? country : null,
            null,
            null,
            null,
            place == 3 ? country : null,
            null,
            null);
    Item item = TestKnowledge.KNOWLEDGE.catalog().get("nvidia-t4");
    Refused refused = catchThrowableOfType(Refused.class, () -> ask(item, request));
    return refused.problems().getFirst();
  }

  @Test
  void goodsOnTheirWayAreNamedForHalfAYear() {
    LocalDate began = LocalDate.parse("2024-01-01");
    Provision.Version plain = version(began, null);
    Provision.Version saving =
        version(
            began,
            new Provision.Savings(LocalDate.parse("2024-01-02"), LocalDate.parse("2024-02-01")));
    assertThat(plain.savingsNote(began.minusDays(1), Clock.ENFORCED)).isEmpty();
    assertThat(plain.savingsNote(began, Clock.ENFORCED)).hasValue("savings clause: not checked");
    assertThat(plain.savingsNote(began.plusDays(179), Clock.ENFORCED)).isPresent();
    assertThat(plain.savingsNote(began.plusDays(180), Clock.ENFORCED)).isEmpty();
    assertThat(plain.savingsNote(began, Clock.CODIFIED)).isEmpty();
    assertThat(saving.savingsNote(began, Clock.ENFORCED))
        .hasValue(
            "savings clause: goods loaded before 2024-01-02 and arriving by 2024-02-01 are free of"
                + " this version; not checked here");
  }

  private static Provision.Version version(LocalDate from, Provision.@Nullable Savings savings) {
    return new Provision.Version(
        "invented",
        null,
        null,
        new Provision.Period(from, null),
        null,
        savings,
        new Provision.Citation("Invented for a test", "", ""),
        "",
        new Condition.All("", List.of()),
        List.of(),
        List.of(),
        List.of(),
        Provision.Certainty.OFFICIAL,
        null);
  }

  @Test
  void anUnknownPolicyIsOneThatNobodyPublished() {
    assertThat(ReviewPolicy.UNKNOWN.words()).isEqualTo("none published");
    assertThat(ReviewPolicy.UNKNOWN.word()).isEqualTo("unknown");
    assertThat(ReviewPolicy.PRESUMPTION_OF_DENIAL.words()).isEqualTo("presumption of denial");
  }

  private static Determination ask(String id, String to, String party, String day) {
    return ask(
        TestKnowledge.KNOWLEDGE.catalog().get(id),
        new TradeRequest(
            LocalDate.parse(day), to, null, null, party, null, null, null, null, null));
  }

  private static Determination ask(Item item, TradeRequest request) {
    return Controls.classify(TestKnowledge.KNOWLEDGE.rulebook(), item, request, Clock.ENFORCED);
  }
}
