package dev.chokepoint.knowledge;

import dev.chokepoint.units.Nearest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way in which prices, demand and rules may turn out.
 *
 * @param probability 0 to 1
 * @param from quarter from which prices and demand differ, from 1
 * @param prices factors on what chips cost, by chip; {@link #ALL} for every other chip, {@link
 *     #ELECTRICITY} for the price of a kWh
 * @param demand factors on demands, by id; {@link #ALL} for every other one
 */
public record PlanScenario(
    String name,
    BigDecimal probability,
    int from,
    Map<String, BigDecimal> prices,
    Map<String, BigDecimal> demand,
    @Nullable Rule rule) {

  /** The key for all that is not named. */
  public static final String ALL = "all";

  /** The key for the price of a kWh, in all quarters. */
  public static final String ELECTRICITY = "electricity";

  private static final String MOST_FACTOR = "100";

  /**
   * A rule that is supposed to come.
   *
   * @param on its first day
   * @param chips as the file names them
   * @param service whether chips that are there may not serve any more, else none may be bought
   */
  public record Rule(LocalDate on, List<String> chips, boolean service) {
    public Rule {
      chips = List.copyOf(chips);
    }
  }

  public PlanScenario {
    prices = Map.copyOf(prices);
    demand = Map.copyOf(demand);
  }

  /** The factor of a name. */
  public static BigDecimal factor(Map<String, BigDecimal> factors, String name) {
    return factors.getOrDefault(name, factors.getOrDefault(ALL, BigDecimal.ONE));
  }

  /** Reads scenarios; their probabilities must sum to 1. */
  static List<PlanScenario> read(
      Cursor at, int quarters, List<String> chips, List<String> demands) {
    List<PlanScenario> all = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (Cursor each : at.list()) {
      PlanScenario scenario = scenario(each, quarters, chips, demands);
      if (all.stream().anyMatch(other -> other.name().equals(scenario.name()))) {
        each.at("name").problem("twice", scenario.name(), "a name of its own", "");
      }
      all.add(scenario);
      sum = sum.add(scenario.probability());
    }
    if (at.isPresent() && sum.compareTo(BigDecimal.ONE) != 0) {
      at.problem(
          "probabilities-do-not-sum", sum.toPlainString(), "probabilities that sum to 1", "");
    }
    return all;
  }

  private static PlanScenario scenario(
      Cursor each, int quarters, List<String> chips, List<String> demands) {
    each.only(Set.of("name", "probability", "from-quarter", "prices", "demand", "rule"));
    List<String> priced = new ArrayList<>(chips);
    priced.addAll(List.of(ALL, ELECTRICITY));
    List<String> asked = new ArrayList<>(demands);
    asked.add(ALL);
    return new PlanScenario(
        each.at("name").text(),
        Asking.decimal(each.at("probability"), "0", "1"),
        each.at("from-quarter").isPresent()
            ? Asking.whole(each.at("from-quarter"), 1, quarters)
            : Math.min(2, quarters),
        factors(each.at("prices"), priced),
        factors(each.at("demand"), asked),
        each.at("rule").isPresent() ? rule(each.at("rule"), chips) : null);
  }

  private static Map<String, BigDecimal> factors(Cursor at, List<String> known) {
    Map<String, BigDecimal> out = new LinkedHashMap<>();
    at.entries()
        .forEach((key, value) -> {
          known(value, key, known);
          out.put(key, Asking.decimal(value, "0", MOST_FACTOR));
        });
    return out;
  }

  private static void known(Cursor at, String key, List<String> known) {
    if (!known.contains(key)) {
      at.problem("unknown-key", key, String.join(", ", known), Nearest.hint(key, known));
    }
  }

  private static Rule rule(Cursor at, List<String> chips) {
    at.only(Set.of("on", "chips", "effect"));
    LocalDate on = at.at("on").date();
    if (on == null) {
      at.at("on").text();
    }
    List<String> named = at.at("chips").texts();
    named.forEach(each -> known(at.at("chips"), each, chips));
    if (named.isEmpty()) {
      at.at("chips").text();
    }
    String word = at.at("effect").text();
    List<String> words = List.of("purchase-ends", "service-ends");
    if (!word.isEmpty() && !words.contains(word)) {
      at.at("effect").problem("bad-value", word, Nearest.either(words), Nearest.hint(word, words));
    }
    return new Rule(on == null ? LocalDate.EPOCH : on, named, word.equals("service-ends"));
  }
}
