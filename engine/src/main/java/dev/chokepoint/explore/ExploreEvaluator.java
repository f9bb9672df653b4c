package dev.chokepoint.explore;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Batch;
import dev.chokepoint.controls.Columns;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Fact;
import dev.chokepoint.controls.Margins;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.performance.Inference;
import dev.chokepoint.performance.Predictor;
import dev.chokepoint.performance.Stack;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Works out points of a task: law by columns, time by the predictor, area and cost. Not for several
 * threads at once; each takes its own.
 */
public final class ExploreEvaluator {
  private final ExploreTask task;
  private final Inference inference;
  private final Batch law;
  private final long[] bits;
  private final Map<Kind, Shared> shared = new HashMap<>();
  private final List<List<String>> exporters;

  /** What decides which kernels run: designs alike in it share them. */
  private record Kind(int memory, boolean planar, boolean datacenter, Set<Field> fields) {}

  private record Shared(Item frame, Stack stack, ExploreWorkload.Passes passes) {}

  /**
   * An evaluator.
   *
   * @throws Refused when a constraint names a provision that is not in force that day
   */
  public ExploreEvaluator(ExploreTask task) {
    this.task = task;
    this.inference = task.basis().inference();
    this.law = new Batch(task.rulebook(), task.clock());
    Item blank = Design.of(task.space().constants(), Map.of()).frame("", "", task.maker());
    this.exporters =
        task.destinations().stream()
            .map(to ->
                TradeRequest.to(to, task.day())
                    .resolve(task.rulebook(), blank)
                    .candidates(Fact.EXPORTER)
                    .stream()
                    .map(Trade.Candidate::name)
                    .toList())
            .toList();
    List<String> inForce =
        task.rulebook().provisions().stream()
            .filter(each -> each.inForce(task.day(), task.clock()).isPresent())
            .map(Provision::id)
            .toList();
    this.bits =
        task.constraints().stream()
            .mapToLong(each ->
                each instanceof ExploreConstraint.Provides p ? bit(p.provision(), inForce) : 0)
            .toArray();
  }

  private long bit(String provision, List<String> inForce) {
    int place = inForce.indexOf(provision);
    if (place < 0) {
      throw new Refused(
          new Problem(
              "unknown-provision",
              "constraints",
              provision,
              "a provision in force on " + task.day(),
              Nearest.hint(provision, inForce)));
    }
    return 1L << place;
  }

  /** Everything of the designs with these numbers. */
  public ExplorePoints evaluate(long[] indexes) {
    int rows = indexes.length;
    double[][] values = new double[ExploreFigure.values().length][rows];
    for (double[] each : values) {
      Arrays.fill(each, Double.NaN);
    }
    boolean[] built = new boolean[rows];
    Circuits circuits = new Circuits(rows);
    for (int row = 0; row < rows; row++) {
      Design design = task.space().at(indexes[row]);
      built[row] = design.activeCores() >= 1;
      if (built[row]) {
        Area area = Area.of(design);
        Map<Field, Long> figures = design.figures(area);
        describe(values, row, design, area, figures);
        time(values, row, design, area, figures);
        circuits.set(row, design, figures);
      }
    }
    List<List<Batch.Decided>> each = new ArrayList<>();
    List<List<Batch.Decided>> decisions = decisions(circuits, each);
    if (task.asks(ExploreFigure.MARGIN)) {
      margins(indexes, built, values);
    }
    long[] met = new long[rows];
    for (int row = 0; row < rows; row++) {
      met[row] = built[row] ? met(values, decisions, each, row) : 0;
    }
    return new ExplorePoints(indexes, values, decisions, met);
  }

  private static void set(double[][] values, ExploreFigure figure, int row, double value) {
    values[figure.place()][row] = value;
  }

  private static double number(Map<Field, Long> figures, Field field) {
    return Design.number(figures.getOrDefault(field, 0L));
  }

  private static long tpp(Map<Field, Long> figures) {
    long best = 0;
    for (Map.Entry<Field, Long> each : figures.entrySet()) {
      if (each.getKey().isRate()) {
        best = Math.max(best, each.getValue() * each.getKey().bits());
      }
    }
    return best;
  }

  private static void describe(
      double[][] values, int row, Design design, Area area, Map<Field, Long> figures) {
    double tpp = Design.number(tpp(figures));
    double counted = design.isPlanar() ? 0 : number(figures, Field.DIE_AREA);
    set(values, ExploreFigure.AREA, row, area.totalMm2());
    set(values, ExploreFigure.COUNTED_AREA, row, counted);
    set(values, ExploreFigure.LARGEST_DIE, row, area.largestMm2());
    set(values, ExploreFigure.YIELD, row, area.soldYield());
    set(values, ExploreFigure.DIE_USD, row, area.dieUsd());
    set(values, ExploreFigure.COST, row, area.unitUsd());
    set(values, ExploreFigure.TRANSISTORS, row, area.transistors());
    set(values, ExploreFigure.AATC, row, area.approximatedTransistors());
    set(values, ExploreFigure.CORES, row, design.activeCores());
    set(values, ExploreFigure.TPP, row, tpp);
    set(values, ExploreFigure.DENSITY, row, counted > 0 ? tpp / counted : Double.NaN);
    set(values, ExploreFigure.IO, row, number(figures, Field.LINK) + number(figures, Field.HOST));
    set(values, ExploreFigure.BANDWIDTH, row, number(figures, Field.MEMORY_BANDWIDTH));
    set(values, ExploreFigure.MEMORY, row, number(figures, Field.MEMORY));
  }

  private void time(
      double[][] values, int row, Design design, Area area, Map<Field, Long> figures) {
    Shared kind = shared(design, figures);
    Map<Field, Double> known = new EnumMap<>(Field.class);
    figures.forEach((field, value) -> known.put(field, Design.number(value)));
    Predictor predictor =
        new Predictor(inference.machine(kind.frame, known), kind.stack, task.basis().constants());
    double prefill = kind.passes.prefill(predictor);
    double decode = kind.passes.decode(predictor);
    ExploreWorkload work = task.workload();
    double watts = predictor.machine().watts();
    double rate = work.batch() / decode;
    set(values, ExploreFigure.POWER, row, watts);
    set(values, ExploreFigure.TTFT, row, 1e3 * prefill);
    set(values, ExploreFigure.TPOT, row, 1e3 * decode);
    set(values, ExploreFigure.PREFILL_RATE, row, (double) work.batch() * work.input() / prefill);
    set(values, ExploreFigure.DECODE_RATE, row, rate);
    set(values, ExploreFigure.PER_WATT, row, rate / (work.tensor() * watts));
    set(values, ExploreFigure.PER_USD, row, rate / (work.tensor() * area.unitUsd()));
    set(values, ExploreFigure.TTFT_USD, row, 1e3 * prefill * area.dieUsd());
    set(values, ExploreFigure.TPOT_USD, row, 1e3 * decode * area.dieUsd());
  }

  private Shared shared(Design design, Map<Field, Long> figures) {
    return shared.computeIfAbsent(
        new Kind(
            (int) design.value(DesignKey.MEMORY),
            design.isPlanar(),
            design.value(DesignKey.DATACENTER) > 0,
            EnumSet.copyOf(figures.keySet())),
        kind -> {
          Item item = design.item("", "", task.maker());
          return new Shared(
              design.frame("", "", task.maker()),
              task.systems().stack(task.basis(), item, null),
              new ExploreWorkload.Passes(
                  task.workload(), task.systems().engine(null), task.systems().node(item).chips()));
        });
  }

  /** What the law reads of each row, in millionths. */
  private static final class Circuits {
    private final long[][] figures;
    private final boolean[] stacked;
    private final boolean[] datacenter;

    Circuits(int rows) {
      figures = new long[4][rows];
      stacked = new boolean[rows];
      datacenter = new boolean[rows];
    }

    void set(int row, Design design, Map<Field, Long> all) {
      stacked[row] = design.memory().isStacked();
      datacenter[row] = design.value(DesignKey.DATACENTER) > 0;
      figures[0][row] = tpp(all);
      figures[1][row] = design.isPlanar() ? 0 : all.getOrDefault(Field.DIE_AREA, 0L);
      figures[2][row] = all.getOrDefault(Field.LINK, 0L) + all.getOrDefault(Field.HOST, 0L);
      figures[3][row] = all.getOrDefault(Field.MEMORY_BANDWIDTH, 0L);
    }

    Columns columns(String exporter, Design.Maker maker) {
      Columns columns = new Columns(Item.Kind.ACCELERATOR);
      String hq = maker.hqCountry();
      for (int row = 0; row < stacked.length; row++) {
        columns.add(
            "",
            hq == null ? "" : hq,
            stacked[row] ? "yes" : "no",
            exporter,
            datacenter[row],
            figures[0][row],
            figures[1][row],
            figures[2][row],
            figures[3][row]);
      }
      return columns;
    }
  }

  /**
   * What the law says by destination, for whoever may export.
   *
   * @param each receives the answers for every destination and exporter apart
   */
  private List<List<Batch.Decided>> decisions(Circuits circuits, List<List<Batch.Decided>> each) {
    Map<String, Columns> columns = new HashMap<>();
    int[] numbers = new int[circuits.stacked.length];
    List<List<Batch.Decided>> decisions = new ArrayList<>();
    for (int i = 0; i < exporters.size(); i++) {
      List<List<Batch.Decided>> own = new ArrayList<>();
      for (String exporter : exporters.get(i)) {
        law.decide(
            columns.computeIfAbsent(exporter, name -> circuits.columns(name, task.maker())),
            task.destinations().get(i),
            task.day(),
            numbers);
        own.add(Arrays.stream(numbers).mapToObj(law::decided).toList());
      }
      each.addAll(own);
      decisions.add(own.size() == 1 ? own.getFirst() : joined(own));
    }
    return decisions;
  }

  /** One answer where it is not known who exports: what all say, else undetermined. */
  private static List<Batch.Decided> joined(List<List<Batch.Decided>> own) {
    List<Batch.Decided> joined = new ArrayList<>();
    for (int row = 0; row < own.getFirst().size(); row++) {
      Batch.Decided all = own.getFirst().get(row);
      for (List<Batch.Decided> other : own.subList(1, own.size())) {
        Batch.Decided next = other.get(row);
        if (!next.equals(all)) {
          Set<String> requirements = new TreeSet<>(all.requirements());
          requirements.addAll(next.requirements());
          all =
              new Batch.Decided(
                  all.verdict().or(next.verdict()),
                  Objects.equals(all.eccn(), next.eccn()) ? all.eccn() : null,
                  stricter(all.reviewPolicy(), next.reviewPolicy()),
                  requirements,
                  all.clauses() & next.clauses());
        }
      }
      joined.add(all);
    }
    return joined;
  }

  private static @Nullable ReviewPolicy stricter(
      @Nullable ReviewPolicy a, @Nullable ReviewPolicy b) {
    return a == null || (b != null && b.compareTo(a) < 0) ? b : a;
  }

  /** Half a millisecond a point; worked out only where it is asked. */
  private void margins(long[] indexes, boolean[] built, double[][] values) {
    TradeRequest trade = TradeRequest.to(task.destinations().getFirst(), task.day());
    for (int row = 0; row < indexes.length; row++) {
      if (built[row]) {
        Item item = task.space().at(indexes[row]).item("", "", task.maker());
        Margins.Flip one = Controls.margins(task.rulebook(), item, trade, task.clock()).one();
        double margin = one == null ? Double.NaN : Math.abs(one.relative().doubleValue());
        set(values, ExploreFigure.MARGIN, row, margin);
      }
    }
  }

  private long met(
      double[][] values,
      List<List<Batch.Decided>> decisions,
      List<List<Batch.Decided>> each,
      int row) {
    long met = 0;
    List<ExploreConstraint> constraints = task.constraints();
    for (int i = 0; i < constraints.size(); i++) {
      long bit = bits[i];
      boolean holds =
          switch (constraints.get(i)) {
            case ExploreConstraint.Within w -> w.holds(values[w.figure().place()][row]);
            case ExploreConstraint.Says s ->
                decisions.stream().allMatch(d -> d.get(row).verdict() == s.verdict());
            case ExploreConstraint.Entry e ->
                decisions.stream().allMatch(d -> Objects.equals(d.get(row).eccn(), e.eccn()));
            case ExploreConstraint.Provides p ->
                each.stream().allMatch(d -> ((d.get(row).clauses() & bit) != 0) == p.holds());
          };
      met |= holds ? 1L << i : 0;
    }
    return met;
  }
}
