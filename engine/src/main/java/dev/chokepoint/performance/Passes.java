package dev.chokepoint.performance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Times of forward passes of one model on one kind of chip. */
public final class Passes {
  private final Predictor predictor;
  private final boolean direct;
  private final boolean roofline;
  private final Map<Operator, Double> known = new HashMap<>();
  private final Map<Operator, Double> floors = new HashMap<>();
  private final IdentityHashMap<Model, Map<Shape, Sum>> sums = new IdentityHashMap<>();

  /** All that a pass of one model depends on. */
  private record Shape(
      Layout layout,
      Precision linear,
      Precision attention,
      Precision experts,
      Precision cache,
      int chipsPerNode,
      Batch batch) {
    static Shape of(Deployment d, Batch batch) {
      return new Shape(
          d.layout(), d.linear(), d.attention(), d.experts(), d.cache(), d.chipsPerNode(), batch);
    }
  }

  /**
   * A pass.
   *
   * @param operators that it starts
   */
  private record Sum(double seconds, double operators) {}

  /**
   * Passes on a chip.
   *
   * @param direct whether small all-reduces read peers' memory, as serving engines do
   */
  public Passes(Predictor predictor, boolean direct) {
    this(predictor, direct, false);
  }

  private Passes(Predictor predictor, boolean direct, boolean roofline) {
    this.predictor = predictor;
    this.direct = direct;
    this.roofline = roofline;
  }

  /** Passes at the peak rates of the datasheet, to compare with. */
  public static Passes roofline(Predictor predictor) {
    return new Passes(predictor, true, true);
  }

  public Predictor predictor() {
    return predictor;
  }

  /** The time of all layers, seconds. */
  public double seconds(Deployment deployment, Batch batch) {
    return sum(deployment, batch).seconds();
  }

  /** How many operators a pass starts. */
  double operators(Deployment deployment, Batch batch) {
    return sum(deployment, batch).operators();
  }

  /** Searches ask for few passes many times over, so each is added up once. */
  private Sum sum(Deployment deployment, Batch batch) {
    return sums.computeIfAbsent(deployment.model(), model -> new HashMap<>())
        .computeIfAbsent(Shape.of(deployment, batch), shape -> added(deployment, batch));
  }

  private Sum added(Deployment deployment, Batch batch) {
    double exchange = 0;
    double rest = 0;
    double operators = 0;
    for (Forward.Part part : Forward.parts(deployment, batch, direct)) {
      operators += part.count();
      double seconds = part.count() * seconds(part.operator());
      if (part.operator() instanceof Operator.ExpertExchange) {
        exchange += seconds;
      } else {
        rest += seconds;
      }
    }
    return new Sum(rest + exchange * shown(batch, exchange, rest), operators);
  }

  /**
   * Share of the experts' traffic that is not hidden. A pass of prompts alone runs as two halves in
   * turn, one of which is sent while the other is worked on.
   */
  static double shown(Batch batch, double exchange, double rest) {
    return batch.decodes() > 0 || exchange <= 0 ? 1 : Math.max(0, exchange - rest) / exchange;
  }

  /**
   * Seconds that the operations and the bytes of a pass take at the rates of the datasheet. One
   * layer's weights may stay in the last cache, those of all layers do not.
   */
  public double least(Deployment deployment, Batch batch) {
    double exchange = 0;
    double rest = 0;
    double streamed = 0;
    for (Forward.Part part : Forward.parts(deployment, batch, direct)) {
      double seconds = part.count() * least(part.operator());
      streamed += part.count() * predictor.streamed(part.operator());
      if (part.operator() instanceof Operator.ExpertExchange) {
        exchange += seconds;
      } else {
        rest += seconds;
      }
    }
    Machine machine = predictor.machine();
    double anew = (streamed - machine.cacheBytes()) / machine.mostBytesPerSecond();
    rest = Math.max(rest, anew);
    return rest + exchange * shown(batch, exchange, rest);
  }

  /** Seconds that the operations of a pass take at the peak rates, without their bytes. */
  double leastOperations(Deployment deployment, Batch batch) {
    Machine machine = predictor.machine();
    double sum = 0;
    for (Forward.Part part : Forward.parts(deployment, batch, direct)) {
      Work work = Work.of(part.operator());
      double rate = machine.most(machine.carriedOutIn(work.arithmetic()));
      sum += work.flops() > 0 && rate > 0 ? part.count() * work.flops() / rate : 0;
    }
    return sum;
  }

  private double least(Operator operator) {
    return floors.computeIfAbsent(operator, predictor::least);
  }

  double seconds(Operator operator) {
    return known.computeIfAbsent(operator, roofline ? this::peak : predictor::seconds);
  }

  /** A pass over large tensors that nothing else waits for, at the rate of operand streams. */
  double stream(double bytes) {
    return roofline
        ? bytes / predictor.machine().memoryBytesPerSecond()
        : predictor.streamSeconds(bytes);
  }

  private double peak(Operator operator) {
    Machine machine = predictor.machine();
    Work work = Work.of(operator);
    double rate = machine.peak(machine.carriedOutIn(work.arithmetic()));
    double link = Math.max(machine.linkBytesPerSecond(), machine.hostBytesPerSecond());
    double compute = work.flops() > 0 && rate > 0 ? work.flops() / rate : 0;
    double network = work.networkBytes() > 0 ? work.networkBytes() / link : 0;
    return Math.max(compute, Math.max(work.bytes() / machine.memoryBytesPerSecond(), network));
  }

  /** The operators of a pass with their estimates, alike ones together. */
  public List<Line> lines(Deployment deployment, Batch batch) {
    Map<Forward.Part, Double> counts = new LinkedHashMap<>();
    for (Forward.Part part : Forward.parts(deployment, batch, direct)) {
      counts.merge(new Forward.Part(part.name(), 1, part.operator()), part.count(), Double::sum);
    }
    double exchange = 0;
    double rest = 0;
    for (Map.Entry<Forward.Part, Double> each : counts.entrySet()) {
      double seconds = each.getValue() * seconds(each.getKey().operator());
      if (each.getKey().operator() instanceof Operator.ExpertExchange) {
        exchange += seconds;
      } else {
        rest += seconds;
      }
    }
    double shown = shown(batch, exchange, rest);
    List<Line> lines = new ArrayList<>();
    counts.forEach((part, count) ->
        lines.add(
            new Line(
                part.name(),
                count,
                part.operator(),
                predictor.estimate(part.operator()),
                part.operator() instanceof Operator.ExpertExchange ? shown : 1)));
    return lines;
  }

  /**
   * One kind of operator within a pass.
   *
   * @param count how often it runs
   * @param each one of them
   * @param shown share of their time that nothing hides, 0 to 1
   */
  public record Line(String name, double count, Operator operator, Estimate each, double shown) {
    public double seconds() {
      return count * each.seconds().mid() * shown;
    }
  }
}
