package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * What the law says along the whole line of one figure of an item, all else as it is. Every turn
 * lies on a limit, so the stretches between limits are exact.
 *
 * @param metric a base metric
 * @param stretches from zero on, neighbours unlike
 */
public record Reach(Metric metric, List<Stretch> stretches) {

  /**
   * Values of the figure of which the law says the same.
   *
   * @param to where it ends; null where it does not
   */
  public record Stretch(
      BigFraction from,
      boolean fromIncluded,
      @Nullable BigFraction to,
      boolean toIncluded,
      Verdict verdict) {

    /** Whether no licence is certainly required: a doubt about other figures leaves it open. */
    public boolean isOpen() {
      return verdict == Verdict.NO_LICENCE_REQUIRED || verdict == Verdict.UNDETERMINED;
    }
  }

  /**
   * An end of what stays open.
   *
   * @param value null where it has no upper end
   * @param reached whether the bound itself is open; where a limit is strict it is not
   */
  public record Bound(@Nullable BigFraction value, boolean reached) {}

  public Reach {
    stretches = List.copyOf(stretches);
  }

  /** The upper end of all that is open, or null where nothing is. */
  public @Nullable Bound most() {
    return stretches.reversed().stream()
        .filter(Stretch::isOpen)
        .findFirst()
        .map(each -> new Bound(each.to(), each.toIncluded()))
        .orElse(null);
  }

  /** The lower end of all that is open, or null where nothing is. */
  public @Nullable Bound least() {
    return stretches.stream()
        .filter(Stretch::isOpen)
        .findFirst()
        .map(each -> new Bound(each.from(), each.fromIncluded()))
        .orElse(null);
  }

  /** The line of one figure of an item that is a circuit or a stack of memory. */
  public static Reach of(
      Rulebook rulebook, Item item, TradeRequest request, Clock clock, Metric metric) {
    Item asked = Controls.asked(item, request);
    Trade trade = request.resolve(rulebook, asked);
    Law law = rulebook.law(trade.asOf(), clock);
    List<Subject> subjects = Controls.governing(asked, trade);
    Subject own = subjects.getFirst();
    List<Stretch> out = new ArrayList<>();
    BigFraction last = BigFraction.ZERO;
    if (metric != Metric.DIE_AREA) {
      add(out, last, last, verdict(rulebook, law, subjects, trade, clock, metric, last));
    }
    for (BigFraction cut : cuts(law, own, metric)) {
      BigFraction middle = last.add(cut).divide(2);
      add(out, last, cut, verdict(rulebook, law, subjects, trade, clock, metric, middle));
      add(out, cut, cut, verdict(rulebook, law, subjects, trade, clock, metric, cut));
      last = cut;
    }
    add(
        out,
        last,
        null,
        verdict(rulebook, law, subjects, trade, clock, metric, last.add(BigFraction.ONE)));
    return new Reach(metric, out);
  }

  /** Adds a point, where both ends are one, or an open stretch. */
  private static void add(
      List<Stretch> out, BigFraction from, @Nullable BigFraction to, Verdict verdict) {
    boolean point = from.equals(to);
    if (out.isEmpty() || out.getLast().verdict() != verdict) {
      out.add(new Stretch(from, point, to, point, verdict));
    } else {
      Stretch before = out.removeLast();
      out.add(new Stretch(before.from(), before.fromIncluded(), to, point, verdict));
    }
  }

  private static Verdict verdict(
      Rulebook rulebook,
      Law law,
      List<Subject> subjects,
      Trade trade,
      Clock clock,
      Metric metric,
      BigFraction value) {
    List<Subject> moved = new ArrayList<>(subjects);
    moved.set(
        0,
        subjects
            .getFirst()
            .with(new Metrics.Measured(metric, Range.exactly(value), "", "", List.of())));
    return new Decision(rulebook, law, moved, trade, clock).verdict();
  }

  /** Values above zero of a figure at which some limit of the law is met. */
  static NavigableSet<BigFraction> cuts(Law law, Subject own, Metric metric) {
    NavigableSet<BigFraction> cuts = new TreeSet<>();
    for (Condition leaf : law.leaves()) {
      if (leaf instanceof Condition.Compare compare) {
        Metric compared = compare.metric();
        if (compared == metric) {
          cuts.add(compare.limit());
        } else if (!compared.isBase()
            && (compared.first() == metric || compared.second() == metric)) {
          Range other =
              own.range(compared.first() == metric ? compared.second() : compared.first());
          add(cuts, compare, metric, other.low());
          BigFraction high = other.high();
          if (high != null) {
            add(cuts, compare, metric, high);
          }
        }
      }
    }
    cuts.removeIf(cut -> cut.signum() <= 0);
    return cuts;
  }

  private static void add(
      NavigableSet<BigFraction> cuts, Condition.Compare compare, Metric metric, BigFraction other) {
    if (!compare.metric().isRatio()) {
      cuts.add(compare.limit().subtract(other));
    } else if (compare.metric().first() == metric) {
      cuts.add(other.multiply(compare.limit()));
    } else if (compare.limit().signum() != 0) {
      cuts.add(other.divide(compare.limit()));
    }
  }
}
