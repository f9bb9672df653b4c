package dev.chokepoint.workbench;

import dev.chokepoint.controls.Batch;
import dev.chokepoint.explore.ExploreFigure;
import dev.chokepoint.explore.ExplorePoints;
import dev.chokepoint.explore.ExploreSampling;
import dev.chokepoint.explore.ExploreSummary;
import dev.chokepoint.explore.ExploreTask;
import dev.chokepoint.explore.ExploreWorkload;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An exploration as JSON; described in docs/json.md. */
final class ExploreJson {
  private ExploreJson() {}

  static Map<String, Object> document(ExploreAnswer answer) {
    ExploreTask task = answer.task();
    ExploreSampling sampling = answer.sampling();
    ExploreSummary summary = answer.summary();
    ExplorePoints pareto = answer.pareto();
    ExplorePoints best = answer.best();
    ExploreSummary.State state = summary.state();
    ExploreWorkload work = task.workload();
    List<Object> points = new ArrayList<>();
    for (int row = 0; row < pareto.length(); row++) {
      points.add(point(task, pareto, row));
    }
    Map<String, Object> bests = new LinkedHashMap<>();
    for (int i = 0; i < task.objectives().size(); i++) {
      bests.put(task.objectives().get(i).key(), point(task, best, i));
    }
    return Json.object(
        "space", answer.name(),
        "designs", task.space().size(),
        "asOf", task.day().toString(),
        "clock", task.clock().word(),
        "lastReviewed", task.rulebook().lastReviewed().toString(),
        "whatIf", task.rulebook().whatIf(),
        "destinations", task.destinations(),
        "workload",
            Json.object(
                "model", work.model().id(),
                "tp", work.tensor(),
                "precision", work.weights().word(),
                "batch", work.batch(),
                "input", work.input(),
                "context", work.context(),
                "oneLayer", work.layer()),
        "method", sampling.method().word(),
        "seed", sampling.method() == ExploreSampling.Method.GRID ? null : sampling.seed(),
        "constraints", task.constraints().stream().map(each -> each.text()).toList(),
        "points", state.points(),
        "built", state.built(),
        "feasible", state.feasible(),
        "undetermined", state.undetermined(),
        "pareto", points,
        "best", bests,
        "sensitivity", summary.sensitivity().stream().map(effect -> effect(task, effect)).toList(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static Map<String, Object> point(ExploreTask task, ExplorePoints points, int row) {
    Map<String, Object> objectives = new LinkedHashMap<>();
    for (ExploreFigure figure : task.objectives()) {
      objectives.put(figure.key(), number(points.value(figure, row)));
    }
    Batch.Decided decided = points.decided(row);
    return Json.object(
        "index", points.indexes()[row],
        "axes", task.space().labels(points.indexes()[row]),
        "objectives", objectives,
        "verdict", decided.verdict().word(),
        "eccn", decided.eccn(),
        "areaMm2", number(points.value(ExploreFigure.AREA, row)),
        "costUsd", number(points.value(ExploreFigure.COST, row)),
        "tpp", number(points.value(ExploreFigure.TPP, row)),
        "performanceDensity", number(points.value(ExploreFigure.DENSITY, row)),
        "ioGBps", number(points.value(ExploreFigure.IO, row)),
        "memoryBandwidthGBps", number(points.value(ExploreFigure.BANDWIDTH, row)),
        "watts", number(points.value(ExploreFigure.POWER, row)),
        "ttftMs", number(points.value(ExploreFigure.TTFT, row)),
        "tpotMs", number(points.value(ExploreFigure.TPOT, row)));
  }

  private static Map<String, Object> effect(ExploreTask task, ExploreSummary.Effect effect) {
    List<Object> values = new ArrayList<>();
    var axis =
        task.space().axes().stream()
            .filter(each -> each.name().equals(effect.axis()))
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < effect.means().length; i++) {
      values.add(
          Json.object(
              "value", axis.choices().get(i).label(),
              "points", effect.points()[i],
              "mean", number(effect.means()[i])));
    }
    return Json.object(
        "axis", effect.axis(),
        "objective", effect.objective().key(),
        "share", number(effect.share()),
        "values", values);
  }

  private static @Nullable BigDecimal number(double value) {
    return Double.isFinite(value) ? PredictJson.number(value) : null;
  }
}
