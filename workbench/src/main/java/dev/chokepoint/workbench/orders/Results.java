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
          "decision");

  private final Stage stage;
  private final Typed typed;

  Results(Stage stage, Typed typed) {
    this.stage = stage;
    this.typed = typed;
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

  /** Where a row and its judgement meet. */
  static String onKey(String row, String judgement) {
    List<String> equal = new ArrayList<>();
    for (String column : Judged.KEY) {
      equal.add(
          Judged.keyed(column).replace(column, row + "." + column)
              + " = "
              + judgement
              + "."
              + column);
    }
    return String.join(" AND ", equal);
  }

  /**
   * Rows that were decided, from one number until before another, in order: sorted after all joins,
   * which let batches of rows overtake one another, and before texts are spelled out.
   */
  String decided(long from, long until) {
    String none = "DATE " + Duck.text(Dictionaries.NO_DAY.toString());
    String day =
        "CASE WHEN shipKey > %1$s THEN shipKey WHEN promisedKey > %1$s THEN promisedKey END"
            .formatted(none);
    String said = String.join(", ", Judged.SAID.stream().map(column -> "j." + column).toList());
    String sorted =
        ("SELECT t.line, t.orderId, t.lineId, t.sku, t.units, t.shipTo_, t.customer, t.q, t.cur,"
                + " t.amount, CAST(round(t.amount * t.rate, 2) AS DECIMAL(18,2)) AS amountUsd, %1$s,"
                + " drawn.covered, drawn.number, drawn.why FROM (SELECT *, CASE WHEN (%2$s) IS NULL"
                + " THEN 'unscheduled' ELSE year(%2$s) || '-Q' || quarter(%2$s) END AS q FROM (%3$s)"
                + " WHERE bad IS NULL) t LEFT JOIN judged j ON %4$s LEFT JOIN drawn ON t.line ="
                + " drawn.line ORDER BY t.line")
            .formatted(said, day, typed.checked(from, until), onKey("t", "j"));
    List<String> spelled =
        Judged.SAID.stream()
            .map(column -> "CAST(%1$s AS VARCHAR) AS %1$s".formatted(column))
            .toList();
    return ("SELECT line, orderId, lineId, sku, itemId, units AS quantity, shipTo_ AS destination,"
            + " customer, q AS quarter, coalesce(cur, '') AS currency, amount, amountUsd,"
            + " verdictBefore, verdict, eccn, reviewPolicy, clauses, overlays, movement, CASE WHEN"
            + " covered THEN 'licensed' ELSE state END AS state, coalesce(number, '') AS licence,"
            + " CASE WHEN why IS NULL THEN reason ELSE why || '. ' || reason END AS reason, CASE"
            + " WHEN amount IS NOT NULL THEN warnings WHEN warnings = '' THEN 'amount-unknown' ELSE"
            + " warnings || ' amount-unknown' END AS warnings FROM (SELECT * REPLACE (%s) FROM"
            + " (%s))")
        .formatted(String.join(", ", spelled), sorted);
  }

  /** Rows that were not, with the place and the reason, in order. */
  String rejected(long from, long until) {
    List<Typed.Check> checks = typed.checks();
    StringBuilder column = new StringBuilder("CASE bad");
    StringBuilder problem = new StringBuilder("CASE bad");
    StringBuilder limit = new StringBuilder("CASE bad");
    StringBuilder value = new StringBuilder("CASE bad");
    for (int at = 0; at < checks.size(); at++) {
      Typed.Check check = checks.get(at);
      String when = " WHEN " + at + " THEN ";
      column.append(when).append(Duck.text(check.column()));
      problem
          .append(when)
          .append(check.column().equals("row") ? "_problem" : Duck.text(check.problem()));
      limit.append(when).append(Duck.text(check.limit()));
      value.append(when).append(check.column().equals("row") ? "''" : "s." + check.column());
    }
    String why = "replace(coalesce(p.problem, r.problem), '-', ' ')";
    String wanted = "coalesce(p.lim, r.lim)";
    return ("SELECT r.line, r.orderId, r.lineId, r.col AS place, coalesce(p.problem, r.problem) AS"
            + " problem, %s || CASE WHEN %s = '' THEN '' ELSE '; wanted: ' || %s END AS reason,"
            + " left(r.raw, %d) AS value, %s AS \"limit\","
            + " coalesce(p.hint, '') AS hint, amount, currency FROM"
            + " (SELECT c.line, c.orderId, c.lineId, %s END AS problem, %s END AS col,"
            + " %s END AS raw, %s END AS lim, amount, coalesce(cur, '') AS currency FROM %s s JOIN"
            + " (SELECT * FROM (%s) WHERE bad IS NOT NULL) c ON s.file_row_number = c.row_ WHERE"
            + " s.file_row_number >= %d AND s.file_row_number < %d) r"
            + " LEFT JOIN d_problem p ON r.problem = '' AND r.col = p.col AND r.raw = p.raw"
            + " ORDER BY line")
        .formatted(
            why,
            wanted,
            wanted,
            LONGEST_VALUE,
            wanted,
            problem,
            column,
            value,
            limit,
            Stage.scan(stage.file()),
            typed.checked(from, until),
            from,
            until);
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
