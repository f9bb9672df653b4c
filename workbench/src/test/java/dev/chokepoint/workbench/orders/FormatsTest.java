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
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
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

  /** Every format, as it is and packed in gzip and in zip; archives are known by their bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "tsv", "jsonl", "parquet", "xlsx"})
  void everyFormatPlainInGzipAndInZip(String format) throws Exception {
    Path plain = folder.resolve("book." + format);
    switch (format) {
      case "csv" -> Files.writeString(plain, book());
      case "tsv" -> Files.writeString(plain, book().replace(",", "\t"));
      case "jsonl" -> Files.writeString(plain, jsonText());
      case "parquet" -> parquet(plain);
      default -> workbook(plain);
    }
    int first = format.equals("jsonl") || format.equals("parquet") ? 1 : 2;
    saysTheSame(plain, first);
    Path gz = folder.resolve("packed.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      Files.copy(plain, out);
    }
    saysTheSame(gz, first);
    Path zip = folder.resolve("packed.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("orders/book." + format));
      Files.copy(plain, out);
      out.closeEntry();
    }
    saysTheSame(zip, first);
  }

  /** A workbook with numbers and days as such, as a spreadsheet keeps them. */
  private static void workbook(Path file) throws IOException {
    List<Map<String, String>> rows = Cli.rows(ORDERS);
    List<String> columns = List.copyOf(rows.getFirst().keySet());
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", "1.0")) {
      Worksheet sheet = book.newWorksheet("orders");
      for (int at = 0; at < columns.size(); at++) {
        sheet.value(0, at, columns.get(at));
      }
      for (int row = 0; row < rows.size(); row++) {
        for (int at = 0; at < columns.size(); at++) {
          String cell = rows.get(row).getOrDefault(columns.get(at), "");
          if (columns.get(at).endsWith("date") && !cell.isEmpty()) {
            sheet.value(row + 1, at, LocalDate.parse(cell));
            sheet.style(row + 1, at).format("yyyy-mm-dd").set();
          } else if (columns.get(at).equals("qty") || columns.get(at).equals("unit price")) {
            sheet.value(row + 1, at, Double.valueOf(cell));
          } else if (!cell.isEmpty()) {
            sheet.value(row + 1, at, cell);
          }
        }
      }
    }
  }

  private static void parquet(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM read_csv('%s', dateformat='%%Y-%%m-%%d')) TO '%s'"
              .formatted(ORDERS, file));
    }
  }

  private static String jsonText() {
    JsonMapper mapper = JsonMapper.builder().build();
    List<String> lines = new ArrayList<>();
    for (Map<String, String> row : Cli.rows(ORDERS)) {
      Map<String, Object> object = new LinkedHashMap<>(row);
      object.put("qty", Long.valueOf(row.get("qty")));
      object.put("unit price", new java.math.BigDecimal(row.get("unit price")));
      object.values().removeIf(value -> value.equals(""));
      lines.add(mapper.writeValueAsString(object));
    }
    return String.join("\n", lines);
  }

  /** The workbook was written by another program (openpyxl), with numbers and dates as such. */
  @Test
  void aWorkbook() {
    saysTheSame(Cli.ROOT.resolve("workbench/src/test/fixtures/orders.xlsx"), 2);
  }

  /** The columns that compliance people keep; those that say nothing of a line are listed. */
  @Test
  void theColumnsOfAFullOrderBookAreAccepted() throws IOException {
    String header =
        "Order ID,Line ID,SKU,Quantity,Unit Price,Currency,Ship-to Country,Bill-to,Sold-to,"
            + "Intermediate Consignee,End User,End-user Headquarters Country,Ultimate Parent,"
            + "Ultimate Parent Country,Stated End Use,Ship-from Country,Order Date,Promised Date,"
            + "Actual Ship Date,Status,Licence Number,Licence Balance";
    String row =
        "A,1,H20,1,9,USD,CN,Payer,Buyer,Forwarder,User,CN,Parent,CN,training,US,2025-02-01,"
            + "2025-05-01,,open,,";
    Path out = folder.resolve("out");
    Path file = write("book.csv", header + "\n" + row + "\n", StandardCharsets.UTF_8);
    Cli run = Cli.exposure(file, out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("columns not used: Stated End Use, Licence Balance");
    assertThat(Cli.rows(out.resolve("decided.csv")).getFirst())
        .containsEntry("state", "newly-blocked")
        .containsEntry("customer", "User")
        .containsEntry("quarter", "2025-Q2");
  }

  /** Every column of an order book by each header that docs/orders.md lists for it. */
  @Test
  void everySynonymOfTheDocumentIsKnown() throws IOException {
    String text = Files.readString(Cli.ROOT.resolve("docs/orders.md"));
    List<String> rows =
        text.split("## Columns", -1)[1]
            .split("## ", -1)[0]
            .lines()
            .filter(line -> line.matches("\\| `[a-zA-Z]+` \\|.*"))
            .toList();
    assertThat(rows).hasSize(Column.values().length);
    for (String row : rows) {
      String[] cells = row.split("\\|", -1);
      String key = cells[1].replace("`", "").strip();
      List<String> headers = new ArrayList<>(List.of(key));
      headers.addAll(List.of(cells[2].strip().split(", ", -1)));
      assertThat(headers)
          .as(key)
          .allSatisfy(
              header -> assertThat(Column.find(header).map(Column::key)).as(header).hasValue(key));
    }
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

  /** More rows than one batch of the database: a list after IN once let batches overtake. */
  @Test
  void aLongTwinKeepsTheOrderOfTheBook() throws IOException {
    Path to = folder.resolve("long.csv");
    try (Duck duck = new Duck(folder.resolve("spill"), 500, 2)) {
      Results.createMacro(duck);
      Path from = folder.resolve("long.parquet");
      duck.run(
          "COPY (SELECT range AS line, 'SO-' || range AS orderId, '=' || range AS reason FROM"
              + " range(500000)) TO "
              + Duck.text(from.toString()));
      String rows = "SELECT * FROM read_parquet(" + Duck.text(from.toString()) + ")";
      duck.run(Results.csv(duck, rows, to, false));
    }
    long at = 0;
    for (String row : Files.readAllLines(to)) {
      if (!row.equals(at + ",SO-" + at + ",'=" + at)) {
        assertThat(row).as("row " + at).isEqualTo(at + ",SO-" + at + ",'=" + at);
      }
      at++;
    }
    assertThat(at).isEqualTo(500_000);
  }
}
