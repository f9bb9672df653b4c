package dev.chokepoint.performance;

/**
 * The parts of one operator's time before they are written out as terms, in seconds.
 *
 * @param seconds the whole
 * @param compute busiest core, with loads it waits for
 * @param memory device memory and last cache
 * @param network links
 * @param launch starting kernels, and extra kernels such as quantisation
 * @param resident share of the bytes that the last cache holds, 0 to 1
 */
record Parts(
    double seconds, double compute, double memory, double network, double launch, double resident) {

  /** Two kernels one after the other. */
  Parts then(Parts next) {
    return new Parts(
        seconds + next.seconds,
        compute + next.compute,
        memory + next.memory,
        network + next.network,
        launch + next.launch,
        Math.min(resident, next.resident));
  }

  /** The same with more time before it starts. */
  Parts after(double extra) {
    return new Parts(seconds + extra, compute, memory, network, launch + extra, resident);
  }

  /** Two overlapping times: the larger, more where they are alike. */
  static double overlap(double a, double b) {
    double a2 = a * a;
    double b2 = b * b;
    return Math.sqrt(Math.sqrt(a2 * a2 + b2 * b2));
  }

  /** Three overlapping times. */
  static double overlap(double a, double b, double c) {
    double a2 = a * a;
    double b2 = b * b;
    double c2 = c * c;
    return Math.sqrt(Math.sqrt(a2 * a2 + b2 * b2 + c2 * c2));
  }

  /** Overlap of a given sharpness: 1 adds, a large one takes the larger. */
  static double blend(double a, double b, double power) {
    double large = Math.max(a, b);
    double small = Math.min(a, b);
    return large <= 0 ? 0 : large * Math.pow(1 + Math.pow(small / large, power), 1 / power);
  }
}
