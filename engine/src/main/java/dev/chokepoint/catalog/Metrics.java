package dev.chokepoint.catalog;

import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** Derives the metrics that the law reads from the figures of a datasheet. */
public final class Metrics {
  private Metrics() {}

  /**
   * A metric of one circuit, with its working.
   *
   * @param governing what decides among several, such as the precision with the highest TPP
   * @param working the arithmetic in one line
   * @param inputs the figures used
   */
  public record Measured(
      Metric metric, Range value, String governing, String working, List<Figure> inputs) {}

  /** TPP of one precision. */
  public record Precision(Figure figure, Range tpp) {}

  /**
   * All base metrics of an item; those without meaning for it are zero. A system has none: what its
   * maker states for the whole is a sum, and the law asks each circuit by itself.
   */
  public static Map<Metric, Measured> base(Item item) {
    Map<Metric, Measured> metrics = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (metric.isBase()) {
        metrics.put(metric, metric.appliesTo(item.kind()) ? measured(item, metric) : none(metric));
      }
    }
    return metrics;
  }

  private static Measured measured(Item item, Metric base) {
    return switch (base) {
      case TPP -> tpp(item);
      case DIE_AREA -> dieArea(item);
      case IO -> io(item);
      case MEMORY_BANDWIDTH -> memoryBandwidth(item);
      case PACKAGE_AREA -> read(Metric.PACKAGE_AREA, item.figure(Field.PACKAGE_AREA));
      case AATC -> read(Metric.AATC, item.figure(Field.AATC));
      case PROCESS_NODE -> read(Metric.PROCESS_NODE, item.figure(Field.PROCESS_NODE));
      case CUMULATIVE_TPP ->
          new Measured(
              Metric.CUMULATIVE_TPP, Range.UNKNOWN, "", "no quantity was stated", List.of());
      case PERFORMANCE_DENSITY, BANDWIDTH_DENSITY, MEMORY_PLUS_IO ->
          throw new IllegalArgumentException(base + " is formed from two others");
    };
  }

  /** Range of one metric of an item, or null where the item has none or it is not defined. */
  public static @Nullable Range range(Item item, Metric metric) {
    if (!metric.appliesTo(item.kind())) {
      return null;
    }
    Map<Metric, Measured> base = base(item);
    return metric.isBase() ? measured(base, metric) : formed(metric, base);
  }

  /**
   * Every precision of the datasheet with its TPP, highest first (3A090 Technical Notes 1.b, 1.c
   * and 2). TF32 counts at 32 bits, the width its inputs are stored in.
   */
  public static List<Precision> precisions(Item item) {
    return item.figures().values().stream()
        .filter(figure -> figure.field().isRate())
        .map(figure -> new Precision(figure, figure.value().times(figure.field().bits())))
        .sorted((a, b) -> {
          int byTpp = compareHighs(b.tpp(), a.tpp());
          return byTpp != 0
              ? byTpp
              : Integer.compare(a.figure().field().bits(), b.figure().field().bits());
        })
        .toList();
  }

  private static int compareHighs(Range a, Range b) {
    BigFraction highA = a.high();
    BigFraction highB = b.high();
    if (highA == null || highB == null) {
      return Boolean.compare(highA == null, highB == null);
    }
    int byHigh = Exact.compare(highA, highB);
    return byHigh != 0 ? byHigh : Exact.compare(a.low(), b.low());
  }

  private static Measured tpp(Item item) {
    List<Precision> precisions = precisions(item);
    if (precisions.isEmpty()) {
      return new Measured(Metric.TPP, Range.UNKNOWN, "", "no rate is known", List.of());
    }
    Range total = precisions.getFirst().tpp();
    for (Precision precision : precisions.subList(1, precisions.size())) {
      total = total.max(precision.tpp());
    }
    Figure governing = precisions.getFirst().figure();
    String working =
        governing.field().withUnit(governing.value())
            + " × "
            + governing.field().bits()
            + " bit = "
            + precisions.getFirst().tpp().text();
    return new Measured(
        Metric.TPP,
        total,
        governing.field().key(),
        working,
        precisions.stream().map(Precision::figure).toList());
  }

  /**
   * The literal sum over all processing units: the best matrix path plus the best vector path, each
   * at its own highest TPP. Null when no sourced vector rate is published or when the rates already
   * include it, since an unpublished rate must not turn an answer.
   */
  public static @Nullable Measured literalSum(Item item) {
    if (item.kind() != Item.Kind.ACCELERATOR || item.vectorIncluded()) {
      return null;
    }
    List<Precision> all = precisions(item);
    Precision matrix =
        all.stream().filter(p -> !p.figure().field().isVectorRate()).findFirst().orElse(null);
    Precision vector =
        all.stream()
            .filter(p -> p.figure().field().isVectorRate() && !p.figure().isUnsourced())
            .filter(p -> p.figure().field() != Field.FP32 || item.vectorInFp32())
            .findFirst()
            .orElse(null);
    if (matrix == null || vector == null) {
      return null;
    }
    Range sum = matrix.tpp().plus(vector.tpp());
    String working = summand(matrix) + " + " + summand(vector) + " = " + sum.text();
    return new Measured(
        Metric.TPP, sum, "literal sum", working, List.of(matrix.figure(), vector.figure()));
  }

  private static String summand(Precision path) {
    Field field = path.figure().field();
    return path.figure().value().text() + " " + field.key() + " × " + field.bits();
  }

  private static Measured dieArea(Item item) {
    if (item.planar() == Truth.YES) {
      return new Measured(
          Metric.DIE_AREA,
          Range.ZERO,
          "planar",
          "no logic die on a non-planar node, so no applicable die area",
          List.of());
    }
    return read(Metric.DIE_AREA, item.figure(Field.DIE_AREA));
  }

  private static Measured io(Item item) {
    Figure stated = item.figure(Field.IO);
    if (stated != null) {
      return read(Metric.IO, stated);
    }
    Figure link = item.figure(Field.LINK);
    Figure host = item.figure(Field.HOST);
    Range linkRange = link == null ? Range.UNKNOWN : link.value();
    Range hostRange = host == null ? Range.UNKNOWN : host.value();
    Range sum = linkRange.plus(hostRange);
    List<Figure> inputs = new ArrayList<>();
    if (link != null) {
      inputs.add(link);
    }
    if (host != null) {
      inputs.add(host);
    }
    String working =
        "accelerator links "
            + linkRange.text()
            + " + host link "
            + hostRange.text()
            + " = "
            + Metric.IO.withUnit(sum.text())
            + ", both directions";
    return new Measured(Metric.IO, sum, "", working, inputs);
  }

  private static Measured memoryBandwidth(Item item) {
    String type = item.text("memory-type").toUpperCase(Locale.ROOT);
    if (type.contains("SRAM") && !type.contains("DDR") && !type.contains("HBM")) {
      return new Measured(
          Metric.MEMORY_BANDWIDTH, Range.ZERO, "SRAM", "SRAM is not DRAM", List.of());
    }
    return read(Metric.MEMORY_BANDWIDTH, item.figure(Field.MEMORY_BANDWIDTH));
  }

  private static Measured read(Metric metric, @Nullable Figure figure) {
    return figure == null
        ? new Measured(metric, Range.UNKNOWN, "", "not known", List.of())
        : new Measured(
            metric,
            figure.value(),
            figure.field().key(),
            metric.withUnit(figure.value().text()),
            List.of(figure));
  }

  private static Measured none(Metric metric) {
    return new Measured(metric, Range.ZERO, "", "not applicable", List.of());
  }

  /** TPP of so many circuits together. */
  public static Measured cumulative(Measured tpp, long quantity) {
    Range total = tpp.value().times(quantity);
    return new Measured(
        Metric.CUMULATIVE_TPP,
        total,
        tpp.governing(),
        "%d × %s = %s".formatted(quantity, tpp.value().text(), total.text()),
        tpp.inputs());
  }

  /** Range of a ratio or a sum of base metrics, for display; the law compares without dividing. */
  public static @Nullable Range formed(Metric metric, Map<Metric, Measured> base) {
    Range first = measured(base, metric.first());
    Range second = measured(base, metric.second());
    if (!metric.isRatio()) {
      return first.plus(second);
    }
    BigFraction top = second.high();
    if (top != null && top.signum() == 0) {
      return null;
    }
    BigFraction low = top == null ? BigFraction.ZERO : first.low().divide(top);
    boolean lowOpen = top == null || first.lowOpen() || second.highOpen();
    BigFraction firstHigh = first.high();
    BigFraction high =
        firstHigh == null || second.low().signum() == 0 ? null : firstHigh.divide(second.low());
    return new Range(low, lowOpen, high, high != null && (first.highOpen() || second.lowOpen()));
  }

  /** The arithmetic of a formed metric in one line. */
  public static String working(Metric metric, Map<Metric, Measured> base, @Nullable Range value) {
    if (value == null) {
      return "not defined: no logic die on a non-planar node";
    }
    return "%s %s %s = %s"
        .formatted(
            measured(base, metric.first()).text(),
            metric.isRatio() ? "/" : "+",
            measured(base, metric.second()).text(),
            value.isExact() ? Exact.text(value.low()) : value.text());
  }

  private static Range measured(Map<Metric, Measured> base, Metric metric) {
    Measured measured = base.get(metric);
    return measured == null ? Range.UNKNOWN : measured.value();
  }
}
