package dev.chokepoint.workbench.web;

import com.ibm.icu.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the pages say in one language. */
public final class Words {
  private static final Words ENGLISH = new Words(Locale.ENGLISH);
  private static final Words CHINESE = new Words(Locale.SIMPLIFIED_CHINESE);

  private final Locale locale;
  private final ResourceBundle bundle;

  private Words(Locale locale) {
    this.locale = locale;
    this.bundle =
        ResourceBundle.getBundle(
            "words.pages",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /** Every language of the pages. */
  public static List<Words> languages() {
    return List.of(ENGLISH, CHINESE);
  }

  /** The language of a tag; English for one that the pages do not speak. */
  static Words in(String tag) {
    return tag.toLowerCase(Locale.ROOT).startsWith("zh") ? CHINESE : ENGLISH;
  }

  /** The language asked for, else the first that a browser prefers and the pages speak. */
  static Words of(@Nullable String asked, @Nullable String accepted) {
    if (asked != null) {
      return in(asked);
    }
    if (accepted == null || accepted.length() > 200) {
      return ENGLISH;
    }
    try {
      Locale found =
          Locale.lookup(
              Locale.LanguageRange.parse(accepted), List.of(Locale.ENGLISH, Locale.CHINESE));
      return found == null ? ENGLISH : in(found.toLanguageTag());
    } catch (IllegalArgumentException e) {
      return ENGLISH;
    }
  }

  /** The locale of the words. */
  public Locale locale() {
    return locale;
  }

  /** As HTML names the language. */
  public String tag() {
    return this == CHINESE ? "zh-Hans" : "en";
  }

  /** What a key says; values fill {@code {0}} and so on. */
  public String say(String key, Object... values) {
    return values.length == 0
        ? bundle.getString(key)
        : new MessageFormat(bundle.getString(key), locale).format(values);
  }

  /** Every key with what it says. */
  public Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    bundle.keySet().forEach(key -> all.put(key, bundle.getString(key)));
    return all;
  }
}
