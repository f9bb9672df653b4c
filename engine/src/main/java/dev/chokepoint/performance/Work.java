package dev.chokepoint.performance;

/**
 * What an operator must do whoever carries it out: the floor that no estimate may undercut.
 *
 * @param flops operations, a multiply and an add being two
 * @param bytes of device memory that must move at least once
 * @param networkBytes that one chip must send to others
 */
public record Work(double flops, double bytes, double networkBytes, Arithmetic arithmetic) {

  public static Work of(Operator operator) {
    return switch (operator) {
      case Operator.Gemm g -> gemm(g);
      case Operator.GroupedGemm g -> grouped(g);
      case Operator.MoeFfn f -> moe(f);
      case Operator.AttentionPrefill a -> prefill(a);
      case Operator.AttentionDecode a -> decode(a);
      case Operator.MlaPrefill a -> mlaPrefill(a);
      case Operator.MlaDecode a -> mlaDecode(a);
      case Operator.Elementwise e ->
          new Work(e.operations(), e.readBytes() + e.writtenBytes(), 0, Arithmetic.FP32);
      case Operator.Collective c -> new Work(0, 0, collective(c), Arithmetic.FP32);
      case Operator.SendReceive s -> new Work(0, 0, s.bytes(), Arithmetic.FP32);
      case Operator.ExpertExchange x ->
          new Work(
              0,
              0,
              (double) x.tokens()
                  * x.hidden()
                  * x.bytesPerElement()
                  * Work.touched(x.ranks(), 1.0 / x.ranks(), x.topk())
                  * (x.ranks() - 1)
                  / x.ranks(),
              Arithmetic.FP32);
    };
  }

  private static Work gemm(Operator.Gemm g) {
    double m = g.m();
    double n = g.n();
    double k = g.k();
    return new Work(
        2 * m * n * k,
        m * k * g.precision().activationBytes() + k * n * g.precision().weightBytes() + 2 * m * n,
        0,
        g.precision().arithmetic());
  }

  /** Expected number of experts among {@code many} that at least one token chose. */
  static double touched(double many, double share, long draws) {
    return many * -Math.expm1((double) draws * Math.log1p(-Math.min(share, 1 - 1e-12)));
  }

  private static Work grouped(Operator.GroupedGemm g) {
    double rows = (double) g.tokens() * g.topk() * g.localExperts() / g.experts();
    double used = touched(g.localExperts(), (double) g.topk() / g.experts(), g.tokens());
    return new Work(
        2 * rows * g.n() * g.k(),
        rows * g.k() * g.precision().activationBytes()
            + used * g.n() * g.k() * g.precision().weightBytes()
            + 2 * rows * g.n(),
        0,
        g.precision().arithmetic());
  }

  private static Work moe(Operator.MoeFfn f) {
    double rows = (double) f.tokens() * f.topk() / f.expertRanks();
    double local = (double) f.experts() / f.expertRanks();
    double used = touched(local, (double) f.topk() / f.experts(), f.tokens());
    double weights = (f.gated() ? 3.0 : 2.0) * f.hidden() * f.inter() / f.tensorRanks();
    return new Work(
        2 * rows * weights,
        used * weights * f.precision().weightBytes()
            + Math.min(rows, (double) f.tokens())
                * f.hidden()
                * (f.precision().activationBytes() + 2),
        0,
        f.precision().arithmetic());
  }

  /** Pairs of a query and a key that a causal mask keeps, for one head of one sequence. */
  static double pairs(long newTokens, long cached, long window) {
    double length = newTokens;
    double prefix = cached;
    double seen = prefix + length;
    if (window <= 0 || window >= seen) {
      return length * prefix + length * (length + 1) / 2;
    }
    double growing = Math.max(0, Math.min(length, window - prefix));
    return growing * prefix + growing * (growing + 1) / 2 + (length - growing) * window;
  }

  private static Work prefill(Operator.AttentionPrefill a) {
    double pairs = pairs(a.length(), a.prefix(), a.window());
    double seen =
        a.window() > 0 ? Math.min(a.prefix(), a.window()) + a.length() : a.prefix() + a.length();
    return new Work(
        4.0 * a.batch() * a.heads() * a.headDim() * pairs,
        (double) a.batch()
            * a.headDim()
            * (4.0 * a.heads() * a.length()
                + 2.0 * a.kvHeads() * seen * a.cache().activationBytes()),
        0,
        a.arithmetic().arithmetic());
  }

  private static Work decode(Operator.AttentionDecode a) {
    double seen = a.window() > 0 ? Math.min(a.window(), a.length()) : a.length();
    return new Work(
        4.0 * a.batch() * a.heads() * a.headDim() * seen,
        (double) a.batch()
            * a.headDim()
            * (2.0 * a.kvHeads() * seen * a.cache().activationBytes() + 4.0 * a.heads()),
        0,
        a.arithmetic().arithmetic());
  }

  private static Work mlaPrefill(Operator.MlaPrefill a) {
    double pairs = pairs(a.length(), a.prefix(), 0);
    double width = 2.0 * a.valueDim() + a.rope();
    return new Work(
        2.0 * a.batch() * a.heads() * width * pairs,
        (double) a.batch()
            * a.heads()
            * (a.length() * 2.0 * (2 * a.valueDim() + a.rope())
                + (a.prefix() + a.length()) * a.cache().activationBytes() * width),
        0,
        a.arithmetic().arithmetic());
  }

  private static Work mlaDecode(Operator.MlaDecode a) {
    double entry = (double) a.latent() + a.rope();
    return new Work(
        2.0 * a.batch() * a.heads() * a.length() * (entry + a.latent()),
        a.batch()
            * (a.length() * entry * a.cache().activationBytes()
                + 2.0 * a.heads() * (entry + a.latent())),
        0,
        a.arithmetic().arithmetic());
  }

  /** Bytes that each rank must send in a bandwidth-optimal algorithm. */
  private static double collective(Operator.Collective c) {
    double others = (c.ranks() - 1.0) / c.ranks();
    return switch (c.kind()) {
      case ALL_REDUCE -> 2 * others * c.bytes();
      case ALL_GATHER, REDUCE_SCATTER, ALL_TO_ALL -> others * c.bytes();
    };
  }
}
