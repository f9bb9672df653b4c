package dev.chokepoint.workbench.orders;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines and money of groups of decided lines, by state: all of them in a file, the first here. */
final class Totals {
  /** Most groups of one kind that a summary lists; the file has all. */
  static final int MOST_LISTED = 1000;

  private final Duck duck;

  /** Adds up decided lines: once by customer, and once by all else. */
  Totals(Duck duck, String decided) {
    this.duck = duck;
    duck.run(
        ("CREATE TABLE grouped AS SELECT sku, itemId, destination, quarter, clauses, overlays,"
                + " state, movement, count(*) AS lines, CAST(sum(quantity) AS BIGINT) AS units,"
                + " CAST(coalesce(sum(amountUsd), 0) AS DECIMAL(38,2)) AS amountUsd,"
                + " count(*) FILTER (amountUsd IS NULL) AS withoutAmount FROM (%s) GROUP BY ALL")
            .formatted(decided));
    duck.run(
        "CREATE TABLE totals (\"by\" VARCHAR, key VARCHAR, itemId VARCHAR, state VARCHAR, lines"
            + " BIGINT, units BIGINT, amountUsd DECIMAL(38,2))");
    duck.run(
        ("INSERT INTO totals SELECT 'customer', customer, '', state, count(*), sum(quantity),"
                + " coalesce(sum(amountUsd), 0) FROM (%s) GROUP BY ALL")
            .formatted(decided));
    add("clause", each("clauses", "clause"), "''");
    add("sku", "SELECT * FROM grouped", "itemId");
    add("destination", "SELECT * FROM grouped", "''");
    add("quarter", "SELECT * FROM grouped", "''");
    add("overlay", each("overlays", "overlay"), "''");
  }

  /** A row for each of the words in a cell: a line under two clauses counts for both. */
  private static String each(String column, String name) {
    return "SELECT unnest(string_split(%s, ' ')) AS %s, state, lines, units, amountUsd FROM grouped WHERE %s <> ''"
        .formatted(column, name, column);
  }

  /** Adds up rows by the values of a column. */
  private void add(String by, String rows, String item) {
    duck.run(
        ("INSERT INTO totals SELECT '%1$s', %1$s, %2$s, state, sum(lines), sum(units),"
                + " sum(amountUsd) FROM (%3$s) GROUP BY ALL")
            .formatted(by, item, rows));
  }

  /** Groups of one kind, the largest amounts first. */
  List<Map<String, Object>> of(String by) {
    List<Map<String, Object>> out = new ArrayList<>();
    duck.each(
        ("SELECT key, itemId, state, lines, units, amountUsd FROM totals WHERE \"by\" = '%s' ORDER"
                + " BY amountUsd DESC, key, itemId, state LIMIT %d")
            .formatted(by, MOST_LISTED),
        row -> {
          Map<String, Object> group = new LinkedHashMap<>();
          group.put(by, row.text(0));
          if (by.equals("sku")) {
            group.put("itemId", row.text(1));
          }
          group.put("state", row.text(2));
          group.put("lines", row.number(3));
          group.put("units", row.number(4));
          BigDecimal usd = row.decimal(5);
          group.put("amountUsd", Summary.money(usd == null ? BigDecimal.ZERO : usd));
          out.add(group);
        });
    return out;
  }

  /** Number of groups of one kind. */
  long size(String by) {
    return duck.number("SELECT count(*) FROM totals WHERE \"by\" = " + Duck.text(by));
  }

  /** Writes every group to a file. */
  void write(Path results) {
    Path draft = results.resolve("totals.csv.tmp");
    duck.run(
        Results.csv(
            duck,
            "SELECT * FROM totals ORDER BY \"by\", amountUsd DESC, key, itemId, state",
            draft,
            true));
    Disk.publish(draft, results.resolve("totals.csv"));
  }
}
