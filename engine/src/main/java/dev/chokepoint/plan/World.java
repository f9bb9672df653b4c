package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.util.Set;

/**
 * One way in which things may turn out.
 *
 * @param probability 0 to 1; those of all worlds sum to 1
 * @param asked the question as it is then: the same chips, demands by name, and quarters in each
 */
public record World(String name, BigDecimal probability, FleetQuestion asked) {
  /** The same with some of the chips. */
  World only(Set<String> chips) {
    return new World(name, probability, asked.only(chips));
  }
}
