package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.knowledge.Knowledge;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random books against an evaluator that asks {@link Controls#classify} anew for each line and each
 * day, with a state of its own reckoning. {@code -Dchokepoint.lines=100000} asks the full count.
 */
class DifferentialTest {
  private static final int LINES = Integer.getInteger("chokepoint.lines", 3_000);
  private static final int PAIRS = 30;
  private static final List<String> PLACES =
      List.of("CN", "HK", "MO", "SG", "JP", "IN", "AE", "US", "RU", "TW", "VN", "MY", "SA", "?");
  private static final List<String> HEADQUARTERS = List.of("", "CN", "MO", "US", "SG", "IR", "?");
  private static final List<String> BUYERS =
      List.of("Made One", "Made Two", "Sugon", "phytium", "Megvii Technology");

  private static final List<String> STATUSES = List.of("", "", "", "cancelled", "in transit");

  @TempDir Path folder;

  private record Line(
      String sku,
      long units,
      String price,
      String to,
      String hq,
      String buyer,
      String ship,
      String status) {
    String csv(int at) {
      return "O%d,1,%s,%d,%s,USD,%s,%s,%s,2022-01-01,%s,%s"
          .formatted(at, sku, units, price, to, hq, buyer, ship, status);
    }
  }

  @Test
  void everyLineSaysWhatTheRowByRowEvaluatorSays() throws Exception {
    Knowledge knowledge = Knowledge.load();
    List<String> skus = new ArrayList<>(knowledge.catalog().ids());
    skus.addAll(List.of("H20", "H100", "L20", "no such part"));
    long seed = 20250409;
    Random random = new Random(seed);
    LocalDate start = LocalDate.of(2022, 8, 1);
    for (int pair = 0; pair < PAIRS; pair++) {
      LocalDate from = start.plusDays(random.nextInt(1500));
      LocalDate to = from.plusDays(1 + random.nextInt(300));
      List<Line> lines = new ArrayList<>();
      for (int at = 0; at < LINES / PAIRS; at++) {
        lines.add(line(random, skus, from));
      }
      List<String> expected =
          IntStream.range(0, lines.size())
              .parallel()
              .mapToObj(at -> (at + 2) + " " + naive(knowledge, lines.get(at), from, to))
              .toList();
      List<String> got = product(lines, from, to, pair);
      assertThat(got).hasSameSizeAs(expected);
      List<String> differ = new ArrayList<>();
      for (int at = 0; at < got.size() && differ.size() < 10; at++) {
        if (!got.get(at).equals(expected.get(at))) {
          differ.add(
              lines.get(at)
                  + "%n  expected %s%n  got      %s".formatted(expected.get(at), got.get(at)));
        }
      }
      assertThat(differ).as("seed %d, pair %d: %s to %s", seed, pair, from, to).isEmpty();
    }
  }

  private static Line line(Random random, List<String> skus, LocalDate from) {
    String ship =
        switch (random.nextInt(3)) {
          case 0 -> from.minusDays(random.nextInt(200)).toString();
          case 1 -> from.plusDays(random.nextInt(320)).toString();
          default -> "";
        };
    return new Line(
        pick(random, skus),
        1 + random.nextInt(5000),
        new BigDecimal(random.nextInt(400_000_000)).movePointLeft(4).toPlainString(),
        pick(random, PLACES),
        pick(random, HEADQUARTERS),
        pick(random, BUYERS),
        ship,
        pick(random, STATUSES));
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private List<String> product(List<Line> lines, LocalDate from, LocalDate to, int pair)
      throws Exception {
    List<String> text = new ArrayList<>();
    text.add(
        "order,line,sku,qty,price,currency,ship to,end user hq,end user,order date,ship date,status");
    for (int at = 0; at < lines.size(); at++) {
      text.add(lines.get(at).csv(at));
    }
    Path file = Files.write(folder.resolve("book.csv"), text);
    Path out = folder.resolve("out" + pair);
    Cli run =
        Cli.run("exposure", file, "--from", from, "--to", to, "--out", out, "--part-lines", "97");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Cli.rows(out.resolve("rejects.csv"))).isEmpty();
    List<String> got = new ArrayList<>();
    for (Map<String, String> row : Cli.rows(out.resolve("decided.csv"))) {
      got.add(
          String.join(
              " ",
              row.get("line"),
              row.get("state"),
              row.get("verdictBefore"),
              row.get("verdict"),
              row.get("amountUsd"),
              row.get("eccn"),
              row.get("reviewPolicy")));
    }
    return got;
  }

  private static String naive(Knowledge knowledge, Line line, LocalDate from, LocalDate to) {
    LocalDate ship = line.ship().isEmpty() ? null : LocalDate.parse(line.ship());
    boolean cancelled = line.status().equals("cancelled");
    boolean left = ship != null && ship.isBefore(to) && !cancelled;
    LocalDate shipped = left ? java.util.Objects.requireNonNull(ship) : to;
    boolean underWay = left && line.status().equals("in transit");
    BigDecimal usd =
        new BigDecimal(line.price())
            .multiply(BigDecimal.valueOf(line.units()))
            .setScale(2, RoundingMode.HALF_UP);
    List<Item> items = knowledge.catalog().find(line.sku());
    if (items.isEmpty()) {
      String state = cancelled ? "cancelled" : "undetermined";
      return state + " undetermined undetermined " + usd + "  ";
    }
    Answer before =
        ask(knowledge, items, line, underWay || shipped.isBefore(from) ? shipped : from);
    Answer after = ask(knowledge, items, line, underWay ? to : shipped);
    if (underWay && before.verdict() != Verdict.NO_LICENCE_REQUIRED) {
      after = before; // what bound the goods when they left binds them still
    }
    String state =
        cancelled
            ? "cancelled"
            : underWay
                ? onTheWay(before.verdict(), after.verdict())
                : state(before.verdict(), after.verdict(), left);
    return String.join(
        " ",
        state,
        before.verdict().word(),
        after.verdict().word(),
        usd.toPlainString(),
        after.eccn(),
        after.policy());
  }

  /** Goods that left before the later day and have not arrived: shown apart if a rule now asks. */
  private static String onTheWay(Verdict left, Verdict now) {
    if (left == Verdict.LICENCE_REQUIRED) {
      return "already-required";
    }
    if (left != Verdict.NO_LICENCE_REQUIRED) {
      return "undetermined";
    }
    return now == Verdict.NO_LICENCE_REQUIRED ? "unaffected" : "in-transit";
  }

  private static String state(Verdict before, Verdict after, boolean left) {
    boolean sure =
        Arrays.asList(before, after).stream()
            .allMatch(v -> v == Verdict.LICENCE_REQUIRED || v == Verdict.NO_LICENCE_REQUIRED);
    if (!sure) {
      return "undetermined";
    }
    boolean was = before == Verdict.LICENCE_REQUIRED;
    boolean is = after == Verdict.LICENCE_REQUIRED;
    return was
        ? is ? "already-required" : "newly-freed"
        : is ? left ? "shipped-required" : "newly-blocked" : "unaffected";
  }

  private record Answer(Verdict verdict, String eccn, String policy) {}

  /** The strictest of what the name may mean, with the listed name of the buyer where it is one. */
  private static Answer ask(Knowledge knowledge, List<Item> items, Line line, LocalDate day) {
    boolean listed = !knowledge.rulebook().partiesNamed(line.buyer()).isEmpty();
    @Nullable Answer strictest = null;
    for (Item item : items) {
      var d =
          Controls.classify(
              knowledge.rulebook(),
              item,
              new TradeRequest(
                  day,
                  line.to(),
                  line.hq().isEmpty() ? null : line.hq(),
                  null,
                  listed ? line.buyer() : null,
                  null,
                  null,
                  null,
                  null,
                  null),
              Clock.ENFORCED);
      String eccn = d.eccn() == null ? "" : d.eccn();
      String policy = d.reviewPolicy() == null ? "" : d.reviewPolicy().word();
      Answer answer = new Answer(d.verdict(), eccn, policy);
      if (strictest == null || answer.verdict().compareTo(strictest.verdict()) < 0) {
        strictest = answer;
      }
    }
    return java.util.Objects.requireNonNull(strictest);
  }
}
