package dev.chokepoint.performance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The architecture of a decoder-only language model.
 *
 * @param id stable key; the path of a file for a model read from one
 * @param hidden width between layers
 * @param vocabulary rows of the embedding
 * @param tied whether the output uses the embedding's matrix
 * @param longest most tokens of a sequence
 * @param positions learned positions; 0 where they are computed
 * @param layerNorm norms with a mean and a bias rather than root mean square
 * @param weights precision in which it is published, or null for 16 bits
 * @param layers runs of alike layers; their order does not matter to time or memory
 * @param predicting layers that predict further tokens, kept apart from the rest
 * @param published parameters as its makers state them, 0 when unknown
 * @param publishedActive the same for those that one token uses
 * @param source where the figures come from
 * @param notes what is left out or assumed
 */
public record Model(
    String id,
    String name,
    long hidden,
    long vocabulary,
    boolean tied,
    long longest,
    long positions,
    boolean layerNorm,
    Biases biases,
    @Nullable Precision weights,
    List<Layers> layers,
    int predicting,
    double published,
    double publishedActive,
    String source,
    List<String> notes) {

  /** Which linear maps add a bias. */
  public enum Biases {
    NONE,
    QUERY_KEY_VALUE,
    ALL
  }

  /** So many layers of one kind. */
  public record Layers(int count, Mixer mixer, FeedForward feedForward) {}

  public Model {
    layers = List.copyOf(layers);
    notes = List.copyOf(notes);
  }

  /** Layers in all, without those that predict further tokens. */
  public int depth() {
    return layers.stream().mapToInt(Layers::count).sum();
  }

  /** Whether some layer routes tokens to experts. */
  public boolean hasExperts() {
    return layers.stream().anyMatch(each -> each.feedForward() instanceof FeedForward.Experts);
  }

  /** Parameters in all, without those of layers that predict further tokens. */
  public double parameters() {
    return embedding() + head() + layers.stream().mapToDouble(this::of).sum() + norm();
  }

  /** Parameters that one token uses, the embedding's matrix among them. */
  public double activeParameters() {
    return embedding()
        + head()
        + norm()
        + layers.stream().mapToDouble(each -> each.count() * (mixing(each) + active(each))).sum();
  }

  /** Parameters of matrices that a token is multiplied with, the output's among them. */
  public double multipliedParameters() {
    return (double) vocabulary * hidden
        + layers.stream()
            .mapToDouble(each ->
                each.count()
                    * (each.mixer().parameters(hidden, Biases.NONE)
                        + each.feedForward().active(hidden, false)))
            .sum();
  }

  /** Parameters of experts among which tokens choose. */
  public double routedParameters() {
    double sum = 0;
    for (Layers each : layers) {
      if (each.feedForward() instanceof FeedForward.Experts e) {
        sum += each.count() * e.routed(hidden, biases == Biases.ALL, e.experts());
      }
    }
    return sum;
  }

  /** Parameters of the embedding, with learned positions. */
  public double embedding() {
    return (double) (vocabulary + positions) * hidden;
  }

  /** Parameters of the output where it is not the embedding. */
  public double head() {
    return tied ? 0 : (double) vocabulary * hidden;
  }

  private double norm() {
    return (layerNorm ? 2.0 : 1.0) * hidden;
  }

  private double of(Layers each) {
    return each.count()
        * (mixing(each) + each.feedForward().parameters(hidden, biases == Biases.ALL));
  }

  private double mixing(Layers each) {
    return each.mixer().parameters(hidden, biases) + 2 * norm();
  }

  private double active(Layers each) {
    return each.feedForward().active(hidden, biases == Biases.ALL);
  }

  /**
   * Bytes of keys, values and states of one sequence over all layers, each kind of layer by its own
   * rule.
   *
   * @param bytesPerElement 2 for 16 bits
   */
  public double cacheBytes(double tokens, double bytesPerElement) {
    double sum = 0;
    for (Layers each : layers) {
      sum +=
          each.count()
              * (each.mixer().cached(tokens) * bytesPerElement + each.mixer().stateBytes());
    }
    return sum;
  }

  /**
   * Operations of one pass over a sequence, a multiply and an add being two: two for every
   * parameter multiplied and token, and four for every query, key and width of a head that the mask
   * keeps.
   */
  public double forwardFlops(long sequences, long length) {
    double attention = 0;
    for (Layers each : layers) {
      double pairs = Work.pairs(length, 0, 0);
      attention +=
          each.count()
              * switch (each.mixer()) {
                case Mixer.Grouped g ->
                    4.0 * g.heads() * g.headDim() * Work.pairs(length, 0, g.window());
                case Mixer.Latent l ->
                    2.0 * l.heads() * ((double) l.keyDim() + l.ropeDim() + l.valueDim()) * pairs;
                case Mixer.Linear l -> 6.0 * l.valueHeads() * l.keyDim() * l.valueDim() * length;
              };
    }
    return sequences * (2 * multipliedParameters() * length + attention);
  }
}
