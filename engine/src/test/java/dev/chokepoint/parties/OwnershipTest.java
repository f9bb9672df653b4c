package dev.chokepoint.parties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  /** X and Y are listed, where they stand in a graph. */
  private static BitSet listed(Holdings holdings) {
    BitSet out = new BitSet();
    for (String name : List.of("X", "Y")) {
      if (holdings.find(name) >= 0) {
        out.set(holdings.find(name));
      }
    }
    return out;
  }

  /**
   * Examples 1 to 3 of Treasury's FAQ 401 (ofac.treasury.gov/faqs/401), the example of FAQ 399, and
   * the one of FAQ 401 in which nothing is owned indirectly, as quoted in
   * lexology.com/library/detail.aspx?g=5610d602-2bd9-4730-b83a-da0460d4cbf9; with their answers.
   */
  @ParameterizedTest
  @CsvSource({
    "X>A:50 A>B:50, B, CAPTURED",
    "X>A:50 X>B:50 A>C:25 B>C:25, C, CAPTURED",
    "X>A:50 X>B:10 A>B:40, B, CAPTURED",
    "X>A:25 Y>A:25, A, CAPTURED",
    "X>A:25 X>B:25 A>C:50 B>C:50, C, NOT_CAPTURED",
  })
  void publishedExamples(String holdings, String party, Ownership.Answer answer) {
    Holdings graph = graph(holdings);
    assertThat(Ownership.of(graph, listed(graph), graph.find(party)).answer()).isEqualTo(answer);
  }

  /**
   * What the words of the rules say: owned "in the aggregate, directly or indirectly, 50 percent or
   * more" by "one or more" listed parties (79 FR 47726), indirectly only through parties that are
   * themselves so owned (FAQ 401), of ownership and not of control (FAQ 398).
   */
  @ParameterizedTest
  @CsvSource({
    "X>A:50, A, CAPTURED",
    "X>A:25 Y>A:24, A, NOT_CAPTURED",
    "X>A:50 Y>B:50 A>C:25 B>C:25, C, CAPTURED",
    "X>A:50 X>B:10 A>B:25, B, NOT_CAPTURED",
    "X>A:49 A>B:100, B, NOT_CAPTURED",
    "X>A:50 A>B:100 B>A:25, B, CAPTURED",
    "X>A:24 A>B:100 B>A:25, A, NOT_CAPTURED",
    "X>A:10, X, LISTED",
    "X>A:60 A>B:60 B>C:60, C, CAPTURED",
    "X>A:?, A, UNDETERMINED",
    "X>A:? C>A:51, A, NOT_CAPTURED",
    "X>A:? C>A:50, A, UNDETERMINED",
    "C>A:?, A, UNDETERMINED",
    "A>B:60 B>A:60 X>C:1, A, NOT_CAPTURED",
  })
  void wordsOfTheRules(String holdings, String party, Ownership.Answer answer) {
    Holdings graph = graph(holdings);
    assertThat(Ownership.of(graph, listed(graph), graph.find(party)).answer()).isEqualTo(answer);
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
      int least = least(stake, listed);
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

  /** Unknown stakes take every size in tens that leaves a party no more than whole. */
  @Test
  void unknownStakesAgreeWithExhaustiveEvaluation() {
    Random random = new Random(49);
    for (int round = 0; round < 1_000; round++) {
      int parties = 3 + random.nextInt(3);
      long[][] stake = new long[parties][parties];
      List<int[]> unknown = new ArrayList<>();
      Holdings graph = new Holdings();
      for (int i = 0; i < parties; i++) {
        graph.number("P" + i);
      }
      for (int owned = 0; owned < parties; owned++) {
        long room = 100;
        for (int owner = 0; owner < parties; owner++) {
          if (owner == owned || random.nextInt(2) == 0) {
            continue;
          }
          if (unknown.size() < 3 && random.nextInt(4) == 0) {
            unknown.add(new int[] {owner, owned});
            graph.add("P" + owner, "P" + owned, -1, "");
            continue;
          }
          long part = Math.min(room, 10L * (1 + random.nextInt(7)));
          if (part > 0) {
            stake[owner][owned] = part;
            room -= part;
            graph.add("P" + owner, "P" + owned, part * Holdings.PERCENT, "");
          }
        }
      }
      graph.close();
      BitSet listed = new BitSet();
      listed.set(0);
      int[] always = {(1 << parties) - 1};
      int[] ever = {0};
      everySize(stake, unknown, 0, listed, always, ever);
      for (int party = 1; party < parties; party++) {
        Ownership.Answer answer = Ownership.of(graph, listed, party).answer();
        boolean sure = (always[0] >> party & 1) == 1;
        boolean possible = (ever[0] >> party & 1) == 1;
        String what = "round " + round + " party " + party;
        assertThat(answer == Ownership.Answer.CAPTURED).as(what).isEqualTo(sure);
        if (possible && !sure) {
          assertThat(answer).as(what).isEqualTo(Ownership.Answer.UNDETERMINED);
        }
        if (answer == Ownership.Answer.NOT_CAPTURED) {
          assertThat(possible).as(what).isFalse();
        }
      }
    }
  }

  private static void everySize(
      long[][] stake, List<int[]> unknown, int at, BitSet listed, int[] always, int[] ever) {
    if (at == unknown.size()) {
      int captured = least(stake, listed);
      always[0] &= captured;
      ever[0] |= captured;
      return;
    }
    int[] holding = unknown.get(at);
    long stated = 0;
    for (long[] owner : stake) {
      stated += owner[holding[1]];
    }
    for (long size = 0; size <= 100 - stated; size += 10) {
      stake[holding[0]][holding[1]] = size;
      everySize(stake, unknown, at + 1, listed, always, ever);
    }
    stake[holding[0]][holding[1]] = 0;
  }

  /** The least closed set: what is in all of them. */
  private static int least(long[][] stake, BitSet listed) {
    int least = (1 << stake.length) - 1;
    for (int set = 0; set < 1 << stake.length; set++) {
      if (closed(set, stake, listed)) {
        least &= set;
      }
    }
    return least;
  }

  /** A chain of half a million owners that comes round at its end, and as many holdings beside. */
  @Test
  @Timeout(30)
  void aGraphOfAMillionHoldingsIsAnswered() {
    int parties = 500_000;
    Holdings graph = new Holdings();
    for (int i = 0; i < parties; i++) {
      graph.add("P" + i, "P" + (i + 1) % parties, 50 * Holdings.PERCENT, "");
      graph.add("P" + (i + 250_000) % parties, "P" + (i + 2) % parties, Holdings.PERCENT, "");
    }
    graph.close();
    BitSet listed = new BitSet();
    listed.set(graph.find("P0"));
    assertThat(graph.size()).isEqualTo(1_000_000);
    assertThat(Ownership.captured(graph, listed).cardinality()).isEqualTo(parties);
    assertThat(Ownership.of(graph, listed, graph.find("P250000")).answer())
        .isEqualTo(Ownership.Answer.CAPTURED);
  }

  @Test
  void wrongStakesAreRefused() {
    assertThatThrownBy(() -> graph("A>A:10")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> graph("A>B:101")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> graph("A>B:60 C>B:60")).isInstanceOf(Refused.class);
  }
}
