package dev.chokepoint.performance;

/**
 * One kernel, or a few that always go together, on one chip. Shapes are those that this chip works
 * on, after any split among chips.
 */
public sealed interface Operator {

  /** C[m,n] = A[m,k] B[k,n]; m counts tokens, B is the weight. */
  record Gemm(long m, long n, long k, Precision precision) implements Operator {}

  /**
   * One matrix of a mixture of experts: every token's row times the matrix of each expert chosen.
   *
   * @param tokens tokens before routing
   * @param topk experts a token
   * @param experts experts in all
   * @param localExperts experts on this chip
   */
  record GroupedGemm(
      long tokens, int topk, int experts, int localExperts, long n, long k, Precision precision)
      implements Operator {}

  /**
   * The feed-forward part of a mixture of experts on one chip, with routing, permutation and
   * reduction but without traffic between chips.
   *
   * @param tokens tokens that enter the layer over all chips of the expert group
   * @param hidden width of the model
   * @param inter width of one expert before the split over {@code tensorRanks}
   * @param topk experts a token
   * @param experts experts in all, spread over {@code expertRanks}
   * @param skew exponent of the power law of expert popularity; 0 is balanced
   * @param gated three matrices rather than two
   */
  record MoeFfn(
      long tokens,
      long hidden,
      long inter,
      int topk,
      int experts,
      int tensorRanks,
      int expertRanks,
      double skew,
      boolean gated,
      Precision precision)
      implements Operator {}

  /**
   * Fused causal attention of new tokens.
   *
   * @param batch sequences
   * @param length new tokens a sequence
   * @param prefix tokens already in the cache a sequence
   * @param window tokens each token sees; 0 is all
   * @param arithmetic precision of the multiplies
   * @param cache precision of the stored keys and values
   */
  record AttentionPrefill(
      long batch,
      long length,
      long prefix,
      int heads,
      int kvHeads,
      int headDim,
      long window,
      Precision arithmetic,
      Precision cache)
      implements Operator {}

  /**
   * Attention of one new token a sequence.
   *
   * @param length tokens in the cache
   * @param window tokens seen; 0 is all
   */
  record AttentionDecode(
      long batch,
      long length,
      int heads,
      int kvHeads,
      int headDim,
      long window,
      Precision arithmetic,
      Precision cache)
      implements Operator {}

  /**
   * Multi-head latent attention over new tokens, keys and values expanded.
   *
   * @param latent width of the compressed cache entry (512 in DeepSeek)
   * @param rope width of the rotary part (64)
   * @param valueDim width of a head's value, and of its key without the rotary part (128)
   */
  record MlaPrefill(
      long batch,
      long length,
      long prefix,
      int heads,
      int latent,
      int rope,
      int valueDim,
      Precision arithmetic,
      Precision cache)
      implements Operator {}

  /** Multi-head latent attention of one new token a sequence, in the absorbed form. */
  record MlaDecode(
      long batch,
      long length,
      int heads,
      int latent,
      int rope,
      Precision arithmetic,
      Precision cache)
      implements Operator {}

  /** How a kernel of element-wise work goes about it. */
  enum Elements {
    /** Any elements at once: sums, copies. */
    FLAT,
    /** A block for each row, which it goes over twice: norms. */
    NORM,
    /** A block for each row, with an exponential for each element: gated activations. */
    GATED,
    /** A smaller block for each row: rotary positions. */
    ROTARY
  }

  /**
   * Element-wise work, norms and soft maxima: memory is read and written once.
   *
   * @param operations vector operations in all
   * @param rows that blocks take; 0 where it does not matter
   * @param columns elements of a row that is written
   */
  record Elementwise(
      double readBytes,
      double writtenBytes,
      double operations,
      Elements kind,
      long rows,
      long columns)
      implements Operator {
    /** Flat work. */
    public Elementwise(double readBytes, double writtenBytes, double operations) {
      this(readBytes, writtenBytes, operations, Elements.FLAT, 0, 0);
    }
  }

  /** What a collective does. */
  enum CollectiveKind {
    ALL_REDUCE,
    ALL_GATHER,
    REDUCE_SCATTER,
    ALL_TO_ALL;

    /** The word used in files, text and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** How a collective is carried out. */
  enum CollectivePath {
    /** The library's rings and trees, each a kernel. */
    LIBRARY,
    /** One- or two-shot kernels that read peers' memory directly. */
    DIRECT
  }

  /**
   * A collective among chips.
   *
   * @param ranks chips that take part
   * @param ranksPerNode chips of one node that take part; equal to {@code ranks} within a node
   * @param bytes of the larger buffer of one rank: all-reduce its vector, gather and scatter the
   *     whole vector, all-to-all everything one rank sends
   */
  record Collective(
      CollectiveKind kind, int ranks, int ranksPerNode, double bytes, CollectivePath path)
      implements Operator {}

  /** A message from one chip to another. */
  record SendReceive(double bytes, boolean betweenNodes) implements Operator {}

  /**
   * Dispatch of tokens to experts on other chips, or the way back.
   *
   * @param tokens tokens of one rank
   * @param bytesPerElement 1 for FP8 dispatch, 2 for BF16 combine
   */
  record ExpertExchange(
      long tokens, long hidden, int topk, int ranks, int ranksPerNode, double bytesPerElement)
      implements Operator {}
}
