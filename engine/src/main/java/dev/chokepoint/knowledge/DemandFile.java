package dev.chokepoint.knowledge;

import dev.chokepoint.economics.Money;
import dev.chokepoint.plan.RobustPlan;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Demands for which a fleet is planned.
 *
 * @param site country, or null where the command names it
 * @param asOf day of law and prices, or null where the command names it
 * @param maxCopy chips of one copy of a layout at most
 * @param utilisation share of the time that a copy works, 0 to 1; null for the assumption
 * @param kilowatt power at the meter for all chips, or null
 * @param racks floor, or null
 * @param budget for what is bought, or null
 * @param supply chips that may be ordered in a quarter, by chip
 * @param lead quarters from order to use, by chip; none is 0
 * @param existing chips that are there, by chip
 * @param porting what leaving CUDA costs once, by the vendor of the chip
 * @param scenarios how things may turn out; none for a plan that is certain
 * @param aim what is to be least over the scenarios
 * @param commit first quarters whose orders are the same in all scenarios
 */
public record DemandFile(
    @Nullable String site,
    @Nullable String partyHq,
    @Nullable LocalDate asOf,
    int quarters,
    int lot,
    int maxCopy,
    @Nullable BigDecimal utilisation,
    List<Demand> demands,
    List<String> chips,
    @Nullable BigDecimal kilowatt,
    @Nullable BigDecimal racks,
    BigDecimal chipsPerRack,
    @Nullable Money budget,
    Map<String, List<Long>> supply,
    Map<String, Long> lead,
    Map<String, Long> existing,
    Map<String, Porting> porting,
    List<PlanScenario> scenarios,
    RobustPlan.Aim aim,
    int commit) {

  private static final int MOST_QUARTERS = 40;
  private static final int MOST_CHIPS = 1_000_000;

  public DemandFile {
    demands = List.copyOf(demands);
    chips = List.copyOf(chips);
    supply = Map.copyOf(supply);
    lead = Map.copyOf(lead);
    existing = Map.copyOf(existing);
    porting = Map.copyOf(porting);
    scenarios = List.copyOf(scenarios);
  }

  /**
   * What leaving CUDA takes: money, or person-days at a price, stated or from a report.
   *
   * @param once the money, or null
   * @param days stated, or null
   * @param report file with an answer of {@code port --json}, from the folder of this file; or null
   * @param perDay a person-day, where days are given
   */
  public record Porting(
      @Nullable Money once,
      @Nullable BigDecimal days,
      @Nullable String report,
      @Nullable Money perDay) {}

  /**
   * A training run.
   *
   * @param from first quarter, from 1
   * @param last quarter by whose end it is done
   */
  public record Training(BigDecimal tokens, int globalBatch, int length, int from, int last) {}

  /**
   * One demand.
   *
   * @param input tokens of a prompt
   * @param output tokens of an answer
   * @param tokensPerDay of answers, for each quarter
   * @param perChip requests under way for each chip of a copy
   * @param maxTtftMs time to the first token at most, or null
   * @param maxTpotMs time between tokens at most, or null
   * @param training a run, in place of prompts and answers; or null
   */
  public record Demand(
      String id,
      String model,
      @Nullable String precision,
      int input,
      int output,
      List<BigDecimal> tokensPerDay,
      int perChip,
      @Nullable String maxTtftMs,
      @Nullable String maxTpotMs,
      @Nullable Training training) {
    public Demand {
      tokensPerDay = List.copyOf(tokensPerDay);
    }
  }

  /**
   * Reads one.
   *
   * @throws Refused with every problem found
   */
  public static DemandFile read(Source source) {
    List<Problem> problems = new ArrayList<>();
    Cursor root = Asking.of(source, problems);
    root.only(
        Set.of(
            "site",
            "party-hq",
            "as-of",
            "quarters",
            "lot",
            "max-copy",
            "utilisation",
            "demands",
            "chips",
            "power-kw",
            "racks",
            "chips-per-rack",
            "budget",
            "supply",
            "lead-quarters",
            "existing",
            "porting",
            "scenarios",
            "aim",
            "commit-quarters"));
    int quarters = Asking.whole(root.at("quarters"), 1, MOST_QUARTERS);
    List<Demand> demands = new ArrayList<>();
    for (Cursor each : root.at("demands").list()) {
      demands.add(demand(each, quarters));
    }
    Map<String, Porting> porting = new LinkedHashMap<>();
    root.at("porting").entries().forEach((vendor, cost) -> porting.put(vendor, porting(cost)));
    List<String> chips = root.at("chips").texts();
    List<String> ids = demands.stream().map(Demand::id).toList();
    Map<String, List<Long>> supply = new LinkedHashMap<>();
    root.at("supply")
        .entries()
        .forEach((chip, list) ->
            supply.put(
                chip,
                decimals(list, quarters, MOST_CHIPS).stream().map(BigDecimal::longValue).toList()));
    Cursor racks = root.at("racks");
    DemandFile read =
        new DemandFile(
            root.at("site").optional(),
            root.at("party-hq").optional(),
            root.at("as-of").date(),
            quarters,
            root.at("lot").isPresent() ? Asking.whole(root.at("lot"), 1, 1024) : 8,
            root.at("max-copy").isPresent() ? Asking.whole(root.at("max-copy"), 1, 1 << 15) : 32,
            optional(root.at("utilisation"), "0.01", "1"),
            demands,
            chips,
            optional(root.at("power-kw"), "0", "1e9"),
            optional(racks, "0", "1e6"),
            racks.isPresent()
                ? Asking.decimal(root.at("chips-per-rack"), "1", "1024")
                : BigDecimal.ONE,
            Asking.money(root.at("budget")),
            supply,
            wholes(root.at("lead-quarters"), quarters),
            wholes(root.at("existing"), MOST_CHIPS),
            porting,
            PlanScenario.read(root.at("scenarios"), quarters, chips, ids),
            aim(root.at("aim")),
            root.at("commit-quarters").isPresent()
                ? Asking.whole(root.at("commit-quarters"), 1, quarters)
                : 1);
    if (demands.isEmpty()) {
      root.at("demands").text();
    }
    if (read.chips().isEmpty()) {
      root.at("chips").text();
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return read;
  }

  private static RobustPlan.Aim aim(Cursor at) {
    String word = at.text(RobustPlan.Aim.EXPECTED.word());
    List<String> words = Arrays.stream(RobustPlan.Aim.values()).map(RobustPlan.Aim::word).toList();
    return Arrays.stream(RobustPlan.Aim.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseGet(() -> {
          at.problem("bad-value", word, Nearest.either(words), Nearest.hint(word, words));
          return RobustPlan.Aim.EXPECTED;
        });
  }

  private static Porting porting(Cursor at) {
    if (!at.isMap()) {
      return new Porting(Asking.money(at), null, null, null);
    }
    at.only(Set.of("days", "report", "per-day"));
    String report = at.at("report").optional();
    Money perDay = Asking.money(at.at("per-day"));
    if (perDay == null) {
      at.at("per-day").text();
    }
    if (at.at("days").isPresent() == (report != null)) {
      at.problem("wrong-count", "", "either days or report", "");
    }
    return new Porting(null, optional(at.at("days"), "0", "1e6"), report, perDay);
  }

  private static Demand demand(Cursor each, int quarters) {
    Cursor training = each.at("training");
    if (training.isPresent()) {
      each.only(Set.of("id", "model", "precision", "training"));
      return new Demand(
          each.at("id").text(),
          each.at("model").text(),
          each.at("precision").optional(),
          0,
          0,
          List.of(),
          1,
          null,
          null,
          training(training, quarters));
    }
    each.only(
        Set.of(
            "id",
            "model",
            "precision",
            "input",
            "output",
            "output-tokens-per-day",
            "requests-per-chip",
            "max-ttft-ms",
            "max-tpot-ms"));
    return new Demand(
        each.at("id").text(),
        each.at("model").text(),
        each.at("precision").optional(),
        Asking.whole(each.at("input"), 1, 1 << 20),
        Asking.whole(each.at("output"), 1, 1 << 20),
        decimals(each.at("output-tokens-per-day"), quarters, 1_000_000_000_000_000L),
        each.at("requests-per-chip").isPresent()
            ? Asking.whole(each.at("requests-per-chip"), 1, 4096)
            : 16,
        each.at("max-ttft-ms").optional(),
        each.at("max-tpot-ms").optional(),
        null);
  }

  private static Training training(Cursor at, int quarters) {
    at.only(Set.of("tokens", "global-batch", "length", "from-quarter", "by-quarter"));
    Cursor from = at.at("from-quarter");
    Cursor last = at.at("by-quarter");
    int first = from.isPresent() ? Asking.whole(from, 1, quarters) : 1;
    return new Training(
        Asking.decimal(at.at("tokens"), "1", "1e18"),
        Asking.whole(at.at("global-batch"), 1, 1 << 20),
        Asking.whole(at.at("length"), 1, 1 << 20),
        first,
        last.isPresent() ? Asking.whole(last, first, quarters) : quarters);
  }

  /** One number for all quarters, or one for each. */
  private static List<BigDecimal> decimals(Cursor at, int quarters, long most) {
    String top = String.valueOf(most);
    if (!at.isList()) {
      return Collections.nCopies(quarters, Asking.decimal(at, "0", top));
    }
    List<BigDecimal> all = at.list().stream().map(each -> Asking.decimal(each, "0", top)).toList();
    if (all.size() != quarters) {
      at.problem(
          "wrong-count", String.valueOf(all.size()), "one number, or " + quarters + " of them", "");
      return Collections.nCopies(quarters, BigDecimal.ZERO);
    }
    return all;
  }

  private static @Nullable BigDecimal optional(Cursor at, String least, String most) {
    return at.isPresent() ? Asking.decimal(at, least, most) : null;
  }

  private static Map<String, Long> wholes(Cursor at, int most) {
    Map<String, Long> out = new LinkedHashMap<>();
    at.entries().forEach((key, value) -> out.put(key, (long) Asking.whole(value, 0, most)));
    return out;
  }
}
