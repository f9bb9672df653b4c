package dev.chokepoint.economics;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a chip costs its buyer, in dollars. */
final class ChipPrice {
  private ChipPrice() {}

  /** A dated price in dollars, with the words it was given in. */
  private record Known(
      Band usd, String given, LocalDate from, Price.Basis basis, String source, boolean later) {}

  /**
   * The price of a chip: dated ones first, then that of its record, then the rule on its vendor's
   * other chips.
   *
   * @param catalog every item, for the rule
   * @throws Refused when there is no price and too few priced chips of its vendor
   */
  static Quote of(Item item, Iterable<Item> catalog, Prices prices, String site, LocalDate day) {
    Known known = known(item, prices, site, day);
    return known != null ? quote(known) : ruled(item, catalog, prices, site, day);
  }

  private static Quote quote(Known known) {
    return new Quote(
        Input.CHIP,
        known.usd(),
        known.given(),
        known.from(),
        known.basis(),
        known.source(),
        known.later() ? "dated " + known.from() + ", after the day asked" : "");
  }

  private static @Nullable Known known(Item item, Prices prices, String site, LocalDate day) {
    Prices.Found found = prices.find("chip", item.id(), site, site.equals(item.hqCountry()), day);
    if (found == null && item.prices().isEmpty()) {
      return null;
    }
    Price price = found == null ? Prices.recorded(item, item.prices().getFirst()) : found.price();
    Currency currency = java.util.Objects.requireNonNull(price.currency());
    return new Known(
        usd(price.low(), price.mid(), price.high(), currency, prices, day),
        given(price.low(), price.mid(), price.high(), price.unit()),
        price.from(),
        price.basis(),
        price.source(),
        price.from().isAfter(day));
  }

  private static Quote ruled(
      Item item, Iterable<Item> catalog, Prices prices, String site, LocalDate day) {
    Double size = size(item);
    List<String> names = new ArrayList<>();
    @Nullable BigDecimal least = null;
    @Nullable BigDecimal most = null;
    for (Item other : catalog) {
      Double its = size(other);
      boolean alike =
          !other.id().equals(item.id())
              && other.vendor().equals(item.vendor())
              && other.kind() == item.kind()
              && other.datacenter() == item.datacenter();
      Known known = size == null || its == null || !alike ? null : known(other, prices, site, day);
      if (size != null && its != null && known != null) {
        BigDecimal scale = BigDecimal.valueOf(size / its);
        BigDecimal low = known.usd().low().multiply(scale, Money.DIGITS);
        BigDecimal high = known.usd().high().multiply(scale, Money.DIGITS);
        least = least == null ? low : least.min(low);
        most = most == null ? high : most.max(high);
        names.add(other.id());
      }
    }
    if (least == null || most == null || names.size() < prices.siblings()) {
      throw new Refused(
          new Problem(
              "no-price",
              "--chip",
              item.id(),
              "a public price, or "
                  + prices.siblings()
                  + " priced chips of "
                  + (item.vendor().isEmpty() ? "its vendor" : item.vendor())
                  + " with 16-bit rate and bandwidth; found "
                  + names.size(),
              "Maybe state it: --price \"10000 USD\"."));
    }
    BigDecimal low = least.multiply(BigDecimal.ONE.subtract(prices.margin()));
    BigDecimal high = most.multiply(BigDecimal.ONE.add(prices.margin()));
    BigDecimal mid = BigDecimal.valueOf(Math.sqrt(low.doubleValue() * high.doubleValue()));
    return new Quote(
        Input.CHIP,
        new Band(low, mid.max(low).min(high), high),
        "no public price",
        null,
        Price.Basis.DERIVED,
        "rule: price for each unit of size of "
            + String.join(", ", names)
            + "; "
            + prices.ruleSource(),
        "by rule, not a price anybody asked");
  }

  /** Geometric mean of dense 16-bit TFLOPS and GB/s, or null when one is unknown. */
  private static @Nullable Double size(Item item) {
    Figure rate = item.figure(Field.BF16);
    Figure other = item.figure(Field.FP16);
    Figure bandwidth = item.figure(Field.MEMORY_BANDWIDTH);
    Figure used = rate == null ? other : rate;
    if (used == null
        || bandwidth == null
        || used.value().isUnknown()
        || bandwidth.value().isUnknown()) {
      return null;
    }
    return Math.sqrt(used.value().low().doubleValue() * bandwidth.value().low().doubleValue());
  }

  private static String given(BigDecimal low, BigDecimal mid, BigDecimal high, String unit) {
    return low.toPlainString()
        + " to "
        + high.toPlainString()
        + ", "
        + mid.toPlainString()
        + " "
        + unit;
  }

  static Band usd(
      BigDecimal low,
      BigDecimal mid,
      BigDecimal high,
      Currency currency,
      Prices prices,
      LocalDate day) {
    return new Band(
        prices.in(Money.USD, new Money(low, currency), day).amount(),
        prices.in(Money.USD, new Money(mid, currency), day).amount(),
        prices.in(Money.USD, new Money(high, currency), day).amount());
  }
}
