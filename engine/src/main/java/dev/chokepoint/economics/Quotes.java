package dev.chokepoint.economics;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** The inputs of a cost: what was stated, and dated prices for the rest. */
public final class Quotes {
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private final Prices prices;
  private final Item item;
  private final String site;
  private final LocalDate day;
  private final Map<Input, Quote> stated;
  private final List<Problem> problems = new ArrayList<>();

  private Quotes(Prices prices, Item item, String site, LocalDate day, Map<Input, Quote> stated) {
    this.prices = prices;
    this.item = item;
    this.site = site;
    this.day = day;
    this.stated = stated;
  }

  /** Refuses a country without a price of electricity. */
  public static void checkSite(Prices prices, String site, String place) {
    if (!prices.sites().contains(site)) {
      throw new Refused(
          new Problem(
              "unknown-site",
              place,
              site,
              "a country with prices: " + String.join(", ", prices.sites()),
              Nearest.hint(site, prices.sites())));
    }
  }

  /**
   * Inputs of owning a chip at a site.
   *
   * @param oneNode whether all chips sit in one node, which needs no network
   * @param legal what the law says of bringing the chip there; its duties and shares are inputs
   * @param stated values in place of prices
   * @throws Refused with every price that is missing, or for an unknown site
   */
  public static List<Quote> owned(
      Prices prices,
      Item item,
      Iterable<Item> catalog,
      String site,
      LocalDate day,
      boolean oneNode,
      Determination legal,
      Map<Input, Quote> stated) {
    checkSite(prices, site, "--site");
    Quotes quotes = new Quotes(prices, item, site, day, stated);
    List<Quote> out = new ArrayList<>();
    Quote chip = stated.get(Input.CHIP);
    if (chip == null) {
      try {
        chip = ChipPrice.of(item, catalog, prices, site, day);
      } catch (Refused e) {
        quotes.problems.addAll(e.problems());
      }
    }
    if (chip != null) {
      out.add(chip);
    }
    out.addAll(levies(legal));
    quotes.add(out, Input.PASSED_ON, "passed-on");
    quotes.add(out, Input.SERVER, "server");
    if (oneNode && !stated.containsKey(Input.NETWORK)) {
      out.add(
          new Quote(
              Input.NETWORK,
              Band.exactly(BigDecimal.ZERO),
              "0",
              null,
              Price.Basis.ASSUMPTION,
              "all chips in one node",
              ""));
    } else {
      quotes.add(out, Input.NETWORK, "network");
    }
    quotes.add(out, Input.TAX, "sales-tax");
    quotes.add(out, Input.TAX_BACK, "tax-taken-back");
    quotes.add(out, Input.YEARS, "years");
    quotes.add(out, Input.CAPITAL, "capital-cost");
    quotes.add(out, Input.RESIDUAL, "residual");
    quotes.power(out);
    quotes.add(out, Input.PUE, "pue");
    quotes.add(out, Input.ENERGY, "electricity");
    quotes.add(out, Input.FACILITY, "facility");
    quotes.add(out, Input.FACILITY_YEARS, "facility-years");
    quotes.add(out, Input.UPKEEP, "upkeep");
    if (!quotes.problems.isEmpty()) {
      throw new Refused(quotes.problems);
    }
    return out;
  }

  /**
   * What a chip costs its buyer at a site on a day, in dollars.
   *
   * @throws Refused when there is no price and too few priced chips of its vendor
   */
  public static Quote chip(
      Prices prices, Item item, Iterable<Item> catalog, String site, LocalDate day) {
    return ChipPrice.of(item, catalog, prices, site, day);
  }

  /** The input of renting a chip. */
  public static List<Quote> rented(
      Prices prices, Item item, String site, LocalDate day, Map<Input, Quote> stated) {
    Quotes quotes = new Quotes(prices, item, site, day, stated);
    List<Quote> out = new ArrayList<>();
    quotes.add(out, Input.HOURLY, "rental");
    if (!quotes.problems.isEmpty()) {
      throw new Refused(quotes.problems);
    }
    return out;
  }

  /** The utilisation of serving, or the share of the time in which training makes progress. */
  public static Quote utilisation(
      Prices prices, boolean training, LocalDate day, Map<Input, Quote> stated) {
    Quote own = stated.get(Input.UTILISATION);
    String of = training ? "goodput" : "utilisation";
    return own != null
        ? own
        : quote(
            Input.UTILISATION,
            Objects.requireNonNull(prices.find(of, null, null, false, day), of),
            prices,
            day);
  }

  private void add(List<Quote> out, Input input, String of) {
    Quote own = stated.get(input);
    if (own != null) {
      out.add(own);
      return;
    }
    Prices.Found found = prices.find(of, item.id(), site, site.equals(item.hqCountry()), day);
    if (found == null) {
      problems.add(
          new Problem(
              "no-price",
              "knowledge/prices",
              of + " of " + item.id() + " at " + site,
              "a dated " + of,
              input == Input.HOURLY ? "Maybe state it: --hourly \"2 USD\"." : ""));
    } else {
      out.add(quote(input, found, prices, day));
    }
  }

  private static Quote quote(Input input, Prices.Found found, Prices prices, LocalDate day) {
    Price price = found.price();
    Band value =
        price.currency() == null
            ? new Band(price.low(), price.mid(), price.high())
            : ChipPrice.usd(price.low(), price.mid(), price.high(), price.currency(), prices, day);
    String later = found.later() ? "dated " + price.from() + ", after the day asked" : "";
    String note =
        later.isEmpty() || price.note().isEmpty()
            ? later + price.note()
            : later + "; " + price.note();
    return new Quote(
        input,
        value,
        price.mid().toPlainString() + (price.unit().equals("1") ? "" : " " + price.unit()),
        price.from(),
        price.basis(),
        price.source(),
        note);
  }

  /** Power of a chip with its server, without the cooling that its published figure holds. */
  private void power(List<Quote> out) {
    Quote own = stated.get(Input.POWER);
    if (own != null) {
      out.add(own);
      return;
    }
    BigDecimal reference = mid("pue-reference");
    Prices.Found all = prices.find("power", item.id(), site, false, day);
    if (all != null) {
      Price price = all.price();
      out.add(
          new Quote(
              Input.POWER,
              new Band(price.low(), price.mid(), price.high()).over(reference),
              price.mid().toPlainString() + " kW with cooling",
              price.from(),
              price.basis(),
              price.source() + "; over a PUE of " + reference,
              ""));
      return;
    }
    Figure board = item.figure(Field.POWER);
    BigFraction most = board == null ? null : board.value().high();
    if (board == null || most == null || most.signum() == 0) {
      problems.add(
          new Problem(
              "no-power",
              "knowledge/chips",
              item.id(),
              "a power limit in its record, or an all-in figure",
              "Maybe state it: --kilowatt 0.5."));
      return;
    }
    Price ratio =
        Objects.requireNonNull(prices.find("power-per-tdp", null, null, false, day)).price();
    BigDecimal low = watts(board.value().low());
    BigDecimal high = watts(most);
    BigDecimal mid = low.add(high).divide(BigDecimal.valueOf(2), Money.DIGITS);
    out.add(
        new Quote(
            Input.POWER,
            new Band(
                    low.multiply(ratio.low()),
                    mid.multiply(ratio.mid()),
                    high.multiply(ratio.high()))
                .over(reference.multiply(THOUSAND)),
            board.value().text() + " W of the board x " + ratio.mid(),
            null,
            Price.Basis.DERIVED,
            ratio.source() + "; over a PUE of " + reference,
            ratio.note()));
  }

  private BigDecimal mid(String of) {
    return Objects.requireNonNull(prices.find(of, null, null, false, day), of).price().mid();
  }

  private static BigDecimal watts(BigFraction value) {
    return new BigDecimal(value.getNumerator())
        .divide(new BigDecimal(value.getDenominator()), Money.DIGITS);
  }

  /** Duty and share of revenue that rules set on the chip; where it is open, nothing to all. */
  static List<Quote> levies(Determination legal) {
    Map<Input, Quote> out = new EnumMap<>(Input.class);
    for (Input input : List.of(Input.DUTY, Input.REVENUE_SHARE)) {
      out.put(
          input,
          new Quote(
              input,
              Band.exactly(BigDecimal.ZERO),
              "0",
              null,
              Price.Basis.QUOTED,
              "no rule read here sets one",
              ""));
    }
    for (Determination.Overlay overlay : legal.overlays()) {
      Provision.Version version = overlay.finding().version();
      Provision.@Nullable Levy levy = version.levy();
      Truth truth = overlay.finding().truth();
      if (levy != null && truth != Truth.NO) {
        Input input =
            switch (levy.charge()) {
              case DUTY -> Input.DUTY;
              case REVENUE_SHARE -> Input.REVENUE_SHARE;
            };
        BigDecimal share = levy.percent().movePointLeft(2);
        out.put(
            input,
            new Quote(
                input,
                new Band(truth == Truth.YES ? share : BigDecimal.ZERO, share, share),
                levy.percent() + " percent",
                null,
                Price.Basis.QUOTED,
                overlay.finding().provision().id() + ": " + version.cite().line(),
                truth == Truth.YES ? "" : "whether the rule applies is not known"));
      }
    }
    return List.copyOf(out.values());
  }
}
