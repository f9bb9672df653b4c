package dev.chokepoint.bench;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.parties.NameIndex;
import dev.chokepoint.parties.Party;
import dev.chokepoint.parties.PartyList;
import dev.chokepoint.parties.Search;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.parties.ConsolidatedList;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Accuracy and speed of the matcher together, beside Lucene's fuzzy search in the same run: {@code
 * bench/run parties [FOLDER]}.
 */
final class Parties {
  private static final int ROUNDS = 3;
  private static final int ASKED_OF_LIST = 5_000;
  private static final int OF_LUCENE = 1_000;

  private Parties() {}

  /** Answers a name; what it finds is counted so that nothing is left out by a compiler. */
  interface Finder {
    /** Names found, best first. */
    List<Integer> find(String name, int most);
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "../shared/reference/parties");
    List<Party> parties =
        ConsolidatedList.read(folder.resolve("us-consolidated-screening-list-2026-07-31.csv"));
    var words = Knowledge.load().words();
    PartyAccuracy accuracy = new PartyAccuracy(parties, words);
    System.out.println("Held-out half of the list; pairs made from its own names");
    accuracy.pairs(false, 1);
    accuracy.pairs(true, 1);
    accuracy.innocent(folder);

    long start = System.nanoTime();
    List<Party> numbered = PartyAccuracy.numbered(parties, true);
    Search search =
        new Search(new NameIndex(new PartyList(LocalDate.EPOCH, false, numbered), words));
    System.out.printf("index made in %.1f s%n", (System.nanoTime() - start) / 1e9);
    List<String> people =
        PartyAccuracy.column(folder.resolve("synthetic-people-us.csv"), "full_name");
    List<String> listed = new ArrayList<>();
    for (int i = 0; i < ASKED_OF_LIST; i++) {
      listed.add(parties.get((int) (i * (long) parties.size() / ASKED_OF_LIST)).name());
    }
    List<String> damaged =
        PartyAccuracy.column(folder.resolve("un-names-with-typos.csv"), "full_name");
    List<List<Integer>> meant = UnNames.meant(parties, damaged);
    Finder own = (name, most) -> ids(search, name, most, Search.Sought.ANY);
    Finder organisations = (name, most) -> ids(search, name, most, Search.Sought.ORGANISATION);
    try (LuceneNames lucene = new LuceneNames(parties)) {
      for (int round = 1; round <= ROUNDS; round++) {
        speed("innocent people, any kind", own, people);
        speed("innocent people, organisations", organisations, people);
        speed("names of the list itself", own, listed);
        speed("Lucene, innocent people", lucene, people.subList(0, OF_LUCENE));
        speed("Lucene, names of the list", lucene, listed.subList(0, OF_LUCENE));
      }
      recall("UN names with slips", own, damaged, meant);
      recall("Lucene, UN names with slips", lucene, damaged, meant);
    }
  }

  private static List<Integer> ids(Search search, String name, int most, Search.Sought sought) {
    try {
      return search
          .find(name, new Search.Options(null, sought, Search.Options.DEFAULT.threshold(), most))
          .hits()
          .stream()
          .map(h -> Integer.valueOf(h.party().id()))
          .toList();
    } catch (Refused e) {
      return List.of();
    }
  }

  /** Processor time of this thread, so that a busy machine says as much as a quiet one. */
  private static void speed(String what, Finder finder, List<String> names) {
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    long hits = 0;
    for (String name : names) {
      hits += finder.find(name, 5).size();
    }
    double used = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9;
    double passed = (System.nanoTime() - wall) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-32s %,8.0f names a second of processor time, %,8.0f of wall time (%d hits)%n",
        what,
        names.size() / used,
        names.size() / passed,
        hits);
  }

  private static void recall(
      String what, Finder finder, List<String> names, List<List<Integer>> meant) {
    int known = 0;
    int first = 0;
    int five = 0;
    for (int i = 0; i < names.size(); i++) {
      if (meant.get(i).isEmpty()) {
        continue;
      }
      known++;
      List<Integer> found = finder.find(names.get(i), 5);
      first += !found.isEmpty() && meant.get(i).contains(found.getFirst()) ? 1 : 0;
      five += found.stream().anyMatch(meant.get(i)::contains) ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d names have a listed one within a fifth of their letters; rank 1 %.1f%%, rank 5"
            + " %.1f%%%n",
        what,
        known,
        100.0 * first / known,
        100.0 * five / known);
  }
}
