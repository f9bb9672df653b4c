package dev.chokepoint.workbench.orders;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What the memo of a run shows, from its summary.
 *
 * @param warnings what must be read before the rest
 */
public record MemoPage(
    String title,
    String command,
    String law,
    String lines,
    List<String> warnings,
    List<Table> tables,
    String disclaimer) {

  private static final int MOST_ROWS = 40;

  /** A table under a heading; a column whose name ends in a star holds numbers. */
  public record Table(
      String id, String title, String note, List<String> names, List<List<String>> rows) {
    /** Headings of the columns. */
    public List<String> columns() {
      return names.stream().map(name -> name.replace("*", "")).toList();
    }

    /** Whether a column holds numbers. */
    public boolean isNumber(int at) {
      return names.get(at).endsWith("*");
    }
  }

  static MemoPage of(Summary summary) {
    JsonNode d = summary.tree();
    String from = text(d, "from");
    String to = text(d, "to");
    String days = from.equals(to) ? to : from + " and " + to;
    List<String> warnings = new ArrayList<>();
    if (!d.path("whatIf").isEmpty()) {
      warnings.add("Not the law: read with " + join(d.path("whatIf")));
    }
    JsonNode lines = d.path("lines");
    return new MemoPage(
        text(d, "command") + ", " + days,
        text(d, "command"),
        "Law of %s, %s clock; sources read to %s."
            .formatted(days, text(d, "clock"), text(d, "lastReviewed")),
        "%s lines in = %s decided + %s rejected; counts and money reconcile."
            .formatted(
                count(lines.path("in")),
                count(lines.path("decided")),
                count(lines.path("rejected"))),
        warnings,
        tables(summary, d),
        text(d, "disclaimer"));
  }

  private static List<Table> tables(Summary summary, JsonNode d) {
    List<Table> tables = new ArrayList<>();
    tables.add(states(summary, d));
    tables.add(groups(d, "byClause", "By clause", "clause"));
    tables.add(groups(d, "bySku", "By part number", "sku"));
    tables.add(groups(d, "byDestination", "By destination", "destination"));
    tables.add(groups(d, "byCustomer", "By customer", "customer"));
    tables.add(groups(d, "byQuarter", "By quarter", "quarter"));
    tables.add(inventory(d.path("inventory").path("atRiskUsd")));
    tables.add(sellable(d));
    tables.add(levies(d));
    tables.add(licences(d));
    tables.add(flags(d.path("redFlags")));
    tables.add(
        table(
            "rejects",
            "Rejected lines",
            "Each stands in rejects.csv.",
            List.of("Problem", "Place", "Lines*", "First on line*"),
            d.path("rejects"),
            row ->
                List.of(
                    text(row, "problem"),
                    text(row, "place"),
                    count(row.path("lines")),
                    count(row.path("firstLine")))));
    tables.add(
        table(
            "not-assessed",
            "Not looked at",
            "",
            List.of("What"),
            d.path("notAssessed"),
            row -> List.of(text(row, "text"))));
    List<List<String>> made = new ArrayList<>();
    JsonNode hashes = d.path("hashes");
    hashes.propertyNames().forEach(name -> made.add(List.of(name, text(hashes, name))));
    d.path("notes").forEach(note -> made.add(List.of("note", note.asString())));
    tables.add(new Table("made-from", "Made from", "SHA-256", List.of("What", "Hash"), made));
    return tables;
  }

  private static Table states(Summary summary, JsonNode d) {
    List<List<String>> rows = new ArrayList<>();
    for (Summary.StateTotal total : summary.byState()) {
      rows.add(List.of(total.state().word(), count(total.lines()), usd(total.amountUsd())));
    }
    rows.add(
        List.of(
            "total",
            count(d.path("lines").path("decided")),
            usd(d.path("amountUsd").path("total"))));
    long without = d.path("linesWithoutAmount").asLong();
    String note = without == 0 ? "" : count(without) + " lines have no amount and count in no sum.";
    long cleared = d.path("linesClearedByPerson").asLong();
    if (cleared > 0) {
      note +=
          (note.isEmpty() ? "" : " ")
              + count(cleared)
              + " lines name somebody whom a person found to be another than a listed party.";
    }
    return new Table(
        "states", "What becomes of the lines", note, List.of("State", "Lines*", "USD*"), rows);
  }

  private static Table groups(JsonNode d, String field, String title, String key) {
    return table(
        field,
        title,
        field.equals("byClause") ? "A line under two clauses counts for both." : "",
        List.of(title.replace("By ", ""), "State", "Lines*", "Units*", "USD*"),
        d.path(field),
        row ->
            List.of(
                text(row, key),
                text(row, "state"),
                count(row.path("lines")),
                count(row.path("units")),
                usd(row.path("amountUsd"))));
  }

  private static Table inventory(JsonNode atRisk) {
    List<List<String>> rows = new ArrayList<>();
    atRisk
        .propertyNames()
        .forEach(stage ->
            rows.add(
                List.of(
                    stage.equals("ofThatReusable") ? "of that reusable elsewhere" : stage,
                    usd(atRisk.path(stage)))));
    return new Table(
        "inventory",
        "Inventory and commitments at risk",
        "Cost of what no order that may go takes.",
        List.of("Stage", "USD*"),
        rows);
  }

  private static Table sellable(JsonNode d) {
    return table(
        "sellable",
        "Still sellable without a licence",
        "For a buyer with headquarters at the destination.",
        List.of("Item", "Destinations*", "Licence required to", "Cannot be decided for"),
        d.path("sellable"),
        row ->
            List.of(
                text(row, "itemId"),
                count(row.path("free").size()),
                join(row.path("licenceRequired")),
                join(row.path("undetermined"))));
  }

  private static Table levies(JsonNode d) {
    return table(
        "levies",
        "Duty and revenue share",
        "Were all open lines to ship.",
        List.of("Rule", "Kind", "Percent*", "Of USD*", "USD*", "Rests on"),
        d.path("levies"),
        row ->
            List.of(
                text(row, "version"),
                text(row, "kind"),
                row.path("percent").decimalValue().toPlainString(),
                usd(row.path("amountUsd")),
                usd(row.path("levyUsd")),
                text(row, "certainty")));
  }

  private static Table licences(JsonNode d) {
    return table(
        "licences",
        "Licences held, what is left",
        "",
        List.of("Number", "Units*", "USD*"),
        d.path("licences"),
        row ->
            List.of(
                text(row, "number"),
                row.path("unitsLeft").isNull() ? "no limit" : count(row.path("unitsLeft")),
                row.path("usdLeft").isNull() ? "no limit" : usd(row.path("usdLeft"))));
  }

  private static Table flags(JsonNode flags) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode alert : flags.path("alerts")) {
      for (JsonNode flag : alert.path("flags")) {
        if (rows.size() < MOST_ROWS) {
          rows.add(
              List.of(
                  count(alert.path("rank")),
                  count(alert.path("week")),
                  text(alert, "customer"),
                  text(flag, "flag"),
                  text(flag, "reason")));
        }
      }
    }
    for (JsonNode check : flags.path("checks")) {
      if (!check.path("checked").asBoolean()) {
        rows.add(List.of("", "", "", text(check, "flag"), text(check, "note")));
      }
    }
    return new Table(
        "red-flags",
        "Red flags",
        "%s customers, %s a week to review; alerts.csv has all."
            .formatted(count(flags.path("customers")), count(flags.path("perWeek"))),
        List.of("Rank*", "Week*", "Customer", "Flag", "Reason"),
        rows);
  }

  @FunctionalInterface
  private interface Cells {
    List<String> of(JsonNode row);
  }

  private static Table table(
      String id, String title, String note, List<String> columns, JsonNode rows, Cells cells) {
    List<List<String>> shown = new ArrayList<>();
    for (int at = 0; at < Math.min(MOST_ROWS, rows.size()); at++) {
      shown.add(cells.of(rows.get(at)));
    }
    int more = rows.size() - shown.size();
    String rest = more > 0 ? " " + count(more) + " more are in the files." : "";
    return new Table(id, title, (note + rest).strip(), columns, shown);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private static String count(JsonNode number) {
    return count(number.asLong());
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String usd(JsonNode amount) {
    return usd(amount.decimalValue());
  }

  private static String usd(BigDecimal amount) {
    return String.format(Locale.ROOT, "%,.2f", amount);
  }

  private static String join(JsonNode texts) {
    List<String> all = new ArrayList<>();
    texts.forEach(text -> all.add(text.asString()));
    return String.join(" ", all);
  }
}
