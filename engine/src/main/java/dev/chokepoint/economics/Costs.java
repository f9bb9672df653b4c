package dev.chokepoint.economics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The one cost function: lines of money for some chips, from one value of each input. Everything in
 * US dollars, exact but for divisions of 34 digits.
 */
public final class Costs {
  static final BigDecimal HOURS = BigDecimal.valueOf(8760);

  private Costs() {}

  /** Whether a line is paid once or each year. */
  public enum Kind {
    ONCE,
    YEAR;

    /** The word used in JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** One line over all chips. */
  public record Line(String name, Kind kind, BigDecimal usd) {}

  /** What is bought, and what owning it takes each year. */
  public static List<Line> owned(int count, Map<Input, BigDecimal> values) {
    BigDecimal n = BigDecimal.valueOf(count);
    BigDecimal chip = of(values, Input.CHIP);
    BigDecimal duty = chip.multiply(of(values, Input.DUTY));
    BigDecimal share =
        chip.multiply(of(values, Input.REVENUE_SHARE)).multiply(of(values, Input.PASSED_ON));
    BigDecimal server = of(values, Input.SERVER);
    BigDecimal network = chip.multiply(of(values, Input.NETWORK));
    BigDecimal goods = chip.add(server).add(network);
    BigDecimal tax =
        goods
            .add(duty)
            .add(share)
            .multiply(of(values, Input.TAX))
            .multiply(BigDecimal.ONE.subtract(of(values, Input.TAX_BACK)));
    BigDecimal bought = goods.add(duty).add(share).add(tax);
    BigDecimal residual = goods.multiply(of(values, Input.RESIDUAL));
    int years = of(values, Input.YEARS).intValueExact();
    BigDecimal capital = of(values, Input.CAPITAL);
    BigDecimal depreciation =
        bought.subtract(residual).divide(BigDecimal.valueOf(years), Money.DIGITS);
    BigDecimal charge =
        bought
            .multiply(annuity(capital, years))
            .subtract(residual.multiply(sinking(capital, years)));
    BigDecimal power = of(values, Input.POWER);
    BigDecimal energy =
        power.multiply(of(values, Input.PUE)).multiply(HOURS).multiply(of(values, Input.ENERGY));
    BigDecimal hosting =
        power
            .multiply(of(values, Input.FACILITY))
            .multiply(annuity(capital, of(values, Input.FACILITY_YEARS).intValueExact()));
    BigDecimal upkeep = goods.multiply(of(values, Input.UPKEEP));
    List<Line> lines = new ArrayList<>();
    once(lines, "chips", chip, n);
    once(lines, "duty", duty, n);
    once(lines, "share of revenue", share, n);
    once(lines, "servers", server, n);
    once(lines, "network", network, n);
    once(lines, "sales tax kept", tax, n);
    year(lines, "depreciation", depreciation, n);
    year(lines, "financing", charge.subtract(depreciation), n);
    year(lines, "electricity", energy, n);
    year(lines, "hosting", hosting, n);
    year(lines, "staff and maintenance", upkeep, n);
    return lines;
  }

  /** What renting takes each year. */
  public static List<Line> rented(int count, Map<Input, BigDecimal> values) {
    List<Line> lines = new ArrayList<>();
    year(lines, "rent", of(values, Input.HOURLY).multiply(HOURS), BigDecimal.valueOf(count));
    return lines;
  }

  /** The sum of lines of a kind. */
  public static BigDecimal sum(List<Line> lines, Kind kind) {
    return lines.stream()
        .filter(each -> each.kind() == kind)
        .map(Line::usd)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * What each year pays back of 1, with interest at its end: {@code r / (1 - (1 + r)^-n)}; {@code
   * 1/n} without interest.
   */
  public static BigDecimal annuity(BigDecimal rate, int years) {
    return rate.signum() == 0
        ? BigDecimal.ONE.divide(BigDecimal.valueOf(years), Money.DIGITS)
        : sinking(rate, years).add(rate);
  }

  /** What each year puts aside for 1 at the end: {@code r / ((1 + r)^n - 1)}. */
  static BigDecimal sinking(BigDecimal rate, int years) {
    if (rate.signum() == 0) {
      return BigDecimal.ONE.divide(BigDecimal.valueOf(years), Money.DIGITS);
    }
    BigDecimal grown = BigDecimal.ONE.add(rate).pow(years, Money.DIGITS);
    return rate.divide(grown.subtract(BigDecimal.ONE), Money.DIGITS);
  }

  private static void once(List<Line> lines, String name, BigDecimal each, BigDecimal count) {
    lines.add(new Line(name, Kind.ONCE, each.multiply(count)));
  }

  private static void year(List<Line> lines, String name, BigDecimal each, BigDecimal count) {
    lines.add(new Line(name, Kind.YEAR, each.multiply(count)));
  }

  static BigDecimal of(Map<Input, BigDecimal> values, Input input) {
    return Objects.requireNonNull(values.get(input), input.word());
  }
}
