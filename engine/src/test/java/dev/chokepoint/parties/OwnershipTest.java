package dev.chokepoint.parties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.units.Refused;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The 50 percent rule against its published examples and against exhaustive evaluation. */
class OwnershipTest {
  private static Holdings graph(String holdings) {
    Holdings out = new Holdings();
    for (String each : holdings.split(" ", -1)) {
      String[] parts = each.split("[>:]", -1);
      long stake = parts[2].equals("?") ? -1 : Long.parseLong(parts[2]) * Holdings.PERCENT;
      out.add(parts[0], parts[1], stake, each);
    }
    return out.close();
  }

  private static BitSet listed(Holdings holdings, String name) {
    BitSet out = new BitSet();
    out.set(holdings.find(name));
    return out;
  }

  /** Treasury FAQ 401, examples 1 and 2, read at ofac.treasury.gov/faqs/401; 3 as it begins. */
  @ParameterizedTest
  @CsvSource({
    "X>A:50 A>B:50, B, CAPTURED",
    "X>A:50 X>B:50 A>C:25 B>C:25, C, CAPTURED",
    "X>A:50 X>B:10 A>B:40, B, CAPTURED",
    "X>A:49 A>B:100, B, NOT_CAPTURED",
    "X>A:60 A>B:60 B>C:60, C, CAPTURED",
    "X>A:?, A, UNDETERMINED",
    "X>A:? Y>A:51, A, NOT_CAPTURED",
    "Y>A:?, A, UNDETERMINED",
    "A>B:60 B>A:60 X>C:1, A, NOT_CAPTURED",
  })
  void examples(String holdings, String party, Ownership.Answer answer) {
    Holdings graph = graph(holdings);
    BitSet listed = graph.find("X") < 0 ? new BitSet() : listed(graph, "X");
    assertThat(Ownership.of(graph, listed, graph.find(party)).answer()).isEqualTo(answer);
  }

  /** The captured parties are in every set that is closed under the rule, and nobody else is. */
  @Test
  void agreesWithExhaustiveEvaluation() {
    Random random = new Random(50);
    for (int round = 0; round < 2_000; round++) {
      int parties = 3 + random.nextInt(5);
      long[][] stake = new long[parties][parties];
      Holdings graph = new Holdings();
      for (int i = 0; i < parties; i++) {
        graph.number("P" + i);
      }
      for (int owned = 0; owned < parties; owned++) {
        long room = 100;
        for (int owner = 0; owner < parties; owner++) {
          long part = random.nextInt(3) == 0 ? Math.min(room, 5L * random.nextInt(14)) : 0;
          if (owner != owned && part > 0) {
            stake[owner][owned] = part;
            room -= part;
            graph.add("P" + owner, "P" + owned, part * Holdings.PERCENT, "");
          }
        }
      }
      graph.close();
      BitSet listed = new BitSet();
      listed.set(random.nextInt(parties));
      int least = (1 << parties) - 1;
      for (int set = 0; set < 1 << parties; set++) {
        if (closed(set, stake, listed)) {
          least &= set;
        }
      }
      BitSet captured = Ownership.captured(graph, listed);
      for (int i = 0; i < parties; i++) {
        assertThat(captured.get(i))
            .as("round " + round + " party " + i)
            .isEqualTo((least >> i & 1) == 1);
      }
    }
  }

  private static boolean closed(int set, long[][] stake, BitSet listed) {
    for (int i = 0; i < stake.length; i++) {
      long held = 0;
      for (int owner = 0; owner < stake.length; owner++) {
        held += (set >> owner & 1) == 1 ? stake[owner][i] : 0;
      }
      if ((set >> i & 1) == 0 && (held >= 50 || listed.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Test
  void wrongStakesAreRefused() {
    assertThatThrownBy(() -> graph("A>A:10")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> graph("A>B:101")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> graph("A>B:60 C>B:60")).isInstanceOf(Refused.class);
  }
}
