package dev.chokepoint.workbench.orders;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.screening.Decisions;
import dev.chokepoint.screening.Movement;
import dev.chokepoint.screening.Timing;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the distinct cells of each column mean. A cell is read once however often it occurs, and the
 * database joins the meaning to the rows.
 */
final class Dictionaries {
  /** Days, where there are none, as a day that no book holds: joins want equal values. */
  static final LocalDate NO_DAY = LocalDate.of(1900, 1, 1);

  static final List<Column> DAYS =
      List.of(Column.ORDER_DATE, Column.PROMISED_DATE, Column.SHIP_DATE, Column.ARRIVAL_DATE);
  static final List<Column> COUNTRIES =
      List.of(
          Column.SHIP_TO, Column.END_USER_HQ, Column.ULTIMATE_PARENT_COUNTRY, Column.FROM_COUNTRY);
  private static final int MOST_NEAREST = 2000;

  private final Duck duck;
  private final Stage stage;
  private final Job job;
  private final Products products;
  private final CellValues.DayOrder dayOrder;
  private final List<Sku> skus = new ArrayList<>();
  private final List<Timing> timings = new ArrayList<>();
  private final List<String> exporters = new ArrayList<>(List.of(""));
  private final Cases cases = new Cases();

  /** What a part number means; items is empty when nobody knows. */
  record Sku(String raw, List<Item> items, List<String> nearest) {}

  Dictionaries(Duck duck, Stage stage, Job job, Knowledge knowledge) {
    this.duck = duck;
    this.stage = stage;
    this.job = job;
    this.products = new Products(knowledge.catalog(), job.options().products());
    this.dayOrder = CellValues.DayOrder.of(job.options().dates());
  }

  List<Sku> skus() {
    return skus;
  }

  List<Timing> timings() {
    return timings;
  }

  /** Exporters by number; 0 is nobody named. */
  List<String> exporters() {
    return exporters;
  }

  /** How cases are numbered, once all dictionaries are there. */
  Cases.Numbering numbering() {
    return cases.numbering(exporters.size(), timings.size(), skus.size());
  }

  /** Makes the dictionaries of cells. */
  void fill() {
    duck.run(
        "CREATE TABLE d_problem (col VARCHAR, raw VARCHAR, problem VARCHAR, lim VARCHAR, hint"
            + " VARCHAR)");
    skuDictionary();
    dictionary(Column.QUANTITY, "BIGINT", CellValues::quantity);
    if (stage.has(Column.UNIT_PRICE)) {
      dictionary(
          Column.UNIT_PRICE,
          "DECIMAL(15,4)",
          CellValues::price,
          "NOT regexp_full_match(unitPrice, '" + Typed.PLAIN_PRICE + "')");
    }
    if (stage.has(Column.CURRENCY)) {
      dictionary(Column.CURRENCY, "VARCHAR", CellValues::currency);
    }
    for (Column column : COUNTRIES) {
      if (stage.has(column)) {
        dictionary(
            column,
            "VARCHAR",
            column == Column.SHIP_TO ? CellValues::destination : CellValues::country);
      }
    }
    for (Column column : DAYS) {
      if (stage.has(column)) {
        dictionary(column, "DATE", raw -> CellValues.day(raw, dayOrder));
      }
    }
    if (stage.has(Column.DIRECTION)) {
      dictionary(Column.DIRECTION, "VARCHAR", CellValues::direction);
    }
    if (stage.has(Column.STATUS)) {
      dictionary(Column.STATUS, "VARCHAR", raw -> Parsed.of(movement(raw)));
    }
    exporterDictionary();
  }

  /** Makes those of several cells together: rates, times, and lines that occur twice. */
  void fill(Typed typed, Rates rates, Decisions decisions) {
    rateDictionary(typed, rates);
    timeDictionary(typed, decisions);
    duplicates();
  }

  /** What a status says of where the goods are; empty when it says nothing. */
  private static String movement(String raw) {
    Movement movement = CellValues.status(raw).value();
    return movement == null ? "" : movement.word();
  }

  private List<String> distinct(Column column, String where) {
    return duck.rows(
        "SELECT DISTINCT %s FROM %s WHERE %s ORDER BY 1"
            .formatted(column.key(), Stage.scan(stage.file()), where),
        row -> row.text(0));
  }

  private <T> void dictionary(Column column, String type, Function<String, Parsed<T>> parse) {
    dictionary(column, type, parse, "true");
  }

  private <T> void dictionary(
      Column column, String type, Function<String, Parsed<T>> parse, String where) {
    duck.run(
        "CREATE TABLE d_%s (raw VARCHAR, v %s, bad BOOLEAN, n INTEGER)"
            .formatted(column.key(), type));
    boolean numbered = Cases.TEXTS.contains(column);
    Map<String, Parsed<T>> bad = new LinkedHashMap<>();
    List<String> cells = distinct(column, where);
    duck.fill(
        "d_" + column.key(),
        rows -> {
          for (String raw : cells) {
            Parsed<T> parsed = parse.apply(raw);
            if (parsed.problem() != null) {
              bad.put(raw, parsed);
            }
            T value = parsed.value();
            int number = numbered && value != null ? cases.number(column, value.toString()) : 0;
            rows.add(raw, value, parsed.problem() != null, number);
          }
        });
    problems(column.key(), bad);
  }

  private <T> void problems(String column, Map<String, Parsed<T>> bad) {
    duck.fill(
        "d_problem",
        rows ->
            bad.forEach((raw, parsed) ->
                rows.add(column, raw, parsed.problem(), parsed.limit(), parsed.hint())));
  }

  private void skuDictionary() {
    duck.run("CREATE TABLE d_sku (raw VARCHAR, v INTEGER, bad BOOLEAN, n INTEGER)");
    Map<List<String>, Integer> known = new HashMap<>();
    List<String> cells = distinct(Column.SKU, "true");
    int unmatched = 0;
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (String raw : cells) {
      if (raw.isBlank()) {
        continue;
      }
      List<Item> items = products.find(raw);
      List<String> ids = items.stream().map(Item::id).toList();
      Integer number = items.isEmpty() ? null : known.get(ids);
      if (number == null) {
        List<String> nearest =
            items.isEmpty() && unmatched++ < MOST_NEAREST ? products.nearest(raw) : List.of();
        number = skus.size();
        skus.add(new Sku(raw, items, nearest));
        known.put(ids, number);
      }
      numbers.put(raw, number);
    }
    duck.fill(
        "d_sku",
        rows -> {
          int at = 0;
          for (String raw : cells) {
            rows.add(raw, numbers.get(raw), raw.isBlank(), at++);
          }
        });
    Map<String, Parsed<String>> bad = new LinkedHashMap<>();
    cells.stream()
        .filter(String::isBlank)
        .forEach(raw -> bad.put(raw, Parsed.bad("missing-sku", "a part number", "")));
    problems("sku", bad);
  }

  private void exporterDictionary() {
    duck.run("CREATE TABLE d_exporter (raw VARCHAR, v INTEGER)");
    if (!stage.has(Column.EXPORTER)) {
      return;
    }
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (String raw : distinct(Column.EXPORTER, "true")) {
      if (!raw.isBlank()) {
        numbers.put(raw, exporters.size());
        exporters.add(raw.strip());
      }
    }
    duck.fill("d_exporter", rows -> numbers.forEach((raw, number) -> rows.add(raw, number)));
  }

  private void rateDictionary(Typed typed, Rates rates) {
    duck.run(
        "CREATE TABLE d_rate (currency VARCHAR, day DATE, rate DECIMAL(13,8), high BIGINT, low"
            + " BIGINT)");
    record Pair(String currency, LocalDate day) {}
    List<Pair> pairs =
        duck.rows(
            "SELECT DISTINCT cur, orderKey FROM (%s) WHERE cur IS NOT NULL ORDER BY ALL"
                .formatted(typed.pricing()),
            row -> new Pair(row.text(0), LocalDate.parse(row.text(1))));
    duck.fill(
        "d_rate",
        rows -> {
          for (Pair pair : pairs) {
            LocalDate day = pair.day().equals(NO_DAY) ? job.to() : pair.day();
            @Nullable BigDecimal rate = rates.find(pair.currency(), day).orElse(null);
            long[] parts = rate == null ? new long[2] : Money.parts(rate);
            rows.add(pair.currency(), pair.day(), rate, parts[0], parts[1]);
          }
        });
  }

  private void timeDictionary(Typed typed, Decisions decisions) {
    duck.run("CREATE TABLE d_time (shipKey DATE, arrivalKey DATE, status VARCHAR, v INTEGER)");
    record Times(LocalDate ship, LocalDate arrival, String status) {}
    List<Times> times =
        duck.rows(
            "SELECT DISTINCT shipKey, arrivalKey, moving FROM (%s) ORDER BY ALL"
                .formatted(typed.moving()),
            row ->
                new Times(LocalDate.parse(row.text(0)), LocalDate.parse(row.text(1)), row.text(2)));
    Map<Timing, Integer> numbers = new HashMap<>();
    duck.fill(
        "d_time",
        rows -> {
          for (Times t : times) {
            Timing timing = timing(t.ship(), t.arrival(), t.status()).in(decisions);
            Integer number = numbers.get(timing);
            if (number == null) {
              number = timings.size();
              numbers.put(timing, number);
              timings.add(timing);
            }
            rows.add(t.ship(), t.arrival(), t.status(), number);
          }
        });
  }

  private Timing timing(LocalDate ship, LocalDate arrival, String status) {
    return Timing.of(
        new Timing.Stated(
            ship.equals(NO_DAY) ? null : ship,
            arrival.equals(NO_DAY) ? null : arrival,
            Movement.find(status).orElse(null),
            stage.has(Column.ARRIVAL_DATE)),
        job.from(),
        job.to());
  }

  /** Lines whose order and line number stood on an earlier line already. */
  private void duplicates() {
    duck.run("CREATE TABLE d_twice (line BIGINT, first BIGINT)");
    if (!stage.has(Column.ORDER_ID) || !stage.has(Column.LINE_ID)) {
      return;
    }
    duck.run(
        ("INSERT INTO d_twice WITH s AS (SELECT %s AS line, orderId, lineId,"
                + " hash(orderId, lineId) AS h FROM %s WHERE orderId <> ''),"
                + " twice AS (SELECT h FROM s GROUP BY h HAVING count(*) > 1)"
                + " SELECT line, first FROM (SELECT line, min(line) OVER (PARTITION BY orderId,"
                + " lineId) AS first FROM s SEMI JOIN twice USING (h)) WHERE line > first")
            .formatted(stage.line(), Stage.scan(stage.file())));
  }
}
