package dev.chokepoint.market;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Comparison;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Passes;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.performance.Prediction;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.performance.Systems;
import org.jspecify.annotations.Nullable;

/** What one chip does of a piece of work, on the narrowest tensor split that holds the model. */
public final class Throughput {
  private Throughput() {}

  /**
   * A piece of work.
   *
   * @param phase {@code prefill} or {@code decode}
   * @param batch sequences a chip
   * @param input tokens of a prompt
   * @param output tokens of an answer
   * @param precision of weights, or null for the model's own
   */
  public record Work(
      String model,
      String phase,
      long batch,
      long input,
      long output,
      @Nullable String precision) {}

  /**
   * The prediction over all chips of the split.
   *
   * @throws dev.chokepoint.units.Refused when the chip lacks a figure that no rule gives
   */
  public static Prediction predict(
      Item item, Work work, Model model, Basis basis, Systems systems) {
    Precision own = model.weights();
    String named = work.precision();
    Precision weights =
        named != null ? Precision.get(named, "precision") : own == null ? Precision.BF16 : own;
    Precision cache = weights.activationBytes() < 2 ? Precision.FP8 : Precision.BF16;
    Passes passes = new Passes(systems.predictor(basis, item, null), true);
    Deployment deployment =
        Deployment.of(model, Layout.ONE, weights, cache, systems.node(item).chips());
    Setting base = new Setting(passes, deployment, systems.engine(null), 1);
    // All sequences of a chip must fit, not only one.
    Setting setting = Comparison.narrowest(base, work.batch() * (work.input() + work.output()));
    long batch = work.batch() * setting.chips();
    return work.phase().equals("prefill")
        ? Prediction.prefill(setting, batch, work.input())
        : Prediction.decode(setting, batch, work.input() + work.output() / 2);
  }
}
