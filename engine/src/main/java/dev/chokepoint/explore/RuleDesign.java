package dev.chokepoint.explore;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.units.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * A rule of thresholds that catches some chips and spares others: one or two conjunctions of "so
 * much or more".
 *
 * <p>A conjunction is tightest when each threshold is the least value of the chips that it has to
 * catch. So the candidates for a set of metrics are the combinations of values of those chips, and
 * a rule is one candidate, or two that together catch all.
 *
 * @param conjunctions one of which must hold
 */
public record RuleDesign(List<Conjunction> conjunctions) {
  private static final int MOST_METRICS = 2;
  private static final int MOST_CHIPS = 62;

  /** Thresholds of which all must be reached. */
  public record Conjunction(List<Threshold> thresholds) {
    public Conjunction {
      thresholds = List.copyOf(thresholds);
    }

    /** What it compares. */
    public List<Metric> metrics() {
      return thresholds.stream().map(Threshold::metric).toList();
    }
  }

  /**
   * Thresholds that decide the two lists alike, whatever the others are within theirs.
   *
   * @param above they are larger than this: it is the value of a chip that is spared; 0 for none
   * @param most they are at most this: it is the value of a chip that is caught
   */
  public record Threshold(Metric metric, BigFraction above, BigFraction most) {

    /** Whether a limit is one of them. */
    public boolean holds(BigFraction limit) {
      return limit.compareTo(above) > 0 && limit.compareTo(most) <= 0;
    }

    /** Their width as a ratio; infinite where nothing bounds them from below. */
    public double ratio() {
      return above.signum() == 0
          ? Double.POSITIVE_INFINITY
          : most.doubleValue() / above.doubleValue();
    }

    /** The one of fewest digits. */
    public BigFraction roundest() {
      return RoundNumbers.within(above, most);
    }
  }

  public RuleDesign {
    conjunctions = List.copyOf(conjunctions);
  }

  /** How many thresholds it has. */
  public int size() {
    return conjunctions.stream().mapToInt(c -> c.thresholds().size()).sum();
  }

  /** The narrowest of its intervals, as a ratio: how little a chip may move to upset it. */
  public double ratio() {
    return conjunctions.stream()
        .flatMap(c -> c.thresholds().stream())
        .mapToDouble(Threshold::ratio)
        .min()
        .orElse(1);
  }

  /**
   * A conjunction with the chips that it catches, a bit for each, at the values of some of them.
   */
  private record Candidate(List<Metric> metrics, long caught) {}

  /**
   * The rules that work, fewest thresholds first, then those with the widest intervals; of each set
   * of metrics the widest.
   *
   * @param caught chips that must be caught, whatever their doubtful figures are
   * @param spared chips that must be spared, whatever their doubtful figures are
   */
  public static List<RuleDesign> of(List<Item> caught, List<Item> spared, List<Metric> metrics) {
    return of(caught, spared, metrics, Progress.NONE);
  }

  /** The same, watched. */
  public static List<RuleDesign> of(
      List<Item> caught, List<Item> spared, List<Metric> metrics, Progress progress) {
    RuleLists lists = RuleLists.of(caught, spared, metrics);
    if (caught.size() > MOST_CHIPS) {
      throw RuleLists.tooMany(caught.size(), MOST_CHIPS);
    }
    Map<List<Metric>, List<Candidate>> candidates = new LinkedHashMap<>();
    for (List<Metric> set : subsets(metrics)) {
      candidates.put(set, candidates(lists, set));
    }
    long all = (1L << caught.size()) - 1;
    Map<List<List<Metric>>, RuleDesign> best = new HashMap<>();
    List<List<Metric>> sets = List.copyOf(candidates.keySet());
    long count = candidates.values().stream().mapToLong(List::size).sum();
    long done = 0;
    for (int i = 0; i < sets.size(); i++) {
      for (Candidate one : candidates.getOrDefault(sets.get(i), List.of())) {
        progress.at("candidates", done++, count);
        if (one.caught() == all) {
          keep(best, lists.rule(List.of(sets.get(i)), List.of(all)));
          continue;
        }
        for (int j = i; j < sets.size(); j++) {
          for (Candidate two : candidates.getOrDefault(sets.get(j), List.of())) {
            if ((one.caught() | two.caught()) == all && two.caught() != all) {
              keep(
                  best,
                  lists.rule(
                      List.of(sets.get(i), sets.get(j)), List.of(one.caught(), two.caught())));
            }
          }
        }
      }
    }
    return best.values().stream()
        .sorted(
            Comparator.comparingInt(RuleDesign::size)
                .thenComparingInt(rule -> rule.conjunctions().size())
                .thenComparing(Comparator.comparingDouble(RuleDesign::ratio).reversed()))
        .toList();
  }

  private static void keep(Map<List<List<Metric>>, RuleDesign> best, @Nullable RuleDesign rule) {
    if (rule != null) {
      best.merge(
          rule.conjunctions().stream().map(Conjunction::metrics).toList(),
          rule,
          (a, b) -> b.ratio() > a.ratio() ? b : a);
    }
  }

  private static List<List<Metric>> subsets(List<Metric> metrics) {
    List<List<Metric>> out = new ArrayList<>();
    metrics.forEach(metric -> out.add(List.of(metric)));
    for (int size = 2; size <= MOST_METRICS; size++) {
      for (int i = 0; i < metrics.size(); i++) {
        for (int j = i + 1; j < metrics.size(); j++) {
          out.add(List.of(metrics.get(i), metrics.get(j)));
        }
      }
    }
    return out;
  }

  /**
   * Every set of chips that one conjunction of these metrics catches while it spares the others.
   */
  private static List<Candidate> candidates(RuleLists lists, List<Metric> set) {
    List<Map<Metric, RuleLists.Value>> corners = new ArrayList<>(List.of(Map.of()));
    for (Metric metric : set) {
      List<Map<Metric, RuleLists.Value>> longer = new ArrayList<>();
      for (Map<Metric, RuleLists.Value> corner : corners) {
        for (RuleLists.Value value : lists.valuesCaught(metric)) {
          Map<Metric, RuleLists.Value> next = new HashMap<>(corner);
          next.put(metric, value);
          longer.add(next);
        }
      }
      corners = longer;
    }
    Set<Long> masks = new HashSet<>();
    List<Candidate> out = new ArrayList<>();
    for (Map<Metric, RuleLists.Value> corner : corners) {
      long mask = lists.caught(corner);
      if (mask != 0 && lists.spares(corner) && masks.add(mask)) {
        out.add(new Candidate(set, mask));
      }
    }
    return out;
  }
}
