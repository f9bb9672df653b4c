package dev.chokepoint.economics;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All dated prices.
 *
 * @param siblings priced chips of a vendor that the rule for unpriced ones needs
 * @param margin by which the rule widens its range on both sides, 0 to 1
 */
public record Prices(List<Price> all, int siblings, BigDecimal margin, String ruleSource) {
  public Prices {
    all = List.copyOf(all);
  }

  /**
   * A price for a day.
   *
   * @param later whether it is dated after the day asked, since nothing older is known
   */
  public record Found(Price price, boolean later) {}

  /**
   * The price that holds on a day. One for the very item goes before one for any, then one for the
   * very site, then one for domestic or foreign chips; among those the newest not after the day, or
   * else the oldest after it.
   *
   * @return null when there is none at all
   */
  public @Nullable Found find(
      String of, @Nullable String item, @Nullable String site, boolean domestic, LocalDate day) {
    List<Price> fitting =
        all.stream()
            .filter(each ->
                each.of().equals(of)
                    && (each.item() == null || each.item().equals(item))
                    && (each.site() == null || each.site().equals(site))
                    && (each.domestic() == null || each.domestic() == domestic))
            .toList();
    if (fitting.isEmpty()) {
      return null;
    }
    List<Price> known = fitting.stream().filter(each -> !each.from().isAfter(day)).toList();
    boolean later = known.isEmpty();
    List<Price> usable = later ? fitting : known;
    int best = usable.stream().mapToInt(Prices::narrowness).max().orElseThrow();
    Comparator<Price> byDay = Comparator.comparing(Price::from);
    Price price =
        usable.stream()
            .filter(each -> narrowness(each) == best)
            .max(later ? byDay.reversed() : byDay)
            .orElseThrow();
    return new Found(price, later);
  }

  /** Every price of a chip, dated ones first, then those of its record. */
  public List<Price> of(Item item) {
    List<Price> own = new ArrayList<>();
    all.stream()
        .filter(each -> each.of().equals("chip") && item.id().equals(each.item()))
        .forEach(own::add);
    item.prices().forEach(each -> own.add(recorded(item, each)));
    return List.copyOf(own);
  }

  /** A price as the record of a chip has it. */
  static Price recorded(Item item, Item.Price price) {
    String source = price.source();
    return new Price(
        item.id(),
        "chip",
        item.id(),
        null,
        null,
        price.low(),
        price.low().add(price.high()).divide(BigDecimal.TWO),
        price.high(),
        Currency.getInstance(price.currency()),
        price.currency() + "/chip",
        firstDay(price.date()),
        "C",
        source == null ? Price.Basis.RECALLED : Price.Basis.QUOTED,
        source == null ? "recalled, without a document" : source,
        "");
  }

  /** The first day of {@code 2024}, {@code 2024-05} or {@code 2024/2025}. */
  private static LocalDate firstDay(String date) {
    String first = date.replaceFirst("/.*", "");
    return switch (first.length()) {
      case 4 -> LocalDate.parse(first + "-01-01");
      case 7 -> LocalDate.parse(first + "-01");
      default -> LocalDate.parse(first);
    };
  }

  private static int narrowness(Price price) {
    return (price.item() == null ? 0 : 4)
        + (price.site() == null ? 0 : 2)
        + (price.domestic() == null ? 0 : 1);
  }

  /** Countries with a price of electricity, in order. */
  public List<String> sites() {
    TreeSet<String> sites = new TreeSet<>();
    all.stream()
        .filter(each -> each.of().equals("electricity") && each.site() != null)
        .forEach(each -> sites.add(each.site()));
    return List.copyOf(sites);
  }

  /**
   * An amount in another currency at the rate of a day.
   *
   * @throws Refused when no rate of that day or before joins the two
   */
  public Money in(Currency wanted, Money money, LocalDate day) {
    if (money.currency().equals(wanted)) {
      return money;
    }
    BigDecimal dollars =
        money.amount().divide(perDollar(money.currency(), wanted, day), Money.DIGITS);
    return new Money(
        dollars.multiply(perDollar(wanted, money.currency(), day), Money.DIGITS), wanted);
  }

  /** The rate of a day, units of a currency for one US dollar; 1 for the dollar itself. */
  private BigDecimal perDollar(Currency currency, Currency other, LocalDate day) {
    Price rate = rate(currency, day);
    if (rate == null && !currency.equals(Money.USD)) {
      throw new Refused(
          new Problem(
              "no-exchange-rate",
              "knowledge/prices/exchange.yaml",
              currency + " to " + other + " on " + day,
              "a rate of that day or before",
              ""));
    }
    return rate == null ? BigDecimal.ONE : rate.mid();
  }

  /** The rate of a currency to the US dollar on a day, or null. */
  public @Nullable Price rate(Currency currency, LocalDate day) {
    return all.stream()
        .filter(each ->
            each.of().equals("exchange")
                && currency.equals(each.currency())
                && !each.from().isAfter(day))
        .max(Comparator.comparing(Price::from))
        .orElse(null);
  }
}
