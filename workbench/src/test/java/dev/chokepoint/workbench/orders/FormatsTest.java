package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** One book in every format says the same. */
class FormatsTest {
  private static final Path ORDERS = Cli.ROOT.resolve("examples/orders-2025-04.csv");

  @TempDir static Path shared;
  @TempDir Path folder;
  private static List<Map<String, String>> expected = List.of();

  @BeforeAll
  static void plain() {
    Path out = shared.resolve("plain");
    assertThat(Cli.exposure(ORDERS, out).code()).isZero();
    expected = without(Cli.rows(out.resolve("decided.csv")), List.of("line"));
    assertThat(expected).hasSize(11);
  }

  private static List<Map<String, String>> without(
      List<Map<String, String>> rows, List<String> columns) {
    return rows.stream()
        .map(row -> {
          Map<String, String> copy = new LinkedHashMap<>(row);
          copy.keySet().removeAll(columns);
          return copy;
        })
        .toList();
  }

  private void saysTheSame(Path file, long firstLine, Object... more) {
    Path out = folder.resolve("out");
    Cli run = Cli.exposure(file, out, more);
    assertThat(run.code()).as(run.err()).isZero();
    List<Map<String, String>> rows = Cli.rows(out.resolve("decided.csv"));
    assertThat(without(rows, List.of("line"))).isEqualTo(expected);
    assertThat(rows.getFirst()).containsEntry("line", String.valueOf(firstLine));
    assertThat(rows.getLast()).containsEntry("line", String.valueOf(firstLine + 11));
  }

  private static String book() {
    try {
      return Files.readString(ORDERS);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path write(String name, String text, Charset charset) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(charset));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16, ''",
    "UTF-16LE, \ufeff",
    "UTF-16BE, \ufeff",
    "UTF-8, \ufeff",
    "GB18030, ''",
  })
  void encodingsAreToldApart(String charset, String mark) throws IOException {
    saysTheSame(write("book.csv", mark + book(), Charset.forName(charset)), 2);
  }

  @Test
  void anEncodingMayBeStated() throws IOException {
    Path file = write("book.csv", book(), Charset.forName("GB18030"));
    saysTheSame(file, 2, "--encoding", "GBK");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t", ";", "|"})
  void delimitersAreToldApart(String delimiter) throws IOException {
    saysTheSame(write("book.txt", book().replace(",", delimiter), StandardCharsets.UTF_8), 2);
  }

  @Test
  void endsOfLinesOfWindowsAndALineMoreOrLessChangeNothing() throws IOException {
    saysTheSame(write("w.csv", book().replace("\n", "\r\n"), StandardCharsets.UTF_8), 2);
    saysTheSame(write("n.csv", book().stripTrailing(), StandardCharsets.UTF_8), 2);
    saysTheSame(write("b.csv", "\n" + book() + "\n\n", StandardCharsets.UTF_8), 3);
  }

  @Test
  void gzipAndZip() throws IOException {
    Path gz = folder.resolve("book.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write(book().getBytes(StandardCharsets.UTF_8));
    }
    saysTheSame(gz, 2);
    Path zip = folder.resolve("book.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("orders/book.csv"));
      out.write(book().getBytes(StandardCharsets.UTF_16));
      out.closeEntry();
    }
    saysTheSame(zip, 2);
  }

  /** The workbook was written by another program (openpyxl), with numbers and dates as such. */
  @Test
  void aWorkbook() {
    saysTheSame(Cli.ROOT.resolve("workbench/src/test/fixtures/orders.xlsx"), 2);
  }

  @Test
  void parquetWithTypes() throws Exception {
    Path file = folder.resolve("book.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM read_csv('%s', dateformat='%%Y-%%m-%%d')) TO '%s'"
              .formatted(ORDERS, file));
    }
    saysTheSame(file, 1);
  }

  @Test
  void jsonLines() throws IOException {
    JsonMapper mapper = JsonMapper.builder().build();
    List<String> lines = new ArrayList<>();
    for (Map<String, String> row : Cli.rows(ORDERS)) {
      Map<String, Object> object = new LinkedHashMap<>(row);
      object.put("qty", Long.valueOf(row.get("qty")));
      object.put("unit price", new java.math.BigDecimal(row.get("unit price")));
      object.values().removeIf(value -> value.equals(""));
      lines.add(mapper.writeValueAsString(object));
    }
    saysTheSame(write("book.jsonl", String.join("\n", lines), StandardCharsets.UTF_8), 1);
  }

  @Test
  void columnsInAnyOrderUnderOtherNames() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : book().lines().toList()) {
      List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
      java.util.Collections.reverse(cells);
      lines.add(String.join(",", cells));
    }
    Function<String, String> renamed =
        text ->
            text.replace("part number", "Material Nr")
                .replace("end user hq", "总部国家")
                .replace("end user,", "End Customer,")
                .replace("qty", "数量")
                .replace("order id", "Sales_Order");
    String text = renamed.apply(String.join("\n", lines));
    Path map = write("map.csv", "header,column\nmaterial nr,sku\n", StandardCharsets.UTF_8);
    saysTheSame(write("book.csv", text, StandardCharsets.UTF_8), 2, "--map", map);
  }

  /** The careful reader and the quick one agree: a quoted line feed sends a book to the first. */
  @Test
  void aLineFeedInACellIsReadWithCare() throws IOException {
    String text = book().replace("Made Cloud Four", "\"Made\nCloud Four\"");
    Path out = folder.resolve("out");
    Cli run = Cli.exposure(write("book.csv", text, StandardCharsets.UTF_8), out);
    assertThat(run.code()).as(run.err()).isZero();
    List<Map<String, String>> rows = Cli.rows(out.resolve("decided.csv"));
    assertThat(without(rows, List.of("line", "customer")))
        .isEqualTo(without(expected, List.of("customer")));
    assertThat(rows.get(4))
        .containsEntry("line", "6")
        .containsEntry("customer", "Made\nCloud Four");
    assertThat(rows.get(5)).containsEntry("line", "8");
  }
}
