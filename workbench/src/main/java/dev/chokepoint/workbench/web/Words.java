package dev.chokepoint.workbench.web;

import com.ibm.icu.number.LocalizedNumberFormatter;
import com.ibm.icu.number.NumberFormatter;
import com.ibm.icu.number.Precision;
import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.util.TimeZone;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the pages say in one language, and how they write numbers and dates in it. */
public final class Words {
  private static final int DIGITS = 6;
  private static final int FEW_DIGITS = 3;

  private static final Words ENGLISH = new Words(Locale.ENGLISH);
  private static final Words CHINESE = new Words(Locale.SIMPLIFIED_CHINESE);

  private final Locale locale;
  private final Map<String, String> texts = new TreeMap<>();
  private final ResourceBundle provisions;
  private final LocalizedNumberFormatter exact;
  private final LocalizedNumberFormatter rough;

  private Words(Locale locale) {
    this.locale = locale;
    for (String name :
        List.of("words.pages", "words.plans", "words.designs", "words.orders", "words.people")) {
      ResourceBundle bundle = bundle(name, locale);
      bundle.keySet().forEach(key -> texts.put(key, bundle.getString(key)));
    }
    this.provisions = bundle("words.provisions", locale);
    this.exact =
        NumberFormatter.withLocale(locale).precision(Precision.maxSignificantDigits(DIGITS));
    this.rough =
        NumberFormatter.withLocale(locale).precision(Precision.maxSignificantDigits(FEW_DIGITS));
  }

  private static ResourceBundle bundle(String name, Locale locale) {
    return ResourceBundle.getBundle(
        name,
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

  /** The language that the pages speak besides. */
  Words other() {
    return this == CHINESE ? ENGLISH : CHINESE;
  }

  /** What a key says; values fill {@code {0}} and so on. */
  public String say(String key, Object... values) {
    String text = texts.get(key);
    if (text == null) {
      throw new IllegalArgumentException("no words for " + key);
    }
    return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
  }

  /** What a key says, a provision's too, or another text where no key is called so. */
  public String or(String key, String otherwise) {
    String text = texts.get(key);
    return text != null
        ? text
        : provisions.containsKey(key) ? provisions.getString(key) : otherwise;
  }

  /** The language of what {@link #or} says: English where it has no words. */
  public String lang(String key) {
    return texts.containsKey(key) || provisions.containsKey(key) ? tag() : "en";
  }

  /** The name of a country by its code. */
  public String country(String code) {
    return com.ibm.icu.util.ULocale.getDisplayCountry("und-" + code, locale.toLanguageTag());
  }

  /** The name of an input of a cost. */
  public String input(String word) {
    return or("input." + word.replace(' ', '-'), word);
  }

  /** Keys of the provisions that this language has words of its own for. */
  Set<String> provisions() {
    return provisions.keySet();
  }

  /** Every key with what it says. */
  public Map<String, String> all() {
    return Collections.unmodifiableMap(texts);
  }

  /** A number with six digits at most. */
  public String number(double value) {
    return exact.format(value).toString();
  }

  /** A number with three digits, for what is calculated. */
  public String rough(double value) {
    return Math.abs(value) >= 1000
        ? NumberFormatter.withLocale(locale).precision(Precision.integer()).format(value).toString()
        : rough.format(value).toString();
  }

  /** A calculated number, or the word for what is not known. */
  public String rough(JsonNode value) {
    return value.isNumber() ? rough(value.doubleValue()) : say("unknown");
  }

  /** A day in the way of the language. */
  public String date(LocalDate day) {
    DateFormat format = DateFormat.getDateInstance(DateFormat.MEDIUM, locale);
    format.setTimeZone(TimeZone.GMT_ZONE);
    return format.format(Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant()));
  }

  /** A day of JSON; empty for null. */
  public String date(JsonNode day) {
    return day.isString() ? date(LocalDate.parse(day.stringValue())) : "";
  }

  /** A quantity of JSON with its bounds, such as {@code 400–550}; the word for unknown if none. */
  public String quantity(JsonNode quantity) {
    JsonNode low = quantity.path("low");
    JsonNode high = quantity.path("high");
    if (!low.isNumber()) {
      return say("unknown");
    }
    String least = exact.format(new BigDecimal(low.asString())).toString();
    if (!high.isNumber()) {
      return (quantity.path("lowOpen").asBoolean() ? "> " : "≥ ") + least;
    }
    String most = exact.format(new BigDecimal(high.asString())).toString();
    if (low.decimalValue().signum() == 0 && quantity.path("highOpen").asBoolean()) {
      return "< " + most;
    }
    return least.equals(most) ? least : least + "–" + most;
  }

  /** Whether a quantity is known, if only by a bound. */
  public boolean isKnown(JsonNode quantity) {
    return quantity.path("low").isNumber();
  }
}
