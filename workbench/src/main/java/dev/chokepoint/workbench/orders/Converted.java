package dev.chokepoint.workbench.orders;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Rows of any format as CSV: the line and what is wrong with the row stand before its cells. */
final class Converted implements Closeable {
  private final CSVPrinter printer;
  private final int columns;

  Converted(Path to, List<String> header) throws IOException {
    BufferedWriter writer = Files.newBufferedWriter(to);
    printer = new CSVPrinter(writer, CSVFormat.RFC4180.builder().setRecordSeparator("\n").get());
    columns = header.size();
    List<String> names = new ArrayList<>(List.of("_line", "_problem"));
    names.addAll(header);
    printer.printRecord(names);
  }

  static Opened opened(Path file, List<String> header, List<String> notes) {
    return new Opened(Opened.Form.CSV, file, ',', "\\n", header, true, 0, 0, notes);
  }

  /** Adds a row; one with too few or too many cells, or with a zero character, is marked. */
  void row(long line, List<String> cells) throws IOException {
    String problem =
        cells.size() < columns
            ? "too-few-cells"
            : cells.size() > columns
                ? "too-many-cells"
                : cells.stream().anyMatch(cell -> cell.indexOf('\0') >= 0)
                    ? "zero-character"
                    : cells.stream().anyMatch(cell -> cell.indexOf('\ufffd') >= 0)
                        ? "bad-encoding"
                        : "";
    row(line, problem, cells);
  }

  /** Adds a row with what is wrong with it. */
  void row(long line, String problem, List<String> cells) throws IOException {
    List<Object> row = new ArrayList<>(List.of(line, problem));
    row.addAll(CsvText.withoutZeros(cells.subList(0, Math.min(columns, cells.size()))));
    while (row.size() < columns + 2) {
      row.add("");
    }
    printer.printRecord(row);
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }
}
