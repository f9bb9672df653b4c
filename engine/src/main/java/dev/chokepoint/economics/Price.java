package dev.chokepoint.economics;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A dated price, rate or share with its range and where it comes from.
 *
 * @param of what is priced, such as {@code chip}, {@code rental} or {@code electricity}
 * @param item id of the chip or model that it is for, or null for any
 * @param site country where it holds, ISO 3166-1 alpha-2, or null for anywhere
 * @param domestic whether it holds for chips of the site's own makers only; null for all
 * @param low least that sources give, 0 or more
 * @param mid what is reckoned with
 * @param high most that sources give
 * @param currency of the amount, or null for a plain number
 * @param unit as written, such as {@code USD/kWh}; {@code 1} for a share
 * @param from first day on which it holds; it holds until a newer one of its kind does
 * @param grade A primary document or company statement, B named analyst or wire report, C single
 *     secondary page, community table or our own arithmetic
 */
public record Price(
    String id,
    String of,
    @Nullable String item,
    @Nullable String site,
    @Nullable Boolean domestic,
    BigDecimal low,
    BigDecimal mid,
    BigDecimal high,
    @Nullable Currency currency,
    String unit,
    LocalDate from,
    String grade,
    Basis basis,
    String source,
    String note) {

  /** How a figure came to be. */
  public enum Basis {
    /** As a source states it. */
    QUOTED,
    /** Arithmetic on what sources state, which the source text shows. */
    DERIVED,
    /** From memory of a public statement, not read again. */
    RECALLED,
    /** Nobody's figure: chosen here, and always shown as such. */
    ASSUMPTION;

    /** The word used in files, text and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
