package dev.chokepoint.performance;

/**
 * Memory of one chip, bytes.
 *
 * @param weights parameters that it holds
 * @param cache keys, values and states of the sequences under way
 * @param activations what a pass needs besides
 * @param reserve kept by driver, libraries and graphs
 * @param capacity of the chip
 */
public record Memory(
    double weights, double cache, double activations, double reserve, double capacity) {
  /** About 3.5 GB of an 80 GB card (docs/model.md). */
  private static final double RESERVED = 3.5 / 80;

  /** Stacks are made in powers of two: 80 GB on a datasheet are 80 x 2^30 bytes on the card. */
  private static final double BINARY = (1 << 30) / 1e9;

  public boolean fits() {
    return capacity <= 0 || used() <= capacity;
  }

  /** All but what is left, bytes. */
  public double used() {
    return weights + cache + activations + reserve;
  }

  /** What is left for caches, bytes. */
  public double room() {
    return Math.max(0, capacity - weights - activations - reserve);
  }

  /**
   * Memory of a serving chip.
   *
   * @param sequences under way on one data rank
   * @param tokens cached for each, on average
   * @param pass tokens of the largest pass
   */
  public static Memory serving(
      Machine machine, Deployment deployment, double sequences, double tokens, long pass) {
    return new Memory(
        weights(deployment),
        sequences * perSequence(deployment, tokens),
        activations(deployment, pass, sequences),
        RESERVED * machine.memoryBytes() * BINARY,
        machine.memoryBytes() * BINARY);
  }

  /** Bytes of the weights of the chip that holds most. */
  public static double weights(Deployment d) {
    Model model = d.model();
    Layout layout = d.layout();
    double sum = 0;
    for (Model.Layers each : model.layers()) {
      sum += each.count() * layer(d, each);
    }
    double ends = (model.embedding() + model.head()) / layout.tensor() * 2;
    double shared = layout.pipeline() > 1 ? ends / 2 : ends;
    return sum * share(model, layout) + shared;
  }

  /** Layers of the fullest pipeline rank over all layers. */
  static double share(Model model, Layout layout) {
    int depth = model.depth();
    return Math.ceil((double) depth / layout.pipeline()) / depth;
  }

  private static double layer(Deployment d, Model.Layers each) {
    Model model = d.model();
    Layout layout = d.layout();
    double mixing =
        each.mixer().parameters(model.hidden(), model.biases())
            * d.attention().weightBytes()
            / layout.tensor();
    boolean biases = model.biases() == Model.Biases.ALL;
    return mixing
        + switch (each.feedForward()) {
          case FeedForward.Dense f ->
              f.parameters(model.hidden(), biases) * d.linear().weightBytes() / layout.tensor();
          case FeedForward.Experts e -> {
            double routed = e.routed(model.hidden(), biases, e.experts());
            double rest = e.parameters(model.hidden(), biases) - routed;
            yield routed * d.experts().weightBytes() / layout.expertGroup()
                + rest * d.experts().weightBytes() / layout.tensor();
          }
        };
  }

  /** Bytes of one sequence's cache on one chip, each kind of layer by its own rule. */
  public static double perSequence(Deployment d, double tokens) {
    Model model = d.model();
    Layout layout = d.layout();
    double sum = 0;
    for (Model.Layers each : model.layers()) {
      double ranks =
          switch (each.mixer()) {
            case Mixer.Grouped g -> Math.min(layout.tensor(), g.kvHeads());
            case Mixer.Latent l -> 1;
            case Mixer.Linear l -> layout.tensor();
          };
      double cached = each.mixer().cached(tokens) * d.cache().activationBytes() / layout.context();
      sum += each.count() * (cached + each.mixer().stateBytes()) / ranks;
    }
    return sum * share(model, layout);
  }

  /** Residual stream, the widest inner layer and the logits. */
  static double activations(Deployment d, long pass, double sequences) {
    Model model = d.model();
    double widest = 0;
    for (Model.Layers each : model.layers()) {
      widest =
          Math.max(
              widest,
              switch (each.feedForward()) {
                case FeedForward.Dense f -> 3.0 * f.inter() / d.layout().tensor();
                case FeedForward.Experts e ->
                    (3.0 * e.inter() / d.layout().expertTensor() + model.hidden()) * e.active();
              });
    }
    double logits = 4.0 * Math.max(1, sequences) * model.vocabulary();
    return 2.0 * pass * (4.0 * model.hidden() + widest) + logits;
  }
}
