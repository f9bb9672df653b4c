package dev.chokepoint.workbench.orders;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines and money of one group of decided lines.
 *
 * @param keys what the group has in common, by field name
 */
record Totals(
    Map<String, String> keys, String state, long lines, long units, BigDecimal amountUsd) {

  /** Groups of decided rows, the largest amounts first. */
  static List<Totals> of(Duck duck, String rows, List<String> keys, int most) {
    String columns = keys.isEmpty() ? "" : String.join(", ", keys) + ", ";
    return duck.rows(
        ("SELECT %sstate, count(*), sum(quantity), coalesce(sum(amountUsd), 0) AS usd FROM (%s)"
                + " GROUP BY ALL ORDER BY usd DESC, %sstate LIMIT %d")
            .formatted(columns, rows, columns, most),
        row -> {
          Map<String, String> values = new LinkedHashMap<>();
          for (int at = 0; at < keys.size(); at++) {
            values.put(keys.get(at), row.text(at));
          }
          int at = keys.size();
          BigDecimal usd = row.decimal(at + 3);
          return new Totals(
              values,
              row.text(at),
              row.number(at + 1),
              row.number(at + 2),
              usd == null ? BigDecimal.ZERO : usd);
        });
  }

  Map<String, Object> json() {
    Map<String, Object> out = new LinkedHashMap<>(keys);
    out.put("state", state);
    out.put("lines", lines);
    out.put("units", units);
    out.put("amountUsd", Summary.money(amountUsd));
    return out;
  }
}
