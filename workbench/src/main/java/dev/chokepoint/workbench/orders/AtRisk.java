package dev.chokepoint.workbench.orders;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.screening.Decisions;
import dev.chokepoint.screening.Inventory;
import dev.chokepoint.screening.Route;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a move of the law leaves unsold, and where it may still be sold. */
final class AtRisk {
  private final Duck duck;
  private final Job job;
  private final Knowledge knowledge;
  private final List<Dictionaries.Sku> skus;

  AtRisk(Duck duck, Job job, Knowledge knowledge, List<Dictionaries.Sku> skus) {
    this.skus = skus;
    this.duck = duck;
    this.job = job;
    this.knowledge = knowledge;
  }

  void put(Map<String, Object> out) {
    out.put("sellable", sellable());
    Path file = job.options().inventory();
    out.put("inventory", file == null ? null : inventory(file));
  }

  /** For each item that is blocked, the destinations that need no licence on the later day. */
  private List<Object> sellable() {
    List<String> ids =
        duck.rows(
            "SELECT DISTINCT itemId FROM grouped WHERE state IN ('newly-blocked', 'blocked') ORDER BY"
                + " 1",
            row -> row.text(0));
    Decisions decisions = new Decisions(knowledge.rulebook(), job.clock());
    List<Object> out = new ArrayList<>();
    for (String id : ids) {
      Item item =
          skus.stream()
              .flatMap(sku -> sku.items().stream())
              .filter(i -> i.id().equals(id))
              .findFirst()
              .orElseThrow();
      Map<Verdict, List<String>> places = new EnumMap<>(Verdict.class);
      for (Verdict verdict : Verdict.values()) {
        places.put(verdict, new ArrayList<>());
      }
      for (String code : Countries.codes()) {
        Verdict verdict = decisions.decide(List.of(item), Route.to(code), job.to()).verdict();
        places.getOrDefault(verdict, new ArrayList<>()).add(code);
      }
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("itemId", id);
      entry.put("free", places.getOrDefault(Verdict.NO_LICENCE_REQUIRED, List.of()));
      entry.put("licenceRequired", places.getOrDefault(Verdict.LICENCE_REQUIRED, List.of()));
      List<String> open = new ArrayList<>(places.getOrDefault(Verdict.UNDETERMINED, List.of()));
      open.addAll(places.getOrDefault(Verdict.NOT_MODELLED, List.of()));
      entry.put("undetermined", open);
      out.add(entry);
    }
    return out;
  }

  private Map<String, Object> inventory(Path file) {
    Map<String, List<Inventory.Stock>> stocks = read(file);
    Map<String, Inventory.Demand> demand = demand();
    Map<String, BigDecimal> byStage = new LinkedHashMap<>();
    for (Inventory.Stage stage : Inventory.Stage.values()) {
      byStage.put(stage.word(), BigDecimal.ZERO);
    }
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal reusable = BigDecimal.ZERO;
    List<Object> rows = new ArrayList<>();
    for (Map.Entry<String, List<Inventory.Stock>> entry : stocks.entrySet()) {
      Inventory.Demand asked =
          demand.getOrDefault(Nearest.key(entry.getKey()), new Inventory.Demand(0, 0));
      for (Inventory.Risk risk : Inventory.atRisk(entry.getValue(), asked)) {
        byStage.merge(risk.stock().stage().word(), risk.atRiskUsd(), BigDecimal::add);
        total = total.add(risk.atRiskUsd());
        reusable = risk.stock().reusable() ? reusable.add(risk.atRiskUsd()) : reusable;
        rows.add(row(risk, asked));
      }
    }
    Map<String, Object> out = new LinkedHashMap<>();
    Map<String, Object> atRisk = new LinkedHashMap<>();
    byStage.forEach((stage, usd) -> atRisk.put(stage, Summary.money(usd)));
    atRisk.put("total", Summary.money(total));
    atRisk.put("ofThatReusable", Summary.money(reusable));
    out.put("atRiskUsd", atRisk);
    out.put("rows", rows);
    return out;
  }

  private static Map<String, Object> row(Inventory.Risk risk, Inventory.Demand asked) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("sku", risk.stock().sku());
    row.put("stage", risk.stock().stage().word());
    row.put("units", risk.stock().units());
    row.put("unitCostUsd", risk.stock().unitCostUsd().setScale(4, RoundingMode.HALF_UP));
    row.put("reusable", risk.stock().reusable());
    row.put("sellableUnits", asked.sellableUnits());
    row.put("blockedUnits", asked.blockedUnits());
    row.put("atRiskUnits", risk.atRiskUnits());
    row.put("atRiskUsd", Summary.money(risk.atRiskUsd()));
    return row;
  }

  /** Open units by part number: those that may go, and those that may not. */
  private Map<String, Inventory.Demand> demand() {
    Map<String, Inventory.Demand> out = new TreeMap<>();
    duck.each(
        "SELECT sku, coalesce(sum(units) FILTER (state IN ('unaffected', 'free', 'licensed',"
            + " 'newly-freed')), 0), coalesce(sum(units) FILTER (state IN ('newly-blocked',"
            + " 'blocked')), 0) FROM grouped WHERE movement = 'open' GROUP BY 1",
        row ->
            out.merge(
                Nearest.key(row.text(0)),
                new Inventory.Demand(row.number(1), row.number(2)),
                (a, b) ->
                    new Inventory.Demand(
                        a.sellableUnits() + b.sellableUnits(),
                        a.blockedUnits() + b.blockedUnits())));
    return out;
  }

  private Map<String, List<Inventory.Stock>> read(Path file) {
    Rates rates = new Rates(job.options().rates());
    Map<String, List<Inventory.Stock>> out = new TreeMap<>();
    for (SideTable.Row row : Beside.INVENTORY.read(file)) {
      String currency =
          row.get("currency").isEmpty()
              ? "USD"
              : row.need("currency", CellValues.currency(row.get("currency")));
      LocalDate day = job.to();
      BigDecimal rate =
          rates
              .find(currency, day)
              .orElseThrow(
                  () -> row.refused("currency", Parsed.bad("no-rate", "a rate in --rates", "")));
      out.computeIfAbsent(row.get("sku"), k -> new ArrayList<>())
          .add(
              new Inventory.Stock(
                  row.get("sku"),
                  stage(row),
                  row.need("quantity", CellValues.quantity(row.get("quantity"))),
                  row.need("unitCost", CellValues.price(row.get("unitCost"))).multiply(rate),
                  reusable(row)));
    }
    return out;
  }

  private static Inventory.Stage stage(SideTable.Row row) {
    return switch (Nearest.key(row.get("stage"))) {
      case "finished", "finishedgoods", "fg" -> Inventory.Stage.FINISHED;
      case "inprocess", "wip", "workinprocess", "workinprogress" -> Inventory.Stage.IN_PROCESS;
      case "commitment", "purchasecommitment", "commitments" -> Inventory.Stage.COMMITMENT;
      default ->
          throw new Refused(
              new Problem(
                  "bad-value",
                  row.place("stage"),
                  row.get("stage"),
                  "finished, in-process or commitment",
                  ""));
    };
  }

  private static boolean reusable(SideTable.Row row) {
    return switch (row.get("reusable").toLowerCase(Locale.ROOT)) {
      case "y", "yes", "true" -> true;
      case "", "n", "no", "false" -> false;
      default ->
          throw new Refused(
              new Problem(
                  "bad-value", row.place("reusable"), row.get("reusable"), "yes or no", ""));
    };
  }
}
