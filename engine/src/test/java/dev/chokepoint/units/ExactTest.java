package dev.chokepoint.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value that no decimal equals says the same as a number and as text. */
class ExactTest {

  /** By long division: 2048/5.92 = 345.94594..., 1/7 = 0.142857142857..., 20/3 = 6.6666666... */
  @ParameterizedTest
  @CsvSource({
    "4800, 1, 4800, 4800",
    "25, 4, 6.25, 6.25",
    "204800, 592, 345.945, 345.945…",
    "20, 3, 6.66666, 6.66666…",
    "1, 7, 0.142857, 0.142857…",
    "1, 700, 0.00142857, 0.00142857…",
    "17, 5000001, 0.00000339999, 0.00000339999…",
    "10000000, 3, 3333333, 3333333…",
    "1000001, 3000000, 0.333333, 0.333333…",
    "2300000, 1000001, 2.29999, 2.29999…",
    "9, 90000009, 0.0000000999999, 0.0000000999999…",
    "6800001, 2000003, 3.39999, 3.39999…",
    "340001, 100003, 3.39990, 3.39990…",
  })
  void numberAndTextAreCutAtTheSameDigit(long above, long below, String number, String text) {
    BigFraction value = new BigFraction(above, below);
    assertThat(Exact.decimal(value)).isEqualByComparingTo(new BigDecimal(number));
    assertThat(Exact.text(value)).isEqualTo(text);
  }

  /** Against the library's own comparison and product, around the sizes at which a long ends. */
  @Test
  void orderAndProductAreTheLibrarys() {
    Random random = new Random(20260929L);
    for (int i = 0; i < 20_000; i++) {
      BigFraction a = any(random);
      BigFraction b = random.nextInt(4) == 0 ? a : any(random);
      assertThat(Exact.compare(a, b)).as("%s and %s", a, b).isEqualTo(a.compareTo(b));
      assertThat(Exact.times(a, i)).isEqualTo(a.multiply(i));
    }
  }

  private static BigFraction any(Random random) {
    BigInteger above = new BigInteger(1 + random.nextInt(66), random);
    BigInteger below = new BigInteger(random.nextInt(34), random).add(BigInteger.ONE);
    return new BigFraction(random.nextBoolean() ? above : above.negate(), below);
  }
}
