package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The made order book around 9 April 2025. Expected states follow from the letter (H20 to China,
 * Macau and D:5, and to companies headquartered there) and from products of quantity and price.
 */
class ExampleTest {
  private static final Path ORDERS = Cli.ROOT.resolve("examples/orders-2025-04.csv");
  private static final Path STOCK = Cli.ROOT.resolve("examples/inventory-2025-04.csv");

  @TempDir Path folder;

  @Test
  void theLetterStopsWhatIsOpenToChinaAndNothingThatLeft() {
    Path out = folder.resolve("out");
    Cli run = Cli.exposure(ORDERS, out, "--inventory", STOCK);
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode summary = Cli.summary(out);
    assertThat(summary.path("lines").toString())
        .isEqualTo("{\"in\":12,\"decided\":11,\"rejected\":1}");
    JsonNode usd = summary.path("amountUsd");
    // 4000 x 12000 + 500 x 12500 + 300 x 12500 + 100 x 13000
    assertThat(usd.path("newly-blocked").decimalValue()).isEqualByComparingTo("59300000");
    // 64 x 28000
    assertThat(usd.path("already-required").decimalValue()).isEqualByComparingTo("1792000");
    // 1000 x 12000 + 200 x 13000 + 128 x 28000 + 2000 x 4200
    assertThat(usd.path("unaffected").decimalValue()).isEqualByComparingTo("26584000");
    // 50 x 12000 + 800 x 9500
    assertThat(usd.path("undetermined").decimalValue()).isEqualByComparingTo("8200000");
    JsonNode atRisk = summary.path("inventory").path("atRiskUsd");
    // 200 to Singapore are sold: (6000 - 200) x 5000 + 3000 x 3500 + 10000 x 1200
    assertThat(atRisk.path("total").decimalValue()).isEqualByComparingTo("51500000");
    assertThat(atRisk.path("ofThatReusable").decimalValue()).isEqualByComparingTo("10500000");
    assertThat(run.out()).contains("newly-blocked               4          59,300,000.00");
  }

  @Test
  void everyLineOfTheBookIsInOneOfTheFiles() {
    Path out = folder.resolve("out");
    Cli.exposure(ORDERS, out);
    List<Map<String, String>> decided = Cli.rows(out.resolve("decided.csv"));
    assertThat(decided)
        .extracting(row -> row.get("line") + " " + row.get("state"))
        .containsExactly(
            "2 newly-blocked",
            "3 unaffected",
            "4 newly-blocked",
            "5 newly-blocked",
            "6 unaffected",
            "7 newly-blocked",
            "8 already-required",
            "9 unaffected",
            "10 unaffected",
            "11 undetermined",
            "13 undetermined");
    assertThat(decided.get(9).get("reason")).contains("H2O0").contains("Maybe H20");
    Map<String, String> reject = Cli.rows(out.resolve("rejects.csv")).getFirst();
    assertThat(reject).containsEntry("line", "12").containsEntry("problem", "negative-quantity");
    assertThat(out.resolve("memo.html")).content().contains("59,300,000.00");
    assertThat(out.resolve(".work")).doesNotExist();
  }

  @Test
  void aScreeningReadsTheDayOfShippingForWhatLeft() {
    Path out = folder.resolve("out");
    Cli run = Cli.run("screen", ORDERS, "--as-of", "2025-04-20", "--out", out, "--fail-on-blocked");
    assertThat(run.code()).isEqualTo(10);
    List<Map<String, String>> decided = Cli.rows(out.resolve("decided.csv"));
    assertThat(decided.get(0).get("state")).isEqualTo("blocked");
    assertThat(decided.get(1).get("state")).isEqualTo("free"); // left on 2025-03-28
    assertThat(decided.get(10).get("state")).isEqualTo("blocked"); // MI308X is named in the letter
  }

  @Test
  void aHeldLicenceIsDrawnDownInTheOrderOfTheBook() throws Exception {
    Path licences = folder.resolve("licences.csv");
    Files.writeString(
        licences,
        """
        number,items,destinations,quantity,value_usd,expires
        L-1,H20,China;Hong Kong,4300,,2025-12-31
        """);
    Path out = folder.resolve("out");
    Cli run = Cli.exposure(ORDERS, out, "--licences", licences);
    assertThat(run.code()).as(run.err()).isZero();
    List<Map<String, String>> decided = Cli.rows(out.resolve("decided.csv"));
    // 4000 are covered; 500 more would overdraw 300; Macau is not in scope
    assertThat(decided.get(0)).containsEntry("state", "licensed").containsEntry("licence", "L-1");
    assertThat(decided.get(2).get("reason")).contains("over-drawn, 300 of 500 units left");
    assertThat(decided.get(2)).containsEntry("state", "newly-blocked");
    assertThat(decided.get(3).get("reason")).contains("another destination");
    assertThat(Cli.summary(out).path("licences").get(0).path("unitsLeft").asLong()).isEqualTo(300);
  }

  @Test
  void aSecondRunReportsWhatChangedSinceTheFirst() throws Exception {
    Path first = folder.resolve("first");
    Cli.exposure(ORDERS, first);
    Path changed = folder.resolve("orders.csv");
    List<String> lines =
        Files.readAllLines(ORDERS).stream()
            .filter(line -> !line.startsWith("SO-1008"))
            .map(line -> line.replace("SO-1004,1,H20,200", "SO-1004,1,H20,210"))
            .toList();
    Files.write(changed, lines);
    Path second = folder.resolve("second");
    Cli.exposure(changed, second, "--previous", first);
    JsonNode since = Cli.summary(second).path("sincePrevious");
    assertThat(since.toString()).isEqualTo("{\"added\":0,\"gone\":1,\"changed\":1}");
    List<Map<String, String>> rows = Cli.rows(second.resolve("changes.csv"));
    assertThat(rows)
        .extracting(row -> row.get("orderId") + " " + row.get("change"))
        .containsExactlyInAnyOrder("SO-1008 gone", "SO-1004 changed");
    assertThat(new BigDecimal(rows.getLast().get("amountUsd"))).isEqualByComparingTo("2730000");
  }

  @Test
  void theSameJobGivesTheSameBytes() throws Exception {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    Cli.exposure(ORDERS, one, "--inventory", STOCK);
    Cli.exposure(ORDERS, two, "--inventory", STOCK);
    List<Path> files = Disk.files(one);
    assertThat(files).hasSizeGreaterThanOrEqualTo(6);
    for (Path file : files) {
      Path other = two.resolve(one.relativize(file));
      assertThat(Files.mismatch(file, other)).as(file.toString()).isEqualTo(-1);
    }
  }
}
