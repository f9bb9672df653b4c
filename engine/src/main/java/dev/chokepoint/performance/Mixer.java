package dev.chokepoint.performance;

/** How a layer mixes tokens: attention of some kind, or a recurrence with a fixed state. */
public sealed interface Mixer {

  /** Parameters of the layer's projections and norms. */
  double parameters(long hidden, Model.Biases biases);

  /** Elements that the cache keeps for so many tokens of one sequence, over all heads. */
  double cached(double tokens);

  /** Bytes of a state that does not grow with the sequence. */
  double stateBytes();

  /** Whether the cache holds one copy for all heads, so that a split over chips repeats it. */
  boolean isShared();

  /** Norms of queries and keys. */
  enum QueryKeyNorm {
    NONE,
    /** One vector for every head. */
    HEAD,
    /** One vector over all heads. */
    WHOLE
  }

  /**
   * Multi-head, grouped-query or multi-query attention.
   *
   * @param window tokens that a token sees; 0 is all
   * @param gated whether the output is multiplied by a gate as wide as the queries
   */
  record Grouped(int heads, int kvHeads, int headDim, long window, boolean gated, QueryKeyNorm norm)
      implements Mixer {
    @Override
    public double parameters(long hidden, Model.Biases biases) {
      double query = (double) heads * headDim;
      double keyValue = 2.0 * kvHeads * headDim;
      double wide = (gated ? 2 : 1) * query + keyValue;
      double bias =
          switch (biases) {
            case NONE -> 0;
            case QUERY_KEY_VALUE -> wide;
            case ALL -> wide + hidden;
          };
      double norms =
          switch (norm) {
            case NONE -> 0;
            case HEAD -> 2.0 * headDim;
            case WHOLE -> query + keyValue / 2;
          };
      return hidden * (wide + query) + bias + norms;
    }

    @Override
    public double cached(double tokens) {
      return 2.0 * kvHeads * headDim * (window > 0 ? Math.min((double) window, tokens) : tokens);
    }

    @Override
    public double stateBytes() {
      return 0;
    }

    @Override
    public boolean isShared() {
      return false;
    }
  }

  /**
   * Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434): one compressed entry a token for
   * all heads; with an index, each token reads only the entries that score highest.
   *
   * @param queryRank width of the compressed query
   * @param latent width of the compressed key and value
   * @param ropeDim width of the rotary part
   * @param keyDim width of a head's key without the rotary part
   * @param indexHeads heads of the index; 0 for none
   * @param indexTokens entries that a token reads
   */
  record Latent(
      int heads,
      int queryRank,
      int latent,
      int ropeDim,
      int keyDim,
      int valueDim,
      int indexHeads,
      int indexDim,
      long indexTokens)
      implements Mixer {
    @Override
    public double parameters(long hidden, Model.Biases biases) {
      double down = hidden * ((double) queryRank + latent + ropeDim);
      double up = (double) queryRank * heads * (keyDim + ropeDim);
      double expand = (double) latent * heads * (keyDim + valueDim);
      double out = (double) heads * valueDim * hidden;
      double index =
          indexHeads == 0
              ? 0
              : (double) queryRank * indexHeads * indexDim
                  + hidden * ((double) indexDim + indexHeads)
                  + 2.0 * indexDim;
      return down + up + expand + out + index + queryRank + latent;
    }

    @Override
    public double cached(double tokens) {
      return ((double) latent + ropeDim + (indexHeads > 0 ? indexDim : 0)) * tokens;
    }

    @Override
    public double stateBytes() {
      return 0;
    }

    @Override
    public boolean isShared() {
      return true;
    }
  }

  /**
   * A gated delta network (arXiv 2412.06464): a matrix of state for each value head.
   *
   * @param convolution taps of the short convolution before it
   */
  record Linear(int keyHeads, int valueHeads, int keyDim, int valueDim, int convolution)
      implements Mixer {
    private static final int STATE_BYTES = 4;

    @Override
    public double parameters(long hidden, Model.Biases biases) {
      double key = (double) keyHeads * keyDim;
      double value = (double) valueHeads * valueDim;
      return hidden * (2 * key + 2 * value + 2.0 * valueHeads)
          + value * hidden
          + convolution * (2 * key + value)
          + 2.0 * valueHeads
          + valueDim;
    }

    @Override
    public double cached(double tokens) {
      return 0;
    }

    @Override
    public double stateBytes() {
      return (double) STATE_BYTES * valueHeads * keyDim * valueDim
          + 2.0 * convolution * (2.0 * keyHeads * keyDim + (double) valueHeads * valueDim);
    }

    @Override
    public boolean isShared() {
      return false;
    }
  }
}
