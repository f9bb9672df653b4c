package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trade as somebody states it: null where nothing was said, {@code ?} where it is unknown.
 *
 * @param to destination, by code or name
 * @param partyHq country of the buyer's headquarters
 * @param ultimateParent country of its ultimate parent's headquarters
 * @param party name of a listed party, or a category of the rulebook
 * @param direction {@code export}, {@code reexport}, {@code in-country} or {@code remote-access}
 * @param datacenter {@code yes}, {@code no} or {@code unknown}, instead of what the catalogue says
 * @param certified {@code all}, {@code none} or ids of conditions separated by commas
 * @param words role, designer, packager and use of an import, where stated (see {@link
 *     Fact#choices})
 * @param quantity number of items
 */
public record TradeRequest(
    LocalDate asOf,
    String to,
    @Nullable String partyHq,
    @Nullable String ultimateParent,
    @Nullable String party,
    @Nullable String exporter,
    @Nullable String direction,
    @Nullable String fromCountry,
    @Nullable String datacenter,
    @Nullable String certified,
    Map<Fact, String> words,
    @Nullable String quantity) {

  public TradeRequest {
    words = Map.copyOf(words);
  }

  /** A trade of which nothing is said of roles, uses and quantity. */
  public TradeRequest(
      LocalDate asOf,
      String to,
      @Nullable String partyHq,
      @Nullable String ultimateParent,
      @Nullable String party,
      @Nullable String exporter,
      @Nullable String direction,
      @Nullable String fromCountry,
      @Nullable String datacenter,
      @Nullable String certified) {
    this(
        asOf,
        to,
        partyHq,
        ultimateParent,
        party,
        exporter,
        direction,
        fromCountry,
        datacenter,
        certified,
        Map.of(),
        null);
  }

  /** A trade of which only the destination is stated. */
  public static TradeRequest to(String destination, LocalDate asOf) {
    return new TradeRequest(asOf, destination, null, null, null, null, null, null, null, null);
  }

  /** The same trade on another day. */
  public TradeRequest on(LocalDate day) {
    return new TradeRequest(
        day,
        to,
        partyHq,
        ultimateParent,
        party,
        exporter,
        direction,
        fromCountry,
        datacenter,
        certified,
        words,
        quantity);
  }

  /** The same trade with a buyer named so. */
  public TradeRequest withParty(String name) {
    return new TradeRequest(
        asOf,
        to,
        partyHq,
        ultimateParent,
        name,
        exporter,
        direction,
        fromCountry,
        datacenter,
        certified,
        words,
        quantity);
  }

  /** Fills what was not said with printed assumptions, and what is unknown with every candidate. */
  public Trade resolve(Rulebook rulebook, Item item) {
    return new Resolver(this, rulebook, item).resolve();
  }
}
