package dev.chokepoint.performance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums over one pass of one chip. */
record Cost(double flops, double bytes, double joules, List<Prediction.Term> terms) {
  static Cost of(Setting setting, String name, Batch batch) {
    double flops = 0;
    double bytes = 0;
    double joules = 0;
    Map<String, Prediction.Term> terms = new LinkedHashMap<>();
    Predictor predictor = setting.passes().predictor();
    for (Passes.Line line : setting.passes().lines(setting.deployment(), batch)) {
      Estimate each = line.each();
      flops += line.count() * each.flops();
      boolean network = each.bound() == Bound.NETWORK || each.flops() == 0;
      bytes += network && isTraffic(line.name()) ? 0 : line.count() * each.bytes();
      joules += line.seconds() * predictor.watts(line.operator());
      Prediction.Term term =
          new Prediction.Term(
              name,
              line.name(),
              line.count(),
              line.seconds(),
              line.count() * each.flops(),
              line.count() * each.bytes(),
              each.bound());
      terms.merge(line.name(), term, Cost::joined);
    }
    return new Cost(flops, bytes, joules, new ArrayList<>(terms.values()));
  }

  /** So many of these passes. */
  Cost times(double count) {
    return new Cost(
        count * flops,
        count * bytes,
        count * joules,
        terms.stream()
            .map(each ->
                new Prediction.Term(
                    each.pass(),
                    each.name(),
                    count * each.count(),
                    count * each.seconds(),
                    count * each.flops(),
                    count * each.bytes(),
                    each.bound()))
            .toList());
  }

  /** These passes and others. */
  Cost plus(Cost other) {
    Map<String, Prediction.Term> all = new LinkedHashMap<>();
    terms.forEach(each -> all.merge(each.name(), each, Cost::joined));
    other.terms.forEach(each -> all.merge(each.name(), each, Cost::joined));
    return new Cost(
        flops + other.flops,
        bytes + other.bytes,
        joules + other.joules,
        new ArrayList<>(all.values()));
  }

  private static boolean isTraffic(String name) {
    return name.endsWith("all-reduce")
        || name.equals("logits")
        || name.equals("dispatch")
        || name.equals("combine")
        || name.endsWith("send")
        || name.endsWith("gather");
  }

  private static Prediction.Term joined(Prediction.Term a, Prediction.Term b) {
    return new Prediction.Term(
        a.pass(),
        a.name(),
        a.count() + b.count(),
        a.seconds() + b.seconds(),
        a.flops() + b.flops(),
        a.bytes() + b.bytes(),
        a.seconds() >= b.seconds() ? a.bound() : b.bound());
  }
}
