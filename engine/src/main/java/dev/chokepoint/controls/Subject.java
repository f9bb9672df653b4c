package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a condition is asked about: the item itself, first, or a circuit inside it.
 *
 * @param base its base metrics as ranges
 */
record Subject(Item item, Map<Metric, Metrics.Measured> base) {

  /** The item, then every circuit inside it that is not the item itself. */
  static List<Subject> of(Item item) {
    List<Subject> subjects = new ArrayList<>();
    subjects.add(new Subject(item, Metrics.base(item)));
    for (Item circuit : item.circuits()) {
      if (!circuit.id().equals(item.id())) {
        subjects.add(new Subject(circuit, Metrics.base(circuit)));
      }
    }
    return subjects;
  }

  /** Same subject with another value of one metric. */
  Subject with(Metrics.Measured measured) {
    Map<Metric, Metrics.Measured> changed = new java.util.EnumMap<>(base);
    changed.put(measured.metric(), measured);
    return new Subject(item, changed);
  }

  boolean isCircuit() {
    return item.kind() == Item.Kind.ACCELERATOR;
  }

  boolean hasMetrics() {
    return item.kind() != Item.Kind.SYSTEM;
  }
}
