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

  /**
   * The lines of two runs as {@code o} and {@code n}, each with its like or with nothing, and of
   * these the ones that were decided otherwise. Lines of one number are the same line; where lines
   * have none, the first of an order and part is that of the other run, and so on. So each has one
   * like at most, and a book without numbers is not compared all with all.
   */
  static String changed(Path earlier, Path later, String more) {
    return ("FROM %s o FULL JOIN %s n ON o.orderId = n.orderId AND o.lineId = n.lineId AND o.part ="
            + " n.part AND o.nth = n.nth WHERE o.line IS NULL OR n.line IS NULL OR o.state <>"
            + " n.state OR o.clauses <> n.clauses%s")
        .formatted(numbered(earlier), numbered(later), more);
  }

  private static String numbered(Path results) {
    return ("(SELECT *, row_number() OVER (PARTITION BY orderId, lineId, part ORDER BY line) AS nth"
            + " FROM (SELECT *, CASE WHEN orderId = '' OR lineId = '' THEN sku ELSE '' END AS part"
            + " FROM %s))")
        .formatted(Summarizer.decided(results));
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
                + " coalesce(n.reason, '') AS reason "
                + changed(previous, results, " OR o.amountUsd IS DISTINCT FROM n.amountUsd")
                + " ORDER BY ALL"));
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
