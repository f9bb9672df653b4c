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

/** Which customers a made book flags, and why; every figure here can be checked by hand. */
class AlertsTest {
  private static final String HEADER =
      "order id,sku,quantity,price,currency,ship to,end user,hq country,ultimate parent,"
          + "intermediate,order date,site,site power mw,customer since,status\n";

  @TempDir Path folder;

  private JsonNode flags(String book, Object... more) throws IOException {
    Path file = Files.writeString(folder.resolve("book.csv"), book);
    Cli run = Cli.exposure(file, folder.resolve("out"), more);
    assertThat(run.code()).as(run.err()).isZero();
    return Cli.summary(folder.resolve("out")).path("redFlags");
  }

  private static List<String> raised(JsonNode flags) {
    List<String> out = new ArrayList<>();
    for (JsonNode alert : flags.path("alerts")) {
      for (JsonNode flag : alert.path("flags")) {
        out.add(alert.path("customer").asString() + " " + flag.path("flag").asString());
      }
    }
    return out;
  }

  private static String reason(JsonNode flags, String flag) {
    for (JsonNode alert : flags.path("alerts")) {
      for (JsonNode raised : alert.path("flags")) {
        if (raised.path("flag").asString().equals(flag)) {
          return raised.path("reason").asString();
        }
      }
    }
    return "";
  }

  /** A customer of old, with everything known, against whom nothing speaks. */
  private static final String GOOD =
      "G1,H20,100,1,USD,JP,Good,JP,Good Holding,,2021-05-01,Osaka,20,2001-01-01,\n";

  @Test
  void aCustomerAgainstWhomNothingSpeaksIsNotFlagged() throws IOException {
    JsonNode flags = flags(HEADER + GOOD);
    assertThat(flags.path("alerts")).isEmpty();
    assertThat(flags.path("checks")).hasSize(6);
    assertThat(flags.path("checks")).allMatch(check -> check.path("checked").asBoolean());
  }

  @Test
  void aFirstOrderAfterOctober2022AndACustomerFormedAfterIt() throws IOException {
    String late = "N1,H20,1,1,USD,JP,Late,JP,P,,2022-11-01,Osaka,20,,\n";
    String young = "Y1,H20,1,1,USD,JP,Young,JP,P,,2022-10-31,Osaka,20,2023-02-03,\n";
    String edge = "E1,H20,1,1,USD,JP,Edge,JP,P,,2022-10-31,Osaka,20,2022-10-31,\n";
    JsonNode flags = flags(HEADER + GOOD + late + young + edge);
    assertThat(raised(flags)).containsExactlyInAnyOrder("Late new-customer", "Young new-customer");
    Map<String, String> row = Cli.rows(folder.resolve("out/alerts.csv")).getFirst();
    assertThat(row).containsEntry("customer", "Late").containsEntry("firstLine", "3");
    assertThat(row.get("reason")).isEqualTo("first order on 2022-11-01, after October 2022");
  }

  @Test
  void aBookThatBeginsAfterTheRuleCannotShowAFirstOrder() throws IOException {
    JsonNode flags =
        flags("sku,quantity,ship to,end user,order date\nH20,1,JP,Somebody,2025-01-02\n");
    JsonNode check = flags.path("checks").get(0);
    assertThat(check.path("flag").asString()).isEqualTo("new-customer");
    assertThat(check.path("checked").asBoolean()).isFalse();
    assertThat(check.path("note").asString())
        .isEqualTo(
            "not checked: the book begins after October 2022 and has no column customerSince");
    assertThat(flags.path("alerts")).isEmpty();
  }

  @Test
  void absentInputsSayNotChecked() throws IOException {
    JsonNode flags = flags("sku,quantity,ship to\nH20,1,JP\n");
    assertThat(flags.path("checks"))
        .allMatch(check -> check.path("note").asString().startsWith("not checked: no column "));
    Cli run =
        Cli.exposure(folder.resolve("book.csv"), folder.resolve("off"), "--alerts-per-week", "0");
    assertThat(run.code()).isZero();
    assertThat(Cli.summary(folder.resolve("off")).path("redFlags").path("checks"))
        .allMatch(check -> check.path("note").asString().contains("--alerts-per-week is 0"));
    assertThat(run.out()).contains("not checked");
  }

  @Test
  void noLineNamesAParent() throws IOException {
    String one = "P1,H20,1,1,USD,JP,Orphan,JP,unknown,,2021-01-01,Osaka,20,2001-01-01,\n";
    String two = "P2,H20,1,1,USD,JP,Orphan,JP,,,2021-01-02,Osaka,20,2001-01-01,\n";
    JsonNode flags = flags(HEADER + GOOD + one + two);
    assertThat(raised(flags)).containsExactly("Orphan no-ultimate-parent");
    assertThat(reason(flags, "no-ultimate-parent")).isEqualTo("none of 2 lines names one");
    String named = two.replace("JP,,,", "JP,Known,,");
    assertThat(raised(flags(HEADER + GOOD + one + named))).isEmpty();
  }

  /** Three orders of at most 8 within 90 days by a detour; one more unit or day is too many. */
  @Test
  void smallOrdersByADetourRepeated() throws IOException {
    String detour = "%s,H20,%d,1,USD,MY,Mule,MY,P,Forwarder,%s,KL,20,2001-01-01,%s\n";
    String a = detour.formatted("D1", 8, "2022-01-01", "");
    String b = detour.formatted("D2", 4, "2022-02-01", "");
    String b2 = detour.formatted("D2", 4, "2022-02-01", "");
    String c = detour.formatted("D3", 1, "2022-03-31", "");
    JsonNode flags = flags(HEADER + GOOD + a + b + b2 + c);
    assertThat(raised(flags)).containsExactly("Mule small-rerouted");
    assertThat(reason(flags, "small-rerouted")).startsWith("3 orders of at most 8 units within 90");
    assertThat(raised(flags(HEADER + GOOD + a + b + c.replace("2022-03-31", "2022-04-01"))))
        .isEmpty();
    assertThat(raised(flags(HEADER + GOOD + a + b + b2 + b2 + c))).isEmpty();
    assertThat(raised(flags(HEADER + GOOD + a + b + c.replace(",1,1,", ",-1,1,")))).isEmpty();
    String cancelled = detour.formatted("D3", 1, "2022-03-31", "cancelled");
    assertThat(raised(flags(HEADER + GOOD + a + b + cancelled))).isEmpty();
    String direct = (a + b + c).replace("Forwarder", "");
    assertThat(raised(flags(HEADER + GOOD + direct))).isEmpty();
    assertThat(raised(flags(HEADER + GOOD + direct.replace("MY,Mule,MY", "MY,Mule,CN"))))
        .containsExactly("Mule small-rerouted");
  }

  /** The least that sources give an H20 is 400 W: 2,500 draw 1 MW, and 25,000 draw 10 MW. */
  @Test
  void aSiteWithoutPowerForWhatItBuys() throws IOException {
    String site = "S%d,H20,%d,1,USD,JP,Builder,JP,P,,2021-01-01,Nara,%s,2001-01-01,\n";
    String half = site.formatted(1, 1250, "1");
    String more = site.formatted(2, 1251, "1");
    JsonNode flags = flags(HEADER + GOOD + half + more);
    assertThat(raised(flags)).containsExactly("Builder site-power");
    // 2,501 x 400 W = 1.0004 MW
    assertThat(reason(flags, "site-power"))
        .isEqualTo(
            "chips for Nara draw at least 1.000 MW without cooling, and 1.000 MW are stated");
    assertThat(raised(flags(HEADER + GOOD + half + half.replace("S1", "S2")))).isEmpty();
    JsonNode unstated = flags(HEADER + GOOD + site.formatted(1, 25000, ""));
    assertThat(reason(unstated, "site-power"))
        .isEqualTo(
            "chips for Nara draw at least 10.000 MW without cooling, and no power is stated");
    assertThat(raised(flags(HEADER + GOOD + site.formatted(1, 24999, "")))).isEmpty();
  }

  @Test
  void noAddressAndAMoveFromChina() throws IOException {
    String there = "M1,H20,1,1,USD,香港,Mover,HK,P,,2022-06-01,,20,2001-01-01,\n";
    String elsewhere = "M2,H20,1,1,USD,MY,Mover,HK,P,,2023-06-01,KL,20,2001-01-01,\n";
    JsonNode flags = flags(HEADER + GOOD + there + elsewhere);
    assertThat(raised(flags)).containsExactly("Mover moved-from-china", "Mover no-site");
    assertThat(reason(flags, "no-site")).isEqualTo("1 of 2 lines name none");
    assertThat(reason(flags, "moved-from-china"))
        .isEqualTo("ordered there on 2022-06-01, and elsewhere up to 2023-06-01");
  }

  @Test
  void moreFlagsComeFirstThenMoreMoneyAndWeeksHoldWhatPeopleCanReview() throws IOException {
    StringBuilder book = new StringBuilder(HEADER + GOOD);
    for (int at = 1; at <= 5; at++) {
      book.append(
          "R%d,H20,%d,1,USD,JP,Customer %d,JP,,,2021-01-01,%s,20,2001-01-01,\n"
              .formatted(at, at, at, at == 2 ? "" : "Osaka"));
    }
    JsonNode flags = flags(book.toString(), "--alerts-per-week", "2");
    List<String> order = new ArrayList<>();
    flags
        .path("alerts")
        .forEach(alert ->
            order.add(alert.path("week").asInt() + " " + alert.path("customer").asString()));
    assertThat(order)
        .containsExactly(
            "1 Customer 2", "1 Customer 5", "2 Customer 4", "2 Customer 3", "3 Customer 1");
    assertThat(flags.path("customers").asInt()).isEqualTo(5);
  }
}
