package dev.chokepoint.performance;

/** The part of a layer that works on each token alone. */
public sealed interface FeedForward {

  /** Parameters of the layer's feed-forward part. */
  double parameters(long hidden, boolean biases);

  /** Parameters that one token uses. */
  double active(long hidden, boolean biases);

  /**
   * One network for all tokens.
   *
   * @param gated three matrices rather than two
   */
  record Dense(long inter, boolean gated) implements FeedForward {
    @Override
    public double parameters(long hidden, boolean biases) {
      int matrices = gated ? 3 : 2;
      return (double) matrices * hidden * inter + (biases ? (matrices - 1.0) * inter + hidden : 0);
    }

    @Override
    public double active(long hidden, boolean biases) {
      return parameters(hidden, biases);
    }
  }

  /**
   * A mixture of experts.
   *
   * @param inter width of one expert
   * @param active experts that a token chooses
   * @param sharedInter width of experts that every token uses, together; 0 for none
   */
  record Experts(long inter, int experts, int active, long sharedInter, boolean gated)
      implements FeedForward {
    @Override
    public double parameters(long hidden, boolean biases) {
      return routed(hidden, biases, experts) + common(hidden, biases);
    }

    @Override
    public double active(long hidden, boolean biases) {
      return routed(hidden, biases, active) + common(hidden, biases);
    }

    /** Parameters of so many experts. */
    double routed(long hidden, boolean biases, double count) {
      return count * new Dense(inter, gated).parameters(hidden, biases);
    }

    private double common(long hidden, boolean biases) {
      double router = (double) hidden * experts + (biases ? experts : 0);
      double shared =
          sharedInter == 0 ? 0 : new Dense(sharedInter, gated).parameters(hidden, false);
      return router + shared;
    }
  }
}
