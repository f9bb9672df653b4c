package dev.chokepoint.workbench;

import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.screening.Named;
import dev.chokepoint.screening.Outcome;
import dev.chokepoint.workbench.parties.Naming;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A buyer's name in a request, read as {@link Naming} reads it. One of each day's lists is held,
 * and names met before, so that a file of rows opens and searches once.
 */
final class Buyer {
  private static final int MOST_KEPT = 1 << 16;

  private final Knowledge knowledge;
  private final @Nullable Path store;
  private final Map<LocalDate, Naming> lists = new HashMap<>();
  private final Map<Asked, Optional<Naming.Reading>> kept = new HashMap<>();

  private record Asked(LocalDate day, String name) {}

  /**
   * A request and what was taken for its buyer.
   *
   * @param taken the listed party that the name was read as; null where the name stands as it was
   * @param listed first day on its list, where the rulebook does not know it, or null
   * @param review whether a person must settle who is meant
   * @param cleared whether a person found that no listed party is
   */
  record Read(
      TradeRequest request,
      Trade.@Nullable Assumption taken,
      @Nullable LocalDate listed,
      boolean review,
      boolean cleared) {

    /** What a row of a table says of it; empty where the name stands as it was. */
    String code() {
      return taken == null
          ? ""
          : review ? "party-review" : cleared ? Outcome.CLEARED : "party-by-name";
    }
  }

  /**
   * Buyers of one command.
   *
   * @param store folder of imported lists, or null for the user's own
   */
  Buyer(Knowledge knowledge, @Nullable Path store) {
    this.knowledge = knowledge;
    this.store = store;
  }

  Read read(TradeRequest request) {
    String name = request.party();
    Naming.Reading reading =
        name == null || isCategory(name, knowledge.rulebook())
            ? null
            : reading(name, request.asOf());
    if (name == null || reading == null || reading.isExact()) {
      return new Read(request, null, null, false, false);
    }
    Named named = reading.named().isEmpty() ? null : reading.named().getFirst();
    String party = named == null ? "unlisted" : named.askedOn(request.asOf());
    Trade.Assumption taken =
        new Trade.Assumption(
            "party",
            party,
            "\"" + name.strip() + "\" " + reading.why() + "; `parties search` shows why");
    return new Read(
        request.withParty(party),
        taken,
        named == null ? null : named.from(),
        reading.taken() == Naming.Taken.REVIEW,
        reading.taken() == Naming.Taken.CLEARED);
  }

  private Naming.@Nullable Reading reading(String name, LocalDate day) {
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    Naming list = lists.computeIfAbsent(day, d -> Naming.on(d, store, knowledge));
    return kept.computeIfAbsent(
            new Asked(day, name), asked -> Optional.ofNullable(list.read(asked.name())))
        .orElse(null);
  }

  private static boolean isCategory(String name, Rulebook rulebook) {
    return name.equals("?")
        || name.equals("unlisted")
        || rulebook.partyCategories().stream().anyMatch(c -> c.equalsIgnoreCase(name.strip()));
  }
}
