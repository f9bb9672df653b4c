package dev.chokepoint.workbench;

import dev.chokepoint.economics.Band;
import dev.chokepoint.economics.CostSheet;
import dev.chokepoint.economics.Costs;
import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Price;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.economics.Quote;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Costs for people. */
final class CostText {
  private static final int LABEL = 30;
  private static final int SHOWN_DRIVERS = 3;

  private CostText() {}

  static String text(CostCommand.Answered all, Prices prices, Currency currency) {
    CostSheet sheet = all.sheet();
    String code = currency.getCurrencyCode();
    BigDecimal factor =
        prices.in(currency, new Money(BigDecimal.ONE, Money.USD), all.day()).amount();
    Page page = new Page();
    page.line(
        0,
        "%d x %s at %s, %s, prices and law of %s"
            .formatted(
                sheet.count(),
                all.item().name(),
                all.site(),
                sheet.rented() ? "rented" : "owned",
                all.day()));
    page.labelled(2, "law", LABEL, Legal.line(all.legal()));
    Price rate = prices.rate(currency, all.day());
    if (rate != null) {
      page.labelled(
          2,
          "rate",
          LABEL,
          "%s %s a USD of %s: %s".formatted(rate.mid(), code, rate.from(), rate.source()));
    }
    tokens(page, all, sheet, factor, code);
    band(page, "a chip and hour", sheet.perChipHour(), factor, code);
    band(page, "a year", sheet.perYear(), factor, code);
    if (sheet.once() != null) {
      band(page, "bought once", sheet.once(), factor, code);
    }
    BigDecimal hours = all.chipHours();
    if (hours != null) {
      page.labelled(
          2,
          hours.toPlainString() + " hours",
          LABEL,
          number(sheet.perChipHour().mid().multiply(hours).multiply(factor)) + " " + code);
    }
    page.title("Lines, " + code + " over all chips");
    for (Costs.Line each : sheet.lines()) {
      page.labelled(
          2,
          each.name(),
          LABEL,
          "%18s %s"
              .formatted(
                  number(each.usd().multiply(factor)),
                  switch (each.kind()) {
                    case ONCE -> "once";
                    case YEAR -> "a year";
                  }));
    }
    drivers(page, sheet, factor, code);
    inputs(page, sheet.quotes());
    if (!all.warnings().isEmpty()) {
      page.title("Warnings");
      all.warnings().forEach(each -> page.line(2, each));
    }
    page.blank();
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }

  private static void tokens(
      Page page, CostCommand.Answered all, CostSheet sheet, BigDecimal factor, String code) {
    CostSheet.Tokens tokens = sheet.tokens();
    if (tokens == null) {
      return;
    }
    if (all.training()) {
      band(page, "a million trained tokens", tokens.total(), factor, code);
    } else {
      band(page, "a million input tokens", tokens.input(), factor, code);
      band(page, "a million output tokens", tokens.output(), factor, code);
      band(page, "a million of both", tokens.total(), factor, code);
      band(page, "  if output bears it all", tokens.outputBearingAll(), factor, code);
    }
    page.labelled(
        2,
        "tokens a year",
        LABEL,
        String.format(Locale.ROOT, "%.4g", tokens.perYear().doubleValue()));
  }

  private static void drivers(Page page, CostSheet sheet, BigDecimal factor, String code) {
    if (sheet.drivers().isEmpty()) {
      return;
    }
    page.title(
        "What moves it most, each alone, "
            + code
            + (sheet.tokens() == null ? " a chip and hour" : " a million tokens in all"));
    sheet.drivers().stream()
        .limit(SHOWN_DRIVERS)
        .forEach(each ->
            page.labelled(
                2,
                each.quote().input().word(),
                LABEL,
                number(each.low().multiply(factor))
                    + " to "
                    + number(each.high().multiply(factor))));
  }

  static void inputs(Page page, List<Quote> quotes) {
    page.title("Inputs, each with its range and source");
    for (Quote each : quotes) {
      String range =
          each.value().isOpen()
              ? " (%s to %s)".formatted(number(each.value().low()), number(each.value().high()))
              : "";
      page.labelled(
          2,
          each.input().word(),
          LABEL,
          number(each.value().mid())
              + range
              + " "
              + each.input().unit()
              + "; "
              + each.basis().word()
              + (each.from() == null ? "" : " " + each.from())
              + ": "
              + each.source()
              + (each.note().isEmpty() ? "" : "; " + each.note()));
    }
  }

  private static void band(
      Page page, String label, @Nullable Band each, BigDecimal factor, String code) {
    if (each != null) {
      page.labelled(
          2,
          label,
          LABEL,
          "%s %s (%s to %s)"
              .formatted(
                  number(each.mid().multiply(factor)),
                  code,
                  number(each.low().multiply(factor)),
                  number(each.high().multiply(factor))));
    }
  }

  /** Whole from a thousand on, else three or four digits. */
  static String number(BigDecimal value) {
    double size = Math.abs(value.doubleValue());
    String form = size >= 1000 ? "%,.0f" : size >= 10 ? "%.2f" : size >= 0.01 ? "%.4f" : "%.4g";
    return size == 0 ? "0" : String.format(Locale.ROOT, form, value);
  }
}
