package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Names of order books are read as {@code parties search} reads them. The item is one that nothing
 * but a listed party stops: an L20 to Singapore.
 */
class NamesTest {
  private static final String HEADER =
      "source,entity_number,type,programs,name,addresses,federal_register_notice,start_date,"
          + "license_requirement,license_policy,alt_names\n";
  private static final String LISTED =
      "Entity List (EL) - Bureau of Industry and Security,,,,\"Quorvex Silicon Systems Co., Ltd.\","
          + "\"Shenzhen, CN\",90 FR 1,2025-01-15,All items subject to the EAR,Presumption of denial,"
          + "Kuoweikesi\n";
  private static final String BLOCKED_PERSON =
      "Specially Designated Nationals (SDN) - Treasury Department,1,Entity,SDGT,"
          + "ZELBRANDT MARITIME HOLDING,\"Moscow, RU\",,,,,\n";

  @TempDir Path folder;

  private Path store(String... lines) throws IOException {
    Path store = folder.resolve("store");
    importList(store, "2025-04-01", lines);
    return store;
  }

  private void importList(Path store, String day, String... lines) throws IOException {
    Path list = Files.writeString(folder.resolve("list.csv"), HEADER + String.join("", lines));
    Cli run = Cli.run("parties", "import", list, "--store", store, "--list-date", day);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private Path book(String... lines) throws IOException {
    String header =
        "sku,quantity,price,currency,ship to,end user,ultimate parent,sold to,forwarder";
    return Files.writeString(
        folder.resolve("book.csv"), header + "\n" + String.join("\n", lines) + "\n");
  }

  private static String to(String place, String parties) {
    return "L20,10,4000,USD," + place + "," + parties;
  }

  private List<Map<String, String>> screen(Path book, Path store) {
    Path out = folder.resolve("out");
    Cli run = Cli.run("screen", book, "--as-of", "2025-04-20", "--out", out, "--store", store);
    assertThat(run.code()).as(run.err()).isZero();
    return Cli.rows(out.resolve("decided.csv"));
  }

  private Map<String, String> name(String name) {
    return Cli.rows(folder.resolve("out/names.csv")).stream()
        .filter(row -> name.equals(row.get("name")))
        .findFirst()
        .orElse(Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Inspur Electronc Informaton Industri", "浪潮", "Inspur (Beijing) Electronic"})
  void aNearNameOfTheExtractIsTheListedParty(String name) throws IOException {
    Map<String, String> row =
        screen(book(to("SG", name + ",,,")), folder.resolve("none")).getFirst();
    assertThat(row).containsEntry("state", "blocked").containsEntry("clauses", "entity-list");
    assertThat(row.get("warnings")).contains("party-by-name");
    assertThat(row.get("reason")).startsWith("read as Inspur");
    assertThat(name(name)).containsEntry("taken", "listed").containsEntry("list", "EL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Quorvax Silicon,,,",
        "Nordic Bakery,Quorvex Silicon Systems,,",
        "Nordic Bakery,,QUORVEX SILICN SISTEMS,",
        "Nordic Bakery,,,Kuoweikesi",
      })
  void anImportedListIsAskedOfEveryoneWhoTakesPart(String parties) throws IOException {
    Path store = store(LISTED, BLOCKED_PERSON);
    List<Map<String, String>> rows =
        screen(book(to("SG", parties), to("SG", "Nordic Bakery,,,")), store);
    assertThat(rows.getFirst()).containsEntry("state", "blocked");
    assertThat(rows.getFirst().get("reason")).startsWith("read as Quorvex Silicon Systems");
    assertThat(rows.getLast()).containsEntry("state", "free");
    assertThat(rows.getLast().get("warnings")).doesNotContain("party");
    JsonNode names = Cli.summary(folder.resolve("out")).get("names");
    assertThat(names.get("embedded").asBoolean()).isFalse();
    assertThat(names.get("listed").asInt()).isEqualTo(1);
  }

  /** Perhaps somebody else; on a list whose rules are not modelled; no name at all. */
  @ParameterizedTest
  @ValueSource(strings = {"Silicon Quorvex Labs", "Zelbrandt Maritime", "\"Co., Ltd.\""})
  void whatAPersonMustSettleIsNeverFree(String name) throws IOException {
    Path store = store(LISTED, BLOCKED_PERSON);
    for (String place : List.of("SG", "US")) {
      Map<String, String> row = screen(book(to(place, name + ",,,")), store).getFirst();
      assertThat(row).containsEntry("state", "undetermined");
      assertThat(row.get("warnings")).contains("party-review");
      assertThat(name(name.replace("\"", ""))).containsEntry("taken", "review");
    }
  }

  @Test
  void theDayOfListingCountsWhereOnlyTheListKnowsIt() throws IOException {
    Path out = folder.resolve("out");
    Cli run =
        Cli.run(
            "exposure",
            book(to("SG", "Quorvex Silicon,,,"), to("SG", "Silicon Quorvex Labs,,,")),
            "--from",
            "2025-01-14",
            "--to",
            "2025-01-15",
            "--out",
            out,
            "--store",
            store(LISTED));
    assertThat(run.code()).as(run.err()).isZero();
    List<Map<String, String>> rows = Cli.rows(out.resolve("decided.csv"));
    assertThat(rows.getFirst())
        .containsEntry("state", "newly-blocked")
        .containsEntry("verdictBefore", "no-licence-required");
    assertThat(rows.getLast())
        .containsEntry("state", "undetermined")
        .containsEntry("verdictBefore", "no-licence-required");
  }

  @Test
  void whatAPersonDecidedHolds() throws IOException {
    Path store = store(LISTED, BLOCKED_PERSON);
    decide(store, "Quorvax Silicon", "different");
    decide(store, "Silicon Quorvex Labs", "same");
    List<Map<String, String>> rows =
        screen(
            book(
                to("SG", "Quorvax Silicon,,,"),
                to("SG", "Silicon Quorvex Labs,,,"),
                to("SG", "Quorvax Silicon Ltd,,,")),
            store);
    assertThat(rows.stream().map(row -> row.get("state")))
        .containsExactly("free", "blocked", "blocked");
    // A line that a person's word frees never looks like one that nothing stops.
    assertThat(rows.getFirst().get("warnings")).contains("cleared-by-person");
    assertThat(rows.getFirst().get("reason"))
        .startsWith(
            "found to be another than Quorvex Silicon Systems Co., Ltd. (EL) by A reviewer");
    assertThat(rows.get(1).get("warnings")).doesNotContain("cleared-by-person");
    assertThat(Cli.summary(folder.resolve("out")).get("linesClearedByPerson").asInt()).isOne();
    assertThat(name("Quorvax Silicon"))
        .containsEntry("taken", "cleared")
        .containsEntry("decision", "its address is another");
  }

  /** The line's other party is judged all the same, and the warning stays. */
  @Test
  void whatAPersonClearedStaysVisibleBesideAnother() throws IOException {
    Path store = store(LISTED, BLOCKED_PERSON);
    decide(store, "Quorvax Silicon", "different");
    Path book = book(to("SG", "Quorvax Silicon,Zelbrandt Maritime,,"));
    Map<String, String> row = screen(book, store).getFirst();
    assertThat(row).containsEntry("state", "undetermined");
    assertThat(row.get("warnings")).contains("cleared-by-person", "party-review");
    Path out = folder.resolve("strict");
    Cli strict =
        Cli.run(
            "screen",
            book,
            "--as-of",
            "2025-04-20",
            "--out",
            out,
            "--store",
            store,
            "--not-cleared-by",
            "A reviewer");
    assertThat(strict.code()).as(strict.err()).isZero();
    Map<String, String> stopped = Cli.rows(out.resolve("decided.csv")).getFirst();
    assertThat(stopped).containsEntry("state", "blocked");
    assertThat(stopped.get("warnings")).doesNotContain("cleared-by-person");
    assertThat(Cli.run("verify", out).code()).isZero();
  }

  private static void decide(Path store, String name, String verdict) {
    Cli run =
        Cli.run(
            "parties",
            "decide",
            name,
            "--party",
            "Quorvex Silicon Systems Co., Ltd.",
            "--verdict",
            verdict,
            "--by",
            "A reviewer",
            "--because",
            "its address is another",
            "--store",
            store);
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void verifyKnowsTheListAndTheDecisionsThatWereUsed() throws IOException {
    Path store = store(LISTED);
    Path out = folder.resolve("out");
    screen(book(to("SG", "Quorvax Silicon,,,")), store);
    JsonNode hashes = Cli.summary(out).get("hashes");
    assertThat(hashes.get("parties")).isNotEqualTo(hashes.get("catalogue"));
    assertThat(Cli.run("verify", out).code()).isZero();

    importList(store, "2025-04-19", LISTED, BLOCKED_PERSON);
    Cli other = Cli.run("verify", out);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.out()).contains("hashes.parties");

    screen(folder.resolve("book.csv"), store);
    assertThat(Cli.run("verify", out).code()).isZero();
    decide(store, "Quorvax Silicon", "different");
    assertThat(Cli.run("verify", out).out()).contains("hashes.decisions");
  }

  /** A row has room for a few thousand parties apart; beyond, they share what is said of them. */
  @Test
  void manyListedPartiesAreAllStopped() throws IOException {
    Random random = new Random(5);
    TreeMap<String, String> lines = new TreeMap<>();
    while (lines.size() < 4_600) {
      String name = word(random) + " " + word(random);
      lines.put(name, LISTED.replace("Quorvex Silicon Systems", name).replace("Kuoweikesi", ""));
    }
    Path store = store(lines.values().toArray(new String[0]));
    List<String> rows = new ArrayList<>();
    lines.keySet().forEach(name -> rows.add("L20,1,1,USD,SG," + name + ",,,,"));
    String header =
        "sku,quantity,price,currency,ship to,end user,ultimate parent,sold to,bill to,forwarder\n";
    Path book = Files.writeString(folder.resolve("b.csv"), header + String.join("\n", rows) + "\n");
    assertThat(screen(book, store))
        .hasSize(4_600)
        .allMatch(row -> "blocked".equals(row.get("state")));
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int at = 0; at < 4; at++) {
      word.append("bdfgklmnprtvz".charAt(random.nextInt(13)));
      word.append("aeiou".charAt(random.nextInt(5)));
    }
    return word.toString();
  }
}
