package dev.chokepoint.workbench;

import dev.chokepoint.workbench.orders.Summary;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The summary of an order book for people. */
final class OrderText {
  private static final int MOST_ROWS = 12;

  private OrderText() {}

  static String of(Summary summary) {
    Map<String, Object> d = summary.document();
    Map<?, ?> lines = (Map<?, ?>) d.get("lines");
    Page page = new Page();
    page.line(
        0,
        "%s, %s, %s clock"
            .formatted(
                d.get("command"),
                d.get("from").equals(d.get("to"))
                    ? "law of " + d.get("to")
                    : "law of " + d.get("from") + " and of " + d.get("to"),
                d.get("clock")));
    page.line(
        0,
        "lines: %,d in = %,d decided + %,d rejected"
            .formatted(lines.get("in"), lines.get("decided"), lines.get("rejected")));
    page.title("%-18s %12s %22s".formatted("State", "lines", "USD"));
    for (Summary.StateTotal total : summary.byState()) {
      page.line(2, row(total.state().word(), total.lines(), total.amountUsd(), 16));
    }
    Map<?, ?> amounts = (Map<?, ?>) d.get("amountUsd");
    page.line(
        2, row("total", ((Number) lines.get("decided")).longValue(), (BigDecimal) amounts.get("total"), 16));
    table(page, d, "byClause", "By clause", List.of("clause"));
    table(page, d, "bySku", "By part number", List.of("sku"));
    table(page, d, "byDestination", "By destination", List.of("destination"));
    table(page, d, "byQuarter", "By quarter", List.of("quarter"));
    inventory(page, d);
    sellable(page, d);
    rejects(page, d);
    notes(page, d);
    page.blank();
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }

  private static String row(String name, long lines, BigDecimal usd, int width) {
    return String.format(
        Locale.ROOT, "%-" + width + "s %,12d %,22.2f", name, lines, usd);
  }

  private static void table(
      Page page, Map<String, Object> d, String field, String title, List<String> keys) {
    List<?> rows = (List<?>) d.get(field);
    if (rows.isEmpty()) {
      return;
    }
    page.title(title);
    for (Object row : rows.subList(0, Math.min(MOST_ROWS, rows.size()))) {
      Map<?, ?> cells = (Map<?, ?>) row;
      String name = keys.stream().map(key -> String.valueOf(cells.get(key))).reduce("", String::concat);
      page.line(
          2,
          row(
              "%-22s %-17s".formatted(name, cells.get("state")),
              ((Number) cells.get("lines")).longValue(),
              (BigDecimal) cells.get("amountUsd"),
              40));
    }
    if (rows.size() > MOST_ROWS) {
      page.line(2, "and %d more in summary.json".formatted(rows.size() - MOST_ROWS));
    }
  }

  private static void inventory(Page page, Map<String, Object> d) {
    if (d.get("inventory") instanceof Map<?, ?> inventory) {
      page.title("Inventory and commitments at risk, USD");
      ((Map<?, ?>) inventory.get("atRiskUsd"))
          .forEach((stage, usd) ->
              page.line(2, String.format(Locale.ROOT, "%-28s %,22.2f", stage, (BigDecimal) usd)));
    }
  }

  private static void sellable(Page page, Map<String, Object> d) {
    List<?> items = (List<?>) d.get("sellable");
    if (items.isEmpty()) {
      return;
    }
    page.title("Still sellable without a licence on " + d.get("to"));
    for (Object entry : items) {
      Map<?, ?> item = (Map<?, ?>) entry;
      page.line(
          2,
          "%s: %s destinations; licence required to %s"
              .formatted(
                  item.get("itemId"), item.get("free"), codes((List<?>) item.get("licenceRequired"))));
    }
  }

  private static String codes(List<?> codes) {
    String shown =
        String.join(" ", codes.stream().limit(25).map(String::valueOf).toList());
    return codes.size() > 25 ? shown + " and " + (codes.size() - 25) + " more" : shown;
  }

  private static void rejects(Page page, Map<String, Object> d) {
    List<?> rejects = (List<?>) d.get("rejects");
    if (rejects.isEmpty()) {
      return;
    }
    page.title("Rejected, see rejects.csv");
    for (Object entry : rejects) {
      Map<?, ?> reject = (Map<?, ?>) entry;
      page.line(
          2,
          "%s (%s): %s, first on line %s"
              .formatted(
                  reject.get("problem"),
                  reject.get("column"),
                  reject.get("lines"),
                  reject.get("firstLine")));
    }
  }

  private static void notes(Page page, Map<String, Object> d) {
    page.title("Notes");
    for (Object note : (List<?>) d.get("notes")) {
      page.line(2, String.valueOf(note));
    }
    for (Object part : (List<?>) d.get("notAssessed")) {
      Map<?, ?> note = (Map<?, ?>) part;
      if ("party-names".equals(note.get("id"))) {
        page.line(2, String.valueOf(note.get("text")));
      }
    }
    page.line(2, "rules read to " + d.get("lastReviewed"));
  }
}
