package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/**
 * The first sheet of a workbook, row by row; a formula counts as the value that was saved with it.
 */
final class Xlsx {
  private Xlsx() {}

  static Opened convert(Path file, Path to, String name) throws IOException {
    Expansion.check(new ZipFile(file.toFile()), to, name);
    List<String> notes = new ArrayList<>();
    List<String> header = new ArrayList<>();
    try (ReadableWorkbook book =
            new ReadableWorkbook(file.toFile(), new ReadingOptions(true, false));
        Stream<Row> rows = first(book, notes).openStream()) {
      Iterator<Row> each = rows.iterator();
      while (each.hasNext() && header.isEmpty()) {
        header.addAll(cells(each.next(), notes));
        if (header.stream().allMatch(String::isBlank)) {
          header.clear();
        }
      }
      if (header.isEmpty()) {
        throw new Refused(
            new Problem("missing-header", name, "", "a first line of column names", ""));
      }
      try (Converted out = new Converted(to, header)) {
        while (each.hasNext()) {
          row(each.next(), header.size(), out, notes);
        }
      }
    } catch (ExcelReaderException
        | java.io.UncheckedIOException
        | IllegalStateException
        | IllegalArgumentException e) {
      throw new Refused(
          new Problem("bad-xlsx", name, String.valueOf(e.getMessage()), "a workbook of Excel", ""));
    }
    return Converted.opened(to, header, notes.stream().distinct().toList());
  }

  private static Sheet first(ReadableWorkbook book, List<String> notes) {
    long sheets = book.getSheets().count();
    if (sheets > 1) {
      notes.add(
          "the first of %d sheets was read: %s".formatted(sheets, book.getFirstSheet().getName()));
    }
    return book.getFirstSheet();
  }

  /** A sheet leaves trailing empty cells out, so that a short row is not a ragged one. */
  private static void row(Row row, int columns, Converted out, List<String> notes)
      throws IOException {
    List<String> cells = cells(row, notes);
    while (cells.size() > columns && cells.getLast().isBlank()) {
      cells.removeLast();
    }
    if (cells.stream().allMatch(String::isBlank)) {
      return;
    }
    while (cells.size() < columns) {
      cells.add("");
    }
    out.row(row.getRowNum(), cells);
  }

  private static List<String> cells(Row row, List<String> notes) {
    List<String> cells = new ArrayList<>();
    for (int at = 0; at < row.getCellCount(); at++) {
      cells.add(text(row.getOptionalCell(at).orElse(null), notes));
    }
    return cells;
  }

  private static String text(@Nullable Cell cell, List<String> notes) {
    if (cell == null) {
      return "";
    }
    if (cell.getType() == CellType.FORMULA || cell.getFormula() != null) {
      notes.add("formulas in cells were read as the values saved with them");
    }
    String format = cell.getDataFormatString();
    boolean dated = format != null && format.matches("(?i).*[yd].*") && !format.contains("Red");
    if (cell.getType() == CellType.NUMBER && dated) {
      return cell.asDate().toLocalDate().toString();
    }
    return cell.getType() == CellType.NUMBER
        ? cell.asNumber().stripTrailingZeros().toPlainString()
        : cell.getType() == CellType.ERROR ? "" : String.valueOf(cell.getText());
  }
}
