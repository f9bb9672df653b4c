package dev.chokepoint.workbench;

import dev.chokepoint.controls.Verdict;
import dev.chokepoint.explore.ExploreEvaluator;
import dev.chokepoint.explore.ExploreFigure;
import dev.chokepoint.explore.ExplorePoints;
import dev.chokepoint.explore.ExploreSampling;
import dev.chokepoint.explore.ExploreTask;
import dev.chokepoint.knowledge.Knowledge;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The points of an exploration as a cloud over two figures, in pieces. */
public final class ExploreCloud {
  private final ExploreTask task;
  private final ExploreSampling sampling;

  private ExploreCloud(ExploreCommand.Prepared asked) {
    this.task = asked.task();
    this.sampling = asked.sampling();
  }

  /**
   * What {@code explore} would work out.
   *
   * @param space as a text of YAML
   * @param options of that command, with their dashes
   */
  public static ExploreCloud of(
      LocalDate today, Knowledge knowledge, byte[] space, List<String> options) {
    ExploreCommand command = new ExploreCommand();
    new CommandLine(command).parseArgs(options.toArray(new String[0]));
    command.main = Main.served(today, knowledge, Main.input(space));
    command.file = Path.of("-");
    return new ExploreCloud(command.prepared());
  }

  /** What became of a design, as one digit each. */
  private enum State {
    /** It cannot be built, or one of the two figures is not known. */
    UNKNOWN('0'),
    /** Every constraint is met. */
    MEETS('1'),
    /** No licence is required, and another constraint is missed. */
    MISSES('2'),
    REQUIRED('3'),
    UNDETERMINED('4'),
    NOT_MODELLED('5');

    private final char digit;

    State(char digit) {
      this.digit = digit;
    }
  }

  /** All points that are worked out. */
  public long points() {
    return sampling.points();
  }

  /**
   * Some points.
   *
   * @return {@code designs} of the space, {@code points} in all, the {@code axes} of the space with
   *     the labels of their values, the last one fastest in a design's number; then in columns the
   *     {@code index} of each design, its two figures {@code xs} and {@code ys}, null where not
   *     known, and in {@code states} a digit each: 0 unknown, 1 meets all constraints, 2 misses one
   *     and needs no licence, 3 licence required, 4 undetermined, 5 not modelled
   */
  public Map<String, Object> chunk(ExploreFigure x, ExploreFigure y, long from, int count) {
    ExplorePoints points =
        new ExploreEvaluator(task).evaluate(sampling.chunk(task.space(), from, count));
    StringBuilder states = new StringBuilder();
    for (int row = 0; row < points.length(); row++) {
      states.append(state(points, row, x, y).digit);
    }
    return Json.object(
        "designs", task.space().size(),
        "points", sampling.points(),
        "from", from,
        "x", figure(x),
        "y", figure(y),
        "axes",
            task.space().axes().stream()
                .map(axis ->
                    Json.object(
                        "name", axis.name(),
                        "values", axis.choices().stream().map(each -> each.label()).toList()))
                .toList(),
        "index", points.indexes(),
        "xs", column(points, x),
        "ys", column(points, y),
        "states", states.toString());
  }

  private static Map<String, Object> figure(ExploreFigure figure) {
    return Json.object(
        "figure", figure.key(), "unit", figure.unit(), "moreIsBetter", figure.isMoreBetter());
  }

  private static List<Object> column(ExplorePoints points, ExploreFigure figure) {
    Object[] all = new Object[points.length()];
    for (int row = 0; row < all.length; row++) {
      double value = points.value(figure, row);
      all[row] = Double.isFinite(value) ? PredictJson.number(value) : null;
    }
    return Arrays.asList(all);
  }

  private State state(ExplorePoints points, int row, ExploreFigure x, ExploreFigure y) {
    if (!Double.isFinite(points.value(x, row)) || !Double.isFinite(points.value(y, row))) {
      return State.UNKNOWN;
    }
    long all = (1L << task.constraints().size()) - 1;
    if (points.met()[row] == all) {
      return State.MEETS;
    }
    Verdict verdict = points.decided(row).verdict();
    return switch (verdict) {
      case NO_LICENCE_REQUIRED -> State.MISSES;
      case LICENCE_REQUIRED -> State.REQUIRED;
      case UNDETERMINED -> State.UNDETERMINED;
      case NOT_MODELLED -> State.NOT_MODELLED;
    };
  }
}
