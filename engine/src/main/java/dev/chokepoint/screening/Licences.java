package dev.chokepoint.screening;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Licences held, drawn down line by line in the order of the file. Not for several threads. */
public final class Licences {
  private final List<Licence> held;
  private final Map<String, Long> unitsLeft = new TreeMap<>();
  private final Map<String, BigDecimal> usdLeft = new TreeMap<>();

  /**
   * A licence.
   *
   * @param items ids of items covered; empty for every item
   * @param destinations codes covered; empty for every destination
   * @param customers names covered, as written; empty for every customer
   * @param units how many items, or null when not limited
   * @param usd how much, or null when not limited
   */
  public record Licence(
      String number,
      Set<String> items,
      Set<String> destinations,
      Set<String> customers,
      @Nullable Long units,
      @Nullable BigDecimal usd,
      LocalDate validFrom,
      LocalDate expires) {}

  /**
   * A line that needs a licence.
   *
   * @param named licence that the line names, or null
   * @param usd amount, or null when it is not known
   */
  public record Need(
      @Nullable String named,
      String itemId,
      String destination,
      String customer,
      long units,
      @Nullable BigDecimal usd,
      LocalDate day) {}

  /** What a licence does for a line. */
  public record Draw(boolean covered, String number, String why) {}

  /** Licences with nothing drawn; numbers must differ. */
  public Licences(List<Licence> held) {
    this.held =
        held.stream()
            .sorted(Comparator.comparing(Licence::expires).thenComparing(Licence::number))
            .toList();
    for (Licence licence : held) {
      if (licence.units() != null) {
        unitsLeft.put(licence.number(), licence.units());
      }
      if (licence.usd() != null) {
        usdLeft.put(licence.number(), licence.usd());
      }
    }
  }

  /** Takes the line from the licence it names, or else from the first that covers it. */
  public Draw draw(Need need) {
    List<String> reasons = new ArrayList<>();
    for (Licence licence : held) {
      if (need.named() != null && !need.named().equals(licence.number())) {
        continue;
      }
      String obstacle = obstacle(licence, need);
      if (obstacle.isEmpty()) {
        unitsLeft.computeIfPresent(licence.number(), (k, left) -> left - need.units());
        BigDecimal usd = need.usd();
        if (usd != null) {
          usdLeft.computeIfPresent(licence.number(), (k, left) -> left.subtract(usd));
        }
        return new Draw(true, licence.number(), "licence " + licence.number() + " covers it");
      }
      reasons.add("licence " + licence.number() + ": " + obstacle);
    }
    String none =
        need.named() == null
            ? "no licence held covers it"
            : "licence " + need.named() + " is not among those held";
    return new Draw(false, "", reasons.isEmpty() ? none : String.join("; ", reasons));
  }

  /** Why a licence does not cover a line; empty when it does. */
  private String obstacle(Licence licence, Need need) {
    if (!licence.items().isEmpty() && !licence.items().contains(need.itemId())) {
      return "another item";
    }
    if (!licence.destinations().isEmpty() && !licence.destinations().contains(need.destination())) {
      return "another destination";
    }
    if (!licence.customers().isEmpty() && !licence.customers().contains(need.customer())) {
      return "another customer";
    }
    if (need.day().isBefore(licence.validFrom()) || need.day().isAfter(licence.expires())) {
      return "not valid on " + need.day();
    }
    Long units = unitsLeft.get(licence.number());
    if (units != null && units < need.units()) {
      return "over-drawn, %d of %d units left".formatted(units, need.units());
    }
    BigDecimal left = usdLeft.get(licence.number());
    BigDecimal usd = need.usd();
    if (left != null && usd == null) {
      return "the amount of the line is not known";
    }
    if (left != null && usd != null && left.compareTo(usd) < 0) {
      return "over-drawn, %s of %s USD left".formatted(left.toPlainString(), usd.toPlainString());
    }
    return "";
  }

  /** What is left of each licence, by number; null where it has no limit. */
  public record Balance(String number, @Nullable Long units, @Nullable BigDecimal usd) {}

  /** Balances in the order in which licences are drawn. */
  public List<Balance> balances() {
    return held.stream()
        .map(l -> new Balance(l.number(), unitsLeft.get(l.number()), usdLeft.get(l.number())))
        .toList();
  }
}
