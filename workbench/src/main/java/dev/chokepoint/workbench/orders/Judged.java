package dev.chokepoint.workbench.orders;

import dev.chokepoint.controls.Verdict;
import dev.chokepoint.screening.Decisions;
import dev.chokepoint.screening.Judgement;
import dev.chokepoint.screening.Outcome;
import dev.chokepoint.screening.Route;
import dev.chokepoint.screening.Timing;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The table of judgements: one for each distinct item, route and timing that occurs. */
final class Judged {
  /** Where a row {@code t} and its judgement {@code j} meet. */
  static final String MEETING = "t.case_ = j.case_ AND t.parties_ = j.parties_";

  /** Added to the warnings of a line without an amount. */
  private static final String UNPRICED = "amount-unknown";

  /** Added to the warnings of a line that names no end user: nobody was checked for it. */
  static final String NO_USER = "no-end-user";

  private final Duck duck;
  private final Dictionaries dictionaries;
  private final Names names;
  private final Decisions decisions;
  private final Job job;

  private record Key(BigInteger number, Cases.Parts parts, long parties) {
    String text(Column column) {
      return parts.texts().get(Cases.TEXTS.indexOf(column));
    }
  }

  Judged(Duck duck, Dictionaries dictionaries, Names names, Decisions decisions, Job job) {
    this.names = names;
    this.duck = duck;
    this.dictionaries = dictionaries;
    this.decisions = decisions;
    this.job = job;
  }

  /** Decides what occurs. */
  void fill(Typed typed, Consumer<String> log) {
    Cases.Numbering numbering = dictionaries.numbering();
    List<Key> keys =
        duck.rows(
            "SELECT DISTINCT case_, parties_ FROM %s WHERE bad IS NULL ORDER BY ALL"
                .formatted(typed.rows()),
            row -> {
              BigInteger number = new BigInteger(row.text(0));
              return new Key(number, numbering.parts(number), row.number(1));
            });
    log.accept("deciding " + keys.size() + " cases");
    List<Judgement> judgements =
        IntStream.range(0, keys.size()).parallel().mapToObj(at -> judge(keys.get(at))).toList();
    log.accept(decisions.size() + " decisions");
    duck.run(
        ("CREATE TABLE judged (case_ %s, parties_ BIGINT, shipTo_ VARCHAR, itemId VARCHAR,"
                + " verdictBefore VARCHAR, verdict VARCHAR, eccn VARCHAR, reviewPolicy VARCHAR,"
                + " clauses VARCHAR, overlays VARCHAR, state VARCHAR, reason VARCHAR,"
                + " warnings VARCHAR, warningsUnpriced VARCHAR, warningsNoUser VARCHAR,"
                + " warningsNoUserUnpriced VARCHAR, licensable BOOLEAN, movement VARCHAR)")
            .formatted(numbering.type()));
    duck.fill(
        "judged",
        rows -> {
          for (int at = 0; at < keys.size(); at++) {
            Key key = keys.get(at);
            add(rows, key, judgements.get(at), dictionaries.timings().get(key.parts().time()));
          }
        });
  }

  private static void add(Duck.Rows rows, Key key, Judgement j, Timing timing) {
    Outcome after = j.after();
    String warnings = warnings(key, j);
    rows.add(
        key.number().bitLength() < Long.SIZE ? (Object) key.number().longValue() : key.number(),
        key.parties(),
        key.text(Column.SHIP_TO),
        after.itemId(),
        j.before().verdict().word(),
        after.verdict().word(),
        after.eccn() == null ? "" : after.eccn(),
        after.reviewPolicy() == null ? "" : after.reviewPolicy().word(),
        clauses(j),
        String.join(" ", after.overlays()),
        j.state().word(),
        j.reason(),
        warnings,
        (warnings + " " + UNPRICED).strip(),
        (warnings + " " + NO_USER).strip(),
        (warnings + " " + NO_USER).strip() + " " + UNPRICED,
        j.state().licensable(),
        timing.movement().word());
  }

  private static String warnings(Key key, Judgement j) {
    List<String> codes = new ArrayList<>(j.warnings());
    if (key.text(Column.END_USER_HQ).isEmpty()) {
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
    Dictionaries.Sku sku = dictionaries.skus().get(key.parts().sku());
    Timing timing = dictionaries.timings().get(key.parts().time());
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
        key.text(Column.SHIP_TO),
        given(key.text(Column.END_USER_HQ)),
        given(key.text(Column.ULTIMATE_PARENT_COUNTRY)),
        names.named(key.parties()),
        given(key.text(Column.FROM_COUNTRY)),
        given(key.text(Column.DIRECTION)),
        given(dictionaries.exporters().get(key.parts().exporter())));
  }

  private static @Nullable String given(String text) {
    return text.isEmpty() ? null : text;
  }
}
