package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random books against {@link NaiveBook}, which reads them row by row: with listed parties and
 * parents, names that are like listed ones, savings clauses, licences that are drawn down, goods
 * under way, and the reason of every line. {@code -Dchokepoint.lines=100000} asks the full count.
 */
class DifferentialTest {
  private static final int LINES = Integer.getInteger("chokepoint.lines", 3_000);
  private static final int PAIRS = 30;
  private static final long SEED = 20250409;
  private static final List<String> PLACES =
      List.of("CN", "HK", "MO", "SG", "JP", "IN", "AE", "US", "RU", "TW", "VN", "MY", "SA", "?");
  private static final List<String> HEADQUARTERS = List.of("", "CN", "MO", "US", "SG", "IR", "?");
  private static final List<String> BUYERS =
      List.of(
          "Made One",
          "Made Two",
          "Sugon",
          "phytium",
          "Megvii Technology",
          "Inspur Electronc Informaton Industri",
          "Phytiun Labs",
          "Nordic Bakery",
          "");
  private static final List<String> PARENTS =
      List.of("", "", "", "Huawei", "Nobody Holding", "Loongsen Technologies", "Sugan", "浪潮");
  private static final List<String> LICENCES = List.of("", "", "L-1", "L-2", "none such");
  private static final List<String> STATUSES =
      List.of("", "", "", "", "cancelled", "in transit", "delivered");

  /** The letter of 2025-04-09 with an invented end and savings clause: no text has one. */
  private static final String SAVING =
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

  @Test
  void everyLineSaysWhatTheRowByRowEvaluatorSays() throws Exception {
    Path overlay = Files.writeString(folder.resolve("saving.yaml"), SAVING);
    Knowledge law = Knowledge.load();
    Knowledge saving = Knowledge.withWhatIf(null, List.of(Source.of(overlay)), List.of());
    List<String> skus = new ArrayList<>(law.catalog().ids());
    skus.addAll(List.of("H100", "L20", "L20", "no such part"));
    skus.addAll(java.util.Collections.nCopies(15, "H20"));
    Random random = new Random(SEED);
    LocalDate start = LocalDate.of(2022, 8, 1);
    Map<String, Integer> states = new TreeMap<>();
    for (int pair = 0; pair < PAIRS; pair++) {
      boolean saved = pair % 3 == 0; // around the day of the letter, so that its clause is asked
      LocalDate from =
          saved
              ? LocalDate.of(2025, pair % 2 == 0 ? 3 : 7, 1).plusDays(random.nextInt(30))
              : start.plusDays(random.nextInt(1500));
      LocalDate to =
          saved
              ? LocalDate.of(2025, pair % 2 == 0 ? 4 : 8, 10).plusDays(random.nextInt(20))
              : from.plusDays(1 + random.nextInt(300));
      List<NaiveBook.Line> lines = new ArrayList<>();
      for (int at = 0; at < LINES / PAIRS; at++) {
        lines.add(line(random, skus, from));
      }
      List<NaiveBook.Expected> expected =
          new NaiveBook(saved ? saving : law, from, to, held()).read(lines);
      List<Map<String, String>> got = product(lines, saved ? overlay : null, from, to, pair);
      List<String> differ = differences(lines, expected, got);
      assertThat(differ).as("seed %d, pair %d: %s to %s", SEED, pair, from, to).isEmpty();
      got.forEach(row -> states.merge(row.get("state"), 1, Integer::sum));
      got.stream()
          .flatMap(row -> List.of(row.getOrDefault("warnings", "").split(" ", -1)).stream())
          .filter(code -> code.startsWith("party") || code.equals("no-end-user"))
          .forEach(code -> states.merge(code, 1, Integer::sum));
    }
    System.err.println("lines by state and by what names said: " + states);
    assertThat(states.keySet())
        .as("what the books must show")
        .contains(
            "newly-blocked",
            "newly-freed",
            "already-required",
            "unaffected",
            "undetermined",
            "shipped-required",
            "in-transit",
            "licensed",
            "cancelled",
            "party-by-name",
            "party-review",
            "no-end-user");
  }

  private static List<String> differences(
      List<NaiveBook.Line> lines,
      List<NaiveBook.Expected> expected,
      List<Map<String, String>> got) {
    assertThat(got).hasSameSizeAs(expected);
    List<String> differ = new ArrayList<>();
    for (int at = 0; at < got.size() && differ.size() < 5; at++) {
      NaiveBook.Expected want = expected.get(at);
      Map<String, String> row = got.get(at);
      String said =
          String.join(
                  " ",
                  row.get("line"),
                  row.get("state"),
                  row.get("verdictBefore"),
                  row.get("verdict"),
                  row.get("amountUsd"),
                  row.get("eccn"),
                  row.get("reviewPolicy"),
                  row.get("clauses"),
                  row.get("licence"))
              .stripTrailing();
      String reason = row.getOrDefault("reason", "");
      boolean cut = reason.endsWith(" …");
      boolean noEndUser =
          List.of(row.getOrDefault("warnings", "").split(" ")).contains("no-end-user");
      boolean reasoned = want.reason().stream().allMatch(part -> reason.contains(part) || cut);
      if (!said.equals(want.row()) || !reasoned || noEndUser != want.noEndUser()) {
        differ.add(
            "%s%n  expected %s%n           %s%n  got      %s%n           %s"
                .formatted(lines.get(at), want.row(), want.reason(), said, reason));
      }
    }
    return differ;
  }

  private static List<NaiveBook.Held> held() {
    return List.of(
        new NaiveBook.Held(
            "L-1", List.of("H20"), List.of("CN", "HK"), List.of(), 9_000L, null, day(2030)),
        new NaiveBook.Held(
            "L-2",
            List.of(),
            List.of("SG"),
            List.of(),
            null,
            new BigDecimal("90000000"),
            day(2031)),
        new NaiveBook.Held(
            "L-3", List.of(), List.of(), List.of("Made One"), 20_000L, null, day(2025)));
  }

  private static LocalDate day(int year) {
    return LocalDate.of(year, 3, 31);
  }

  private static NaiveBook.Line line(Random random, List<String> skus, LocalDate from) {
    String ship =
        switch (random.nextInt(3)) {
          case 0 -> from.minusDays(random.nextInt(200)).toString();
          case 1 -> from.plusDays(random.nextInt(320)).toString();
          default -> "";
        };
    boolean arrives = !ship.isEmpty() && random.nextInt(3) > 0;
    return new NaiveBook.Line(
        pick(random, skus),
        1 + random.nextInt(5000),
        new BigDecimal(random.nextInt(400_000_000)).movePointLeft(4).toPlainString(),
        pick(random, PLACES),
        pick(random, HEADQUARTERS),
        pick(random, BUYERS),
        pick(random, PARENTS),
        pick(random, LICENCES),
        ship,
        arrives ? LocalDate.parse(ship).plusDays(random.nextInt(60)).toString() : "",
        pick(random, STATUSES));
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private List<Map<String, String>> product(
      List<NaiveBook.Line> lines,
      @org.jspecify.annotations.Nullable Path overlay,
      LocalDate from,
      LocalDate to,
      int pair)
      throws Exception {
    List<String> text = new ArrayList<>();
    text.add(
        "order,line,sku,qty,price,currency,ship to,end user hq,end user,ultimate parent,licence,"
            + "order date,ship date,arrival date,status");
    for (int at = 0; at < lines.size(); at++) {
      text.add(lines.get(at).csv(at));
    }
    Path file = Files.write(folder.resolve("book.csv"), text);
    Path licences =
        Files.writeString(
            folder.resolve("licences.csv"),
            """
            number,items,destinations,customers,quantity,value_usd,expires
            L-1,H20,CN;HK,,9000,,2030-03-31
            L-2,,SG,,,90000000,2031-03-31
            L-3,,,Made One,20000,,2025-03-31
            """);
    Path out = folder.resolve("out" + pair);
    List<Object> words = new ArrayList<>();
    if (overlay != null) {
      words.addAll(List.of("--overlay", overlay));
    }
    words.addAll(
        List.of(
            "exposure",
            file,
            "--from",
            from,
            "--to",
            to,
            "--out",
            out,
            "--part-lines",
            "97",
            "--licences",
            licences,
            "--store",
            folder.resolve("none")));
    Cli run = Cli.run(words.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Cli.rows(out.resolve("rejects.csv"))).isEmpty();
    return Cli.rows(out.resolve("decided.csv"));
  }
}
