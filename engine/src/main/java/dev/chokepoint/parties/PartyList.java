package dev.chokepoint.parties;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A list of one day.
 *
 * @param date the day whose state it holds
 * @param embedded true for the extract that comes with the program, which is no whole list
 * @param parties the parties in the list's order
 */
public record PartyList(LocalDate date, boolean embedded, List<Party> parties) {
  public PartyList {
    parties = List.copyOf(parties);
  }

  /** Parties of each source, by the source's official words. */
  public SortedMap<String, Integer> counts() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    parties.forEach(party -> counts.merge(party.source(), 1, Integer::sum));
    return counts;
  }
}
