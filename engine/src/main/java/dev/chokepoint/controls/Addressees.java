package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who the exporter may be in the eyes of the letters that the rulebook knows. A letter binds its
 * addressee alone and none is public, so of a company that is not known to have one nobody can say
 * that it has none.
 */
final class Addressees {
  /** Somebody who is known to have no letter. */
  private static final String NONE = "none";

  private static final String ANOTHER = "another exporter";

  private Addressees() {}

  /** An exporter of whom nothing is known. */
  static List<Trade.Candidate> unknown(Rulebook rulebook) {
    List<Trade.Candidate> all = new ArrayList<>();
    rulebook.addressees().keySet().forEach(a -> all.add(new Trade.Candidate(a, Set.of(a))));
    all.add(new Trade.Candidate(ANOTHER, Set.of(ANOTHER)));
    return all;
  }

  /**
   * An exporter by name. A vendor that sells its own circuits is an addressee or none; anybody else
   * may have a letter that is not known here, unless the name is {@code none}.
   */
  static List<Trade.Candidate> named(Rulebook rulebook, String name, Item item) {
    Set<String> own = labels(rulebook, name);
    if (own.stream().anyMatch(rulebook.addressees()::containsKey)
        || isVendor(name, item)
        || name.equals(NONE)) {
      return List.of(new Trade.Candidate(name, own));
    }
    Set<String> addressed = new LinkedHashSet<>(own);
    addressed.addAll(rulebook.addressees().keySet());
    return List.of(
        new Trade.Candidate(name + " with a letter of its own", addressed),
        new Trade.Candidate(name + " without a letter", own));
  }

  /** Whether somebody sells an item and designed every circuit in it. */
  static boolean isVendor(String name, Item item) {
    return name.strip().equalsIgnoreCase(item.vendor().strip())
        && item.circuits().stream()
            .allMatch(c -> name.strip().equalsIgnoreCase(c.vendor().strip()));
  }

  /** A name as conditions write it, and the addressee that it spells out. */
  static Set<String> labels(Rulebook rulebook, String name) {
    Set<String> labels = new LinkedHashSet<>();
    labels.add(name.strip().toUpperCase(Locale.ROOT));
    rulebook
        .addressees()
        .forEach((addressee, names) -> {
          if (names.stream().anyMatch(known -> begins(name.strip(), known))) {
            labels.add(addressee);
          }
        });
    return labels;
  }

  /**
   * Whether a full name begins with a short one: {@code NVIDIA Corporation} with {@code Nvidia}.
   */
  private static boolean begins(String name, String known) {
    return name.regionMatches(true, 0, known, 0, known.length())
        && (name.length() == known.length()
            || !Character.isLetterOrDigit(name.charAt(known.length())));
  }
}
