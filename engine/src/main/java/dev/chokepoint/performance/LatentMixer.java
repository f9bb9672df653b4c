package dev.chokepoint.performance;

/** The operators of latent attention in one pass, with or without an index of cached tokens. */
final class LatentMixer {
  private final Forward forward;
  private final Mixer.Latent l;
  private final double count;
  private final int heads;

  LatentMixer(Forward forward, Mixer.Latent l, double count) {
    this.forward = forward;
    this.l = l;
    this.count = count;
    this.heads = l.heads() / forward.layout.tensor();
  }

  void add() {
    long entry = (long) l.latent() + l.ropeDim();
    forward.gemm(
        "latent projections",
        count,
        forward.tokens,
        l.queryRank() + entry,
        forward.hidden,
        forward.d.attention());
    double down = 2.0 * forward.tokens * (l.queryRank() + entry);
    forward.elementwise("latent norms", count, down, down);
    forward.gemm(
        "query expansion",
        count,
        forward.tokens,
        (long) heads * (l.keyDim() + l.ropeDim()),
        l.queryRank(),
        forward.d.attention());
    forward.positions(count, (long) heads * (l.keyDim() + l.ropeDim()));
    if (l.indexHeads() > 0) {
      index();
    }
    for (Batch.Prompt each : forward.batch.prompts()) {
      prefill(each);
    }
    if (forward.batch.decodes() > 0) {
      decode();
    }
    forward.gather(count, entry);
    forward.gemm(
        "output projection",
        count,
        forward.tokens,
        forward.hidden,
        (long) heads * l.valueDim(),
        forward.d.attention());
  }

  private void prefill(Batch.Prompt p) {
    long length = Math.max(1, Math.ceilDiv(p.length(), forward.layout.context()));
    long prefix = p.prefix() + (p.length() - length) / 2;
    long expanded = (long) heads * (l.keyDim() + l.valueDim());
    forward.gemm(
        "key and value expansion",
        count,
        p.count() * (length + prefix),
        expanded,
        l.latent(),
        forward.d.attention());
    boolean sparse = l.indexHeads() > 0 && length + prefix > l.indexTokens();
    long seen = sparse ? Math.max(0, l.indexTokens() - length) : prefix;
    forward.add(
        "attention",
        count,
        new Operator.MlaPrefill(
            p.count(),
            length,
            Math.min(prefix, seen),
            heads,
            l.latent(),
            l.ropeDim(),
            l.valueDim(),
            Precision.BF16,
            forward.d.cache()));
  }

  private void decode() {
    long rows = forward.batch.decodes() * (1 + forward.batch.drafts());
    forward.gemm(
        "query absorption", count, rows, (long) heads * l.latent(), l.keyDim(), Precision.BF16);
    long cached = Math.max(1, forward.batch.context() / forward.layout.context());
    long seen = l.indexHeads() > 0 ? Math.min(cached, l.indexTokens()) : cached;
    forward.add(
        "attention",
        count,
        new Operator.MlaDecode(
            forward.batch.decodes(),
            seen,
            heads * (1 + forward.batch.drafts()),
            l.latent(),
            l.ropeDim(),
            Precision.BF16,
            forward.d.cache()));
    forward.gemm(
        "value expansion", count, rows, (long) heads * l.valueDim(), l.latent(), Precision.BF16);
  }

  /** Every token scores all cached ones by a few narrow heads; keys alone are read. */
  private void index() {
    int half = Math.max(1, l.indexDim() / 2);
    forward.gemm(
        "index queries",
        count,
        forward.tokens,
        (long) l.indexHeads() * l.indexDim(),
        l.queryRank(),
        forward.d.attention());
    forward.gemm(
        "index keys",
        count,
        forward.tokens,
        l.indexDim() + l.indexHeads(),
        forward.hidden,
        Precision.BF16);
    for (Batch.Prompt p : forward.batch.prompts()) {
      forward.add(
          "index scores",
          count,
          new Operator.AttentionPrefill(
              p.count(),
              p.length(),
              p.prefix(),
              l.indexHeads(),
              1,
              half,
              0,
              Precision.BF16,
              Precision.FP8));
    }
    if (forward.batch.decodes() > 0) {
      forward.add(
          "index scores",
          count,
          new Operator.AttentionDecode(
              forward.batch.decodes(),
              Math.max(1, forward.batch.context()),
              l.indexHeads() * (1 + forward.batch.drafts()),
              1,
              half,
              0,
              Precision.BF16,
              Precision.FP8));
    }
  }
}
