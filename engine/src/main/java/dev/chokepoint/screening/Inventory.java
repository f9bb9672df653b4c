package dev.chokepoint.screening;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Stock and commitments that a move of the law leaves without a buyer. */
public final class Inventory {
  private Inventory() {}

  /** How far the goods are made; the further, the sooner they meet open orders. */
  public enum Stage {
    FINISHED,
    IN_PROCESS,
    COMMITMENT;

    /** The word used in files, text and JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Some units of one item at one stage. */
  public record Stock(
      String sku, Stage stage, long units, BigDecimal unitCostUsd, boolean reusable) {}

  /**
   * What the order book asks of one item.
   *
   * @param sellableUnits open units that may go, with or without a licence that is held
   * @param blockedUnits open units that the move newly blocks
   */
  public record Demand(long sellableUnits, long blockedUnits) {}

  /**
   * Stock with what is left over.
   *
   * @param atRiskUnits units that no sellable open order takes
   * @param atRiskUsd their cost
   */
  public record Risk(Stock stock, long atRiskUnits, BigDecimal atRiskUsd) {}

  /**
   * Sellable orders take finished goods first, then those in process, then commitments; what is
   * left of an item that the move blocks is at risk. Items without a newly blocked order are not.
   */
  public static List<Risk> atRisk(List<Stock> stocks, Demand demand) {
    List<Stock> order = new ArrayList<>(stocks);
    order.sort(Comparator.comparing(Stock::stage));
    long taken = demand.sellableUnits();
    List<Risk> risks = new ArrayList<>();
    for (Stock stock : order) {
      long sold = Math.min(taken, stock.units());
      taken -= sold;
      long left = demand.blockedUnits() > 0 ? stock.units() - sold : 0;
      risks.add(new Risk(stock, left, stock.unitCostUsd().multiply(BigDecimal.valueOf(left))));
    }
    return List.copyOf(risks);
  }
}
