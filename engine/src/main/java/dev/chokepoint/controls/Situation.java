package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every leaf condition of the law, for every subject: the only thing that the
 * evaluator reads. Doubt is a leaf that is unknown; the cells of {@link Cells} have none where it
 * matters.
 */
final class Situation {
  private final List<Subject> subjects;
  private final Truth[][] truths;
  private final @Nullable Truth @Nullable [] memory;
  private final @Nullable Situation base;

  private Situation(
      List<Subject> subjects,
      Truth[][] truths,
      @Nullable Truth @Nullable [] memory,
      @Nullable Situation base) {
    this.subjects = subjects;
    this.truths = truths;
    this.memory = memory;
    this.base = base;
  }

  /** What the figures and the facts say, each leaf on its own. */
  static Situation of(Law law, List<Subject> subjects, Trade trade) {
    return of(law, subjects, trade, null);
  }

  /**
   * The same.
   *
   * @param other one of the same law and trade, of which the facts of the trade hold here too
   */
  static Situation of(Law law, List<Subject> subjects, Trade trade, @Nullable Situation other) {
    List<Condition> leaves = law.leaves();
    Truth[][] truths = new Truth[subjects.size()][leaves.size()];
    Truth @Nullable [] ofTrade = other == null ? null : other.truths[0];
    for (int subject = 0; subject < truths.length; subject++) {
      Truth[] own = truths[subject];
      for (int leaf = 0; leaf < own.length; leaf++) {
        Condition asked = leaves.get(leaf);
        own[leaf] =
            ofTrade != null && isOfTrade(asked)
                ? ofTrade[leaf]
                : truth(asked, subjects.get(subject), trade);
      }
      ofTrade = ofTrade == null ? own : ofTrade;
    }
    return new Situation(subjects, truths, new Truth[subjects.size() * law.nodes()], null);
  }

  /** What an item's own figures say while nothing is known of its trade. */
  static Situation ofItem(Law law, List<Subject> subjects) {
    List<Condition> leaves = law.leaves();
    Truth[][] truths = new Truth[subjects.size()][leaves.size()];
    for (int subject = 0; subject < truths.length; subject++) {
      for (int leaf = 0; leaf < leaves.size(); leaf++) {
        Condition asked = leaves.get(leaf);
        truths[subject][leaf] =
            isOfTrade(asked) ? Truth.UNKNOWN : ofItem(asked, subjects.get(subject));
      }
    }
    return new Situation(subjects, truths, new Truth[subjects.size() * law.nodes()], null);
  }

  static boolean isOfTrade(Condition leaf) {
    return leaf instanceof Condition.In in && !in.fact().isOfItem();
  }

  Truth truth(int subject, int leaf) {
    return truths[subject][leaf];
  }

  /**
   * The situation that keeps truths of whole conditions: this one, or what it is a cell of, where
   * all that is known holds here too; null if there is none.
   */
  @Nullable Situation remembering() {
    return memory != null ? this : base;
  }

  @Nullable Truth remembered(int subject, int node) {
    return memory == null ? null : memory[node * truths.length + subject];
  }

  void remember(int subject, int node, Truth truth) {
    if (memory != null) {
      memory[node * truths.length + subject] = truth;
    }
  }

  /** Whether every leaf is known alike. */
  boolean isSameAs(Situation other) {
    return java.util.Arrays.deepEquals(truths, other.truths);
  }

  int subjects() {
    return truths.length;
  }

  boolean isCircuit(int subject) {
    return subjects.get(subject).isCircuit();
  }

  /** A cell of this: what an option of doubt settles was unknown before. */
  Situation cell(Iterable<Cells.Settled> settled) {
    return new Situation(subjects, changed(settled), null, remembering());
  }

  /** The same with some leaves settled, whatever was known of them. */
  Situation with(Iterable<Cells.Settled> settled) {
    return new Situation(subjects, changed(settled), null, null);
  }

  private Truth[][] changed(Iterable<Cells.Settled> settled) {
    Truth[][] changed = truths.clone();
    boolean[] own = new boolean[changed.length];
    for (Cells.Settled each : settled) {
      if (!own[each.subject()]) {
        changed[each.subject()] = changed[each.subject()].clone();
        own[each.subject()] = true;
      }
      changed[each.subject()][each.leaf()] = Truth.of(each.holds());
    }
    return changed;
  }

  /** The same with some leaves left open for every subject. */
  Situation opened(Iterable<Integer> leaves) {
    Truth[][] changed = new Truth[truths.length][];
    for (int subject = 0; subject < truths.length; subject++) {
      changed[subject] = truths[subject].clone();
      for (int leaf : leaves) {
        changed[subject][leaf] = Truth.UNKNOWN;
      }
    }
    return new Situation(subjects, changed, null, null);
  }

  private static Truth truth(Condition leaf, Subject subject, Trade trade) {
    return isOfTrade(leaf) ? ofTrade((Condition.In) leaf, trade) : ofItem(leaf, subject);
  }

  private static Truth ofItem(Condition leaf, Subject subject) {
    return leaf instanceof Condition.Compare compare
        ? compare(compare, subject)
        : in((Condition.In) leaf, subject);
  }

  private static Truth in(Condition.In in, Subject subject) {
    if (in.fact() == Fact.DATACENTER) {
      boolean yes = holds(in, Set.of("yes"));
      return yes == holds(in, Set.of("no"))
          ? Truth.of(yes)
          : yes ? subject.datacenter() : subject.datacenter().not();
    }
    return Truth.of(holds(in, subject.labels(in.fact())));
  }

  /** What is known of a condition on the trade. */
  static Truth ofTrade(Condition.In in, Trade trade) {
    List<Trade.Candidate> candidates = trade.candidates(in.fact());
    boolean first = holds(in, candidates.getFirst().labels());
    for (Trade.Candidate candidate : candidates) {
      if (holds(in, candidate.labels()) != first) {
        return Truth.UNKNOWN;
      }
    }
    return Truth.of(first);
  }

  /** Whether labels satisfy a membership. */
  static boolean holds(Condition.In in, Set<String> labels) {
    return !Collections.disjoint(in.labels(), labels)
        && (in.except().isEmpty() || Collections.disjoint(in.except(), labels));
  }

  private static Truth compare(Condition.Compare compare, Subject subject) {
    if (!subject.hasMetrics()) {
      return Truth.NO;
    }
    Metric metric = compare.metric();
    Range value = subject.value(metric);
    if (value == null) {
      return Truth.NO;
    }
    boolean mayHaveNoArea =
        subject.mayBePlanar()
            && (metric == Metric.DIE_AREA
                || (metric.isRatio() && metric.second() == Metric.DIE_AREA));
    if (mayHaveNoArea && metric == Metric.DIE_AREA) {
      value = value.hull(Range.ZERO);
    }
    Truth truth = compare(value, compare.operator(), compare.limit());
    return mayHaveNoArea && metric.isRatio() && truth == Truth.YES ? Truth.UNKNOWN : truth;
  }

  private static Truth compare(Range value, Condition.Operator operator, BigFraction limit) {
    return switch (operator) {
      case AT_LEAST -> atLeast(value, limit);
      case BELOW -> atLeast(value, limit).not();
      case ABOVE -> above(value, limit);
      case AT_MOST -> above(value, limit).not();
    };
  }

  private static Truth atLeast(Range value, BigFraction limit) {
    if (Exact.compare(value.low(), limit) >= 0) {
      return Truth.YES;
    }
    int fromHigh = fromHigh(value.high(), limit);
    return fromHigh > 0 || (fromHigh == 0 && value.highOpen()) ? Truth.NO : Truth.UNKNOWN;
  }

  private static Truth above(Range value, BigFraction limit) {
    int fromLow = Exact.compare(value.low(), limit);
    if (fromLow > 0 || (fromLow == 0 && value.lowOpen())) {
      return Truth.YES;
    }
    return fromHigh(value.high(), limit) >= 0 ? Truth.NO : Truth.UNKNOWN;
  }

  private static int fromHigh(@Nullable BigFraction high, BigFraction limit) {
    return high == null ? -1 : Exact.compare(limit, high);
  }

  /** Whether a comparison holds for exact values of its two operands, or of its only one. */
  static boolean holds(Condition.Compare compare, BigFraction first, BigFraction second) {
    Condition.Operator operator = compare.operator();
    Metric metric = compare.metric();
    if (metric.isBase()) {
      return operator.accepts(first.compareTo(compare.limit()));
    }
    if (!metric.isRatio()) {
      return operator.accepts(first.add(second).compareTo(compare.limit()));
    }
    return second.signum() > 0
        && operator.accepts(first.compareTo(second.multiply(compare.limit())));
  }
}
