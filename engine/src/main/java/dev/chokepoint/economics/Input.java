package dev.chokepoint.economics;

/** What a cost is made of. Amounts are in US dollars; shares are of 1. */
public enum Input {
  CHIP("chip price", "USD a chip"),
  DUTY("duty", "share of the chip price"),
  REVENUE_SHARE("share of revenue", "share of the chip price"),
  PASSED_ON("share of revenue passed on", "share"),
  SERVER("server around a chip", "USD a chip"),
  NETWORK("network", "share of the chip price"),
  TAX("sales tax", "share of the purchase"),
  TAX_BACK("sales tax taken back", "share of the tax"),
  YEARS("years of use", "years"),
  CAPITAL("cost of capital", "share a year"),
  RESIDUAL("residual value", "share of the purchase"),
  POWER("power of a chip with its server", "kW, cooling left out"),
  PUE("power usage effectiveness", "ratio"),
  ENERGY("electricity", "USD a kWh"),
  FACILITY("building and its machinery", "USD a kW"),
  FACILITY_YEARS("years of the building", "years"),
  UPKEEP("staff and maintenance", "share of the purchase a year"),
  HOURLY("rent", "USD an hour and chip"),
  UTILISATION("utilisation", "share of the time"),
  RATE("tokens a second", "over all chips");

  private final String word;
  private final String unit;

  Input(String word, String unit) {
    this.word = word;
    this.unit = unit;
  }

  /** The words used in text and JSON. */
  public String word() {
    return word;
  }

  public String unit() {
    return unit;
  }
}
