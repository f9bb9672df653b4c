package dev.chokepoint.performance;

/**
 * A model on chips under an engine: everything of a prediction but the work.
 *
 * @param replicas copies of the layout, each with its share of the requests
 */
public record Setting(Passes passes, Deployment deployment, Engine engine, int replicas) {
  /** Chips of all copies. */
  public int chips() {
    return replicas * deployment.layout().chips();
  }

  /** The same split otherwise. */
  Setting with(Layout layout, int copies) {
    return new Setting(passes, deployment.with(layout), engine, copies);
  }

  /** Whether the figures of the chip say over what it would send to others. */
  boolean isConnected() {
    return passes.predictor().isConnected();
  }

  Machine machine() {
    return passes.predictor().machine();
  }
}
