package dev.chokepoint.explore;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is known of every point: names in constraints and objectives, in files and in JSON. */
public enum ExploreFigure {
  AREA("area-mm2", "mm2", false),
  COUNTED_AREA("counted-area-mm2", "mm2", true),
  LARGEST_DIE("largest-die-mm2", "mm2", false),
  YIELD("yield", "share", true),
  DIE_USD("die-usd", "USD", false),
  COST("cost-usd", "USD", false),
  TRANSISTORS("transistors", "", false),
  AATC("aatc-count", "", false),
  CORES("cores", "cores", true),
  TPP("tpp", "TPP", true),
  DENSITY("performance-density", "TPP/mm2", true),
  IO("io-gbs", "GB/s", true),
  BANDWIDTH("memory-bw-gbs", "GB/s", true),
  MEMORY("memory-gb", "GB", true),
  POWER("tdp-w", "W", false),
  TTFT("ttft-ms", "ms", false),
  TPOT("tpot-ms", "ms", false),
  PREFILL_RATE("prefill-tokens-per-second", "1/s", true),
  DECODE_RATE("decode-tokens-per-second", "1/s", true),
  PER_WATT("tokens-per-second-per-watt", "1/s/W", true),
  PER_USD("tokens-per-second-per-usd", "1/s/USD", true),
  TTFT_USD("ttft-ms-times-die-usd", "ms USD", false),
  TPOT_USD("tpot-ms-times-die-usd", "ms USD", false),
  /** Smallest relative change of one figure of the item that turns the verdict. */
  MARGIN("margin", "share", true);

  private final String key;
  private final String unit;
  private final boolean moreIsBetter;

  ExploreFigure(String key, String unit, boolean moreIsBetter) {
    this.key = key;
    this.unit = unit;
    this.moreIsBetter = moreIsBetter;
  }

  /** Its place in the values of a point. */
  @SuppressWarnings("EnumOrdinal") // columns of arrays made and read by one program
  int place() {
    return ordinal();
  }

  public String key() {
    return key;
  }

  public String unit() {
    return unit;
  }

  /** Whether an objective seeks the largest value rather than the smallest. */
  public boolean isMoreBetter() {
    return moreIsBetter;
  }

  /** The figure of a name. */
  public static Optional<ExploreFigure> find(String name) {
    return Arrays.stream(values()).filter(each -> each.key.equals(name)).findFirst();
  }

  /** Every name. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(ExploreFigure::key).toList();
  }
}
