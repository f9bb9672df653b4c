package dev.chokepoint.claims;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.performance.Comparison;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Estimate;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Passes;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.performance.Prediction;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.performance.Systems;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.List;

/** Figures of predictions, on the narrowest tensor split that holds the model. */
final class Predicted {
  private Predicted() {}

  static Leaves.Leaf leaf(Facts facts, Item item, Expression.Work work, Expression.Result result) {
    String label =
        "predicted %s of %s, %s, %s, %d sequences a chip, %d tokens"
            .formatted(
                result.key(), item.name(), work.model(), work.phase(), work.batch(), work.input());
    List<String> sources = List.of("docs/model.md, predictions with 90% intervals");
    try {
      Setting setting = setting(facts, item, work);
      long batch = work.batch() * setting.chips();
      Prediction prediction =
          work.phase().equals("prefill")
              ? Prediction.prefill(setting, batch, work.input())
              : Prediction.decode(setting, batch, work.input() + work.output() / 2);
      Estimate.Interval rate = prediction.tokensPerSecond();
      if (rate == null) {
        return new Leaves.Leaf(label, Amount.unknown(result.unit()), sources, "does not fit");
      }
      double chips = setting.chips();
      Amount value =
          switch (result) {
            case TOKENS_PER_SECOND ->
                Amount.of(rate.low() / chips, rate.high() / chips, result.unit());
            case JOULES_PER_TOKEN ->
                Amount.of(prediction.joulesPerToken(), prediction.joulesPerToken(), result.unit());
          };
      String note = "split " + setting.deployment().layout().text();
      return new Leaves.Leaf(label, value, sources, note);
    } catch (Refused e) {
      Problem first = e.problems().getFirst();
      return new Leaves.Leaf(label, Amount.unknown(result.unit()), sources, first.sentence());
    }
  }

  private static Setting setting(Facts facts, Item item, Expression.Work work) {
    Model model = facts.models().apply(work.model());
    Precision own = model.weights();
    String named = work.precision();
    Precision weights =
        named != null ? Precision.get(named, "precision") : own == null ? Precision.BF16 : own;
    Precision cache = weights.activationBytes() < 2 ? Precision.FP8 : Precision.BF16;
    Systems systems = facts.systems().get();
    Passes passes = new Passes(systems.predictor(facts.basis().get(), item, null), true);
    Deployment deployment =
        Deployment.of(model, Layout.ONE, weights, cache, systems.node(item).chips());
    Setting base = new Setting(passes, deployment, systems.engine(null), 1);
    return Comparison.narrowest(base, work.input() + work.output());
  }
}
