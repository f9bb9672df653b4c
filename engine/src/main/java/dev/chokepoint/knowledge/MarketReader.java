package dev.chokepoint.knowledge;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.claims.Amount;
import dev.chokepoint.claims.Unit;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.economics.Quote;
import dev.chokepoint.economics.Quotes;
import dev.chokepoint.market.Between;
import dev.chokepoint.market.LawScenario;
import dev.chokepoint.market.Scenario;
import dev.chokepoint.market.Throughput;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** Reads a market. */
public final class MarketReader {
  private static final Set<String> TOP =
      Set.of(
          "name",
          "destination",
          "from",
          "quarters",
          "draws",
          "seed",
          "law",
          "compare",
          "work",
          "demand",
          "chips",
          "guidance",
          "coefficients",
          "targets");
  private static final Pattern QUARTER = Pattern.compile("(20\\d{2})-Q([1-4])");
  private static final int MOST_QUARTERS = 80;
  private static final int MOST_DRAWS = 1_000_000;

  private final Catalog catalog;
  private final Prices prices;

  private MarketReader(Catalog catalog, Prices prices) {
    this.catalog = catalog;
    this.prices = prices;
  }

  /**
   * The market of a text.
   *
   * @param prices for chips whose price the file does not state
   * @throws Refused with every problem and its line
   */
  public static Scenario read(Source source, Catalog catalog, Models models, Prices prices) {
    List<Problem> problems = new ArrayList<>();
    String name = source.lastName();
    Doc doc = YamlFile.read(source, name, problems);
    Scenario scenario =
        doc == null
            ? null
            : new MarketReader(catalog, prices).scenario(Cursor.of(doc, name, problems), models);
    if (scenario == null || !problems.isEmpty()) {
      throw new Refused(problems);
    }
    return scenario;
  }

  private Scenario scenario(Cursor root, Models models) {
    root.only(TOP);
    root.at("work").only(WorkReader.KEYS);
    Throughput.Work work = WorkReader.read(root.at("work"), models);
    String destination = root.at("destination").text();
    List<Scenario.Offer> chips =
        root.at("chips").list().stream().map(each -> offer(each, destination)).toList();
    List<Scenario.Step> demand = steps(root.at("demand"), "cards");
    if (chips.isEmpty() || demand.isEmpty()) {
      root.problem("missing", "", "demand and chips", "");
    }
    Cursor guidance = root.at("guidance");
    return new Scenario(
        root.at("name").text(),
        destination,
        quarter(root.at("from")),
        (int) WorkReader.whole(root.at("quarters"), MOST_QUARTERS),
        (int) WorkReader.whole(root.at("draws"), MOST_DRAWS),
        WorkReader.whole(root.at("seed"), Long.MAX_VALUE),
        law(root.at("law")),
        compare(root.at("compare")),
        work,
        demand,
        chips,
        guidance.isPresent() ? step(guidance, "share") : null,
        coefficients(root.at("coefficients")),
        root.at("targets").list().stream().map(MarketReader::target).toList());
  }

  private static LawScenario law(Cursor at) {
    String word = at.text(LawScenario.REVIEW_2026.word());
    LawScenario law = LawScenario.find(word);
    if (law == null) {
      List<String> words = Arrays.stream(LawScenario.values()).map(LawScenario::word).toList();
      at.problem("unknown-law", word, String.join(", ", words), Nearest.hint(word, words));
      return LawScenario.REVIEW_2026;
    }
    return law;
  }

  private static Scenario.Compare compare(Cursor at) {
    String word = at.text(Scenario.Compare.OWNING.word());
    List<String> words =
        Arrays.stream(Scenario.Compare.values()).map(Scenario.Compare::word).toList();
    return Arrays.stream(Scenario.Compare.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseGet(() -> {
          at.problem("bad-value", word, Nearest.either(words), Nearest.hint(word, words));
          return Scenario.Compare.OWNING;
        });
  }

  private Scenario.Offer offer(Cursor each, String destination) {
    each.only(
        Set.of(
            "item",
            "from",
            "until",
            "price",
            "source",
            "supply",
            "licensed",
            "cuda",
            "lead",
            "tokens"));
    String name = each.at("item").text();
    List<Item> items = catalog.find(name);
    if (items.size() != 1) {
      each.at("item")
          .problem(
              items.isEmpty() ? "unknown-chip" : "ambiguous-item",
              name,
              "one id of the catalogue",
              Nearest.hint(catalog.nearest(name)));
    }
    String cuda = each.at("cuda").text();
    if (!Set.of("yes", "no").contains(cuda)) {
      each.at("cuda").problem("bad-value", cuda, "yes or no", "");
    }
    Item item = items.isEmpty() ? Item.blank(Item.Kind.ACCELERATOR) : items.getFirst();
    int from = quarter(each.at("from"));
    Quote quote =
        each.at("price").isPresent() || items.isEmpty() || from == 0
            ? null
            : quote(each, item, destination, from);
    return new Scenario.Offer(
        item,
        from,
        each.at("until").isPresent() ? quarter(each.at("until")) : null,
        quote == null
            ? between(each.at("price"), "USD/card")
            : new Between(quote.value().low().doubleValue(), quote.value().high().doubleValue()),
        quote == null
            ? each.at("source").text()
            : "as in every cost"
                + (quote.from() == null ? ": " : ", of " + quote.from() + ": ")
                + quote.source(),
        steps(each.at("supply"), "cards"),
        steps(each.at("licensed"), "cards"),
        cuda.equals("yes"),
        each.at("lead").isPresent() ? SystemsReader.number(each.at("lead")) : 0,
        each.at("tokens").isPresent() ? between(each.at("tokens"), "tokens/s/card") : null);
  }

  /** The price of every cost, in the first quarter of delivery. */
  private @Nullable Quote quote(Cursor each, Item item, String destination, int from) {
    try {
      return Quotes.chip(
          prices,
          item,
          () -> catalog.ids().stream().map(catalog::get).iterator(),
          destination,
          Scenario.firstDay(from));
    } catch (Refused e) {
      Problem first = e.problems().getFirst();
      each.at("item")
          .problem(
              first.id(),
              first.value(),
              first.limit(),
              "Maybe state it: price: 10..12 k USD/card.");
      return null;
    }
  }

  private static List<Scenario.Step> steps(Cursor list, String key) {
    return list.list().stream().map(each -> step(each, key)).toList();
  }

  private static Scenario.Step step(Cursor each, String key) {
    each.only(Set.of("from", key, "source"));
    Between value = between(each.at(key), ""); // The key says what is counted.
    if (key.equals("share") && value.high() > 1) {
      each.at(key).problem("bad-share", each.at(key).text(), "a share from 0% to 100%", "");
    }
    return new Scenario.Step(quarter(each.at("from")), value, each.at("source").text());
  }

  private static Between between(Cursor at, String unit) {
    Amount amount = AmountReader.read(at).amount();
    BigFraction low = amount.low();
    BigFraction high = amount.high();
    if (!amount.unit().equals(Unit.of(unit))) {
      at.problem(
          "wrong-unit",
          at.text(),
          unit.isEmpty() ? "a share such as 30..60%" : "a range in " + unit,
          "");
    }
    if (low == null || high == null || low.signum() < 0) {
      at.problem("bad-range", at.text(), "two bounds of 0 or more", "");
      return new Between(0, 0);
    }
    return new Between(low.doubleValue(), high.doubleValue());
  }

  private static int quarter(Cursor at) {
    String text = at.text();
    Matcher matcher = QUARTER.matcher(text);
    if (!matcher.matches()) {
      at.problem("bad-quarter", text, "a quarter as 2025-Q2", "");
      return 0;
    }
    return 4 * Integer.parseInt(matcher.group(1)) + Integer.parseInt(matcher.group(2)) - 1;
  }

  private static Scenario.Coefficients coefficients(Cursor at) {
    at.only(Set.of("price", "porting", "delivery", "spread"));
    return new Scenario.Coefficients(
        fitted(at.at("price")),
        fitted(at.at("porting")),
        SystemsReader.number(at.at("delivery")),
        SystemsReader.number(at.at("spread")));
  }

  private static @Nullable Double fitted(Cursor at) {
    return at.text().equals("fit") ? null : Double.valueOf(SystemsReader.number(at));
  }

  private static Scenario.Target target(Cursor each) {
    each.only(Set.of("year", "domestic", "of", "by", "fit", "source"));
    Between share = between(each.at("domestic"), "");
    return new Scenario.Target(
        (int) WorkReader.whole(each.at("year"), 2100),
        (share.low() + share.high()) / 2,
        each.at("of").text(),
        each.at("by").text(),
        each.at("fit").text("no").equals("yes"),
        each.at("source").text());
  }
}
