package dev.chokepoint.workbench.orders;

import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.screening.Licences;
import dev.chokepoint.screening.Named;
import dev.chokepoint.screening.Outcome;
import dev.chokepoint.screening.Reconciliation;
import dev.chokepoint.screening.State;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Adds up what a run found; every sum is read from the finished files. */
final class Summarizer {
  static final String DISCLAIMER =
      "Decision aid, not legal advice. Read the citations before relying on it.";

  private final Duck duck;
  private final Stage stage;
  private final Typed typed;
  private final Job job;
  private final Knowledge knowledge;
  private final List<Dictionaries.Sku> skus;
  private final Names names;
  private final Path results;
  private final String decided;

  Summarizer(
      Duck duck,
      Stage stage,
      Typed typed,
      Job job,
      Knowledge knowledge,
      List<Dictionaries.Sku> skus,
      Names names,
      Path results) {
    this.skus = skus;
    this.names = names;
    this.duck = duck;
    this.stage = stage;
    this.typed = typed;
    this.job = job;
    this.knowledge = knowledge;
    this.results = results;
    this.decided = "SELECT * FROM " + decided(results);
  }

  /** The parts of a run's decided lines, in order. */
  static String decided(Path results) {
    List<String> parts = new ArrayList<>();
    for (Path part : Disk.files(results.resolve("decided"))) {
      if (part.toString().endsWith(".parquet")) {
        parts.add(Duck.text(part.toString()));
      }
    }
    return "read_parquet([" + String.join(", ", parts) + "])";
  }

  private String rejects() {
    return "(SELECT * FROM read_csv("
        + Duck.text(results.resolve("rejects.csv").toString())
        + ", header = true, delim = ',', quote = '\"', escape = '\"', all_varchar = true))";
  }

  Summary summary(Map<String, Object> identity, int decisions, List<Licences.Balance> balances) {
    Reconciliation reconciliation = reconciliation();
    Totals totals = new Totals(duck, decided);
    List<Summary.StateTotal> byState = byState();
    Map<String, Object> out = new LinkedHashMap<>(identity);
    out.put("lines", lines(reconciliation));
    out.put("decisions", decisions);
    Map<String, Object> counts = new LinkedHashMap<>();
    Map<String, Object> amounts = new LinkedHashMap<>();
    BigDecimal total = BigDecimal.ZERO;
    for (Summary.StateTotal state : byState) {
      counts.put(state.state().word(), state.lines());
      amounts.put(state.state().word(), Summary.money(state.amountUsd()));
      total = total.add(state.amountUsd());
    }
    amounts.put("total", Summary.money(total));
    out.put("linesByState", counts);
    out.put("amountUsd", amounts);
    out.put(
        "linesWithoutAmount", duck.number("SELECT coalesce(sum(withoutAmount), 0) FROM grouped"));
    List<Map<String, Object>> warnings = warnings();
    out.put("warnings", warnings);
    out.put("linesClearedByPerson", cleared());
    groups(totals, out);
    out.put("rejects", rejectsByProblem());
    out.put("names", names.json());
    out.put("licences", balances.stream().map(Summarizer::balance).toList());
    new AtRisk(duck, job, knowledge, skus).put(out);
    out.put("levies", Levies.of(duck, job, knowledge));
    new Alerts(duck, stage, typed, job, skus, results).put(out);
    new Since(duck, job, results).put(out);
    out.put("reconciliation", json(reconciliation));
    out.put("notes", notes(warnings));
    out.put("notAssessed", notAssessed());
    out.put("lastReviewed", knowledge.rulebook().lastReviewed().toString());
    out.put("disclaimer", DISCLAIMER);
    return new Summary(out, byState, reconciliation.differences());
  }

  /** Lines of which a person found somebody to be another than a listed party. */
  private long cleared() {
    return names.all().stream().noneMatch(Named::isCleared)
        ? 0
        : duck.number(
            "SELECT count(*) FROM (%s) WHERE contains(' ' || warnings || ' ', %s)"
                .formatted(decided, Duck.text(" " + Outcome.CLEARED + " ")));
  }

  private void groups(Totals totals, Map<String, Object> out) {
    totals.write(results);
    out.put("byClause", totals.of("clause"));
    out.put("bySku", totals.of("sku"));
    out.put("byDestination", totals.of("destination"));
    out.put("byCustomer", totals.of("customer"));
    out.put("byQuarter", totals.of("quarter"));
    List<Map<String, Object>> overlays = totals.of("overlay");
    overlays.forEach(o -> o.put("text", overlayText(String.valueOf(o.get("overlay")))));
    out.put("byOverlay", overlays);
    List<String> cut = new ArrayList<>();
    for (String by : List.of("clause", "sku", "destination", "customer", "quarter", "overlay")) {
      if (totals.size(by) > Totals.MOST_LISTED) {
        cut.add("by" + by.substring(0, 1).toUpperCase(Locale.ROOT) + by.substring(1));
      }
    }
    out.put("cut", cut);
  }

  private String overlayText(String id) {
    for (Provision provision : knowledge.rulebook().provisions()) {
      if (provision.id().equals(id)) {
        return provision
            .inForce(job.to(), job.clock())
            .map(Provision.Version::summary)
            .orElse(provision.title());
      }
    }
    return "";
  }

  private List<Summary.StateTotal> byState() {
    Map<String, Summary.StateTotal> found = new TreeMap<>();
    duck.each(
        "SELECT state, sum(lines), sum(amountUsd) FROM grouped GROUP BY 1",
        row -> {
          BigDecimal usd = row.decimal(2);
          State state = State.find(row.text(0));
          found.put(
              row.text(0),
              new Summary.StateTotal(state, row.number(1), usd == null ? BigDecimal.ZERO : usd));
        });
    List<Summary.StateTotal> out = new ArrayList<>();
    for (State state : State.values()) {
      Summary.StateTotal total = found.get(state.word());
      if (total != null) {
        out.add(total);
      }
    }
    return out;
  }

  /** Each code of a warning with the lines that have it, and those of them that may go. */
  private List<Map<String, Object>> warnings() {
    String go =
        Arrays.stream(State.values())
            .filter(state -> !state.stops() && state != State.UNDETERMINED)
            .filter(state -> state != State.CANCELLED)
            .map(state -> Duck.text(state.word()))
            .collect(Collectors.joining(", "));
    return duck.rows(
        ("SELECT code, sum(lines), coalesce(sum(lines) FILTER (state IN (%s)), 0) FROM (SELECT"
                + " unnest(string_split(warnings, ' ')) AS code, state, lines FROM (SELECT"
                + " warnings, state, count(*) AS lines FROM (%s) WHERE warnings <> '' GROUP BY"
                + " ALL)) GROUP BY 1 ORDER BY 1")
            .formatted(go, decided),
        row -> {
          Map<String, Object> warning = new LinkedHashMap<>();
          warning.put("code", row.text(0));
          warning.put("lines", row.number(1));
          warning.put("mayGo", row.number(2));
          return warning;
        });
  }

  private List<Object> rejectsByProblem() {
    return new ArrayList<>(
        duck.rows(
            ("SELECT problem, place, count(*), min(CAST(line AS BIGINT)) FROM %s"
                    + " GROUP BY ALL ORDER BY 3 DESC, 1, 2")
                .formatted(rejects()),
            row -> {
              Map<String, Object> reject = new LinkedHashMap<>();
              reject.put("problem", row.text(0));
              reject.put("place", row.text(1));
              reject.put("lines", row.number(2));
              reject.put("firstLine", row.number(3));
              return reject;
            }));
  }

  private static Map<String, Object> balance(Licences.Balance balance) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("number", balance.number());
    out.put("unitsLeft", balance.units());
    out.put("usdLeft", balance.usd() == null ? null : Summary.money(balance.usd()));
    return out;
  }

  private Map<String, BigDecimal> amounts(String rows, String currency) {
    Map<String, BigDecimal> out = new TreeMap<>();
    duck.each(
        ("SELECT coalesce(%s, ''), sum(CAST(amount AS DECIMAL(38,4))) FROM (%s) WHERE amount IS NOT"
                + " NULL GROUP BY 1")
            .formatted(currency, rows),
        row -> {
          BigDecimal sum = row.decimal(1);
          out.put(row.text(0), sum == null ? BigDecimal.ZERO : sum);
        });
    return out;
  }

  private Reconciliation reconciliation() {
    return new Reconciliation(
        stage.rows(),
        duck.number("SELECT count(*) FROM (" + decided + ")"),
        duck.number("SELECT count(*) FROM " + rejects()),
        amounts(typed.amounts(), "cur"),
        amounts(decided, "currency"),
        amounts("SELECT * FROM " + rejects(), "currency"));
  }

  private static Map<String, Object> lines(Reconciliation r) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("in", r.linesIn());
    out.put("decided", r.linesDecided());
    out.put("rejected", r.linesRejected());
    return out;
  }

  private static Map<String, Object> json(Reconciliation r) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("balanced", r.balanced());
    List<Object> amounts = new ArrayList<>();
    r.amountsIn()
        .forEach((currency, in) -> {
          Map<String, Object> amount = new LinkedHashMap<>();
          amount.put("currency", currency);
          amount.put("in", in);
          amount.put("decided", r.amountsDecided().getOrDefault(currency, BigDecimal.ZERO));
          amount.put("rejected", r.amountsRejected().getOrDefault(currency, BigDecimal.ZERO));
          amounts.add(amount);
        });
    out.put("amounts", amounts);
    out.put("differences", r.differences());
    return out;
  }

  private List<String> notes(List<Map<String, Object>> warnings) {
    List<String> notes = new ArrayList<>(stage.notes());
    if (!stage.placed().unknown().isEmpty()) {
      notes.add("columns not used: " + String.join(", ", stage.placed().unknown()));
    }
    if (!knowledge.rulebook().whatIf().isEmpty()) {
      notes.add("NOT THE LAW: read with " + String.join(", ", knowledge.rulebook().whatIf()));
    }
    if (!stage.has(Column.UNIT_PRICE)) {
      notes.add("no column of prices: amounts are unknown");
    }
    if (!stage.has(Column.END_USER_HQ)) {
      notes.add("headquarters not stated: taken as the destination");
    }
    warnings.stream()
        .filter(warning -> Judged.NO_USER.equals(warning.get("code")))
        .forEach(warning ->
            notes.add(
                "no end user: %s lines name none, %s of them may go by all else that is known;"
                        .formatted(warning.get("lines"), warning.get("mayGo"))
                    + " no end user was checked for them"));
    if (!stage.has(Column.SHIP_DATE)) {
      notes.add("no column of ship dates: every line is taken as open");
    }
    return notes;
  }

  private List<Object> notAssessed() {
    List<Object> out = new ArrayList<>();
    for (Rulebook.NotAssessed part : knowledge.rulebook().notAssessed()) {
      out.add(note(part.id(), part.text()));
    }
    out.add(
        note(
            "party-names",
            "Names are read as `parties search` reads them; one without a hit is clean by name:"
                + " ownership and red flags that no column shows are not covered."));
    out.add(note("quantity-limits", "Limits that count quantities over several shipments."));
    return out;
  }

  static Map<String, Object> note(String id, String text) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("id", id);
    out.put("text", text);
    return out;
  }
}
