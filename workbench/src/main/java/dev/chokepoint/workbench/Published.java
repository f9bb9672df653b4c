package dev.chokepoint.workbench;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.PublishedPoint;
import dev.chokepoint.units.Problem;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Published measurements beside what the command of each calculates. */
final class Published {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Published() {}

  /**
   * One point.
   *
   * @param calculated in the unit of the point, or null when the command refuses
   * @param problem why it refuses; empty when it does not
   */
  record Line(PublishedPoint point, @Nullable Double calculated, String problem) {
    /** Calculated over published, less one; null when nothing was calculated. */
    @Nullable Double error() {
      return calculated == null ? null : calculated / point.published() - 1;
    }
  }

  static List<Line> lines(Knowledge knowledge, LocalDate today) {
    Knowledge read = knowledge.closed(); // What the commands read, they read once.
    return read.published().stream().map(each -> line(each, read, today)).toList();
  }

  private static Line line(PublishedPoint point, Knowledge knowledge, LocalDate today) {
    List<String> words =
        Stream.concat(Arrays.stream(point.command().split(" +", -1)), Stream.of("--json")).toList();
    Main.Outcome outcome = Main.answer(today, knowledge, words);
    if (outcome.refused()) {
      Problem first = outcome.problems().getFirst();
      return new Line(point, null, first.id() + ": " + first.limit());
    }
    JsonNode answer = MAPPER.readTree(outcome.output());
    Double value = number(answer, point.answer());
    Double over = point.over() == null ? Double.valueOf(1) : number(answer, point.over());
    if (value == null || over == null) {
      throw new IllegalStateException(point.id() + " has no " + point.answer());
    }
    return new Line(point, value / over * point.factor(), "");
  }

  private static @Nullable Double number(JsonNode answer, String place) {
    JsonNode node = answer;
    for (String key : place.split("\\.", -1)) {
      node = node.path(key);
    }
    return node.isNumber() ? node.asDouble() : null;
  }

  static void print(PrintWriter out, List<Line> lines) {
    out.println(
        "%-16s %12s %12s %-18s %8s  %s"
            .formatted("point", "calculated", "published", "unit", "error", "source"));
    for (Line each : lines) {
      PublishedPoint p = each.point();
      Double error = each.error();
      out.println(
          String.format(
              Locale.ROOT,
              "%-16s %12s %12s %-18s %8s  %s",
              p.id(),
              text(each.calculated()),
              text(p.published()),
              p.unit(),
              error == null ? "-" : String.format(Locale.ROOT, "%+.1f%%", 100 * error),
              p.source()));
      if (!each.problem().isEmpty()) {
        out.println("                 not calculated: " + each.problem());
      }
      if (!p.note().isEmpty()) {
        out.println("                 " + p.note());
      }
    }
    out.println();
    out.println(
        String.format(
            Locale.ROOT,
            "%d points, %d calculated; absolute error mean %.1f%%, median %.1f%%",
            lines.size(),
            errors(lines).length,
            100 * Arrays.stream(errors(lines)).average().orElse(0),
            100 * dev.chokepoint.performance.Accuracy.quantile(errors(lines), 0.5)));
  }

  private static double[] errors(List<Line> lines) {
    return lines.stream()
        .map(Line::error)
        .filter(java.util.Objects::nonNull)
        .mapToDouble(Math::abs)
        .toArray();
  }

  private static String text(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.5g", value);
  }

  static Map<String, Object> document(List<Line> lines) {
    List<Object> points = new ArrayList<>();
    for (Line each : lines) {
      PublishedPoint p = each.point();
      Double value = each.calculated();
      Double error = each.error();
      points.add(
          Json.object(
              "id", p.id(),
              "words", p.command(),
              "unit", p.unit(),
              "calculated", value == null ? null : PredictJson.number(value),
              "published", PredictJson.number(p.published()),
              "error", error == null ? null : PredictJson.number(error),
              "source", p.source(),
              "note", p.note(),
              "problem", each.problem()));
    }
    double[] errors = errors(lines);
    return Json.object(
        "points",
        points,
        "calculated",
        errors.length,
        "mape",
        AccuracyJson.percent(Arrays.stream(errors).average().orElse(0)),
        "medianApe",
        AccuracyJson.percent(dev.chokepoint.performance.Accuracy.quantile(errors, 0.5)));
  }
}
