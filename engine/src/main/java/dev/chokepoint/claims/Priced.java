package dev.chokepoint.claims;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Price;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;

/** Prices of claims, which are those of every cost. */
final class Priced {
  private Priced() {}

  /** All prices of a chip, or the one of a day and site. */
  static Leaves.Leaf leaf(Prices prices, Expression.OfPrice p) {
    Item item = p.item();
    List<Price> meant = prices.of(item);
    String label = item.name() + " price";
    if (p.on() != null) {
      String site = p.site();
      Prices.Found found =
          prices.find("chip", item.id(), site, Objects.equals(site, item.hqCountry()), p.on());
      label += (site == null ? "" : " in " + site) + " on " + p.on();
      meant = found == null ? List.of() : List.of(found.price());
    }
    Unit unit = Unit.of(p.currency().getCurrencyCode() + "/card");
    return leaf(prices, label, meant, p.currency(), unit);
  }

  /** A rent or the price of electricity. */
  static Leaves.Leaf leaf(Prices prices, Expression.OfTariff t) {
    Item item = t.item();
    Prices.Found found =
        prices.find(t.tariff().key(), item == null ? null : item.id(), t.site(), false, t.on());
    String label =
        t.tariff().key()
            + (item == null ? "" : " of " + item.name())
            + (t.site() == null ? "" : " in " + t.site())
            + " on "
            + t.on();
    return leaf(
        prices,
        label,
        found == null ? List.of() : List.of(found.price()),
        t.currency(),
        t.tariff().unit(t.currency()));
  }

  private static Leaves.Leaf leaf(
      Prices prices, String label, List<Price> meant, Currency wanted, Unit unit) {
    Amount hull = null;
    List<String> sources = new ArrayList<>();
    StringJoiner note = new StringJoiner("; ");
    for (Price price : meant) {
      Currency own = Objects.requireNonNull(price.currency());
      try {
        BigDecimal rate = prices.in(wanted, new Money(BigDecimal.ONE, own), price.from()).amount();
        Amount value =
            new Amount(
                Exact.of(price.low().multiply(rate)), Exact.of(price.high().multiply(rate)), unit);
        hull = hull == null ? value : hull.hull(value);
        if (!own.equals(wanted)) {
          note.add(converted(prices, price, own, wanted));
        }
        String source =
            "prices, %s of %s from %s (grade %s): %s"
                .formatted(price.of(), price.id(), price.from(), price.grade(), price.source());
        if (!sources.contains(source)) {
          sources.add(source);
        }
      } catch (Refused e) {
        Problem first = e.problems().getFirst();
        note.add(first.value() + ": no rate of that day or before");
      }
    }
    if (meant.isEmpty()) {
      note.add("no price is known");
    }
    return new Leaves.Leaf(
        label, hull == null ? Amount.unknown(unit) : hull, sources, note.toString());
  }

  /** The sum by which a reader comes from one currency to the other. */
  private static String converted(Prices prices, Price price, Currency own, Currency wanted) {
    StringJoiner at = new StringJoiner(" and ");
    for (Currency each : List.of(own, wanted)) {
      Price rate = prices.rate(each, price.from());
      if (rate != null) {
        at.add("%s %s/USD of %s".formatted(rate.mid().toPlainString(), each, rate.from()));
      }
    }
    return "%s..%s %s at %s"
        .formatted(price.low().toPlainString(), price.high().toPlainString(), own, at);
  }
}
