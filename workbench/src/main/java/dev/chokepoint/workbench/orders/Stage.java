package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The known columns of an order file as texts, in the order of its rows.
 *
 * @param file Parquet
 * @param line SQL of the line of a row in the file it came from
 */
record Stage(Path file, Column.Placed placed, long rows, String line, List<String> notes) {
  /** What no cell holds, so that an empty cell and a missing one differ. */
  private static final String MISSING = "\u0001missing\u0001";

  static final String UNQUOTED = "one cell for each column; a cell with a delimiter in quotes";

  /** Reads a file into a stage, quickly when it is clean and with care when it is not. */
  static Stage of(Duck duck, Job job, Fingerprint print, Path work, Map<String, String> map) {
    Path file = work.resolve("stage.parquet");
    Path draft = work.resolve("stage.parquet.tmp");
    Opened opened = Input.open(duck, job.input(), print, work, job.options().encoding(), false);
    if (!opened.converted() && opened.form() == Opened.Form.CSV) {
      Column.Placed placed = place(opened, map);
      if (direct(duck, opened, placed, draft)) {
        Disk.publish(draft, file);
        return of(duck, file, opened, placed);
      }
      opened = Input.open(duck, job.input(), print, work, job.options().encoding(), true);
    }
    Column.Placed placed = place(opened, map);
    duck.run(copy(opened, placed, draft));
    Disk.publish(draft, file);
    return of(duck, file, opened, placed);
  }

  private static Column.Placed place(Opened opened, Map<String, String> map) {
    return Column.place(opened.header(), map, "file");
  }

  private static Stage of(Duck duck, Path file, Opened opened, Column.Placed placed) {
    long rows = duck.number("SELECT count(*) FROM " + scan(file));
    if (rows == 0) {
      throw new Refused(new Problem("empty-file", "file", "", "at least one row", ""));
    }
    String line = opened.converted() ? "_line" : "file_row_number + " + opened.firstLine();
    List<String> notes = new ArrayList<>(opened.notes());
    return new Stage(file, placed, rows, line, notes);
  }

  static String scan(Path file) {
    return "read_parquet(" + Duck.text(file.toString()) + ", file_row_number = true)";
  }

  /** A clean text has one row a line; whatever has not is left to the careful reader. */
  private static boolean direct(Duck duck, Opened opened, Column.Placed placed, Path draft) {
    try {
      duck.run(copy(opened, placed, draft));
    } catch (Duck.SqlTrouble e) {
      return false;
    }
    long rows = duck.number("SELECT count(*) FROM " + scan(draft));
    return rows + 1 == opened.lines();
  }

  private static String copy(Opened opened, Column.Placed placed, Path to) {
    return "COPY (SELECT %s FROM %s) TO %s (FORMAT parquet, COMPRESSION lz4_raw)"
        .formatted(selected(opened, placed), source(opened), Duck.text(to.toString()));
  }

  private static String selected(Opened opened, Column.Placed placed) {
    List<String> columns = new ArrayList<>();
    if (opened.converted()) {
      columns.add("CAST(c0 AS BIGINT) AS _line");
      columns.add("nullif(c1, '') AS _problem");
    } else if (opened.form() == Opened.Form.CSV) {
      int last = opened.header().size() - 1;
      columns.add(
          "CASE WHEN extra IS NOT NULL THEN 'too-many-cells' WHEN c%d IS NULL THEN 'too-few-cells' END AS _problem"
              .formatted(last));
    } else {
      columns.add("CAST(NULL AS VARCHAR) AS _problem");
    }
    int shift = opened.converted() ? 2 : 0;
    placed
        .places()
        .forEach((column, at) -> columns.add(cell(opened, at + shift) + " AS " + column.key()));
    return String.join(", ", columns);
  }

  private static String cell(Opened opened, int at) {
    return opened.form() == Opened.Form.CSV
        ? "coalesce(c" + at + ", '')"
        : "coalesce(CAST(\""
            + opened.header().get(at).replace("\"", "\"\"")
            + "\" AS VARCHAR), '')";
  }

  private static String source(Opened opened) {
    String file = Duck.text(opened.file().toString());
    if (opened.form() == Opened.Form.PARQUET) {
      return "read_parquet(" + file + ")";
    }
    int cells = opened.header().size() + (opened.converted() ? 2 : 0);
    List<String> columns = new ArrayList<>();
    for (int at = 0; at < cells; at++) {
      columns.add("'c" + at + "': 'VARCHAR'");
    }
    if (!opened.converted()) {
      columns.add("'extra': 'VARCHAR'");
    }
    return ("read_csv(%s, auto_detect = false, header = false, skip = 1, delim = %s, quote = '\"',"
            + " escape = '\"', new_line = '%s', null_padding = %s, nullstr = %s, columns = {%s},"
            + " max_line_size = %d)")
        .formatted(
            file,
            Duck.text(String.valueOf(opened.delimiter())),
            opened.lineEnd(),
            !opened.converted(),
            Duck.text(MISSING),
            String.join(", ", columns),
            opened.converted() ? CsvText.LONGEST_RECORD * 4 : 2 << 20);
  }

  boolean has(Column column) {
    return placed.has(column);
  }
}
