package dev.chokepoint.screening;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sums that a reader can check by hand. */
class StockAndLicencesTest {
  private static final LocalDate DAY = LocalDate.of(2025, 9, 1);

  private static Licences.Licence licence(
      String number, @Nullable Long units, @Nullable String usd, String expires) {
    return new Licences.Licence(
        number,
        Set.of("h20"),
        Set.of("CN"),
        Set.of(),
        units,
        usd == null ? null : new BigDecimal(usd),
        LocalDate.of(2025, 1, 1),
        LocalDate.parse(expires));
  }

  private static Licences.Need need(@Nullable String named, long units, @Nullable String usd) {
    return new Licences.Need(
        named, "h20", "CN", "a", units, usd == null ? null : new BigDecimal(usd), DAY);
  }

  @Test
  void aLicenceIsDrawnDownAndNeverOverdrawn() {
    Licences licences = new Licences(List.of(licence("L1", 10L, "100", "2025-12-31")));
    assertThat(licences.draw(need(null, 6, "60")).covered()).isTrue();
    Licences.Draw over = licences.draw(need(null, 5, "10"));
    assertThat(over.covered()).isFalse();
    assertThat(over.why()).contains("over-drawn, 4 of 5 units left");
    assertThat(licences.draw(need(null, 1, "41")).why()).contains("over-drawn, 40 of 41 USD left");
    assertThat(licences.draw(need(null, 4, "40")).covered()).isTrue();
    assertThat(licences.balances())
        .containsExactly(new Licences.Balance("L1", 0L, new BigDecimal("0")));
  }

  @Test
  void theLicenceThatExpiresFirstIsDrawnFirstAndANamedOneAlone() {
    Licences licences =
        new Licences(
            List.of(
                licence("LATE", 5L, null, "2026-12-31"), licence("SOON", 5L, null, "2025-10-01")));
    assertThat(licences.draw(need(null, 5, null)).number()).isEqualTo("SOON");
    assertThat(licences.draw(need("SOON", 1, null)).covered()).isFalse();
    assertThat(licences.draw(need("LATE", 1, null)).number()).isEqualTo("LATE");
    assertThat(licences.draw(need("OTHER", 1, null)).why()).contains("not among those held");
  }

  @Test
  void anExpiredLicenceAndAnUnknownAmountCoverNothing() {
    assertThat(
            new Licences(List.of(licence("L", null, null, "2025-08-31")))
                .draw(need(null, 1, null))
                .covered())
        .isFalse();
    assertThat(
            new Licences(List.of(licence("L", null, "100", "2025-09-01")))
                .draw(need(null, 1, null))
                .why())
        .contains("amount of the line is not known");
  }

  @Test
  void sellableOrdersTakeFinishedGoodsFirst() {
    List<Inventory.Stock> stocks =
        List.of(
            new Inventory.Stock("x", Inventory.Stage.COMMITMENT, 100, BigDecimal.TEN, false),
            new Inventory.Stock("x", Inventory.Stage.FINISHED, 30, BigDecimal.ONE, false),
            new Inventory.Stock("x", Inventory.Stage.IN_PROCESS, 20, BigDecimal.TWO, true));
    // 40 sellable: 30 finished and 10 in process are taken; 10 in process and 100 commitments stay
    assertThat(Inventory.atRisk(stocks, new Inventory.Demand(40, 1)))
        .extracting(Inventory.Risk::atRiskUnits)
        .containsExactly(0L, 10L, 100L);
    assertThat(Inventory.atRisk(stocks, new Inventory.Demand(40, 0)))
        .extracting(Inventory.Risk::atRiskUnits)
        .containsExactly(0L, 0L, 0L);
  }

  @Test
  void everyCurrencyAndEveryLineMustReconcile() {
    Map<String, BigDecimal> in = Map.of("USD", new BigDecimal("10.00"), "EUR", BigDecimal.ONE);
    Map<String, BigDecimal> usd = Map.of("USD", new BigDecimal("10"));
    Map<String, BigDecimal> eur = Map.of("EUR", BigDecimal.ONE);
    assertThat(new Reconciliation(3, 2, 1, in, usd, eur).balanced()).isTrue();
    assertThat(new Reconciliation(3, 1, 1, in, usd, eur).differences())
        .containsExactly("3 lines in, 1 decided and 1 rejected");
    assertThat(new Reconciliation(3, 2, 1, in, usd, Map.of()).differences())
        .containsExactly("EUR 1 in, 0 decided and 0 rejected");
  }
}
