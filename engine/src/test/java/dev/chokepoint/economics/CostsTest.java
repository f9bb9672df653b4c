package dev.chokepoint.economics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The cost function against published sums and sums done by hand. */
class CostsTest {
  private static final Offset<Double> MICRO = within(1e-6);

  @Test
  void deepSeekV3CostsWhatItsReportSays() {
    // arXiv 2412.19437, Table 1: 2,664 + 119 + 5 thousand H800 hours at 2 USD are 5.576 million
    // USD.
    // 2,048 chips for 2,788,000 / 2,048 hours of a year of 8,760 at 2 USD.
    BigDecimal year = Costs.sum(Costs.rented(2048, hourly("2")), Costs.Kind.YEAR);
    BigDecimal hours = new BigDecimal("2788000").divide(new BigDecimal("2048"), Money.DIGITS);
    assertThat(year.divide(Costs.HOURS, Money.DIGITS).multiply(hours).doubleValue())
        .isCloseTo(5_576_000, within(1e-3));
  }

  @Test
  void aDayOfServingCostsWhatDeepSeekSays() {
    // 226.75 nodes of eight H800 for 24 hours at 2 USD are 87,072 USD; 608 and 168 thousand million
    // tokens; 87,072 / 168,000 = 0.518286 and 87,072 / 776,000 = 0.112206 USD a million.
    BigDecimal year = Costs.sum(Costs.rented(1814, hourly("2")), Costs.Kind.YEAR);
    assertThat(year.divide(BigDecimal.valueOf(365), Money.DIGITS)).isEqualByComparingTo("87072");
    CostSheet sheet =
        CostSheet.of(
            1814,
            true,
            List.of(
                quote(Input.HOURLY, "2"),
                quote(Input.UTILISATION, "1"),
                new Quote(
                    Input.RATE,
                    Band.exactly(
                        new BigDecimal("168e9").divide(new BigDecimal("86400"), Money.DIGITS)),
                    "",
                    null,
                    Price.Basis.QUOTED,
                    "",
                    "")),
            new CostSheet.Work.Serve(
                new BigDecimal("608").divide(new BigDecimal("168"), Money.DIGITS),
                new BigDecimal("0.5")));
    CostSheet.Tokens tokens = Objects.requireNonNull(sheet.tokens());
    assertThat(tokens.total().mid().doubleValue()).isCloseTo(0.112206, MICRO);
    assertThat(Objects.requireNonNull(tokens.outputBearingAll()).mid().doubleValue())
        .isCloseTo(0.518286, MICRO);
    // Half of the time for prompts: 43,536 / 608,000 and 43,536 / 168,000.
    assertThat(Objects.requireNonNull(tokens.input()).mid().doubleValue())
        .isCloseTo(0.071605, MICRO);
    assertThat(Objects.requireNonNull(tokens.output()).mid().doubleValue())
        .isCloseTo(0.259143, MICRO);
    assertThat(tokens.perYear().doubleValue()).isCloseTo(776e9 * 365, within(1e3));
    assertThat(sheet.drivers()).isEmpty();
  }

  @Test
  void llama405BTakesAboutTheHoursThatItsMakersState() {
    // Llama 3 paper, Table 4: 400 TFLOP/s on each of 16,384 H100; more than 90 percent of the time;
    // 15.6
    // million million tokens of 6 x 405e9 operations. Model card: 30.84 million hours. By hand:
    // 15.6e12 x
    // 2.43e12 / (400e12 x 3,600 x 0.9) = 29.25 million hours, 5.2 percent fewer.
    CostSheet sheet =
        CostSheet.of(
            16_384,
            true,
            List.of(
                quote(Input.HOURLY, "2"),
                quote(Input.UTILISATION, "0.9"),
                new Quote(
                    Input.RATE,
                    Band.exactly(
                        new BigDecimal("400e12")
                            .multiply(new BigDecimal("16384"))
                            .divide(new BigDecimal("2.43e12"), Money.DIGITS)),
                    "",
                    null,
                    Price.Basis.QUOTED,
                    "",
                    "")),
            new CostSheet.Work.Train());
    double perMillion = Objects.requireNonNull(sheet.tokens()).total().mid().doubleValue();
    double hours = perMillion * 15.6e6 / 2;
    assertThat(hours).isCloseTo(29.25e6, within(1e3));
    assertThat(hours).isBetween(30.84e6 * 0.94, 30.84e6);
  }

  @Test
  void owningSumsLineByLine() {
    // By hand, one chip: 30,000; duty 25 percent 7,500; share 15 percent, half passed on, 2,250;
    // server 4,000; network a third, 9,900; tax 10 percent of 53,650, half of it kept, 2,682.50.
    List<Costs.Line> lines = Costs.owned(2, owned());
    assertThat(usd(lines, "chips")).isCloseTo(2 * 30_000, MICRO);
    assertThat(usd(lines, "duty")).isCloseTo(2 * 7_500, MICRO);
    assertThat(usd(lines, "share of revenue")).isCloseTo(2 * 2_250, MICRO);
    assertThat(usd(lines, "network")).isCloseTo(2 * 9_900, MICRO);
    assertThat(usd(lines, "sales tax kept")).isCloseTo(2 * 2_682.5, MICRO);
    assertThat(Costs.sum(lines, Costs.Kind.ONCE).doubleValue()).isCloseTo(2 * 56_332.5, MICRO);
    // Residual 10 percent of 43,900; over five years (56,332.50 - 4,390) / 5 = 10,388.50.
    assertThat(usd(lines, "depreciation")).isCloseTo(2 * 10_388.5, MICRO);
    // At 10 percent, five years: 0.2637974808 pays 1 back, 0.1637974808 saves 1 (tables of
    // annuities).
    double charge = 56_332.5 * 0.2637974808 - 4_390 * 0.1637974808;
    assertThat(usd(lines, "financing")).isCloseTo(2 * (charge - 10_388.5), within(1e-3));
    // 1.5 kW x 1.2 x 8,760 h x 0.1 USD.
    assertThat(usd(lines, "electricity")).isCloseTo(2 * 1_576.8, MICRO);
    // 1.5 kW x 12,000 USD over 15 years at 10 percent: 0.1314737769.
    assertThat(usd(lines, "hosting")).isCloseTo(2 * 18_000 * 0.1314737769, within(1e-3));
    assertThat(usd(lines, "staff and maintenance")).isCloseTo(2 * 43_900 * 0.04, MICRO);
  }

  @Test
  void withoutInterestFinancingIsNothing() {
    Map<Input, BigDecimal> values = owned();
    values.put(Input.CAPITAL, BigDecimal.ZERO);
    assertThat(usd(Costs.owned(1, values), "financing")).isCloseTo(0, MICRO);
  }

  @Test
  void theRangeJoinsTheMovesOfItsInputsAndNamesTheLargest() {
    // Rent 1 to 4 around 2, and utilisation 0.25 to 1 around 0.5, both by a factor of two: up and
    // down
    // by two to the square root of two.
    CostSheet sheet =
        CostSheet.of(
            1,
            true,
            List.of(
                quote(Input.HOURLY, "1", "2", "4"),
                quote(Input.UTILISATION, "0.25", "0.5", "1"),
                quote(Input.RATE, "1000", "1000", "1000")),
            new CostSheet.Work.Train());
    Band total = Objects.requireNonNull(sheet.tokens()).total();
    // 2 USD over 3,600 s x 1,000 x 0.5 = 1.8 million tokens.
    assertThat(total.mid().doubleValue()).isCloseTo(2 / 1.8, MICRO);
    double factor = Math.pow(2, Math.sqrt(2));
    assertThat(total.high().doubleValue()).isCloseTo(2 / 1.8 * factor, MICRO);
    assertThat(total.low().doubleValue()).isCloseTo(2 / 1.8 / factor, MICRO);
    assertThat(sheet.perChipHour().low().doubleValue()).isCloseTo(1, MICRO);
    assertThat(sheet.perChipHour().high().doubleValue()).isCloseTo(4, MICRO);
    assertThat(sheet.drivers()).hasSize(2);
    assertThat(sheet.drivers().getFirst().low().doubleValue()).isCloseTo(1 / 1.8, MICRO);
  }

  @Test
  void moreOfAnythingThatCostsNeverCostsLess() {
    Map<Input, BigDecimal> values = owned();
    BigDecimal base = Costs.sum(Costs.owned(8, values), Costs.Kind.YEAR);
    for (Input input :
        List.of(
            Input.CHIP,
            Input.DUTY,
            Input.REVENUE_SHARE,
            Input.SERVER,
            Input.NETWORK,
            Input.TAX,
            Input.CAPITAL,
            Input.POWER,
            Input.PUE,
            Input.ENERGY,
            Input.FACILITY,
            Input.UPKEEP)) {
      Map<Input, BigDecimal> more = new EnumMap<>(values);
      more.merge(input, new BigDecimal("1.1"), BigDecimal::multiply);
      assertThat(Costs.sum(Costs.owned(8, more), Costs.Kind.YEAR))
          .as(input.word())
          .isGreaterThan(base);
    }
  }

  private static Map<Input, BigDecimal> owned() {
    Map<Input, BigDecimal> values = new EnumMap<>(Input.class);
    values.put(Input.CHIP, new BigDecimal("30000"));
    values.put(Input.DUTY, new BigDecimal("0.25"));
    values.put(Input.REVENUE_SHARE, new BigDecimal("0.15"));
    values.put(Input.PASSED_ON, new BigDecimal("0.5"));
    values.put(Input.SERVER, new BigDecimal("4000"));
    values.put(Input.NETWORK, new BigDecimal("0.33"));
    values.put(Input.TAX, new BigDecimal("0.10"));
    values.put(Input.TAX_BACK, new BigDecimal("0.5"));
    values.put(Input.YEARS, new BigDecimal("5"));
    values.put(Input.CAPITAL, new BigDecimal("0.10"));
    values.put(Input.RESIDUAL, new BigDecimal("0.10"));
    values.put(Input.POWER, new BigDecimal("1.5"));
    values.put(Input.PUE, new BigDecimal("1.2"));
    values.put(Input.ENERGY, new BigDecimal("0.1"));
    values.put(Input.FACILITY, new BigDecimal("12000"));
    values.put(Input.FACILITY_YEARS, new BigDecimal("15"));
    values.put(Input.UPKEEP, new BigDecimal("0.04"));
    return values;
  }

  private static Map<Input, BigDecimal> hourly(String usd) {
    return Map.of(Input.HOURLY, new BigDecimal(usd));
  }

  private static Quote quote(Input input, String value) {
    return quote(input, value, value, value);
  }

  private static Quote quote(Input input, String low, String mid, String high) {
    return new Quote(input, Band.of(low, mid, high), mid, null, Price.Basis.QUOTED, "", "");
  }

  private static double usd(List<Costs.Line> lines, String name) {
    List<Costs.Line> named = new ArrayList<>(lines);
    named.removeIf(line -> !line.name().equals(name));
    return named.getFirst().usd().doubleValue();
  }
}
