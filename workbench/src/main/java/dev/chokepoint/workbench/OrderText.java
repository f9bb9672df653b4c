package dev.chokepoint.workbench;

import dev.chokepoint.workbench.orders.Summary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The summary of an order book for people. */
final class OrderText {
  private static final int MOST_ROWS = 12;
  private static final int MOST_CODES = 25;

  private OrderText() {}

  static String of(Summary summary) {
    JsonNode d = summary.tree();
    String from = text(d, "from");
    String to = text(d, "to");
    String law = from.equals(to) ? "law of " + to : "law of " + from + " and of " + to;
    Page page = new Page();
    page.line(0, text(d, "command") + ", " + law + ", " + text(d, "clock") + " clock");
    JsonNode lines = d.path("lines");
    page.line(
        0,
        String.format(
            Locale.ROOT,
            "lines: %,d in = %,d decided + %,d rejected",
            lines.path("in").asLong(),
            lines.path("decided").asLong(),
            lines.path("rejected").asLong()));
    page.title("  %-16s %12s %22s".formatted("State", "lines", "USD"));
    for (Summary.StateTotal total : summary.byState()) {
      page.line(2, row(total.state().word(), total.lines(), total.amountUsd(), 16));
    }
    BigDecimal all = d.path("amountUsd").path("total").decimalValue();
    page.line(2, row("total", lines.path("decided").asLong(), all, 16));
    table(page, d, "byClause", "By clause", "clause");
    table(page, d, "bySku", "By part number", "sku");
    table(page, d, "byDestination", "By destination", "destination");
    table(page, d, "byQuarter", "By quarter", "quarter");
    inventory(page, d.path("inventory").path("atRiskUsd"));
    sellable(page, d);
    levies(page, d);
    names(page, d.path("names"), d.path("linesClearedByPerson").asLong());
    redFlags(page, d.path("redFlags"));
    rejects(page, d.path("rejects"));
    notes(page, d);
    page.blank();
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private static String row(String name, long lines, BigDecimal usd, int width) {
    return String.format(Locale.ROOT, "%-" + width + "s %,12d %,22.2f", name, lines, usd);
  }

  private static void table(Page page, JsonNode d, String field, String title, String key) {
    JsonNode rows = d.path(field);
    if (rows.isEmpty()) {
      return;
    }
    page.title(title);
    for (int at = 0; at < Math.min(MOST_ROWS, rows.size()); at++) {
      JsonNode row = rows.get(at);
      page.line(
          2,
          row(
              "%-22s %-17s".formatted(text(row, key), text(row, "state")),
              row.path("lines").asLong(),
              row.path("amountUsd").decimalValue(),
              40));
    }
    if (rows.size() > MOST_ROWS) {
      page.line(2, "and %d more in summary.json".formatted(rows.size() - MOST_ROWS));
    }
  }

  private static void inventory(Page page, JsonNode atRisk) {
    if (atRisk.isEmpty()) {
      return;
    }
    page.title("Inventory and commitments at risk, USD");
    for (String stage : atRisk.propertyNames()) {
      BigDecimal usd = atRisk.path(stage).decimalValue();
      page.line(2, String.format(Locale.ROOT, "%-28s %,22.2f", stage, usd));
    }
  }

  private static void sellable(Page page, JsonNode d) {
    if (d.path("sellable").isEmpty()) {
      return;
    }
    page.title("Still sellable without a licence on " + text(d, "to"));
    for (JsonNode item : d.path("sellable")) {
      page.line(
          2,
          "%s: %d destinations; licence required to %s%s"
              .formatted(
                  text(item, "itemId"),
                  item.path("free").size(),
                  codes(item.path("licenceRequired")),
                  item.path("undetermined").isEmpty()
                      ? ""
                      : "; not counted, since not decided: " + codes(item.path("undetermined"))));
    }
  }

  private static String codes(JsonNode codes) {
    List<String> shown = new ArrayList<>();
    for (int at = 0; at < Math.min(MOST_CODES, codes.size()); at++) {
      shown.add(codes.get(at).asString());
    }
    int more = codes.size() - shown.size();
    return String.join(" ", shown) + (more > 0 ? " and " + more + " more" : "");
  }

  private static void levies(Page page, JsonNode d) {
    if (d.path("levies").isEmpty()) {
      return;
    }
    page.title("Duty and revenue share, were all open lines to ship");
    for (JsonNode levy : d.path("levies")) {
      page.line(
          2,
          String.format(
              Locale.ROOT,
              "%s: %s %s %% of %,.2f USD is %,.2f USD (%s)",
              text(levy, "version"),
              text(levy, "kind").replace('-', ' '),
              levy.path("percent").decimalValue().toPlainString(),
              levy.path("amountUsd").decimalValue(),
              levy.path("levyUsd").decimalValue(),
              text(levy, "certainty")));
    }
  }

  private static void names(Page page, JsonNode names, long lines) {
    page.title(
        "Names: %,d against the list of %s%s"
            .formatted(
                names.path("asked").asLong(),
                text(names, "listDate"),
                names.path("embedded").asBoolean() ? " (an extract; no list was imported)" : ""));
    page.line(
        2,
        "%d listed, %d to settle, %d cleared by a person, see names.csv; the others clean by name"
            .formatted(
                names.path("listed").asLong(),
                names.path("review").asLong(),
                names.path("cleared").asLong()));
    if (lines > 0) {
      page.line(2, "lines with a name that a person cleared: %,d".formatted(lines));
    }
  }

  private static void redFlags(Page page, JsonNode flags) {
    page.title(
        "Red flags: %d customers, %d a week to review"
            .formatted(flags.path("customers").asLong(), flags.path("perWeek").asLong()));
    JsonNode alerts = flags.path("alerts");
    long shown = Math.min(flags.path("perWeek").asLong(), Math.min(MOST_ROWS, alerts.size()));
    for (int at = 0; at < shown; at++) {
      JsonNode alert = alerts.get(at);
      page.line(2, "%d. %s".formatted(at + 1, text(alert, "customer")));
      for (JsonNode raised : alert.path("flags")) {
        page.line(4, text(raised, "flag") + ": " + text(raised, "reason"));
      }
    }
    for (JsonNode check : flags.path("checks")) {
      if (!check.path("checked").asBoolean()) {
        page.line(2, text(check, "flag") + ": " + text(check, "note"));
      }
    }
  }

  private static void rejects(Page page, JsonNode rejects) {
    if (rejects.isEmpty()) {
      return;
    }
    page.title("Rejected, see rejects.csv");
    for (JsonNode reject : rejects) {
      page.line(
          2,
          "%s (%s): %d, first on line %d"
              .formatted(
                  text(reject, "problem"),
                  text(reject, "place"),
                  reject.path("lines").asLong(),
                  reject.path("firstLine").asLong()));
    }
  }

  private static void notes(Page page, JsonNode d) {
    page.title("Notes");
    for (JsonNode note : d.path("notes")) {
      page.line(2, note.asString());
    }
    for (JsonNode part : d.path("notAssessed")) {
      if (text(part, "id").equals("party-names")) {
        page.line(2, text(part, "text"));
      }
    }
    page.line(2, "Rules read to " + text(d, "lastReviewed") + ".");
  }
}
