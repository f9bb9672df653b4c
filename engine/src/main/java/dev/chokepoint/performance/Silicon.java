package dev.chokepoint.performance;

/**
 * What follows from the figures of a chip and the constants alone, worked out once.
 *
 * @param machine the chip
 * @param loadBytesPerSecond what one core loads from the last cache (equation {@code port})
 * @param memoryBytesPerSecond what streams reach of the pin bandwidth
 * @param cacheBytesPerSecond what all cores together draw from the last cache
 * @param vectorPerCore vector operations a second of one core, 32-bit
 */
record Silicon(
    Machine machine,
    double loadBytesPerSecond,
    double memoryBytesPerSecond,
    double cacheBytesPerSecond,
    double vectorPerCore) {

  /** FLOP of a load of one byte in a core as wide as the reference of the port constant. */
  private static final double REFERENCE_FLOP = 4096;

  private static final double REFERENCE_HERTZ = 1.6e9;

  static Silicon of(Machine m, Constants c) {
    double peak = m.peak(Arithmetic.BITS16);
    double load =
        Math.max(
            c.value("silicon.port") * peak / m.cores() / REFERENCE_FLOP,
            c.value("silicon.port-of-memory") * m.memoryBytesPerSecond() / m.cores());
    double share =
        switch (m.memory()) {
          case HBM, SRAM -> c.value("silicon.hbm-share");
          case GDDR, LPDDR -> c.value("silicon.gddr-share");
        };
    double memory = share * m.memoryBytesPerSecond();
    return new Silicon(
        m,
        load,
        memory,
        Math.max(memory, c.value("silicon.cache-share") * load * m.cores()),
        m.peak(Arithmetic.FP32) / m.cores());
  }

  /**
   * Equation {@code power}: share of the peak that a power limit and a high clock leave. An
   * operation costs energy in proportion to its bits, so that rates count as their equivalent of
   * 16.
   */
  static double sustained(Machine m, Arithmetic arithmetic, Constants c, String family) {
    Arithmetic used = m.carriedOutIn(arithmetic);
    double bits =
        switch (used) {
          case FP32 -> 32;
          case BITS16 -> 16;
          case FP8, INT8 -> 8;
          case FP4 -> 4;
        };
    double tera = m.peak(used) * bits / 16 / 1e12;
    if (!(tera > 0)) {
      return 1;
    }
    double budget = m.watts() / tera / c.value(family + ".power-budget");
    double clock = m.clockHertz() / REFERENCE_HERTZ;
    return Math.min(
        1,
        Math.pow(budget, c.value(family + ".power-exponent"))
            * Math.pow(clock, -c.value(family + ".clock-exponent")));
  }

  double cores() {
    return machine.cores();
  }

  double clock() {
    return machine.clockHertz();
  }

  /** Share of some bytes that stays in the last cache when they are used again. */
  double resident(double bytes) {
    double ratio = bytes / machine.cacheBytes();
    double ratio2 = ratio * ratio;
    return 1 / (1 + ratio2 * ratio2);
  }

  /** Seconds to move bytes of which a share is in the last cache; equation {@code memory}. */
  double move(double bytes, double resident) {
    return bytes * ((1 - resident) / memoryBytesPerSecond + resident / cacheBytesPerSecond);
  }

  /** Peak rate for an arithmetic wanted, of the one that the chip has for it. */
  double peak(Arithmetic wanted) {
    return machine.peak(machine.carriedOutIn(wanted));
  }

  /** Waves of work over the cores: whole ones in part, at least one; equation {@code waves}. */
  double waves(double units, double rounding) {
    double x = units / machine.cores();
    return Math.max(1, rounding * Math.ceil(x) + (1 - rounding) * x);
  }
}
