package dev.chokepoint.workbench;

import dev.chokepoint.controls.Determination;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Tables as CSV that is safe to open in a spreadsheet. */
final class Csv {
  private static final int MOST_ROWS = 200_000;
  private static final long MOST_BYTES = 64L << 20;

  private static final List<String> ANSWER_COLUMNS =
      List.of(
          "id",
          "name",
          "destination",
          "asOf",
          "clock",
          "verdict",
          "eccn",
          "eccnCandidates",
          "reviewPolicy",
          "requirements",
          "exceptions",
          "warnings",
          "residual");

  /** Characters with which a spreadsheet begins a formula or skips to one, full width included. */
  private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

  private Csv() {}

  /**
   * A row of an input file by lower-case column name.
   *
   * @param line line of the file on which the row begins, from 1
   * @param beyond the first cell that no column stands over, or null
   */
  record Row(long line, Map<String, String> values, @Nullable String beyond) {
    @Nullable String get(String column) {
      String value = values.get(column);
      return value == null || value.isBlank() ? null : value.strip();
    }

    /** Refuses a row with more cells than columns: most likely a comma inside an unquoted cell. */
    void refuseCellsBeyondHeader() {
      if (beyond != null) {
        throw new Refused(tooManyCells(beyond, values.size()));
      }
    }
  }

  static Problem tooManyCells(String beyond, int columns) {
    return new Problem(
        "too-many-cells",
        "cells",
        beyond,
        "at most one cell a column: " + columns,
        "Maybe quote a cell that holds a comma.");
  }

  static List<Row> read(Source source) {
    String name = source.name();
    try {
      if (!source.isThere()) {
        throw new Refused(new Problem("no-such-file", "--file", name, "a readable CSV file", ""));
      }
      if (source.size() > MOST_BYTES) {
        throw new Refused(
            new Problem("file-too-large", "--file", name, "at most " + MOST_BYTES + " bytes", ""));
      }
      try (BufferedReader reader = source.text()) {
        return rows(reader, name);
      }
    } catch (UncheckedIOException e) {
      throw unreadable(java.util.Objects.requireNonNull(e.getCause()), name);
    } catch (IOException e) {
      throw unreadable(e, name);
    }
  }

  private static Refused unreadable(IOException e, String name) {
    return new Refused(
        e instanceof CharacterCodingException
            ? new Problem("bad-encoding", "--file", name, "UTF-8", "")
            : new Problem(
                "bad-csv", "--file", String.valueOf(e.getMessage()), "RFC 4180 with a header", ""));
  }

  static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\ufeff') {
      reader.reset();
    }
  }

  private static List<Row> rows(Reader reader, String name) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> header = List.of();
    try (CSVParser parser = CSVFormat.RFC4180.parse(reader)) {
      long line = 1;
      for (Iterator<CSVRecord> records = parser.iterator(); records.hasNext(); ) {
        CSVRecord record = records.next();
        boolean blank = record.stream().allMatch(String::isBlank);
        if (!blank && header.isEmpty()) {
          header = header(record, "--file");
        } else if (!blank && rows.size() == MOST_ROWS) {
          throw new Refused(
              new Problem("too-many-rows", "--file", name, "at most " + MOST_ROWS + " rows", ""));
        } else if (!blank) {
          rows.add(row(line, header, record));
        }
        line = parser.getCurrentLineNumber() + 1;
      }
    }
    if (header.isEmpty()) {
      throw new Refused(
          new Problem("missing-header", "--file", name, "a line of column names", ""));
    }
    return rows;
  }

  /** Column names in lower case; refused where one is missing or stands twice. */
  static List<String> header(CSVRecord record, String option) {
    List<String> header = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String cell : record) {
      String column = cell.strip().toLowerCase(Locale.ROOT);
      if (column.isEmpty()) {
        problems.add(
            new Problem("unnamed-column", option + " header", "", "a name over every column", ""));
      } else if (header.contains(column)) {
        problems.add(
            new Problem(
                "duplicate-column", option + " header", cell.strip(), "each column once", ""));
      }
      header.add(column);
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return header;
  }

  private static Row row(long line, List<String> header, CSVRecord record) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      values.put(header.get(i), i < record.size() ? record.get(i) : "");
    }
    return new Row(line, values, record.size() > header.size() ? record.get(header.size()) : null);
  }

  static String answer(Answer answer) {
    return table(ANSWER_COLUMNS, cells(answer));
  }

  /** Answers to the rows of a file, by the line that each row begins on. */
  static String answers(Map<Long, Answer> answersByLine) {
    List<String> header = new ArrayList<>(List.of("row"));
    header.addAll(ANSWER_COLUMNS);
    List<List<String>> rows = new ArrayList<>();
    answersByLine.forEach((line, answer) -> {
      for (List<String> cells : cells(answer)) {
        List<String> row = new ArrayList<>(List.of(String.valueOf(line)));
        row.addAll(cells);
        rows.add(row);
      }
    });
    return table(header, rows);
  }

  private static List<List<String>> cells(Answer answer) {
    return answer.variants().stream().map(Csv::cells).toList();
  }

  private static List<String> cells(Determination d) {
    return List.of(
        d.item().id(),
        d.item().name(),
        d.trade().destination(),
        d.trade().asOf().toString(),
        d.clock().word(),
        d.verdict().word(),
        text(d.eccn()),
        String.join(" ", d.eccnCandidates()),
        text(Json.policy(d.reviewPolicy())),
        d.requirements().stream()
            .map(r -> r.finding().provision().id())
            .collect(Collectors.joining(" ")),
        d.exceptions().stream()
            .map(e -> e.finding().provision().id() + "=" + e.available().word())
            .collect(Collectors.joining(" ")),
        d.warnings().stream()
            .map(Determination.Warning::code)
            .distinct()
            .collect(Collectors.joining(" ")),
        d.residual() == null ? "" : d.residual().text());
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  static String table(List<String> header, List<List<String>> rows) {
    StringWriter out = new StringWriter();
    try (CSVPrinter printer =
        new CSVPrinter(out, CSVFormat.RFC4180.builder().setRecordSeparator("\n").get())) {
      printer.printRecord(header);
      for (List<String> row : rows) {
        printer.printRecord(row.stream().map(Csv::safe).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** A cell that a spreadsheet will not run as a formula; a number stays a number. */
  static String safe(String cell) {
    boolean formula = !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0;
    return formula && !NUMBER.matcher(cell).matches() ? "'" + cell : cell;
  }
}
