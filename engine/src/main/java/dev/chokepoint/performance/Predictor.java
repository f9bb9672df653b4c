package dev.chokepoint.performance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chip with its software and the constants: answers for any number of operators. */
public final class Predictor {
  /** A smaller share of the bytes in the cache is not worth a note. */
  private static final double LEAST_SHOWN = 0.005;

  private final Machine machine;
  private final Stack stack;
  private final Constants constants;
  private final Silicon silicon;
  private final GemmModel gemm;
  private final PrefillModel prefill;
  private final DecodeModel decode;
  private final NetworkModel network;
  private final ElementwiseModel elementwise;
  private final Intervals.Spread spread;

  public Predictor(Machine machine, Stack stack, Constants constants) {
    this.machine = machine;
    this.stack = stack;
    this.constants = constants;
    this.silicon = Silicon.of(machine, constants);
    this.gemm = new GemmModel(silicon, stack, constants);
    this.prefill = new PrefillModel(silicon, stack, constants);
    this.decode = new DecodeModel(silicon, stack, constants);
    this.network = new NetworkModel(machine, stack, constants);
    this.elementwise = new ElementwiseModel(silicon, stack, constants);
    this.spread = Intervals.inferred(machine);
  }

  public Machine machine() {
    return machine;
  }

  public Stack stack() {
    return stack;
  }

  /**
   * The time of one operator with its terms.
   *
   * @throws dev.chokepoint.units.Refused when the shape is not possible or the chip lacks what it
   *     needs
   */
  public Estimate estimate(Operator operator) {
    Shapes.check(operator, machine, network.isConnected());
    Work work = Work.of(operator);
    Parts parts = parts(operator);
    double least = least(operator, parts, work);
    double seconds = floored(operator, parts, work);
    Intervals.Spread width = spread.and(constants.spread(family(operator)));
    return new Estimate(
        new Estimate.Interval(
            Math.max(Math.min(least, seconds), seconds / width.down()),
            seconds,
            seconds * width.up()),
        work.flops(),
        work.bytes() + work.networkBytes(),
        bound(parts),
        terms(operator, parts),
        notes(operator, parts, work));
  }

  /** Whether there is anything to send over. */
  boolean isConnected() {
    return network.isConnected();
  }

  /** How far a family's predictions are from measurements. */
  Intervals.Spread spread(String family) {
    return constants.spread(family);
  }

  /** The time of one operator in seconds, without its terms: for sums of many. */
  public double seconds(Operator operator) {
    return floored(operator, parts(operator), Work.of(operator));
  }

  /**
   * Seconds that no chip of these figures can undercut: its operations at the peak rate, and the
   * bytes that the last cache does not hold at the full bandwidth, whichever takes longer.
   */
  double least(Operator operator) {
    Parts parts = parts(operator);
    Work work = Work.of(operator);
    return Math.min(floored(operator, parts, work), least(operator, parts, work));
  }

  private double least(Operator operator, Parts parts, Work work) {
    double rate = machine.most(machine.carriedOutIn(work.arithmetic()));
    double compute = work.flops() > 0 && rate > 0 ? work.flops() / rate : 0;
    return Math.max(Math.max(compute, moved(operator, parts, work)), network.least(operator));
  }

  /** The bytes that the last cache does not hold, at the full bandwidth; it holds its size. */
  private double moved(Operator operator, Parts parts, Work work) {
    double bytes = work.bytes() * traffic(operator);
    double held = Math.min(bytes * parts.resident(), machine.cacheBytes());
    return (bytes - held) / machine.mostBytesPerSecond();
  }

  /** Bytes that a pass reads anew however often it runs: weights of products, and cached tokens. */
  double streamed(Operator operator) {
    return switch (operator) {
      case Operator.Gemm g -> (double) g.n() * g.k() * g.precision().weightBytes();
      case Operator.AttentionDecode a -> Work.of(a).bytes() * traffic(a);
      case Operator.MlaDecode a -> Work.of(a).bytes();
      default -> 0;
    };
  }

  /** Kernels of tables on shared caches state less traffic than there must be. */
  private double traffic(Operator operator) {
    return operator instanceof Operator.AttentionDecode
        ? Math.min(1, stack.value("decode.cache-traffic"))
        : 1;
  }

  /** The time of a pass over so many bytes that no cache holds, without a launch. */
  double streamSeconds(double bytes) {
    return silicon.move(bytes, 0);
  }

  /**
   * Average power of the board while the operator repeats, in watts: equation {@code power-draw},
   * fitted on one kind of board and extrapolated to others by their limit, which it never exceeds.
   */
  public double watts(Operator operator) {
    Work work = Work.of(operator);
    double seconds = seconds(operator);
    double peak = machine.peak(Arithmetic.BITS16);
    double perFlop =
        switch (machine.carriedOutIn(work.arithmetic())) {
          case FP32, BITS16 -> constants.value("energy.flop-16");
          case FP8, INT8 -> constants.value("energy.flop-8");
          case FP4 -> constants.value("energy.flop-4");
        };
    double busy = seconds > 0 ? 1 / seconds : 0;
    double share =
        constants.value("energy.idle")
            + perFlop * work.flops() * busy / peak
            + constants.value("energy.byte") * work.bytes() * busy / machine.memoryBytesPerSecond();
    return machine.watts() * Math.min(1, share);
  }

  /**
   * No kernel is faster than its operations at the peak rate and the bytes that no cache holds at
   * the full bandwidth, whatever the fit says.
   */
  private double floored(Operator operator, Parts parts, Work work) {
    double least =
        work.flops() > 0 && work.arithmetic() != Arithmetic.FP32
            ? work.flops() / silicon.peak(work.arithmetic())
            : 0;
    return Math.max(Math.max(parts.seconds(), least), moved(operator, parts, work));
  }

  private Parts parts(Operator operator) {
    return switch (operator) {
      case Operator.Gemm g -> gemm.gemm(g);
      case Operator.GroupedGemm g -> gemm.grouped(g);
      case Operator.MoeFfn f -> gemm.moe(f);
      case Operator.AttentionPrefill a -> prefill.prefill(a);
      case Operator.MlaPrefill a -> prefill.latent(a);
      case Operator.AttentionDecode a -> decode.decode(a);
      case Operator.MlaDecode a -> decode.latent(a);
      case Operator.Elementwise e -> elementwise.elementwise(e);
      case Operator.Collective c -> network.collective(c);
      case Operator.SendReceive s -> network.send(s);
      case Operator.ExpertExchange x -> network.exchange(x);
    };
  }

  private static Bound bound(Parts p) {
    double most = Math.max(Math.max(p.compute(), p.memory()), Math.max(p.network(), p.launch()));
    if (p.launch() == most) {
      return Bound.LAUNCH;
    }
    return p.compute() == most ? Bound.COMPUTE : p.memory() == most ? Bound.MEMORY : Bound.NETWORK;
  }

  /** The family under which an operator's constants and errors are recorded. */
  public static String family(Operator operator) {
    return switch (operator) {
      case Operator.Gemm g -> "gemm";
      case Operator.GroupedGemm g -> "moe";
      case Operator.MoeFfn f -> "moe";
      case Operator.AttentionPrefill a -> "prefill";
      case Operator.MlaPrefill a -> "mla-prefill";
      case Operator.AttentionDecode a -> "decode";
      case Operator.MlaDecode a -> "mla-decode";
      case Operator.Elementwise e -> "elementwise";
      case Operator.Collective c ->
          c.path() == Operator.CollectivePath.DIRECT ? "direct-reduce" : "collective";
      case Operator.SendReceive s -> "send-receive";
      case Operator.ExpertExchange x -> "expert-exchange";
    };
  }

  private static List<Estimate.Term> terms(Operator operator, Parts p) {
    List<Estimate.Term> terms = new ArrayList<>();
    add(terms, "launch", "launch", p.launch(), Bound.LAUNCH);
    add(terms, "compute", computeEquation(operator), p.compute(), Bound.COMPUTE);
    add(terms, "memory", "memory", p.memory(), Bound.MEMORY);
    add(terms, "network", networkEquation(operator), p.network(), Bound.NETWORK);
    return terms;
  }

  private static void add(
      List<Estimate.Term> terms, String name, String equation, double seconds, Bound bound) {
    if (seconds > 0) {
      terms.add(new Estimate.Term(name, equation, seconds, bound));
    }
  }

  private static String computeEquation(Operator operator) {
    return switch (operator) {
      case Operator.Gemm g -> "tile";
      case Operator.GroupedGemm g -> "tile";
      case Operator.MoeFfn f -> "tile";
      case Operator.AttentionPrefill a -> "attention-unit";
      case Operator.MlaPrefill a -> "attention-unit";
      case Operator.AttentionDecode a -> "decode-unit";
      case Operator.MlaDecode a -> "decode-unit";
      case Operator.Elementwise e -> e.kind() == Operator.Elements.FLAT ? "vector" : "row-unit";
      case Operator.Collective c -> "none";
      case Operator.SendReceive s -> "none";
      case Operator.ExpertExchange x -> "none";
    };
  }

  private static String networkEquation(Operator operator) {
    return operator instanceof Operator.Collective c && c.path() == Operator.CollectivePath.DIRECT
        ? "direct"
        : "collective";
  }

  private List<String> notes(Operator operator, Parts parts, Work work) {
    List<String> notes = new ArrayList<>();
    if (work.bytes() > 0 && parts.resident() >= LEAST_SHOWN) {
      notes.add("the last cache holds %.0f%% of the bytes".formatted(100 * parts.resident()));
    }
    double held = operator instanceof Operator.Elementwise ? work.bytes() / 2 : work.bytes();
    if (machine.memoryBytes() > 0 && held > machine.memoryBytes()) {
      notes.add(
          "does not fit: %s GB of operands, %s GB of memory"
              .formatted(Inference.text(held / 1e9), Inference.text(machine.memoryBytes() / 1e9)));
    }
    @Nullable Arithmetic other = work.flops() > 0 ? machine.carriedOutIn(work.arithmetic()) : null;
    if (other != null && other != work.arithmetic()) {
      notes.add(
          "the chip has no %s multiplier; %s is used instead"
              .formatted(work.arithmetic().word(), other.word()));
    }
    for (Machine.Inferred inferred : machine.inferred()) {
      notes.add(inferred.text());
    }
    return notes;
  }
}
