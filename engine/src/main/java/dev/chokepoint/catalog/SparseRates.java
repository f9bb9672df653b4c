package dev.chokepoint.catalog;

import java.util.List;
import java.util.Optional;

/**
 * How much higher vendors print a rate with structured sparsity than the dense rate that the law
 * counts (3A090 Technical Note 3).
 *
 * @param unstated what is taken when no vendor was stated
 */
public record SparseRates(List<Convention> conventions, Convention unstated) {

  /**
   * One vendor's habit.
   *
   * @param factor sparse rate over dense rate, as a decimal
   * @param source where that was read
   */
  public record Convention(String vendor, String factor, String source) {}

  public SparseRates {
    conventions = List.copyOf(conventions);
  }

  /** The habit of a vendor, if one is documented; an empty name is a vendor that was not stated. */
  public Optional<Convention> of(String vendor) {
    return vendor.isBlank()
        ? Optional.of(unstated)
        : conventions.stream()
            .filter(convention -> convention.vendor().equalsIgnoreCase(vendor.strip()))
            .findFirst();
  }
}
