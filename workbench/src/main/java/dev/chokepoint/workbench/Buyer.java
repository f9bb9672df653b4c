package dev.chokepoint.workbench;

import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.parties.Hit;
import dev.chokepoint.parties.Search;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.parties.PartyScreen;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A buyer's name read as {@code parties search} reads it, where the rulebook has no party of
 * exactly that name. One of each day's lists is held, so that a file of rows opens it once.
 */
final class Buyer {
  /** From here on the listed party is taken to be meant; below, the buyer is not known. */
  static final double CERTAIN = 0.95;

  private static final Search.Options BEST =
      new Search.Options(null, Search.Sought.ANY, Search.Options.DEFAULT.threshold(), 1);

  private final Map<LocalDate, PartyScreen> screens = new HashMap<>();

  /**
   * A request and what was taken for its buyer.
   *
   * @param taken the listed party that the name was read as; null where the name stands as it was
   */
  record Read(TradeRequest request, Trade.@Nullable Assumption taken) {}

  Read read(TradeRequest request, Knowledge knowledge) {
    String name = request.party();
    if (name == null || isKnown(name, knowledge.rulebook())) {
      return new Read(request, null);
    }
    PartyScreen screen =
        screens.computeIfAbsent(request.asOf(), day -> PartyScreen.on(day, null, knowledge));
    List<Hit> hits;
    try {
      hits = screen.find(name, BEST).hits();
    } catch (Refused e) {
      return new Read(request, null); // without a word it is nobody's name; the answer says so
    }
    if (hits.isEmpty()) {
      return new Read(request, null);
    }
    Hit hit = hits.getFirst();
    String listed = hit.party().name();
    List<String> categories = PartyScreen.categories(hit.party());
    boolean certain = hit.score() >= CERTAIN && !categories.isEmpty();
    boolean held = !knowledge.rulebook().partiesNamed(listed).isEmpty();
    String party = !certain ? "?" : held ? listed : categories.getFirst();
    String why =
        String.format(
            Locale.ROOT,
            "\"%s\" is %s %s (%s), score %.2f on the list of %s; `parties search` shows why",
            name.strip(),
            certain ? "read as" : "perhaps",
            listed,
            hit.party().list(),
            hit.score(),
            screen.list().date());
    return new Read(request.withParty(party), new Trade.Assumption("party", party, why));
  }

  private static boolean isKnown(String name, Rulebook rulebook) {
    return name.equals("?")
        || name.equals("unlisted")
        || rulebook.partyCategories().stream().anyMatch(c -> c.equalsIgnoreCase(name.strip()))
        || !rulebook.partiesNamed(name).isEmpty();
  }
}
