package dev.chokepoint.knowledge;

import dev.chokepoint.economics.Money;
import dev.chokepoint.plan.RentOrBuy;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question whether to rent or to buy.
 *
 * @param partyHq country of the owner's headquarters, or null
 * @param discount nominal rate a year; 0 when there is none
 * @param price of a chip, or null for the dated one
 * @param rent of an hour and chip, or null for the dated one
 * @param change of rules, or null
 * @param changeOn its day, or null
 */
public record RentOrBuyFile(
    String chip,
    String site,
    @Nullable String partyHq,
    int count,
    LocalDate asOf,
    int months,
    BigDecimal utilisation,
    BigDecimal discount,
    @Nullable Money price,
    @Nullable Money rent,
    List<RentOrBuy.Residual> residuals,
    RentOrBuy.@Nullable Change change,
    @Nullable LocalDate changeOn) {

  private static final int MOST_MONTHS = 240;

  public RentOrBuyFile {
    residuals = List.copyOf(residuals);
  }

  /**
   * Reads one.
   *
   * @throws Refused with every problem found
   */
  public static RentOrBuyFile read(Source source) {
    List<Problem> problems = new ArrayList<>();
    Cursor root = Asking.of(source, problems);
    root.only(
        Set.of(
            "chip",
            "site",
            "party-hq",
            "count",
            "as-of",
            "months",
            "utilisation",
            "discount",
            "price",
            "rent",
            "residual",
            "rule-change"));
    LocalDate asOf = root.at("as-of").date();
    if (asOf == null && problems.isEmpty()) {
      root.at("as-of").text();
    }
    int months = Asking.whole(root.at("months"), 1, MOST_MONTHS);
    Cursor change = root.at("rule-change");
    LocalDate on = change.isPresent() ? change.at("on").date() : null;
    RentOrBuyFile read =
        new RentOrBuyFile(
            root.at("chip").text(),
            root.at("site").text(),
            root.at("party-hq").optional(),
            Asking.whole(root.at("count"), 1, 1 << 20),
            asOf == null ? LocalDate.EPOCH : asOf,
            months,
            Asking.decimal(root.at("utilisation"), "0.0001", "1"),
            discount(root.at("discount")),
            Asking.money(root.at("price")),
            Asking.money(root.at("rent")),
            residuals(root.at("residual")),
            change.isPresent() && asOf != null ? change(change, asOf, on, months) : null,
            on);
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return read;
  }

  /** A rate a year, or {@code none}; it must be said. */
  private static BigDecimal discount(Cursor at) {
    return at.isText() && at.text().equals("none")
        ? BigDecimal.ZERO
        : Asking.decimal(at, "0.0001", "1");
  }

  private static List<RentOrBuy.Residual> residuals(Cursor at) {
    List<RentOrBuy.Residual> out = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (Cursor each : at.list()) {
      each.only(Set.of("share", "probability"));
      BigDecimal probability = Asking.decimal(each.at("probability"), "0", "1");
      out.add(new RentOrBuy.Residual(Asking.decimal(each.at("share"), "0", "1"), probability));
      sum = sum.add(probability);
    }
    if (!at.isPresent()) {
      at.text();
    } else if (sum.compareTo(BigDecimal.ONE) != 0) {
      at.problem(
          "probabilities-do-not-sum", sum.toPlainString(), "probabilities that sum to 1", "");
    }
    return out;
  }

  private static RentOrBuy.@Nullable Change change(
      Cursor at, LocalDate asOf, @Nullable LocalDate on, int months) {
    at.only(Set.of("on", "probability", "effect"));
    if (on == null) {
      at.at("on").text();
      return null;
    }
    long month = ChronoUnit.MONTHS.between(asOf, on);
    if (month < 0 || month > months) {
      at.at("on").problem("out-of-order", on.toString(), "a day within the months compared", "");
    }
    String word = at.at("effect").text();
    RentOrBuy.Effect effect =
        Arrays.stream(RentOrBuy.Effect.values())
            .filter(each -> each.word().equals(word))
            .findFirst()
            .orElseGet(() -> {
              List<String> known =
                  Arrays.stream(RentOrBuy.Effect.values()).map(RentOrBuy.Effect::word).toList();
              at.at("effect")
                  .problem("bad-value", word, Nearest.either(known), Nearest.hint(word, known));
              return RentOrBuy.Effect.RESALE_ENDS;
            });
    return new RentOrBuy.Change(
        (int) month, Asking.decimal(at.at("probability"), "0", "1"), effect);
  }
}
