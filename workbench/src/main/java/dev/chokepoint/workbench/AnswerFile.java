package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A table written row by row beside its place and moved there when it is whole, as CSV or, by the
 * ending of its name, Parquet.
 */
final class AnswerFile implements AutoCloseable {
  private final Path path;
  private final Path rows;
  private final List<Column> columns;
  private final boolean parquet;
  private final CSVPrinter printer;

  /** A column; {@code number} for one of whole numbers. */
  record Column(String name, boolean number) {}

  AnswerFile(Path path, String option, List<Column> columns) {
    this.path = path.toAbsolutePath();
    this.columns = columns;
    String name = path.toString().toLowerCase(Locale.ROOT);
    this.parquet = name.endsWith(".parquet");
    if (!parquet && !name.endsWith(".csv")) {
      throw new Refused(
          new Problem(
              "unknown-format", option, path.toString(), "a name ending in .parquet or .csv", ""));
    }
    try {
      rows = beside(".part.csv");
      printer =
          new CSVPrinter(
              Files.newBufferedWriter(rows),
              CSVFormat.RFC4180.builder().setRecordSeparator("\n").get());
      printer.printRecord(columns.stream().map(Column::name).toList());
    } catch (IOException e) {
      throw cannotWrite(path);
    }
  }

  private static Refused cannotWrite(Path path) {
    return new Refused(
        new Problem(
            "cannot-write",
            "--out",
            path.toString(),
            "a file in a folder that can be written",
            ""));
  }

  private Path beside(String ending) {
    return path.resolveSibling("." + path.getFileName() + ending);
  }

  /** Adds a row; null and empty cells are alike. */
  void add(List<@Nullable String> cells) {
    try {
      for (String cell : cells) {
        // A spreadsheet runs no Parquet file, so only CSV needs its cells made safe.
        printer.print(cell == null || cell.isEmpty() ? null : parquet ? cell : Csv.safe(cell));
      }
      printer.println();
    } catch (IOException e) {
      throw cannotWrite(path);
    }
  }

  /** Puts the whole table in its place. */
  void finish() {
    try {
      printer.close();
      if (parquet) {
        Path whole = beside(".part.parquet");
        try {
          convert(whole);
          Files.move(whole, path, StandardCopyOption.REPLACE_EXISTING);
        } finally {
          Files.deleteIfExists(whole);
        }
      } else {
        Files.move(rows, path, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException | SQLException e) {
      throw cannotWrite(path);
    }
  }

  private void convert(Path whole) throws SQLException {
    String types =
        columns.stream()
            .map(c -> Duck.quoted(c.name()) + ": " + (c.number() ? "'BIGINT'" : "'VARCHAR'"))
            .collect(Collectors.joining(", "));
    try (Connection connection = Duck.open();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "copy (select * from read_csv("
              + Duck.quoted(rows.toString())
              + ", header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
              + " max_line_size = 16777216, columns = {"
              + types
              + "})) to "
              + Duck.quoted(whole.toString())
              + " (format parquet)");
    }
  }

  /** Removes what was not finished. */
  @Override
  public void close() {
    try {
      printer.close();
      Files.deleteIfExists(rows);
    } catch (IOException e) {
      throw cannotWrite(path);
    }
  }
}
