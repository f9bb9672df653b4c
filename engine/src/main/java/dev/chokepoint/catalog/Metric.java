package dev.chokepoint.catalog;

import dev.chokepoint.units.Range;
import org.jspecify.annotations.Nullable;

/**
 * A quantity that a provision compares with a limit. A base metric is read or aggregated from the
 * datasheet; a ratio or a sum is formed from two base metrics and compared without dividing.
 */
public enum Metric {
  /** Total processing performance: dense rate times bit length (3A090 Technical Notes 1 to 3). */
  TPP("tpp", "TPP", ""),
  /** Area of the logic dies on non-planar nodes (3A090 Technical Note 4). */
  DIE_AREA("dieAreaMm2", "die area", "mm2"),
  /** Bidirectional transfer rate over all inputs and outputs other than to volatile memory. */
  IO("ioGBps", "I/O", "GB/s"),
  /** Aggregate rate between the circuit and DRAM, inside the package or not. */
  MEMORY_BANDWIDTH("memoryBandwidthGBps", "memory bandwidth", "GB/s"),
  /** Footprint of a memory package or stack. */
  PACKAGE_AREA("packageAreaMm2", "package area", "mm2"),
  /**
   * Aggregated approximated transistor count of the advanced logic dies of the package (3A090 Note
   * 1; 772.1).
   */
  AATC("aatcCount", "aggregated approximated transistor count", ""),
  /** Process node of the logic dies. */
  PROCESS_NODE("processNodeNm", "process node", "nm"),
  /** TPP times the quantity of the trade (742.6(b)(10)(iii)(B), 740.29). */
  CUMULATIVE_TPP("cumulativeTpp", "cumulative TPP", ""),
  /** TPP over die area (3A090 Technical Note 4). */
  PERFORMANCE_DENSITY("performanceDensity", "performance density", "per mm2", TPP, DIE_AREA, true),
  /** Memory bandwidth over package area (3A090.c). */
  BANDWIDTH_DENSITY(
      "bandwidthDensity", "bandwidth density", "GB/s/mm2", MEMORY_BANDWIDTH, PACKAGE_AREA, true),
  /** Memory bandwidth plus I/O. */
  MEMORY_PLUS_IO("memoryPlusIoGBps", "memory bandwidth + I/O", "GB/s", MEMORY_BANDWIDTH, IO, false);

  private static final String UNKNOWN = Range.UNKNOWN.text();

  private final String key;
  private final String label;
  private final String unit;
  private final @Nullable Metric first;
  private final @Nullable Metric second;
  private final boolean ratio;

  Metric(String key, String label, String unit) {
    this(key, label, unit, null, null, false);
  }

  Metric(
      String key,
      String label,
      String unit,
      @Nullable Metric first,
      @Nullable Metric second,
      boolean ratio) {
    this.key = key;
    this.label = label;
    this.unit = unit;
    this.first = first;
    this.second = second;
    this.ratio = ratio;
  }

  /** Key in rule files and in JSON. */
  public String key() {
    return key;
  }

  /** Words for people. */
  public String label() {
    return label;
  }

  /** Unit, or empty for the unitless TPP. */
  public String unit() {
    return unit;
  }

  /** Whether it is read from the datasheet rather than formed from two others. */
  public boolean isBase() {
    return first == null;
  }

  /** Whether it divides its first operand by its second; if not and not a base, it adds them. */
  public boolean isRatio() {
    return ratio;
  }

  /** Whether an item of this kind has the metric; a system has none, only its circuits do. */
  public boolean appliesTo(Item.Kind kind) {
    boolean stackOnly = this == PACKAGE_AREA || this == BANDWIDTH_DENSITY;
    return switch (kind) {
      case ACCELERATOR -> !stackOnly;
      case HBM -> stackOnly || this == MEMORY_BANDWIDTH;
      case SYSTEM -> false;
    };
  }

  /** Whether only few provisions ask for it, so that it is shown only where it is known. */
  public boolean isRare() {
    return this == AATC || this == PROCESS_NODE || this == CUMULATIVE_TPP;
  }

  /** First operand; only for a metric that is not a base. */
  public Metric first() {
    return java.util.Objects.requireNonNull(first);
  }

  /** Second operand; only for a metric that is not a base. */
  public Metric second() {
    return java.util.Objects.requireNonNull(second);
  }

  /** The metric with this key, or null. */
  public static @Nullable Metric find(String key) {
    for (Metric metric : values()) {
      if (metric.key.equals(key)) {
        return metric;
      }
    }
    return null;
  }

  /** A value with its unit, such as {@code 814 mm2}; what is unknown has none. */
  public String withUnit(String value) {
    boolean bare = unit.isEmpty() || this == PERFORMANCE_DENSITY || value.endsWith(UNKNOWN);
    return bare ? value : value + " " + unit;
  }
}
