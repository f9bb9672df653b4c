package dev.chokepoint.claims;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.market.Throughput;
import dev.chokepoint.performance.Estimate;
import dev.chokepoint.performance.Prediction;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.List;

/** Figures of predictions, on the narrowest tensor split that holds the model. */
final class Predicted {
  private Predicted() {}

  static Leaves.Leaf leaf(Facts facts, Item item, Throughput.Work work, Expression.Result result) {
    String label =
        "predicted %s of %s, %s, %s, %d sequences a chip, %d tokens"
            .formatted(
                result.key(), item.name(), work.model(), work.phase(), work.batch(), work.input());
    List<String> sources = List.of("docs/model.md, predictions with 90% intervals");
    try {
      Prediction prediction =
          Throughput.predict(
              item,
              work,
              facts.models().apply(work.model()),
              facts.basis().get(),
              facts.systems().get());
      Estimate.Interval rate = prediction.tokensPerSecond();
      if (rate == null) {
        return new Leaves.Leaf(label, Amount.unknown(result.unit()), sources, "does not fit");
      }
      double chips = prediction.chips();
      Amount value =
          switch (result) {
            case TOKENS_PER_SECOND ->
                Amount.of(rate.low() / chips, rate.high() / chips, result.unit());
            case JOULES_PER_TOKEN ->
                Amount.of(prediction.joulesPerToken(), prediction.joulesPerToken(), result.unit());
          };
      String note = "split " + prediction.setting().deployment().layout().text();
      return new Leaves.Leaf(label, value, sources, note);
    } catch (Refused e) {
      Problem first = e.problems().getFirst();
      return new Leaves.Leaf(label, Amount.unknown(result.unit()), sources, first.sentence());
    }
  }
}
