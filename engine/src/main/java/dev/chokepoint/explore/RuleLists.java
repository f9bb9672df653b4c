package dev.chokepoint.explore;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * What must be caught and spared, as values: a chip to be caught by its least possible figure, one
 * to be spared by its largest. Where that is not known no threshold on the metric can do it.
 */
record RuleLists(List<Map<Metric, Value>> caught, List<Map<Metric, Value>> spared) {

  /** A figure, and how large it is for ratios. */
  record Value(BigFraction exact, double size) {
    static Value of(BigFraction exact) {
      return new Value(exact, exact.doubleValue());
    }

    boolean isBelow(Value other) {
      return exact.compareTo(other.exact) < 0;
    }
  }

  private static final Value NOTHING = Value.of(BigFraction.ZERO);

  static RuleLists of(List<Item> caught, List<Item> spared, List<Metric> metrics) {
    List<Map<Metric, Value>> least = new ArrayList<>();
    List<Map<Metric, Value>> most = new ArrayList<>();
    for (Item item : caught) {
      Map<Metric, Value> own = new EnumMap<>(Metric.class);
      for (Metric metric : metrics) {
        Range range = Metrics.range(item, metric);
        if (range != null && range.low().signum() > 0) {
          own.put(metric, Value.of(range.low()));
        }
      }
      least.add(own);
    }
    for (Item item : spared) {
      Map<Metric, Value> own = new EnumMap<>(Metric.class);
      for (Metric metric : metrics) {
        Range range = Metrics.range(item, metric);
        BigFraction high = range == null ? BigFraction.ZERO : range.high();
        if (high != null) {
          own.put(metric, Value.of(high));
        }
      }
      most.add(own);
    }
    return new RuleLists(least, most);
  }

  static Refused tooMany(int given, int most) {
    return new Refused(new Problem("too-many", "--catch", given + " chips", "at most " + most, ""));
  }

  Collection<Value> valuesCaught(Metric metric) {
    NavigableMap<BigFraction, Value> values = new TreeMap<>();
    for (Map<Metric, Value> each : caught) {
      Value value = each.get(metric);
      if (value != null) {
        values.put(value.exact(), value);
      }
    }
    return values.values();
  }

  /** A bit for each chip to be caught that reaches every threshold. */
  long caught(Map<Metric, Value> thresholds) {
    long mask = 0;
    for (int i = 0; i < caught.size(); i++) {
      mask |= reaches(caught.get(i), thresholds) ? 1L << i : 0;
    }
    return mask;
  }

  private static boolean reaches(Map<Metric, Value> chip, Map<Metric, Value> thresholds) {
    return thresholds.entrySet().stream()
        .allMatch(each -> {
          Value value = chip.get(each.getKey());
          return value != null && !value.isBelow(each.getValue());
        });
  }

  /** Whether every chip to be spared stays below some threshold. */
  boolean spares(Map<Metric, Value> thresholds) {
    return spared.stream()
        .allMatch(chip ->
            thresholds.entrySet().stream()
                .anyMatch(each -> {
                  Value value = chip.get(each.getKey());
                  return value != null && value.isBelow(each.getValue());
                }));
  }

  /**
   * The rule of some metrics for each conjunction.
   *
   * @param masks what each conjunction catches; a chip that two catch is left to the one that is
   *     less narrowed by it
   * @return null where a chip is left to none
   */
  @Nullable RuleDesign rule(List<List<Metric>> metrics, List<Long> masks) {
    List<Map<Metric, Value>> most = new ArrayList<>();
    for (int c = 0; c < metrics.size(); c++) {
      long others = 0;
      for (int d = 0; d < masks.size(); d++) {
        others |= d == c ? 0 : masks.get(d);
      }
      most.add(least(metrics.get(c), masks.get(c) & ~others));
    }
    for (int chip = 0; chip < caught.size(); chip++) {
      assign(chip, metrics, masks, most);
    }
    List<RuleDesign.Conjunction> conjunctions = new ArrayList<>();
    for (int c = 0; c < metrics.size(); c++) {
      if (most.get(c).isEmpty()) {
        return null;
      }
      conjunctions.add(conjunction(metrics.get(c), most.get(c)));
    }
    return new RuleDesign(conjunctions);
  }

  private Map<Metric, Value> least(List<Metric> metrics, long mask) {
    Map<Metric, Value> out = new EnumMap<>(Metric.class);
    for (int i = 0; i < caught.size(); i++) {
      if ((mask & 1L << i) != 0) {
        lower(out, metrics, caught.get(i));
      }
    }
    return out;
  }

  private static void lower(
      Map<Metric, Value> thresholds, List<Metric> metrics, Map<Metric, Value> chip) {
    for (Metric metric : metrics) {
      Value value = chip.get(metric);
      if (value != null) {
        thresholds.merge(metric, value, (a, b) -> b.isBelow(a) ? b : a);
      }
    }
  }

  /** Lowers the thresholds of one conjunction so far that it catches a chip that none catches. */
  private void assign(
      int chip, List<List<Metric>> metrics, List<Long> masks, List<Map<Metric, Value>> most) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < metrics.size(); c++) {
      if ((masks.get(c) & 1L << chip) != 0) {
        double cost = cost(caught.get(chip), metrics.get(c), most.get(c));
        if (cost < least) {
          best = c;
          least = cost;
        }
      }
    }
    if (best >= 0) {
      lower(most.get(best), metrics.get(best), caught.get(chip));
    }
  }

  /** By how much thresholds must fall, as a sum of logarithms; little where there are none yet. */
  private static double cost(
      Map<Metric, Value> chip, List<Metric> metrics, Map<Metric, Value> most) {
    double cost = 0;
    for (Metric metric : metrics) {
      Value threshold = most.get(metric);
      Value value = chip.get(metric);
      if (threshold != null && value != null && value.isBelow(threshold)) {
        cost += Math.log(threshold.size() / value.size());
      }
    }
    return cost;
  }

  /** Each chip to be spared is left to the threshold that it is farthest below. */
  private RuleDesign.Conjunction conjunction(List<Metric> metrics, Map<Metric, Value> most) {
    Map<Metric, Value> above = new EnumMap<>(Metric.class);
    for (Map<Metric, Value> chip : spared) {
      Metric farthest = null;
      double widest = 1;
      for (Metric metric : metrics) {
        Value value = chip.get(metric);
        Value threshold = most.get(metric);
        if (value == null || threshold == null || !value.isBelow(threshold)) {
          continue;
        }
        double ratio =
            value.size() == 0 ? Double.POSITIVE_INFINITY : threshold.size() / value.size();
        if (farthest == null || ratio > widest) {
          farthest = metric;
          widest = ratio;
        }
      }
      if (farthest != null) {
        above.merge(farthest, chip.getOrDefault(farthest, NOTHING), (a, b) -> a.isBelow(b) ? b : a);
      }
    }
    List<RuleDesign.Threshold> thresholds = new ArrayList<>();
    for (Metric metric : metrics) {
      thresholds.add(
          new RuleDesign.Threshold(
              metric,
              above.getOrDefault(metric, NOTHING).exact(),
              java.util.Objects.requireNonNull(most.get(metric)).exact()));
    }
    return new RuleDesign.Conjunction(thresholds);
  }
}
