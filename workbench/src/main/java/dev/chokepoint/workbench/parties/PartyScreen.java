package dev.chokepoint.workbench.parties;

import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.parties.NameIndex;
import dev.chokepoint.parties.Party;
import dev.chokepoint.parties.PartyList;
import dev.chokepoint.parties.Search;
import dev.chokepoint.parties.Words;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
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
  private final Words words;
  private final Rulebook rulebook;
  private @Nullable NameIndex index;
  private @Nullable Search search;

  private PartyScreen(PartyList list, boolean later, Knowledge knowledge) {
    this.list = list;
    this.later = later;
    this.words = knowledge.words();
    this.rulebook = knowledge.rulebook();
  }

  /**
   * The list to ask on a day: the last imported one of that day or before, else the first imported
   * one after it, else the extract that comes with the program.
   *
   * @param store folder of imported lists, or null for the user's own
   */
  public static PartyScreen on(LocalDate day, @Nullable Path store, Knowledge knowledge) {
    return on(day, store, knowledge, day);
  }

  /** The same, with every party of the extract whatever its days: the rulebook knows them. */
  static PartyScreen everListed(LocalDate day, Path store, Knowledge knowledge) {
    return on(day, store, knowledge, null);
  }

  private static PartyScreen on(
      LocalDate day, @Nullable Path store, Knowledge knowledge, @Nullable LocalDate listedOn) {
    PartyStore held = new PartyStore(store == null ? PartyStore.defaultFolder() : store);
    Optional<Manifest> version = held.on(day);
    if (version.isPresent()) {
      return new PartyScreen(held.open(version.get()), false, knowledge);
    }
    List<Manifest> versions = held.versions();
    if (!versions.isEmpty()) {
      return new PartyScreen(held.open(versions.getFirst()), true, knowledge);
    }
    return new PartyScreen(embedded(knowledge.rulebook(), listedOn), false, knowledge);
  }

  /** The parties of the extract that are listed on a day, or on any. */
  private static PartyList embedded(Rulebook rulebook, @Nullable LocalDate day) {
    List<Party> parties = new ArrayList<>();
    for (Rulebook.Party party : rulebook.parties()) {
      boolean listed =
          day == null
              || ((party.from() == null || !day.isBefore(party.from()))
                  && (party.until() == null || day.isBefore(party.until())));
      if (!isOfExtract(party) || !listed) {
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

  static boolean isOfExtract(Rulebook.Party party) {
    return party.categories().contains(EXTRACT);
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

  /** The parties that a name may mean; of one thread. */
  public Search.Found find(String name, Search.Options options) {
    Search mine = search;
    if (mine == null) {
      mine = search();
      search = mine;
    }
    return mine.find(name, options);
  }

  /** A search of its own, for another thread; the first one makes the index. */
  public synchronized Search search() {
    NameIndex made = index;
    if (made == null) {
      made = new NameIndex(list, words, this::aliasesOfTheRulebook);
      index = made;
    }
    return new Search(made);
  }

  /** What the rulebook calls a party of the Entity List beside what that list does. */
  private List<String> aliasesOfTheRulebook(Party party) {
    if (!party.list().equals("EL")) {
      return List.of();
    }
    return rulebook.partiesNamed(party.name()).stream()
        .filter(PartyScreen::isOfExtract)
        .flatMap(known -> known.aliases().stream())
        .toList();
  }

  /** SHA-256 of every record of the list, in its order, with its day. */
  public String hash() {
    MessageDigest digest = Review.sha256();
    digest.update((list.date() + "\n").getBytes(StandardCharsets.UTF_8));
    for (Party party : list.parties()) {
      String line = party.record() + "\u001f" + party.from() + "\u001f" + party.until() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
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
