package dev.chokepoint.claims;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a quantity is counted in: words with exponents, such as {@code USD/card} or {@code GB/s}.
 * Words that differ never cancel and never add, so that dies are not cards and a share of cards is
 * not a share of revenue.
 *
 * @param powers exponents by word; empty for a plain number
 */
public record Unit(SortedMap<String, Integer> powers) {

  /** A plain number. */
  public static final Unit NONE = new Unit(new TreeMap<>());

  /** What is counted, in the plural, by its singular. */
  private static final Map<String, String> PLURALS =
      Map.ofEntries(
          Map.entry("card", "cards"),
          Map.entry("chip", "chips"),
          Map.entry("die", "dies"),
          Map.entry("day", "days"),
          Map.entry("server", "servers"),
          Map.entry("rack", "racks"),
          Map.entry("node", "nodes"),
          Map.entry("token", "tokens"),
          Map.entry("GPU-hour", "GPU-hours"),
          Map.entry("hour", "hours"),
          Map.entry("share", "shares"),
          Map.entry("transistor", "transistors"));

  public Unit {
    SortedMap<String, Integer> kept = new TreeMap<>();
    powers.forEach((word, power) -> {
      if (power != 0) {
        kept.put(word, power);
      }
    });
    powers = Collections.unmodifiableSortedMap(kept);
  }

  /** The unit of a text such as {@code USD/card}; after the first stroke all words divide. */
  public static Unit of(String text) {
    SortedMap<String, Integer> powers = new TreeMap<>();
    String[] sides = text.strip().split("/", -1);
    for (int side = 0; side < sides.length; side++) {
      for (String factor : sides[side].split("·", -1)) {
        String word = singular(factor.strip());
        if (!word.isEmpty() && !word.equals("1")) {
          powers.merge(word, side == 0 ? 1 : -1, Integer::sum);
        }
      }
    }
    return new Unit(powers);
  }

  private static String singular(String word) {
    return PLURALS.entrySet().stream()
        .filter(each -> each.getValue().equals(word))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(word);
  }

  Unit times(Unit other) {
    return joined(other, 1);
  }

  Unit over(Unit other) {
    return joined(other, -1);
  }

  private Unit joined(Unit other, int sign) {
    SortedMap<String, Integer> sum = new TreeMap<>(powers);
    other.powers.forEach((word, power) -> sum.merge(word, sign * power, Integer::sum));
    return new Unit(sum);
  }

  boolean isNone() {
    return powers.isEmpty();
  }

  /** Text such as {@code USD/card}; empty for a plain number. */
  public String text() {
    List<String> top = new ArrayList<>();
    List<String> bottom = new ArrayList<>();
    powers.forEach((word, power) -> {
      for (int i = 0; i < Math.abs(power); i++) {
        if (power > 0) {
          top.add(PLURALS.getOrDefault(word, word));
        } else {
          bottom.add(word);
        }
      }
    });
    String above = top.isEmpty() && !bottom.isEmpty() ? "1" : String.join("·", top);
    return bottom.isEmpty() ? above : above + "/" + String.join("/", bottom);
  }
}
