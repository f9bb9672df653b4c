package dev.chokepoint.workbench;

import dev.chokepoint.performance.Accuracy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Errors of predictions as JSON values; described in docs/json.md. */
final class AccuracyJson {
  private AccuracyJson() {}

  /** Percent with one digit behind the point. */
  static double percent(double share) {
    return Math.round(1000 * share) / 10.0;
  }

  /** Three digits behind the point. */
  static double round(double value) {
    return Math.round(1000 * value) / 1000.0;
  }

  /** Rows left out, by reason. */
  static List<Object> skipped(Map<String, Integer> reasons) {
    List<Object> out = new ArrayList<>();
    reasons.forEach((reason, count) -> out.add(Json.object("reason", reason, "rows", count)));
    return out;
  }

  /** Some words followed by the errors that belong to them. */
  static Map<String, Object> of(Map<String, Object> head, Accuracy a) {
    Map<String, Object> out = new LinkedHashMap<>(head);
    out.put("used", a.rows());
    out.put("mape", percent(a.mean()));
    out.put("medianApe", percent(a.median()));
    out.put("bias", percent(a.bias()));
    return out;
  }

  /** The same with the share inside the intervals and what simpler models reach. */
  static Map<String, Object> of(
      Map<String, Object> head,
      Accuracy a,
      Accuracy.Coverage coverage,
      Accuracy roofline,
      Accuracy three) {
    Map<String, Object> out = of(head, a);
    out.put("coverage", round(coverage.share()));
    out.put("coverageLow", round(coverage.low()));
    out.put("coverageHigh", round(coverage.high()));
    out.put("roofline", Json.object("mape", percent(roofline.mean())));
    out.put("threeConstants", Json.object("mape", percent(three.mean())));
    return out;
  }
}
