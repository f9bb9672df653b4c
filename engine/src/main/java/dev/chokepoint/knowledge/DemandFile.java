package dev.chokepoint.knowledge;

import dev.chokepoint.economics.Money;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
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
    Map<String, Money> porting) {

  private static final int MOST_QUARTERS = 40;
  private static final int MOST_CHIPS = 1_000_000;

  public DemandFile {
    demands = List.copyOf(demands);
    chips = List.copyOf(chips);
    supply = Map.copyOf(supply);
    lead = Map.copyOf(lead);
    existing = Map.copyOf(existing);
    porting = Map.copyOf(porting);
  }

  /**
   * One demand.
   *
   * @param input tokens of a prompt
   * @param output tokens of an answer
   * @param tokensPerDay of answers, for each quarter
   * @param perChip requests under way for each chip of a copy
   * @param maxTtftMs time to the first token at most, or null
   * @param maxTpotMs time between tokens at most, or null
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
      @Nullable String maxTpotMs) {
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
            "porting"));
    int quarters = Asking.whole(root.at("quarters"), 1, MOST_QUARTERS);
    List<Demand> demands = new ArrayList<>();
    for (Cursor each : root.at("demands").list()) {
      demands.add(demand(each, quarters));
    }
    Map<String, Money> porting = new LinkedHashMap<>();
    root.at("porting")
        .entries()
        .forEach((vendor, cost) -> {
          Money money = Asking.money(cost);
          if (money != null) {
            porting.put(vendor, money);
          }
        });
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
            root.at("max-copy").isPresent() ? Asking.whole(root.at("max-copy"), 1, 256) : 32,
            optional(root.at("utilisation"), "0.01", "1"),
            demands,
            root.at("chips").texts(),
            optional(root.at("power-kw"), "0", "1e9"),
            optional(racks, "0", "1e6"),
            racks.isPresent()
                ? Asking.decimal(root.at("chips-per-rack"), "1", "1024")
                : BigDecimal.ONE,
            Asking.money(root.at("budget")),
            supply,
            wholes(root.at("lead-quarters"), quarters),
            wholes(root.at("existing"), MOST_CHIPS),
            porting);
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

  private static Demand demand(Cursor each, int quarters) {
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
        each.at("max-tpot-ms").optional());
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
