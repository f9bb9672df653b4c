package dev.chokepoint.workbench.orders;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables whose texts become numbers, where few differ: rows are joined, sorted and written without
 * spelling them out. The same texts have the same numbers on every machine.
 */
final class Spelling {
  /** Tables that rows take their texts from. */
  static final List<String> TABLES = List.of("judged", "skus", "quarters");

  /** More are spelled out: each file of results holds all of them several times. */
  private static final int MOST_TEXTS = 5_000;

  private static final int MOST_BYTES = 1 << 20;

  /** Warnings of lines with and without an amount are chosen between, so they share numbers. */
  private static final String SHARED = "warnings";

  private Spelling() {}

  /** Makes numbers of the texts of a table. */
  static void number(Duck duck, String table) {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    duck.each(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = %s AND data_type = 'VARCHAR' ORDER BY column_index"
            .formatted(Duck.text(table)),
        row -> {
          String column = row.text(0);
          String kind = column.startsWith(SHARED) ? SHARED : column;
          kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(column);
        });
    List<String> numbered = new ArrayList<>();
    kinds.forEach((kind, columns) -> {
      String texts =
          String.join(
              " UNION ",
              columns.stream()
                  .map(column -> "SELECT %s AS said FROM %s".formatted(column, table))
                  .toList());
      boolean few =
          duck.number(
                  "SELECT CAST(count(*) FILTER (said IS NULL) = 0 AND count(*) <= %d AND coalesce(sum(strlen(said)), 0) <= %d AS INTEGER) FROM (SELECT DISTINCT said FROM (%s))"
                      .formatted(MOST_TEXTS, MOST_BYTES, texts))
              == 1;
      if (few) {
        String type = "said_" + table + "_" + kind;
        duck.run(
            "CREATE TYPE %s AS ENUM (SELECT DISTINCT said FROM (%s) ORDER BY 1)"
                .formatted(type, texts));
        columns.forEach(
            column -> numbered.add("CAST(%1$s AS %2$s) AS %1$s".formatted(column, type)));
      }
    });
    if (!numbered.isEmpty()) {
      duck.run(
          "CREATE OR REPLACE TABLE %1$s AS SELECT * REPLACE (%2$s) FROM %1$s"
              .formatted(table, String.join(", ", numbered)));
    }
  }
}
