package dev.chokepoint.workbench.orders;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers of the texts that decide a row. */
final class Cases {
  /** Columns of such texts; the number of an empty one is 0. */
  static final List<Column> TEXTS =
      List.of(
          Column.SHIP_TO,
          Column.END_USER_HQ,
          Column.ULTIMATE_PARENT_COUNTRY,
          Column.FROM_COUNTRY,
          Column.DIRECTION);

  private final List<Map<String, Integer>> numbers = new ArrayList<>();

  Cases() {
    TEXTS.forEach(column -> numbers.add(new LinkedHashMap<>(Map.of("", 0))));
  }

  /** The number of a text of a column, a new one where it was not met before. */
  int number(Column column, String text) {
    Map<String, Integer> known = numbers.get(TEXTS.indexOf(column));
    Integer number = known.putIfAbsent(text, known.size());
    return number == null ? known.size() - 1 : number;
  }

  /** How a case is numbered, once all values are known. */
  Numbering numbering(int exporters, int times, int skus) {
    return new Numbering(
        numbers.stream().map(known -> List.copyOf(known.keySet())).toList(),
        exporters,
        Math.max(1, times),
        skus);
  }

  /**
   * What a case is made of, by numbers.
   *
   * @param texts of {@link #TEXTS}, in their order
   */
  record Parts(int sku, List<String> texts, int exporter, int time) {}

  /**
   * One number for all that a case is made of, as one for days, hours and minutes: a row finds its
   * judgement by comparing a number and not nine cells.
   *
   * @param texts of each of {@link #TEXTS}, by number
   * @param exporters how many there are, as of the others
   */
  record Numbering(List<List<String>> texts, int exporters, int times, int skus) {
    private static final int LONG_BITS = Long.SIZE - 1;

    private List<Integer> sizes() {
      List<Integer> sizes = new ArrayList<>();
      texts.forEach(known -> sizes.add(known.size()));
      sizes.add(exporters);
      sizes.add(times);
      return sizes;
    }

    /** The type that holds the number of every case. */
    String type() {
      BigInteger many = BigInteger.valueOf(skus);
      for (int size : sizes()) {
        many = many.multiply(BigInteger.valueOf(size));
      }
      return many.bitLength() < LONG_BITS ? "BIGINT" : "HUGEINT";
    }

    /**
     * SQL of the number of a row's case.
     *
     * @param numbers SQL of the numbers of {@link #TEXTS}
     */
    String sql(List<String> numbers) {
      List<String> digits = new ArrayList<>(numbers);
      digits.add("exporter_");
      digits.add("time_");
      List<Integer> sizes = sizes();
      String sql = "CAST(coalesce(sku_, 0) AS " + type() + ")";
      for (int at = 0; at < digits.size(); at++) {
        sql = "(%s) * %d + %s".formatted(sql, sizes.get(at), digits.get(at));
      }
      return sql;
    }

    /** What a number says. */
    Parts parts(BigInteger number) {
      BigInteger left = number;
      List<Integer> digits = new ArrayList<>();
      for (int size : sizes().reversed()) {
        BigInteger[] divided = left.divideAndRemainder(BigInteger.valueOf(size));
        digits.addFirst(divided[1].intValueExact());
        left = divided[0];
      }
      List<String> said = new ArrayList<>();
      for (int at = 0; at < texts.size(); at++) {
        said.add(texts.get(at).get(digits.get(at)));
      }
      return new Parts(
          left.intValueExact(), said, digits.get(texts.size()), digits.get(texts.size() + 1));
    }
  }
}
