package dev.chokepoint.units;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/**
 * Known names most like one that is not known: the one place where a slip of the keyboard is
 * guessed, whether in a chip, a country, a party, a command or a key.
 */
public final class Nearest {
  /** Below this, common letters are mostly chance; one slip in three letters is above it. */
  private static final double ALIKE = 0.8;

  /** One slip in a word; beside such a name a far one is noise. */
  private static final double CLOSE = 0.95;

  private static final double BESIDE_CLOSE = 0.9;
  private static final int MOST = 5;

  /** Fewer letters stand inside too many names to mean one of them. */
  private static final int LEAST_PART = 3;

  private static final int LEAST_WHOLE = 4;
  private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

  private Nearest() {}

  /** A known name with its likeness to the one asked for. */
  private record Likeness(String name, double value, boolean contains) {}

  /** Names most like the one wanted, best first, at most five; empty when none is like it. */
  public static List<String> of(String wanted, Collection<String> known) {
    String key = key(wanted);
    Map<String, Likeness> byKey = new LinkedHashMap<>();
    for (String name : known) {
      String other = key(name);
      double value = SIMILARITY.apply(key, other);
      boolean part = key.length() >= LEAST_PART && other.contains(key);
      boolean whole = other.length() >= LEAST_WHOLE && key.contains(other);
      if (value >= ALIKE || part || whole) {
        byKey.putIfAbsent(other, new Likeness(name, value, part || whole));
      }
    }
    double best = byKey.values().stream().mapToDouble(Likeness::value).max().orElse(0);
    double least = best >= CLOSE ? BESIDE_CLOSE : 0;
    return byKey.values().stream()
        .filter(each -> each.contains() || each.value() >= least)
        .sorted(
            Comparator.comparingDouble(Likeness::value).reversed().thenComparing(Likeness::name))
        .limit(MOST)
        .map(Likeness::name)
        .toList();
  }

  /** The nearest names as a hint, such as {@code Maybe H20 or H200?}; empty when there is none. */
  public static String hint(String wanted, Collection<String> known) {
    return hint(of(wanted, known));
  }

  /** Names as a hint; empty when there is none. */
  public static String hint(List<String> names) {
    return names.isEmpty() ? "" : "Maybe " + either(names) + "?";
  }

  /** Names joined as in {@code a, b or c}. */
  public static String either(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  /** Letters and digits of a name, without case, spaces, hyphens and width. */
  public static String key(String name) {
    StringBuilder kept = new StringBuilder(name.length());
    boolean plain = true;
    for (int i = 0; i < name.length() && plain; i++) {
      char c = name.charAt(i);
      plain = c < 128;
      if (plain && Character.isLetterOrDigit(c)) {
        kept.append(Character.toLowerCase(c));
      }
    }
    if (plain) {
      return kept.toString(); // what follows says the same of it, at ten times the cost
    }
    kept.setLength(0);
    Normalizer.normalize(name, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
