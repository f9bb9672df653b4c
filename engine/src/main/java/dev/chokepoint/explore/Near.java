package dev.chokepoint.explore;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Probe;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hipparchus.fraction.BigFraction;

/**
 * What must change in an existing chip so that a rule lets it pass, least loss first.
 *
 * <p>For every market, die, set of links and memory that may matter, the law gives the most TPP
 * exactly; for every clock, matrix rate and set of formats follows the largest number of cores.
 * What loses nowhere more than another is predicted, and of each set of knobs the best is kept.
 */
public final class Near {
  private static final int PERCENT = 100;

  private final Item base;
  private final Probe probe;
  private final Predicate<Probe.Says> passes;
  private final NearKnobs knobs;
  private final BigFraction reticle;
  private final BigFraction host;
  private final BigFraction memory;
  private final int ofCores;
  private final int ofLinks;

  /** By identity: a change holds its chip, of which the hash is long in the making. */
  private final IdentityHashMap<NearChange, BigFraction> mostTpp = new IdentityHashMap<>();

  /** Those of which the most TPP passes itself. */
  private final Set<NearChange> reached = Collections.newSetFromMap(new IdentityHashMap<>());

  private Near(Question asked) {
    this.base = settled(asked.base());
    this.probe = asked.probe();
    this.passes = asked.passes();
    this.knobs = asked.knobs();
    this.reticle = asked.reticle();
    BigFraction io = exact(Metric.IO);
    this.host = io.subtract(NearChange.figure(base, Field.LINK));
    this.memory = exact(Metric.MEMORY_BANDWIDTH);
    exact(Metric.TPP);
    exact(Metric.DIE_AREA);
    BigFraction cores = NearChange.figure(base, Field.CORES);
    this.ofCores =
        cores.signum() > 0 && cores.getDenominatorAsLong() == 1 ? (int) cores.longValue() : PERCENT;
    this.ofLinks = knobs.links(base);
  }

  /**
   * A chip that passes.
   *
   * @param speed what it does
   * @param kept by prompts and by steps, as shares of what the chip did before; nothing where the
   *     model fitted before and does not any more
   */
  public record Option(NearChange change, Item item, Speed speed, Speed kept) {

    /** One less the geometric mean of what is kept. */
    public double loss() {
      return 1 - Math.sqrt(kept.promptTokensPerSecond() * kept.stepTokensPerSecond());
    }
  }

  /** A chip of which contested figures are at their stricter end and a doubtful market counts. */
  private static Item settled(Item item) {
    Map<Field, Figure> figures = new EnumMap<>(item.figures());
    for (Figure figure : item.figures().values()) {
      BigFraction high = figure.value().high();
      if (!figure.value().isExact() && high != null) {
        figures.put(
            figure.field(),
            Frontier.stated(
                figure.field(), figure.field() == Field.DIE_AREA ? figure.value().low() : high));
      }
    }
    return item.withFigures(figures)
        .withDatacenter(item.datacenter() == Truth.NO ? Truth.NO : Truth.YES);
  }

  /** The chip as it is, under no name that a letter lists: what designs of it are asked as. */
  public static Item unnamed(Item named) {
    Item base = settled(named);
    NearKnobs.Fitted own =
        new NearKnobs.Fitted(null, 0, BigFraction.ZERO, true, BigFraction.ZERO, BigFraction.ZERO);
    BigFraction die = NearChange.figure(base, Field.DIE_AREA);
    int cores = Math.max(1, (int) NearChange.figure(base, Field.CORES).longValue());
    return new NearChange(
            base, cores, cores, BigFraction.ONE, 1, 0, own, 0, 0, die, base.datacenter())
        .item();
  }

  /**
   * What one chip does with a model.
   *
   * @param fits whether weights and caches fit into its memory; if not, the speeds are those of the
   *     arithmetic alone
   */
  public record Speed(double promptTokensPerSecond, double stepTokensPerSecond, boolean fits) {
    /** With memory enough. */
    public Speed(double promptTokensPerSecond, double stepTokensPerSecond) {
      this(promptTokensPerSecond, stepTokensPerSecond, true);
    }
  }

  /**
   * A chip, and the rule that it shall pass.
   *
   * @param probe of the chip in its trade
   * @param passes what the rule must say
   * @param reticle largest die in mm2
   */
  public record Question(
      Item base, Probe probe, Predicate<Probe.Says> passes, NearKnobs knobs, BigFraction reticle) {}

  /**
   * The best option of each set of knobs, those for the same market first, least loss first. A set
   * that holds another and loses as much is left out.
   *
   * @param speed predicts
   */
  public static List<Option> options(Question asked, Function<Item, Speed> speed) {
    Near near = new Near(asked);
    Speed before = speed.apply(asked.base());
    Map<Set<NearChange.Knob>, List<NearChange>> kinds = new LinkedHashMap<>();
    for (NearChange change : near.changes()) {
      kinds.computeIfAbsent(change.knobs(), k -> new ArrayList<>()).add(change);
    }
    List<Option> best = new ArrayList<>();
    kinds.forEach((kind, changes) ->
        NearFront.of(changes).stream()
            .map(change -> option(change, before, speed))
            .min(Comparator.comparingDouble(Option::loss))
            .ifPresent(best::add));
    best.removeIf(one -> best.stream().anyMatch(other -> isMoreThan(one, other)));
    best.sort(
        Comparator.<Option>comparingInt(
                o -> o.change().knobs().contains(NearChange.Knob.MARKET) ? 1 : 0)
            .thenComparingDouble(Option::loss)
            .thenComparingInt(o -> o.change().knobs().size()));
    return best;
  }

  /** Whether an option turns all that another turns and more, and loses no less. */
  private static boolean isMoreThan(Option one, Option other) {
    Set<NearChange.Knob> turned = one.change().knobs();
    return turned.size() > other.change().knobs().size()
        && turned.containsAll(other.change().knobs())
        && other.loss() <= one.loss();
  }

  private static Option option(NearChange change, Speed before, Function<Item, Speed> speed) {
    Item item = change.item();
    Speed after = speed.apply(item);
    if (before.fits() && !after.fits()) {
      return new Option(change, item, after, new Speed(0, 0, false));
    }
    return new Option(
        change,
        item,
        after,
        new Speed(
            after.promptTokensPerSecond() / before.promptTokensPerSecond(),
            after.stepTokensPerSecond() / before.stepTokensPerSecond(),
            after.fits()));
  }

  private BigFraction exact(Metric metric) {
    Range range = Metrics.range(base, metric);
    if (range == null || !range.isExact() || (metric == Metric.TPP && range.low().signum() == 0)) {
      throw new Refused(
          new Problem(
              "missing-figure",
              base.id(),
              range == null ? "none" : range.text(),
              metric.label() + " known exactly, for a chip is made of this one",
              "Maybe describe the chip with --spec."));
    }
    return range.low();
  }

  private NearKnobs.Fitted own() {
    return new NearKnobs.Fitted(
        null, 0, BigFraction.ZERO, true, memory, NearChange.figure(base, Field.MEMORY));
  }

  private List<NearChange> changes() {
    List<NearChange> out = new ArrayList<>();
    List<Truth> markets =
        base.datacenter() == Truth.NO ? List.of(Truth.NO) : List.of(base.datacenter(), Truth.NO);
    for (Truth market : markets) {
      for (BigFraction die : dies()) {
        for (NearChange fitted : fitted(market, die)) {
          cores(fitted, out);
        }
      }
    }
    return out;
  }

  /** The die as it is, where limits turn beyond it, and the largest there is. */
  private Set<BigFraction> dies() {
    BigFraction own = NearChange.figure(base, Field.DIE_AREA);
    Set<BigFraction> dies = new TreeSet<>(Set.of(own));
    if (own.compareTo(reticle) < 0 && dieCount() == 1) {
      NearChange whole = change(ofLinks, own(), own, base.datacenter());
      NavigableSet<BigFraction> turns = probe.cuts(Metric.DIE_AREA, figures(whole, whole.tpp()));
      for (BigFraction limit : probe.cuts(Metric.TPP, figures(whole, whole.tpp()))) {
        turns.addAll(probe.cuts(Metric.DIE_AREA, figures(whole, limit)));
      }
      for (BigFraction turn : turns) {
        // The next whole square millimetre: a limit itself may still be caught.
        BigFraction next = new BigFraction(turn.longValue() + 1);
        if (next.compareTo(own) > 0 && next.compareTo(reticle) < 0) {
          dies.add(next);
        }
      }
      dies.add(reticle);
    }
    return dies;
  }

  private long dieCount() {
    BigFraction count = NearChange.figure(base, Field.DIE_COUNT);
    return count.signum() == 0 ? 1 : count.longValue();
  }

  /** Links and memories that may matter, none of which another one beats in both. */
  private List<NearChange> fitted(Truth market, BigFraction die) {
    List<NearChange> out = new ArrayList<>();
    for (int links = ofLinks; links >= 0; links--) {
      NearChange plain = change(links, own(), die, market);
      add(out, plain);
      NavigableSet<BigFraction> bounds =
          probe.cuts(Metric.MEMORY_BANDWIDTH, figures(plain, plain.tpp()));
      for (NearKnobs.Fitted each : knobs.memories(memory, bounds)) {
        add(out, change(links, each, die, market));
      }
    }
    return out;
  }

  /** Adds one unless another with as much TPP has more links and its memory, or is the chip's. */
  private void add(List<NearChange> out, NearChange next) {
    BigFraction most = most(next);
    for (NearChange other : out) {
      boolean same = other.memory().equals(next.memory()) || other.memory().kind() == null;
      if (same && other.links() >= next.links() && most(other).compareTo(most) >= 0) {
        return;
      }
    }
    out.add(next);
  }

  /** The most TPP that passes, and no more than the chip has; zero where none does. */
  private BigFraction most(NearChange change) {
    BigFraction known = mostTpp.get(change);
    if (known != null) {
      return known;
    }
    BigFraction own = change.tpp();
    BigFraction most = BigFraction.ZERO;
    if (passes(change, own)) {
      most = own;
      reached.add(change);
    } else {
      BigFraction upper = own;
      for (BigFraction cut :
          new TreeSet<>(probe.cuts(Metric.TPP, figures(change, own)))
              .headSet(own, true)
              .descendingSet()) {
        if (cut.compareTo(upper) < 0 && passes(change, cut.add(upper).divide(2))) {
          most = upper;
          break;
        }
        if (passes(change, cut)) {
          most = cut;
          reached.add(change);
          break;
        }
        upper = cut;
      }
      if (most.signum() == 0 && passes(change, upper.divide(2))) {
        most = upper;
      }
    }
    mostTpp.put(change, most);
    return most;
  }

  private boolean passes(NearChange change, BigFraction tpp) {
    return passes.test(probe.says(figures(change, tpp), change.datacenter()));
  }

  private Map<Metric, BigFraction> figures(NearChange change, BigFraction tpp) {
    Map<Metric, BigFraction> figures = new EnumMap<>(Metric.class);
    figures.put(Metric.TPP, tpp);
    figures.put(Metric.DIE_AREA, change.die());
    figures.put(Metric.IO, host.add(change.link()));
    figures.put(Metric.MEMORY_BANDWIDTH, change.memory().bandwidth());
    return figures;
  }

  private NearChange change(int links, NearKnobs.Fitted fitted, BigFraction die, Truth market) {
    return new NearChange(
        base, ofCores, ofCores, BigFraction.ONE, 1, 0, fitted, links, ofLinks, die, market);
  }

  /** Every clock, matrix rate and set of formats with the most cores that still pass. */
  private void cores(NearChange fitted, List<NearChange> out) {
    BigFraction most = most(fitted);
    if (most.signum() == 0) {
      return;
    }
    if (most.equals(fitted.tpp())) {
      out.add(fitted);
      return;
    }
    for (int bits : leastBits()) {
      for (int divisor : knobs.divisors()) {
        for (BigFraction clock = BigFraction.ONE;
            clock.compareTo(knobs.leastClock()) >= 0;
            clock = clock.subtract(knobs.clockStep())) {
          NearChange whole =
              new NearChange(
                  base,
                  ofCores,
                  ofCores,
                  clock,
                  divisor,
                  bits,
                  fitted.memory(),
                  fitted.links(),
                  ofLinks,
                  fitted.die(),
                  fitted.datacenter());
          int cores = cores(whole, most, reached.contains(fitted));
          if (cores > 0) {
            out.add(whole.withCores(cores));
          }
        }
      }
    }
  }

  private int cores(NearChange whole, BigFraction most, boolean mostPasses) {
    BigFraction tpp = whole.tpp();
    if (tpp.signum() == 0) {
      return 0;
    }
    BigFraction cores = most.multiply(ofCores).divide(tpp);
    long some = cores.longValue();
    boolean onBound = cores.getDenominatorAsLong() == 1;
    long fewer = onBound && !mostPasses ? some - 1 : some;
    return (int) Math.min(ofCores, fewer);
  }

  /** No format dropped, or all below one that the chip has. */
  private List<Integer> leastBits() {
    Set<Integer> bits = new TreeSet<>();
    for (Metrics.Precision precision : Metrics.precisions(base)) {
      if (!precision.figure().field().isVectorRate()) {
        bits.add(precision.figure().field().bits());
      }
    }
    List<Integer> out = new ArrayList<>(List.of(0));
    bits.stream().skip(1).filter(width -> width <= 16).forEach(out::add);
    return out;
  }
}
