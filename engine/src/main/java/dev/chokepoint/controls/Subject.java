package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a condition is asked about: the item itself, first, or a circuit inside it.
 *
 * @param base its base metrics as ranges
 * @param formed its ratios and sums, empty where the divisor does not exist
 * @param datacenter whether designed or marketed for data centres, as the trade or the item says
 * @param cuts how its doubtful quantities were cut for conditions that were asked before
 */
record Subject(
    Item item,
    Map<Metric, Metrics.Measured> base,
    Map<Metric, Optional<Range>> formed,
    Truth datacenter,
    Map<Cut, Cells.Factor> cuts) {

  /** Two linked quantities of the subject with the conditions on them that are open. */
  record Cut(Law law, int index, Metric first, Metric second, List<Integer> leaves) {}

  Subject(Item item, Map<Metric, Metrics.Measured> base, Truth datacenter) {
    this(item, base, formed(base), datacenter, new ConcurrentHashMap<>());
  }

  /** The parts that the conditions cut the two quantities into; found once. */
  Cells.Factor cut(Cut cut) {
    return cuts.computeIfAbsent(cut, asked -> new Plane(this, asked).factor());
  }

  private static Map<Metric, Optional<Range>> formed(Map<Metric, Metrics.Measured> base) {
    Map<Metric, Optional<Range>> formed = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (!metric.isBase()) {
        formed.put(metric, Optional.ofNullable(Metrics.formed(metric, base)));
      }
    }
    return formed;
  }

  /** The item, then every circuit inside it that is not the item itself. */
  static List<Subject> of(Item item, Trade trade) {
    List<Subject> subjects = new ArrayList<>();
    subjects.add(one(item, trade));
    for (Item circuit : item.circuits()) {
      if (!circuit.id().equals(item.id())) {
        subjects.add(one(circuit, trade));
      }
    }
    return subjects;
  }

  /** Whether designed or marketed for data centres, as the trade or else the item says. */
  static Truth datacenter(Item item, Trade trade) {
    String override = trade.datacenter();
    if (override == null) {
      return item.datacenter();
    }
    return switch (override) {
      case "yes" -> Truth.YES;
      case "no" -> Truth.NO;
      default -> Truth.UNKNOWN;
    };
  }

  private static Subject one(Item item, Trade trade) {
    Long quantity = trade.quantity();
    Map<Metric, Metrics.Measured> base = Metrics.base(item);
    Metrics.Measured tpp = base.get(Metric.TPP);
    if (quantity != null && tpp != null && item.kind() == Item.Kind.ACCELERATOR) {
      base.put(Metric.CUMULATIVE_TPP, Metrics.cumulative(tpp, quantity));
    }
    return new Subject(item, base, datacenter(item, trade));
  }

  /** Same subject with another value of one metric. */
  Subject with(Metrics.Measured measured) {
    Map<Metric, Metrics.Measured> changed = new EnumMap<>(base);
    changed.put(measured.metric(), measured);
    return new Subject(item, changed, datacenter);
  }

  boolean isCircuit() {
    return item.kind() == Item.Kind.ACCELERATOR;
  }

  boolean hasMetrics() {
    return item.kind() != Item.Kind.SYSTEM;
  }

  /** A base metric; a metric without meaning for the subject is zero. */
  Range range(Metric metric) {
    Metrics.Measured measured = base.get(metric);
    return measured == null ? Range.UNKNOWN : measured.value();
  }

  /** Any metric; null for a ratio of which the divisor does not exist. */
  @Nullable Range value(Metric metric) {
    return metric.isBase()
        ? range(metric)
        : formed.getOrDefault(metric, Optional.empty()).orElse(null);
  }

  /** Whether a die of unknown area may stand on a planar node and so have none that counts. */
  boolean mayBePlanar() {
    return isCircuit() && item.planar() == Truth.UNKNOWN && !range(Metric.DIE_AREA).isExact();
  }

  /** Whether its memory is high-bandwidth memory: yes, no, or empty where none is stated. */
  static String hbmInPackage(Item item) {
    String memory = item.text("memory-type").toUpperCase(Locale.ROOT);
    return memory.isEmpty() ? "" : memory.contains("HBM") ? "yes" : "no";
  }

  /** Labels of a fact of the item other than its market. */
  Set<String> labels(Fact fact) {
    return switch (fact) {
      case KIND -> Set.of(item.kind().word());
      case ITEM -> Set.of(item.id());
      case HBM_IN_PACKAGE -> {
        String label = hbmInPackage(item);
        yield label.isEmpty() ? Set.of() : Set.of(label);
      }
      case DESIGNER_HQ -> {
        String hq = item.hqCountry();
        yield hq == null ? Set.of() : Set.of(hq);
      }
      case DATACENTER,
          DESTINATION,
          PARTY_HQ,
          ULTIMATE_PARENT,
          PARTY,
          EXPORTER,
          DIRECTION,
          FROM_COUNTRY,
          CERTIFIED,
          ROLE,
          DESIGNER,
          PACKAGER,
          IMPORT_USE ->
          Set.of();
    };
  }
}
