package dev.chokepoint.workbench.orders;

import dev.chokepoint.screening.State;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Reads what somebody typed to choose among the lines of a run. */
public final class WorklistFilter {
  private WorklistFilter() {}

  /** Every word of a state. */
  public static List<String> states() {
    return Arrays.stream(State.values()).map(State::word).toList();
  }

  /**
   * The word of a state, however its letters and spaces are written.
   *
   * @throws Refused with the nearest where it is none
   */
  public static String state(String said) {
    String word = said.strip().toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
    if (!states().contains(word)) {
      throw wrong("state", said, "one of " + String.join(", ", states()), states());
    }
    return word;
  }

  /**
   * The code of a country, by code or by any name that an order book may call it; empty for none.
   *
   * @throws Refused with the nearest where it is none
   */
  public static String destination(String said) {
    if (said.isBlank()) {
      return "";
    }
    return CountryNames.find(said.strip())
        .orElseThrow(() ->
            new Refused(
                new Problem(
                    "unknown-country",
                    "destination",
                    said,
                    "a country by code or name",
                    Nearest.hint(CountryNames.nearest(said)))));
  }

  static Refused wrong(String place, String said, String limit, Collection<String> known) {
    return new Refused(new Problem("bad-value", place, said, limit, Nearest.hint(said, known)));
  }
}
