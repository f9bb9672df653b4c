package dev.chokepoint.performance;

/**
 * A model on chips: its split, and how its numbers are stored.
 *
 * @param linear precision of linear maps other than experts and attention
 * @param attention precision of attention's projections
 * @param experts precision of routed and shared experts
 * @param cache precision of cached keys and values
 * @param chipsPerNode chips that the fast links join
 */
public record Deployment(
    Model model,
    Layout layout,
    Precision linear,
    Precision attention,
    Precision experts,
    Precision cache,
    int chipsPerNode) {

  /**
   * One precision for all, as checkpoints do: 4-bit ones of models with experts keep attention in
   * 16 bits, MXFP4 ones keep everything but experts.
   *
   * @param cache precision of cached keys and values, such as FP8
   */
  public static Deployment of(
      Model model, Layout layout, Precision precision, Precision cache, int chipsPerNode) {
    boolean four = precision.weightBytes() < 1;
    boolean routed = model.hasExperts();
    boolean expertsOnly =
        routed
            && switch (precision) {
              case MXFP4, MXFP4_A8, MXFP4_A16, INT4_WEIGHT, INT4_A8 -> true;
              case NVFP4 -> model.weights() != null && model.weights().name().startsWith("MXFP4");
              case FP32, BF16, FP8, FP8_STATIC, FP8_BLOCK, MXFP8, INT8, INT8_DYNAMIC, INT8_WEIGHT ->
                  false;
            };
    return new Deployment(
        model,
        layout,
        expertsOnly ? Precision.BF16 : precision,
        four && routed ? Precision.BF16 : precision,
        precision,
        cache,
        chipsPerNode);
  }

  /** The same split otherwise. */
  public Deployment with(Layout other) {
    return new Deployment(model, other, linear, attention, experts, cache, chipsPerNode);
  }
}
