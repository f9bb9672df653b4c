package dev.chokepoint.controls;

import dev.chokepoint.units.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Countries by ISO 3166-1 code or by name in English or Chinese; some regions by ISO 3166-2. */
public final class Countries {
  private static final Map<String, String> REGIONS =
      Map.of(
          "UA-43", "Crimea",
          "UA-40", "Sevastopol",
          "UA-14", "Donetsk",
          "UA-09", "Luhansk");

  /** Shorter than the names that the JDK prints. */
  private static final Map<String, String> SHORT_NAMES =
      Map.of(
          "HK", "Hong Kong",
          "MO", "Macau");

  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "usa", "US",
          "uk", "GB",
          "uae", "AE",
          "south korea", "KR",
          "north korea", "KP",
          "hong kong", "HK",
          "macau", "MO",
          "macao", "MO",
          "prc", "CN",
          "mainland china", "CN");
  private static final List<String> CODES = List.of(Locale.getISOCountries());
  private static final Set<String> KNOWN_CODES = Set.copyOf(CODES);
  private static final int LONGEST_CODE = 3;

  /** Every name by which a country is found; made when first needed, as few requests use names. */
  private static final class Names {
    static final Map<String, String> ALL = names();
  }

  private Countries() {}

  /** All ISO 3166-1 alpha-2 codes. */
  public static List<String> codes() {
    return CODES;
  }

  /** The alpha-2 code, or region code, of a country given by code or name. */
  public static Optional<String> find(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    if (KNOWN_CODES.contains(upper) || REGIONS.containsKey(upper)) {
      return Optional.of(upper);
    }
    return Optional.ofNullable(Names.ALL.get(text.strip().toLowerCase(Locale.ROOT)));
  }

  /** English name of a code, or the code itself. */
  public static String name(String code) {
    String name = REGIONS.getOrDefault(code, SHORT_NAMES.get(code));
    if (name != null) {
      return name;
    }
    return KNOWN_CODES.contains(code)
        ? Locale.of("", code).getDisplayCountry(Locale.ENGLISH)
        : code;
  }

  /** Whether a label is the code of a country or region rather than the name of a group. */
  static boolean isCode(String label) {
    return KNOWN_CODES.contains(label) || REGIONS.containsKey(label);
  }

  /** Countries with a name most like the text, best first, such as {@code China (CN)}. */
  public static List<String> nearest(String text) {
    Map<String, String> names = new TreeMap<>(Names.ALL);
    boolean code = text.strip().length() <= LONGEST_CODE;
    names.keySet().removeIf(name -> !code && name.length() <= LONGEST_CODE);
    return Nearest.of(text, names.keySet()).stream()
        .map(name -> names.getOrDefault(name, name))
        .distinct()
        .map(nearest -> name(nearest) + " (" + nearest + ")")
        .toList();
  }

  private static Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    for (String code : CODES) {
      Locale country = Locale.of("", code);
      names.put(country.getISO3Country().toLowerCase(Locale.ROOT), code);
      for (Locale language : Arrays.asList(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
        names.put(country.getDisplayCountry(language).toLowerCase(Locale.ROOT), code);
      }
    }
    names.putAll(OTHER_NAMES);
    REGIONS.forEach((code, name) -> names.put(name.toLowerCase(Locale.ROOT), code));
    return names;
  }
}
