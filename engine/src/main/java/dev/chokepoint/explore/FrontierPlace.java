package dev.chokepoint.explore;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Margins;
import dev.chokepoint.controls.Reach;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.Step;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * Where a chip stands on the frontier of a day.
 *
 * @param determination what {@code classify} says of it
 * @param room for each figure that has a limit, how far it may go while the others stay
 * @param margins the smallest changes that turn the verdict
 */
public record FrontierPlace(Determination determination, List<Room> room, Margins margins) {

  /** Figures that a designer sets, in the order they are looked at. */
  public static final List<Metric> LOOKED_AT =
      List.of(Metric.TPP, Metric.IO, Metric.MEMORY_BANDWIDTH);

  /**
   * One figure and its bound.
   *
   * @param value what it is; unknown where no source says so
   * @param most its bound while the other figures stay as they are
   */
  public record Room(Metric metric, Range value, Reach.Bound most) {

    /** How much of the bound is left, as a share of it; null where the figure is not known. */
    public @Nullable BigFraction left() {
      BigFraction bound = most.value();
      return bound == null || !value.isExact() || bound.signum() == 0
          ? null
          : BigFraction.ONE.subtract(value.low().divide(bound));
    }
  }

  public FrontierPlace {
    room = List.copyOf(room);
  }

  /** The place of an item under the request's day. */
  public static FrontierPlace of(Rulebook rulebook, Item item, TradeRequest request, Clock clock) {
    Determination determination = Controls.classify(rulebook, item, request, clock);
    List<Room> room = new ArrayList<>();
    for (Metric metric : LOOKED_AT) {
      Reach.Bound most = Reach.of(rulebook, item, request, clock, metric).most();
      Range value = Metrics.range(item, metric);
      if (most != null && most.value() != null && value != null) {
        room.add(new Room(metric, value, most));
      }
    }
    return new FrontierPlace(determination, room, Controls.margins(rulebook, item, request, clock));
  }

  public Verdict verdict() {
    return determination.verdict();
  }

  /** The bound that is nearest to a figure that is known and within it; null where none is. */
  public @Nullable Room nearest() {
    Room nearest = null;
    BigFraction least = null;
    for (Room each : room) {
      BigFraction left = each.left();
      if (left != null && left.signum() >= 0 && (least == null || left.compareTo(least) < 0)) {
        nearest = each;
        least = left;
      }
    }
    return nearest;
  }

  /** What requires a licence, or may: entry and requirements, each with its paragraphs. */
  public List<String> clauses() {
    List<String> out = new ArrayList<>();
    String eccn = determination.eccn();
    if (eccn != null) {
      out.add(named(eccn, determination.paragraphs()));
    }
    for (Determination.Requirement requirement : determination.requirements()) {
      Set<String> paragraphs = new LinkedHashSet<>();
      collect(requirement.finding().steps(), paragraphs);
      paragraphs.removeAll(determination.paragraphs());
      out.add(named(requirement.finding().provision().id(), List.copyOf(paragraphs)));
    }
    return out;
  }

  private static String named(String id, List<String> paragraphs) {
    return paragraphs.isEmpty() ? id : id + " (" + String.join(", ", paragraphs) + ")";
  }

  private static void collect(Step step, Set<String> out) {
    if (!step.paragraph().isEmpty() && step.truth() == Truth.YES) {
      out.add(step.paragraph());
    }
    step.parts().forEach(part -> collect(part, out));
  }
}
