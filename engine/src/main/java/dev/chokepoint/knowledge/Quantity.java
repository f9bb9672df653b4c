package dev.chokepoint.knowledge;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * Quantities as people write them: {@code 296}, {@code 3.35 TB/s}, {@code 456..624}, {@code <600},
 * {@code >=8}, {@code ?}. GB and GiB are different words, always.
 */
final class Quantity {
  private static final Pattern NUMBER =
      Pattern.compile("\\+?(\\d{1,18}(?:\\.\\d{1,18})?(?:[eE]\\d{1,2})?)\\s*([A-Za-z/²2]{0,8})");

  /** For each unit of a field, what may be written instead and the factor to it. */
  private static final Map<String, Map<String, String>> UNITS =
      Map.of(
          "TFLOPS", Map.of("tflops", "1", "tops", "1", "pflops", "1000", "gflops", "0.001"),
          "TOPS", Map.of("tops", "1", "tflops", "1", "pops", "1000", "gops", "0.001"),
          "GB/s",
              Map.of(
                  "gb/s",
                  "1",
                  "tb/s",
                  "1000",
                  "mb/s",
                  "0.001",
                  "gbps",
                  "0.125",
                  "gib/s",
                  "1.073741824",
                  "tib/s",
                  "1099.511627776"),
          "GB",
              Map.of(
                  "gb",
                  "1",
                  "tb",
                  "1000",
                  "mb",
                  "0.001",
                  "gib",
                  "1.073741824",
                  "mib",
                  "0.001048576"),
          "MB", Map.of("mb", "1", "gb", "1000", "mib", "1.048576", "kb", "0.001"),
          "mm2", Map.of("mm2", "1", "mm²", "1", "cm2", "100"),
          "nm", Map.of("nm", "1"),
          "MHz", Map.of("mhz", "1", "ghz", "1000"),
          "W", Map.of("w", "1", "kw", "1000"));

  private final Field field;
  private final String place;
  private final List<Problem> problems;

  private Quantity(Field field, String place, List<Problem> problems) {
    this.field = field;
    this.place = place;
    this.problems = problems;
  }

  /** The range written, or null after adding the problem. */
  static @Nullable Range parse(String text, Field field, String place, List<Problem> problems) {
    return new Quantity(field, place, problems).parse(text.strip());
  }

  private @Nullable Range parse(String text) {
    if (text.equals("?")) {
      return Range.UNKNOWN;
    }
    int dots = text.indexOf("..");
    if (dots > 0) {
      BigFraction low = number(text.substring(0, dots).strip());
      BigFraction high = number(text.substring(dots + 2).strip());
      if (low == null || high == null) {
        return null;
      }
      if (low.compareTo(high) > 0) {
        problem("range-reversed", text, "the smaller bound first", "Maybe swap the two bounds.");
        return null;
      }
      return Range.between(low, high);
    }
    if (text.startsWith("<") || text.startsWith(">")) {
      boolean orEqual = text.startsWith("=", 1);
      BigFraction bound = number(text.substring(orEqual ? 2 : 1).strip());
      if (bound == null) {
        return null;
      }
      return text.startsWith("<")
          ? new Range(BigFraction.ZERO, true, bound, !orEqual)
          : new Range(bound, !orEqual, null, false);
    }
    BigFraction value = number(text);
    return value == null ? null : Range.exactly(value);
  }

  private @Nullable BigFraction number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) {
      String hint =
          text.startsWith("-")
              ? "Maybe drop the minus sign."
              : text.contains(",") ? "Maybe write the number without a thousands separator." : "";
      problem(
          "bad-number",
          text,
          "a non-negative number in " + field.unit() + ", a range a..b, a bound such as <600, or ?",
          hint);
      return null;
    }
    BigFraction value = Exact.of(new BigDecimal(matcher.group(1)));
    String unit = matcher.group(2).toLowerCase(Locale.ROOT);
    if (!unit.isEmpty()) {
      Map<String, String> factors = UNITS.getOrDefault(field.unit(), Map.of());
      String factor = factors.get(unit);
      if (factor == null) {
        problem("wrong-unit", text, "a value in " + field.unit(), unitHint(unit, factors.keySet()));
        return null;
      }
      value = value.multiply(Exact.of(factor));
    }
    return plausible(value, text);
  }

  private String unitHint(String unit, Set<String> units) {
    String nearest = Nearest.hint(unit, units);
    return unit.equals("gb") && field.unit().equals("GB/s")
        ? "Maybe this is a capacity: use memory-gb."
        : nearest.isEmpty() ? "Maybe the key is another one." : nearest;
  }

  private @Nullable BigFraction plausible(BigFraction value, String text) {
    if (value.signum() == 0 && !field.least().equals("0")) {
      problem("implausible", text, "more than 0 " + field.unit(), "Maybe write ? for unknown.");
      return null;
    }
    if (value.compareTo(Exact.of(field.least())) < 0) {
      problem(
          "implausible",
          text,
          "at least " + field.least() + " " + field.unit(),
          field.unit().equals("GB/s")
              ? "Maybe this is in TB/s: write " + text + "TB/s."
              : "Maybe another unit was meant.");
      return null;
    }
    if (value.compareTo(Exact.of(field.most())) > 0) {
      problem(
          "implausible",
          text,
          "at most " + field.most() + " " + field.unit(),
          "Maybe another unit was meant.");
      return null;
    }
    return value;
  }

  private void problem(String id, String value, String limit, String hint) {
    problems.add(new Problem(id, place, value, limit, hint));
  }
}
