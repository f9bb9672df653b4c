package dev.chokepoint.workbench.orders;

import dev.chokepoint.screening.State;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The decided lines of a finished run, a page at a time. An index beside the results says how many
 * lines of each kind stand in each stretch of the book, so that a page is read from where it is.
 */
public final class Worklist {
  /** Lines of a stretch. */
  private static final long STRETCH = 65_536;

  private static final int MOST_CHANGES = 200;

  private static final List<String> COLUMNS =
      List.of(
          "line",
          "orderId",
          "lineId",
          "sku",
          "itemId",
          "quantity",
          "destination",
          "customer",
          "quarter",
          "amountUsd",
          "verdictBefore",
          "verdict",
          "eccn",
          "clauses",
          "state",
          "licence",
          "reason",
          "warnings");

  private final Questions questions;
  private final Path results;

  /**
   * The lines of a run.
   *
   * @param results its folder
   */
  public Worklist(Questions questions, Path results) {
    this.questions = questions;
    this.results = results.toAbsolutePath();
  }

  /** States of lines that somebody has to look at. */
  public static List<String> stopped() {
    return Arrays.stream(State.values())
        .filter(state -> state.stops() || state == State.UNDETERMINED)
        .map(State::word)
        .toList();
  }

  /**
   * Which lines are wanted.
   *
   * @param states words of states; empty for those of {@link #stopped}
   * @param clause a provision that the line falls under; empty for any
   * @param sku a part number; empty for any
   * @param destination a code of a country; empty for any
   * @param offset how many of them are left out
   * @param limit most lines
   */
  public record Asked(
      List<String> states, String clause, String sku, String destination, long offset, int limit) {
    public Asked {
      states = List.copyOf(states);
    }
  }

  /**
   * Lines that were found.
   *
   * @param lines how many there are, of which these are some
   */
  public record Part(long lines, List<Map<String, Object>> rows) {
    public Part {
      rows = List.copyOf(rows);
    }
  }

  private Path index() {
    return results.resolveSibling(results.getFileName() + ".index.parquet");
  }

  /** Forgets the index, before the run is made anew. */
  public void forget() {
    Disk.delete(index());
  }

  /** Makes the index, once, after the run. */
  public void prepare() {
    if (Files.exists(index())) {
      return;
    }
    Path draft = results.resolveSibling(results.getFileName() + ".index.tmp");
    String copy =
        ("COPY (SELECT line // %d AS stretch, state, clauses, sku, destination, count(*) AS n"
                + " FROM %s GROUP BY ALL ORDER BY stretch) TO %s (FORMAT parquet)")
            .formatted(STRETCH, Summarizer.decided(results), Duck.text(draft.toString()));
    questions.ask(duck -> {
      duck.run(copy);
      return true;
    });
    Disk.publish(draft, index());
  }

  private static String where(Asked asked) {
    List<String> states = asked.states().isEmpty() ? stopped() : asked.states();
    List<String> all = new ArrayList<>();
    all.add("state IN (" + states.stream().map(Duck::text).collect(Collectors.joining(", ")) + ")");
    if (!asked.clause().isEmpty()) {
      all.add("contains(' ' || clauses || ' ', " + Duck.text(" " + asked.clause() + " ") + ")");
    }
    if (!asked.sku().isEmpty()) {
      all.add("sku = " + Duck.text(asked.sku()));
    }
    if (!asked.destination().isEmpty()) {
      all.add("destination = " + Duck.text(asked.destination()));
    }
    return String.join(" AND ", all);
  }

  /** A page of lines, in the order of the book. */
  public Part page(Asked asked) {
    prepare();
    return questions.ask(duck -> page(duck, asked, where(asked)));
  }

  /** How many lines there are that somebody has to look at. */
  public long count() {
    return page(new Asked(List.of(), "", "", "", 0, 0)).lines();
  }

  /** Names of the parts of its lines that were decided, in order. */
  public List<String> parts() {
    return Disk.files(results.resolve("decided")).stream()
        .map(file -> String.valueOf(file.getFileName()))
        .filter(name -> name.endsWith(".parquet"))
        .toList();
  }

  private Part page(Duck duck, Asked asked, String where) {
    long before = 0;
    long all = 0;
    long from = -1;
    long until = -1;
    for (long[] stretch :
        duck.rows(
            "SELECT stretch, sum(n) FROM read_parquet(%s) WHERE %s GROUP BY 1 ORDER BY 1"
                .formatted(Duck.text(index().toString()), where),
            row -> new long[] {row.number(0), row.number(1)})) {
      long end = all + stretch[1];
      if (end > asked.offset() && all < asked.offset() + asked.limit()) {
        if (from < 0) {
          from = stretch[0];
          before = all;
        }
        until = stretch[0] + 1;
      }
      all = end;
    }
    if (from < 0) {
      return new Part(all, List.of());
    }
    // Numbers first: the other columns are read where the page is and nowhere else.
    List<Long> numbers =
        duck.rows(
            "SELECT line FROM %s WHERE line >= %d AND line < %d AND %s ORDER BY 1 LIMIT %d OFFSET %d"
                .formatted(
                    Summarizer.decided(results),
                    from * STRETCH,
                    until * STRETCH,
                    where,
                    asked.limit(),
                    asked.offset() - before),
            row -> row.number(0));
    return new Part(all, rows(duck, numbers));
  }

  /** Lines by their numbers; those that the run did not decide are left out. */
  public List<Map<String, Object>> lines(Collection<Long> numbers) {
    if (numbers.isEmpty()) {
      return List.of();
    }
    return questions.ask(duck -> rows(duck, numbers));
  }

  private List<Map<String, Object>> rows(Duck duck, Collection<Long> numbers) {
    return duck.rows(
        "SELECT %s FROM %s WHERE line BETWEEN %d AND %d AND line IN (%s) ORDER BY line"
            .formatted(
                String.join(", ", COLUMNS),
                Summarizer.decided(results),
                Collections.min(numbers),
                Collections.max(numbers),
                numbers.stream().map(String::valueOf).collect(Collectors.joining(", "))),
        row -> {
          Map<String, Object> line = new LinkedHashMap<>();
          for (int at = 0; at < COLUMNS.size(); at++) {
            String column = COLUMNS.get(at);
            BigDecimal amount = column.equals("amountUsd") ? row.decimal(at) : null;
            switch (column) {
              case "line", "quantity" -> line.put(column, row.number(at));
              case "amountUsd" -> line.put(column, amount == null ? "" : amount.toPlainString());
              default -> line.put(column, row.text(at));
            }
          }
          return line;
        });
  }

  /**
   * Lines that are new, gone or decided otherwise since another run, by order and line number.
   *
   * @param earlier results of that run
   */
  public Part since(Path earlier) {
    String changed = Since.changed(earlier.toAbsolutePath(), results, "");
    return questions.ask(duck -> {
      long all = duck.number("SELECT count(*) " + changed);
      List<Map<String, Object>> rows =
          duck.rows(
              ("SELECT coalesce(n.line, 0), coalesce(n.orderId, o.orderId), coalesce(n.lineId,"
                      + " o.lineId), coalesce(n.sku, o.sku), coalesce(o.state, ''),"
                      + " coalesce(n.state, '') %s ORDER BY ALL LIMIT %d")
                  .formatted(changed, MOST_CHANGES),
              row -> {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("line", row.number(0));
                line.put("orderId", row.text(1));
                line.put("lineId", row.text(2));
                line.put("sku", row.text(3));
                line.put("stateBefore", row.text(4));
                line.put("state", row.text(5));
                return line;
              });
      return new Part(all, rows);
    });
  }
}
