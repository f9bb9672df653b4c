package dev.chokepoint.performance;

import java.util.List;

/** Estimates of single operators. */
public final class Performance {
  private Performance() {}

  /**
   * The time of one operator on one chip.
   *
   * @throws dev.chokepoint.units.Refused when the shape is not possible or the chip lacks what it
   *     needs
   */
  public static Estimate estimate(
      Machine machine, Stack stack, Constants constants, Operator operator) {
    Work work = Work.of(operator);
    Arithmetic arithmetic = machine.carriedOutIn(work.arithmetic());
    double compute = work.flops() == 0 ? 0 : work.flops() / machine.peak(arithmetic);
    double memory = work.bytes() / machine.memoryBytesPerSecond();
    double network =
        work.networkBytes() == 0 ? 0 : work.networkBytes() / machine.linkBytesPerSecond();
    double launch = stack.value("launch");
    double time = launch + Math.max(Math.max(compute, memory), network);
    Bound bound =
        network > memory && network > compute
            ? Bound.NETWORK
            : memory > compute ? Bound.MEMORY : Bound.COMPUTE;
    return new Estimate(
        new Estimate.Interval(time / 1.5, time, time * 1.5),
        work.flops(),
        work.bytes() + work.networkBytes(),
        bound,
        List.of(
            new Estimate.Term("compute", "roofline", compute, Bound.COMPUTE),
            new Estimate.Term("memory", "roofline", memory, Bound.MEMORY),
            new Estimate.Term("network", "roofline", network, Bound.NETWORK),
            new Estimate.Term("launch", "launch", launch, Bound.LAUNCH)),
        List.of());
  }
}
