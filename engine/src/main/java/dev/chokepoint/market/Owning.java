package dev.chokepoint.market;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.economics.Costs;
import dev.chokepoint.economics.Input;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.economics.Quote;
import dev.chokepoint.economics.Quotes;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What buyers weigh, in dollars a card: the card's price, or a year of owning it. */
public final class Owning {
  private Owning() {}

  /**
   * For each chip of a scenario, at both ends of its price; a year of owning is a line in the
   * price, so that every price between has its place.
   *
   * @param catalog every item, for chips priced by rule
   * @throws dev.chokepoint.units.Refused for a destination or a chip without the prices it takes
   */
  public static List<Between> of(
      Scenario scenario, Rulebook rulebook, Prices prices, Iterable<Item> catalog) {
    return switch (scenario.compare()) {
      case PRICE -> scenario.chips().stream().map(Scenario.Offer::usd).toList();
      case OWNING -> {
        Quotes.checkSite(prices, scenario.destination(), "destination");
        List<Between> years = new ArrayList<>();
        for (Scenario.Offer offer : scenario.chips()) {
          years.add(
              new Between(
                  year(scenario, offer, offer.usd().low(), rulebook, prices, catalog),
                  year(scenario, offer, offer.usd().high(), rulebook, prices, catalog)));
        }
        yield years;
      }
    };
  }

  private static double year(
      Scenario scenario,
      Scenario.Offer offer,
      double usd,
      Rulebook rulebook,
      Prices prices,
      Iterable<Item> catalog) {
    LocalDate day = Scenario.firstDay(offer.from());
    // Without any control there are no duties of one: the first covered day has none.
    LocalDate law = scenario.law().day(day);
    LocalDate asked =
        law == null || law.isBefore(rulebook.coversFrom()) ? rulebook.coversFrom() : law;
    Determination legal =
        Controls.classify(
            rulebook, offer.item(), TradeRequest.to(scenario.destination(), asked), Clock.ENFORCED);
    Quote stated = Quote.stated(Input.CHIP, BigDecimal.valueOf(usd), "the price of the scenario");
    Map<Input, BigDecimal> values = new EnumMap<>(Input.class);
    Quotes.owned(
            prices,
            offer.item(),
            catalog,
            scenario.destination(),
            day,
            false,
            legal,
            Map.of(Input.CHIP, stated))
        .forEach(quote -> values.put(quote.input(), quote.value().mid()));
    return Costs.sum(Costs.owned(1, values), Costs.Kind.YEAR).doubleValue();
  }
}
