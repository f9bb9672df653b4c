package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The header of an order file, and what its names are taken for.
 *
 * @param names as they stand in the file
 */
public record Heading(List<String> names) {
  /** What stands in a mapping for a header that is not read. */
  private static final String UNUSED = "unused";

  private static final long MEMORY_MEGABYTES = 500;

  public Heading {
    names = List.copyOf(names);
  }

  /**
   * Reads the header of a file of any format that a run reads.
   *
   * @param work a folder that is there, for what is unpacked or converted; it is emptied
   * @throws Refused when the file cannot be read
   */
  public static Heading of(Path file, Path work) {
    try (Duck duck = new Duck(work.resolve("spill"), MEMORY_MEGABYTES, 1)) {
      Fingerprint print = Fingerprint.of(file, "input");
      return new Heading(
          Input.open(duck, file, print, work, null, false).header().stream()
              .map(String::strip)
              .toList());
    } finally {
      Disk.delete(work);
    }
  }

  /** Names of the columns that mean something, in their order. */
  public static List<String> columns() {
    return Arrays.stream(Column.values()).map(Column::key).toList();
  }

  /** Those without which no line can be judged. */
  public static List<String> compulsory() {
    return Column.COMPULSORY.stream().map(Column::key).toList();
  }

  /** The column that each name is taken for unless somebody says otherwise; empty for none. */
  public Map<String, String> proposed() {
    Map<String, String> mapping = new LinkedHashMap<>();
    names.forEach(name -> mapping.put(name, Column.find(name).map(Column::key).orElse("")));
    return mapping;
  }

  /**
   * Refuses a mapping by which no run could read the file.
   *
   * @param mapping column by header; empty for none
   */
  public static void check(Map<String, String> mapping) {
    mapping.forEach((header, column) -> {
      if (!column.isEmpty() && !columns().contains(column)) {
        throw new Refused(
            new Problem(
                "unknown-column",
                header,
                column,
                "one of " + String.join(", ", columns()),
                Nearest.hint(column, columns())));
      }
    });
    Map<String, String> all = new LinkedHashMap<>();
    mapping.forEach((header, column) -> all.put(header, column.isEmpty() ? UNUSED : column));
    Column.place(List.copyOf(mapping.keySet()), all, "file");
  }

  /** Writes a mapping as {@code --map} reads it. */
  public static void write(Map<String, String> mapping, Path to) {
    try (CSVPrinter printer =
        new CSVPrinter(
            Files.newBufferedWriter(to),
            CSVFormat.RFC4180.builder().setHeader("header", "column").get())) {
      for (Map.Entry<String, String> each : mapping.entrySet()) {
        printer.printRecord(each.getKey(), each.getValue().isEmpty() ? UNUSED : each.getValue());
      }
    } catch (IOException e) {
      throw Disk.trouble(e, to);
    }
  }
}
