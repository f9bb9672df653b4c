package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.economics.Costs;
import dev.chokepoint.economics.Input;
import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.economics.Quote;
import dev.chokepoint.economics.Quotes;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.RentOrBuyFile;
import dev.chokepoint.plan.RentOrBuy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Whether to rent chips or to own them. */
@Command(
    name = "rent-or-buy",
    description = "Break-even of owning chips against renting them, and what doubt does to it.",
    footer = {"", "Example:", "  chokepoint rent-or-buy examples/rent-or-buy.yaml"})
final class RentOrBuyCommand implements Callable<Integer> {
  private static final int LABEL = 30;
  private static final int SHOWN_DRIVERS = 3;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "The question as YAML, see docs/economics.md; - is standard input.")
  Path file = Path.of("");

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  /** Everything of one answer. */
  private record Answered(
      RentOrBuyFile asked,
      Item item,
      Determination legal,
      @Nullable Determination later,
      RentOrBuy.Terms terms,
      RentOrBuy found,
      List<Driver> drivers,
      List<Quote> quotes,
      List<String> warnings) {}

  /** What comes out with one input at each of its ends and all others in the middle. */
  private record Driver(Quote quote, RentOrBuy low, RentOrBuy high) {
    BigDecimal swing() {
      return lead(low).subtract(lead(high)).abs();
    }
  }

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    Main program = java.util.Objects.requireNonNull(main);
    Knowledge knowledge = program.knowledge();
    RentOrBuyFile asked = RentOrBuyFile.read(program.source(file));
    Answered all = answer(knowledge, asked);
    line.getOut().println(json ? Json.write(document(all)) : text(all));
    return 0;
  }

  private static Answered answer(Knowledge knowledge, RentOrBuyFile asked) {
    Prices prices = knowledge.prices();
    LocalDate day =
        ClassifyCommand.lawDay(
            "as-of", asked.asOf().toString(), asked.asOf(), knowledge.rulebook());
    Quotes.checkSite(prices, asked.site(), "site");
    Chosen chosen = Chosen.of(knowledge, asked.chip(), null);
    Item item = chosen.item();
    Determination legal = Legal.at(knowledge, item, asked.site(), asked.partyHq(), day);
    LocalDate changeOn = asked.changeOn();
    Map<Input, Quote> stated = new EnumMap<>(Input.class);
    stated(stated, Input.CHIP, asked.price(), prices, day);
    stated(stated, Input.HOURLY, asked.rent(), prices, day);
    boolean oneNode = asked.count() <= knowledge.systems().node(item).chips();
    List<Quote> quotes =
        new ArrayList<>(
            Quotes.owned(
                prices, item, Legal.items(knowledge), asked.site(), day, oneNode, legal, stated));
    quotes.addAll(Quotes.rented(prices, item, asked.site(), day, stated));
    Map<Input, BigDecimal> values = new EnumMap<>(Input.class);
    quotes.forEach(each -> values.put(each.input(), each.value().mid()));
    RentOrBuy.Terms terms = terms(asked, values);
    List<String> warnings = new ArrayList<>();
    if (!chosen.note().isEmpty()) {
      warnings.add(chosen.note());
    }
    if (legal.verdict() != Verdict.NO_LICENCE_REQUIRED) {
      warnings.add("buying is not free: " + Legal.line(legal));
    }
    return new Answered(
        asked,
        item,
        legal,
        changeOn == null
            ? null
            : Legal.at(knowledge, item, asked.site(), asked.partyHq(), changeOn),
        terms,
        RentOrBuy.of(terms),
        drivers(asked, quotes, values),
        quotes,
        warnings);
  }

  private static RentOrBuy.Terms terms(RentOrBuyFile asked, Map<Input, BigDecimal> values) {
    List<Costs.Line> lines = Costs.owned(asked.count(), values);
    return new RentOrBuy.Terms(
        asked.count(),
        asked.months(),
        Costs.sum(lines, Costs.Kind.ONCE),
        RentOrBuy.resold(lines),
        RentOrBuy.running(lines),
        java.util.Objects.requireNonNull(values.get(Input.HOURLY)),
        asked.utilisation(),
        asked.discount(),
        asked.residuals(),
        asked.change());
  }

  /** Inputs that move the answer, the one that moves it most first. */
  private static List<Driver> drivers(
      RentOrBuyFile asked, List<Quote> quotes, Map<Input, BigDecimal> values) {
    List<Driver> drivers = new ArrayList<>();
    for (Quote quote : quotes) {
      if (quote.value().isOpen()) {
        Map<Input, BigDecimal> moved = new EnumMap<>(values);
        moved.put(quote.input(), quote.value().low());
        RentOrBuy low = RentOrBuy.of(terms(asked, moved));
        moved.put(quote.input(), quote.value().high());
        drivers.add(new Driver(quote, low, RentOrBuy.of(terms(asked, moved))));
      }
    }
    drivers.removeIf(each -> each.swing().signum() == 0);
    drivers.sort(Comparator.comparing(Driver::swing).reversed());
    return drivers;
  }

  /** What owning is expected to cost more than renting; less than 0 where it costs less. */
  private static BigDecimal lead(RentOrBuy found) {
    return found.own().subtract(found.rent());
  }

  private static void stated(
      Map<Input, Quote> out, Input input, @Nullable Money money, Prices prices, LocalDate day) {
    if (money != null) {
      out.put(input, Quote.stated(input, prices.in(Money.USD, money, day).amount(), "as stated"));
    }
  }

  private static Map<String, Object> document(Answered all) {
    RentOrBuy found = all.found();
    RentOrBuy.Terms terms = all.terms();
    BigDecimal use = found.breakEvenUtilisation();
    Determination later = all.later();
    return Json.object(
        "item", all.item().id(),
        "count", terms.count(),
        "site", all.asked().site(),
        "asOf", all.asked().asOf().toString(),
        "months", terms.months(),
        "utilisation", CostJson.number(terms.utilisation()),
        "discountPerYear", CostJson.number(terms.discount()),
        "legal", Legal.json(all.legal()),
        "legalAtChange", later == null ? null : Legal.json(later),
        "breakEvenUtilisation", use == null ? null : CostJson.number(use),
        "breakEvenMonth", found.breakEvenMonth(),
        "ownUsd", CostJson.number(found.own()),
        "rentUsd", CostJson.number(found.rent()),
        "cheaper", cheaper(found),
        "onceUsd", CostJson.number(terms.once()),
        "runningUsdPerMonth", CostJson.number(terms.running()),
        "rentUsdPerChipHour", CostJson.number(terms.hourly()),
        "cases",
            found.cases().stream()
                .map(each ->
                    Json.object(
                        "residual", CostJson.number(each.residual()),
                        "ruleChanged", each.changed(),
                        "probability", CostJson.number(each.probability()),
                        "ownUsd", CostJson.number(each.own()),
                        "rentUsd", CostJson.number(each.rent())))
                .toList(),
        "uses", List.of(use(terms, BigDecimal.ZERO), use(terms, BigDecimal.ONE)),
        "drivers", all.drivers().stream().map(RentOrBuyCommand::driver).toList(),
        "inputs", all.quotes().stream().map(CostJson::input).toList(),
        "warnings", all.warnings(),
        "disclaimer", Answer.DISCLAIMER);
  }

  /** Both sides at another use: they are lines in it, so that two uses give all. */
  private static Map<String, Object> use(RentOrBuy.Terms terms, BigDecimal use) {
    RentOrBuy found = RentOrBuy.of(terms.used(use));
    return Json.object(
        "utilisation", use,
        "ownUsd", CostJson.number(found.own()),
        "rentUsd", CostJson.number(found.rent()));
  }

  private static Map<String, Object> driver(Driver each) {
    BigDecimal low = each.low().breakEvenUtilisation();
    BigDecimal high = each.high().breakEvenUtilisation();
    return Json.object(
        "input", each.quote().input().word(),
        "unit", each.quote().input().unit(),
        "low", CostJson.number(each.quote().value().low()),
        "high", CostJson.number(each.quote().value().high()),
        "ownLessRentUsdAtLow", CostJson.number(lead(each.low())),
        "ownLessRentUsdAtHigh", CostJson.number(lead(each.high())),
        "breakEvenUtilisationAtLow", low == null ? null : CostJson.number(low),
        "breakEvenUtilisationAtHigh", high == null ? null : CostJson.number(high));
  }

  private static String cheaper(RentOrBuy found) {
    int order = found.own().compareTo(found.rent());
    return order < 0 ? "own" : order > 0 ? "rent" : "same";
  }

  private static String text(Answered all) {
    RentOrBuy found = all.found();
    RentOrBuy.Terms terms = all.terms();
    RentOrBuyFile asked = all.asked();
    Page page = new Page();
    page.line(
        0,
        "%d x %s at %s from %s for %d months, %s%% of the hours used"
            .formatted(
                terms.count(),
                all.item().name(),
                asked.site(),
                asked.asOf(),
                terms.months(),
                percent(terms.utilisation())));
    page.labelled(2, "law", LABEL, Legal.line(all.legal()));
    Determination later = all.later();
    if (later != null) {
      page.labelled(2, "law at the change", LABEL, Legal.line(later));
    }
    page.labelled(
        2,
        "discounting",
        LABEL,
        terms.discount().signum() == 0
            ? "off"
            : "on, %s%% a year, monthly".formatted(percent(terms.discount())));
    page.labelled(2, "owning, expected", LABEL, CostText.number(found.own()) + " USD");
    page.labelled(
        2,
        "renting, expected",
        LABEL,
        CostText.number(found.rent()) + " USD; " + cheaperWords(found));
    page.labelled(2, "break-even utilisation", LABEL, useText(found));
    Integer month = found.breakEvenMonth();
    page.labelled(
        2,
        "break-even month",
        LABEL,
        month == null
            ? "none in %d months, without resale".formatted(terms.months())
            : month + ", without resale and change of rules");
    page.labelled(2, "bought once", LABEL, CostText.number(terms.once()) + " USD");
    page.labelled(2, "running a month", LABEL, CostText.number(terms.running()) + " USD");
    page.labelled(2, "rent a chip and hour", LABEL, CostText.number(terms.hourly()) + " USD");
    page.title("Cases");
    for (RentOrBuy.Case each : found.cases()) {
      page.line(
          2,
          "%s%%: residual %s%%%s; owning %s, renting %s USD"
              .formatted(
                  percent(each.probability()),
                  percent(each.residual()),
                  each.changed() ? ", rules changed" : "",
                  CostText.number(each.own()),
                  CostText.number(each.rent())));
    }
    if (!all.drivers().isEmpty()) {
      page.title("What moves it most, each alone: owning less renting, USD");
      all.drivers().stream()
          .limit(SHOWN_DRIVERS)
          .forEach(each ->
              page.labelled(
                  2,
                  each.quote().input().word(),
                  LABEL,
                  CostText.number(lead(each.low())) + " to " + CostText.number(lead(each.high()))));
    }
    if (!all.warnings().isEmpty()) {
      page.title("Warnings");
      all.warnings().forEach(each -> page.line(2, each));
    }
    CostText.inputs(page, all.quotes());
    page.blank();
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }

  private static String cheaperWords(RentOrBuy found) {
    return switch (cheaper(found)) {
      case "own" -> "owning costs less";
      case "rent" -> "renting costs less";
      default -> "both cost the same";
    };
  }

  private static String useText(RentOrBuy found) {
    BigDecimal use = found.breakEvenUtilisation();
    if (use == null) {
      return "none: they never meet";
    }
    return use.compareTo(BigDecimal.ONE) > 0
        ? "above 100%: renting costs less at any use"
        : use.signum() <= 0
            ? "below 0%: owning costs less at any use"
            : percent(use) + "% of the hours";
  }

  private static String percent(BigDecimal share) {
    return share
        .movePointRight(2)
        .round(new java.math.MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }
}
