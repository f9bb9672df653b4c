package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A small table beside the order book: rates, products, licences, inventory, column names. */
final class SideTable {
  private static final long MOST_BYTES = 64L << 20;

  private SideTable() {}

  /** A row by the names of its columns. */
  record Row(String option, long line, Map<String, String> cells) {
    /** The cell of a column, or empty. */
    String get(String column) {
      return cells.getOrDefault(column, "");
    }

    String place(String column) {
      return option + " line " + line + " " + column;
    }

    /** Refuses the row for what stands in a column. */
    Refused refused(String column, Parsed<?> parsed) {
      return new Refused(
          new Problem(
              String.valueOf(parsed.problem()),
              place(column),
              get(column),
              parsed.limit(),
              parsed.hint()));
    }

    /** The value of a cell; refused when it is bad or missing. */
    <T> T need(String column, Parsed<T> parsed) {
      T value = parsed.value();
      if (value == null) {
        throw refused(
            column, parsed.problem() == null ? Parsed.bad("missing", "a value", "") : parsed);
      }
      return value;
    }
  }

  /** Reads a CSV file in UTF-8; header names are compared without case and spaces. */
  static List<Row> read(Path file, String option, List<String> needed, List<String> other) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        throw new Refused(
            new Problem(
                "no-such-file",
                option,
                String.valueOf(file.getFileName()),
                "a CSV file up to 64 MiB",
                ""));
      }
      try (BufferedReader reader = Files.newBufferedReader(file);
          CSVParser parser =
              CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get().parse(reader)) {
        return rows(parser, option, needed, other);
      }
    } catch (CharacterCodingException e) {
      throw new Refused(
          new Problem("bad-encoding", option, String.valueOf(file.getFileName()), "UTF-8", ""));
    } catch (IOException e) {
      throw Disk.trouble(e, file);
    } catch (UncheckedIOException e) {
      throw new Refused(
          new Problem("bad-csv", option, String.valueOf(e.getMessage()), "RFC 4180", ""));
    }
  }

  private static List<Row> rows(
      CSVParser parser, String option, List<String> needed, List<String> other) {
    List<String> known = new ArrayList<>(needed);
    known.addAll(other);
    List<String> header = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (CSVRecord record : parser) {
      if (header.isEmpty()) {
        for (String name : record) {
          String key = Nearest.key(name);
          header.add(
              known.stream().filter(k -> Nearest.key(k).equals(key)).findFirst().orElse(name));
        }
        missing(header, option, needed);
        continue;
      }
      Map<String, String> cells = new HashMap<>();
      for (int at = 0; at < header.size(); at++) {
        cells.put(header.get(at), at < record.size() ? record.get(at).strip() : "");
      }
      rows.add(new Row(option, parser.getCurrentLineNumber(), cells));
    }
    if (header.isEmpty()) {
      missing(header, option, needed);
    }
    return rows;
  }

  private static void missing(List<String> header, String option, List<String> needed) {
    for (String name : needed) {
      if (!header.contains(name)) {
        throw new Refused(
            new Problem(
                "missing-column",
                option + " header",
                String.join(", ", header),
                "columns " + String.join(", ", needed),
                Nearest.hint(name, header)));
      }
    }
  }
}
