package dev.chokepoint.bench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.economics.Quotes;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times of plan, market and claims as a user asks for them, several rounds in one process. */
public final class Economics {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-24");
  private static final String SITE = "MY";
  private static final int CHIPS = 60;
  private static final int QUARTERS = 12;
  private static final List<String> MODELS =
      List.of(
          "llama-3.1-8b",
          "llama-3.1-70b",
          "qwen3-32b",
          "qwen3-30b-a3b",
          "mixtral-8x7b",
          "gpt-oss-120b",
          "qwen2.5-72b",
          "deepseek-v3");

  private Economics() {}

  /** The first word is plan, market or claims, the second one the number of rounds. */
  public static void main(String[] args) throws IOException {
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    switch (args[0]) {
      case "plan" -> {
        Path folder = Files.createTempDirectory("plan");
        String one = demand();
        Path certain = Files.writeString(folder.resolve("one.yaml"), one);
        Path five = Files.writeString(folder.resolve("five.yaml"), one + SCENARIOS);
        time(
            "plan, one scenario", rounds, "plan", certain.toString(), "--assume-licence", "--json");
        time("plan, five scenarios", rounds, "plan", five.toString(), "--assume-licence", "--json");
      }
      case "market" ->
          time(
              "market, 100,000 draws, 24 quarters",
              rounds,
              "market",
              "docs/example-market.yaml",
              "--draws",
              "100000",
              "--json");
      case "claims" -> {
        time("claims check --list seed", rounds, "claims", "check", "--list", "seed", "--json");
        time("claims check", rounds, "claims", "check", "--json");
      }
      default -> throw new IllegalArgumentException(args[0] + ": plan, market or claims");
    }
  }

  private static void time(String name, int rounds, String... words) {
    for (int round = 1; round <= rounds; round++) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      long cpu = cpu();
      long start = System.nanoTime();
      int code = Main.run(TODAY, new PrintWriter(out, true), new PrintWriter(err, true), words);
      double wall = (System.nanoTime() - start) / 1e9;
      String status = status(out.toString());
      System.out.printf(
          Locale.ROOT,
          "%s, round %d: %.2f s wall, %.2f s processor, exit %d%s, load %.1f%n",
          name,
          round,
          wall,
          (cpu() - cpu) / 1e9,
          code,
          status,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      if (code != 0) {
        System.out.println(err);
      }
    }
  }

  /** The first status of an answer, with a space before it; empty where there is none. */
  private static String status(String answer) {
    int at = answer.indexOf("\"status\":");
    return at < 0 ? "" : answer.substring(at + 9, answer.indexOf(',', at)).replace("\"", " ");
  }

  /** Processor time of the process. */
  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private static final String SCENARIOS =
      """
      scenarios:
        - {name: as expected, probability: 0.4}
        - {name: dearer, probability: 0.2, prices: {all: 1.3}}
        - {name: more demand, probability: 0.2, demand: {all: 1.4}}
        - {name: less demand, probability: 0.1, demand: {all: 0.7}}
        - {name: dear power, probability: 0.1, prices: {electricity: 2}}
      """;

  /** Sixty chips with prices, eight models, twelve quarters of growing demand. */
  private static String demand() {
    Knowledge knowledge = Knowledge.load();
    List<String> chips = new ArrayList<>();
    for (String id : knowledge.catalog().ids()) {
      Item item = knowledge.catalog().get(id);
      if (chips.size() < CHIPS
          && item.kind() == Item.Kind.ACCELERATOR
          && isPriced(knowledge, item)) {
        chips.add(id);
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("site: " + SITE + "\nas-of: 2025-06-01\nquarters: " + QUARTERS + "\nlot: 8\n");
    text.append("max-copy: 16\nutilisation: 0.6\nbudget: 900000000 USD\npower-kw: 60000\n");
    text.append("porting: {Huawei: 1500000 USD, AMD: 500000 USD, Intel: 800000 USD}\ndemands:\n");
    for (int m = 0; m < MODELS.size(); m++) {
      List<String> tokens = new ArrayList<>();
      for (int q = 0; q < QUARTERS; q++) {
        tokens.add(String.format(Locale.ROOT, "%.0f", (1 + m % 3) * 1e9 * (1 + 0.15 * q)));
      }
      text.append(
          "  - {id: d%d, model: %s, input: 1024, output: 512, ".formatted(m, MODELS.get(m)));
      text.append("requests-per-chip: 8, output-tokens-per-day: " + tokens + "}\n");
    }
    return text.append("chips: " + chips + "\n").toString();
  }

  private static boolean isPriced(Knowledge knowledge, Item item) {
    try {
      Iterable<Item> catalog =
          () -> knowledge.catalog().ids().stream().map(knowledge.catalog()::get).iterator();
      Quotes.chip(knowledge.prices(), item, catalog, SITE, LocalDate.parse("2025-06-01"));
      knowledge.systems().predictor(knowledge.basis(), item, null);
      return item.figure(dev.chokepoint.catalog.Field.POWER) != null;
    } catch (Refused e) {
      return false;
    }
  }
}
