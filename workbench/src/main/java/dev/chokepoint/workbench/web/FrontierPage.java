package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The most that needs no licence, a line for each version of the rules, and chips beside it. */
public final class FrontierPage {
  /** What the form begins with. */
  private static final Map<String, String> FIRST = new LinkedHashMap<>();

  static {
    FIRST.put("rule", "2022-10-21,2023-11-17,2025-04-20");
    FIRST.put("to", "CN");
    FIRST.put("clock", "enforced");
    FIRST.put("chips", "nvidia-a800-sxm4-80,nvidia-h800-sxm5,nvidia-h20-96,nvidia-l20");
  }

  private final Site site;

  FrontierPage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    Words words = request.words();
    Map<String, String> form = Form.fields(request, FIRST, List.of("die"));
    for (String list : List.of("rule", "chips")) {
      form.computeIfPresent(list, (name, said) -> said.replaceAll("\\s*,\\s*", ","));
    }
    Map<String, List<String>> asked = Form.query(form);
    List<Problem> problems = new ArrayList<>();
    List<JsonNode> done = new ArrayList<>();
    try {
      done.add(site.ask("/frontier", Map.of(), asked));
    } catch (Refused e) {
      problems.addAll(e.problems());
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("problems", problems);
    model.put("form", form);
    model.put("done", done);
    model.put("plots", done.stream().flatMap(each -> plots(each, words).stream()).toList());
    model.put("countries", Site.countries(words));
    model.put("query", Frame.text(asked));
    return site.page(request, "frontier", words.say("page.frontier"), "frontier.jte", model);
  }

  /** A chart for each kind of bound, with a line for each day. */
  private static List<Plot> plots(JsonNode answer, Words words) {
    Map<String, Map<String, JsonNode>> byCurve = new LinkedHashMap<>();
    for (JsonNode rule : answer.get("rules")) {
      for (JsonNode curve : rule.get("curves")) {
        byCurve
            .computeIfAbsent(curve.get("curve").asString(), name -> new LinkedHashMap<>())
            .put(rule.get("asOf").asString(), curve);
      }
    }
    List<Plot> plots = new ArrayList<>();
    byCurve.forEach((name, byDay) -> {
      Plot plot = plot(name, byDay, words);
      if (plot.series().stream().anyMatch(series -> !series.points().isEmpty())) {
        plots.add(plot);
      }
    });
    return plots;
  }

  private static Plot plot(String name, Map<String, JsonNode> byDay, Words words) {
    double widest = 0;
    for (JsonNode curve : byDay.values()) {
      for (JsonNode piece : curve.get("pieces")) {
        widest = Math.max(widest, piece.get("from").asDouble());
        widest = Math.max(widest, piece.get("to").asDouble(0));
      }
    }
    widest = widest == 0 ? 1000 : widest * 1.2;
    List<Plot.Series> series = new ArrayList<>();
    double most = 0;
    for (Map.Entry<String, JsonNode> day : byDay.entrySet()) {
      List<Plot.Point> points = points(day.getValue(), widest, words);
      most =
          Math.max(
              most,
              points.stream().mapToDouble(Plot.Point::y).filter(Double::isFinite).max().orElse(0));
      series.add(new Plot.Series(day.getKey(), true, points));
    }
    JsonNode first = byDay.values().iterator().next();
    return new Plot(
        name,
        words.say("frontier.curve." + name),
        words.say("frontier.side." + first.get("side").asString()),
        new Plot.Axis(words.say("metric." + first.get("over").asString()), 0, widest, false),
        new Plot.Axis(
            words.say("metric." + first.get("metric").asString()),
            0,
            Math.max(1, most * 1.15),
            false),
        series);
  }

  /** The ends of each bound; a gap where every value is free or the bound is of no number. */
  private static List<Plot.Point> points(JsonNode curve, double widest, Words words) {
    List<Plot.Point> points = new ArrayList<>();
    for (JsonNode piece : curve.get("pieces")) {
      double from = piece.get("from").asDouble();
      double to = piece.get("to").asDouble(widest);
      String kind = piece.get("kind").asString();
      if (kind.equals("any")) {
        points.add(new Plot.Point(from, Double.NaN, ""));
        continue;
      }
      double slope = piece.get("slope").asDouble(0);
      double offset = piece.get("offset").asDouble(0);
      for (double over : new double[] {from, to}) {
        double value = slope * over + offset;
        points.add(
            new Plot.Point(
                over, value, words.say("frontier.point", words.rough(over), words.rough(value))));
      }
    }
    boolean none = points.stream().noneMatch(point -> Double.isFinite(point.y()));
    return none ? List.of() : points;
  }
}
