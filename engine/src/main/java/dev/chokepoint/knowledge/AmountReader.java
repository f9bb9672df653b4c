package dev.chokepoint.knowledge;

import dev.chokepoint.claims.Amount;
import dev.chokepoint.claims.Expression;
import dev.chokepoint.claims.Unit;
import dev.chokepoint.units.Exact;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * Quantities as people state them: {@code 17.1 bn USD}, {@code 21,375 USD/card}, {@code 15%},
 * {@code 10..12 k USD/card}, {@code <=200 k chips}, {@code ? USD}.
 */
final class AmountReader {
  private static final String NUMBER = "(-?\\d{1,15}(?:,\\d{3}){0,5}(?:\\.\\d{1,12})?)";
  private static final Pattern FORM =
      Pattern.compile(
          "([<>]=)?\\s*"
              + NUMBER
              + "(?:\\s*\\.\\.\\s*"
              + NUMBER
              + ")?\\s*(%|(?:k|M|bn|tn)(?=\\s|$))?\\s*((?:1/)?[A-Za-z][A-Za-z0-9 /·-]{0,60})?");
  private static final Pattern OPEN =
      Pattern.compile("\\?\\s*((?:1/)?[A-Za-z][A-Za-z0-9 /·-]{0,60})?");
  private static final Map<String, String> SCALES =
      Map.of("%", "0.01", "k", "1000", "M", "1000000", "bn", "1000000000", "tn", "1000000000000");

  private AmountReader() {}

  /** The quantity; a plain zero after adding a problem. */
  static Expression.Stated read(Cursor at) {
    String text = at.text();
    Matcher open = OPEN.matcher(text);
    if (open.matches()) {
      return new Expression.Stated(new Amount(null, null, unit(open.group(1))), BigFraction.ZERO);
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      at.problem(
          "bad-quantity",
          text,
          "a number with its unit, as 17.1 bn USD, 15%, 10..12 k USD/card, <=200 k chips or ? USD",
          text.contains(",") ? "Maybe write thousands as 21,375 or without commas." : "");
      return new Expression.Stated(new Amount(null, null, Unit.NONE), BigFraction.ZERO);
    }
    BigFraction scale =
        Exact.of(form.group(4) == null ? "1" : SCALES.getOrDefault(form.group(4), "1"));
    BigDecimal first = new BigDecimal(form.group(2).replace(",", ""));
    BigFraction half = new BigFraction(1, 2).multiply(Exact.of(first.ulp())).multiply(scale);
    BigFraction low = Exact.of(first).multiply(scale);
    String second = form.group(3);
    BigFraction high = second == null ? low : Exact.of(second.replace(",", "")).multiply(scale);
    if (Exact.compare(low, high) > 0) {
      at.problem("range-reversed", text, "the smaller bound first", "Maybe swap the two bounds.");
      high = low;
    }
    Unit unit = unit(form.group(5));
    String bound = form.group(1);
    Amount amount =
        bound == null
            ? new Amount(low, high, unit)
            : bound.equals("<=") ? new Amount(null, high, unit) : new Amount(low, null, unit);
    return new Expression.Stated(amount, half);
  }

  private static Unit unit(@Nullable String text) {
    return text == null ? Unit.NONE : Unit.of(text);
  }
}
