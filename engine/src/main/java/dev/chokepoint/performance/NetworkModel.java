package dev.chokepoint.performance;

/**
 * Traffic between chips: a start that grows with the steps of the algorithm, the volume over the
 * slowest link, and a middle where protocols change. Equations {@code collective}, {@code direct}.
 */
final class NetworkModel {
  private static final int SWITCH_RANKS = 8;

  private final double start;
  private final double hop;
  private final double reduceHops;
  private final double exchangeHops;
  private final double share;
  private final double middle;
  private final double inSwitch;
  private final double directStart;
  private final double directHop;
  private final double directTwoShot;
  private final double directShare;
  private final double link;
  private final boolean switched;
  private final boolean hostOnly;
  private final double hostShare;
  private final double hostContention;
  private final double node;
  private final double nodeStart;
  private final double cards;

  NetworkModel(Machine machine, Stack stack, Constants c) {
    this.start =
        stack.value("network.launch") + c.value("network.start-clocks") / machine.clockHertz();
    this.hop = c.value("network.hop");
    this.reduceHops = c.value("network.reduce-hops");
    this.exchangeHops = c.value("network.exchange-hops");
    this.share = c.value("network.link-share");
    this.middle = c.value("network.middle");
    this.inSwitch = c.value("network.in-switch");
    this.directStart = stack.value("network.direct-launch");
    this.directHop = c.value("network.direct-hop");
    this.directTwoShot = c.value("network.direct-two-shot");
    this.directShare = c.value("network.direct-share");
    this.hostOnly = machine.linkBytesPerSecond() <= 0;
    this.link = hostOnly ? machine.hostBytesPerSecond() : machine.linkBytesPerSecond();
    this.switched = !hostOnly && machine.peak(Arithmetic.FP8) > 0;
    this.hostShare = stack.value("network.host-share");
    this.hostContention = stack.value("network.host-contention");
    this.node = stack.value("network.node-bytes-per-second");
    this.nodeStart = c.value("network.node-start");
    this.cards = node * c.value("network.card-share");
  }

  /** Whether there is anything to send over. */
  boolean isConnected() {
    return link > 0;
  }

  /**
   * Seconds that traffic over the links of one node takes at their full rate, with any algorithm.
   */
  double least(Operator operator) {
    double bytes =
        switch (operator) {
          case Operator.Collective c when c.ranks() <= c.ranksPerNode() ->
              (c.ranks() - 1.0) / c.ranks() * c.bytes();
          case Operator.SendReceive s when !s.betweenNodes() -> s.bytes();
          default -> 0;
        };
    return bytes > 0 && link > 0 ? bytes / link : 0;
  }

  Parts collective(Operator.Collective c) {
    int ranks = c.ranks();
    if (ranks <= 1) {
      return new Parts(0, 0, 0, 0, 0, 0);
    }
    int near = Math.max(1, Math.min(ranks, c.ranksPerNode()));
    boolean between = near < ranks;
    boolean reduces = c.kind() == Operator.CollectiveKind.ALL_REDUCE;
    double volume = (reduces ? 2 : 1) * (ranks - 1.0) / ranks * c.bytes();
    if (c.path() == Operator.CollectivePath.DIRECT && !between && reduces) {
      return direct(ranks, c.bytes(), volume);
    }
    double hops =
        switch (c.kind()) {
          case ALL_REDUCE -> reduceHops * (ranks - 1);
          case ALL_TO_ALL -> exchangeHops * (ranks - 1);
          case ALL_GATHER, REDUCE_SCATTER -> ranks - 1.0;
        };
    double nodes = Math.ceil((double) ranks / near);
    double alpha = start + hop * hops + (between ? nodeStart * (nodes - 1) : 0);
    double rate = between ? Math.min(bandwidth(near), nodeRate(near)) : bandwidth(ranks);
    double beta = volume / rate;
    if (reduces && switched && ranks >= SWITCH_RANKS && !between) {
      beta /= inSwitch;
    }
    double seconds = alpha + beta + middle * Math.sqrt(alpha * beta);
    return new Parts(seconds, 0, 0, beta, alpha, 0);
  }

  /** All chips of a node share their cards, and a ring enters and leaves a node once. */
  private double nodeRate(int near) {
    return node * near * share;
  }

  private double bandwidth(int ranks) {
    if (!hostOnly) {
      return link * share;
    }
    return link * hostShare * Math.pow(2.0 / Math.max(2, ranks), hostContention);
  }

  private Parts direct(int ranks, double bytes, double volume) {
    double first = directStart + directHop * (ranks - 1);
    if (hostOnly) {
      double beta = volume / bandwidth(ranks);
      return new Parts(Parts.overlap(first, beta), 0, 0, beta, first, 0);
    }
    double rate = link * directShare;
    double oneShot = first + (ranks - 1) * bytes / rate;
    double twoShot = first + directTwoShot + volume / rate;
    double seconds = Math.min(oneShot, twoShot);
    return new Parts(seconds, 0, 0, seconds - first, first, 0);
  }

  Parts send(Operator.SendReceive s) {
    double rate = s.betweenNodes() ? node * share : bandwidth(2);
    double beta = s.bytes() / rate;
    double alpha = start * 0.5 + (s.betweenNodes() ? nodeStart : 0);
    double seconds = alpha + beta + middle * Math.sqrt(alpha * beta);
    return new Parts(seconds, 0, 0, beta, alpha, 0);
  }

  /**
   * Tokens to their experts or back. Between nodes the cheaper of two ways: each copy on its own
   * over the cards, or one copy for each node that the fast links there pass on.
   */
  Parts exchange(Operator.ExpertExchange x) {
    if (x.ranks() <= 1) {
      return new Parts(0, 0, 0, 0, 0, 0);
    }
    double volume = Work.of(x).networkBytes();
    int near = Math.max(1, Math.min(x.ranks(), x.ranksPerNode()));
    if (near == x.ranks()) {
      double alpha = start;
      double beta = volume / bandwidth(near);
      double seconds = alpha + beta + middle * Math.sqrt(alpha * beta);
      return new Parts(seconds, 0, 0, beta, alpha, 0);
    }
    double far = volume * (x.ranks() - near) / (x.ranks() - 1.0);
    double beta = (volume - far) / bandwidth(near) + far / cards;
    double nodes = Math.ceil((double) x.ranks() / near);
    double once =
        (double) x.tokens()
            * x.hidden()
            * x.bytesPerElement()
            * Work.touched(nodes, 1 / nodes, x.topk())
            * (nodes - 1)
            / nodes;
    double forwarded = volume / bandwidth(near) + once / cards;
    double alpha = start + nodeStart;
    double least = Math.min(beta, forwarded);
    return new Parts(alpha + least, 0, 0, least, alpha, 0);
  }
}
