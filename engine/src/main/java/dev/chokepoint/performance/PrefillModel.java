package dev.chokepoint.performance;

/**
 * Fused attention over new tokens. A unit of work is one tile of query rows of one head: its
 * products, its exponentials, and a fixed start. Equations {@code attention-unit}, {@code waves}.
 */
final class PrefillModel {
  private static final int TILE = 128;
  private static final int LEAST_ROWS = 16;

  /** Exponentials a vector operation slot does: one special unit beside eight lanes. */
  private static final double EXPONENTIAL = 1.0 / 16;

  private final Silicon silicon;
  private final double rate;
  private final double rate8;
  private final double cache8;
  private final boolean windows;
  private final double exponential;
  private final double unitClocks;
  private final double rowClocks;
  private final double diagonal;
  private final double windowTiles;
  private final double rounding;
  private final double passes;
  private final double launch;
  private final double latentLaunch;
  private final double latentRate;
  private final double latentPasses;
  private final double unitPower;
  private final double memoryPower;

  PrefillModel(Silicon silicon, Stack stack, Constants c) {
    Machine m = silicon.machine();
    this.silicon = silicon;
    double sustained = Silicon.sustained(m, Arithmetic.BITS16, c, "prefill");
    double sustained8 = Silicon.sustained(m, Arithmetic.FP8, c, "prefill");
    double ceiling = Math.min(1, c.value("prefill.ceiling"));
    this.rate = m.peak(Arithmetic.BITS16) * sustained * ceiling;
    double peak8 = m.peak(Arithmetic.FP8);
    this.cache8 = stack.value("prefill.fp8-cache-speed");
    this.rate8 =
        peak8 > 0 && cache8 == 1
            ? peak8 * sustained8 * Math.min(1, ceiling * c.value("prefill.fp8-ceiling"))
            : rate * cache8;
    this.windows = stack.value("prefill.windows") > 0;
    this.exponential = c.value("prefill.exponential");
    this.unitClocks = stack.value("prefill.unit-clocks");
    this.rowClocks = stack.value("prefill.row-clocks");
    this.diagonal = c.value("prefill.diagonal");
    this.windowTiles = c.value("prefill.window-tiles");
    this.rounding = c.value("prefill.wave-rounding");
    this.passes = c.value("prefill.passes");
    this.launch = stack.value("prefill.launch");
    this.latentLaunch = stack.value("mla.prefill-launch");
    this.latentRate = m.peak(Arithmetic.BITS16) * sustained * Math.min(1, c.value("mla.ceiling"));
    this.latentPasses = c.value("mla.passes");
    this.unitPower = c.value("prefill.unit-overlap");
    this.memoryPower = c.value("prefill.memory-overlap");
  }

  Parts prefill(Operator.AttentionPrefill a) {
    boolean narrow =
        a.cache().arithmetic() == Arithmetic.FP8 || a.arithmetic().arithmetic() == Arithmetic.FP8;
    double window = windows ? a.window() : 0;
    double units = (double) a.batch() * a.heads();
    double bytes =
        (double) a.batch()
            * a.headDim()
            * (4.0 * a.heads() * a.length()
                + 2.0 * a.kvHeads() * seen(a) * a.cache().activationBytes());
    return parts(
        units,
        (double) a.length(),
        (double) a.prefix(),
        window,
        4.0 * a.headDim(),
        narrow ? rate8 : rate,
        passes * bytes,
        launch);
  }

  private static double seen(Operator.AttentionPrefill a) {
    return a.window() > 0
        ? Math.min(a.prefix(), a.window()) + a.length()
        : a.prefix() + (double) a.length();
  }

  Parts latent(Operator.MlaPrefill a) {
    double bytes =
        2.0
            * a.batch()
            * a.heads()
            * (2 * a.valueDim() + a.rope())
            * (2.0 * a.length() + a.prefix());
    return parts(
        (double) a.batch() * a.heads(),
        (double) a.length(),
        (double) a.prefix(),
        0,
        2.0 * (2 * a.valueDim() + a.rope()),
        latentRate,
        latentPasses * bytes,
        latentLaunch);
  }

  private Parts parts(
      double heads,
      double length,
      double prefix,
      double window,
      double flopsPerPair,
      double rate,
      double bytes,
      double launch) {
    double rows =
        length < TILE ? Math.max(LEAST_ROWS, LEAST_ROWS * Math.ceil(length / LEAST_ROWS)) : TILE;
    double tiles = Math.ceil(length / rows);
    double average = prefix + (length + 1) / 2;
    double longest = prefix + length;
    if (window > 0 && window < longest) {
      double reach = window + windowTiles * TILE;
      average = Math.min(average, reach);
      longest = Math.min(longest, reach);
    }
    double fixed = (unitClocks + rowClocks * rows / TILE) / silicon.clock();
    double unit = unit(rows, average + diagonal * rows / 2, flopsPerPair, rate) + fixed;
    double last = unit(rows, longest, flopsPerPair, rate) + fixed;
    double compute = Math.max(silicon.waves(heads * tiles, rounding) * unit, last);
    double memory = bytes / silicon.memoryBytesPerSecond();
    return new Parts(
        launch + Parts.blend(compute, memory, memoryPower),
        compute,
        memory,
        0,
        launch,
        silicon.resident(bytes));
  }

  private double unit(double rows, double columns, double flopsPerPair, double rate) {
    double products = flopsPerPair * rows * columns / (rate / silicon.cores());
    double exponentials = exponential * rows * columns / (silicon.vectorPerCore() * EXPONENTIAL);
    return Parts.blend(products, exponentials, unitPower);
  }
}
