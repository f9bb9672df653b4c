package dev.chokepoint.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A break-even of 64 chips from published prices, reckoned by hand. */
class RentOrBuyTest {
  private static final Offset<Double> CENT = within(0.01);

  // 64 H100 in eight DGX at 270,000 USD (SemiAnalysis) are 2,160,000 USD. 1.73 kW a chip with
  // cooling
  // (InferenceX) at 9.1 US cents (EIA) are 1.73 x 730 x 0.091 x 64 = 7,355.1296 USD a month. Rent
  // 2.99
  // USD (October 2024) is 2.99 x 730 x 64 = 139,692.80 USD a month at full use.
  private static final String RUNNING = "7355.1296";

  @Test
  void sixtyFourChipsBreakEvenWhereTheSumByHandDoes() {
    RentOrBuy found = RentOrBuy.of(terms(36, "0.6", "0", residual("0", "1"), null));
    // (2,160,000 + 36 x 7,355.1296) / (36 x 139,692.80) = 0.482166
    assertThat(Objects.requireNonNull(found.breakEvenUtilisation()).doubleValue())
        .isCloseTo(0.482166, within(1e-6));
    // 2,160,000 / (0.6 x 139,692.80 - 7,355.1296) = 28.25, so the 29th month.
    assertThat(found.breakEvenMonth()).isEqualTo(29);
    assertThat(found.own().doubleValue()).isCloseTo(2_424_784.67, CENT);
    assertThat(found.rent().doubleValue()).isCloseTo(3_017_364.48, CENT);
  }

  @Test
  void aResidualOfNothingWithSomeProbabilityCountsForItsShare() {
    RentOrBuy found =
        RentOrBuy.of(
            terms(
                36,
                "0.6",
                "0",
                List.of(
                    new RentOrBuy.Residual(new BigDecimal("0"), new BigDecimal("0.25")),
                    new RentOrBuy.Residual(new BigDecimal("0.2"), new BigDecimal("0.75"))),
                null));
    // Three quarters of 20 percent of 2,160,000 are 324,000.
    assertThat(found.own().doubleValue()).isCloseTo(2_424_784.67 - 324_000, CENT);
    assertThat(found.cases()).hasSize(2);
  }

  @Test
  void discountingWeighsLaterPaymentsLess() {
    RentOrBuy found = RentOrBuy.of(terms(2, "1", "0.12", residual("0.5", "1"), null));
    // 1 / 1.01 + 1 / 1.0201 = 1.970395; rent 139,692.80 x that; resale 1,080,000 / 1.0201.
    assertThat(found.rent().doubleValue()).isCloseTo(139_692.80 * 1.97039506, within(0.1));
    assertThat(found.own().doubleValue())
        .isCloseTo(2_160_000 + 7_355.1296 * 1.97039506 - 1_080_000 / 1.0201, within(0.1));
  }

  @Test
  void aChangeThatEndsServiceLeavesThePurchaseAndTheRentOfTheRest() {
    RentOrBuy.Change change =
        new RentOrBuy.Change(12, new BigDecimal("0.5"), RentOrBuy.Effect.SERVICE_ENDS);
    RentOrBuy found = RentOrBuy.of(terms(36, "0.6", "0", residual("0.1", "1"), change));
    double after = 2_160_000 + 12 * 7_355.1296 + 24 * 0.6 * 139_692.80;
    double same = 2_424_784.67 - 216_000;
    assertThat(found.own().doubleValue()).isCloseTo((after + same) / 2, CENT);
    assertThat(found.rent().doubleValue()).isCloseTo(3_017_364.48, CENT);
  }

  @Test
  void aChangeThatEndsRentingMakesTheRenterBuy() {
    RentOrBuy.Change change = new RentOrBuy.Change(12, BigDecimal.ONE, RentOrBuy.Effect.RENT_ENDS);
    RentOrBuy found = RentOrBuy.of(terms(36, "0.6", "0", residual("0.1", "1"), change));
    double rent = 12 * 0.6 * 139_692.80 + 2_160_000 + 24 * 7_355.1296 - 216_000;
    assertThat(found.rent().doubleValue()).isCloseTo(rent, CENT);
    assertThat(found.cases()).hasSize(1);
  }

  @Test
  void resaleThatEndsTakesTheResidual() {
    RentOrBuy.Change change =
        new RentOrBuy.Change(12, BigDecimal.ONE, RentOrBuy.Effect.RESALE_ENDS);
    RentOrBuy found = RentOrBuy.of(terms(36, "0.6", "0", residual("0.1", "1"), change));
    assertThat(found.own().doubleValue()).isCloseTo(2_424_784.67, CENT);
  }

  @Test
  void atTheBreakEvenBothCostTheSame() {
    for (RentOrBuy.Effect effect : RentOrBuy.Effect.values()) {
      RentOrBuy.Change change = new RentOrBuy.Change(12, new BigDecimal("0.3"), effect);
      BigDecimal use =
          Objects.requireNonNull(
              RentOrBuy.of(terms(36, "0.6", "0.1", residual("0.1", "1"), change))
                  .breakEvenUtilisation());
      RentOrBuy there =
          RentOrBuy.of(terms(36, use.toPlainString(), "0.1", residual("0.1", "1"), change));
      assertThat(there.own().doubleValue()).isCloseTo(there.rent().doubleValue(), CENT);
    }
  }

  private static List<RentOrBuy.Residual> residual(String share, String probability) {
    return List.of(new RentOrBuy.Residual(new BigDecimal(share), new BigDecimal(probability)));
  }

  private static RentOrBuy.Terms terms(
      int months,
      String utilisation,
      String discount,
      List<RentOrBuy.Residual> residuals,
      RentOrBuy.@Nullable Change change) {
    return new RentOrBuy.Terms(
        64,
        months,
        new BigDecimal("2160000"),
        new BigDecimal("2160000"),
        new BigDecimal(RUNNING),
        new BigDecimal("2.99"),
        new BigDecimal(utilisation),
        new BigDecimal(discount),
        residuals,
        change);
  }
}
