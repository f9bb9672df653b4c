package dev.chokepoint.screening;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether everything that came in went out: counted in the input and, on its own, in the results.
 *
 * @param linesIn lines of the input
 * @param amountsIn sums by currency of every line of the input with a readable amount
 */
public record Reconciliation(
    long linesIn,
    long linesDecided,
    long linesRejected,
    Map<String, BigDecimal> amountsIn,
    Map<String, BigDecimal> amountsDecided,
    Map<String, BigDecimal> amountsRejected) {

  public Reconciliation {
    amountsIn = new TreeMap<>(amountsIn);
    amountsDecided = new TreeMap<>(amountsDecided);
    amountsRejected = new TreeMap<>(amountsRejected);
  }

  /** Every difference, in words; empty when all sums agree. */
  public List<String> differences() {
    List<String> differences = new ArrayList<>();
    if (linesIn != linesDecided + linesRejected) {
      differences.add(
          "%d lines in, %d decided and %d rejected"
              .formatted(linesIn, linesDecided, linesRejected));
    }
    TreeSet<String> currencies = new TreeSet<>(amountsIn.keySet());
    currencies.addAll(amountsDecided.keySet());
    currencies.addAll(amountsRejected.keySet());
    for (String currency : currencies) {
      BigDecimal in = amountsIn.getOrDefault(currency, BigDecimal.ZERO);
      BigDecimal decided = amountsDecided.getOrDefault(currency, BigDecimal.ZERO);
      BigDecimal rejected = amountsRejected.getOrDefault(currency, BigDecimal.ZERO);
      if (in.compareTo(decided.add(rejected)) != 0) {
        differences.add(
            "%s %s in, %s decided and %s rejected"
                .formatted(
                    currency,
                    in.toPlainString(),
                    decided.toPlainString(),
                    rejected.toPlainString()));
      }
    }
    return differences;
  }

  /** Whether all sums agree. */
  public boolean balanced() {
    return differences().isEmpty();
  }
}
