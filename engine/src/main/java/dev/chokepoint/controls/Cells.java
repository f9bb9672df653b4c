package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the space of doubt into cells on which no condition in force changes its truth.
 *
 * <p>Doubt comes in factors that vary on their own: a fact of the trade, the market of a circuit, a
 * pair of quantities that some condition links. Only what still matters after everything known has
 * been applied is cut. Each factor is cut into options; options that settle the same conditions
 * alike are one class, and a cell is one class of each factor. So the answer is exact and the
 * number of cells is the number of things that the law can tell apart.
 *
 * @param base what is known before anything is cut
 * @param cells one for each combination of classes, the last factor changing fastest; everything
 *     that matters is settled in each
 */
record Cells(Situation base, List<Factor> factors, List<Situation> cells) {
  private static final int MOST_CELLS = 500_000;

  /** Whether a leaf condition holds for a subject. */
  record Settled(int subject, int leaf, boolean holds) {}

  /** One part of the range of a factor, in its order, with what it settles. */
  record Option(List<Choice> choices, List<Settled> settled, int classNumber) {}

  /** Something in doubt on its own. */
  record Factor(List<Option> options, int classes) {

    static Factor of(List<List<Choice>> choices, List<List<Settled>> settled) {
      Map<List<Settled>, Integer> numbers = new LinkedHashMap<>();
      List<Option> options = new ArrayList<>();
      for (int i = 0; i < choices.size(); i++) {
        int next = numbers.size();
        int number = numbers.computeIfAbsent(settled.get(i), k -> next);
        options.add(new Option(choices.get(i), settled.get(i), number));
      }
      return new Factor(options, numbers.size());
    }

    /** The first option of a class. */
    Option representative(int classNumber) {
      return options.stream()
          .filter(option -> option.classNumber() == classNumber)
          .findFirst()
          .orElseThrow();
    }
  }

  /** How an option differs from its neighbours in one doubtful quantity or fact. */
  sealed interface Choice {
    /** A doubtful quantity lies in an interval or on a single value. */
    record Within(int subject, Metric metric, Cut low, Cut high) implements Choice {}

    /** A doubtful fact has a value. */
    record Named(int subject, Fact fact, String value) implements Choice {}
  }

  /** A bound of an interval; null value means no bound. */
  record Cut(@Nullable BigFraction value, boolean open) {}

  /** The cells of a trade; exactly one when nothing that matters is in doubt. */
  static Cells of(Law law, List<Subject> subjects, Trade trade) {
    return of(law, subjects, trade, Situation.of(law, subjects, trade));
  }

  /** The same from what is known of each leaf. */
  static Cells of(Law law, List<Subject> subjects, Trade trade, Situation base) {
    List<SortedSet<Integer>> live = live(law, base);
    List<Factor> factors = new ArrayList<>();
    SortedMap<Fact, List<Integer>> byFact = new TreeMap<>();
    for (int leaf : live.getFirst()) {
      if (law.leaves().get(leaf) instanceof Condition.In in && !in.fact().isOfItem()) {
        byFact.computeIfAbsent(in.fact(), k -> new ArrayList<>()).add(leaf);
      }
    }
    byFact.forEach(
        (fact, leaves) -> factors.add(ofTrade(law, trade, fact, leaves, subjects.size())));
    for (int i = 0; i < subjects.size(); i++) {
      ofSubject(law, subjects.get(i), i, live.get(i), factors);
    }
    return new Cells(base, factors, product(base, factors));
  }

  /** Whether a condition holds, from the base if that settles it, else from every cell. */
  Truth truth(Law law, Condition condition, int subject) {
    Truth known = law.truth(condition, base, subject);
    return known != Truth.UNKNOWN ? known : common(cell -> law.truth(condition, cell, subject));
  }

  /** Whether a provision holds, displacement included. */
  Truth truth(Law law, Law.InForce entry) {
    Truth known = law.truth(entry, base);
    return known != Truth.UNKNOWN ? known : common(cell -> law.truth(entry, cell));
  }

  private Truth common(Function<Situation, Truth> truth) {
    Truth first = truth.apply(cells.getFirst());
    for (Situation cell : cells) {
      if (first == Truth.UNKNOWN || truth.apply(cell) != first) {
        return Truth.UNKNOWN;
      }
    }
    return first;
  }

  /** Leaves that are unknown and still matter, for each subject; those of the trade under 0. */
  static List<SortedSet<Integer>> live(Law law, Situation base) {
    List<SortedSet<Integer>> live = new ArrayList<>();
    for (int i = 0; i < base.subjects(); i++) {
      live.add(new TreeSet<>());
    }
    for (Law.InForce entry : law.all()) {
      collect(law, base, entry, 0, live);
      if (law.truth(entry, base) != Truth.NO) {
        entry.version().review().forEach(review -> collect(law, base, review.when(), 0, live));
      }
      for (Provision.Remark remark : entry.version().remarks()) {
        if (remark.when() != null) {
          collect(law, base, remark.when(), 0, live);
        }
      }
    }
    return live;
  }

  private static void collect(
      Law law, Situation base, Law.InForce entry, int subject, List<SortedSet<Integer>> live) {
    if (law.truth(entry, base, subject) == Truth.UNKNOWN) {
      collect(law, base, entry.version().when(), subject, live);
      for (Law.InForce other : law.displacedBy(entry)) {
        collect(law, base, other.version().when(), subject, live);
      }
    }
  }

  private static void collect(
      Law law, Situation base, Condition condition, int subject, List<SortedSet<Integer>> live) {
    if (law.truth(condition, base, subject) != Truth.UNKNOWN) {
      return;
    }
    switch (condition) {
      case Condition.All all ->
          all.parts().forEach(part -> collect(law, base, part, subject, live));
      case Condition.Any any ->
          any.parts().forEach(part -> collect(law, base, part, subject, live));
      case Condition.Not not -> collect(law, base, not.part(), subject, live);
      case Condition.Compare compare -> live.get(subject).add(law.leaf(compare));
      case Condition.In in -> live.get(in.fact().isOfItem() ? subject : 0).add(law.leaf(in));
      case Condition.Meets meets -> {
        Law.InForce other = law.find(meets.provision());
        if (other != null) {
          collect(law, base, other, subject, live);
        }
      }
      case Condition.AnyCircuit any -> {
        for (int i = 0; i < base.subjects(); i++) {
          if (base.isCircuit(i)) {
            collect(law, base, any.part(), i, live);
          }
        }
      }
    }
  }

  private static Factor ofTrade(
      Law law, Trade trade, Fact fact, List<Integer> leaves, int subjects) {
    Map<List<Settled>, List<String>> names = new LinkedHashMap<>();
    for (Trade.Candidate candidate : trade.candidates(fact)) {
      List<Settled> settled = new ArrayList<>();
      for (int leaf : leaves) {
        boolean holds = Situation.holds((Condition.In) law.leaves().get(leaf), candidate.labels());
        for (int subject = 0; subject < subjects; subject++) {
          settled.add(new Settled(subject, leaf, holds));
        }
      }
      names.computeIfAbsent(settled, k -> new ArrayList<>()).add(candidate.name());
    }
    List<List<Choice>> choices = new ArrayList<>();
    names
        .values()
        .forEach(alike ->
            choices.add(List.of(new Choice.Named(0, fact, Trade.Candidate.together(alike)))));
    return Factor.of(choices, List.copyOf(names.keySet()));
  }

  private static void ofSubject(
      Law law, Subject subject, int index, SortedSet<Integer> live, List<Factor> factors) {
    List<Integer> market = new ArrayList<>();
    List<Integer> compares = new ArrayList<>();
    for (int leaf : live) {
      Condition asked = law.leaves().get(leaf);
      if (asked instanceof Condition.Compare) {
        compares.add(leaf);
      } else if (asked instanceof Condition.In in && in.fact() == Fact.DATACENTER) {
        market.add(leaf);
      }
    }
    if (!market.isEmpty()) {
      List<List<Choice>> choices = new ArrayList<>();
      List<List<Settled>> settled = new ArrayList<>();
      for (String value : List.of("yes", "no")) {
        choices.add(List.of(new Choice.Named(index, Fact.DATACENTER, value)));
        settled.add(
            market.stream()
                .map(leaf ->
                    new Settled(
                        index,
                        leaf,
                        Situation.holds((Condition.In) law.leaves().get(leaf), Set.of(value))))
                .toList());
      }
      factors.add(Factor.of(choices, settled));
    }
    if (subject.item().kind() == Item.Kind.HBM) {
      pair(law, subject, index, Metric.PACKAGE_AREA, Metric.MEMORY_BANDWIDTH, compares, factors);
    } else {
      pair(law, subject, index, Metric.DIE_AREA, Metric.TPP, compares, factors);
      pair(law, subject, index, Metric.IO, Metric.MEMORY_BANDWIDTH, compares, factors);
      pair(law, subject, index, Metric.PROCESS_NODE, Metric.AATC, compares, factors);
    }
  }

  private static void pair(
      Law law,
      Subject subject,
      int index,
      Metric first,
      Metric second,
      List<Integer> live,
      List<Factor> factors) {
    if (live.isEmpty()) {
      return;
    }
    List<Integer> own =
        live.stream()
            .filter(leaf -> {
              Metric metric = ((Condition.Compare) law.leaves().get(leaf)).metric();
              return metric == first
                  || metric == second
                  || (!metric.isBase() && metric.first() == second && metric.second() == first);
            })
            .toList();
    if (!own.isEmpty()) {
      factors.add(subject.cut(new Subject.Cut(law, index, first, second, own)));
    }
  }

  private static List<Situation> product(Situation base, List<Factor> factors) {
    long count = 1;
    for (Factor factor : factors) {
      count = Math.min(count * factor.classes(), MOST_CELLS + 1L);
    }
    if (count > MOST_CELLS) {
      throw new Refused(
          new Problem(
              "too-many-unknowns",
              "request",
              "more than " + MOST_CELLS + " combinations",
              "",
              "Maybe state one of the unknown facts."));
    }
    List<Situation> cells = List.of(base);
    for (Factor factor : factors) {
      List<Situation> out = new ArrayList<>();
      for (Situation cell : cells) {
        for (int number = 0; number < factor.classes(); number++) {
          out.add(cell.cell(factor.representative(number).settled()));
        }
      }
      cells = out;
    }
    return cells;
  }
}
