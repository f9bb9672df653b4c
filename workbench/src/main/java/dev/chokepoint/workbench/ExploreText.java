package dev.chokepoint.workbench;

import dev.chokepoint.controls.Batch;
import dev.chokepoint.explore.ExploreFigure;
import dev.chokepoint.explore.ExplorePoints;
import dev.chokepoint.explore.ExploreSampling;
import dev.chokepoint.explore.ExploreSummary;
import dev.chokepoint.explore.ExploreTask;
import dev.chokepoint.explore.ExploreWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An exploration for people. */
final class ExploreText {
  private static final int MOST_ROWS = 20;

  private ExploreText() {}

  static String text(ExploreAnswer answer) {
    ExploreTask task = answer.task();
    ExploreSampling sampling = answer.sampling();
    ExploreSummary summary = answer.summary();
    ExplorePoints pareto = answer.pareto();
    ExplorePoints best = answer.best();
    ExploreSummary.State state = summary.state();
    ExploreWorkload work = task.workload();
    List<String> out = new ArrayList<>();
    out.add(
        "%s: %,d of %,d designs (%s), law of %s to %s"
            .formatted(
                answer.name(),
                state.points(),
                task.space().size(),
                sampling.method() == ExploreSampling.Method.GRID
                    ? "all of the grid"
                    : sampling.method().word() + ", seed " + sampling.seed(),
                task.day(),
                String.join(", ", task.destinations())));
    out.add(
        "%s clock; sources read to %s"
            .formatted(task.clock().word(), task.rulebook().lastReviewed()));
    out.add(
        "timed on %s%s, %d chips, %s, batch %d, prompts of %d tokens, steps at %d cached"
            .formatted(
                work.layer() ? "one layer of " : "",
                work.model().name(),
                work.tensor(),
                work.weights().word(),
                work.batch(),
                work.input(),
                work.context()));
    task.constraints().forEach(each -> out.add("must: " + each.text()));
    out.add(
        "%,d can be built, %,d meet everything, %d of them beaten by none"
            .formatted(state.built(), state.feasible(), pareto.length()));
    if (state.undetermined() > 0) {
      out.add(
          "the law leaves %,d undetermined; they are not taken as free"
              .formatted(state.undetermined()));
    }
    task.rulebook().whatIf().forEach(each -> out.add("not law: " + each));
    out.add("");
    out.add(head(task));
    for (int row = 0; row < Math.min(MOST_ROWS, pareto.length()); row++) {
      out.add(row("", task, pareto, row));
    }
    if (pareto.length() > MOST_ROWS) {
      out.add("… and %d more; --json or --out has all".formatted(pareto.length() - MOST_ROWS));
    }
    out.add("");
    for (int i = 0; i < task.objectives().size(); i++) {
      out.add("best " + task.objectives().get(i).key());
      out.add(row("  ", task, best, i));
    }
    out.add("");
    out.add("what moves them (share of variance over all designs, constraints aside):");
    for (ExploreFigure objective : task.objectives()) {
      List<String> shares = new ArrayList<>();
      summary.sensitivity().stream()
          .filter(effect -> effect.objective() == objective)
          .sorted((a, b) -> Double.compare(b.share(), a.share()))
          .forEach(effect ->
              shares.add(
                  String.format(Locale.ROOT, "%s %.0f%%", effect.axis(), 100 * effect.share())));
      out.add("  %-28s %s".formatted(objective.key(), String.join(", ", shares)));
    }
    out.add("");
    out.add(Answer.DISCLAIMER);
    return String.join(System.lineSeparator(), out);
  }

  private static String head(ExploreTask task) {
    StringBuilder out = new StringBuilder("%10s".formatted("index"));
    task.objectives().forEach(each -> out.append(" %14s".formatted(shorter(each.key()))));
    out.append("  %9s %9s  %-20s %s".formatted("mm2", "USD", "verdict", "axes"));
    return out.toString();
  }

  private static String shorter(String key) {
    return key.replace("tokens-per-second", "tok/s").replace("-per-", "/").replace("-times-", "*");
  }

  private static String row(String indent, ExploreTask task, ExplorePoints points, int row) {
    StringBuilder out = new StringBuilder(indent + "%10d".formatted(points.indexes()[row]));
    for (ExploreFigure figure : task.objectives()) {
      out.append(String.format(Locale.ROOT, " %14.5g", points.value(figure, row)));
    }
    Batch.Decided decided = points.decided(row);
    String eccn = decided.eccn();
    out.append(
        String.format(
            Locale.ROOT,
            "  %9.1f %9.0f  %-20s ",
            points.value(ExploreFigure.AREA, row),
            points.value(ExploreFigure.COST, row),
            decided.verdict().word() + (eccn == null ? "" : " " + eccn)));
    List<String> axes = new ArrayList<>();
    task.space()
        .labels(points.indexes()[row])
        .forEach((axis, value) -> axes.add(axis + " " + value));
    return out.append(String.join(", ", axes)).toString();
  }
}
