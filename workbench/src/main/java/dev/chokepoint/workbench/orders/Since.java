package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What changed since an earlier run, by order and line number. */
final class Since {
  private final Duck duck;
  private final Job job;
  private final Path results;

  Since(Duck duck, Job job, Path results) {
    this.duck = duck;
    this.job = job;
    this.results = results;
  }

  void put(Map<String, Object> out) {
    Path previous = job.options().previous();
    if (previous == null) {
      out.put("sincePrevious", null);
      return;
    }
    if (!Files.exists(previous.resolve(WorkFolder.MANIFEST))) {
      throw new Refused(
          new Problem(
              "no-such-run", "--previous", previous.toString(), "a folder of a finished run", ""));
    }
    duck.run(
        ("CREATE TABLE since AS SELECT coalesce(n.line, 0) AS line, coalesce(n.orderId, o.orderId)"
                + " AS orderId, coalesce(n.lineId, o.lineId) AS lineId, coalesce(n.sku, o.sku) AS"
                + " sku, CASE WHEN o.line IS NULL THEN 'added' WHEN n.line IS NULL THEN 'gone' ELSE"
                + " 'changed' END AS change, coalesce(o.state, '') AS stateBefore,"
                + " coalesce(n.state, '') AS state, o.amountUsd AS amountUsdBefore, n.amountUsd,"
                + " coalesce(n.reason, '') AS reason FROM %s o FULL JOIN %s n ON %s WHERE o.line IS"
                + " NULL OR n.line IS NULL OR o.state <> n.state OR o.clauses <> n.clauses OR"
                + " o.amountUsd IS DISTINCT FROM n.amountUsd ORDER BY ALL")
            .formatted(
                Summarizer.decided(previous),
                Summarizer.decided(results),
                "o.orderId = n.orderId AND o.lineId = n.lineId AND (o.orderId <> '' OR o.line ="
                    + " n.line)"));
    Path draft = results.resolve("changes.csv.tmp");
    duck.run(Results.csv(duck, "SELECT * FROM since ORDER BY ALL", draft, true));
    Disk.publish(draft, results.resolve("changes.csv"));
    Map<String, Object> counts = new LinkedHashMap<>();
    for (String change : java.util.List.of("added", "gone", "changed")) {
      counts.put(
          change, duck.number("SELECT count(*) FROM since WHERE change = " + Duck.text(change)));
    }
    out.put("sincePrevious", counts);
  }
}
