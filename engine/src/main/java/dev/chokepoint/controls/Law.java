package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The versions in force on one day of one clock, and the one evaluator of conditions.
 *
 * <p>Equal leaf conditions share a number, so that what is known of an item and a trade is one
 * truth a leaf (see {@link Situation}). The evaluator is three-valued; where nothing is unknown it
 * is two-valued, and there is no other.
 */
final class Law {
  private static final int MOST_LEAVES = 2000;
  private static final int MOST_LIMITS_SEARCHED = 100;

  /** A provision with its version of the day; the index is its place in the law. */
  record InForce(int index, Provision provision, Provision.Version version) {
    String id() {
      return provision.id();
    }
  }

  private final Rulebook rulebook;
  private final List<InForce> inForce = new ArrayList<>();
  private final Map<String, InForce> byId = new LinkedHashMap<>();
  private final List<List<InForce>> displacedBy = new ArrayList<>();
  private final List<Condition> leaves = new ArrayList<>();
  private final IdentityHashMap<Condition, Integer> leafNumbers = new IdentityHashMap<>();
  private final IdentityHashMap<Condition, Integer> nodeNumbers = new IdentityHashMap<>();
  private final Map<Provision.Kind, List<InForce>> byKind = new EnumMap<>(Provision.Kind.class);
  private final @Nullable String[] words;
  private final int limits;

  Law(Rulebook rulebook, LocalDate day, Clock clock) {
    this.rulebook = rulebook;
    for (Provision provision : rulebook.provisions()) {
      provision
          .inForce(day, clock)
          .ifPresent(version -> {
            InForce entry = new InForce(inForce.size(), provision, version);
            inForce.add(entry);
            byId.put(provision.id(), entry);
          });
    }
    if (inForce.size() > Long.SIZE) {
      throw new Refused(
          List.of(
              new Problem(
                  "too-many-provisions",
                  "rules in force on " + day,
                  String.valueOf(inForce.size()),
                  "at most " + Long.SIZE,
                  "Maybe split the file and read its parts one at a time.")));
    }
    for (InForce entry : inForce) {
      displacedBy.add(
          inForce.stream()
              .filter(other -> other.provision().displaces().contains(entry.id()))
              .toList());
    }
    Map<List<Object>, Integer> numbers = new HashMap<>();
    walk(node -> {
      if (node instanceof Condition.Leaf leaf) {
        Integer number = numbers.get(leaf.question());
        if (number == null) {
          number = leaves.size();
          numbers.put(leaf.question(), number);
          leaves.add(leaf);
        }
        leafNumbers.put(leaf, number);
      }
      nodeNumbers.putIfAbsent(node, nodeNumbers.size());
    });
    for (Provision.Kind kind : Provision.Kind.values()) {
      byKind.put(kind, inForce.stream().filter(entry -> entry.provision().kind() == kind).toList());
    }
    if (leaves.size() > MOST_LEAVES) {
      throw new Refused(
          new Problem(
              "too-many-conditions",
              "rules in force on " + day,
              String.valueOf(leaves.size()),
              "at most " + MOST_LEAVES + " different questions",
              "Maybe split the file and read its parts one at a time."));
    }
    limits = (int) leaves.stream().filter(leaf -> leaf instanceof Condition.Compare).count();
    words = new String[leaves.size()];
  }

  /** Whether there are more limits than a search for the nearest other answer is made for. */
  boolean hasTooManyLimits() {
    return limits > MOST_LIMITS_SEARCHED;
  }

  /** The rulebook that this is the law of a day of. */
  Rulebook rulebook() {
    return rulebook;
  }

  List<InForce> all() {
    return inForce;
  }

  List<InForce> of(Provision.Kind kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  /** Whether another law has the same texts in force, so that it says the same of everything. */
  boolean isSameAs(Law other) {
    if (inForce.size() != other.inForce.size()) {
      return false;
    }
    for (int i = 0; i < inForce.size(); i++) {
      if (!inForce.get(i).version().equals(other.inForce.get(i).version())) {
        return false;
      }
    }
    return true;
  }

  @Nullable InForce find(String id) {
    return byId.get(id);
  }

  /** Those that a verdict rests on: also what they refer to and what displaces them. */
  List<InForce> deciding() {
    Set<InForce> deciding = new LinkedHashSet<>();
    for (Provision.Kind kind :
        List.of(Provision.Kind.ENTRY, Provision.Kind.REQUIREMENT, Provision.Kind.GUARD)) {
      of(kind).forEach(entry -> addDeciding(entry, deciding));
    }
    return inForce.stream().filter(deciding::contains).toList();
  }

  private void addDeciding(InForce entry, Set<InForce> deciding) {
    if (deciding.add(entry)) {
      displacedBy(entry).forEach(other -> addDeciding(other, deciding));
      Conditions.walk(
          entry.version().when(),
          node -> {
            if (node instanceof Condition.Meets meets && find(meets.provision()) != null) {
              addDeciding(java.util.Objects.requireNonNull(find(meets.provision())), deciding);
            }
          });
    }
  }

  /** Those that displace a provision where they hold. */
  List<InForce> displacedBy(InForce entry) {
    return displacedBy.get(entry.index());
  }

  /** Every distinct comparison and membership asked that day. */
  List<Condition> leaves() {
    return leaves;
  }

  /** Whether some condition compares this metric. */
  boolean asks(Metric metric) {
    return leaves.stream()
        .anyMatch(leaf -> leaf instanceof Condition.Compare c && c.metric() == metric);
  }

  /** Number of a leaf condition of this law. */
  int leaf(Condition condition) {
    Integer number = leafNumbers.get(condition);
    if (number == null) {
      throw new IllegalArgumentException("not a leaf of the day: " + condition);
    }
    return number;
  }

  /** Number of nodes of all conditions. */
  int nodes() {
    return nodeNumbers.size();
  }

  /** A leaf condition in words, said once and kept. */
  String words(Condition leaf) {
    int number = leaf(leaf);
    String said = words[number];
    if (said == null) {
      said =
          leaf instanceof Condition.Compare compare
              ? Conditions.comparison(compare)
              : Conditions.membership((Condition.In) leaf);
      words[number] = said;
    }
    return said;
  }

  /** Visits every condition of every version in force. */
  void walk(Consumer<Condition> visitor) {
    for (InForce entry : inForce) {
      Conditions.walk(entry.version().when(), visitor);
      entry.version().review().forEach(review -> Conditions.walk(review.when(), visitor));
      entry
          .version()
          .remarks()
          .forEach(remark -> {
            if (remark.when() != null) {
              Conditions.walk(remark.when(), visitor);
            }
          });
    }
  }

  /** Whether a provision holds for the item at hand and no provision that displaces it does. */
  Truth truth(InForce entry, Situation situation) {
    return truth(entry, situation, 0);
  }

  /** The same for a subject. */
  Truth truth(InForce entry, Situation situation, int subject) {
    Truth truth = truth(entry.version().when(), situation, subject);
    for (InForce other : displacedBy(entry)) {
      if (truth == Truth.NO) {
        return truth;
      }
      truth = both(truth, truth(other.version().when(), situation, subject).not());
    }
    return truth;
  }

  /** Whether a condition holds for a subject; a situation may remember what was found before. */
  Truth truth(Condition condition, Situation situation, int subject) {
    if (condition instanceof Condition.Leaf leaf) {
      return situation.truth(subject, leaf(leaf));
    }
    Situation known = situation.remembering();
    Integer node = known == null ? null : nodeNumbers.get(condition);
    if (known == null || node == null) {
      return find(condition, situation, subject);
    }
    Truth found = known.remembered(subject, node);
    if (found == null) {
      found = find(condition, known, subject);
      known.remember(subject, node, found);
    }
    return found != Truth.UNKNOWN || known == situation
        ? found
        : find(condition, situation, subject);
  }

  private Truth find(Condition condition, Situation situation, int subject) {
    return switch (condition) {
      case Condition.All all -> {
        Truth truth = Truth.YES;
        for (Condition part : all.parts()) {
          truth = both(truth, truth(part, situation, subject));
          if (truth == Truth.NO) {
            break;
          }
        }
        yield truth;
      }
      case Condition.Any any -> {
        Truth truth = Truth.NO;
        for (Condition part : any.parts()) {
          truth = either(truth, truth(part, situation, subject));
          if (truth == Truth.YES) {
            break;
          }
        }
        yield truth;
      }
      case Condition.Not not -> truth(not.part(), situation, subject).not();
      case Condition.Leaf leaf -> situation.truth(subject, leaf(leaf));
      case Condition.Meets meets -> {
        InForce other = byId.get(meets.provision());
        yield other == null ? Truth.NO : truth(other, situation, subject);
      }
      case Condition.AnyCircuit any -> {
        Truth truth = Truth.NO;
        for (int i = 0; i < situation.subjects() && truth != Truth.YES; i++) {
          if (situation.isCircuit(i)) {
            truth = either(truth, truth(any.part(), situation, i));
          }
        }
        yield truth;
      }
    };
  }

  private static Truth both(Truth a, Truth b) {
    return a == Truth.NO || b == Truth.NO
        ? Truth.NO
        : a == Truth.YES && b == Truth.YES ? Truth.YES : Truth.UNKNOWN;
  }

  private static Truth either(Truth a, Truth b) {
    return both(a.not(), b.not()).not();
  }
}
