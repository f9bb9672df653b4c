package dev.chokepoint.performance;

/** Element-wise kernels; equations {@code vector} and {@code row-unit} of docs/model.md. */
final class ElementwiseModel {
  /** Threads of the block that takes a row. */
  private static final int THREADS = 1024;

  /** Such blocks that a core holds; blocks of rotary positions are half as large. */
  private static final int BLOCKS = 2;

  private final Silicon silicon;
  private final double launch;
  private final double passes;
  private final double rate;
  private final double wide;
  private final double access;
  private final double far;
  private final double gate;
  private final double rounding;

  ElementwiseModel(Silicon silicon, Stack stack, Constants c) {
    this.silicon = silicon;
    this.launch = stack.value("elementwise.launch");
    this.passes = stack.value("elementwise.passes");
    this.rate = c.value("elementwise.memory-share") * silicon.machine().memoryBytesPerSecond();
    this.wide = stack.value("elementwise.wide");
    this.access = c.value("elementwise.access");
    this.far = c.value("elementwise.far");
    this.gate = c.value("elementwise.gate");
    this.rounding = c.value("elementwise.wave-rounding");
  }

  Parts elementwise(Operator.Elementwise e) {
    double bytes = passes * (e.readBytes() + e.writtenBytes());
    double resident = silicon.resident(bytes);
    double memory =
        bytes * ((1 - resident) / rate + resident / Math.max(rate, silicon.cacheBytesPerSecond()));
    double vector = silicon.machine().peak(Arithmetic.FP32);
    double compute = rows(e, resident) + (vector > 0 ? e.operations() / vector : 0);
    return new Parts(launch + Parts.overlap(compute, memory), compute, memory, 0, launch, resident);
  }

  /**
   * Time of the cores where each row has a block of its own: a block waits for one access after the
   * other, longer where no cache holds the data.
   */
  private double rows(Operator.Elementwise e, double resident) {
    if (e.kind() == Operator.Elements.FLAT || e.rows() == 0) {
      return 0;
    }
    double accesses = Math.ceil(e.columns() / (THREADS * wide));
    double each =
        switch (e.kind()) {
          case NORM -> 2 * access;
          case GATED -> access + wide * THREADS * gate / Math.max(1, silicon.vectorPerCore());
          case FLAT, ROTARY -> access;
        };
    int blocks = e.kind() == Operator.Elements.ROTARY ? 2 * BLOCKS : BLOCKS;
    double waves = silicon.waves((double) e.rows() / blocks, rounding);
    return waves * accesses * each * (1 + far * (1 - resident));
  }
}
