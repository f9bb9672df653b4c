package dev.chokepoint.performance;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;

/** What no operator can be: sizes out of range, groups that do not divide. */
final class Shapes {
  private static final long MOST = 1L << 40;

  private Shapes() {}

  static void check(Operator operator, Machine machine, boolean connected) {
    switch (operator) {
      case Operator.Gemm g -> {
        size("m", g.m());
        size("n", g.n());
        size("k", g.k());
      }
      case Operator.GroupedGemm g -> {
        size("tokens", g.tokens());
        size("n", g.n());
        size("k", g.k());
        experts(g.topk(), g.experts());
        atMost("local-experts", g.localExperts(), g.experts());
      }
      case Operator.MoeFfn f -> {
        size("tokens", f.tokens());
        size("hidden", f.hidden());
        size("inter", f.inter());
        experts(f.topk(), f.experts());
        atMost("ep", f.expertRanks(), f.experts());
        size("tp", f.tensorRanks());
        if (!(f.skew() >= 0 && f.skew() <= 10)) {
          throw refused("skew", String.valueOf(f.skew()), "0 to 10");
        }
      }
      case Operator.AttentionPrefill a -> {
        attention(a.batch(), a.length(), a.heads());
        heads(a.heads(), a.kvHeads());
        size("head-dim", a.headDim());
        orZero("prefix", a.prefix());
        orZero("window", a.window());
      }
      case Operator.AttentionDecode a -> {
        attention(a.batch(), a.length(), a.heads());
        heads(a.heads(), a.kvHeads());
        size("head-dim", a.headDim());
        orZero("window", a.window());
      }
      case Operator.MlaPrefill a -> {
        attention(a.batch(), a.length(), a.heads());
        orZero("prefix", a.prefix());
      }
      case Operator.MlaDecode a -> attention(a.batch(), a.length(), a.heads());
      case Operator.Elementwise e -> amount("bytes", e.readBytes() + e.writtenBytes());
      case Operator.Collective c -> {
        size("ranks", c.ranks());
        amount("bytes", c.bytes());
        connected(machine, c.ranks() > 1, connected);
      }
      case Operator.SendReceive s -> {
        amount("bytes", s.bytes());
        connected(machine, true, connected);
      }
      case Operator.ExpertExchange x -> {
        size("tokens", x.tokens());
        size("ranks", x.ranks());
        connected(machine, x.ranks() > 1, connected);
      }
    }
  }

  private static void attention(long batch, long length, int heads) {
    size("batch", batch);
    size("length", length);
    size("heads", heads);
  }

  private static void heads(int heads, int kvHeads) {
    atMost("kv-heads", kvHeads, heads);
    if (heads % kvHeads != 0) {
      throw refused("kv-heads", String.valueOf(kvHeads), "a divisor of the " + heads + " heads");
    }
  }

  private static void experts(int topk, int experts) {
    size("experts", experts);
    atMost("topk", topk, experts);
  }

  private static void connected(Machine machine, boolean needed, boolean connected) {
    if (needed && !connected) {
      throw new Refused(
          new Problem(
              "missing-figure",
              machine.name(),
              "",
              "d2d-bidir-gbs or host-bidir-gbs is needed for traffic between chips",
              "Maybe describe the chip with --spec and give d2d."));
    }
  }

  private static void size(String name, long value) {
    if (value < 1 || value > MOST) {
      throw refused(name, String.valueOf(value), "1 to " + MOST);
    }
  }

  private static void orZero(String name, long value) {
    if (value < 0 || value > MOST) {
      throw refused(name, String.valueOf(value), "0 to " + MOST);
    }
  }

  private static void atMost(String name, long value, long most) {
    if (value < 1 || value > most) {
      throw refused(name, String.valueOf(value), "1 to " + most);
    }
  }

  private static void amount(String name, double value) {
    if (!(value >= 0 && value <= 1e18)) {
      throw refused(name, String.valueOf(value), "0 to 1e18");
    }
  }

  private static Refused refused(String name, String value, String limit) {
    return new Refused(new Problem("bad-shape", name, value, limit, ""));
  }
}
