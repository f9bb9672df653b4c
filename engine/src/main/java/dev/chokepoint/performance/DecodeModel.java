package dev.chokepoint.performance;

/**
 * Attention of one new token a sequence. A unit of work is a piece of one sequence's cache for one
 * key-value head, or for one query head where the kernel does not share. Equations {@code
 * decode-unit}, {@code waves}, {@code memory}.
 */
final class DecodeModel {
  private static final int MOST_SPLITS = 64;
  private static final double LEAST_PIECE = 64;
  private static final double REFERENCE_HEAD = 128;
  private static final double LATENT_HEADS = 64;

  private final Silicon silicon;
  private final double memoryShare;
  private final double cacheRate;
  private final double copies;
  private final double overlap;
  private final double rounding;
  private final double split;
  private final double launch;
  private final Path shared;
  private final Path head;
  private final double leastGroup;
  private final double mostGroup;
  private final double cacheShare;
  private final boolean narrowFallsBack;
  private final double narrowUnits;
  private final double narrowUnit;
  private final double narrowToken;
  private final Latent latent;

  /**
   * One way to work.
   *
   * @param unit seconds that a unit takes whatever its length
   * @param token clocks a cached token of 128 wide heads
   * @param group more clocks for every query head of the group
   * @param narrow factor on {@code token} for an 8-bit cache
   * @param splits whether a sequence may be split over cores
   */
  private record Path(double unit, double token, double group, double narrow, boolean splits) {}

  /** Latent attention: its own kernel. */
  private record Latent(
      double launch, double unit, double token, double rate, double leastHeads, double split) {}

  DecodeModel(Silicon silicon, Stack stack, Constants c) {
    this.silicon = silicon;
    double clock = silicon.clock();
    this.memoryShare = c.value("decode.memory-share") * silicon.machine().memoryBytesPerSecond();
    this.cacheRate =
        Math.max(memoryShare, c.value("decode.cache-share") * 64 * clock * silicon.cores());
    this.copies = c.value("decode.copies");
    this.overlap = c.value("decode.overlap");
    this.rounding = c.value("decode.wave-rounding");
    this.split = c.value("decode.split");
    this.launch = stack.value("decode.launch") + stack.value("decode.launch-clocks") / clock;
    this.shared =
        new Path(
            stack.value("decode.shared-clocks") / clock,
            stack.value("decode.shared-token"),
            stack.value("decode.shared-group"),
            stack.value("decode.shared-fp8"),
            true);
    this.head =
        new Path(
            stack.value("decode.head-clocks") / clock,
            stack.value("decode.head-token"),
            0,
            stack.value("decode.head-fp8"),
            stack.value("decode.head-splits") > 0);
    this.leastGroup = stack.value("decode.least-group");
    this.mostGroup = stack.value("decode.most-group");
    this.cacheShare = stack.value("decode.cache-traffic");
    this.narrowFallsBack = stack.value("decode.fp8-falls-back") > 0;
    this.narrowUnits = stack.value("decode.fp8-least-units");
    this.narrowUnit = stack.value("decode.fp8-clocks") / clock;
    this.narrowToken = stack.value("decode.fp8-token");
    this.latent =
        new Latent(
            stack.value("mla.decode-launch"),
            stack.value("mla.decode-clocks") / clock,
            c.value("mla.decode-token") / clock,
            silicon.machine().peak(Arithmetic.BITS16) * Math.min(1, c.value("mla.decode-ceiling")),
            c.value("mla.least-heads"),
            c.value("mla.split"));
  }

  Parts decode(Operator.AttentionDecode a) {
    double length = Math.max(1, a.window() > 0 ? Math.min(a.window(), a.length()) : a.length());
    double group = (double) a.heads() / a.kvHeads();
    boolean narrow = a.cache().activationBytes() < 2;
    boolean sharing = group >= leastGroup && group <= mostGroup;
    boolean falls =
        narrow
            && narrowFallsBack
            && (!sharing || (double) a.batch() * a.kvHeads() < narrowUnits * silicon.cores());
    boolean together = sharing && !falls;
    Path path = together ? shared : head;
    double units = (double) a.batch() * (together ? a.kvHeads() : a.heads());
    double clocks =
        (path.token() + path.group() * group)
            * (a.headDim() / REFERENCE_HEAD)
            * (falls ? narrowToken : narrow ? path.narrow() : 1);
    double core =
        cores(
            units,
            length,
            falls ? narrowUnit : path.unit(),
            clocks / silicon.clock(),
            path.splits() && !falls,
            split);
    double bytes =
        (double) a.batch()
            * a.headDim()
            * (2.0
                    * a.kvHeads()
                    * length
                    * a.cache().activationBytes()
                    * (together ? cacheShare : 1)
                + 4.0 * a.heads());
    return finish(core, bytes, launch);
  }

  Parts latent(Operator.MlaDecode a) {
    double entry = (double) a.latent() + a.rope();
    double length = Math.max(1, a.length());
    double groups = Math.ceil(a.heads() / LATENT_HEADS);
    double padded = Math.max(latent.leastHeads(), Math.min(a.heads(), LATENT_HEADS));
    double token =
        2 * padded * (entry + a.latent()) / (latent.rate() / silicon.cores()) + latent.token();
    double core = cores(a.batch() * groups, length, latent.unit(), token, true, latent.split());
    double bytes =
        a.batch()
            * (length * entry * a.cache().activationBytes()
                + 2.0 * a.heads() * (entry + a.latent()));
    return finish(core, bytes, latent.launch());
  }

  private Parts finish(double core, double bytes, double start) {
    double resident = silicon.resident(copies * bytes);
    double memory = bytes * ((1 - resident) / memoryShare + resident / cacheRate);
    return new Parts(start + Parts.blend(core, memory, overlap), core, memory, 0, start, resident);
  }

  /** Time of the cores with the best number of pieces a sequence. */
  private double cores(
      double units, double length, double unit, double token, boolean splits, double join) {
    double best = silicon.waves(units, rounding) * (unit + length * token);
    for (int s = 2; splits && s <= MOST_SPLITS && length / s >= LEAST_PIECE; s *= 2) {
      double time = silicon.waves(units * s, rounding) * (unit + length / s * token) + join;
      best = Math.min(best, time);
    }
    return best;
  }
}
