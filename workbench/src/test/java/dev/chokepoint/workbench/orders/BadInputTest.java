package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What each bad input gets; the table of docs/orders.md in the same order. */
class BadInputTest {
  private static final String HEADER =
      "order id,line,sku,quantity,price,currency,ship to,end user,order date,ship date\n";
  private static final String GOOD = "A,1,H100,2,100.50,USD,JP,Made,2025-01-02,\n";

  @TempDir Path folder;

  private Path book(String text) throws IOException {
    return Files.writeString(folder.resolve("book.csv"), text);
  }

  private Path out() {
    return folder.resolve("out");
  }

  private void refused(Path file, String problem, Object... more) {
    Cli run = Cli.exposure(file, out(), more);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(2);
    assertThat(run.err()).contains(problem);
    assertThat(out().resolve("summary.json")).doesNotExist();
  }

  /** Row, place and problem of rows of which each is bad in one way. */
  private static final String BAD_ROWS =
      """
      B,1,H100,2,100,USD,JP,Made,2025-01-02 ! row ! too-few-cells
      B,2,H100,2,100,USD,JP,Made,2025-01-02,,x ! row ! too-many-cells
      B,3,,2,100,USD,JP,Made,2025-01-02, ! sku ! missing-sku
      B,4,H100,,100,USD,JP,Made,2025-01-02, ! quantity ! missing-quantity
      B,5,H100,-2,100,USD,JP,Made,2025-01-02, ! quantity ! negative-quantity
      B,6,H100,2.5,100,USD,JP,Made,2025-01-02, ! quantity ! fractional-quantity
      B,7,H100,two,100,USD,JP,Made,2025-01-02, ! quantity ! bad-quantity
      B,8,H100,0,100,USD,JP,Made,2025-01-02, ! quantity ! bad-quantity
      B,9,H100,1000000001,100,USD,JP,Made,2025-01-02, ! quantity ! bad-quantity
      B,10,H100,2,-100,USD,JP,Made,2025-01-02, ! unitPrice ! negative-price
      B,11,H100,2,abc,USD,JP,Made,2025-01-02, ! unitPrice ! bad-price
      B,12,H100,2,100,,JP,Made,2025-01-02, ! currency ! price-without-currency
      B,13,H100,2,100,XYZW,JP,Made,2025-01-02, ! currency ! unknown-currency
      B,14,H100,2,100,EUR,JP,Made,2025-01-02, ! currency ! no-rate
      B,15,H100,2,100,USD,Chnia,Made,2025-01-02, ! shipTo ! unknown-country
      B,16,H100,2,100,USD,JP,Made,2025-01-02,2025-01-01 ! shipDate ! shipped-before-ordered
      B,17,H100,2,100,USD,JP,Made,2025-02-30, ! orderDate ! impossible-date
      B,18,H100,2,100,USD,JP,Made,03/04/2025, ! orderDate ! ambiguous-date
      B,19,H100,2,100,USD,JP,Made,soon, ! orderDate ! bad-date
      A,1,H100,9,100,USD,JP,Made,2025-01-02, ! orderId ! duplicate-key
      B,21,H100,999999999,99999999,USD,JP,Made,2025-01-02, ! unitPrice ! amount-too-large
      """;

  /** Bad rows between two good ones: they alone are rejected, and money and counts reconcile. */
  @Test
  void aBadRowIsRejectedWithItsPlaceAndReason() throws IOException {
    List<String[]> bad = BAD_ROWS.lines().map(line -> line.strip().split(" ! ", -1)).toList();
    StringBuilder book = new StringBuilder(HEADER + GOOD);
    bad.forEach(row -> book.append(row[0]).append('\n'));
    book.append(GOOD.replace("A,1", "A,2"));
    Cli run = Cli.exposure(book(book.toString()), out());
    assertThat(run.code()).as(run.err()).isZero();
    List<Map<String, String>> rejects = Cli.rows(out().resolve("rejects.csv"));
    assertThat(rejects).hasSameSizeAs(bad);
    for (int at = 0; at < bad.size(); at++) {
      assertThat(rejects.get(at))
          .containsEntry("line", String.valueOf(at + 3))
          .containsEntry("place", bad.get(at)[1])
          .containsEntry("problem", bad.get(at)[2]);
      assertThat(rejects.get(at).get("reason"))
          .startsWith(bad.get(at)[2].replace('-', ' ') + "; wanted: ")
          .endsWith(rejects.get(at).get("limit"))
          .doesNotEndWith("wanted: ");
    }
    JsonNode summary = Cli.summary(out());
    assertThat(summary.path("lines").toString())
        .isEqualTo(
            "{\"in\":%d,\"decided\":2,\"rejected\":%d}".formatted(bad.size() + 2, bad.size()));
    assertThat(summary.path("reconciliation").path("balanced").asBoolean()).isTrue();
    assertThat(summary.path("amountUsd").path("total").decimalValue()).isEqualByComparingTo("402");
  }

  @Test
  void theNearestCountryIsNamed() throws IOException {
    Cli.exposure(book(HEADER + GOOD.replace(",JP,", ",Chnia,") + GOOD), out());
    assertThat(Cli.rows(out().resolve("rejects.csv")).getFirst().get("hint"))
        .contains("China (CN)");
  }

  @Test
  void aZeroCharacterAndABadByteRejectTheirRows() throws IOException {
    byte[] text =
        (HEADER
                + GOOD
                + GOOD.replace("A,1", "A,2").replace("Made", "Ma\0de")
                + GOOD.replace("A,1", "A,3").replace("Made", "Ma~de")
                + GOOD.replace("A,1", "A,4").repeat(1))
            .getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < text.length; at++) {
      text[at] = text[at] == '~' ? (byte) 0xFF : text[at];
    }
    Path file = Files.write(folder.resolve("book.csv"), text);
    Cli run = Cli.exposure(file, out(), "--encoding", "UTF-8");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Cli.rows(out().resolve("rejects.csv")))
        .extracting(row -> row.get("line") + " " + row.get("problem"))
        .containsExactly("3 zero-character", "4 bad-encoding");
  }

  @Test
  void aMissingPriceIsAnUnknownAmountAndNotZero() throws IOException {
    Cli.exposure(book(HEADER + GOOD + GOOD.replace("A,1", "A,2").replace("100.50", "")), out());
    Map<String, String> row = Cli.rows(out().resolve("decided.csv")).get(1);
    assertThat(row).containsEntry("amountUsd", "").containsEntry("state", "unaffected");
    assertThat(row.get("warnings")).contains("amount-unknown");
    assertThat(Cli.summary(out()).path("linesWithoutAmount").asLong()).isEqualTo(1);
  }

  @Test
  void aMissingDestinationIsUnknownAndNotFree() throws IOException {
    Cli.exposure(book(HEADER + GOOD.replace(",JP,", ",,")), out());
    assertThat(Cli.rows(out().resolve("decided.csv")).getFirst())
        .containsEntry("destination", "?")
        .containsEntry("state", "undetermined");
  }

  @Test
  void formulasAreShownAndNotRun() throws IOException {
    Path file =
        book(
            HEADER
                + "=1+1,1,H100,2,100.50,USD,JP,\"@SUM(A1)\",2025-01-02,\n"
                + "-2,+3,H100,2,1,USD,JP,＝x,2025-01-02,\n");
    Cli run = Cli.exposure(file, out());
    assertThat(run.code()).as(run.err()).isZero();
    List<Map<String, String>> rows = Cli.rows(out().resolve("decided.csv"));
    assertThat(rows.get(0))
        .containsEntry("orderId", "'=1+1")
        .containsEntry("customer", "'@SUM(A1)");
    assertThat(rows.get(1)).containsEntry("orderId", "-2").containsEntry("customer", "'＝x");
    assertThat(rows.get(1)).containsEntry("lineId", "+3");
  }

  /** One column of cells as people write them, and what each is read as. */
  private void areRead(String header, String row, String field, String... cellsAndValues)
      throws IOException {
    StringBuilder book = new StringBuilder(header);
    List<String> expected = new ArrayList<>();
    for (int at = 0; at < cellsAndValues.length; at += 2) {
      book.append(row.formatted(at, "\"" + cellsAndValues[at] + "\""));
      expected.add(cellsAndValues[at] + " = " + cellsAndValues[at + 1]);
    }
    Cli run = Cli.exposure(book(book.toString()), out());
    assertThat(run.code()).as(run.err()).isZero();
    List<Map<String, String>> rows = Cli.rows(out().resolve("decided.csv"));
    List<String> read = new ArrayList<>();
    for (int at = 0; at < rows.size(); at++) {
      read.add(cellsAndValues[2 * at] + " = " + rows.get(at).get(field));
    }
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void separatorsOfThousandsAndFullWidthDigits() throws IOException {
    areRead(
        HEADER,
        "A,%d,H100,%s,0.5,USD,JP,Made,2025-01-02,\n",
        "quantity",
        "1,200",
        "1200",
        "1200.00",
        "1200",
        "１２００",
        "1200",
        "1 200",
        "1200",
        "1'200",
        "1200");
  }

  @Test
  void pricesAsPeopleWriteThem() throws IOException {
    areRead(
        HEADER,
        "A,%d,H100,2,%s,USD,JP,Made,2025-01-02,\n",
        "amountUsd",
        "1,234.56",
        "2469.12",
        "1.234,56",
        "2469.12",
        "12,50",
        "25.00",
        "0.0001",
        "0.00",
        "99,999",
        "199998.00");
  }

  @Test
  void datesAsPeopleWriteThem() throws IOException {
    areRead(
        HEADER.replace("ship date", "promised date"),
        "A,%d,H100,2,1,USD,JP,Made,2025-01-02,%s\n",
        "quarter",
        "2025/4/9",
        "2025-Q2",
        "20250409",
        "2025-Q2",
        "9 Apr 2025",
        "2025-Q2",
        "Apr 9, 2025",
        "2025-Q2",
        "09.04.2025",
        "2025-Q2",
        "2025年4月9日",
        "2025-Q2",
        "2025-04-09T10:00:00Z",
        "2025-Q2",
        "13/04/2025",
        "2025-Q2",
        "04/13/2025",
        "2025-Q2",
        "04/04/2025",
        "2025-Q2",
        "12-31-2025",
        "2025-Q4");
  }

  @Test
  void ambiguousDatesAreReadAsTheUserSays() throws IOException {
    String row = "A,1,H100,2,1,USD,JP,Made,2024-01-02,03/04/2025\n";
    Path file = book(HEADER.replace("ship date", "promised date") + row);
    Cli.exposure(file, out(), "--dates", "dmy");
    assertThat(Cli.rows(out().resolve("decided.csv")).getFirst())
        .containsEntry("quarter", "2025-Q2");
    Cli.exposure(file, folder.resolve("mdy"), "--dates", "mdy");
    assertThat(Cli.rows(folder.resolve("mdy/decided.csv")).getFirst())
        .containsEntry("quarter", "2025-Q1");
  }

  @Test
  void countriesAsPeopleWriteThem() throws IOException {
    areRead(
        HEADER,
        "A,%d,H100,2,1,USD,%s,Made,2025-01-02,\n",
        "destination",
        "China",
        "CN",
        "PRC",
        "CN",
        "CHN",
        "CN",
        "中国",
        "CN",
        "中華人民共和國",
        "CN",
        "Hong Kong SAR",
        "HK",
        "香港",
        "HK",
        "MAC",
        "MO",
        "澳门",
        "MO",
        "Taiwan",
        "TW",
        "台灣",
        "TW",
        "日本",
        "JP",
        "Deutschland",
        "DE",
        "uk",
        "GB",
        "Korea (South)",
        "KR",
        "阿联酋",
        "AE",
        "United States of America",
        "US");
  }

  @Test
  void ratesAreThoseOfTheDayOfTheOrder() throws IOException {
    Path rates =
        Files.writeString(
            folder.resolve("rates.csv"),
            """
            date,currency,usd
            2025-01-01,CNY,0.1370
            2025-01-02,CNY,0.1400
            2025-01-03,CNY,0.2
            """);
    Path file = book(HEADER + GOOD.replace("USD", "RMB"));
    Cli run = Cli.exposure(file, out(), "--rates", rates);
    assertThat(run.code()).as(run.err()).isZero();
    // 2 x 100.50 x 0.14
    assertThat(Cli.rows(out().resolve("decided.csv")).getFirst())
        .containsEntry("currency", "CNY")
        .containsEntry("amountUsd", "28.14");
  }

  @Test
  void productsMaySayWhatAPartNumberIs() throws IOException {
    Path products =
        Files.writeString(
            folder.resolve("products.csv"),
            """
            sku,item,spec
            SRV-8,,"vendor=NVIDIA,contains=8xnvidia-h20-96"
            P-1,H100,
            T-1,,"vendor=NVIDIA,contains=1xnvidia-t4"
            """);
    String header = HEADER.replace("ship date", "promised date");
    Path file =
        book(
            header
                + "A,1,SRV-8,1,100,USD,CN,Made,2025-01-02,\nA,2,P-1,1,100,USD,CN,Made,2025-01-02,\n"
                + "A,3,T-1,1,100,USD,CN,Made,2025-01-02,\n");
    Cli run = Cli.exposure(file, out(), "--products", products);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Cli.rows(out().resolve("decided.csv")))
        .extracting(row -> row.get("state"))
        .containsExactly("newly-blocked", "already-required", "unaffected");
  }

  @Test
  void tenColumnsOfWhichThreeAreKnown() throws IOException {
    Path file = book("a,sku,b,c,quantity,d,e,country,f,g\n1,H20,1,1,5,1,1,CN,1,1\n");
    Cli run = Cli.exposure(file, out());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("columns not used: a, b, c, d, e, f, g");
    assertThat(Cli.rows(out().resolve("decided.csv")).getFirst())
        .containsEntry("state", "newly-blocked")
        .containsEntry("amountUsd", "");
  }

  @Test
  void aHeaderThatLacksWhatIsNeededIsRefusedWithAHint() throws IOException {
    refused(book("sku,quantity,destnation\nH20,1,CN\n"), "missing column");
    refused(book("sku,part,quantity,to\nH20,x,1,CN\n"), "duplicate column");
  }

  @Test
  void emptyFiles() throws IOException {
    refused(book(""), "empty file");
    refused(book(HEADER), "empty file");
    refused(book("\n\n"), "missing header");
    refused(folder.resolve("none.csv"), "no such file");
  }

  @Test
  void aQuoteThatIsNotClosedRefusesTheBook() throws IOException {
    refused(book(HEADER + GOOD + "B,1,\"H100,2,100,USD,JP,Made,2025-01-02,\n" + GOOD), "bad csv");
  }

  @Test
  void aHugeCellRefusesTheBookAndNotTheMachine() throws IOException {
    Path file = folder.resolve("book.csv");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write((HEADER + "B,1,\"").getBytes(StandardCharsets.UTF_8));
      byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int at = 0; at < 100; at++) {
        out.write(block);
      }
      out.write("\",2,100,USD,JP,Made,2025-01-02,\n".getBytes(StandardCharsets.UTF_8));
    }
    refused(file, "record too long");
  }

  @Test
  void aBombIsNotUnpacked() throws IOException {
    Path file = folder.resolve("book.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      byte[] block = new byte[1 << 20];
      for (int at = 0; at < 300; at++) {
        out.write(block);
      }
    }
    refused(file, "unpacks to too much");
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    byte[] gzip = {0x1F, (byte) 0x8B, 8, 0, 1, 2};
    refused(Files.write(folder.resolve("book.gz"), gzip), "damaged archive");
    refused(Files.writeString(folder.resolve("book.parquet"), "PAR1 and no more"), "bad parquet");
    byte[] noise = new byte[4096];
    new java.util.Random(5).nextBytes(noise);
    noise[0] = 7;
    refused(Files.write(folder.resolve("book.csv"), noise), "");
  }

  @Test
  void badJsonRejectsItsLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("book.jsonl"),
            """
            {"sku":"H20","quantity":1,"destination":"CN"}
            {"sku":"H20","quantity":1,
            {"sku":"H20","sku":"H100","quantity":1,"destination":"CN"}
            {"sku":"H20","quantity":2,"destination":"JP"}
            """);
    Cli run = Cli.exposure(file, out());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Cli.rows(out().resolve("rejects.csv")))
        .extracting(row -> row.get("line") + " " + row.get("problem"))
        .containsExactly("2 bad-json", "3 bad-json");
  }

  @Test
  void badSideTablesAreRefusedWithTheirLine() throws IOException {
    Path file = book(HEADER + GOOD);
    Path rates =
        Files.writeString(folder.resolve("r.csv"), "date,currency,usd\n2025-01-01,CNY,-1\n");
    refused(file, "--rates line 2 usd: bad rate", "--rates", rates);
    Path products = Files.writeString(folder.resolve("p.csv"), "sku,item\nX,H2O0\n");
    refused(file, "Maybe H20", "--products", products);
    Path stock =
        Files.writeString(folder.resolve("i.csv"), "sku,stage,quantity,unitCost\nX,moon,1,1\n");
    refused(file, "--inventory line 2 stage", "--inventory", stock);
  }

  /** A folder that cannot be written, as a file in its place is for every user. */
  @Test
  void aFolderThatCannotBeWritten() throws IOException {
    Path file = book(HEADER + GOOD);
    Path blocked = Files.writeString(folder.resolve("blocked"), "");
    Cli run = Cli.exposure(file, blocked.resolve("out"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("cannot write");
  }
}
