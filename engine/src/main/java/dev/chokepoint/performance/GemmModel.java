package dev.chokepoint.performance;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Matrix products, single and grouped: the cheapest of a menu of tiles, spread over the cores in
 * waves, beside the time of memory. Equations {@code tile}, {@code waves}, {@code memory} of
 * docs/model.md.
 */
final class GemmModel {
  private static final int[] ROWS = {16, 32, 64, 128, 256};
  private static final int[] COLUMNS = {32, 64, 128, 256};
  private static final int SPLITS = 16;
  private static final double BLOCK = 128;
  private static final double OUTPUT_BYTES = 2;

  private final Silicon silicon;
  private final Stack stack;
  private final Constants constants;
  private final double launch;

  /** Made when first asked for: most work is of one precision. */
  private final Map<Precision, Kernel> kernels = new ConcurrentHashMap<>();

  private final Map<Precision, Kernel> grouped = new ConcurrentHashMap<>();
  private final double store;
  private final double rounding;
  private final double copies;
  private final double splitSeconds;
  private final double promotion;
  private final double extraColumns;
  private final Moe moe;

  /**
   * How a stack multiplies in one precision.
   *
   * @param launch seconds before the first tile, quantisation kernels included
   * @param host seconds that the host takes meanwhile to send the next kernel; 0 with graphs
   * @param passes bytes moved for every activation besides the product, as in quantising it
   * @param rate operations a second that the kernel can reach on the whole chip
   * @param step seconds that one element of k takes at least
   * @param leastTile smallest side of a tile
   * @param splits whether k may be split over cores
   * @param blocks whether sums are promoted to vector registers for every block of k
   */
  private record Kernel(
      double launch,
      double host,
      double passes,
      double rate,
      double step,
      int leastTile,
      boolean splits,
      boolean blocks) {}

  /** Constants of mixtures of experts. */
  private record Moe(
      double launch,
      double rowPasses,
      double tokenPasses,
      double routing,
      double imbalance,
      double imbalanceExponent,
      double copies) {}

  GemmModel(Silicon silicon, Stack stack, Constants c) {
    this.silicon = silicon;
    this.stack = stack;
    this.constants = c;
    this.store = c.value("gemm.store");
    this.rounding = c.value("gemm.wave-rounding");
    this.copies = c.value("gemm.copies");
    this.splitSeconds = c.value("gemm.split");
    this.promotion = c.value("gemm.promotion");
    this.extraColumns = c.value("gemm.quantised-columns");
    this.launch = stack.value("gemm.launch") + stack.value("gemm.launch-clocks") / silicon.clock();
    this.moe =
        new Moe(
            stack.value("moe.launch"),
            c.value("moe.row-passes"),
            c.value("moe.token-passes"),
            c.value("moe.routing"),
            c.value("moe.imbalance"),
            c.value("moe.imbalance-exponent"),
            stack.value("moe.copies"));
  }

  private Kernel single(Precision precision) {
    return kernels.computeIfAbsent(precision, p -> kernel("gemm", p, launch));
  }

  private Kernel ofGroup(Precision precision) {
    return grouped.computeIfAbsent(precision, p -> kernel("moe", p, 0));
  }

  private Kernel kernel(String family, Precision p, double start) {
    String type = family + "." + path(silicon.machine(), p) + ".";
    return new Kernel(
        start + stack.value(type + "launch"),
        stack.value(type + "host"),
        stack.value(type + "passes"),
        silicon.peak(p.arithmetic())
            * Silicon.sustained(silicon.machine(), p.arithmetic(), constants, "silicon")
            * Math.min(1, stack.value(type + "ceiling")),
        stack.value(type + "step-clocks") / silicon.clock(),
        (int) stack.value(type + "least-tile"),
        stack.value(type + "splits") > 0,
        stack.value(type + "blocks") > 0);
  }

  /** The kernel that a precision takes on a chip; without its multiplier it is a plain one. */
  private static String path(Machine machine, Precision p) {
    boolean has = machine.peak(p.arithmetic()) > 0;
    return switch (p) {
      case FP32, BF16, MXFP4_A16, INT4_WEIGHT, INT8_WEIGHT -> "plain";
      case FP8 -> "fp8";
      case FP8_STATIC -> has ? "static" : "fp8";
      case MXFP4_A8, INT4_A8 -> has ? "mixed" : "fp8";
      case FP8_BLOCK, MXFP8 -> "block";
      case INT8, INT8_DYNAMIC -> has ? "int8" : "fp8";
      case NVFP4, MXFP4 -> has ? "fp4" : "fp8";
    };
  }

  Parts gemm(Operator.Gemm g) {
    Precision p = g.precision();
    Kernel kernel = single(p);
    double m = g.m();
    double n = g.n();
    double k = g.k();
    double bytes = m * k * p.activationBytes() + n * k * p.weightBytes() + OUTPUT_BYTES * m * n;
    double resident = silicon.resident(copies * bytes);
    double memory = silicon.move(bytes + kernel.passes() * m * (k + extraColumns), resident);
    Cores cores = cores(kernel, p, m, 1, n, k, memory);
    double seconds = Parts.overlap(kernel.host(), kernel.launch() + cores.beside(memory));
    return new Parts(
        seconds, cores.all(), memory, 0, Math.max(kernel.host(), kernel.launch()), resident);
  }

  Parts grouped(Operator.GroupedGemm g) {
    double rows = Math.max(1, (double) g.tokens() * g.topk() * g.localExperts() / g.experts());
    double touched =
        Math.min(
            rows,
            Math.max(
                1, Work.touched(g.localExperts(), (double) g.topk() / g.experts(), g.tokens())));
    return grouped(g.precision(), rows, touched, (double) g.n(), (double) g.k());
  }

  private Parts grouped(Precision p, double rows, double touched, double n, double k) {
    Kernel kernel = ofGroup(p);
    double bytes =
        touched * n * k * p.weightBytes() + rows * (k * p.activationBytes() + n * OUTPUT_BYTES);
    double resident = silicon.resident(moe.copies() * bytes);
    double memory = silicon.move(bytes, resident);
    Cores cores = cores(kernel, p, rows / touched, touched, n, k, memory);
    return new Parts(
        kernel.launch() + cores.beside(memory), cores.all(), memory, 0, kernel.launch(), resident);
  }

  Parts moe(Operator.MoeFfn f) {
    double ranks = f.expertRanks();
    double load =
        f.skew() > 0 && ranks > 1
            ? Math.min(
                ranks,
                Math.max(
                    1,
                    moe.imbalance() * Math.pow(Math.min(ranks, 64) / 8, moe.imbalanceExponent())))
            : 1;
    double rows = Math.max(1, (double) f.tokens() * f.topk() / ranks * load);
    double local = (double) f.experts() / ranks;
    double touched =
        Math.min(
            rows,
            Math.max(
                1,
                Work.touched(
                    local,
                    (double) f.topk() / f.experts(),
                    (long) Math.max(1, Math.rint(f.tokens() * load)))));
    double hidden = f.hidden();
    double inter = (double) f.inter() / f.tensorRanks();
    Parts up = grouped(f.precision(), rows, touched, f.gated() ? 2 * inter : inter, hidden);
    Parts down = grouped(f.precision(), rows, touched, hidden, inter);
    double moved =
        moe.rowPasses() * rows * f.hidden()
            + moe.tokenPasses() * f.tokens() * f.hidden()
            + moe.routing() * f.tokens() * f.experts();
    double permutation = moved / silicon.memoryBytesPerSecond();
    return up.then(down).then(new Parts(permutation, 0, permutation, 0, 0, 1)).after(moe.launch());
  }

  /**
   * Time of the cores.
   *
   * @param busy while operands stream, so that memory overlaps it
   * @param join adding the parts of a split k, which waits for all of them
   */
  private record Cores(double busy, double join) {
    double beside(double memory) {
      return Parts.overlap(busy, memory) + join;
    }

    double all() {
      return busy + join;
    }
  }

  /**
   * Time of the cores for {@code groups} products of m rows each: the tile and split of the menu
   * that are best beside so much time of memory.
   */
  private Cores cores(
      Kernel kernel, Precision p, double m, double groups, double n, double k, double memory) {
    double cores = silicon.cores();
    double perCore = kernel.rate() / cores;
    double load = silicon.loadBytesPerSecond();
    double weightBytes = p.weightBytes();
    double activationBytes = p.activationBytes();
    double promote = kernel.blocks() ? promotion * 2 / BLOCK / silicon.vectorPerCore() : 0;
    double best = Double.POSITIVE_INFINITY;
    double bestSplit = Double.POSITIVE_INFINITY;
    Cores parts = new Cores(best, 0);
    for (int i = ROWS.length - 1; i >= 0; i--) {
      int tm = ROWS[i];
      if (tm < kernel.leastTile()) {
        continue;
      }
      double high = groups * Math.ceil(m / tm);
      for (int j = COLUMNS.length - 1; j >= 0; j--) {
        int tn = COLUMNS[j];
        if (tn < kernel.leastTile()) {
          continue;
        }
        double tiles = high * Math.ceil(n / tn);
        double element = (double) tm * tn * (2 / perCore + promote);
        double bytes = (tm * activationBytes + tn * weightBytes) / load;
        double least = Math.max(Math.max(element, bytes), kernel.step());
        double stored = store * 4 * tm * tn / load;
        double waves = silicon.waves(tiles, rounding);
        // No tile is faster than the longest of its parts: most need no closer look.
        if (tiles / cores * k * least + (kernel.splits() ? 0 : stored) >= best) {
          continue;
        }
        double element4 = Parts.overlap(element, bytes, kernel.step());
        best = Math.min(best, waves * (k * element4 + stored));
        for (int split = 2;
            kernel.splits() && split <= SPLITS && tiles * split < 4 * cores;
            split *= 2) {
          double busy = silicon.waves(tiles * split, rounding) * (k / split * element4 + stored);
          double join = splitSeconds + 8 * split * m * groups * n / silicon.cacheBytesPerSecond();
          if (busy < best && Math.max(busy, memory) + join < bestSplit) {
            Cores part = new Cores(busy, join);
            if (part.beside(memory) < bestSplit) {
              bestSplit = part.beside(memory);
              parts = part;
            }
          }
        }
      }
    }
    Cores whole = new Cores(best, 0);
    return whole.beside(memory) <= bestSplit ? whole : parts;
  }
}
