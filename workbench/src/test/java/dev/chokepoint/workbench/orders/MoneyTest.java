package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amounts of the database against those of {@link BigDecimal}, to the cent. */
class MoneyTest {
  private static final long SEED = 20250409;
  private static final BigDecimal MOST = new BigDecimal("9999999999999");

  @TempDir Path folder;

  private record Row(long units, BigDecimal price, BigDecimal rate) {
    BigDecimal usd() {
      return BigDecimal.valueOf(units)
          .multiply(price)
          .multiply(rate)
          .setScale(2, RoundingMode.HALF_UP);
    }
  }

  @Test
  void anAmountIsRoundedOnceAndNothingIsLost() {
    List<Row> rows = new ArrayList<>();
    rows.add(row(1, "0.0050", "1"));
    rows.add(row(1, "0.0049", "1.02040816"));
    rows.add(row(1, "0.0050", "0.99999999"));
    rows.add(row(3, "0.0001", "50"));
    rows.add(row(1, "900000000", "100"));
    rows.add(row(1, "900000000.0001", "99999.99999999"));
    rows.add(row(1_000_000_000, "99.9999", "10"));
    rows.add(row(7, "99999999999.9999", "1"));
    Random random = new Random(SEED);
    while (rows.size() < 20_000) {
      Row row =
          new Row(
              1 + random.nextLong(1L << random.nextInt(1, 24)),
              BigDecimal.valueOf(random.nextLong(1L << random.nextInt(1, 44)), 4),
              BigDecimal.valueOf(1 + random.nextLong(1L << random.nextInt(1, 34)), 8));
      if (row.usd().compareTo(MOST) < 0) {
        rows.add(row);
      }
    }
    try (Duck duck = new Duck(folder.resolve("spill"), 500, 2)) {
      duck.run(
          "CREATE TABLE cells (number INTEGER, units BIGINT, price DECIMAL(15,4), rate DECIMAL(13,8),"
              + " high BIGINT, low BIGINT)");
      duck.fill(
          "cells",
          into -> {
            int at = 0;
            for (Row row : rows) {
              long[] rate = Money.parts(row.rate());
              into.add(at++, row.units(), row.price(), row.rate(), rate[0], rate[1]);
            }
          });
      List<BigDecimal> got =
          duck.rows(
              "SELECT %s FROM (SELECT *, %s AS a4 FROM (SELECT *, %s AS amount FROM cells)) ORDER BY number"
                  .formatted(Money.usd(), Money.tenThousandths(), Money.amount()),
              row -> new BigDecimal(row.text(0)));
      for (int at = 0; at < rows.size(); at++) {
        assertThat(got.get(at)).as("%s", rows.get(at)).isEqualByComparingTo(rows.get(at).usd());
      }
    }
  }

  private static Row row(long units, String price, String rate) {
    return new Row(units, new BigDecimal(price).setScale(4), new BigDecimal(rate).setScale(8));
  }
}
