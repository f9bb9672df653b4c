package dev.chokepoint.performance;

import java.util.ArrayList;
import java.util.List;

/**
 * The operators of one forward pass on one chip: every layer once, however many pipeline ranks
 * share them.
 */
final class Forward {
  /** Above this, engines leave their own all-reduce for the library's (vLLM: 8 MiB). */
  private static final double DIRECT_MOST_BYTES = 8 << 20;

  /**
   * Tokens that a chunk of a gated delta network holds; the state is read and written once each.
   */
  private static final int CHUNK = 64;

  /**
   * Alike operators.
   *
   * @param name what it is in the model
   */
  record Part(String name, double count, Operator operator) {}

  final Deployment d;
  private final Model model;
  final Layout layout;
  final Batch batch;
  private final boolean direct;
  final long tokens;
  final long hidden;
  private final List<Part> parts = new ArrayList<>();

  private Forward(Deployment deployment, Batch batch, boolean direct) {
    this.d = deployment;
    this.model = deployment.model();
    this.layout = deployment.layout();
    this.batch = batch;
    this.direct = direct;
    this.tokens = Math.max(1, Math.ceilDiv(batch.tokens(), layout.context()));
    this.hidden = model.hidden();
  }

  /**
   * The operators of a pass.
   *
   * @param direct whether small all-reduces read peers' memory, as serving engines do
   */
  static List<Part> parts(Deployment deployment, Batch batch, boolean direct) {
    Forward forward = new Forward(deployment, batch, direct);
    for (Model.Layers each : forward.model.layers()) {
      forward.layer(each, each.count());
    }
    if (batch.drafts() > 0) {
      Model.Layers last = forward.model.layers().getLast();
      forward.layer(last, batch.drafts() / (1.0 + batch.drafts()));
    }
    forward.ends();
    return forward.parts;
  }

  /** The operators of one layer alone, the first of the model. */
  static List<Part> layer(Deployment deployment, Batch batch, boolean direct) {
    Forward forward = new Forward(deployment, batch, direct);
    forward.layer(forward.model.layers().getFirst(), 1);
    return forward.parts;
  }

  private void layer(Model.Layers each, double count) {
    norm(count);
    switch (each.mixer()) {
      case Mixer.Grouped g -> grouped(g, count);
      case Mixer.Latent l -> new LatentMixer(this, l, count).add();
      case Mixer.Linear l -> linear(l, count);
    }
    reduce("attention all-reduce", count, layout.tensor());
    norm(count);
    switch (each.feedForward()) {
      case FeedForward.Dense f -> {
        dense("feed-forward", f.inter(), f.gated(), d.linear(), count, tokens);
        reduce("feed-forward all-reduce", count, layout.tensor());
      }
      case FeedForward.Experts e -> experts(e, count);
    }
    if (layout.pipeline() > 1) {
      int depth = Math.max(1, model.depth());
      double sends = count * (layout.pipeline() - 1.0) / depth;
      boolean between = layout.tensor() * layout.data() * layout.pipeline() > d.chipsPerNode();
      add("pipeline send", sends, new Operator.SendReceive(2.0 * tokens * hidden, between));
    }
  }

  private void norm(double count) {
    double bytes = 4.0 * tokens * hidden;
    rows("norm and residual", count, bytes, bytes, Operator.Elements.NORM, tokens, hidden);
  }

  private void grouped(Mixer.Grouped g, double count) {
    int heads = g.heads() / layout.tensor();
    int kvHeads = Math.max(1, g.kvHeads() / layout.tensor());
    long query = (long) heads * g.headDim();
    long keyValue = 2L * kvHeads * g.headDim();
    gemm(
        "query, key and value",
        count,
        tokens,
        (g.gated() ? 2 : 1) * query + keyValue,
        hidden,
        d.attention());
    if (g.norm() != Mixer.QueryKeyNorm.NONE) {
      elementwise("query norm", count, 2.0 * tokens * query, 2.0 * tokens * query);
      elementwise("key norm", count, 1.0 * tokens * keyValue, 1.0 * tokens * keyValue);
    }
    positions(count, query + keyValue);
    for (Batch.Prompt each : batch.prompts()) {
      long length = Math.max(1, Math.ceilDiv(each.length(), layout.context()));
      long prefix = each.prefix() + (each.length() - length) / 2;
      add(
          "attention",
          count,
          new Operator.AttentionPrefill(
              each.count(),
              length,
              prefix,
              heads,
              kvHeads,
              g.headDim(),
              g.window(),
              Precision.BF16,
              d.cache()));
    }
    if (batch.decodes() > 0) {
      add(
          "attention",
          count,
          new Operator.AttentionDecode(
              batch.decodes(),
              Math.max(1, batch.context() / layout.context()),
              heads * (1 + batch.drafts()),
              kvHeads,
              g.headDim(),
              g.window(),
              Precision.BF16,
              d.cache()));
    }
    gather(count, keyValue);
    if (g.gated()) {
      elementwise("attention gate", count, 4.0 * tokens * query, 2.0 * tokens * query);
    }
    gemm("output projection", count, tokens, hidden, query, d.attention());
  }

  private void linear(Mixer.Linear l, double count) {
    long key = (long) Math.max(1, l.keyHeads() / layout.tensor()) * l.keyDim();
    int heads = l.valueHeads() / layout.tensor();
    long value = (long) heads * l.valueDim();
    gemm("delta projections", count, tokens, 2 * key + 2 * value, hidden, d.attention());
    gemm("delta rates", count, tokens, 2L * heads, hidden, Precision.BF16);
    double wide = 2.0 * tokens * (2 * key + value);
    elementwise("short convolution", count, wide, wide);
    double state = 4.0 * heads * l.keyDim() * l.valueDim();
    double passes = batch.decodes();
    for (Batch.Prompt p : batch.prompts()) {
      passes += p.count() * Math.ceil((double) p.length() / CHUNK);
    }
    add(
        "delta recurrence",
        count,
        new Operator.Elementwise(
            passes * state + wide,
            passes * state + 2.0 * tokens * value,
            6.0 * tokens * heads * l.keyDim() * l.valueDim()));
    elementwise("delta gate", count, 4.0 * tokens * value, 2.0 * tokens * value);
    gemm("output projection", count, tokens, hidden, value, d.attention());
  }

  private void dense(
      String name, long inter, boolean gated, Precision precision, double count, long rows) {
    long width = Math.max(1, inter / layout.tensor());
    long in = gated ? 2 * width : width;
    gemm(name + " in", count, rows, in, hidden, precision);
    rows(
        "activation",
        count,
        2.0 * rows * in,
        2.0 * rows * width,
        Operator.Elements.GATED,
        rows,
        width);
    gemm(name + " out", count, rows, hidden, width, precision);
  }

  private void experts(FeedForward.Experts e, double count) {
    gemm("router", count, tokens, e.experts(), hidden, Precision.BF16);
    if (layout.data() > 1 && layout.expert() > 1) {
      dispatched(e, count);
      return;
    }
    boolean alike = e.sharedInter() > 0 && e.sharedInter() % e.inter() == 0;
    int fused = alike && layout.expert() == 1 ? (int) (e.sharedInter() / e.inter()) : 0;
    if (e.sharedInter() > 0 && fused == 0) {
      dense("shared expert", e.sharedInter(), e.gated(), d.experts(), count, tokens);
    }
    add(
        "experts",
        count,
        new Operator.MoeFfn(
            tokens * layout.data(),
            hidden,
            e.inter(),
            e.active() + fused,
            e.experts() + fused,
            layout.expertTensor(),
            layout.expert(),
            0,
            e.gated(),
            d.experts()));
    reduce("experts all-reduce", count, layout.expertGroup());
  }

  /**
   * Tokens travel to their experts: a rank sees only rows that were sent to it, sorted and in the
   * precision of the products already.
   */
  private void dispatched(FeedForward.Experts e, double count) {
    int ranks = layout.expert();
    if (e.sharedInter() > 0) {
      dense("shared expert", e.sharedInter(), e.gated(), d.experts(), count, tokens);
      reduce("shared expert all-reduce", count, layout.tensor());
    }
    exchange("dispatch", count, e.active(), d.experts().activationBytes());
    long all = tokens * layout.data();
    int local = Math.max(1, e.experts() / ranks);
    long width = Math.max(1, e.inter() / layout.expertTensor());
    long in = e.gated() ? 2 * width : width;
    double rows = (double) all * e.active() / ranks;
    add(
        "experts in",
        count,
        new Operator.GroupedGemm(all, e.active(), e.experts(), local, in, hidden, d.experts()));
    elementwise("activation", count, 2 * rows * in, rows * width * d.experts().activationBytes());
    add(
        "experts out",
        count,
        new Operator.GroupedGemm(all, e.active(), e.experts(), local, hidden, width, d.experts()));
    exchange("combine", count, e.active(), 2);
  }

  private void exchange(String name, double count, int active, double bytes) {
    int ranks = layout.expert();
    add(
        name,
        count,
        new Operator.ExpertExchange(
            Math.max(1, tokens / layout.tensor()),
            hidden,
            active,
            ranks,
            Math.min(ranks, d.chipsPerNode()),
            bytes));
  }

  private void ends() {
    elementwise("embedding", 1, 2.0 * tokens * hidden, 2.0 * tokens * hidden);
    norm(1);
    long drawn = batch.drawn();
    if (drawn > 0) {
      long width = Math.ceilDiv(model.vocabulary(), layout.tensor());
      gemm("vocabulary", 1, drawn, width, hidden, Precision.BF16);
      if (layout.tensor() > 1) {
        double bytes = 2.0 * drawn * model.vocabulary();
        collective("logits", 1, Operator.CollectiveKind.ALL_GATHER, layout.tensor(), bytes);
      }
      elementwise("drawing", 1, 4.0 * drawn * model.vocabulary(), 4.0 * drawn);
    }
  }

  void gather(double count, long width) {
    if (layout.context() > 1 && !batch.prompts().isEmpty()) {
      double bytes = 2.0 * batch.tokens() * width;
      collective(
          "context gather", count, Operator.CollectiveKind.ALL_GATHER, layout.context(), bytes);
    }
  }

  private void reduce(String name, double count, int ranks) {
    if (ranks > 1) {
      double bytes = 2.0 * tokens * hidden;
      collective(name, count, Operator.CollectiveKind.ALL_REDUCE, ranks, bytes);
    }
  }

  private void collective(
      String name, double count, Operator.CollectiveKind kind, int ranks, double bytes) {
    int near = Math.min(ranks, d.chipsPerNode());
    boolean peer =
        direct
            && kind == Operator.CollectiveKind.ALL_REDUCE
            && near == ranks
            && bytes <= DIRECT_MOST_BYTES;
    add(
        name,
        count,
        new Operator.Collective(
            kind,
            ranks,
            near,
            bytes,
            peer ? Operator.CollectivePath.DIRECT : Operator.CollectivePath.LIBRARY));
  }

  void gemm(String name, double count, long m, long n, long k, Precision precision) {
    add(name, count, new Operator.Gemm(m, n, k, precision));
  }

  void elementwise(String name, double count, double read, double written) {
    add(name, count, new Operator.Elementwise(read, written, 0));
  }

  void positions(double count, long width) {
    double bytes = 2.0 * tokens * width;
    rows("positions and cache", count, bytes, bytes, Operator.Elements.ROTARY, tokens, width);
  }

  private void rows(
      String name,
      double count,
      double read,
      double written,
      Operator.Elements kind,
      long rows,
      long columns) {
    add(name, count, new Operator.Elementwise(read, written, 0, kind, rows, columns));
  }

  void add(String name, double count, Operator operator) {
    parts.add(new Part(name, count, operator));
  }
}
