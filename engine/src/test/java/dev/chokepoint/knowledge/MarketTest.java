package dev.chokepoint.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chokepoint.economics.Quote;
import dev.chokepoint.economics.Quotes;
import dev.chokepoint.market.Between;
import dev.chokepoint.market.LawScenario;
import dev.chokepoint.market.Market;
import dev.chokepoint.market.Outlook;
import dev.chokepoint.market.Owning;
import dev.chokepoint.market.Scenario;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Progress;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shares against those worked out by hand. */
class MarketTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();

  /** The H20 at 10,000 and a 910B2 at 20,000 USD, each of 100 useful tokens a second. */
  private static final String TWO =
      """
      name: Two chips
      destination: CN
      from: 2024-Q1
      quarters: 8
      draws: 200
      seed: 1
      compare: price
      work: {model: llama-3.1-8b, batch: 1, input: 1024}
      demand: [{from: 2024-Q1, cards: 90..90, source: test}]
      chips:
        - {item: nvidia-h20-96, from: 2024-Q1, price: 10..10 k USD/card, tokens: 100..100 tokens/s/card, cuda: yes, supply: [{from: 2024-Q1, cards: 1000..1000, source: test}], source: test}
        - {item: huawei-ascend-910b2, from: 2024-Q1, price: 20..20 k USD/card, tokens: 100..100 tokens/s/card, cuda: no, supply: [{from: 2024-Q1, cards: 1000..1000, source: test}], source: test}
      coefficients: {price: 1, porting: 0, delivery: 0, spread: 0}
      """;

  @TempDir Path folder;

  private Scenario read(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("market.yaml"), yaml);
      return MarketReader.read(
          Source.of(file), KNOWLEDGE.catalog(), KNOWLEDGE.models(), KNOWLEDGE.prices());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outlook run(Scenario scenario) {
    List<Between> tokens =
        scenario.chips().stream().map(offer -> Objects.requireNonNull(offer.tokens())).toList();
    Scenario past = scenario.with(LawScenario.REVIEW_2026, 1, 1);
    return Outlook.of(market(scenario, tokens), market(past, tokens), Progress.NONE);
  }

  private static Market market(Scenario scenario, List<Between> tokens) {
    return Market.of(scenario, KNOWLEDGE.rulebook(), tokens, weighed(scenario));
  }

  /** Weights are 1/100 and 1/200, so a third of the cards is domestic, half of the money. */
  @Test
  void aChoiceByPriceAlone() {
    Outlook.Row first = run(read(TWO)).quarters().getFirst();
    assertThat(first.when()).isEqualTo("2024-Q1");
    assertThat(first.units().mid()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(first.revenue().mid()).isCloseTo(0.5, within(1e-12));
    assertThat(first.compute().mid()).isCloseTo(353.9 / (353.9 + 2 * 148), within(1e-12));
    assertThat(first.unmet().high()).isZero();
  }

  @Test
  void aPriceThatIsNotStatedIsThatOfEveryCost() {
    Scenario scenario = read(TWO.replace("price: 10..10 k USD/card, ", ""));
    Quote quote =
        Quotes.chip(
            KNOWLEDGE.prices(),
            KNOWLEDGE.catalog().get("nvidia-h20-96"),
            List.of(),
            "CN",
            LocalDate.parse("2024-01-01"));
    Scenario.Offer offer = scenario.chips().getFirst();
    assertThat(offer.usd().low()).isEqualTo(quote.value().low().doubleValue());
    assertThat(offer.usd().high()).isEqualTo(quote.value().high().doubleValue());
    assertThat(offer.priceSource()).contains(quote.source());
  }

  /** Half of a year of owning that grows by a line in the price is a half of its growth. */
  @Test
  void whatBuyersWeighIsAYearOfTheCostFunction() {
    String owning = TWO.replace("compare: price", "compare: owning");
    Scenario wide = read(owning.replace("10..10 k", "10..20 k"));
    Between year = weighed(wide).getFirst();
    Between middle = weighed(read(owning.replace("10..10 k", "15..15 k"))).getFirst();
    assertThat((year.low() + year.high()) / 2).isCloseTo(middle.low(), within(1e-6));
    // A dollar more costs a quarter to two fifths of it a year: four to six years, with interest,
    // network, tax and upkeep upon it.
    assertThat((year.high() - year.low()) / 10_000).isBetween(0.25, 0.6);
    // Owning 910B2 at 20 k against H20 at 10 k: less than twice as dear, since servers, power and
    // hosting cost alike; its share is above the third that price alone gives.
    assertThat(run(read(owning)).quarters().getFirst().units().mid()).isBetween(1 / 3.0, 0.5);
  }

  private static List<Between> weighed(Scenario scenario) {
    return Owning.of(
        scenario,
        KNOWLEDGE.rulebook(),
        KNOWLEDGE.prices(),
        () -> KNOWLEDGE.catalog().ids().stream().map(KNOWLEDGE.catalog()::get).iterator());
  }

  /** Porting of ln 2 halves the domestic weight: 1/4 to 1, a fifth. */
  @Test
  void portingCosts() {
    Scenario scenario = read(TWO.replace("porting: 0", "porting: 0.6931471805599453"));
    assertThat(run(scenario).quarters().getFirst().units().mid()).isCloseTo(0.2, within(1e-9));
  }

  /** 10 domestic cards of 90, then 10 and 20 where both are short. */
  @Test
  void supplyLimits() {
    String short10 =
        TWO.replace(
            "cuda: no, supply: [{from: 2024-Q1, cards: 1000..1000",
            "cuda: no, supply: [{from: 2024-Q1, cards: 10..10");
    assertThat(run(read(short10)).quarters().getFirst().units().mid())
        .isCloseTo(1 / 9.0, within(1e-12));
    String both = short10.replace("cards: 1000..1000", "cards: 20..20");
    Outlook.Row row = run(read(both)).quarters().getFirst();
    assertThat(row.units().mid()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(row.unmet().mid()).isCloseTo(60 / 90.0, within(1e-12));
  }

  /** The letter of 2025-04-09 stops the H20 from the second quarter of 2025 on. */
  @Test
  void theLawDecidesWhatIsOnOffer() {
    Scenario scenario = read(TWO);
    List<Outlook.Row> letter = run(scenario.with(LawScenario.LETTER_2025, 50, 1)).quarters();
    assertThat(letter.get(4).units().mid()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(letter.get(5).units().low()).isEqualTo(1);
    List<Outlook.Row> before = run(scenario.with(LawScenario.RULE_2023, 50, 1)).quarters();
    assertThat(before.get(5).units().mid()).isCloseTo(1 / 3.0, within(1e-12));
    List<Outlook.Row> none = run(scenario.with(LawScenario.NONE, 50, 1)).quarters();
    assertThat(none.getLast().units().mid()).isCloseTo(1 / 3.0, within(1e-12));
  }

  /** Half of the buyers bound to domestic chips: a half and a third of the other half. */
  @Test
  void guidanceBindsAShareOfDemand() {
    String guided = TWO + "guidance: {from: 2024-Q1, share: 50..50%, source: test}\n";
    Scenario scenario = read(guided).with(LawScenario.DOMESTIC_ONLY, 10, 1);
    assertThat(run(scenario).quarters().getFirst().units().mid())
        .isCloseTo(0.5 + 0.5 / 3, within(1e-12));
  }

  /** A share of 1/5 is that of a price coefficient of 2: weights 1 and 1/4. */
  @Test
  void aFitFindsTheCoefficientThatMadeTheShare() {
    String yaml =
        TWO.replace("price: 1,", "price: fit,")
            + "targets: [{year: 2024, domestic: 20%, of: cards, by: test, fit: yes, source:"
            + " test}]\n";
    Outlook outlook = run(read(yaml));
    assertThat(outlook.price()).isCloseTo(2, within(0.01));
    assertThat(outlook.misfit()).isLessThan(1e-3);
    assertThat(outlook.hindcast().getFirst().units().mid()).isCloseTo(0.2, within(1e-3));
  }

  @Test
  void aSeedGivesTheSameAnswerAndBandsAreInOrder() {
    String doubtful =
        TWO.replace("cards: 90..90", "cards: 500..3000").replace("10..10 k", "8..15 k");
    Scenario scenario = read(doubtful);
    Outlook one = run(scenario);
    assertThat(run(scenario).quarters()).isEqualTo(one.quarters());
    assertThat(run(scenario.with(scenario.law(), 200, 2)).quarters()).isNotEqualTo(one.quarters());
    for (Outlook.Row row : one.quarters().subList(0, 5)) { // Then the letter leaves one chip.
      assertThat(row.units().low()).isLessThan(row.units().mid());
      assertThat(row.units().mid()).isLessThan(row.units().high());
    }
    assertThat(one.drivers().getFirst().input()).isIn("demand", "price of H20 96GB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed: 1 | seed: 0 | bad-number",
        "quarters: 8 | quarters: 800 | bad-number",
        "from: 2024-Q1, cards: 90 | from: 2024, cards: 90 | bad-quarter",
        "10..10 k USD/card | 70 k CNY/card | wrong-unit",
        "price: 1, | price: -x, | bad-number",
        "nvidia-h20-96 | nvidia-h20-97 | unknown-chip",
        "name: Two chips | nom: Two chips | unknown-key",
        "cards: 90..90 | cards: '?' | bad-range",
        "model: llama-3.1-8b | model: lama-3.1-8b | unknown-model",
        "destination: CN | law: april-2024 | unknown-law",
        "compare: price | compare: prices | bad-value"
      })
  void faultsAreProblemsWithLines(String part, String fault, String id) {
    String yaml = TWO.replace(part, fault);
    assertThat(yaml).isNotEqualTo(TWO);
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.problems()).extracting(Problem::id).contains(id);
              assertThat(refused.problems())
                  .allMatch(p -> p.place().matches("market\\.yaml:\\d+.*"));
            });
  }
}
