package dev.chokepoint.explore;

import dev.chokepoint.catalog.Confidence;
import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Reach;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.fraction.BigFraction;

/**
 * What the law of a day leaves free of a circuit that nobody has named yet, as exact bounds. Where
 * a bound is read its other figures are as favourable as can be: no memory and no links, or a die
 * so large that no density counts.
 *
 * @param tpp the most TPP of a circuit for data centres over its die area
 * @param die the least die area over TPP
 * @param elsewhere the most TPP over the die area of a circuit not designed or marketed for them
 * @param io the most I/O over TPP, for data centres
 * @param memory the most memory bandwidth over I/O, for data centres
 */
public record Frontier(
    LocalDate day,
    FrontierCurve tpp,
    FrontierCurve die,
    FrontierCurve elsewhere,
    FrontierCurve io,
    FrontierCurve memory) {

  /** Further than any limit: a bound that lies here is none. */
  private static final BigFraction FAR = new BigFraction(1_000_000_000_000L);

  private static final String ENDLESS_DIE = "100000";

  /** The curves in the order of the record. */
  public List<FrontierCurve> curves() {
    return List.of(tpp, die, elsewhere, io, memory);
  }

  /** The frontier of the day that a request names. */
  public static Frontier of(Rulebook rulebook, TradeRequest request, Clock clock) {
    return new Frontier(
        request.asOf(),
        curve(rulebook, request, clock, Truth.YES, Metric.DIE_AREA, Metric.TPP, true),
        curve(rulebook, request, clock, Truth.YES, Metric.TPP, Metric.DIE_AREA, false),
        curve(rulebook, request, clock, Truth.NO, Metric.DIE_AREA, Metric.TPP, true),
        curve(rulebook, request, clock, Truth.YES, Metric.TPP, Metric.IO, true),
        curve(rulebook, request, clock, Truth.YES, Metric.IO, Metric.MEMORY_BANDWIDTH, true));
  }

  private static FrontierCurve curve(
      Rulebook rulebook,
      TradeRequest request,
      Clock clock,
      Truth datacenter,
      Metric x,
      Metric y,
      boolean most) {
    return FrontierCurve.of(
        Controls.regions(rulebook, plain(datacenter), request, clock, x, y, FAR, FAR),
        most,
        at -> bound(Reach.of(rulebook, plain(datacenter, x, at), request, clock, y), most));
  }

  private static FrontierCurve.Bound bound(Reach reach, boolean most) {
    Reach.Bound bound = most ? reach.most() : reach.least();
    if (bound == null) {
      return new FrontierCurve.Bound(FrontierCurve.Kind.NONE, BigFraction.ZERO, false);
    }
    BigFraction value = bound.value();
    return value == null || (!most && value.signum() == 0)
        ? new FrontierCurve.Bound(FrontierCurve.Kind.ANY, BigFraction.ZERO, true)
        : new FrontierCurve.Bound(FrontierCurve.Kind.BOUND, value, bound.reached());
  }

  /** The same with one metric at a value. */
  static Item plain(Truth datacenter, Metric metric, BigFraction value) {
    Item plain = plain(datacenter);
    Map<Field, Figure> figures = new EnumMap<>(plain.figures());
    Field field = field(metric);
    BigFraction figure = field.isRate() ? value.divide(field.bits()) : value;
    figures.put(field, stated(field, figure));
    return plain.withFigures(figures);
  }

  /** A circuit beyond every limit: what is said of it is said of the limits themselves. */
  public static Item beyond() {
    Item far = plain(Truth.YES, Metric.TPP, FAR);
    Map<Field, Figure> figures = new EnumMap<>(far.figures());
    figures.put(Field.IO, stated(Field.IO, FAR));
    figures.put(Field.MEMORY_BANDWIDTH, stated(Field.MEMORY_BANDWIDTH, FAR));
    return far.withFigures(figures);
  }

  private static Field field(Metric metric) {
    return switch (metric) {
      case TPP -> Field.FP8;
      case DIE_AREA -> Field.DIE_AREA;
      case IO -> Field.IO;
      case MEMORY_BANDWIDTH -> Field.MEMORY_BANDWIDTH;
      case PACKAGE_AREA,
          AATC,
          PROCESS_NODE,
          CUMULATIVE_TPP,
          PERFORMANCE_DENSITY,
          BANDWIDTH_DENSITY,
          MEMORY_PLUS_IO ->
          throw new IllegalArgumentException("no curve is drawn over " + metric);
    };
  }

  /** A circuit of which every figure is known and as favourable as can be. */
  public static Item plain(Truth datacenter) {
    Map<Field, Figure> figures = new EnumMap<>(Field.class);
    put(figures, Field.PROCESS_NODE, "5");
    put(figures, Field.AATC, "1");
    put(figures, Field.DIE_AREA, ENDLESS_DIE);
    put(figures, Field.FP8, "0");
    put(figures, Field.IO, "0");
    put(figures, Field.MEMORY_BANDWIDTH, "0");
    return Item.blank(Item.Kind.ACCELERATOR).withFigures(figures).withDatacenter(datacenter);
  }

  private static void put(Map<Field, Figure> figures, Field field, String value) {
    figures.put(field, stated(field, dev.chokepoint.units.Exact.of(value)));
  }

  /** A figure that nobody measured. */
  static Figure stated(Field field, BigFraction value) {
    return Figure.of(
        field, List.of(new Figure.Reading(Range.exactly(value), null, Confidence.STATED, "")));
  }
}
