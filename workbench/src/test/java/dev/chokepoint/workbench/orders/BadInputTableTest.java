package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row of the table of bad input in docs/orders.md has a test, and the tests of some. */
class BadInputTableTest {
  private static final String HEADER =
      "order id,line,sku,quantity,price,currency,ship to,end user,order date,ship date,arrival\n";
  private static final String GOOD = "A,1,H100,2,100,USD,JP,Made,2025-01-02,,\n";
  private static final String ROWS = "aBadRowIsRejectedWithItsPlaceAndReason";

  /** A row of the document by its first cell, and the tests of what it says. */
  private static final Map<String, List<String>> TESTS =
      Map.ofEntries(
          Map.entry("too few or too many cells in a row", List.of(ROWS)),
          Map.entry("a line feed inside quotes", List.of("aLineFeedInACellIsReadWithCare")),
          Map.entry("a zero character", List.of("aZeroCharacterAndABadByteRejectTheirRows")),
          Map.entry(
              "a byte that is no character of the encoding",
              List.of("aZeroCharacterAndABadByteRejectTheirRows")),
          Map.entry(
              "a text in an encoding that cannot be told",
              List.of("anEncodingThatCannotBeToldIsAskedFor")),
          Map.entry(
              "a row of more than 16 million characters, such as a cell of 100 MB",
              List.of("aHugeCellRefusesTheBookAndNotTheMachine")),
          Map.entry("a quote that is not closed", List.of("aQuoteThatIsNotClosedRefusesTheBook")),
          Map.entry("the same order and line number twice", List.of(ROWS)),
          Map.entry("no, a negative, a fractional or another bad quantity", List.of(ROWS)),
          Map.entry("a bad or negative price", List.of(ROWS)),
          Map.entry("a price without a currency", List.of(ROWS)),
          Map.entry("a currency that is not known, or without a rate", List.of(ROWS)),
          Map.entry("more than 10 trillion US dollars in a line", List.of(ROWS)),
          Map.entry("no price", List.of("aMissingPriceIsAnUnknownAmountAndNotZero")),
          Map.entry("a country that is not known", List.of(ROWS, "theNearestCountryIsNamed")),
          Map.entry("no destination", List.of("aMissingDestinationIsUnknownAndNotFree")),
          Map.entry(
              "shipped before ordered, or arrived before shipped",
              List.of(ROWS, "daysThatCannotBeAreRejected")),
          Map.entry(
              "a day that no calendar has, or outside 1990 to 2100",
              List.of(ROWS, "daysThatCannotBeAreRejected")),
          Map.entry("a date that may be read in two ways, or in none", List.of(ROWS)),
          Map.entry("no part number", List.of(ROWS)),
          Map.entry(
              "a line of JSON that is no object, or has a key twice",
              List.of("badJsonRejectsItsLine", "aLineOfJsonThatIsNoObject")),
          Map.entry("an empty file, or one with a header alone", List.of("emptyFiles")),
          Map.entry(
              "no header, a column that is needed missing, or one twice",
              List.of("emptyFiles", "aHeaderThatLacksWhatIsNeededIsRefusedWithAHint")),
          Map.entry(
              "ten columns of which three are known", List.of("tenColumnsOfWhichThreeAreKnown")),
          Map.entry(
              "an archive that unpacks to more than 400 times its size (above 64 MiB)",
              List.of("aBombIsNotUnpacked")),
          Map.entry(
              "an archive or workbook that unpacks to more than half of the room on the disk, or"
                  + " than 16 GiB; `CHOKEPOINT_UNPACKED_MB` sets another number of megabytes",
              List.of(
                  "theLeastCounts",
                  "aFileWithinItsRatioButBeyondTheSettingIsRefused",
                  "anArchiveThatSaysLessThanItHoldsIsRefused")),
          Map.entry(
              "a damaged archive, workbook or Parquet file; several files in a zip; an archive in an"
                  + " archive",
              List.of("damagedFilesAreRefused", "archivesAndWorkbooksThatAreNone")),
          Map.entry(
              "formulas in cells",
              List.of("formulasAreShownAndNotRun", "theSavedValueOfAFormulaCounts")));

  @TempDir Path folder;

  @Test
  void everyRowOfTheDocumentHasATest() throws IOException {
    String text = Files.readString(Cli.ROOT.resolve("docs/orders.md"));
    String table = text.substring(text.indexOf("## Bad input"), text.indexOf("*Rejected* means"));
    Set<String> rows = new TreeSet<>();
    for (String line : table.lines().filter(line -> line.startsWith("| ")).skip(1).toList()) {
      rows.add(line.split("\\|", -1)[1].strip());
    }
    assertThat(new TreeSet<>(TESTS.keySet())).isEqualTo(rows);
    Set<String> known =
        Stream.of(
                BadInputTest.class, FormatsTest.class, BadInputTableTest.class, ExpansionTest.class)
            .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(method -> method.getName())
            .collect(Collectors.toSet());
    TESTS.forEach((row, tests) -> assertThat(known).as(row).containsAll(tests));
  }

  private void refused(byte[] file, String problem) throws IOException {
    Path out = folder.resolve("out");
    Cli run = Cli.exposure(Files.write(folder.resolve("book"), file), out);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(2);
    assertThat(run.err()).contains(problem);
    assertThat(out.resolve("summary.json")).doesNotExist();
  }

  private List<String> rejects(Path file) {
    Path out = folder.resolve("out");
    Cli run = Cli.exposure(file, out);
    assertThat(run.code()).as(run.err()).isZero();
    return Cli.rows(out.resolve("rejects.csv")).stream()
        .map(row -> row.get("line") + " " + row.get("problem"))
        .toList();
  }

  /** A byte that neither UTF-8 nor GB18030 has. */
  @Test
  void anEncodingThatCannotBeToldIsAskedFor() throws IOException {
    byte[] text = (HEADER + GOOD.replace("Made", "M~e")).getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < text.length; at++) {
      text[at] = text[at] == '~' ? (byte) 0xFF : text[at];
    }
    refused(text, "bad encoding");
    assertThat(Cli.exposure(folder.resolve("book"), folder.resolve("out")).err())
        .contains("--encoding");
  }

  @Test
  void daysThatCannotBeAreRejected() throws IOException {
    String row = "A,%s,H100,2,100,USD,JP,Made,%s,%s,%s\n";
    Path file =
        Files.writeString(
            folder.resolve("book.csv"),
            HEADER
                + row.formatted(1, "2025-01-02", "2025-01-05", "2025-01-04")
                + row.formatted(2, "1989-12-31", "", "")
                + row.formatted(3, "2101-01-01", "", "")
                + row.formatted(4, "1990-01-01", "2025-01-05", "2025-01-05"));
    assertThat(rejects(file))
        .containsExactly("2 arrived-before-shipped", "3 impossible-date", "4 impossible-date");
  }

  @Test
  void aLineOfJsonThatIsNoObject() throws IOException {
    String good = "{\"sku\":\"H20\",\"quantity\":1,\"destination\":\"CN\"}\n";
    Path file = Files.writeString(folder.resolve("b.jsonl"), good + "[1,2]\n7\n\"text\"\n" + good);
    assertThat(rejects(file)).containsExactly("2 bad-json", "3 bad-json", "4 bad-json");
  }

  @Test
  void archivesAndWorkbooksThatAreNone() throws IOException {
    byte[] book = (HEADER + GOOD).getBytes(StandardCharsets.UTF_8);
    refused(zip(Map.of("a.csv", book, "b.csv", book)), "several files");
    refused(zip(Map.of("a.csv.gz", gzip(book))), "archive in archive");
    refused(gzip(zip(Map.of("a.csv", book))), "archive in archive");
    refused(
        zip(Map.of("xl/workbook.xml", "<workbook".getBytes(StandardCharsets.UTF_8))), "bad xlsx");
    Path found = Cli.ROOT.resolve("workbench/src/test/fixtures/cell-without-a-row.xlsx");
    refused(Files.readAllBytes(found), "bad xlsx");
    refused(Arrays.copyOf(gzip(book), gzip(book).length / 2), "damaged archive");
    refused(Arrays.copyOf(zip(Map.of("a.csv", book)), 60), "damaged archive");
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : new TreeSet<>(files.keySet())) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(files.get(name));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] file) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(file);
    }
    return bytes.toByteArray();
  }

  /**
   * A workbook whose formula was never calculated has no value: the row is rejected, not guessed.
   */
  @Test
  void theSavedValueOfAFormulaCounts() throws IOException {
    Path file = folder.resolve("book.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", "1.0")) {
      Worksheet sheet = book.newWorksheet("orders");
      List<String> columns = List.of("sku", "quantity", "ship to", "end user");
      for (int at = 0; at < columns.size(); at++) {
        sheet.value(0, at, columns.get(at));
      }
      sheet.value(1, 0, "H20");
      sheet.formula(1, 1, "2+3");
      sheet.value(1, 2, "CN");
      sheet.value(2, 0, "H20");
      sheet.value(2, 1, 5);
      sheet.value(2, 2, "CN");
      sheet.value(2, 3, "=HYPERLINK(\"x\")");
    }
    assertThat(rejects(file)).hasSize(1).allMatch(row -> row.startsWith("2 "));
    Map<String, String> row =
        new ArrayList<>(Cli.rows(folder.resolve("out/decided.csv"))).getFirst();
    assertThat(row).containsEntry("quantity", "5").containsEntry("customer", "'=HYPERLINK(\"x\")");
  }
}
