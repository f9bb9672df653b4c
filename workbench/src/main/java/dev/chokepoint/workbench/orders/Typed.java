package dev.chokepoint.workbench.orders;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the cells of every row mean, in a file of narrow columns, and the SQL that finds what is
 * wrong with a row. Texts are compared once, when the file is written; all that follows compares
 * numbers.
 */
final class Typed {
  static final String PLAIN_PRICE = "[0-9]{1,11}([.][0-9]{1,4})?";

  /** Cells that later steps need as they stand; empty where the book has no such column. */
  private static final List<Column> KEPT =
      List.of(
          Column.ORDER_ID,
          Column.LINE_ID,
          Column.LICENCE,
          Column.ULTIMATE_PARENT,
          Column.INTERMEDIATE,
          Column.SITE,
          Column.SITE_POWER_MW,
          Column.CUSTOMER_SINCE);

  private final Stage stage;
  private final Names names;
  private final Job job;
  private final Path file;

  private Typed(Stage stage, Names names, Job job, Path file) {
    this.stage = stage;
    this.names = names;
    this.job = job;
    this.file = file;
  }

  /** Writes the file; the dictionaries of the cells must be there. */
  static Typed write(Duck duck, Stage stage, Names names, Job job, Path work) {
    Typed typed = new Typed(stage, names, job, work.resolve("rows.parquet"));
    Path draft = work.resolve("rows.parquet.tmp");
    duck.run(
        "COPY (%s) TO %s (FORMAT parquet, COMPRESSION lz4_raw)"
            .formatted(typed.joined(), Duck.text(draft.toString())));
    Disk.publish(draft, typed.file);
    return typed;
  }

  /** Every row, as a table in a query. */
  String rows() {
    return "read_parquet(" + Duck.text(file.toString()) + ")";
  }

  /** Something that may be wrong with a row: the first that holds is the reason. */
  record Check(String when, String column, String problem, String limit) {}

  /** Every row with the values of its cells, and the first check of cells that it fails. */
  private String joined() {
    List<String> values =
        new ArrayList<>(
            List.of("s.file_row_number AS row_", stage.line() + " AS line", "_problem", "s.sku"));
    for (Column column : KEPT) {
      values.add(raw(column) + " AS " + column.key());
    }
    values.add(Results.customer(stage) + " AS customer");
    List<String> joins = new ArrayList<>();
    value(values, joins, Column.SKU, "sku_", "v", "CAST(NULL AS INTEGER)");
    value(values, joins, Column.QUANTITY, "units", "v", "CAST(NULL AS BIGINT)");
    price(values, joins);
    currency(values, joins);
    for (Column column : Dictionaries.COUNTRIES) {
      value(values, joins, column, column.key() + "_", "v", "CAST(NULL AS VARCHAR)");
    }
    day(values, joins, Column.ORDER_DATE, "orderKey");
    day(values, joins, Column.PROMISED_DATE, "promisedKey");
    day(values, joins, Column.SHIP_DATE, "shipKey");
    day(values, joins, Column.ARRIVAL_DATE, "arrivalKey");
    value(values, joins, Column.DIRECTION, "direction_", "v", "CAST(NULL AS VARCHAR)");
    value(values, joins, Column.STATUS, "status_", "v", "''");
    parties(values, joins);
    if (stage.has(Column.EXPORTER)) {
      values.add("coalesce(d_exporter.v, 0) AS exporter_");
      joins.add("LEFT JOIN d_exporter ON s.exporter = d_exporter.raw");
    } else {
      values.add("0 AS exporter_");
    }
    String cells =
        "SELECT %s FROM %s s %s"
            .formatted(
                String.join(", ", values), Stage.scan(stage.file()), String.join(" ", joins));
    return "SELECT * EXCLUDE (_problem, status_, %s), coalesce(status_, '') AS moving, %s AS badCell FROM (%s)"
        .formatted(String.join(", ", flags()), first(checks(), ofCells()), cells);
  }

  /**
   * Rows from one number until before another with rates, times and the number of the first check
   * that fails, or null, as {@code bad}.
   */
  String checked(long from, long until) {
    List<Check> checks = checks();
    String range =
        until == Long.MAX_VALUE ? "" : " WHERE row_ >= %d AND row_ < %d".formatted(from, until);
    return ("SELECT *, coalesce(badCell, %s) AS bad FROM (SELECT j.*, d_rate.rate, d_time.v AS time_,"
            + " d_twice.first AS first, CAST(CAST(units AS DECIMAL(19,0)) * price AS DECIMAL(25,4))"
            + " AS amount FROM (SELECT * FROM %s%s) j LEFT JOIN d_rate ON j.cur = d_rate.currency"
            + " AND j.orderKey = d_rate.day LEFT JOIN d_time ON j.shipKey = d_time.shipKey AND"
            + " j.arrivalKey = d_time.arrivalKey AND j.moving = d_time.status LEFT JOIN d_twice ON"
            + " j.line = d_twice.line)")
        .formatted(first(checks, checks.subList(ofCells().size(), checks.size())), rows(), range);
  }

  /** Number of the first of some checks that fails, among all. */
  private static String first(List<Check> all, List<Check> some) {
    StringBuilder bad = new StringBuilder("CASE");
    for (Check check : some) {
      bad.append(" WHEN ").append(check.when()).append(" THEN ").append(all.indexOf(check));
    }
    return some.isEmpty() ? "CAST(NULL AS INTEGER)" : bad.append(" END").toString();
  }

  /** Currency and amount of every row that has both, read from the stage alone. */
  String amounts() {
    List<String> values = new ArrayList<>();
    List<String> joins = new ArrayList<>();
    value(values, joins, Column.QUANTITY, "units", "v", "CAST(NULL AS BIGINT)");
    price(values, joins);
    currency(values, joins);
    return ("SELECT cur, CAST(CAST(units AS DECIMAL(19,0)) * price AS DECIMAL(25,4)) AS amount"
            + " FROM (SELECT %s FROM %s s %s)")
        .formatted(String.join(", ", values), Stage.scan(stage.file()), String.join(" ", joins));
  }

  /** Columns that say that a cell is bad. */
  private List<String> flags() {
    return ofCells().stream().map(Check::when).filter(when -> when.startsWith("bad_")).toList();
  }

  /** What is asked of cells one by one: the first of all checks. */
  private List<Check> ofCells() {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("_problem IS NOT NULL", "row", "", Stage.UNQUOTED));
    bad(checks, Column.SKU);
    bad(checks, Column.QUANTITY);
    bad(checks, Column.UNIT_PRICE);
    bad(checks, Column.CURRENCY);
    Dictionaries.COUNTRIES.forEach(column -> bad(checks, column));
    Dictionaries.DAYS.forEach(column -> bad(checks, column));
    bad(checks, Column.DIRECTION);
    return checks;
  }

  /** Everything that is asked of a row, in the order in which it is asked. */
  List<Check> checks() {
    List<Check> checks = ofCells();
    String none = Duck.text(Dictionaries.NO_DAY.toString());
    Column money = stage.has(Column.CURRENCY) ? Column.CURRENCY : Column.UNIT_PRICE;
    check(
        checks,
        money,
        "price IS NOT NULL AND cur IS NULL",
        "price-without-currency",
        "an ISO 4217 code, or --currency for the book");
    check(
        checks,
        money,
        "price IS NOT NULL AND rate IS NULL",
        "no-rate",
        "a rate on or before the day of the order in --rates");
    check(
        checks,
        Column.SHIP_DATE,
        "shipKey > " + none + " AND shipKey < orderKey",
        "shipped-before-ordered",
        "a day on or after the day of the order");
    check(
        checks,
        Column.ARRIVAL_DATE,
        "arrivalKey > " + none + " AND arrivalKey < shipKey",
        "arrived-before-shipped",
        "a day on or after the day of shipping");
    check(
        checks,
        Column.ORDER_ID,
        "first IS NOT NULL",
        "duplicate-key",
        "each order and line number once");
    check(
        checks,
        Column.UNIT_PRICE,
        "amount * rate > 9999999999999",
        "amount-too-large",
        "at most 10 trillion US dollars a line");
    return checks;
  }

  private void check(List<Check> checks, Column column, String when, String problem, String limit) {
    if (stage.has(column)) {
      checks.add(new Check(when, column.key(), problem, limit));
    }
  }

  private void bad(List<Check> checks, Column column) {
    if (stage.has(column)) {
      checks.add(new Check("bad_" + column.key(), column.key(), "", ""));
    }
  }

  private void value(
      List<String> values,
      List<String> joins,
      Column column,
      String name,
      String value,
      String absent) {
    if (!stage.has(column)) {
      values.add(absent + " AS " + name);
      return;
    }
    String table = "d_" + column.key();
    values.add(table + "." + value + " AS " + name);
    values.add("coalesce(" + table + ".bad, false) AS bad_" + column.key());
    joins.add("LEFT JOIN %s ON s.%s = %s.raw".formatted(table, column.key(), table));
  }

  private void day(List<String> values, List<String> joins, Column column, String name) {
    String none = "DATE " + Duck.text(Dictionaries.NO_DAY.toString());
    if (!stage.has(column)) {
      values.add(none + " AS " + name);
      return;
    }
    String table = "d_" + column.key();
    values.add("coalesce(%s.v, %s) AS %s".formatted(table, none, name));
    values.add("coalesce(" + table + ".bad, false) AS bad_" + column.key());
    joins.add("LEFT JOIN %s ON s.%s = %s.raw".formatted(table, column.key(), table));
  }

  /** A plain price is read by the database; the dictionary holds only what is not plain. */
  private void price(List<String> values, List<String> joins) {
    if (!stage.has(Column.UNIT_PRICE)) {
      values.add("CAST(NULL AS DECIMAL(15,4)) AS price");
      return;
    }
    values.add(
        "CASE WHEN d_unitPrice.raw IS NULL THEN TRY_CAST(s.unitPrice AS DECIMAL(15,4))"
            + " ELSE d_unitPrice.v END AS price");
    values.add("coalesce(d_unitPrice.bad, false) AS bad_unitPrice");
    joins.add("LEFT JOIN d_unitPrice ON s.unitPrice = d_unitPrice.raw");
  }

  private void currency(List<String> values, List<String> joins) {
    String given = job.options().currency();
    String usual = given == null ? "CAST(NULL AS VARCHAR)" : Duck.text(given);
    if (!stage.has(Column.CURRENCY)) {
      values.add(usual + " AS cur");
      return;
    }
    values.add("coalesce(d_currency.v, %s) AS cur".formatted(usual));
    values.add("coalesce(d_currency.bad, false) AS bad_currency");
    joins.add("LEFT JOIN d_currency ON s.currency = d_currency.raw");
  }

  private void parties(List<String> values, List<String> joins) {
    List<String> terms = new ArrayList<>(List.of("CAST(0 AS BIGINT)"));
    for (int at = 0; at < names.columns().size(); at++) {
      String table = "p" + at;
      terms.add("(coalesce(%s.v, 0) << %d)".formatted(table, at * names.bits()));
      joins.add(
          "LEFT JOIN d_party %s ON s.%s = %s.raw"
              .formatted(table, names.columns().get(at).key(), table));
    }
    values.add(String.join(" + ", terms) + " AS parties_");
  }

  private String raw(Column column) {
    return stage.has(column) ? "s." + column.key() : "''";
  }
}
