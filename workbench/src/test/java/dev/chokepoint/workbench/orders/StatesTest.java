package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What becomes of lines around the letter of 9 April 2025 (H20 to China, Macau and D:5, and to
 * companies with headquarters there), which names no goods in transit; H100 needed a licence for
 * China since October 2022. Money is quantity times price, added up by hand.
 */
class StatesTest {
  /** A book with a line in every state, and what each must be. */
  static final String BOOK =
      """
      order id,line,sku,quantity,price,currency,ship to,end user,end user hq,order date,promised date,ship date,arrival date,status,licence
      A,1,H20,10,100,USD,CN,One,CN,2025-02-01,2025-05-01,,,,
      A,2,H20,20,100,USD,CN,One,CN,2025-02-01,2025-04-01,2025-04-01,2025-04-05,,
      A,3,H20,30,100,USD,CN,One,CN,2025-02-01,2025-04-05,2025-04-05,2025-04-20,,
      A,4,H20,40,100,USD,CN,One,CN,2025-02-01,2025-04-09,2025-04-09,2025-04-10,,
      B,1,H100 SXM5,50,100,USD,CN,Two,CN,2025-02-01,2025-06-01,,,,
      B,2,H20,60,100,USD,JP,Two,JP,2025-02-01,2025-06-01,,,,
      B,3,H20,70,100,USD,CN,Two,CN,2025-02-01,2025-06-01,,,cancelled,
      C,1,H20,4,100,USD,CN,Three,CN,2025-02-01,2025-07-01,,,,L-1
      C,2,H20,2,100,USD,CN,Three,CN,2025-02-01,2025-07-01,,,,L-1
      D,1,H2O0,80,100,USD,CN,Four,CN,2025-02-01,2025-07-01,,,,
      E,1,H20,90,100,USD,Macau,Five,MO,2025-02-01,2025-07-01,,,,
      E,2,H20,100,100,USD,香港,Five,HK,2025-02-01,2025-07-01,,,,
      E,3,H20,110,100,USD,SG,Five,CN,2025-02-01,2025-07-01,,,,
      E,4,H20,120,100,USD,SG,Six,SG,2025-02-01,2025-07-01,,,,
      F,1,sys-hgx-h20,1,800,USD,CN,One,CN,2025-02-01,2025-07-01,,,,
      """;

  static final String LICENCES =
      "number,items,destinations,quantity,expires\nL-1,H20,CN,5,2025-12-31\n";

  /** The letter as it was, but with an invented end and an invented savings clause. */
  static final String SAVING =
      """
      provisions:
        - id: LETTER-2025
          kind: requirement
          versions:
            - effective: 2025-04-09
              until: 2025-08-01
              savings: {loadedBefore: 2025-04-09, arrivesBy: 2025-04-20}
              when: {all: [{in: {destination: [CN, MO]}}, {anyCircuit: {in: {item: [nvidia-h20-96]}}}]}
      """;

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> states(Path out) {
    List<String> states = new ArrayList<>();
    for (Map<String, String> row : Cli.rows(out.resolve("decided.csv"))) {
      states.add(row.get("orderId") + row.get("lineId") + " " + row.get("state"));
    }
    return states;
  }

  /** A letter of 2023-08 for the Middle East was never published: its places are not decided. */
  @Test
  void whatIsNotDecidedIsNotSellable() throws IOException {
    Path out = folder.resolve("out");
    Path book = write("book.csv", "sku,quantity,ship to,end user\nH100 SXM5,1,CN,Made One\n");
    Cli run = Cli.run("screen", book, "--as-of", "2023-09-01", "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    var item = Cli.summary(out).at("/sellable/0");
    assertThat(item.get("undetermined").toString()).contains("\"AE\"", "\"SA\"");
    assertThat(item.get("free").toString()).contains("\"DE\"").doesNotContain("\"AE\"");
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains(item.get("free").size() + " destinations;")
        .containsPattern("not counted, since not decided: AE ");
  }

  @Test
  void everyLineHasTheStateThatTheLetterGivesIt() throws IOException {
    Path out = folder.resolve("out");
    Path licences = write("licences.csv", LICENCES);
    Cli run = Cli.exposure(write("book.csv", BOOK), out, "--licences", licences);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(states(out))
        .containsExactly(
            "A1 newly-blocked",
            "A2 unaffected",
            "A3 in-transit",
            "A4 shipped-required",
            "B1 already-required",
            "B2 unaffected",
            "B3 cancelled",
            "C1 licensed",
            "C2 newly-blocked",
            "D1 undetermined",
            "E1 newly-blocked",
            "E2 newly-blocked",
            "E3 newly-blocked",
            "E4 unaffected",
            "F1 newly-blocked");
    List<Map<String, String>> rows = Cli.rows(out.resolve("decided.csv"));
    assertThat(rows.get(2).get("warnings")).contains("savings-not-known");
    assertThat(rows.get(8).get("reason")).contains("over-drawn, 1 of 2 units left");
    assertThat(rows.get(9)).containsEntry("itemId", "").containsEntry("verdict", "undetermined");
    assertThat(rows.get(9).get("reason")).contains("Maybe H20");
    assertThat(rows.get(14)).containsEntry("itemId", "sys-hgx-h20");
    JsonNode summary = Cli.summary(out);
    JsonNode usd = summary.path("amountUsd");
    // 1000 + 200 + 9000 + 10000 + 11000 + 800
    assertThat(usd.path("newly-blocked").decimalValue()).isEqualByComparingTo("32000");
    // 2000 + 6000 + 12000
    assertThat(usd.path("unaffected").decimalValue()).isEqualByComparingTo("20000");
    assertThat(usd.path("in-transit").decimalValue()).isEqualByComparingTo("3000");
    assertThat(usd.path("shipped-required").decimalValue()).isEqualByComparingTo("4000");
    assertThat(usd.path("already-required").decimalValue()).isEqualByComparingTo("5000");
    assertThat(usd.path("cancelled").decimalValue()).isEqualByComparingTo("7000");
    assertThat(usd.path("licensed").decimalValue()).isEqualByComparingTo("400");
    assertThat(usd.path("undetermined").decimalValue()).isEqualByComparingTo("8000");
    assertThat(usd.path("total").decimalValue()).isEqualByComparingTo("79400");
    // A1; C2, E1, E2, E3 and F1
    assertThat(amount(summary, "byQuarter", "quarter", "2025-Q2", "newly-blocked"))
        .isEqualTo("1000.00");
    assertThat(amount(summary, "byQuarter", "quarter", "2025-Q3", "newly-blocked"))
        .isEqualTo("31000.00");
    assertThat(amount(summary, "byCustomer", "customer", "Five", "newly-blocked"))
        .isEqualTo("30000.00");
    assertThat(amount(summary, "byDestination", "destination", "CN", "newly-blocked"))
        .isEqualTo("2000.00");
    assertThat(amount(summary, "bySku", "sku", "H20", "newly-blocked")).isEqualTo("31200.00");
    assertThat(amount(summary, "byClause", "clause", "LETTER-2025", "newly-blocked"))
        .isEqualTo("32000.00");
    assertThat(Cli.rows(out.resolve("totals.csv")))
        .filteredOn(row -> "customer".equals(row.get("by")) && "Five".equals(row.get("key")))
        .extracting(row -> row.get("state") + " " + row.get("amountUsd"))
        .containsExactly("newly-blocked 30000.00");
  }

  private static String amount(
      JsonNode summary, String table, String key, String name, String state) {
    for (JsonNode row : summary.path(table)) {
      if (row.path(key).asString().equals(name) && row.path("state").asString().equals(state)) {
        return row.path("amountUsd").decimalValue().setScale(2).toPlainString();
      }
    }
    return "";
  }

  @Test
  void theColumnsOfADecidedLineAreThoseOfTheDocument() throws IOException {
    Path out = folder.resolve("out");
    Cli.exposure(write("book.csv", BOOK), out);
    assertThat(Files.readAllLines(out.resolve("decided.csv")).getFirst())
        .isEqualTo(
            "line,orderId,lineId,sku,itemId,quantity,destination,customer,quarter,currency,amount,"
                + "amountUsd,verdictBefore,verdict,eccn,reviewPolicy,clauses,overlays,movement,"
                + "state,licence,reason,warnings");
    assertThat(Files.readAllLines(out.resolve("rejects.csv")).getFirst())
        .isEqualTo("line,orderId,lineId,place,problem,reason,value,limit,hint,amount,currency");
    Map<String, String> h100 = Cli.rows(out.resolve("decided.csv")).get(4);
    assertThat(h100)
        .containsEntry("line", "6")
        .containsEntry("orderId", "B")
        .containsEntry("lineId", "1")
        .containsEntry("sku", "H100 SXM5")
        .containsEntry("itemId", "nvidia-h100-sxm5")
        .containsEntry("verdict", "licence-required")
        .containsEntry("eccn", "3A090.a")
        .containsEntry("reviewPolicy", "presumption-of-denial")
        .containsEntry("amountUsd", "5000.00");
    assertThat(h100.get("clauses")).contains("destination-a-side");
    JsonNode hashes = Cli.summary(out).path("hashes");
    assertThat(List.of("rulebook", "catalogue", "parties", "input"))
        .allSatisfy(name -> assertThat(hashes.path(name).asString()).matches("[0-9a-f]{64}"));
  }

  /** A free line never looks like one whose end user was checked. */
  @Test
  void aLineWithoutAnEndUserSaysSo() throws IOException {
    String header = "sku,quantity,price,currency,ship to,end user,sold to\n";
    Path some =
        write(
            "some.csv",
            header
                + "H20,1,9,USD,JP,Made One,\nH20,1,9,USD,JP,,Made Two\nH20,1,,,JP, ,\n"
                + "H20,1,9,USD,CN,,\n");
    Path out = folder.resolve("out");
    Cli run = Cli.run("screen", some, "--as-of", "2025-04-20", "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Cli.rows(out.resolve("decided.csv")))
        .extracting(row -> row.get("state") + ": " + row.get("warnings"))
        .containsExactly(
            "free: contested hq-assumed",
            "free: contested hq-assumed no-end-user",
            "free: contested hq-assumed no-end-user amount-unknown",
            "blocked: contested hq-assumed no-end-user");
    String note = "no end user: 3 lines name none, 2 of them may go";
    assertThat(Cli.summary(out).path("notes").toString()).contains(note);
    assertThat(run.out()).contains(note);
    assertThat(Cli.summary(out).path("warnings").toString())
        .contains("{\"code\":\"no-end-user\",\"lines\":3,\"mayGo\":2}");
    Path none = write("none.csv", "sku,quantity,ship to,hq country\nH20,1,JP,JP\n");
    Path exposed = folder.resolve("exposed");
    assertThat(Cli.exposure(none, exposed).code()).isZero();
    assertThat(Cli.rows(exposed.resolve("decided.csv")).getFirst())
        .containsEntry("state", "unaffected")
        .containsEntry("warnings", "contested no-end-user amount-unknown");
  }

  /** What needed a licence before the move is pre-existing, shipped or not. */
  @Test
  void whatLeftUnderAnOlderRuleIsNoEffectOfTheMove() throws IOException {
    String header = "sku,quantity,ship to,end user,hq country,ship date\n";
    Path book =
        write(
            "book.csv", header + "H100 SXM5,1,CN,One,CN,2025-04-09\nH20,1,CN,One,CN,2025-04-09\n");
    Path out = folder.resolve("out");
    assertThat(Cli.exposure(book, out).code()).isZero();
    assertThat(Cli.rows(out.resolve("decided.csv")))
        .extracting(row -> row.get("movement") + " " + row.get("state"))
        .containsExactly("shipped already-required", "shipped shipped-required");
    Path screened = folder.resolve("screened");
    Cli.run("screen", book, "--as-of", "2025-04-20", "--out", screened);
    assertThat(Cli.rows(screened.resolve("decided.csv")))
        .extracting(row -> row.get("state"))
        .containsExactly("shipped-required", "shipped-required");
  }

  @Test
  void aScreeningSaysBlockedFreeAndWhatLeft() throws IOException {
    Path out = folder.resolve("out");
    Path book = write("book.csv", BOOK);
    Cli run = Cli.run("screen", book, "--as-of", "2025-04-20", "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(states(out))
        .containsExactly(
            "A1 blocked",
            "A2 free",
            "A3 free",
            "A4 shipped-required",
            "B1 blocked",
            "B2 free",
            "B3 cancelled",
            "C1 blocked",
            "C2 blocked",
            "D1 undetermined",
            "E1 blocked",
            "E2 blocked",
            "E3 blocked",
            "E4 free",
            "F1 blocked");
    assertThat(Cli.run("screen", book, "--as-of", "2025-04-20", "--out", out, "--fail-on-blocked"))
        .extracting(Cli::code)
        .isEqualTo(10);
  }

  /** Loaded in time and arriving by the day of the clause: free; a day later: bound. */
  @Test
  void aSavingsClauseIsHonoured() throws IOException {
    Path overlay = write("saving.yaml", SAVING);
    String late = "G,1,H20,7,100,USD,CN,One,CN,2025-02-01,,2025-04-05,2025-04-21,,\n";
    Path out = folder.resolve("out");
    Cli run =
        Cli.run(
            "--overlay",
            overlay,
            "exposure",
            write("book.csv", BOOK + late),
            "--from",
            "2025-04-08",
            "--to",
            "2025-04-10",
            "--out",
            out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(states(out)).contains("A3 in-transit", "G1 newly-blocked");
    List<Map<String, String>> rows = Cli.rows(out.resolve("decided.csv"));
    assertThat(rows.get(2).get("warnings")).doesNotContain("savings-not-known");
    assertThat(rows.getLast().get("reason")).contains("too late for the savings clause");
    assertThat(run.out()).contains("NOT THE LAW");
  }

  @Test
  void aRuleThatEndsFreesWhatItStopped() throws IOException {
    Path overlay = write("saving.yaml", SAVING);
    Path out = folder.resolve("out");
    Cli run =
        Cli.run(
            "--overlay",
            overlay,
            "exposure",
            write("book.csv", BOOK),
            "--from",
            "2025-07-31",
            "--to",
            "2025-08-01",
            "--out",
            out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(states(out)).contains("A1 newly-freed", "B1 already-required", "E1 newly-freed");
    Map<String, String> freed = Cli.rows(out.resolve("decided.csv")).getFirst();
    assertThat(freed).containsEntry("clauses", "LETTER-2025");
    assertThat(freed.get("reason")).startsWith("was required: ");
  }

  /** The same book under the law and with one rule more: only that rule's lines change. */
  @Test
  void aChangedRuleChangesTheStatesOfABook() throws IOException {
    Path book =
        write(
            "book.csv", "sku,quantity,ship to,hq country\nL20,1,CN,CN\nL20,1,JP,JP\nT4,1,CN,CN\n");
    Path overlay = Cli.ROOT.resolve("docs/example-what-if.yaml");
    Path law = folder.resolve("law");
    List<Object> words = List.of("exposure", book, "--from", "2026-08-31", "--to", "2026-09-01");
    List<Object> first = new ArrayList<>(words);
    first.addAll(List.of("--out", law));
    assertThat(Cli.run(first.toArray()).code()).isZero();
    assertThat(Cli.rows(law.resolve("decided.csv")))
        .extracting(row -> row.get("state"))
        .containsExactly("unaffected", "unaffected", "unaffected");
    Path changed = folder.resolve("changed");
    List<Object> second = new ArrayList<>(List.of("--overlay", overlay));
    second.addAll(words);
    second.addAll(List.of("--out", changed));
    assertThat(Cli.run(second.toArray()).code()).isZero();
    // 864 GB/s is at least 800; a T4 has 320
    assertThat(Cli.rows(changed.resolve("decided.csv")))
        .extracting(row -> row.get("state") + row.get("clauses"))
        .containsExactly("newly-blockedMEMORY-LINE", "unaffected", "unaffected");
    assertThat(Cli.summary(changed).path("hashes").path("rulebook"))
        .isNotEqualTo(Cli.summary(law).path("hashes").path("rulebook"));
  }

  /** 25 % of 100 x 30,000 (C070 of the cases: H200 in band 1), and 15 % of 1,000 x 12,000. */
  @Test
  void dutyAndRevenueShareAreWhatTheRulesSet() throws IOException {
    Path h200 = write("h200.csv", "sku,quantity,price,currency,ship to\nH200,100,30000,USD,CN\n");
    Path out = folder.resolve("out");
    Cli run = Cli.run("exposure", h200, "--from", "2026-01-13", "--to", "2026-02-01", "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode duty = Cli.summary(out).path("levies").get(0);
    assertThat(duty.path("kind").asString()).isEqualTo("duty");
    assertThat(duty.path("levyUsd").decimalValue()).isEqualByComparingTo("750000");
    Path h20 =
        write(
            "h20.csv",
            "sku,quantity,price,currency,ship to\nH20,1000,12000,USD,CN\nH20,1,9,USD,JP\n");
    Path share = folder.resolve("share");
    Cli.run("exposure", h20, "--from", "2025-08-01", "--to", "2025-08-20", "--out", share);
    JsonNode levies = Cli.summary(share).path("levies");
    assertThat(levies).hasSize(1);
    assertThat(levies.get(0).path("kind").asString()).isEqualTo("revenue-share");
    assertThat(levies.get(0).path("certainty").asString()).isEqualTo("reported");
    assertThat(levies.get(0).path("levyUsd").decimalValue()).isEqualByComparingTo("1800000");
  }
}
