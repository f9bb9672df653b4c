package dev.chokepoint.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.claims.Claim;
import dev.chokepoint.claims.Claims;
import dev.chokepoint.claims.Finding;
import dev.chokepoint.claims.Finding.Verdict;
import dev.chokepoint.economics.Quote;
import dev.chokepoint.economics.Quotes;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the claims that ship, and of claims that a file brings. */
class ClaimsTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final Map<String, Finding> FOUND =
      KNOWLEDGE.claims().claims().stream()
          .map(claim -> Claims.check(claim, KNOWLEDGE.facts()))
          .collect(Collectors.toMap(each -> each.claim().id(), Function.identity()));

  @TempDir Path folder;

  /**
   * Rows of section 9 of the reference of economics, and what the reference of export controls says
   * of the H20, its letter, the A800, the RTX 4090 D and the window of January 2026.
   */
  @ParameterizedTest
  @CsvSource({
    "h20-a-third, FAILS",
    "h20-800k, UNDETERMINED",
    "h20-revenue, IMPRECISE",
    "h20-13-percent, IMPRECISE",
    "charge-55, IMPRECISE",
    "share-price, HOLDS",
    "ascend-fp16, HOLDS",
    "ascend-int8, HOLDS",
    "ascend-85, FAILS",
    "ascend-power, FAILS",
    "ascend-600k, FAILS",
    "ascend-70k, FAILS",
    "ascend-36-below, FAILS",
    "ascend-implied-h20, HOLDS",
    "share-omdia, UNDETERMINED",
    "share-15, MIXED_UNITS",
    "inference-80, FAILS",
    "market-50, HOLDS",
    "must-use-gddr, FAILS",
    "gddr-demanded, FAILS",
    "hopper-ended, FAILS",
    "hopper-venue, FAILS",
    "hopper-date, HOLDS",
    "h20-listed, IMPRECISE",
    "h20-licence, HOLDS",
    "tracker-h20-b2, FAILS",
    "h20-below-line, HOLDS",
    "a800-caught, HOLDS",
    "rtx-4090d-free, HOLDS",
    "l4-density, HOLDS",
    "rtx-4090-tpp, HOLDS",
    "hbm-all-over-2, HOLDS",
    "h200-case-by-case, HOLDS",
    "h200-reexport, HOLDS",
    "deepseek-day, HOLDS",
    "deepseek-train, HOLDS"
  })
  void theReferencesAgree(String id, Verdict verdict) {
    assertThat(FOUND.get(id)).as(id).isNotNull();
    assertThat(java.util.Objects.requireNonNull(FOUND.get(id)).verdict()).as(id).isEqualTo(verdict);
  }

  @Test
  void manyShipAndSomeFail() {
    assertThat(FOUND.values()).filteredOn(f -> f.verdict() == Verdict.FAILS).hasSizeGreaterThan(4);
    assertThat(FOUND.values())
        .filteredOn(f -> f.verdict() == Verdict.UNDETERMINED)
        .hasSizeGreaterThan(4);
    assertThat(FOUND.values())
        .filteredOn(f -> f.claim().list().equals("wider"))
        .hasSizeGreaterThan(24);
    assertThat(FOUND.values())
        .allSatisfy(f -> {
          assertThat(f.claim().source()).isNotBlank();
          assertThat(f.working()).isNotEmpty();
        });
  }

  /** The arithmetic that the reference prints beside its rows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h20-per-chip | 17.1 bn USD / 800,000 cards = 21,375 USD/card",
        "h20-a-third | 148 TFLOPS / 989.4 TFLOPS = 0.149585… (15%)",
        "ascend-implied-h20 | 70,000 CNY/card / 0.64 (64%) = 109,375 CNY/card",
        "inference-80 | 0.64 (64%) / 0.2 (20%) = 3.2 (320%)",
        "inference-80 | 0.2 (20%) × 0.4 (40%) = 0.08 (8%)",
        "deepseek-train | 2.788 M GPU-hours × 2 USD/GPU-hour = 5.576 M USD",
        "server-32k | 32,010 USD/server = 32,000 USD/server, as rounded there? yes"
      })
  void theWorkingCanBeRecomputed(String id, String line) {
    assertThat(java.util.Objects.requireNonNull(FOUND.get(id)).working()).contains(line);
  }

  private List<Finding> check(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("own.yaml"), yaml);
      return KNOWLEDGE.claims().read(Source.of(file)).stream()
          .map(claim -> Claims.check(claim, KNOWLEDGE.facts()))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Finding checked(String check) {
    return check("claims:\n  - {id: x, kind: quantity, says: s, source: t, check: " + check + "}\n")
        .getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 0.5 is not 0.4, and 0.4 within a quarter of 0.5 is.
        "{equal: [{quotient: [1, 2]}, 0.4]} | FAILS",
        "{equal: [0.4, 0.5], within: 25%} | HOLDS",
        // a stated 13% stands for 12.5 to 13.5
        "{equal: [0.131, 13%]} | HOLDS",
        "{equal: [0.136, 13%]} | FAILS",
        // intervals
        "{above: [2..3 cards, 1 cards]} | HOLDS",
        "{above: [2..3 cards, 2.5 cards]} | UNDETERMINED",
        "{below: [2..3 cards, 1 cards]} | FAILS",
        "{equal: [5 cards, 1..10 cards]} | HOLDS",
        "{equal: [1..10 cards, 5 cards]} | UNDETERMINED",
        "{above: [{difference: [2 cards, 5..6 cards]}, -2 cards]} | FAILS",
        "{equal: [{product: [-2..3, 4]}, -8..12]} | HOLDS",
        "{atLeast: [{largest: [1 cards, 7 cards]}, 7 cards]} | HOLDS",
        "{below: [{smallest: [1 cards, 7 cards]}, 2 cards]} | HOLDS",
        "{equal: [{change: [100 USD, 93.1 USD]}, -6.9%]} | HOLDS",
        // unknown and zero divisors
        "{above: [{quotient: [1 USD, \"? cards\"]}, 0 USD/card]} | UNDETERMINED",
        "{above: [{quotient: [1 USD, 0 cards]}, 0 USD/card]} | UNDETERMINED",
        "{above: [{quotient: [1 USD, -1..1 cards]}, 0 USD/card]} | UNDETERMINED",
        // units
        "{equal: [1 USD, 1 CNY]} | MIXED_UNITS",
        "{above: [{sum: [1 dies, 1 cards]}, 1 dies]} | MIXED_UNITS",
        "{equal: [40 % share of cards, 40 % share of supply]} | MIXED_UNITS",
        "{equal: [{product: [3 USD/card, 2 cards]}, 6 USD]} | HOLDS",
        "{any: [{equal: [1 USD, 1 CNY]}, {equal: [1, 1]}]} | HOLDS",
        "{all: [{equal: [1 USD, 1 CNY]}, {equal: [1, 2]}]} | FAILS",
        // prices, which are those of every cost
        "{equal: [{rental: nvidia-h800-sxm5, in: USD, on: 2025-01-01}, 2 USD/GPU-hour]} | HOLDS",
        "{below: [{electricity: US, in: USD, on: 2025-12-01}, 0.16 USD/kWh]} | HOLDS",
        "{above: [{electricity: US, in: USD, on: 2025-12-01}, 0.1 USD/kWh]} | UNDETERMINED",
        "{above: [{price: nvidia-h20-96, in: USD}, 9999 USD/card]} | HOLDS",
        "{above: [{price: nvidia-h20-96, in: NOK}, 1 NOK/card]} | UNDETERMINED",
        "{above: [{price: biren-br104, in: USD}, 1 USD/card]} | UNDETERMINED",
        "{equal: [{quotient: [1 USD/card, {price: biren-br104, in: USD}]}, 1]} | UNDETERMINED",
        "{above: [{price: nvidia-h20-96, in: USD}, 1 CNY/card]} | MIXED_UNITS",
        // words
        "{before: ['2025-05', '2025-05-17']} | UNDETERMINED",
        "{before: ['2025-05-16', '2025-05-17']} | HOLDS",
        "{not: {same: [a, b]}} | HOLDS",
        "{above: [{figure: int8, of: Ascend 910B}, 1 TOPS]} | UNDETERMINED"
      })
  void expressionsCarryDoubt(String check, Verdict verdict) {
    assertThat(checked(check).verdict()).isEqualTo(verdict);
  }

  /** The range of a claim's price is that of `cost`, converted at the same dated rate. */
  @Test
  void aPriceIsThatOfEveryCost() {
    LocalDate day = LocalDate.parse("2024-05-24");
    Quote quote =
        Quotes.chip(
            KNOWLEDGE.prices(), KNOWLEDGE.catalog().get("nvidia-h20-96"), List.of(), "CN", day);
    Finding finding =
        checked("{atLeast: [{price: nvidia-h20-96, in: USD, on: 2024-05-24, at: CN}, 1 USD/card]}");
    // 100,000 and 131,250 CNY at 7.0809 CNY a dollar, the mean of 2023.
    String low = quote.value().low().setScale(1, RoundingMode.HALF_UP).toPlainString();
    String high = quote.value().high().setScale(1, RoundingMode.HALF_UP).toPlainString();
    assertThat(low).isEqualTo("14122.5");
    assertThat(high).isEqualTo("18535.8");
    assertThat(finding.computed()).containsExactly(low + ".." + high + " USD/card");
    assertThat(finding.working().toString())
        .contains("100000..131250 CNY at 7.0809 CNY/USD of 2023-01-01");
  }

  @Test
  void aDivisionByZeroIsNamed() {
    assertThat(checked("{above: [{quotient: [1 USD, 0 cards]}, 0 USD/card]}").working())
        .anyMatch(line -> line.contains("divided by zero"));
    assertThat(checked("{above: [{quotient: [1 USD, \"? cards\"]}, 0 USD/card]}").working())
        .anyMatch(line -> line.contains("divided by what is unknown"));
  }

  @Test
  void theTurnOfAVerdictIsFound() {
    Finding finding = checked("{equal: [{figure: bf16, of: nvidia-h20-96}, 296 TFLOPS]}");
    Finding.Turn turn =
        finding.sensitivity().stream()
            .filter(each -> each.input().contains("H20"))
            .findFirst()
            .orElseThrow();
    // 148 must double; the band of half a TFLOPS begins at 295.5.
    assertThat(turn.becomes()).isEqualTo(Verdict.HOLDS);
    assertThat(turn.factor()).isEqualTo("1.997");
  }

  /** 2.788 M hours at 2 USD pass 5.5765 M, where 5.576 no longer rounds to, at 1.0001 of them. */
  @Test
  void aTurnThatIsNearIsNotCalledNone() {
    Finding finding = java.util.Objects.requireNonNull(FOUND.get("deepseek-train"));
    assertThat(finding.sensitivity()).extracting(Finding.Turn::factor).doesNotContain("1");
    assertThat(finding.sensitivity().getFirst().factor()).isEqualTo("1.0001");
  }

  @Test
  void aFileMayBringItsOwnSeries() {
    String yaml =
        """
        series:
          - id: mine
            what: cards of mine
            unit: cards
            points:
              - {at: "2025", by: me, value: 5 k cards, source: my books, grade: A}
        claims:
          - id: own
            kind: quantity
            says: I sold 5,000.
            source: me
            check: {equal: [{series: mine, at: "2025"}, "5,000 cards"]}
        """;
    assertThat(check(yaml).getFirst().verdict()).isEqualTo(Verdict.HOLDS);
  }

  /** Each fault has its line and its limit. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "check: {equal: [1, 2], verdict: holds} | unknown-key",
        "check: {equals: [1, 2]} | bad-expression",
        "check: {equal: [1]} | wrong-count",
        "check: {equal: [{price: H20, in: XYZW}, 1]} | unknown-currency",
        "check: {equal: [{price: H20, in: USD, at: CN}, 1]} | missing",
        "check: {equal: [{rental: nvidia-h800-sxm5, in: USD}, 1]} | missing",
        "check: {equal: [{figure: bf17, of: H20}, 1 TFLOPS]} | unknown-figure",
        "check: {equal: [{figure: bf16, of: H2000X}, 1 TFLOPS]} | unknown-chip",
        "check: {equal: [{series: nothing, at: '2025'}, 1]} | unknown-series",
        "check: {equal: [{series: nvidia-close, at: '1999'}, 1]} | unknown-period",
        "check: {equal: [{series: china-cards, at: '2025', by: nobody}, 1]} | unknown-source",
        "check: {equal: [12 apples 5, 1]} | bad-expression-or-quantity",
        "check: {equal: [3..2 cards, 1 cards]} | range-reversed",
        "check: {equal: [1, 2], within: lots} | bad-tolerance",
        "check: {same: [{event: never, is: date}, a]} | unknown-event",
        "check: {same: [{verdict: H20, to: CN}, a]} | missing",
        "check: {same: [{verdict: H20, to: CN, on: soon}, a]} | bad-date",
        "check: {above: [{predict: speed, of: nvidia-h20-96, model: qwen3-8b, batch: 1, input: 9},"
            + " 1]} | unknown-result",
        "check: {above: [{quotient: [1, 2], sum: [1, 2]}, 1]} | bad-expression",
        "check: {all: []} | missing",
        "note: nothing to check | missing"
      })
  void faultsAreProblemsWithLines(String line, String id) {
    String yaml =
        "claims:\n  - id: x\n    kind: quantity\n    says: s\n    source: t\n    " + line + "\n";
    if (id.equals("bad-expression-or-quantity")) {
      // a unit may be any words, so this one reads as a unit: it must not be taken as a number
      assertThat(check(yaml).getFirst().verdict()).isEqualTo(Verdict.MIXED_UNITS);
      return;
    }
    assertThatThrownBy(() -> check(yaml))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.problems()).extracting(Problem::id).contains(id);
              assertThat(refused.problems().getFirst().place()).matches("own\\.yaml:[2-6] .*");
            });
  }

  @Test
  void aVerdictCannotBeStored() {
    String yaml =
        "claims:\n  - {id: x, kind: law, says: s, source: t, verdict: holds, why: because}\n";
    assertThatThrownBy(() -> check(yaml))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.problems()).extracting(Problem::id).contains("stored-verdict"));
    for (Claim claim : KNOWLEDGE.claims().claims()) {
      assertThat(claim.note()).doesNotContainIgnoringCase("verdict");
    }
  }
}
