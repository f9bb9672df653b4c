package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * One trade in one circuit of which the figures are moved many times: the same rulings as {@link
 * Controls#classify} gives where nothing is in doubt, without explanation. For searches; what they
 * find is then asked of {@code classify} itself.
 */
public final class Probe {
  private final Law law;
  private final Trade trade;
  private final Subject subject;

  private Probe(Law law, Trade trade, Subject subject) {
    this.law = law;
    this.trade = trade;
    this.subject = subject;
  }

  /**
   * What the law says at some figures.
   *
   * @param firing ids of the requirements that fire
   */
  public record Says(Verdict verdict, @Nullable String eccn, Set<String> firing) {}

  /**
   * A probe of an accelerator.
   *
   * @throws Refused when a fact is missing that the answer could hang on
   */
  public static Probe of(Rulebook rulebook, Item item, TradeRequest request, Clock clock) {
    Item asked = Controls.asked(item, request);
    Trade trade = request.resolve(rulebook, asked);
    Law law = rulebook.law(trade.asOf(), clock);
    Probe probe = new Probe(law, trade, Controls.governing(asked, trade).getFirst());
    Situation situation = Situation.of(law, List.of(probe.subject), trade);
    for (Law.InForce entry : law.all()) {
      boolean decides =
          switch (entry.provision().kind()) {
            case ENTRY, REQUIREMENT, GUARD -> true;
            case EXCEPTION, OVERLAY -> false;
          };
      if (decides && law.truth(entry, situation) == Truth.UNKNOWN) {
        throw new Refused(
            new Problem(
                "unknown-fact",
                item.id().isEmpty() ? "item" : item.id(),
                Conditions.words(entry.version().when()),
                "figures and facts that settle it",
                "Maybe state the missing figures with --spec, or --exporter."));
      }
    }
    return probe;
  }

  /** What the law says where some base metrics have other values. */
  public Says says(Map<Metric, BigFraction> figures, Truth datacenter) {
    Subject moved = moved(figures, datacenter);
    Ruling ruling = Ruling.of(law, Situation.of(law, List.of(moved), trade), trade);
    return new Says(ruling.verdict(), ruling.eccn(), ruling.firing());
  }

  /** Values above zero of a figure at which some limit is met while others have these values. */
  public NavigableSet<BigFraction> cuts(Metric metric, Map<Metric, BigFraction> figures) {
    return Reach.cuts(law, moved(figures, subject.datacenter()), metric);
  }

  /** Whether some condition of the day compares this metric. */
  public boolean asks(Metric metric) {
    return law.asks(metric);
  }

  private Subject moved(Map<Metric, BigFraction> figures, Truth datacenter) {
    Subject moved = new Subject(subject.item(), subject.base(), datacenter);
    for (Map.Entry<Metric, BigFraction> each : figures.entrySet()) {
      moved =
          moved.with(
              new Metrics.Measured(
                  each.getKey(), Range.exactly(each.getValue()), "", "", List.of()));
    }
    return moved;
  }
}
