package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** US dollars for one unit of a currency on a day: the last rate on or before it. */
final class Rates {
  private static final int SCALE = 8;
  private static final BigDecimal MOST = new BigDecimal("99999");
  private final Map<String, NavigableMap<LocalDate, BigDecimal>> rates = new TreeMap<>();

  /**
   * @param file rows of {@code date}, {@code currency} and {@code usd}, or null for dollars alone
   */
  Rates(@Nullable Path file) {
    if (file == null) {
      return;
    }
    for (SideTable.Row row : Beside.RATES.read(file)) {
      LocalDate day =
          row.need("date", CellValues.day(row.get("date"), CellValues.DayOrder.REFUSED));
      String currency = row.need("currency", CellValues.currency(row.get("currency")));
      if (!row.get("usd").matches("[0-9]{1,5}(\\.[0-9]{1,8})?")
          || new BigDecimal(row.get("usd")).signum() == 0
          || new BigDecimal(row.get("usd")).compareTo(MOST) > 0) {
        throw new Refused(
            new Problem(
                "bad-rate",
                row.place("usd"),
                row.get("usd"),
                "US dollars for one unit, above 0, with at most 8 decimals",
                ""));
      }
      rates
          .computeIfAbsent(currency, k -> new TreeMap<>())
          .put(day, new BigDecimal(row.get("usd")).setScale(SCALE));
    }
  }

  /** The rate of a day, if one is known. */
  Optional<BigDecimal> find(String currency, LocalDate day) {
    if (currency.equals("USD")) {
      return Optional.of(BigDecimal.ONE.setScale(SCALE));
    }
    NavigableMap<LocalDate, BigDecimal> dated = rates.get(currency);
    Map.Entry<LocalDate, BigDecimal> entry = dated == null ? null : dated.floorEntry(day);
    return entry == null ? Optional.empty() : Optional.of(entry.getValue());
  }
}
