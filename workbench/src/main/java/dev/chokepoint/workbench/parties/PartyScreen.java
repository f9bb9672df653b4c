package dev.chokepoint.workbench.parties;

import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.parties.NameIndex;
import dev.chokepoint.parties.Party;
import dev.chokepoint.parties.PartyList;
import dev.chokepoint.parties.Search;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one way to ask whether a name is on a list on a day. */
public final class PartyScreen {
  private static final String EXTRACT = "entity-list";
  private static final LocalDate EXTRACT_DATE = LocalDate.of(2026, 7, 31);
  private static final String EXTRACT_SOURCE = "Entity List (EL) - Bureau of Industry and Security";

  private final PartyList list;
  private final boolean later;
  private final NameIndex index;
  private final Search search;

  private PartyScreen(PartyList list, boolean later, Knowledge knowledge) {
    this.list = list;
    this.later = later;
    this.index = new NameIndex(list, knowledge.words());
    this.search = new Search(index);
  }

  /**
   * The list to ask on a day: the last imported one of that day or before, else the first imported
   * one after it, else the extract that comes with the program.
   *
   * @param store folder of imported lists, or null for the user's own
   */
  public static PartyScreen on(LocalDate day, @Nullable Path store, Knowledge knowledge) {
    PartyStore held = new PartyStore(store == null ? PartyStore.defaultFolder() : store);
    Optional<Manifest> version = held.on(day);
    if (version.isPresent()) {
      return new PartyScreen(held.open(version.get()), false, knowledge);
    }
    List<Manifest> versions = held.versions();
    if (!versions.isEmpty()) {
      return new PartyScreen(held.open(versions.getFirst()), true, knowledge);
    }
    return new PartyScreen(embedded(knowledge.rulebook(), day), false, knowledge);
  }

  /** The parties of the extract that are listed on a day. */
  static PartyList embedded(Rulebook rulebook, LocalDate day) {
    List<Party> parties = new ArrayList<>();
    for (Rulebook.Party party : rulebook.parties()) {
      boolean listed =
          (party.from() == null || !day.isBefore(party.from()))
              && (party.until() == null || day.isBefore(party.until()));
      if (!party.categories().contains(EXTRACT) || !listed) {
        continue;
      }
      String footnote =
          party.categories().stream()
              .filter(c -> c.startsWith(EXTRACT + "-footnote-"))
              .findFirst()
              .map(c -> c.substring(EXTRACT.length() + 10))
              .orElse("");
      parties.add(
          new Party(
              "",
              EXTRACT_SOURCE,
              "",
              party.name(),
              party.aliases(),
              List.of(),
              party.country() == null ? List.of() : List.of(party.country()),
              party.citation(),
              "All items subject to the EAR" + mark(footnote),
              party.policy().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                  + (party.note().isEmpty() ? "" : "; " + party.note()),
              party.from(),
              party.until()));
    }
    return new PartyList(EXTRACT_DATE, true, parties);
  }

  /** The list's own way to say a footnote, so that one reader serves both. */
  private static String mark(String footnote) {
    return switch (footnote) {
      case "1" -> " (see 734.9(e)(1))";
      case "4" -> " (see 734.9(e)(2))";
      case "5" -> " (see 734.9(e)(3))";
      default -> "";
    };
  }

  /** The list that answers. */
  public PartyList list() {
    return list;
  }

  /** The parties that a name may mean. */
  public Search.Found find(String name, Search.Options options) {
    return search.find(name, options);
  }

  /** Another search over the same index, for another thread. */
  public Search search() {
    return new Search(index);
  }

  /** What an answer from this list does not cover; never empty. */
  public List<String> notCovered() {
    List<String> out = new ArrayList<>();
    out.add("ownership: a party that listed parties own by half or more carries no name here");
    out.add("red flags: what is known of a customer beside its name");
    out.add("changes of the lists after " + list.date());
    if (list.embedded()) {
      out.add(
          "all lists but an extract of the Entity List for AI chips ("
              + list.parties().size()
              + " parties): no list was imported; `parties import FILE` reads the official one");
    } else {
      out.add("lists that the US Consolidated Screening List does not hold, and other countries'");
    }
    if (later) {
      out.add("the day asked: the first list held is of " + list.date());
    }
    return out;
  }

  /** The rulebook's categories of a party on the Entity List; empty for another list. */
  public static List<String> categories(Party party) {
    if (!party.list().equals("EL")) {
      return List.of();
    }
    Integer footnote = party.footnote();
    return footnote == null
        ? List.of(EXTRACT)
        : List.of(EXTRACT, EXTRACT + "-footnote-" + footnote);
  }
}
