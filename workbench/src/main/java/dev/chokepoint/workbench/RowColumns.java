package dev.chokepoint.workbench;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;

/** The columns of a file of rows: those that are read, and those that only look like them. */
final class RowColumns {
  private static final Set<String> READ = read();

  private RowColumns() {}

  private static Set<String> read() {
    Set<String> read = new TreeSet<>(Set.of("item", "spec", "as-of", "aatc", "clock"));
    CommandLine.Model.CommandSpec.forAnnotatedObject(new TradeOptions())
        .options()
        .forEach(option -> read.add(option.longestName().substring(2)));
    return read;
  }

  /**
   * The columns that no answer reads. A name that is nearly one of those read is refused: a fact of
   * the trade that goes unread could make an answer free.
   */
  static List<String> unread(Set<String> header) {
    List<String> unread = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String column : header) {
      if (READ.contains(column)) {
        continue;
      }
      int length = Nearest.key(column).length();
      List<String> near =
          Nearest.of(column, READ).stream()
              .filter(known -> Math.abs(Nearest.key(known).length() - length) <= 1)
              .toList();
      if (near.isEmpty()) {
        unread.add(column);
      } else {
        problems.add(
            new Problem(
                "unknown-column",
                "--file header",
                column,
                "one of " + String.join(", ", READ),
                Nearest.hint(near)));
      }
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return unread;
  }
}
