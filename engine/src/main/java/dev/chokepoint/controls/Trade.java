package dev.chokepoint.controls;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one trade on one day. Each fact has one candidate when it is known and several when
 * it is not.
 *
 * @param destination code of the destination as asked, or {@code ?}
 * @param parties records of a named party, if it was named and is listed
 * @param certified ids of certified conditions; null when all, none or nothing was said
 * @param quantity how many items, or null when not stated
 * @param datacenter override of what the catalogue says of the item, or null
 * @param notices what everybody who reads an answer about this trade must see first
 */
public record Trade(
    LocalDate asOf,
    String destination,
    Map<Fact, List<Candidate>> facts,
    List<Rulebook.Party> parties,
    @Nullable Set<String> certified,
    @Nullable String datacenter,
    @Nullable Long quantity,
    List<Assumption> assumptions,
    List<Determination.Warning> notices) {

  /** One possible value of a fact, with the labels it carries on the day. */
  public record Candidate(String name, Set<String> labels) {
    private static final String OTHERS = " and others";
    private static final int MOST_NAMED = 8;
    private static final int FIRST_NAMED = 3;

    /** Names that the law treats alike: all of them if they are few, else the first ones. */
    static String together(List<String> names) {
      boolean more = names.stream().anyMatch(name -> name.endsWith(OTHERS));
      List<String> all =
          names.stream().flatMap(name -> Stream.of(name.replace(OTHERS, "").split(", "))).toList();
      return !more && all.size() <= MOST_NAMED
          ? String.join(", ", all)
          : String.join(", ", all.subList(0, Math.min(FIRST_NAMED, all.size()))) + OTHERS;
    }
  }

  /** A fact that was not stated and the value taken for it. */
  public record Assumption(String fact, String value, String why) {}

  public Trade {
    Map<Fact, List<Candidate>> copy = new EnumMap<>(Fact.class);
    copy.putAll(facts);
    facts = copy;
    parties = List.copyOf(parties);
    assumptions = List.copyOf(assumptions);
    notices = List.copyOf(notices);
  }

  /** Candidates of a fact; never empty. */
  public List<Candidate> candidates(Fact fact) {
    List<Candidate> candidates = facts.get(fact);
    return candidates == null ? List.of(new Candidate("not stated", Set.of())) : candidates;
  }
}
