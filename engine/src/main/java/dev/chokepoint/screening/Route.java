package dev.chokepoint.screening;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a line goes and who takes part; null where nothing was said, {@code ?} where it is unknown.
 *
 * @param destination ISO code or {@code ?}
 * @param parties those whom a list names or may name, each once, sorted; none is "unlisted"
 */
public record Route(
    String destination,
    @Nullable String partyHq,
    @Nullable String ultimateParent,
    List<Named> parties,
    @Nullable String fromCountry,
    @Nullable String direction,
    @Nullable String exporter) {

  public Route {
    parties = List.copyOf(parties);
  }

  /** A route of which only the destination is stated. */
  public static Route to(String destination) {
    return new Route(destination, null, null, List.of(), null, null, null);
  }
}
