package dev.chokepoint.economics;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The value of one input with its range and source.
 *
 * @param value in the input's unit, dollars where it is money
 * @param given as the source states it, with its currency
 * @param from the day of the price, or null where it has none
 * @param note what else must be known of it, such as a day later than the one asked
 */
public record Quote(
    Input input,
    Band value,
    String given,
    @Nullable LocalDate from,
    Price.Basis basis,
    String source,
    String note) {

  /** What whoever asks states himself. */
  public static Quote stated(Input input, BigDecimal value, String source) {
    return new Quote(
        input,
        Band.exactly(value),
        value.toPlainString(),
        null,
        Price.Basis.QUOTED,
        source,
        "as stated");
  }
}
