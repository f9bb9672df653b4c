package dev.chokepoint.workbench.parties;

import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.parties.Hit;
import dev.chokepoint.parties.Party;
import dev.chokepoint.parties.Search;
import dev.chokepoint.screening.Named;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom a name is taken for, the same in every command that asks the law of a party: the rulebook's
 * own party of that name, else what {@link Search} finds on the list of the day, and above both
 * what a person decided. One for each thread.
 */
public final class Naming {
  /** From here on the listed party is taken to be meant; below, it is not known who is. */
  public static final double CERTAIN = 0.95;

  private static final Search.Options HITS =
      new Search.Options(null, Search.Sought.ANY, Search.Options.DEFAULT.threshold(), 20);
  private static final String UNKNOWN = "?";
  private static final String DIFFERENT = "different";

  private final PartyScreen screen;
  private final Map<String, Review.Decision> decisions;
  private final Rulebook rulebook;
  private @Nullable Search search;

  /** What became of a name that is, or looks like, a listed one. */
  public enum Taken {
    /** It is a listed party. */
    LISTED,
    /** It may be one, or stands on a list whose rules are not modelled: a person must settle it. */
    REVIEW,
    /** A person decided that it is none. */
    CLEARED,
    /** The rulebook knows it, and no list of restrictions does. */
    KNOWN;

    /** The word used in files, text and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A name that is, or looks like, a listed one.
   *
   * @param named what the rulebook is asked, and which listed parties a person found to be others
   * @param hit the listed party that decided it; null where the rulebook or nobody has the name
   * @param decision what a person decided of that hit, or null
   * @param why one sentence with the score, for people
   */
  public record Reading(
      Taken taken,
      List<Named> named,
      @Nullable Hit hit,
      Review.@Nullable Decision decision,
      String why) {
    public Reading {
      named = List.copyOf(named);
    }

    /** Whether the rulebook itself has a party of exactly this name. */
    public boolean isExact() {
      return !named.isEmpty() && named.getFirst().note().isEmpty();
    }
  }

  Naming(PartyScreen screen, Map<String, Review.Decision> decisions, Rulebook rulebook) {
    this.screen = screen;
    this.decisions = decisions;
    this.rulebook = rulebook;
  }

  /**
   * Names against the list of a day.
   *
   * @param store folder of imported lists and of decisions, or null for the user's own
   */
  public static Naming on(LocalDate day, @Nullable Path store, Knowledge knowledge) {
    Path folder = store == null ? PartyStore.defaultFolder() : store;
    return new Naming(
        PartyScreen.everListed(day, folder, knowledge),
        new Review(folder).all(),
        knowledge.rulebook());
  }

  /** The same where it does not count that some found a name to be another than a listed one. */
  public Naming notClearedBy(Collection<String> who) {
    if (who.isEmpty()) {
      return this;
    }
    Map<String, Review.Decision> counted = new LinkedHashMap<>(decisions);
    counted.values().removeIf(d -> d.verdict().equals(DIFFERENT) && who.contains(d.by()));
    return new Naming(screen, counted, rulebook);
  }

  /** The same for another thread. */
  public Naming another() {
    return new Naming(screen, decisions, rulebook);
  }

  /** The list that is asked. */
  public PartyScreen screen() {
    return screen;
  }

  /** A hash of what people decided; empty where nobody decided anything. */
  public String decisionsHash() {
    return decisions.isEmpty() ? "" : Review.hash(decisions.values());
  }

  /** Whom a name is taken for; null where it is like no listed one. */
  public @Nullable Reading read(String name) {
    List<Rulebook.Party> exact = new ArrayList<>(rulebook.partiesNamed(name));
    List<Hit> hits = new ArrayList<>();
    List<Hit> cleared = new ArrayList<>();
    try {
      for (Hit hit : search().find(name, HITS).hits()) {
        if (decided(name, hit, DIFFERENT)) {
          exact.removeAll(rulebook.partiesNamed(hit.party().name()));
          cleared.add(hit);
        } else {
          hits.add(hit);
        }
      }
    } catch (Refused e) {
      return exact.isEmpty()
          ? unreadable(e.problems().getFirst())
          : exactly(name, exact, null, List.of());
    }
    Hit listed = null;
    Hit other = null;
    for (Hit hit : hits) {
      if (hit.score() >= CERTAIN || decided(name, hit, "same")) {
        boolean known = !PartyScreen.categories(hit.party()).isEmpty();
        listed = known && listed == null ? hit : listed;
        other = !known && other == null ? hit : other;
      }
    }
    List<Named> others = others(name, cleared);
    List<Named> beside = new ArrayList<>();
    if (other != null) {
      beside.add(otherList(other.party()));
    }
    beside.addAll(others);
    if (!exact.isEmpty()) {
      return exactly(name, exact, listed, beside);
    }
    if (listed != null) {
      List<Named> named = new ArrayList<>(List.of(listed(listed.party())));
      named.addAll(beside);
      return reading(Taken.LISTED, named, name, listed, "is read as");
    }
    if (other != null) {
      return reading(Taken.REVIEW, beside, name, other, "stands on another list as");
    }
    if (!hits.isEmpty()) {
      Hit hit = hits.getFirst();
      List<Named> named = new ArrayList<>(List.of(perhaps(hit.party())));
      named.addAll(others);
      return reading(Taken.REVIEW, named, name, hit, "is perhaps");
    }
    return cleared.isEmpty()
        ? null
        : reading(Taken.CLEARED, others, name, cleared.getFirst(), "was found to be another than");
  }

  private Search search() {
    Search mine = search;
    if (mine == null) {
      mine = screen.search();
      search = mine;
    }
    return mine;
  }

  private boolean decided(String name, Hit hit, String verdict) {
    return !decisions.isEmpty()
        && Review.of(decisions, name, null, hit.party())
            .filter(decision -> decision.verdict().equals(verdict))
            .isPresent();
  }

  private static Reading exactly(
      String name, List<Rulebook.Party> exact, @Nullable Hit hit, List<Named> beside) {
    boolean listed = exact.stream().anyMatch(party -> PartyScreen.isOfExtract(party));
    List<Named> named = new ArrayList<>(List.of(Named.exactly(name.strip())));
    named.addAll(beside);
    String why = "a party of the rulebook has exactly this name";
    return new Reading(listed ? Taken.LISTED : Taken.KNOWN, named, hit, null, why);
  }

  /** A party of the Entity List: under the rulebook's own name for it, which has its days. */
  private Named listed(Party party) {
    boolean held = !rulebook.partiesNamed(party.name()).isEmpty();
    return new Named(
        held ? party.name() : PartyScreen.categories(party).getFirst(),
        held ? null : party.from(),
        held ? null : party.until(),
        "read as " + titled(party),
        false);
  }

  private static Named otherList(Party party) {
    String note = "read as " + titled(party) + "; the rules of that list are not modelled";
    return new Named(UNKNOWN, party.from(), party.until(), note, true);
  }

  private static Named perhaps(Party party) {
    return new Named(
        UNKNOWN, party.from(), party.until(), "perhaps " + titled(party) + ": to settle", true);
  }

  /** Those whom people found not to be meant: each line says who found it, and when. */
  private List<Named> others(String name, List<Hit> cleared) {
    Map<String, List<Hit>> found = new LinkedHashMap<>();
    for (Hit hit : cleared) {
      Review.of(decisions, name, null, hit.party())
          .map(d -> d.by() + " on " + d.on())
          .ifPresent(by -> found.computeIfAbsent(by, b -> new ArrayList<>()).add(hit));
    }
    List<Named> others = new ArrayList<>();
    found.forEach((by, hits) -> {
      String first = titled(hits.getFirst().party());
      String more = hits.size() == 1 ? "" : " and " + (hits.size() - 1) + " more";
      others.add(Named.cleared("found to be another than " + first + more + " by " + by));
    });
    return others;
  }

  /** A name that cannot be screened is not clean; one without a letter is nobody's. */
  private static @Nullable Reading unreadable(Problem problem) {
    if (problem.id().equals("no-name")) {
      return null;
    }
    String note = "the name cannot be screened";
    return new Reading(
        Taken.REVIEW,
        List.of(new Named(UNKNOWN, null, null, note, true)),
        null,
        null,
        note + ": " + problem.id().replace('-', ' '));
  }

  private static String titled(Party party) {
    return party.name() + " (" + party.list() + ")";
  }

  private Reading reading(Taken taken, List<Named> named, String name, Hit hit, String verb) {
    Review.Decision decision = Review.of(decisions, name, null, hit.party()).orElse(null);
    String why =
        "%s %s, score %.2f on the list of %s%s"
            .formatted(
                verb,
                titled(hit.party()),
                Math.floor(hit.score() * 100) / 100,
                screen.list().date(),
                decision == null ? "" : "; decided by " + decision.by() + " on " + decision.on());
    return new Reading(taken, named, hit, decision, why);
  }
}
