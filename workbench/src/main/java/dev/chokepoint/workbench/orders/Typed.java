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

  Typed(Stage stage, Names names, Job job, Path work) {
    this.stage = stage;
    this.names = names;
    this.job = job;
    this.file = work.resolve("rows.parquet");
  }

  /** Writes the file; all dictionaries must be there. */
  void write(Duck duck, Cases.Numbering numbering) {
    Path draft = file.resolveSibling("rows.parquet.tmp");
    duck.run(
        "COPY (%s) TO %s (FORMAT parquet, COMPRESSION lz4_raw)"
            .formatted(joined(numbering), Duck.text(draft.toString())));
    Disk.publish(draft, file);
  }

  /** Every row, as a table in a query; what the book does not have costs nothing. */
  String rows() {
    StringBuilder absent = new StringBuilder();
    for (Column column : KEPT) {
      if (!stage.has(column)) {
        absent.append(", '' AS ").append(column.key());
      }
    }
    return "(SELECT *%s FROM read_parquet(%s))".formatted(absent, Duck.text(file.toString()));
  }

  /**
   * Rows from one number until before another.
   *
   * @param bad whether those with something wrong, or those without
   */
  String rows(long from, long until, boolean bad) {
    return "SELECT * FROM %s WHERE row_ >= %d AND row_ < %d AND bad IS %s"
        .formatted(rows(), from, until, bad ? "NOT NULL" : "NULL");
  }

  /** Something that may be wrong with a row: the first that holds is the reason. */
  record Check(String when, String column, String problem, String limit) {}

  /** Currencies and days of orders that occur together. */
  String pricing() {
    List<String> values = new ArrayList<>();
    List<String> joins = new ArrayList<>();
    currency(values, joins);
    day(values, joins, Column.ORDER_DATE, "orderKey");
    return together(values, joins, List.of(Column.CURRENCY, Column.ORDER_DATE));
  }

  /** Days of shipping and arrival and words of status that occur together. */
  String moving() {
    List<String> values = new ArrayList<>();
    List<String> joins = new ArrayList<>();
    day(values, joins, Column.SHIP_DATE, "shipKey");
    day(values, joins, Column.ARRIVAL_DATE, "arrivalKey");
    value(values, joins, Column.STATUS, "status_", "v", "''");
    return "SELECT *, coalesce(status_, '') AS moving FROM (%s)"
        .formatted(
            together(values, joins, List.of(Column.SHIP_DATE, Column.ARRIVAL_DATE, Column.STATUS)));
  }

  private String together(List<String> values, List<String> joins, List<Column> columns) {
    List<String> cells = new ArrayList<>(List.of("1"));
    columns.stream().filter(stage::has).forEach(column -> cells.add(column.key()));
    return "SELECT %s FROM (SELECT DISTINCT %s FROM %s) s %s"
        .formatted(
            String.join(", ", values),
            String.join(", ", cells),
            Stage.scan(stage.file()),
            String.join(" ", joins));
  }

  /**
   * Every row with the values of its cells, the number of its case, its amounts, and the first
   * check that it fails, or null, as {@code bad}, with the cell that fails.
   */
  private String joined(Cases.Numbering numbering) {
    List<String> values =
        new ArrayList<>(
            List.of("s.file_row_number AS row_", stage.line() + " AS line", "_problem"));
    List<String> kept = KEPT.stream().filter(stage::has).map(Column::key).toList();
    kept.forEach(column -> values.add("s." + column));
    values.add(Results.customer(stage) + " AS customer");
    values.add((stage.has(Column.END_USER) ? "trim(s.endUser) = ''" : "true") + " AS noUser_");
    List<String> joins = new ArrayList<>();
    value(values, joins, Column.SKU, "sku_", "v", "CAST(NULL AS INTEGER)");
    values.add("d_sku.n AS skuNumber");
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
    List<String> numbers = new ArrayList<>();
    for (Column column : Cases.TEXTS) {
      String number = column.key() + "Number";
      values.add(
          (stage.has(column) ? "coalesce(d_%s.n, 0)".formatted(column.key()) : "0")
              + " AS "
              + number);
      numbers.add(number);
    }
    values.add(failing());
    String cells =
        "SELECT %s FROM %s s %s"
            .formatted(
                String.join(", ", values), Stage.scan(stage.file()), String.join(" ", joins));
    String joined =
        ("SELECT c.*, d_rate.rate, d_rate.high, d_rate.low, d_time.v AS time_, d_twice.first,"
                + " %s AS amount FROM (SELECT *, coalesce(status_, '') AS moving FROM (%s)) c LEFT"
                + " JOIN d_rate ON c.cur = d_rate.currency AND c.orderKey = d_rate.day LEFT JOIN"
                + " d_time ON c.shipKey = d_time.shipKey AND c.arrivalKey = d_time.arrivalKey AND"
                + " c.moving = d_time.status LEFT JOIN d_twice ON c.line = d_twice.line")
            .formatted(Money.amount(), cells);
    String none = "DATE " + Duck.text(Dictionaries.NO_DAY.toString());
    String day =
        "CASE WHEN shipKey > %1$s THEN shipKey WHEN promisedKey > %1$s THEN promisedKey END"
            .formatted(none);
    String checked =
        "SELECT *, %s AS bad, %s AS a4, %s AS day FROM (%s)"
            .formatted(first(checks()), Money.tenThousandths(), day, joined);
    return ("SELECT row_, line, %scustomer, noUser_, sku_, skuNumber, units, cur, shipTo_, endUserHq_,"
            + " ultimateParentCountry_, orderKey, moving = 'cancelled' AS cancelled, parties_, %s AS"
            + " case_, coalesce(CAST(year(day) * 4 + quarter(day) - 1 AS INTEGER), 0) AS quarter_,"
            + " amount, CASE WHEN bad IS NULL THEN %s END AS amountUsd, bad, CASE WHEN bad IS NOT"
            + " NULL THEN %s END AS raw, CASE WHEN bad IS NOT NULL THEN _problem END AS problem"
            + " FROM (%s)")
        .formatted(
            String.join("", kept.stream().map(column -> column + ", ").toList()),
            numbering.sql(numbers),
            Money.usd(),
            failed(),
            checked);
  }

  /** The cells that a check may name, side by side. */
  private String failing() {
    List<String> cells = new ArrayList<>();
    for (String column : failable()) {
      cells.add("s.%1$s AS raw_%1$s".formatted(column));
    }
    return String.join(", ", cells);
  }

  private List<String> failable() {
    return checks().stream().map(Check::column).filter(c -> !c.equals("row")).distinct().toList();
  }

  /** The cell that failed. */
  private String failed() {
    List<Check> checks = checks();
    StringBuilder sql = new StringBuilder("CASE bad");
    for (int at = 0; at < checks.size(); at++) {
      String column = checks.get(at).column();
      sql.append(" WHEN ").append(at).append(" THEN ");
      sql.append(column.equals("row") ? "''" : "raw_" + column);
    }
    return sql.append(" END").toString();
  }

  /** Number of the first check that fails. */
  private static String first(List<Check> checks) {
    StringBuilder bad = new StringBuilder("CASE");
    for (int at = 0; at < checks.size(); at++) {
      bad.append(" WHEN ").append(checks.get(at).when()).append(" THEN ").append(at);
    }
    return bad.append(" END").toString();
  }

  /** Currency and amount of every row that has both, read from the stage alone. */
  String amounts() {
    List<String> values = new ArrayList<>();
    List<String> joins = new ArrayList<>();
    value(values, joins, Column.QUANTITY, "units", "v", "CAST(NULL AS BIGINT)");
    price(values, joins);
    currency(values, joins);
    return "SELECT cur, %s AS amount FROM (SELECT %s FROM %s s %s)"
        .formatted(
            Money.amount(),
            String.join(", ", values),
            Stage.scan(stage.file()),
            String.join(" ", joins));
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
}
