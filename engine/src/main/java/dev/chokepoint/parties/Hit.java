package dev.chokepoint.parties;

import java.util.List;

/**
 * A listed party that a name may mean.
 *
 * @param party the party
 * @param matchedAlias the name of it that matched, as printed on the list
 * @param score how likely it is that the same party is meant, above 0 and below 1
 * @param why which words matched and which did not, for people
 */
public record Hit(Party party, String matchedAlias, double score, List<String> why) {
  public Hit {
    why = List.copyOf(why);
  }
}
