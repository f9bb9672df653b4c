package dev.chokepoint.workbench.orders;

import dev.chokepoint.controls.Fact;
import dev.chokepoint.screening.Movement;
import dev.chokepoint.units.Nearest;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the cells of an order book; an empty cell is empty, and nothing is guessed. */
final class CellValues {
  /** How a date with both parts below 13 is read. */
  enum DayOrder {
    REFUSED,
    DAY_FIRST,
    MONTH_FIRST;

    /** The order of {@code --dates}. */
    static DayOrder of(@Nullable String option) {
      return option == null ? REFUSED : option.equals("dmy") ? DAY_FIRST : MONTH_FIRST;
    }
  }

  static final long MOST_UNITS = 1_000_000_000;
  private static final BigDecimal MOST_PRICE = new BigDecimal("99999999999");
  private static final int PRICE_SCALE = 4;
  private static final Pattern GROUPED =
      Pattern.compile("[0-9]{1,3}(?:[, '\u00a0\u2019][0-9]{3})+(?:\\.[0-9]+)?");
  private static final Pattern DOT_GROUPED = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{3})+,[0-9]+");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[0-9]+,[0-9]{1,2}");
  private static final Pattern PLAIN = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");
  private static final Pattern YEAR_FIRST =
      Pattern.compile(
          "([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?");
  private static final Pattern COMPACT = Pattern.compile("([0-9]{4})([0-9]{2})([0-9]{2})");
  private static final Pattern YEAR_LAST =
      Pattern.compile("([0-9]{1,2})([-/.])([0-9]{1,2})\\2([0-9]{4})");
  private static final Pattern MONTH_NAMED =
      Pattern.compile("([0-9]{1,2})[- ]([A-Za-z]{3,9})[- ,]+([0-9]{4})");
  private static final Pattern NAMED_MONTH =
      Pattern.compile("([A-Za-z]{3,9})[- ]([0-9]{1,2})[- ,]+([0-9]{4})");
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");
  private static final Map<String, String> CURRENCY_NAMES =
      Map.of("RMB", "CNY", "CNH", "CNY", "US$", "USD", "€", "EUR", "£", "GBP", "人民币", "CNY");
  private static final Map<String, Movement> STATUS =
      Map.ofEntries(
          Map.entry("open", Movement.OPEN),
          Map.entry("backlog", Movement.OPEN),
          Map.entry("booked", Movement.OPEN),
          Map.entry("confirmed", Movement.OPEN),
          Map.entry("shipped", Movement.SHIPPED),
          Map.entry("delivered", Movement.SHIPPED),
          Map.entry("closed", Movement.SHIPPED),
          Map.entry("intransit", Movement.IN_TRANSIT),
          Map.entry("cancelled", Movement.CANCELLED),
          Map.entry("canceled", Movement.CANCELLED));

  private CellValues() {}

  private static String clean(String raw) {
    return Normalizer.normalize(raw, Normalizer.Form.NFKC).strip();
  }

  /** A whole number of units, from 1. */
  static Parsed<Long> quantity(String raw) {
    String limit = "a whole number from 1 to " + MOST_UNITS;
    String text = clean(raw);
    if (text.isEmpty()) {
      return Parsed.bad("missing-quantity", limit, "");
    }
    String digits = undone(text);
    if (digits.isEmpty()) {
      return Parsed.bad(text.startsWith("-") ? "negative-quantity" : "bad-quantity", limit, "");
    }
    BigDecimal value = new BigDecimal(digits).stripTrailingZeros();
    if (value.scale() > 0) {
      return Parsed.bad("fractional-quantity", limit, "");
    }
    if (value.signum() == 0 || value.compareTo(BigDecimal.valueOf(MOST_UNITS)) > 0) {
      return Parsed.bad("bad-quantity", limit, "");
    }
    return Parsed.of(value.longValueExact());
  }

  /** A price of one unit, not below zero. */
  static Parsed<BigDecimal> price(String raw) {
    String limit = "an amount from 0 with at most 4 decimals";
    String text = clean(raw);
    if (text.isEmpty()) {
      return Parsed.empty();
    }
    String digits = undone(text);
    if (digits.isEmpty()) {
      return Parsed.bad(text.startsWith("-") ? "negative-price" : "bad-price", limit, "");
    }
    BigDecimal value = new BigDecimal(digits);
    if (value.stripTrailingZeros().scale() > PRICE_SCALE || value.compareTo(MOST_PRICE) > 0) {
      return Parsed.bad("bad-price", limit, "");
    }
    return Parsed.of(value.setScale(PRICE_SCALE));
  }

  /** Digits with a point, without separators of thousands; empty when the text is no number. */
  private static String undone(String text) {
    if (PLAIN.matcher(text).matches()) {
      return text;
    }
    if (GROUPED.matcher(text).matches()) {
      return text.replaceAll("[, '\u00a0\u2019]", "");
    }
    if (DOT_GROUPED.matcher(text).matches()) {
      return text.replace(".", "").replace(',', '.');
    }
    return DECIMAL_COMMA.matcher(text).matches() ? text.replace(',', '.') : "";
  }

  /** A currency by its ISO 4217 code, or a name that means one alone. */
  static Parsed<String> currency(String raw) {
    String text = clean(raw).toUpperCase(Locale.ROOT);
    if (text.isEmpty()) {
      return Parsed.empty();
    }
    String code = CURRENCY_NAMES.getOrDefault(text, text);
    try {
      return Parsed.of(Currency.getInstance(code).getCurrencyCode());
    } catch (IllegalArgumentException e) {
      return Parsed.bad("unknown-currency", "an ISO 4217 code such as USD", "");
    }
  }

  /** A destination: unknown, written {@code ?}, when the cell is empty. */
  static Parsed<String> destination(String raw) {
    return clean(raw).isEmpty() ? Parsed.of("?") : country(raw);
  }

  /** A country; {@code ?} says that it is unknown, and an empty cell says nothing. */
  static Parsed<String> country(String raw) {
    String text = clean(raw);
    if (text.isEmpty()) {
      return Parsed.empty();
    }
    if (text.equals("?") || text.equalsIgnoreCase("unknown")) {
      return Parsed.of("?");
    }
    return CountryNames.find(text)
        .map(Parsed::of)
        .orElseGet(() ->
            Parsed.bad(
                "unknown-country",
                "an ISO 3166-1 code or a country's name in English or Chinese",
                Nearest.hint(CountryNames.nearest(text))));
  }

  /** A day. */
  static Parsed<LocalDate> day(String raw, DayOrder order) {
    String text = clean(raw);
    if (text.isEmpty()) {
      return Parsed.empty();
    }
    Matcher first = YEAR_FIRST.matcher(text);
    if (first.matches()) {
      return day(first.group(1), first.group(2), first.group(3));
    }
    Matcher compact = COMPACT.matcher(text);
    if (compact.matches()) {
      return day(compact.group(1), compact.group(2), compact.group(3));
    }
    Matcher named = MONTH_NAMED.matcher(text);
    if (named.matches()) {
      return day(named.group(3), month(named.group(2)), named.group(1));
    }
    Matcher american = NAMED_MONTH.matcher(text);
    if (american.matches()) {
      return day(american.group(3), month(american.group(1)), american.group(2));
    }
    Matcher last = YEAR_LAST.matcher(text);
    return last.matches() ? yearLast(last, order) : Parsed.bad("bad-date", "as 2025-04-20", "");
  }

  private static Parsed<LocalDate> yearLast(Matcher parts, DayOrder order) {
    int one = Integer.parseInt(parts.group(1));
    int two = Integer.parseInt(parts.group(3));
    String year = parts.group(4);
    boolean dayFirst = one > 12 || parts.group(2).equals(".") || order == DayOrder.DAY_FIRST;
    boolean monthFirst = two > 12 || order == DayOrder.MONTH_FIRST;
    if (dayFirst && one <= 31 && !(two > 12)) {
      return day(year, parts.group(3), parts.group(1));
    }
    if (monthFirst && one <= 12) {
      return day(year, parts.group(1), parts.group(3));
    }
    if (one == two) {
      return day(year, parts.group(1), parts.group(3));
    }
    return one > 12 || two > 12
        ? Parsed.bad("impossible-date", "a day of the calendar, as 2025-04-20", "")
        : Parsed.bad(
            "ambiguous-date",
            "as 2025-04-20",
            "Maybe say which part is the day with --dates dmy or --dates mdy.");
  }

  private static String month(String name) {
    for (int at = 0; at < MONTHS.size(); at++) {
      if (MONTHS.get(at).startsWith(name.toLowerCase(Locale.ROOT))) {
        return String.valueOf(at + 1);
      }
    }
    return "13";
  }

  private static Parsed<LocalDate> day(String year, String month, String dayOfMonth) {
    try {
      LocalDate day =
          LocalDate.of(
              Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(dayOfMonth));
      return day.getYear() < 1990 || day.getYear() > 2100
          ? Parsed.bad("impossible-date", "a day from 1990 to 2100", "")
          : Parsed.of(day);
    } catch (DateTimeException e) {
      return Parsed.bad("impossible-date", "a day of the calendar, as 2025-04-20", "");
    }
  }

  /** Where the goods are, as a status says it; an unknown word says nothing and is not refused. */
  static Parsed<Movement> status(String raw) {
    Movement movement = STATUS.get(Nearest.key(raw));
    return movement == null ? Parsed.empty() : Parsed.of(movement);
  }

  /** A direction of trade. */
  static Parsed<String> direction(String raw) {
    String text = clean(raw).toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return Parsed.empty();
    }
    List<String> known = Fact.DIRECTION.choices();
    return known.contains(text) || text.equals("?")
        ? Parsed.of(text)
        : Parsed.bad("unknown-direction", String.join(", ", known), Nearest.hint(text, known));
  }
}
