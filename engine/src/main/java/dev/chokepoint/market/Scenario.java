package dev.chokepoint.market;

import dev.chokepoint.catalog.Item;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a market is made of. Every number is a range with its source, or says that it is assumed.
 *
 * @param destination code of the country that buys
 * @param compare what buyers weigh against useful tokens
 * @param first first quarter, counted from the year 0: four times the year plus 0 to 3
 * @param draws of the Monte Carlo run
 * @param work by which chips are compared: useful tokens
 * @param demand cards a quarter
 * @param chips that may be bought, in order
 * @param guidance share of demand bound to domestic chips under the scenario that has guidance
 * @param coefficients what buyers mind
 * @param targets published shares
 */
public record Scenario(
    String name,
    String destination,
    int first,
    int quarters,
    int draws,
    long seed,
    LawScenario law,
    Compare compare,
    Throughput.Work work,
    List<Step> demand,
    List<Offer> chips,
    @Nullable Step guidance,
    Coefficients coefficients,
    List<Target> targets) {

  /** What buyers weigh against useful tokens. */
  public enum Compare {
    /** The price of a card. */
    PRICE,
    /** A year of owning it, by the cost function, with its price in the range of the scenario. */
    OWNING;

    /** The word used in files and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A range that holds from a quarter on. */
  public record Step(int from, Between value, String source) {}

  /**
   * A chip on offer.
   *
   * @param from first quarter of delivery
   * @param until first quarter without delivery, or null
   * @param usd price of a card
   * @param supply cards a quarter that can be had
   * @param licensed cards a quarter that come although a licence is required
   * @param portable whether CUDA programs run on it as they are
   * @param lead quarters from order to delivery
   * @param tokens useful tokens a second of a card, or null to predict them
   */
  public record Offer(
      Item item,
      int from,
      @Nullable Integer until,
      Between usd,
      String priceSource,
      List<Step> supply,
      List<Step> licensed,
      boolean portable,
      double lead,
      @Nullable Between tokens) {
    public Offer {
      supply = List.copyOf(supply);
      licensed = List.copyOf(licensed);
    }

    /** Whether the designer is headquartered in a country. */
    boolean isOf(String country) {
      return country.equals(item.hqCountry());
    }
  }

  /**
   * What buyers mind, in units of utility.
   *
   * @param price for each natural logarithm of price per useful token; null to fit it
   * @param porting of leaving CUDA; null to fit it
   * @param delivery for each quarter of lead time
   * @param spread share by which each may be off
   */
  public record Coefficients(
      @Nullable Double price, @Nullable Double porting, double delivery, double spread) {}

  /**
   * A published share of domestic makers.
   *
   * @param of what it is a share of
   * @param fitted whether coefficients are fitted to it
   */
  public record Target(
      int year, double share, String of, String by, boolean fitted, String source) {}

  public Scenario {
    demand = List.copyOf(demand);
    chips = List.copyOf(chips);
    targets = List.copyOf(targets);
  }

  /** The same under another law, with other draws or another seed. */
  public Scenario with(LawScenario other, int newDraws, long newSeed) {
    return new Scenario(
        name,
        destination,
        first,
        quarters,
        newDraws,
        newSeed,
        other,
        compare,
        work,
        demand,
        chips,
        guidance,
        coefficients,
        targets);
  }

  /** The first day of a quarter. */
  public static LocalDate firstDay(int number) {
    return LocalDate.of(number / 4, 3 * (number % 4) + 1, 1);
  }

  /** Text of a quarter, such as {@code 2025-Q2}. */
  public static String quarter(int number) {
    return number / 4 + "-Q" + (number % 4 + 1);
  }

  /** The step that holds in a quarter, or null before the first. */
  static @Nullable Step at(List<Step> steps, int quarter) {
    Step found = null;
    for (Step step : steps) {
      if (step.from() <= quarter && (found == null || step.from() >= found.from())) {
        found = step;
      }
    }
    return found;
  }
}
