package dev.chokepoint.workbench.orders;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.function.Predicate;

/** Any text as a cell is read within its limits, or says what is wrong with it. */
class CellFuzz {
  @DictionaryEntries({
    "1,200", "1.234,56", "１２", "-1", "1e9", "2025-04-09", "2025年4月9日", "9 Apr 2025",
    "03/04/2025", "13/04/2025", "29.02.2025", "USD", "人民币", "Hong Kong", "澳门", "?"
  })
  @FuzzTest(maxDuration = "60s")
  void cellIsReadOrSaysWhatIsWrong(FuzzedDataProvider data) {
    CellValues.DayOrder order = data.pickValue(CellValues.DayOrder.values());
    String raw = data.consumeRemainingAsString();
    check(CellValues.quantity(raw), v -> v >= 1 && v <= CellValues.MOST_UNITS);
    check(CellValues.price(raw), v -> v.compareTo(BigDecimal.ZERO) >= 0 && v.scale() == 4);
    check(CellValues.currency(raw), v -> v.length() == 3);
    check(CellValues.country(raw), v -> v.equals("?") || v.matches("[A-Z]{2}|UA-[0-9]{2}"));
    check(CellValues.destination(raw), v -> !v.isEmpty());
    check(
        CellValues.day(raw, order),
        v -> v.isAfter(LocalDate.of(1989, 12, 31)) && v.getYear() <= 2100);
    check(CellValues.direction(raw), v -> !v.isEmpty());
    check(CellValues.status(raw), v -> true);
  }

  private static <T> void check(Parsed<T> parsed, Predicate<T> holds) {
    T value = parsed.value();
    if (value != null && (parsed.problem() != null || !holds.test(value))) {
      throw new IllegalStateException("read as " + value);
    }
    if (parsed.problem() != null && parsed.limit().isEmpty()) {
      throw new IllegalStateException("no limit with " + parsed.problem());
    }
  }
}
