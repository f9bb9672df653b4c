package dev.chokepoint.workbench;

import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.market.Between;
import dev.chokepoint.market.Outlook;
import dev.chokepoint.market.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What comes out of a market, as JSON, as rows and for people. */
final class MarketOutput {
  static final List<String> COLUMNS =
      List.of(
          "quarter",
          "unitsLow",
          "unitsMid",
          "unitsHigh",
          "revenueLow",
          "revenueMid",
          "revenueHigh",
          "computeLow",
          "computeMid",
          "computeHigh",
          "unmetLow",
          "unmetMid",
          "unmetHigh");

  static final String LIMIT =
      "A hindcast is no proof: the two coefficients were fitted to shares shown here, and"
          + " everything else is assumed as the file says. No accuracy is claimed.";

  private MarketOutput() {}

  static Map<String, Object> document(Outlook o, List<Between> tokens, Rulebook rulebook) {
    Scenario s = o.market().scenario();
    List<Object> chips = new ArrayList<>();
    for (int i = 0; i < s.chips().size(); i++) {
      Scenario.Offer offer = s.chips().get(i);
      chips.add(
          Json.object(
              "item", offer.item().id(),
              "domestic", s.destination().equals(offer.item().hqCountry()),
              "usdPerCard", range(offer.usd()),
              "usdWeighed", range(o.market().weighed(i)),
              "tokensPerSecondPerCard", range(tokens.get(i)),
              "source", offer.priceSource()));
    }
    Scenario.Coefficients given = s.coefficients();
    return Json.object(
        "name", s.name(),
        "law", s.law().word(),
        "compare", s.compare().word(),
        "destination", s.destination(),
        "draws", s.draws(),
        "seed", s.seed(),
        "coefficients",
            List.of(
                coefficient("price", o.price(), given.price() == null),
                coefficient("porting", o.porting(), given.porting() == null),
                coefficient("delivery", given.delivery(), false)),
        "misfit", PredictJson.number(o.misfit()),
        "chips", chips,
        "legality", o.market().reasons(),
        "quarters", o.quarters().stream().map(MarketOutput::row).toList(),
        "years", o.years().stream().map(MarketOutput::row).toList(),
        "hindcast", o.hindcast().stream().map(MarketOutput::hindcast).toList(),
        "drivers",
            o.drivers().stream()
                .map(d ->
                    Json.object(
                        "input", d.input(),
                        "unitsAtLow", PredictJson.number(d.low()),
                        "unitsAtHigh", PredictJson.number(d.high())))
                .toList(),
        "warnings", o.warnings(),
        "limit", LIMIT,
        "lastReviewed", rulebook.lastReviewed().toString(),
        "whatIf", rulebook.whatIf(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static Map<String, Object> coefficient(String name, double value, boolean fitted) {
    return Json.object("name", name, "value", PredictJson.number(value), "fitted", fitted);
  }

  private static Map<String, Object> range(Between each) {
    return Json.object(
        "low", PredictJson.number(each.low()), "high", PredictJson.number(each.high()));
  }

  private static Map<String, Object> band(Outlook.Band band) {
    return Json.object(
        "low", PredictJson.number(band.low()),
        "mid", PredictJson.number(band.mid()),
        "high", PredictJson.number(band.high()));
  }

  private static Map<String, Object> row(Outlook.Row row) {
    return Json.object(
        "when", row.when(),
        "units", band(row.units()),
        "revenue", band(row.revenue()),
        "compute", band(row.compute()),
        "unmet", band(row.unmet()));
  }

  private static Map<String, Object> hindcast(Outlook.Hindcast each) {
    Scenario.Target target = each.target();
    return Json.object(
        "year", target.year(),
        "publisher", target.by(),
        "of", target.of(),
        "published", PredictJson.number(target.share()),
        "units", band(each.units()),
        "fitted", target.fitted(),
        "source", target.source());
  }

  static List<List<String>> rows(Outlook o) {
    List<List<String>> rows = new ArrayList<>();
    for (Outlook.Row row : o.quarters()) {
      List<String> cells = new ArrayList<>(List.of(row.when()));
      for (Outlook.Band band : List.of(row.units(), row.revenue(), row.compute(), row.unmet())) {
        cells.add(PredictJson.number(band.low()).toPlainString());
        cells.add(PredictJson.number(band.mid()).toPlainString());
        cells.add(PredictJson.number(band.high()).toPlainString());
      }
      rows.add(cells);
    }
    return rows;
  }

  static String text(Outlook o, List<Between> tokens, Rulebook rulebook) {
    Scenario s = o.market().scenario();
    Page page = new Page();
    page.line(
        0,
        "%s, law of %s, %,d draws with seed %d"
            .formatted(s.name(), s.law().word(), s.draws(), s.seed()));
    WhatIf.add(page, rulebook);
    page.title("Share of domestic makers, 5th, 50th and 95th percentile");
    page.line(2, "%-9s %-18s %-18s %-18s %s".formatted("", "cards", "revenue", "compute", "unmet"));
    o.years().forEach(row -> page.line(2, line(row)));
    page.title("Published shares beside it");
    for (Outlook.Hindcast each : o.hindcast()) {
      Scenario.Target target = each.target();
      page.line(
          2,
          "%d %-12s %5.1f%% of %s; here %s of cards%s"
              .formatted(
                  target.year(),
                  target.by(),
                  100 * target.share(),
                  target.of(),
                  text(each.units()),
                  target.fitted() ? " (fitted to)" : ""));
    }
    page.line(2, "root mean square difference to those fitted to: " + percent(o.misfit()));
    page.line(2, LIMIT);
    page.title("Coefficients of utility");
    Scenario.Coefficients given = s.coefficients();
    coefficient(page, "price", o.price(), given.price() == null, "for each e-fold of USD a token");
    coefficient(page, "porting", o.porting(), given.porting() == null, "of leaving CUDA");
    coefficient(page, "delivery", given.delivery(), false, "for each quarter of waiting");
    page.line(2, "each may be off by %.0f%%".formatted(100 * given.spread()));
    o.warnings().forEach(warning -> page.line(2, "warning: " + warning));
    page.title("What moves the last year's share of cards, from its low to its high end");
    for (Outlook.Driver driver : o.drivers()) {
      page.labelled(2, driver.input(), 36, percent(driver.low()) + " to " + percent(driver.high()));
    }
    page.title("Chips");
    for (int i = 0; i < s.chips().size(); i++) {
      Scenario.Offer offer = s.chips().get(i);
      page.labelled(
          2,
          offer.item().name(),
          26,
          "%,.0f to %,.0f USD%s, %.0f to %.0f useful tokens/s%s [%s]"
              .formatted(
                  offer.usd().low(),
                  offer.usd().high(),
                  year(o, i),
                  tokens.get(i).low(),
                  tokens.get(i).high(),
                  offer.tokens() == null ? " predicted" : " stated",
                  offer.priceSource()));
    }
    page.title("When each may be sold (enforced clock)");
    o.market().reasons().forEach(reason -> page.line(2, reason));
    page.title(Answer.DISCLAIMER);
    return page.text();
  }

  private static String year(Outlook o, int chip) {
    Between year = o.market().weighed(chip);
    return switch (o.market().scenario().compare()) {
      case PRICE -> "";
      case OWNING ->
          String.format(Locale.ROOT, ", %,.0f to %,.0f a year of owning", year.low(), year.high());
    };
  }

  private static void coefficient(
      Page page, String name, double value, boolean fitted, String meaning) {
    page.line(2, "%-9s %6.3f  %s, %s".formatted(name, value, fitted ? "fitted" : "given", meaning));
  }

  private static String line(Outlook.Row row) {
    return String.format(
        Locale.ROOT,
        "%-9s %-18s %-18s %-18s %s",
        row.when(),
        text(row.units()),
        text(row.revenue()),
        text(row.compute()),
        text(row.unmet()));
  }

  private static String text(Outlook.Band band) {
    return String.format(
        Locale.ROOT, "%3.0f %3.0f %3.0f%%", 100 * band.low(), 100 * band.mid(), 100 * band.high());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }
}
