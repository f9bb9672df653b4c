package dev.chokepoint.explore;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * What must be caught and spared, as values: a chip to be caught by its least possible figure, one
 * to be spared by its largest. Where that is not known no threshold on the metric can do it.
 */
record RuleLists(List<Map<Metric, BigFraction>> caught, List<Map<Metric, BigFraction>> spared) {

  static RuleLists of(List<Item> caught, List<Item> spared, List<Metric> metrics) {
    List<Map<Metric, BigFraction>> least = new ArrayList<>();
    List<Map<Metric, BigFraction>> most = new ArrayList<>();
    for (Item item : caught) {
      Map<Metric, BigFraction> own = new EnumMap<>(Metric.class);
      for (Metric metric : metrics) {
        Range range = Metrics.range(item, metric);
        if (range != null && range.low().signum() > 0) {
          own.put(metric, range.low());
        }
      }
      least.add(own);
    }
    for (Item item : spared) {
      Map<Metric, BigFraction> own = new EnumMap<>(Metric.class);
      for (Metric metric : metrics) {
        Range range = Metrics.range(item, metric);
        BigFraction high = range == null ? BigFraction.ZERO : range.high();
        if (high != null) {
          own.put(metric, high);
        }
      }
      most.add(own);
    }
    return new RuleLists(least, most);
  }

  static Refused tooMany(int given, int most) {
    return new Refused(new Problem("too-many", "--catch", given + " chips", "at most " + most, ""));
  }

  SortedSet<BigFraction> valuesCaught(Metric metric) {
    SortedSet<BigFraction> values = new TreeSet<>();
    for (Map<Metric, BigFraction> each : caught) {
      BigFraction value = each.get(metric);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /** A bit for each chip to be caught that reaches every threshold. */
  long caught(Map<Metric, BigFraction> thresholds) {
    long mask = 0;
    for (int i = 0; i < caught.size(); i++) {
      mask |= reaches(caught.get(i), thresholds) ? 1L << i : 0;
    }
    return mask;
  }

  private static boolean reaches(
      Map<Metric, BigFraction> chip, Map<Metric, BigFraction> thresholds) {
    return thresholds.entrySet().stream()
        .allMatch(each -> {
          BigFraction value = chip.get(each.getKey());
          return value != null && value.compareTo(each.getValue()) >= 0;
        });
  }

  /** Whether every chip to be spared stays below some threshold. */
  boolean spares(Map<Metric, BigFraction> thresholds) {
    return spared.stream()
        .allMatch(chip ->
            thresholds.entrySet().stream()
                .anyMatch(each -> {
                  BigFraction value = chip.get(each.getKey());
                  return value != null && value.compareTo(each.getValue()) < 0;
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
    List<Map<Metric, BigFraction>> most = new ArrayList<>();
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

  private Map<Metric, BigFraction> least(List<Metric> metrics, long mask) {
    Map<Metric, BigFraction> out = new EnumMap<>(Metric.class);
    for (int i = 0; i < caught.size(); i++) {
      if ((mask & 1L << i) != 0) {
        lower(out, metrics, caught.get(i));
      }
    }
    return out;
  }

  private static void lower(
      Map<Metric, BigFraction> thresholds, List<Metric> metrics, Map<Metric, BigFraction> chip) {
    for (Metric metric : metrics) {
      BigFraction value = chip.get(metric);
      if (value != null) {
        thresholds.merge(metric, value, (a, b) -> a.compareTo(b) <= 0 ? a : b);
      }
    }
  }

  /** Lowers the thresholds of one conjunction so far that it catches a chip that none catches. */
  private void assign(
      int chip, List<List<Metric>> metrics, List<Long> masks, List<Map<Metric, BigFraction>> most) {
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
      Map<Metric, BigFraction> chip, List<Metric> metrics, Map<Metric, BigFraction> most) {
    double cost = 0;
    for (Metric metric : metrics) {
      BigFraction threshold = most.get(metric);
      BigFraction value = chip.get(metric);
      if (threshold != null && value != null && value.compareTo(threshold) < 0) {
        cost += Math.log(threshold.doubleValue() / value.doubleValue());
      }
    }
    return cost;
  }

  /** Each chip to be spared is left to the threshold that it is farthest below. */
  private RuleDesign.Conjunction conjunction(List<Metric> metrics, Map<Metric, BigFraction> most) {
    Map<Metric, BigFraction> above = new EnumMap<>(Metric.class);
    for (Map<Metric, BigFraction> chip : spared) {
      Metric farthest = null;
      double widest = 1;
      for (Metric metric : metrics) {
        BigFraction value = chip.get(metric);
        BigFraction threshold = most.get(metric);
        if (value == null || threshold == null || value.compareTo(threshold) >= 0) {
          continue;
        }
        double ratio =
            value.signum() == 0
                ? Double.POSITIVE_INFINITY
                : threshold.doubleValue() / value.doubleValue();
        if (farthest == null || ratio > widest) {
          farthest = metric;
          widest = ratio;
        }
      }
      if (farthest != null) {
        above.merge(
            farthest,
            chip.getOrDefault(farthest, BigFraction.ZERO),
            (a, b) -> a.compareTo(b) >= 0 ? a : b);
      }
    }
    List<RuleDesign.Threshold> thresholds = new ArrayList<>();
    for (Metric metric : metrics) {
      thresholds.add(
          new RuleDesign.Threshold(
              metric,
              above.getOrDefault(metric, BigFraction.ZERO),
              java.util.Objects.requireNonNull(most.get(metric))));
    }
    return new RuleDesign.Conjunction(thresholds);
  }
}
