package dev.chokepoint.catalog;

import dev.chokepoint.units.Range;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hipparchus.fraction.BigFraction;

/**
 * A numeric field of a datasheet: its key, unit and the values that are plausible for one item.
 *
 * <p>Rates are peak dense rates; link figures count both directions.
 */
public enum Field {
  PROCESS_NODE("process-node-nm", "nm", 0, "1", "500", "node"),
  DIE_COUNT("die-count", "dies", 0, "1", "1000"),
  DIE_AREA("compute-die-area-mm2", "mm2", 0, "1", "100000", "die"),
  PACKAGE_AREA("package-area-mm2", "mm2", 0, "1", "100000", "area"),
  TRANSISTORS("transistors-billion", "billion", 0, "0.001", "100000", "transistors"),
  FP64("fp64-tflops", "TFLOPS", 64, "0", "1000000000", "fp64"),
  FP64_TENSOR("fp64-tensor-tflops", "TFLOPS", 64, "0", "1000000000", "fp64-tensor"),
  FP32("fp32-tflops", "TFLOPS", 32, "0", "1000000000", "fp32"),
  TF32("tf32-tflops", "TFLOPS", 32, "0", "1000000000", "tf32"),
  FP16("fp16-tflops", "TFLOPS", 16, "0", "1000000000", "fp16"),
  BF16("bf16-tflops", "TFLOPS", 16, "0", "1000000000", "bf16"),
  FP8("fp8-tflops", "TFLOPS", 8, "0", "1000000000", "fp8"),
  FP4("fp4-tflops", "TFLOPS", 4, "0", "1000000000", "fp4"),
  INT8("int8-tops", "TOPS", 8, "0", "1000000000", "int8"),
  INT4("int4-tops", "TOPS", 4, "0", "1000000000", "int4"),
  AATC("aatc-count", "transistors", 0, "1", "1000000000000000", "aatc"),
  MEMORY("memory-gb", "GB", 0, "0", "10000000", "memory-capacity"),
  MEMORY_BANDWIDTH("memory-bw-gbs", "GB/s", 0, "10", "100000000", "memory-bandwidth", "bandwidth"),
  ON_CHIP("onchip-mb", "MB", 0, "0", "1000000", "onchip"),
  CORES("core-count", "units", 0, "0", "10000000", "cores"),
  BOOST("boost-mhz", "MHz", 0, "1", "20000", "boost"),
  LINK("d2d-bidir-gbs", "GB/s", 0, "0", "100000000", "d2d"),
  HOST("host-bidir-gbs", "GB/s", 0, "0", "100000", "host"),
  IO("io-gbs", "GB/s", 0, "0", "100000000", "io"),
  POWER("tdp-w", "W", 0, "0.1", "100000000", "tdp");

  /** Units that are counted, by their plural. */
  private static final Map<String, String> ONE = Map.of("dies", "die", "units", "unit");

  private final String key;
  private final String unit;
  private final int bits;
  private final String least;
  private final String most;
  private final String shortNames;

  Field(String key, String unit, int bits, String least, String most, String... shortNames) {
    this.key = key;
    this.unit = unit;
    this.bits = bits;
    this.least = least;
    this.most = most;
    this.shortNames = String.join(" ", shortNames);
  }

  /** The key in files and in {@code --spec}: the column of the catalogue in kebab case. */
  public String key() {
    return key;
  }

  /** Unit of the figure, decimal where it has a prefix. */
  public String unit() {
    return unit;
  }

  /** Bit length of the multiply's inputs if this is a rate, else 0 (3A090 Technical Note 1.c). */
  public int bits() {
    return bits;
  }

  /** Smallest plausible value, as a decimal in {@link #unit}. */
  public String least() {
    return least;
  }

  /** Largest plausible value, as a decimal in {@link #unit}. */
  public String most() {
    return most;
  }

  /** Shorter keys that mean the same. */
  public List<String> shortNames() {
    return shortNames.isEmpty() ? List.of() : List.of(shortNames.split(" ", -1));
  }

  /** Whether the field is an operation rate, so that its product with {@link #bits} is a TPP. */
  public boolean isRate() {
    return bits > 0;
  }

  /** Whether the rate belongs to the vector path rather than the matrix path. */
  public boolean isVectorRate() {
    return this == FP32 || this == FP64;
  }

  /** A value with its unit, such as {@code 814 mm2} or {@code 1 die}; what is unknown has none. */
  public String withUnit(Range value) {
    if (value.isUnknown()) {
      return value.text();
    }
    boolean one = value.isExact() && value.low().equals(BigFraction.ONE);
    return value.text() + " " + (one ? ONE.getOrDefault(unit, unit) : unit);
  }

  /** Every key and every short name. */
  public static List<String> keys() {
    return Arrays.stream(values())
        .flatMap(field -> Stream.concat(Stream.of(field.key), field.shortNames().stream()))
        .toList();
  }

  /** The field with this key or short name. */
  public static Optional<Field> find(String key) {
    return Optional.ofNullable(Names.ALL.get(key));
  }

  /** Made when first asked for: a constant of an enum cannot fill a map that the enum holds. */
  private static final class Names {
    static final Map<String, Field> ALL = new HashMap<>();

    static {
      for (Field field : values()) {
        ALL.put(field.key, field);
        field.shortNames().forEach(name -> ALL.put(name, field));
      }
    }
  }
}
