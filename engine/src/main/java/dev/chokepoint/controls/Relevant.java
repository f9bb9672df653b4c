package dev.chokepoint.controls;

import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The conditions on a trade that a law still asks about an item, once the item's own figures have
 * been read: no other condition on a trade changes what is said in short.
 */
final class Relevant {
  private Relevant() {}

  /**
   * Numbers of those conditions: whatever is open while nothing is known of the trade, and all that
   * the account of a requirement that may fire tells of.
   *
   * @param readings what conditions are asked about, for each reading of the item
   */
  static SortedSet<Integer> leaves(Law law, Collection<List<Subject>> readings) {
    SortedSet<Integer> leaves = new TreeSet<>();
    for (List<Subject> subjects : readings) {
      Situation open = Situation.ofItem(law, subjects);
      for (Set<Integer> live : Cells.live(law, open)) {
        leaves.addAll(live);
      }
      Set<Law.InForce> told = new HashSet<>();
      for (Law.InForce entry : law.of(Provision.Kind.REQUIREMENT)) {
        if (law.truth(entry, open) != Truth.NO) {
          addAll(law, entry, told, leaves);
        }
      }
    }
    leaves.removeIf(leaf -> !Situation.isOfTrade(law.leaves().get(leaf)));
    return leaves;
  }

  private static void addAll(
      Law law, Law.InForce entry, Set<Law.InForce> told, Set<Integer> leaves) {
    if (!told.add(entry)) {
      return;
    }
    List<Law.InForce> others = new ArrayList<>(law.displacedBy(entry));
    Conditions.walk(
        entry.version().when(),
        node -> {
          if (node instanceof Condition.Leaf leaf) {
            leaves.add(law.leaf(leaf));
          } else if (node instanceof Condition.Meets meets) {
            Law.InForce other = law.find(meets.provision());
            if (other != null) {
              others.add(other);
            }
          }
        });
    others.forEach(other -> addAll(law, other, told, leaves));
  }
}
