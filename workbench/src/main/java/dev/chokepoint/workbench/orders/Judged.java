package dev.chokepoint.workbench.orders;

import dev.chokepoint.controls.Verdict;
import dev.chokepoint.screening.Decisions;
import dev.chokepoint.screening.Judgement;
import dev.chokepoint.screening.Outcome;
import dev.chokepoint.screening.Route;
import dev.chokepoint.screening.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The table of judgements: one for each distinct item, route and timing that occurs. */
final class Judged {
  /** Columns by which a row finds its judgement. */
  static final List<String> KEY =
      List.of(
          "sku_",
          "shipTo_",
          "endUserHq_",
          "ultimateParentCountry_",
          "fromCountry_",
          "direction_",
          "exporter_",
          "parties_",
          "time_");

  /** What a judgement says, few of which differ. */
  static final List<String> SAID =
      List.of(
          "itemId",
          "verdictBefore",
          "verdict",
          "eccn",
          "reviewPolicy",
          "clauses",
          "overlays",
          "state",
          "reason",
          "warnings",
          "movement");

  private final Duck duck;
  private final Dictionaries dictionaries;
  private final Names names;
  private final Decisions decisions;
  private final Job job;

  private record Key(
      int sku,
      String destination,
      String hq,
      String parent,
      String from,
      String direction,
      int exporter,
      long parties,
      int time) {}

  Judged(Duck duck, Dictionaries dictionaries, Names names, Decisions decisions, Job job) {
    this.names = names;
    this.duck = duck;
    this.dictionaries = dictionaries;
    this.decisions = decisions;
    this.job = job;
  }

  /** SQL that a key column is compared by: a text that is not given is empty. */
  static String keyed(String column) {
    return switch (column) {
      case "shipTo_", "endUserHq_", "ultimateParentCountry_", "fromCountry_", "direction_" ->
          "coalesce(" + column + ", '')";
      default -> column;
    };
  }

  /** Decides what occurs. */
  void fill(Typed typed, Consumer<String> log) {
    List<Key> keys =
        duck.rows(
            "SELECT DISTINCT %s FROM (%s) WHERE bad IS NULL ORDER BY ALL"
                .formatted(
                    String.join(", ", KEY.stream().map(Judged::keyed).toList()),
                    typed.checked(0, Long.MAX_VALUE)),
            row ->
                new Key(
                    (int) row.number(0),
                    row.text(1),
                    row.text(2),
                    row.text(3),
                    row.text(4),
                    row.text(5),
                    (int) row.number(6),
                    row.number(7),
                    (int) row.number(8)));
    log.accept("deciding " + keys.size() + " cases");
    List<Judgement> judgements =
        IntStream.range(0, keys.size()).parallel().mapToObj(at -> judge(keys.get(at))).toList();
    log.accept(decisions.size() + " decisions");
    duck.run(
        "CREATE TABLE spelled (sku_ INTEGER, shipTo_ VARCHAR, endUserHq_ VARCHAR,"
            + " ultimateParentCountry_ VARCHAR, fromCountry_ VARCHAR, direction_ VARCHAR,"
            + " exporter_ INTEGER, parties_ BIGINT, time_ INTEGER, itemId VARCHAR,"
            + " verdictBefore VARCHAR, verdict VARCHAR, eccn VARCHAR, reviewPolicy VARCHAR,"
            + " clauses VARCHAR, overlays VARCHAR, state VARCHAR, reason VARCHAR,"
            + " warnings VARCHAR, licensable BOOLEAN, movement VARCHAR)");
    duck.fill(
        "spelled",
        rows -> {
          for (int at = 0; at < keys.size(); at++) {
            Key key = keys.get(at);
            add(rows, key, judgements.get(at), dictionaries.timings().get(key.time()));
          }
        });
    number();
  }

  /**
   * Each distinct text becomes a number, so that rows are joined and sorted without their texts.
   */
  private void number() {
    List<String> numbered = new ArrayList<>();
    for (String column : SAID) {
      duck.run(
          "CREATE TYPE said_%1$s AS ENUM (SELECT DISTINCT %1$s FROM spelled ORDER BY 1)"
              .formatted(column));
      numbered.add("CAST(%1$s AS said_%1$s) AS %1$s".formatted(column));
    }
    duck.run(
        "CREATE TABLE judged AS SELECT * REPLACE (%s) FROM spelled"
            .formatted(String.join(", ", numbered)));
    duck.run("DROP TABLE spelled");
  }

  private static void add(Duck.Rows rows, Key key, Judgement j, Timing timing) {
    Outcome after = j.after();
    rows.add(
        key.sku(),
        key.destination(),
        key.hq(),
        key.parent(),
        key.from(),
        key.direction(),
        key.exporter(),
        key.parties(),
        key.time(),
        after.itemId(),
        j.before().verdict().word(),
        after.verdict().word(),
        after.eccn() == null ? "" : after.eccn(),
        after.reviewPolicy() == null ? "" : after.reviewPolicy().word(),
        clauses(j),
        String.join(" ", after.overlays()),
        j.state().word(),
        j.reason(),
        warnings(key, j),
        j.state().licensable(),
        timing.movement().word());
  }

  private static String warnings(Key key, Judgement j) {
    List<String> codes = new ArrayList<>(j.warnings());
    if (key.hq().isEmpty()) {
      codes.add("hq-assumed");
    }
    return String.join(" ", codes);
  }

  /** What stops the line, or for one that is freed what stopped it. */
  private static String clauses(Judgement j) {
    boolean freed =
        j.after().verdict() == Verdict.NO_LICENCE_REQUIRED
            && j.before().verdict() == Verdict.LICENCE_REQUIRED;
    return freed ? j.before().clauseIds() : j.after().clauseIds();
  }

  private Judgement judge(Key key) {
    Dictionaries.Sku sku = dictionaries.skus().get(key.sku());
    Timing timing = dictionaries.timings().get(key.time());
    Outcome before;
    Outcome after;
    if (sku.items().isEmpty()) {
      before = Outcome.unmatched(sku.raw(), sku.nearest());
      after = before;
    } else {
      Route route = route(key);
      before = decisions.decide(sku.items(), route, timing.before());
      after = decisions.decide(sku.items(), route, timing.after());
    }
    return switch (job.kind()) {
      case SCREEN -> Judgement.screen(before, after, timing);
      case EXPOSURE -> Judgement.exposure(before, after, timing);
    };
  }

  private Route route(Key key) {
    return new Route(
        key.destination(),
        given(key.hq()),
        given(key.parent()),
        names.named(key.parties()),
        given(key.from()),
        given(key.direction()),
        given(dictionaries.exporters().get(key.exporter())));
  }

  private static @Nullable String given(String text) {
    return text.isEmpty() ? null : text;
  }
}
