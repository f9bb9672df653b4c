package dev.chokepoint.explore;

import dev.chokepoint.catalog.Confidence;
import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * A chip on a whiteboard: its micro-architecture, memory, links and dies, and the specification
 * that follows from them, which is all that law and performance ever see.
 */
public final class Design {
  /** Figures of a specification are whole millionths of their unit, as the law's columns are. */
  private static final long SCALE = 1_000_000;

  private final AreaConstants constants;
  private final double[] values;

  Design(AreaConstants constants, double[] values) {
    this.constants = constants;
    this.values = values;
  }

  /**
   * A design.
   *
   * @param stated values by key; text keys by their place in the constants
   */
  public static Design of(AreaConstants constants, Map<DesignKey, Double> stated) {
    double[] values = usual();
    stated.forEach((key, value) -> values[key.place()] = value);
    return new Design(constants, values);
  }

  static double[] usual() {
    double[] values = new double[DesignKey.values().length];
    for (DesignKey key : DesignKey.values()) {
      values[key.place()] = key.usualValue();
    }
    return values;
  }

  /** What is stated or usual for a key. */
  public double value(DesignKey key) {
    return values[key.place()];
  }

  AreaConstants constants() {
    return constants;
  }

  /** Process of the compute dies. */
  public AreaConstants.Node node() {
    return constants.nodes().get((int) value(DesignKey.NODE));
  }

  /** Process of the die with all PHYs; that of the compute dies where there is no such die. */
  public AreaConstants.Node ioNode() {
    return hasIoDie() ? constants.nodes().get((int) value(DesignKey.IO_NODE)) : node();
  }

  /** Whether PHYs and controllers stand on a die of their own. */
  public boolean hasIoDie() {
    return value(DesignKey.IO_NODE) >= 0;
  }

  public AreaConstants.Memory memory() {
    return constants.memories().get((int) value(DesignKey.MEMORY));
  }

  public AreaConstants.Link link() {
    return constants.links().get((int) value(DesignKey.LINK));
  }

  public AreaConstants.Link host() {
    return constants.links().get((int) value(DesignKey.HOST));
  }

  /** Cores that work. */
  public double activeCores() {
    double limit = value(DesignKey.TPP_BELOW);
    if (limit <= 0) {
      return value(DesignKey.CORES) - value(DesignKey.HARVESTED);
    }
    long each = bestTppOfCore();
    return each <= 0 ? 0 : (Math.round(limit * SCALE) - 1) / each;
  }

  /** Cores on the dies. */
  public double cores() {
    return value(DesignKey.TPP_BELOW) <= 0
        ? value(DesignKey.CORES)
        : activeCores() + value(DesignKey.HARVESTED);
  }

  /** Stacks or devices of memory. */
  public double stacks() {
    double bus = value(DesignKey.BUS);
    return bus > 0 ? bus / memory().bits() : value(DesignKey.STACKS);
  }

  /** TPP of one core in millionths: the largest over its rates. */
  private long bestTppOfCore() {
    long best = 0;
    for (Field field : Field.values()) {
      if (field.isRate()) {
        best = Math.max(best, rateOfCore(field) * field.bits());
      }
    }
    return best;
  }

  /** Operations a second of one core for a rate, in millionths of TFLOPS; 0 where it has none. */
  private long rateOfCore(Field field) {
    double units =
        switch (field) {
          case FP64 -> value(DesignKey.FP64);
          case FP32 -> value(DesignKey.FP32);
          case FP16, BF16 -> multipliers();
          case FP8 -> multipliers() * value(DesignKey.FP8);
          case INT8 -> multipliers() * value(DesignKey.INT8);
          case FP4 -> multipliers() * value(DesignKey.FP4);
          default -> 0;
        };
    return Math.round(units * value(DesignKey.LANES) * 2 * value(DesignKey.CLOCK));
  }

  /** Multipliers of a lane's array. */
  double multipliers() {
    return value(DesignKey.ARRAY_ROWS) * value(DesignKey.ARRAY_COLUMNS);
  }

  /**
   * The figures of the specification, each in millionths of its field's unit. What a design does
   * not state is left out.
   */
  public Map<Field, Long> figures(Area area) {
    Map<Field, Long> figures = new EnumMap<>(Field.class);
    figures.put(Field.PROCESS_NODE, millionths(node().nm()));
    figures.put(Field.DIE_COUNT, millionths(area.logicDies()));
    figures.put(Field.DIE_AREA, 1000 * Math.round(1000 * area.countedMm2()));
    figures.put(Field.TRANSISTORS, millionths(area.transistors() / 1e9));
    figures.put(Field.AATC, Math.round(area.approximatedTransistors()) * SCALE);
    long cores = Math.round(activeCores());
    for (Field field : Field.values()) {
      long rate = field.isRate() ? rateOfCore(field) * cores : 0;
      if (rate > 0) {
        figures.put(field, rate);
      }
    }
    figures.put(Field.MEMORY, millionths(value(DesignKey.MEMORY_GB)));
    figures.put(
        Field.MEMORY_BANDWIDTH,
        millionths(stacks() * memory().bits() * value(DesignKey.PIN_RATE) / 8));
    figures.put(Field.ON_CHIP, millionths(value(DesignKey.L2)));
    figures.put(Field.CORES, cores * SCALE);
    figures.put(Field.BOOST, millionths(value(DesignKey.CLOCK)));
    figures.put(Field.LINK, millionths(value(DesignKey.LINKS) * link().gbs()));
    figures.put(Field.HOST, millionths(value(DesignKey.HOST_LANES) * host().gbs()));
    if (value(DesignKey.POWER) > 0) {
      figures.put(Field.POWER, millionths(value(DesignKey.POWER)));
    }
    return figures;
  }

  private static long millionths(double value) {
    return Math.round(value * SCALE);
  }

  /** A figure in its field's unit, the nearest double as anywhere else. */
  static double number(long millionths) {
    return (double) millionths / SCALE;
  }

  /** Whether every logic die is planar, so that none of its area counts. */
  public boolean isPlanar() {
    return node().planar() && ioNode().planar();
  }

  /** The words that a text key accepts, in order; none for a key with a number. */
  public static List<String> names(DesignKey key, AreaConstants constants) {
    return switch (key.kind()) {
      case NODE -> constants.nodes().stream().map(AreaConstants.Node::name).toList();
      case NODE_OR_NONE ->
          Stream.concat(Stream.of("none"), constants.nodes().stream().map(AreaConstants.Node::name))
              .toList();
      case MEMORY -> constants.memories().stream().map(AreaConstants.Memory::name).toList();
      case LINK -> constants.links().stream().map(AreaConstants.Link::name).toList();
      case TRUTH -> List.of("no", "yes");
      case NUMBER, WHOLE -> List.of();
    };
  }

  /** The value that the first of {@link #names} stands for. */
  public static int firstPlace(DesignKey key) {
    return key.kind() == DesignKey.Kind.NODE_OR_NONE ? -1 : 0;
  }

  /** A value as a file states it. */
  public static String text(DesignKey key, double value, AreaConstants constants) {
    List<String> names = names(key, constants);
    return names.isEmpty() ? text(value) : names.get((int) value - firstPlace(key));
  }

  /** A number without needless digits. */
  public static String text(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /**
   * Who designs and sells.
   *
   * @param vendor name, or empty where nobody is stated
   * @param hqCountry ISO 3166-1 alpha-2 of its headquarters, or null
   */
  public record Maker(String vendor, @Nullable String hqCountry) {
    public static final Maker NOBODY = new Maker("", null);
  }

  /** Everything of the specification but its figures: equal for all designs that share it. */
  Item frame(String id, String name, Maker maker) {
    return new Item(
        id,
        name,
        maker.vendor(),
        maker.hqCountry(),
        List.of(),
        Item.Kind.ACCELERATOR,
        Map.of("memory-type", memory().name()),
        Map.of(),
        value(DesignKey.DATACENTER) > 0 ? Truth.YES : Truth.NO,
        isPlanar() ? Truth.YES : Truth.NO,
        false,
        false,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The specification: the same record that a chip of the catalogue is. */
  public Item item(String id, String name, Maker maker) {
    Map<Field, Figure> all = new EnumMap<>(Field.class);
    figures(Area.of(this))
        .forEach((field, value) ->
            all.put(
                field,
                Figure.of(
                    field,
                    List.of(
                        new Figure.Reading(
                            Range.exactly(new BigFraction(value, SCALE)),
                            null,
                            Confidence.STATED,
                            "")))));
    return frame(id, name, maker).withFigures(all);
  }
}
