package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Range;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * How far an answer is from its neighbours: the distance to every limit, and the smallest change of
 * one figure, and of two, that turns the verdict.
 *
 * <p>The size of a change is the relative change of a figure, and of two figures the larger of
 * theirs. Every turn of the answer lies on a limit, so the nearest one is found exactly: for one
 * figure at a limit, for two where the growing box around the item first meets a region that
 * answers otherwise (see {@link NearestTurn}).
 *
 * @param thresholds one for each limit and each figure that can be moved to it
 * @param one the smallest change of one figure that turns the verdict, or null if none does
 * @param two the smallest change of two figures, where smaller than {@code one}, or null
 */
public record Margins(List<Threshold> thresholds, @Nullable Flip one, @Nullable Flip two) {

  /** What the law says after a change. */
  public record Answer(Verdict verdict, List<String> eccnCandidates) {}

  /**
   * One limit of a provision in force.
   *
   * @param circuit which circuit of the item
   * @param metric what is compared
   * @param value what it is now, or null where it is not known exactly
   * @param by the figure that is moved
   * @param change signed change of that figure to reach the limit, or null where it cannot be
   * @param reached whether the answer turns on the limit itself rather than just past it
   * @param flipsTo the answer there, or null where nothing turns
   */
  public record Threshold(
      Item circuit,
      String provision,
      String paragraph,
      Metric metric,
      @Nullable BigFraction value,
      Condition.Operator operator,
      BigFraction limit,
      Metric by,
      @Nullable BigFraction change,
      boolean reached,
      @Nullable Answer flipsTo) {}

  /** A figure moved from one value to another. */
  public record Move(Item circuit, Metric metric, BigFraction from, BigFraction to) {}

  /**
   * A change that turns the verdict.
   *
   * @param relative its size; 0.02 is two percent
   * @param reached whether it turns at these values rather than just past them
   */
  public record Flip(List<Move> moves, BigFraction relative, boolean reached, Answer flipsTo) {}

  private static final List<Metric> MOVED =
      List.of(
          Metric.TPP,
          Metric.DIE_AREA,
          Metric.IO,
          Metric.MEMORY_BANDWIDTH,
          Metric.PACKAGE_AREA,
          Metric.AATC,
          Metric.PROCESS_NODE,
          Metric.CUMULATIVE_TPP);

  /** What is told of a law with too many limits to search. */
  static final Margins NONE = new Margins(List.of(), null, null);

  static Margins of(Rulebook rulebook, Law law, List<Subject> subjects, Trade trade, Clock clock) {
    return new Search(rulebook, law, subjects, trade, clock).margins();
  }

  /** A limit that matters to the answer. */
  private record Limit(String provision, Condition.Compare compare) {}

  /** One search from one item. */
  static final class Search {
    private final Rulebook rulebook;
    private final Law law;
    private final List<Subject> subjects;
    private final Trade trade;
    private final Clock clock;
    private final Answer now;

    Search(Rulebook rulebook, Law law, List<Subject> subjects, Trade trade, Clock clock) {
      this.rulebook = rulebook;
      this.law = law;
      this.subjects = subjects;
      this.trade = trade;
      this.clock = clock;
      this.now = answer(subjects);
    }

    private Margins margins() {
      List<Threshold> thresholds = new ArrayList<>();
      Flip one = null;
      Flip two = null;
      for (int i = 0; i < subjects.size(); i++) {
        List<Limit> limits = limits(i);
        for (Metric by : movable(subjects.get(i))) {
          Turns turns = turns(i, by, limits);
          for (Limit limit : limits) {
            if (moves(limit.compare().metric(), by)) {
              thresholds.add(threshold(i, limit, by, turns));
            }
          }
          one = smaller(one, turns.nearest());
        }
      }
      if (now.verdict() != Verdict.UNDETERMINED) {
        for (int i = 0; i < subjects.size(); i++) {
          if (mayTurn(i, movable(subjects.get(i)))) {
            two = smaller(two, NearestTurn.of(this, i, movable(subjects.get(i)), compares(i)));
          }
        }
      }
      boolean nearer = two != null && (one == null || two.relative().compareTo(one.relative()) < 0);
      return new Margins(thresholds, one, nearer ? two : null);
    }

    /** Whether the verdict is another for some values of these figures. */
    boolean mayTurn(int index, List<Metric> moved) {
      if (quantity() != null) {
        return true; // Doubt about a cumulative TPP is not cut into cells.
      }
      List<Subject> unknown = new ArrayList<>(subjects);
      for (Metric metric : moved) {
        unknown.set(index, with(unknown.get(index), metric, null));
      }
      return answer(unknown).verdict() != now.verdict();
    }

    /** The answer if some figures of a subject were others. */
    Answer answer(int index, Map<Metric, BigFraction> moved) {
      return answer(moved(index, moved));
    }

    Answer now() {
      return now;
    }

    Subject subject(int index) {
      return subjects.get(index);
    }

    private List<Subject> moved(int index, Map<Metric, BigFraction> moved) {
      List<Subject> changed = new ArrayList<>(subjects);
      moved.forEach((metric, value) -> changed.set(index, with(changed.get(index), metric, value)));
      return changed;
    }

    /** The subject with another value of a figure, or with none known. */
    private Subject with(Subject subject, Metric metric, @Nullable BigFraction value) {
      Subject changed = measured(subject, metric, value);
      return metric == Metric.TPP && quantity() != null
          ? measured(
              changed,
              Metric.CUMULATIVE_TPP,
              value == null ? null : value.multiply(cumulated(Metric.TPP)))
          : changed;
    }

    private static Subject measured(Subject subject, Metric metric, @Nullable BigFraction value) {
      Range range = value == null ? Range.UNKNOWN : Range.exactly(value);
      return subject.with(new Metrics.Measured(metric, range, "", "", List.of()));
    }

    private @Nullable Long quantity() {
      return trade.quantity();
    }

    /** What one unit of a figure adds to the cumulative TPP of the trade. */
    BigFraction cumulated(Metric by) {
      Long quantity = quantity();
      return by == Metric.CUMULATIVE_TPP
          ? BigFraction.ONE
          : by == Metric.TPP && quantity != null
              ? new BigFraction(quantity.longValue())
              : BigFraction.ZERO;
    }

    private Answer answer(List<Subject> changed) {
      Decision decision = new Decision(rulebook, law, changed, trade, clock);
      return new Answer(decision.verdict(), decision.candidates());
    }

    private static List<Metric> movable(Subject subject) {
      if (!subject.hasMetrics()) {
        return List.of();
      }
      return MOVED.stream()
          .filter(
              metric -> subject.range(metric).isExact() && subject.range(metric).low().signum() > 0)
          .toList();
    }

    private boolean moves(Metric metric, Metric by) {
      return metric == Metric.CUMULATIVE_TPP
          ? cumulated(by).signum() > 0
          : metric == by || (!metric.isBase() && (metric.first() == by || metric.second() == by));
    }

    /** Limits that matter when nothing is known of the figures of a subject. */
    private List<Limit> limits(int index) {
      List<Subject> unknown = new ArrayList<>(subjects);
      for (Metric metric : movable(subjects.get(index))) {
        unknown.set(index, with(unknown.get(index), metric, null));
      }
      Situation base = Situation.of(law, unknown, trade);
      SortedSet<Integer> live = Cells.live(law, base).get(index);
      Set<Limit> limits = new LinkedHashSet<>();
      for (Law.InForce entry : law.deciding()) {
        Conditions.walk(
            entry.version().when(),
            node -> {
              if (node instanceof Condition.Compare compare && live.contains(law.leaf(compare))) {
                limits.add(new Limit(entry.id(), compare));
              }
            });
      }
      return List.copyOf(limits);
    }

    private List<Condition.Compare> compares(int index) {
      return limits(index).stream().map(Limit::compare).distinct().toList();
    }

    /** Where the answer turns as one figure moves and all else stays. */
    private Turns turns(int index, Metric by, List<Limit> limits) {
      NavigableSet<BigFraction> cuts = new TreeSet<>();
      for (Limit limit : limits) {
        BigFraction cut = cut(index, limit.compare(), by);
        if (cut != null && cut.signum() >= 0) {
          cuts.add(cut);
        }
      }
      return new Turns(this, index, by, subjects.get(index).range(by).low(), cuts);
    }

    /** Value of a figure on a limit while the others stay, or null where there is none. */
    private @Nullable BigFraction cut(int index, Condition.Compare compare, Metric by) {
      Metric metric = compare.metric();
      if (metric == by) {
        return compare.limit();
      }
      if (!moves(metric, by)) {
        return null;
      }
      if (metric == Metric.CUMULATIVE_TPP) {
        return compare.limit().divide(cumulated(by));
      }
      Range other =
          subjects.get(index).range(metric.first() == by ? metric.second() : metric.first());
      if (!other.isExact() || (other.low().signum() == 0 && metric.isRatio())) {
        return null;
      }
      if (!metric.isRatio()) {
        return compare.limit().subtract(other.low());
      }
      return metric.first() == by
          ? other.low().multiply(compare.limit())
          : other.low().divide(compare.limit());
    }

    private Threshold threshold(int index, Limit limit, Metric by, Turns turns) {
      Condition.Compare compare = limit.compare();
      Subject subject = subjects.get(index);
      BigFraction cut = cut(index, compare, by);
      Range value =
          compare.metric().isBase()
              ? subject.range(compare.metric())
              : Metrics.formed(compare.metric(), subject.base());
      Turns.Turn turn = cut == null || cut.signum() < 0 ? null : turns.at(cut);
      return new Threshold(
          subject.item(),
          limit.provision(),
          compare.paragraph(),
          compare.metric(),
          value != null && value.isExact() ? value.low() : null,
          compare.operator(),
          compare.limit(),
          by,
          cut == null || cut.signum() < 0 ? null : cut.subtract(subject.range(by).low()),
          turn != null && turn.reached(now),
          turn == null ? null : turn.to(now));
    }

    static @Nullable Flip smaller(@Nullable Flip a, @Nullable Flip b) {
      if (a == null || b == null) {
        return a == null ? b : a;
      }
      return b.relative().compareTo(a.relative()) < 0 ? b : a;
    }
  }

  /** The answers along the line of one figure, cut at every limit. */
  private static final class Turns {

    /** The answers on a cut and just past it, where they differ from the present one. */
    record Turn(@Nullable Answer on, @Nullable Answer past) {

      /** The answer on the cut if that turns the verdict, or else the one past it if that does. */
      @Nullable Answer to(Answer now) {
        if (on != null && (past == null || on.verdict() != now.verdict())) {
          return on;
        }
        return past != null && past.verdict() != now.verdict() ? past : on == null ? past : on;
      }

      boolean reached(Answer now) {
        return on != null && on.equals(to(now));
      }
    }

    private final Search search;
    private final int index;
    private final Metric by;
    private final BigFraction from;
    private final Map<BigFraction, Turn> turns = new TreeMap<>();

    Turns(Search search, int index, Metric by, BigFraction from, NavigableSet<BigFraction> cuts) {
      this.search = search;
      this.index = index;
      this.by = by;
      this.from = from;
      for (BigFraction cut : cuts) {
        boolean up = cut.compareTo(from) > 0;
        BigFraction next = up ? cuts.higher(cut) : cuts.lower(cut);
        BigFraction past = next != null ? cut.add(next).divide(2) : up ? cut.add(1) : cut.divide(2);
        turns.put(cut, new Turn(differing(cut), differing(past)));
        BigFraction above = cuts.higher(cut);
        if (cut.equals(from)) {
          // On a limit already: either side may turn.
          Answer other = differing(above == null ? cut.add(1) : cut.add(above).divide(2));
          if (other != null) {
            turns.put(cut, new Turn(null, other));
          }
        }
      }
    }

    private @Nullable Answer differing(BigFraction value) {
      if (value.signum() <= 0) {
        return null;
      }
      Answer there = search.answer(index, Map.of(by, value));
      return there.equals(search.now()) ? null : there;
    }

    /** The turn at a cut, or null where nothing turns. */
    @Nullable Turn at(BigFraction cut) {
      Turn turn = turns.get(cut);
      return turn == null || (turn.on() == null && turn.past() == null) ? null : turn;
    }

    /** The nearest turn of the verdict. */
    @Nullable Flip nearest() {
      Flip nearest = null;
      for (Map.Entry<BigFraction, Turn> each : turns.entrySet()) {
        Answer to = each.getValue().to(search.now());
        if (to != null && to.verdict() != search.now().verdict()) {
          nearest =
              Search.smaller(
                  nearest,
                  new Flip(
                      List.of(new Move(search.subject(index).item(), by, from, each.getKey())),
                      each.getKey().subtract(from).abs().divide(from),
                      each.getValue().reached(search.now()),
                      to));
        }
      }
      return nearest;
    }
  }

  /** Values of figures by metric. */
  static Map<Metric, BigFraction> values(
      Metric first, BigFraction firstValue, Metric second, BigFraction secondValue) {
    Map<Metric, BigFraction> values = new EnumMap<>(Metric.class);
    values.put(first, firstValue);
    values.put(second, secondValue);
    return new LinkedHashMap<>(values);
  }
}
