package dev.chokepoint.workbench.orders;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.screening.State;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Red flags of customers, ranked to what people can review in a week. */
final class Alerts {
  /** The last day of the month in which the first rule on these chips came. */
  static final LocalDate RULE_MONTH = LocalDate.of(2022, 10, 31);

  /** One server of eight. */
  static final int SMALL_UNITS = 8;

  static final int REPEATED = 3;
  static final int WINDOW_DAYS = 90;

  /** Above this the guidance asks for evidence of power and cooling. */
  static final int EVIDENCE_MEGAWATTS = 10;

  private static final int MOST_LISTED = 200;
  private static final double WATTS_IN_MEGAWATT = 1e6;

  private final Duck duck;
  private final Stage stage;
  private final Typed typed;
  private final Job job;
  private final List<Dictionaries.Sku> skus;
  private final Path results;
  private final Map<Flag, String> notChecked = new LinkedHashMap<>();

  Alerts(Duck duck, Stage stage, Typed typed, Job job, List<Dictionaries.Sku> skus, Path results) {
    this.typed = typed;
    this.duck = duck;
    this.stage = stage;
    this.job = job;
    this.skus = skus;
    this.results = results;
  }

  void put(Map<String, Object> out) {
    duck.run(
        "CREATE TABLE flags (flag VARCHAR, customer VARCHAR, firstLine BIGINT, reason VARCHAR)");
    if (job.options().alertsPerWeek() == 0) {
      for (Flag flag : Flag.values()) {
        notChecked.put(flag, "--alerts-per-week is 0");
      }
    } else if (!has(Column.END_USER) && !has(Column.SOLD_TO) && !has(Column.BILL_TO)) {
      for (Flag flag : Flag.values()) {
        notChecked.put(flag, "no column endUser, soldTo or billTo");
      }
    } else {
      newCustomers();
      withoutParent();
      smallOrders();
      sites();
      withoutSite();
      moved();
    }
    rank();
    out.put("redFlags", json());
  }

  private boolean has(Column column) {
    return stage.has(column);
  }

  /** Lines that were decided and not cancelled, with what the flags look at. */
  private String lines() {
    return ("(SELECT customer, t.line, nullif(orderKey, DATE '%s') AS ordered, shipTo_ AS"
            + " destination, endUserHq_ AS hq, ultimateParentCountry_ AS parentCountry, units,"
            + " sku_ AS item, trim(orderId) AS orderId, trim(ultimateParent) AS ultimateParent,"
            + " trim(intermediate) AS intermediate, trim(site) AS site, trim(sitePowerMw) AS"
            + " sitePowerMw, trim(customerSince) AS customerSince FROM %s t WHERE bad IS NULL AND"
            + " NOT cancelled)")
        .formatted(Dictionaries.NO_DAY, typed.rows());
  }

  private void add(Flag flag, String customerLineReason) {
    duck.run(
        "INSERT INTO flags SELECT %s, * FROM (%s)"
            .formatted(Duck.text(flag.word()), customerLineReason));
  }

  /** Formed after the rule, or, in a book that is old enough to show it, ordering only since. */
  private void newCustomers() {
    String after = "DATE " + Duck.text(RULE_MONTH.toString());
    boolean old =
        has(Column.ORDER_DATE)
            && duck.number(
                    "SELECT count(*) FROM (SELECT 1 FROM %s WHERE ordered <= %s LIMIT 1)"
                        .formatted(lines(), after))
                > 0;
    if (!old && !has(Column.CUSTOMER_SINCE)) {
      notChecked.put(
          Flag.NEW_CUSTOMER,
          has(Column.ORDER_DATE)
              ? "the book begins after October 2022 and has no column customerSince"
              : "no column orderDate or customerSince");
      return;
    }
    since();
    String formed =
        "CASE WHEN min(d_since.v) > %s THEN 'customer since ' || min(d_since.v) END"
            .formatted(after);
    String first =
        old
            ? "CASE WHEN min(ordered) > %s THEN 'first order on ' || min(ordered) END"
                .formatted(after)
            : "NULL";
    add(
        Flag.NEW_CUSTOMER,
        ("SELECT customer, first, why || ', after October 2022' FROM (SELECT customer, min(line) AS"
                + " first, nullif(concat_ws(' and ', %s, %s), '') AS why FROM %s l LEFT JOIN"
                + " d_since ON l.customerSince = d_since.raw GROUP BY customer) WHERE why IS NOT"
                + " NULL")
            .formatted(formed, first, lines()));
  }

  private void since() {
    duck.run("CREATE TABLE d_since (raw VARCHAR, v DATE)");
    if (!has(Column.CUSTOMER_SINCE)) {
      return;
    }
    CellValues.DayOrder order = CellValues.DayOrder.of(job.options().dates());
    List<String> cells =
        duck.rows("SELECT DISTINCT customerSince FROM " + lines(), row -> row.text(0));
    duck.fill(
        "d_since", rows -> cells.forEach(raw -> rows.add(raw, CellValues.day(raw, order).value())));
  }

  private void withoutParent() {
    if (!has(Column.ULTIMATE_PARENT) && !has(Column.ULTIMATE_PARENT_COUNTRY)) {
      notChecked.put(Flag.NO_ULTIMATE_PARENT, "no column ultimateParent or ultimateParentCountry");
      return;
    }
    add(
        Flag.NO_ULTIMATE_PARENT,
        "SELECT customer, min(line), 'none of ' || count(*) || ' lines names one' FROM "
            + lines()
            + " GROUP BY customer HAVING NOT bool_or((ultimateParent <> '' AND"
            + " lower(ultimateParent) NOT IN ('?', 'unknown')) OR coalesce(parentCountry, '?') <>"
            + " '?')");
  }

  /** Orders of at most one server whose goods go by an intermediate or away from headquarters. */
  private void smallOrders() {
    if (!has(Column.ORDER_DATE) || (!has(Column.INTERMEDIATE) && !has(Column.END_USER_HQ))) {
      notChecked.put(
          Flag.SMALL_REROUTED,
          has(Column.ORDER_DATE) ? "no column intermediate or endUserHq" : "no column orderDate");
      return;
    }
    add(
        Flag.SMALL_REROUTED,
        ("WITH lines AS NOT MATERIALIZED (SELECT *, CASE WHEN orderId = '' THEN CAST(line AS VARCHAR) ELSE orderId"
                + " END AS number FROM %s WHERE ordered IS NOT NULL), few AS (SELECT DISTINCT"
                + " customer, number FROM lines WHERE units <= %d), orders AS (SELECT customer, min(line) AS line, min(ordered) AS day, sum(units) AS"
                + " units, bool_or(intermediate <> '' OR (hq IN ('CN', 'HK', 'MO') AND destination"
                + " NOT IN ('CN', 'HK', 'MO', '?'))) AS detour FROM lines SEMI JOIN few USING (customer,"
                + " number) GROUP BY customer, number), small AS (SELECT *, count(*) OVER (PARTITION BY customer ORDER BY"
                + " day RANGE BETWEEN INTERVAL %d DAY PRECEDING AND CURRENT ROW) AS n FROM orders"
                + " WHERE units <= %d AND detour) SELECT customer, min(line), max(n) || ' orders of"
                + " at most %d units within %d days, by an intermediate or away from a headquarters"
                + " in China, Hong Kong or Macau' FROM small GROUP BY customer HAVING max(n) >= %d")
            .formatted(
                lines(),
                SMALL_UNITS,
                WINDOW_DAYS - 1,
                SMALL_UNITS,
                SMALL_UNITS,
                WINDOW_DAYS,
                REPEATED));
  }

  private void sites() {
    if (!has(Column.SITE_POWER_MW)) {
      notChecked.put(Flag.SITE_POWER, "no column sitePowerMw");
      return;
    }
    duck.run("CREATE TABLE d_watts (item INTEGER, watts DOUBLE)");
    duck.fill(
        "d_watts",
        rows -> {
          for (int at = 0; at < skus.size(); at++) {
            OptionalDouble watts = watts(skus.get(at).items());
            if (watts.isPresent()) {
              rows.add(at, watts.getAsDouble());
            }
          }
        });
    duck.run("CREATE TABLE d_power (raw VARCHAR, mw DOUBLE)");
    List<String> cells =
        duck.rows("SELECT DISTINCT sitePowerMw FROM " + lines(), row -> row.text(0));
    duck.fill(
        "d_power",
        rows -> {
          for (String raw : cells) {
            BigDecimal megawatts = CellValues.price(raw).value();
            rows.add(raw, megawatts == null ? null : megawatts.doubleValue());
          }
        });
    String place = "CASE WHEN site = '' THEN customer ELSE site END";
    add(
        Flag.SITE_POWER,
        ("WITH site AS (SELECT %s AS place, sum(units * watts) / %s AS need, max(mw) AS has,"
                + " count(*) FILTER (watts IS NULL) AS unknown FROM %s l LEFT JOIN d_watts ON"
                + " l.item = d_watts.item LEFT JOIN d_power ON l.sitePowerMw = d_power.raw GROUP BY"
                + " 1), short AS (SELECT * FROM site WHERE need > has OR (coalesce(has, 0) = 0 AND"
                + " need >= %d)) SELECT customer, min(line), 'chips for ' || place || ' draw at"
                + " least ' || printf('%%.3f', need) || ' MW without cooling, and ' || CASE WHEN"
                + " coalesce(has, 0) = 0 THEN 'no power is stated' ELSE printf('%%.3f', has) || '"
                + " MW are stated' END || CASE WHEN unknown > 0 THEN '; ' || unknown || ' lines of"
                + " unknown power left out' ELSE '' END FROM %s l JOIN short ON %s = short.place"
                + " GROUP BY customer, place, need, has, unknown ORDER BY ALL")
            .formatted(place, WATTS_IN_MEGAWATT, lines(), EVIDENCE_MEGAWATTS, lines(), place));
  }

  /** The least that one unit draws, of all items that the part number may mean; W. */
  private static OptionalDouble watts(List<Item> items) {
    double least = Double.POSITIVE_INFINITY;
    for (Item item : items) {
      OptionalDouble watts = watts(item);
      if (watts.isEmpty()) {
        return watts;
      }
      least = Math.min(least, watts.getAsDouble());
    }
    return items.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(least);
  }

  private static OptionalDouble watts(Item item) {
    Figure figure = item.figure(Field.POWER);
    if (figure != null) {
      return OptionalDouble.of(figure.value().low().doubleValue());
    }
    double sum = 0;
    for (Item.Part part : item.contents()) {
      OptionalDouble watts = watts(part.item());
      if (watts.isEmpty()) {
        return watts;
      }
      sum += part.count() * watts.getAsDouble();
    }
    return item.contents().isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum);
  }

  private void withoutSite() {
    if (!has(Column.SITE)) {
      notChecked.put(Flag.NO_SITE, "no column site");
      return;
    }
    add(
        Flag.NO_SITE,
        "SELECT customer, min(line) FILTER (site = ''), count(*) FILTER (site = '') || ' of ' ||"
            + " count(*) || ' lines name none' FROM "
            + lines()
            + " GROUP BY customer HAVING bool_or(site = '')");
  }

  private void moved() {
    if (!has(Column.ORDER_DATE)) {
      notChecked.put(Flag.MOVED_FROM_CHINA, "no column orderDate");
      return;
    }
    String there = "destination IN ('CN', 'HK', 'MO')";
    String elsewhere = "destination NOT IN ('CN', 'HK', 'MO', '?')";
    add(
        Flag.MOVED_FROM_CHINA,
        ("SELECT customer, min(line) FILTER (%2$s), 'ordered there on ' || min(ordered) FILTER"
                + " (%1$s) || ', and elsewhere up to ' || max(ordered) FILTER (%2$s) FROM %3$s"
                + " GROUP BY customer HAVING max(ordered) FILTER (%2$s) > max(ordered) FILTER (%1$s)"
                + " AND max(ordered) FILTER (%2$s) > DATE '%4$s'")
            .formatted(there, elsewhere, lines(), RULE_MONTH));
  }

  /** More flags first, then more money; as many a week as people can look at. */
  private void rank() {
    int perWeek = Math.max(1, job.options().alertsPerWeek());
    duck.run(
        ("CREATE TABLE alerts AS WITH f AS (SELECT customer, count(DISTINCT flag) AS flags FROM"
                + " flags GROUP BY customer), m AS (SELECT key AS customer, sum(lines) AS lines,"
                + " sum(units) AS units, sum(amountUsd) AS amountUsd FROM totals WHERE \"by\" ="
                + " 'customer' AND state <> '%s' GROUP BY key) SELECT rank, (rank - 1) // %d + 1"
                + " AS week, * EXCLUDE (rank) FROM (SELECT row_number() OVER (ORDER BY flags DESC,"
                + " amountUsd DESC, customer) AS rank, customer, flags, lines, units, amountUsd"
                + " FROM f JOIN m USING (customer))")
            .formatted(State.CANCELLED.word(), perWeek));
    String rows =
        "SELECT a.rank, a.week, a.customer, f.flag, f.firstLine, f.reason, a.lines, a.amountUsd"
            + " FROM alerts a JOIN flags f USING (customer) ORDER BY a.rank, f.flag, f.firstLine,"
            + " f.reason";
    Path draft = results.resolve("alerts.csv.tmp");
    duck.run(Results.csv(duck, rows, draft, true));
    Disk.publish(draft, results.resolve("alerts.csv"));
  }

  private Map<String, Object> json() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("perWeek", job.options().alertsPerWeek());
    out.put("customers", duck.number("SELECT count(*) FROM alerts"));
    List<Object> checks = new ArrayList<>();
    for (Flag flag : Flag.values()) {
      String why = notChecked.get(flag);
      Map<String, Object> check = new LinkedHashMap<>();
      check.put("flag", flag.word());
      check.put("text", flag.text());
      check.put("checked", why == null);
      check.put("note", why == null ? "" : "not checked: " + why);
      check.put(
          "customers",
          duck.number(
              "SELECT count(DISTINCT customer) FROM flags WHERE flag = " + Duck.text(flag.word())));
      checks.add(check);
    }
    out.put("checks", checks);
    List<Object> alerts = new ArrayList<>();
    duck.each(
        "SELECT rank, week, customer, lines, units, amountUsd FROM alerts ORDER BY rank LIMIT "
            + MOST_LISTED,
        row -> {
          Map<String, Object> alert = new LinkedHashMap<>();
          alert.put("rank", row.number(0));
          alert.put("week", row.number(1));
          alert.put("customer", row.text(2));
          alert.put("lines", row.number(3));
          alert.put("units", row.number(4));
          BigDecimal usd = row.decimal(5);
          alert.put("amountUsd", Summary.money(usd == null ? BigDecimal.ZERO : usd));
          alert.put("flags", reasons(row.text(2)));
          alerts.add(alert);
        });
    out.put("alerts", alerts);
    return out;
  }

  private List<Object> reasons(String customer) {
    List<Object> out = new ArrayList<>();
    duck.each(
        "SELECT flag, reason, firstLine FROM flags WHERE customer = %s ORDER BY ALL"
            .formatted(Duck.text(customer)),
        row -> {
          Map<String, Object> reason = new LinkedHashMap<>();
          reason.put("flag", row.text(0));
          reason.put("reason", row.text(1));
          reason.put("firstLine", row.number(2));
          out.add(reason);
        });
    return out;
  }
}
