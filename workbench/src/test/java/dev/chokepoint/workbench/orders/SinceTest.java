package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of two runs are paired one by one, also where nothing tells them apart. */
class SinceTest {
  private static final int LINES = 20_000;

  @TempDir Path folder;

  /** A run of so many equal lines, of which the last are stopped. */
  private Path run(String name, String order, int lines, int stopped) throws Exception {
    Path results = folder.resolve(name);
    Path part = Files.createDirectories(results.resolve("decided")).resolve("part-00000.parquet");
    try (Duck duck = new Duck(folder.resolve("spill"), 500, 1)) {
      duck.run(
          ("COPY (SELECT range AS line, '%s' AS orderId, '' AS lineId, 'H20' AS sku,"
                  + " CASE WHEN range > %d THEN 'blocked' ELSE 'free' END AS state, '' AS clauses"
                  + " FROM range(1, %d)) TO %s (FORMAT parquet)")
              .formatted(order, lines - stopped, lines + 1, Duck.text(part.toString())));
    }
    return results;
  }

  @Test
  void equalLinesAreComparedOnceEach() throws Exception {
    try (Questions questions = new Questions(folder.resolve("spill"))) {
      for (String order : new String[] {"", "SO-1"}) {
        Path before = run("before" + order, order, LINES, 0);
        Path same = run("same" + order, order, LINES, 0);
        Path after = run("after" + order, order, LINES + 5, 7);
        assertThat(new Worklist(questions, same).since(before).lines()).isZero();
        // Two of the old lines are stopped now, and five lines are new.
        assertThat(new Worklist(questions, after).since(before).lines()).isEqualTo(7);
      }
    }
  }

  /** A line of another part before them moves no line from its like. */
  @Test
  void aLineInFrontIsTheOnlyOneThatIsNew() throws Exception {
    try (Questions questions = new Questions(folder.resolve("spill"))) {
      Path before = run("before", "", 10, 0);
      Path after = folder.resolve("after");
      Path part = Files.createDirectories(after.resolve("decided")).resolve("part-00000.parquet");
      try (Duck duck = new Duck(folder.resolve("spill"), 500, 1)) {
        duck.run(
            ("COPY (SELECT CAST(0 AS BIGINT) AS line, '' AS orderId, '' AS lineId, 'L20' AS sku,"
                    + " 'free' AS state, '' AS clauses UNION ALL SELECT line, orderId, lineId, sku,"
                    + " state, clauses FROM %s) TO %s (FORMAT parquet)")
                .formatted(Summarizer.decided(before), Duck.text(part.toString())));
      }
      assertThat(new Worklist(questions, after).since(before).lines()).isEqualTo(1);
    }
  }
}
