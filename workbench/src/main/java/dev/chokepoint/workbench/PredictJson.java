package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.performance.Deployment;
import dev.chokepoint.performance.Estimate.Interval;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Memory;
import dev.chokepoint.performance.Prediction;
import dev.chokepoint.performance.Search;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.performance.TrainingMemory;
import dev.chokepoint.performance.TrainingPrediction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Predictions of whole models as JSON values; described in docs/json.md. */
final class PredictJson {
  private static final MathContext DIGITS = new MathContext(6);

  private PredictJson() {}

  static Map<String, Object> prediction(Item item, Prediction p, Search.@Nullable Found found) {
    Interval perSecond = p.tokensPerSecond();
    Double output = p.joulesPerOutput();
    return Json.object(
        "item", item.id(),
        "chips", p.chips(),
        "model", p.setting().deployment().model().id(),
        "phase", p.phase().word(),
        "engine", p.setting().engine().name(),
        "stack", p.setting().passes().predictor().stack().name(),
        "precision", precision(p.setting().deployment()),
        "layout", layout(p.setting(), p.separate()),
        "fits", p.memory().capacity() > 0 ? p.fits() : null,
        "ttftMs", interval(p.ttft(), 1e3),
        "tpotMs", interval(p.tpot(), 1e3),
        "tokensPerSecond",
            perSecond == null
                ? null
                : Json.object(
                    "total", interval(perSecond, 1),
                    "perChip", interval(perSecond, 1.0 / p.chips()),
                    "perUser", interval(p.perUser(), 1)),
        "memoryGB", memory(p.memory()),
        "utilisation",
            Json.object(
                "compute", p.fits() ? number(p.compute()) : null,
                "memory", p.fits() ? number(p.bandwidth()) : null),
        "joulesPerToken",
            Json.object(
                "output",
                output == null || !p.fits() ? null : number(output),
                "total",
                p.fits() ? number(p.joulesPerToken()) : null),
        "terms", p.terms().stream().map(PredictJson::term).toList(),
        "search", found == null ? null : search(found),
        "warnings", p.warnings());
  }

  static Map<String, Object> training(Item item, TrainingPrediction p) {
    Layout layout = p.job().deployment().layout();
    return Json.object(
        "item", item.id(),
        "chips", layout.chips(),
        "model", p.job().deployment().model().id(),
        "phase", "train",
        "stack", p.setting().passes().predictor().stack().name(),
        "precision", precision(p.job().deployment()),
        "layout", layout(p.setting(), null),
        "recompute", p.job().recompute().word(),
        "zero", p.job().zero(),
        "fits", p.memory().capacity() > 0 ? p.memory().fits() : null,
        "stepSeconds", p.memory().fits() ? interval(p.seconds(), 1) : null,
        "tokensPerSecond",
            p.memory().fits()
                ? Json.object(
                    "total", interval(p.tokensPerSecond(), 1),
                    "perChip", interval(p.tokensPerSecond(), 1.0 / layout.chips()))
                : null,
        "mfu", p.memory().fits() ? number(p.mfu()) : null,
        "hfu", p.memory().fits() ? number(p.hfu()) : null,
        "memoryGB", memory(p.memory()),
        "terms",
            !p.memory().fits()
                ? java.util.List.of()
                : p.step().parts().stream()
                    .map(
                        part -> Json.object("name", part.name(), "seconds", number(part.seconds())))
                    .toList(),
        "warnings", p.warnings());
  }

  private static Map<String, Object> precision(Deployment d) {
    return Json.object(
        "linear", d.linear().word(),
        "attention", d.attention().word(),
        "experts", d.model().hasExperts() ? d.experts().word() : null,
        "cache", d.cache().word());
  }

  private static Map<String, Object> layout(Setting setting, @Nullable Setting separate) {
    Layout l = setting.deployment().layout();
    return Json.object(
        "tp", l.tensor(),
        "pp", l.pipeline(),
        "dp", l.data(),
        "ep", l.expert(),
        "cp", l.context(),
        "replicas", setting.replicas(),
        "prefillReplicas", separate == null ? 0 : separate.replicas(),
        "chunk", setting.engine().chunk());
  }

  private static Map<String, Object> memory(Memory m) {
    return Json.object(
        "weights", gb(m.weights()),
        "kv", gb(m.cache()),
        "activations", gb(m.activations()),
        "reserve", gb(m.reserve()),
        "capacity", m.capacity() > 0 ? gb(m.capacity()) : null);
  }

  private static Map<String, Object> memory(TrainingMemory m) {
    return Json.object(
        "weights", gb(m.weights()),
        "gradients", gb(m.gradients()),
        "optimiser", gb(m.optimiser()),
        "activations", gb(m.activations()),
        "reserve", gb(m.reserve()),
        "capacity", m.capacity() > 0 ? gb(m.capacity()) : null);
  }

  private static Map<String, Object> term(Prediction.Term term) {
    return Json.object(
        "pass", term.pass(),
        "name", term.name(),
        "count", number(term.count()),
        "ms", number(1e3 * term.seconds()),
        "flops", number(term.flops()),
        "bytes", number(term.bytes()),
        "bound", term.bound().word());
  }

  private static Map<String, Object> search(Search.Found found) {
    Search.Score next = found.next();
    return Json.object(
        "tried", found.tried(),
        "possible", found.possible(),
        "best", found.best().candidate().text(),
        "runnerUp", next == null ? null : next.candidate().text(),
        "why", next == null ? null : found.why());
  }

  static @Nullable Map<String, Object> interval(@Nullable Interval each, double factor) {
    return each == null
        ? null
        : Json.object(
            "low", number(each.low() * factor),
            "mid", number(each.mid() * factor),
            "high", number(each.high() * factor));
  }

  private static BigDecimal gb(double bytes) {
    return number(bytes / 1e9);
  }

  /** Six digits; what is not finite would be a defect. */
  static BigDecimal number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    return rounded.signum() == 0 ? BigDecimal.ZERO : new BigDecimal(rounded.toPlainString());
  }
}
