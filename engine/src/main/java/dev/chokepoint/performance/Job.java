package dev.chokepoint.performance;

/**
 * A training run.
 *
 * @param deployment model, split and precision; {@code data} ranks hold the same weights
 * @param globalBatch sequences of a step over all chips
 * @param microBatch sequences that pass together through a pipeline rank
 * @param length tokens of a sequence
 * @param interleave runs of layers that each pipeline rank holds
 * @param recompute what the backward pass works out again
 * @param zero what data ranks share: 0 nothing, 1 states of the optimiser, 2 gradients too, 3
 *     weights too (FSDP)
 * @param sequenceParallel whether tensor ranks share what lies between their products too
 * @param fused whether attention is one kernel rather than products and soft maxima of its own
 * @param overlap whether traffic of data ranks hides behind the backward pass
 */
public record Job(
    Deployment deployment,
    long globalBatch,
    long microBatch,
    long length,
    int interleave,
    Recompute recompute,
    int zero,
    boolean sequenceParallel,
    boolean fused,
    boolean overlap) {

  /** What the backward pass works out again. */
  public enum Recompute {
    NONE,
    /** The inside of attention. */
    SELECTIVE,
    /** Every layer. */
    FULL;

    /** The word used in options and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Micro-batches that one data rank takes one after the other. */
  public long microBatches() {
    return Math.max(1, globalBatch / (microBatch * deployment.layout().data()));
  }

  /** Tokens of a step. */
  public double tokens() {
    return (double) globalBatch * length;
  }

  /** The same split otherwise. */
  Job with(Layout layout) {
    return new Job(
        deployment.with(layout),
        globalBatch,
        microBatch,
        length,
        1,
        recompute,
        zero,
        sequenceParallel,
        fused,
        overlap);
  }
}
