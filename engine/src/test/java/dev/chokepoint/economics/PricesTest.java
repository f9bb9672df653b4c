package dev.chokepoint.economics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Dated prices: which one holds, and how currencies meet. */
class PricesTest {
  private static final Prices PRICES = TestKnowledge.KNOWLEDGE.prices();

  @Test
  void everyPriceHasASourceAndADay() {
    assertThat(PRICES.all())
        .isNotEmpty()
        .allMatch(
            each -> !each.source().isBlank() && each.from().isAfter(LocalDate.of(1990, 1, 1)));
    assertThat(PRICES.sites()).contains("AE", "CN", "MY", "US");
  }

  @Test
  void theNewestPriceNotAfterTheDayHoldsAndALaterOneIsMarked() {
    assertThat(rental("2024-11-30")).isEqualTo("h100-2024-10");
    assertThat(rental("2025-10-01")).isEqualTo("h100-2025-10");
    assertThat(rental("2025-09-30")).isEqualTo("h100-2024-10");
    Prices.Found before =
        PRICES.find("rental", "nvidia-h100-sxm5", null, false, LocalDate.of(2022, 1, 1));
    assertThat(Objects.requireNonNull(before).later()).isTrue();
    assertThat(before.price().id()).isEqualTo("h100-2023-peak");
    assertThat(PRICES.find("rental", "biren-br104", "US", false, LocalDate.of(2025, 1, 1)))
        .isNull();
  }

  private static String rental(String day) {
    Prices.Found found =
        PRICES.find("rental", "nvidia-h100-sxm5", "US", false, LocalDate.parse(day));
    return Objects.requireNonNull(found).price().id();
  }

  @Test
  void onlySitesOfDomesticChipsGetTheSubsidisedPowerAndOnlyOnceItExists() {
    assertThat(power(true, "2025-12-01")).isEqualTo("kwh-cn-domestic");
    assertThat(power(false, "2025-12-01")).isEqualTo("kwh-cn");
    assertThat(power(true, "2025-06-01")).isEqualTo("kwh-cn");
  }

  private static String power(boolean domestic, String day) {
    Prices.Found found = PRICES.find("electricity", "x", "CN", domestic, LocalDate.parse(day));
    return Objects.requireNonNull(found).price().id();
  }

  @Test
  void currenciesMeetOnlyAtARateOfTheDayOrBefore() {
    Money yuan = new Money(new BigDecimal("110000"), Money.CNY);
    // 110,000 / 7.2734, the mean rate of February 2025
    assertThat(PRICES.in(Money.USD, yuan, LocalDate.of(2025, 3, 1)).rounded())
        .isEqualByComparingTo("15123.60");
    Money back =
        PRICES.in(
            Money.CNY,
            PRICES.in(Money.USD, yuan, LocalDate.of(2025, 3, 1)),
            LocalDate.of(2025, 3, 1));
    assertThat(back.rounded()).isEqualByComparingTo("110000");
    Refused early =
        catchThrowableOfType(
            Refused.class, () -> PRICES.in(Money.USD, yuan, LocalDate.of(2019, 1, 1)));
    assertThat(early.problems().getFirst().id()).isEqualTo("no-exchange-rate");
    Refused unknown =
        catchThrowableOfType(
            Refused.class,
            () -> PRICES.in(Currency.getInstance("NOK"), yuan, LocalDate.of(2025, 3, 1)));
    assertThat(unknown.problems().getFirst().value()).contains("NOK");
    Refused mixed = catchThrowableOfType(Refused.class, () -> yuan.plus(Money.usd("1")));
    assertThat(mixed.problems().getFirst().id()).isEqualTo("mixed-currencies");
  }

  @Test
  void moneyNeedsItsCurrency() {
    assertThat(Money.parse("2 USD", "--hourly")).isEqualTo(Money.usd("2"));
    for (String bad : new String[] {"2", "two USD", "-2 USD", "2 XX", "1e3 USD", ""}) {
      assertThat(catchThrowableOfType(Refused.class, () -> Money.parse(bad, "--hourly")))
          .as(bad)
          .isNotNull();
    }
  }
}
