package dev.chokepoint.workbench;

import dev.chokepoint.economics.Band;
import dev.chokepoint.economics.CostSheet;
import dev.chokepoint.economics.Costs;
import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Price;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.economics.Quote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Currency;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Costs as JSON. */
final class CostJson {
  private static final MathContext DIGITS = new MathContext(12);

  private CostJson() {}

  static Map<String, Object> document(CostCommand.Answered all, Prices prices, Currency currency) {
    CostSheet sheet = all.sheet();
    BigDecimal hours = all.chipHours();
    Price rate = prices.rate(currency, all.day());
    return Json.object(
        "item", all.item().id(),
        "count", sheet.count(),
        "site", all.site(),
        "asOf", all.day().toString(),
        "model", all.model(),
        "work", all.training() ? "train" : "serve",
        "tenure", sheet.rented() ? "rent" : "own",
        "layout", all.yield().layout(),
        "currency", currency.getCurrencyCode(),
        "exchange", rate == null ? null : exchange(rate),
        "legal", Legal.json(all.legal()),
        "cost",
            Json.object(
                "usdPerMillion", tokens(sheet.tokens()),
                "usdPerChipHour", band(sheet.perChipHour()),
                "usdPerYear", band(sheet.perYear()),
                "usdOnce", band(sheet.once()),
                "usdOfHours",
                    hours == null ? null : number(sheet.perChipHour().mid().multiply(hours)),
                "lines",
                    sheet.lines().stream().map(each -> line(each, prices, currency, all)).toList(),
                "drivers", sheet.drivers().stream().map(CostJson::driver).toList()),
        "inputs", sheet.quotes().stream().map(CostJson::input).toList(),
        "warnings", all.warnings(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static Map<String, Object> exchange(Price rate) {
    return Json.object(
        "perUsd", rate.mid(), "from", rate.from().toString(), "source", rate.source());
  }

  private static @Nullable Map<String, Object> tokens(CostSheet.@Nullable Tokens tokens) {
    return tokens == null
        ? null
        : Json.object(
            "input", band(tokens.input()),
            "output", band(tokens.output()),
            "total", band(tokens.total()),
            "outputBearingAll", band(tokens.outputBearingAll()),
            "tokensPerYear", number(tokens.perYear()));
  }

  private static Map<String, Object> line(
      Costs.Line each, Prices prices, Currency currency, CostCommand.Answered all) {
    BigDecimal local = prices.in(currency, new Money(each.usd(), Money.USD), all.day()).amount();
    return Json.object(
        "name", each.name(),
        "kind", each.kind().word(),
        "usd", number(each.usd()),
        "amount", number(local));
  }

  private static Map<String, Object> driver(CostSheet.Driver each) {
    return Json.object(
        "input", each.quote().input().word(),
        "low", number(each.low()),
        "high", number(each.high()));
  }

  static Map<String, Object> input(Quote each) {
    return Json.object(
        "input", each.input().word(),
        "unit", each.input().unit(),
        "low", number(each.value().low()),
        "mid", number(each.value().mid()),
        "high", number(each.value().high()),
        "given", each.given(),
        "from", each.from() == null ? null : each.from().toString(),
        "basis", each.basis().word(),
        "source", each.source(),
        "note", each.note());
  }

  static @Nullable Map<String, Object> band(@Nullable Band each) {
    return each == null
        ? null
        : Json.object(
            "low", number(each.low()), "mid", number(each.mid()), "high", number(each.high()));
  }

  /** Twelve digits, plain. */
  static BigDecimal number(BigDecimal value) {
    BigDecimal rounded = value.round(DIGITS).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
