package dev.chokepoint.workbench.parties;

import dev.chokepoint.parties.Hit;
import dev.chokepoint.parties.Holdings;
import dev.chokepoint.parties.Ownership;
import dev.chokepoint.parties.Party;
import dev.chokepoint.parties.Search;
import dev.chokepoint.parties.Words;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which parties above one in a graph stand on a list, by what is stated or by name. */
public final class ListedOwners {
  private static final Set<String> EXPORT_LISTS = Set.of("EL", "MEU");
  private static final Set<String> KNOWN = Set.of("EL", "MEU", "SDN", "SDN-744.8", "NONE");

  /**
   * An owner on a list.
   *
   * @param name as the graph writes it
   * @param list code of the list; {@code SDN-744.8} for a programme that the export rules name
   * @param listedName the official name, or null where the graph or an option states the list
   * @param score of the name, or null where it is stated
   * @param certain whether it counts as listed; otherwise only as possibly listed
   * @param policy the licence review policy of the list; empty where it is stated
   */
  public record Owner(
      String name,
      String list,
      @Nullable String listedName,
      @Nullable Double score,
      boolean certain,
      String policy) {}

  private final List<Owner> owners = new ArrayList<>();
  private final BitSet export = new BitSet();
  private final BitSet treasury = new BitSet();
  private final BitSet maybeExport = new BitSet();
  private final BitSet maybeTreasury = new BitSet();

  private ListedOwners() {}

  /** Looks at the party and everybody above it. */
  public static ListedOwners of(
      Graph graph, int party, List<String> stated, PartyScreen screen, Words words) {
    ListedOwners out = new ListedOwners();
    Map<Integer, String> lists = new HashMap<>(graph.lists());
    for (String each : stated) {
      int equals = each.lastIndexOf('=');
      int number = equals < 0 ? -1 : graph.holdings().find(each.substring(0, equals));
      if (number < 0) {
        throw new Refused(
            new Problem("bad-value", "--listed", each, "NAME=LIST with a name of the graph", ""));
      }
      lists.put(number, each.substring(equals + 1).strip().toUpperCase(Locale.ROOT));
    }
    graph.holdings().above(party).stream()
        .forEach(number -> out.look(graph.holdings(), number, lists.get(number), screen, words));
    return out;
  }

  private void look(
      Holdings holdings, int number, @Nullable String list, PartyScreen screen, Words words) {
    String name = holdings.name(number);
    if (list != null) {
      if (!KNOWN.contains(list)) {
        throw new Refused(
            new Problem(
                "bad-value", "list of " + name, list, "EL, MEU, SDN, SDN-744.8 or none", ""));
      }
      if (!list.equals("NONE")) {
        add(number, new Owner(name, list, null, null, true, ""));
      }
      return;
    }
    List<Hit> hits;
    try {
      hits = screen.find(name, Search.Options.DEFAULT).hits();
    } catch (Refused e) {
      return; // a name without words is on no list
    }
    Map<String, Owner> best = new HashMap<>();
    for (Hit hit : hits) {
      String code = code(hit.party(), words);
      if (code != null) {
        best.putIfAbsent(
            code,
            new Owner(
                name,
                code,
                hit.party().name(),
                hit.score(),
                hit.score() >= Naming.CERTAIN,
                hit.party().policy()));
      }
    }
    best.values().forEach(owner -> add(number, owner));
  }

  /** The code under which a list counts; null where no 50 percent rule is modelled for it. */
  private static @Nullable String code(Party party, Words words) {
    String list = party.list();
    if (EXPORT_LISTS.contains(list)) {
      return list;
    }
    if (!list.equals("SDN")) {
      return null;
    }
    boolean named = party.programs().stream().anyMatch(words.exportPrograms()::contains);
    return named ? "SDN-744.8" : "SDN";
  }

  private void add(int number, Owner owner) {
    owners.add(owner);
    boolean sdn = owner.list().startsWith("SDN");
    if (sdn) {
      (owner.certain() ? treasury : maybeTreasury).set(number);
    }
    if (!sdn || owner.list().equals("SDN-744.8")) {
      (owner.certain() ? export : maybeExport).set(number);
    }
  }

  /** Owners on lists, in the order of the graph. */
  public List<Owner> owners() {
    return List.copyOf(owners);
  }

  public boolean any() {
    return !owners.isEmpty();
  }

  /** Parties on the Entity List, the MEU List, or the SDN List under 744.8, for certain. */
  public BitSet exportRules() {
    return export;
  }

  /** Blocked persons, for certain. */
  public BitSet treasuryRules() {
    return treasury;
  }

  /** The finding; where names that are not certain would change it, undetermined. */
  public Ownership.Finding finding(
      Holdings holdings, BitSet certain, int party, boolean blockedOnly) {
    Ownership.Finding finding = Ownership.of(holdings, certain, party);
    BitSet maybe = (BitSet) certain.clone();
    maybe.or(blockedOnly ? maybeTreasury : maybeExport);
    if (maybe.equals(certain)) {
      return finding;
    }
    Ownership.Finding other = Ownership.of(holdings, maybe, party);
    if (other.answer() == finding.answer()) {
      return finding;
    }
    List<String> open = new ArrayList<>(finding.open());
    owners.stream()
        .filter(owner -> !owner.certain())
        .forEach(owner ->
            open.add("whether " + owner.name() + " is " + owner.listedName() + " of a list"));
    return new Ownership.Finding(
        Ownership.Answer.UNDETERMINED,
        finding.heldMillionths(),
        other.possibleMillionths(),
        other.chain(),
        other.listedOwners(),
        open,
        finding.ends());
  }

  /**
   * The listed owner whose entry is strictest, as the rule lets the most restrictive govern: a
   * policy of denial before a presumption of denial, before case by case, before what is not known.
   */
  public @Nullable String mostRestrictive(Ownership.Finding finding) {
    Owner strictest = null;
    for (Owner owner : owners) {
      if (finding.listedOwners().contains(owner.name())
          && (strictest == null || rank(owner) < rank(strictest))) {
        strictest = owner;
      }
    }
    return strictest == null
        ? null
        : strictest.name()
            + " ("
            + strictest.list()
            + (strictest.policy().isEmpty() ? "" : "; " + strictest.policy())
            + ")";
  }

  private static int rank(Owner owner) {
    String policy = owner.policy().toLowerCase(Locale.ROOT);
    if (policy.startsWith("policy of denial")) {
      return 0;
    }
    if (policy.contains("denial")) {
      return policy.startsWith("case") ? 2 : 1;
    }
    return policy.contains("case") ? 3 : 4;
  }
}
