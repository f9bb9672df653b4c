package dev.chokepoint.explore;

import java.util.List;
import java.util.Map;

/**
 * One choice that a space leaves open.
 *
 * @param name a key of a design, or any word where a value sets several keys
 */
public record SpaceAxis(String name, List<Choice> choices) {

  /**
   * One value of an axis.
   *
   * @param label as the file states it
   * @param sets what it sets; text keys by their place in the constants
   */
  public record Choice(String label, Map<DesignKey, Double> sets) {
    public Choice {
      sets = Map.copyOf(sets);
    }
  }

  public SpaceAxis {
    choices = List.copyOf(choices);
  }
}
