package dev.chokepoint.knowledge;

import dev.chokepoint.market.Throughput;
import dev.chokepoint.units.Nearest;
import java.util.Set;

/** Reads a piece of work to predict: model, phase, batch, input, output, precision. */
final class WorkReader {
  static final Set<String> KEYS = Set.of("model", "phase", "batch", "input", "output", "precision");

  private WorkReader() {}

  static Throughput.Work read(Cursor at, Models models) {
    String model = at.at("model").text();
    if (!model.isEmpty() && !models.has(model)) {
      at.at("model")
          .problem(
              "unknown-model",
              model,
              "a model of knowledge/models",
              Nearest.hint(model, models.ids()));
    }
    String phase = at.at("phase").text("decode");
    if (!Set.of("prefill", "decode").contains(phase)) {
      at.at("phase").problem("bad-value", phase, "prefill or decode", "");
    }
    return new Throughput.Work(
        model,
        phase,
        whole(at.at("batch"), 9_999_999),
        whole(at.at("input"), 9_999_999),
        at.at("output").isPresent() ? whole(at.at("output"), 9_999_999) : 1,
        at.at("precision").optional());
  }

  /** A whole number from 1. */
  static long whole(Cursor at, long most) {
    String text = at.text();
    if (text.matches("[1-9][0-9]{0,17}") && Long.parseLong(text) <= most) {
      return Long.parseLong(text);
    }
    at.problem("bad-number", text, "a whole number from 1 to " + most, "");
    return 1;
  }
}
