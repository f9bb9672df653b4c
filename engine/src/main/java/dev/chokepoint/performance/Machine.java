package dev.chokepoint.performance;

import dev.chokepoint.catalog.Field;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The physical figures of one chip that an operator model reads.
 *
 * @param name for messages only; nothing is decided by it
 * @param peaks dense operations a second for each arithmetic offered
 * @param cores units that work on their own, such as SMs
 * @param clockHertz clock at which the peak rates hold
 * @param cacheBytes last cache shared by all cores
 * @param memoryBytes capacity of device memory
 * @param memoryBytesPerSecond pin bandwidth of device memory
 * @param memory kind of device memory
 * @param watts board power limit
 * @param linkBytesPerSecond to other chips, one direction; 0 where there is only the host link
 * @param hostBytesPerSecond to the host, one direction
 * @param inferred figures that the specification lacks
 */
public record Machine(
    String name,
    Map<Arithmetic, Double> peaks,
    double cores,
    double clockHertz,
    double cacheBytes,
    double memoryBytes,
    double memoryBytesPerSecond,
    Memory memory,
    double watts,
    double linkBytesPerSecond,
    double hostBytesPerSecond,
    List<Inferred> inferred) {

  /** Kinds of device memory that differ in the share of pin bandwidth a stream reaches. */
  public enum Memory {
    HBM,
    GDDR,
    LPDDR,
    SRAM
  }

  /**
   * A figure that the specification lacks, or of which it gives only a range.
   *
   * @param figure its key, as in a specification
   * @param value in the unit of that key
   * @param rule name of the rule in {@code knowledge/performance/inference.yaml}
   * @param error typical relative error of the rule, measured by hiding known values; of a range
   *     how far its ends are from the value taken
   * @param ranged whether a range was stated, so that the interval covers its ends
   */
  public record Inferred(String figure, double value, String rule, double error, boolean ranged) {
    /** What a rule gave. */
    public Inferred(String figure, double value, String rule, double error) {
      this(figure, value, rule, error, false);
    }

    /** For people. */
    public String text() {
      return ranged
          ? "%s %s was taken (%s)".formatted(figure, Inference.text(value), rule)
          : "%s %s was inferred (%s, typical error %.0f%%)"
              .formatted(figure, Inference.text(value), rule, 100 * error);
    }
  }

  public Machine {
    Map<Arithmetic, Double> copy = new EnumMap<>(Arithmetic.class);
    copy.putAll(peaks);
    peaks = java.util.Collections.unmodifiableMap(copy);
    inferred = List.copyOf(inferred);
  }

  /** Peak rate of an arithmetic, or 0 when the chip lacks it. */
  public double peak(Arithmetic arithmetic) {
    return peaks.getOrDefault(arithmetic, 0.0);
  }

  /**
   * A peak rate that the chip surely does not pass: the stated one, the upper end of a range, or
   * what was inferred with its typical error on top.
   */
  double most(Arithmetic arithmetic) {
    return peak(arithmetic) * (1 + doubt(arithmetic.figures()));
  }

  /** The same of the pin bandwidth. */
  double mostBytesPerSecond() {
    return memoryBytesPerSecond * (1 + doubt(List.of(Field.MEMORY_BANDWIDTH)));
  }

  private double doubt(List<Field> figures) {
    double most = 0;
    for (Inferred each : inferred) {
      if (figures.stream().anyMatch(figure -> figure.key().equals(each.figure()))) {
        most = Math.max(most, each.error());
      }
    }
    return most;
  }

  /** The arithmetic that the chip uses for one asked for: itself or the next wider that it has. */
  public Arithmetic carriedOutIn(Arithmetic wanted) {
    return switch (wanted) {
      case FP4 -> peak(wanted) > 0 ? wanted : carriedOutIn(Arithmetic.FP8);
      case FP8, INT8 -> peak(wanted) > 0 ? wanted : Arithmetic.BITS16;
      case BITS16, FP32 -> wanted;
    };
  }
}
