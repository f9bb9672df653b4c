package dev.chokepoint.workbench;

import dev.chokepoint.controls.Determination;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Tables as CSV that is safe to open in a spreadsheet. */
final class Csv {
  private static final long MOST_BYTES = 64L << 20;

  private Csv() {}

  /** A row of an input file by lower-case column name. */
  record Row(long number, Map<String, String> values) {
    @Nullable String get(String column) {
      String value = values.get(column);
      return value == null || value.isBlank() ? null : value.strip();
    }
  }

  static List<Row> read(Path path) {
    String name = String.valueOf(path.getFileName());
    try {
      if (!Files.isRegularFile(path)) {
        throw new Refused(new Problem("no-such-file", "--file", name, "a readable CSV file", ""));
      }
      if (Files.size(path) > MOST_BYTES) {
        throw new Refused(
            new Problem("file-too-large", "--file", name, "at most " + MOST_BYTES + " bytes", ""));
      }
      try (Reader reader = Files.newBufferedReader(path);
          CSVParser parser =
              CSVFormat.RFC4180
                  .builder()
                  .setHeader()
                  .setSkipHeaderRecord(true)
                  .setIgnoreHeaderCase(true)
                  .setIgnoreEmptyLines(true)
                  .get()
                  .parse(reader)) {
        List<Row> rows = new ArrayList<>();
        for (CSVRecord record : parser) {
          Map<String, String> values = new LinkedHashMap<>();
          record
              .toMap()
              .forEach((key, value) ->
                  values.put(
                      key.replace("\ufeff", "").strip().toLowerCase(java.util.Locale.ROOT), value));
          rows.add(new Row(record.getRecordNumber(), values));
        }
        return rows;
      }
    } catch (CharacterCodingException e) {
      throw new Refused(new Problem("bad-encoding", "--file", name, "UTF-8", ""));
    } catch (UncheckedIOException | IOException e) {
      throw new Refused(
          new Problem(
              "bad-csv", "--file", String.valueOf(e.getMessage()), "RFC 4180 with a header", ""));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new Refused(
          new Problem(
              "bad-csv", "--file", String.valueOf(e.getMessage()), "RFC 4180 with a header", ""));
    }
  }

  static String answers(List<Answer> answers) {
    List<List<String>> rows = new ArrayList<>();
    for (Answer answer : answers) {
      for (Determination d : answer.variants()) {
        rows.add(
            List.of(
                d.item().id(),
                d.item().name(),
                d.trade().destination(),
                d.trade().asOf().toString(),
                d.clock().word(),
                d.verdict().word(),
                text(d.eccn()),
                String.join(" ", d.eccnCandidates()),
                d.reviewPolicy() == null ? "" : d.reviewPolicy().word(),
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
                d.residual() == null ? "" : d.residual().text()));
      }
    }
    return table(
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
            "residual"),
        rows);
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

  /** A cell that a spreadsheet will not run as a formula. */
  static String safe(String cell) {
    return !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }
}
