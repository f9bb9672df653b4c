package dev.chokepoint.workbench.orders;

import java.util.ArrayList;
import java.util.List;

/** The SQL of what goes out: a row for each line, decided or rejected. */
final class Results {
  private static final int LONGEST_VALUE = 200;

  /** Columns that hold what somebody typed, and may hold what a spreadsheet runs as a formula. */
  private static final List<String> TYPED =
      List.of(
          "orderId",
          "lineId",
          "sku",
          "customer",
          "place",
          "value",
          "hint",
          "reason",
          "key",
          "name",
          "listedName",
          "matchedAlias",
          "decision",
          "decidedBy",
          "decisionReason");

  private final Typed typed;
  private final boolean licences;

  /**
   * The SQL of a run.
   *
   * @param licences whether licences may cover some lines
   */
  Results(Typed typed, boolean licences) {
    this.typed = typed;
    this.licences = licences;
  }

  /** Who the goods are for: the end user, or else who buys or pays. */
  static String customer(Stage stage) {
    List<String> names = new ArrayList<>();
    for (Column column : List.of(Column.END_USER, Column.SOLD_TO, Column.BILL_TO)) {
      if (stage.has(column)) {
        names.add("nullif(trim(s." + column.key() + "), '')");
      }
    }
    names.add("''");
    return "coalesce(" + String.join(", ", names) + ")";
  }

  /** The tables that rows take their texts from, beside the judgements. */
  static void createTexts(Duck duck, Stage stage) {
    duck.run("CREATE TABLE skus AS SELECT n, raw AS sku FROM d_sku");
    List<String> days = new ArrayList<>(List.of("SELECT CAST(NULL AS DATE) AS v"));
    for (Column column : List.of(Column.SHIP_DATE, Column.PROMISED_DATE)) {
      if (stage.has(column)) {
        days.add("SELECT v FROM d_" + column.key());
      }
    }
    duck.run(
        ("CREATE TABLE quarters AS SELECT DISTINCT coalesce(CAST(year(v) * 4 + quarter(v) - 1 AS"
                + " INTEGER), 0) AS quarter_, coalesce(year(v) || '-Q' || quarter(v),"
                + " 'unscheduled') AS quarter FROM (%s)")
            .formatted(String.join(" UNION ", days)));
    Spelling.TABLES.forEach(table -> Spelling.number(duck, table));
  }

  /**
   * Rows that were decided, from one number until before another, in order: sorted after all joins,
   * which let batches of rows overtake one another.
   */
  String decided(long from, long until) {
    String drawn =
        licences
            ? "CASE WHEN covered THEN 'licensed' ELSE CAST(state AS VARCHAR) END AS state,"
                + " coalesce(number, '') AS licence, CASE WHEN why IS NULL THEN CAST(reason AS"
                + " VARCHAR) ELSE why || '. ' || CAST(reason AS VARCHAR) END AS reason"
            : "state, '' AS licence, reason";
    String columns = licences ? ", drawn.covered, drawn.number, drawn.why" : "";
    String join = licences ? " LEFT JOIN drawn ON t.line = drawn.line" : "";
    return ("SELECT line, orderId, lineId, sku, itemId, units AS quantity, shipTo_ AS destination,"
            + " customer, quarter, coalesce(cur, '') AS currency, amount, amountUsd, verdictBefore,"
            + " verdict, eccn, reviewPolicy, clauses, overlays, movement, %s, CASE WHEN noUser_ THEN"
            + " CASE WHEN amount IS NOT NULL THEN warningsNoUser ELSE warningsNoUserUnpriced END"
            + " WHEN amount IS NOT NULL THEN warnings ELSE warningsUnpriced END AS warnings FROM"
            + " (SELECT t.line, t.noUser_, t.orderId, t.lineId, t.units, t.customer, t.cur, t.amount, t.amountUsd, j.*,"
            + " skus.sku, quarters.quarter%s FROM (%s) t LEFT JOIN judged j ON %s LEFT JOIN skus ON"
            + " t.skuNumber = skus.n LEFT JOIN quarters ON t.quarter_ = quarters.quarter_%s ORDER"
            + " BY t.line)")
        .formatted(drawn, columns, typed.rows(from, until, false), Judged.MEETING, join);
  }

  /** Rows that were not, with the place and the reason, in order. */
  String rejected(long from, long until) {
    List<Typed.Check> checks = typed.checks();
    StringBuilder column = new StringBuilder("CASE bad");
    StringBuilder problem = new StringBuilder("CASE bad");
    StringBuilder limit = new StringBuilder("CASE bad");
    for (int at = 0; at < checks.size(); at++) {
      Typed.Check check = checks.get(at);
      String when = " WHEN " + at + " THEN ";
      column.append(when).append(Duck.text(check.column()));
      problem
          .append(when)
          .append(check.column().equals("row") ? "problem" : Duck.text(check.problem()));
      limit.append(when).append(Duck.text(check.limit()));
    }
    String why = "replace(coalesce(p.problem, r.problem), '-', ' ')";
    String wanted = "coalesce(p.lim, r.lim)";
    return ("SELECT r.line, r.orderId, r.lineId, r.col AS place, coalesce(p.problem, r.problem) AS"
            + " problem, %s || CASE WHEN %s = '' THEN '' ELSE '; wanted: ' || %s END AS reason,"
            + " left(r.raw, %d) AS value, %s AS \"limit\","
            + " coalesce(p.hint, '') AS hint, amount, currency FROM (SELECT line, orderId, lineId,"
            + " %s END AS problem, %s END AS col, raw, %s END AS lim, amount, coalesce(cur, '') AS"
            + " currency FROM (%s)) r LEFT JOIN d_problem p ON r.problem = '' AND r.col = p.col AND"
            + " r.raw = p.raw ORDER BY line")
        .formatted(
            why,
            wanted,
            wanted,
            LONGEST_VALUE,
            wanted,
            problem,
            column,
            limit,
            typed.rows(from, until, true));
  }

  /** A table as CSV that a spreadsheet shows and does not run. */
  static String csv(Duck duck, String select, java.nio.file.Path to, boolean header) {
    List<String> columns = duck.rows("DESCRIBE " + select, row -> row.text(0));
    List<String> cells = new ArrayList<>();
    for (String column : columns) {
      String name = "\"" + column + "\"";
      cells.add(
          TYPED.contains(column)
              ? "CASE WHEN starts_with_formula(%s) THEN '''' || %s ELSE %s END AS %s"
                  .formatted(name, name, name, name)
              : name);
    }
    return "COPY (SELECT %s FROM (%s)) TO %s (FORMAT csv, HEADER %s, DELIMITER ',', QUOTE '\"', ESCAPE '\"')"
        .formatted(String.join(", ", cells), select, Duck.text(to.toString()), header);
  }

  /**
   * What a spreadsheet takes for a formula, full width included; a number stays a number. A list of
   * characters after IN would become a join, which loses the order of rows.
   */
  static void createMacro(Duck duck) {
    duck.run(
        "CREATE MACRO starts_with_formula(cell) AS cell <> '' AND contains('=+-@＝＋－＠' || chr(9)"
            + " || chr(13) || chr(10), left(cell, 1)) AND NOT regexp_full_match(cell,"
            + " '[+-]?[0-9]+([.][0-9]+)?')");
  }
}
