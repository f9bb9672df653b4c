package dev.chokepoint.workbench.orders;

import com.ibm.icu.text.DisplayContext;
import com.ibm.icu.text.LocaleDisplayNames;
import com.ibm.icu.util.ULocale;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.units.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Countries by code or by any name that the Unicode locale data gives them. */
final class CountryNames {
  private static final List<ULocale> LANGUAGES =
      List.of(
          ULocale.ENGLISH,
          ULocale.SIMPLIFIED_CHINESE,
          ULocale.TRADITIONAL_CHINESE,
          ULocale.forLanguageTag("zh-Hant-HK"),
          ULocale.JAPANESE,
          ULocale.KOREAN,
          ULocale.GERMAN,
          ULocale.FRENCH);

  /** Names of trade papers that the locale data does not hold. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("中国大陆", "CN"),
          Map.entry("中華人民共和國", "CN"),
          Map.entry("中华人民共和国", "CN"),
          Map.entry("peoples republic of china", "CN"),
          Map.entry("china mainland", "CN"),
          Map.entry("pr china", "CN"),
          Map.entry("p.r.c.", "CN"),
          Map.entry("中国香港", "HK"),
          Map.entry("香港特别行政区", "HK"),
          Map.entry("hong kong sar", "HK"),
          Map.entry("中国澳门", "MO"),
          Map.entry("macao sar", "MO"),
          Map.entry("macau sar", "MO"),
          Map.entry("中国台湾", "TW"),
          Map.entry("阿联酋", "AE"),
          Map.entry("沙特", "SA"),
          Map.entry("korea (south)", "KR"),
          Map.entry("republic of korea", "KR"),
          Map.entry("korea, republic of", "KR"),
          Map.entry("russian federation", "RU"),
          Map.entry("viet nam", "VN"),
          Map.entry("the netherlands", "NL"),
          Map.entry("great britain", "GB"),
          Map.entry("united states of america", "US"));

  private static final Map<String, String> CODES = codes();

  private CountryNames() {}

  private static Map<String, String> codes() {
    Map<String, String> codes = new HashMap<>();
    Set<String> shared = new java.util.HashSet<>();
    for (ULocale language : LANGUAGES) {
      for (DisplayContext length :
          List.of(DisplayContext.LENGTH_FULL, DisplayContext.LENGTH_SHORT)) {
        LocaleDisplayNames names = LocaleDisplayNames.getInstance(language, length);
        for (String code : Countries.codes()) {
          String key = Nearest.key(names.regionDisplayName(code));
          String other = codes.putIfAbsent(key, code);
          if (other != null && !other.equals(code)) {
            shared.add(key);
          }
        }
      }
    }
    // A name of two countries names neither; a name that is short may be a code of another.
    shared.forEach(codes::remove);
    codes.keySet().removeIf(key -> key.length() <= 3 && key.chars().allMatch(c -> c < 128));
    OTHERS.forEach((name, code) -> codes.put(Nearest.key(name), code));
    return Map.copyOf(codes);
  }

  /** The code of a country or region. */
  static Optional<String> find(String text) {
    String code = CODES.get(Nearest.key(text));
    return code != null ? Optional.of(code) : Countries.find(text);
  }

  /** Names most like the text. */
  static List<String> nearest(String text) {
    return Countries.nearest(text);
  }
}
