package dev.chokepoint.explore;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a design states: its key in files, the unit, and the values that are possible. */
public enum DesignKey {
  /** Process of the compute dies, by its name in the constants. */
  NODE("node", "nm", Kind.NODE, 0, 0, 0),
  CLOCK("clock-mhz", "MHz", Kind.NUMBER, 1, 20_000, 1410),
  /** Cores on all compute dies, those switched off included. */
  CORES("cores", "cores", Kind.WHOLE, 0, 1_000_000, 0),
  /** Instead of cores: the most whose TPP stays below this. */
  TPP_BELOW("tpp-below", "TPP", Kind.NUMBER, 0, 1e9, 0),
  /** Cores switched off so that a die with defects in them is sold too. */
  HARVESTED("harvested-cores", "cores", Kind.WHOLE, 0, 1_000_000, 0),
  LANES("lanes", "lanes a core", Kind.WHOLE, 1, 1024, 4),
  ARRAY_ROWS("array-rows", "multipliers", Kind.WHOLE, 0, 4096, 16),
  ARRAY_COLUMNS("array-columns", "multipliers", Kind.WHOLE, 0, 4096, 16),
  VECTOR("vector-width", "a lane", Kind.NUMBER, 0, 4096, 32),
  INT32("int32", "units a lane", Kind.NUMBER, 0, 4096, 16),
  FP32("fp32", "units a lane", Kind.NUMBER, 0, 4096, 16),
  FP64("fp64", "units a lane", Kind.NUMBER, 0, 4096, 8),
  REGISTER_WORDS("register-words", "words a lane", Kind.NUMBER, 0, 1e7, 16_384),
  REGISTER_BITS("register-bits", "bits a word", Kind.NUMBER, 0, 4096, 32),
  REGISTER_PORTS("register-ports", "ports", Kind.NUMBER, 0, 64, 4),
  L1("l1-kb", "KB a core", Kind.NUMBER, 0, 1e6, 192),
  L2("l2-mb", "MB", Kind.NUMBER, 0, 1e5, 40),
  /** Rate of 8-bit floats as a multiple of the 16-bit rate; 0 where there is none. */
  FP8("fp8-rate", "times the 16-bit rate", Kind.NUMBER, 0, 4, 0),
  INT8("int8-rate", "times the 16-bit rate", Kind.NUMBER, 0, 4, 0),
  FP4("fp4-rate", "times the 16-bit rate", Kind.NUMBER, 0, 8, 0),
  MEMORY("memory-type", "", Kind.MEMORY, 0, 0, 0),
  /** Stacks of HBM, or devices of another kind. */
  STACKS("memory-stacks", "stacks or devices", Kind.WHOLE, 0, 1024, 5),
  /** Instead of stacks or devices. */
  BUS("memory-bus-bits", "bits", Kind.WHOLE, 0, 1 << 20, 0),
  PIN_RATE("memory-gbps", "Gb/s a pin", Kind.NUMBER, 0, 1000, 3.2),
  MEMORY_GB("memory-gb", "GB", Kind.NUMBER, 0, 1e6, 80),
  LINK("link-type", "", Kind.LINK, 0, 0, 0),
  LINKS("links", "links", Kind.WHOLE, 0, 10_000, 12),
  HOST("host-type", "", Kind.LINK, 0, 0, 3),
  HOST_LANES("host-lanes", "lanes", Kind.WHOLE, 0, 1024, 0),
  /** Compute dies, alike. */
  DIES("dies", "dies", Kind.WHOLE, 1, 64, 1),
  /** Process of one more die that holds every PHY and controller; none by default. */
  IO_NODE("io-node", "nm", Kind.NODE_OR_NONE, 0, 0, -1),
  /** Blank silicon beside the logic dies; it is no logic die and never counts. */
  DUMMY("dummy-mm2", "mm2", Kind.NUMBER, 0, 1e5, 0),
  /** 0 where it is left to the rule of the predictor. */
  POWER("tdp-w", "W", Kind.NUMBER, 0, 1e6, 0),
  PACKAGE_USD("package-usd", "USD", Kind.NUMBER, 0, 1e6, 0),
  ASSEMBLY_YIELD("assembly-yield", "share", Kind.NUMBER, 0.001, 1, 1),
  DATACENTER("datacenter", "yes or no", Kind.TRUTH, 0, 1, 1);

  /** How a value is written. */
  enum Kind {
    NUMBER,
    WHOLE,
    NODE,
    NODE_OR_NONE,
    MEMORY,
    LINK,
    TRUTH
  }

  private final String key;
  private final String unit;
  private final Kind kind;
  private final double least;
  private final double most;
  private final double usual;

  DesignKey(String key, String unit, Kind kind, double least, double most, double usual) {
    this.key = key;
    this.unit = unit;
    this.kind = kind;
    this.least = least;
    this.most = most;
    this.usual = usual;
  }

  /** Its place in the values of a design. */
  @SuppressWarnings("EnumOrdinal") // columns of arrays made and read by one program
  int place() {
    return ordinal();
  }

  /** The key in files and as the name of an axis. */
  public String key() {
    return key;
  }

  public String unit() {
    return unit;
  }

  Kind kind() {
    return kind;
  }

  /** What is taken where nothing is stated; of a text key its place in the constants. */
  public double usualValue() {
    return usual;
  }

  /** What keeps a number from being a value, in words; empty when nothing does. */
  public String limit(double value) {
    if (!(value >= least && value <= most)) {
      return Design.text(least) + " to " + Design.text(most) + (unit.isEmpty() ? "" : " " + unit);
    }
    return kind == Kind.WHOLE && value != Math.rint(value) ? "a whole number" : "";
  }

  /** The key of a name. */
  public static Optional<DesignKey> find(String name) {
    return Arrays.stream(values()).filter(each -> each.key.equals(name)).findFirst();
  }

  /** Every key. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(DesignKey::key).toList();
  }
}
