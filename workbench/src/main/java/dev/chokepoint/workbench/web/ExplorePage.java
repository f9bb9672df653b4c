package dev.chokepoint.workbench.web;

import dev.chokepoint.explore.ExploreFigure;
import dev.chokepoint.explore.ExploreSampling;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ExploreCloud;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Designs of a space under the law of a day: the cloud, the Pareto set, and what moves it. */
public final class ExplorePage {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String EXAMPLE = "space.yaml";

  /** Points that a page shows at most. */
  private static final int MOST_POINTS = 100_000;

  /** Points of one answer. */
  private static final int CHUNK = 8_192;

  /** Rows of the Pareto set shown at most. */
  public static final int MOST_ROWS = 300;

  private final Site site;

  ExplorePage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    Words words = request.words();
    Map<String, String> form = form(request);
    List<Problem> problems = new ArrayList<>();
    List<JsonNode> done = new ArrayList<>();
    try {
      String text = Form.text(request, Site.example(EXAMPLE));
      cloud(text, form);
      done.add(site.read("explore", text, options(form)));
    } catch (Refused e) {
      problems.addAll(e.problems());
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("problems", problems);
    model.put("form", form);
    model.put("done", done);
    model.put("text", Form.shown(request, Site.example(EXAMPLE)));
    model.put("own", Form.isOwn(request));
    model.put("models", site.knowledge().models().ids());
    model.put("figures", figures());
    model.put(
        "methods", Arrays.stream(ExploreSampling.Method.values()).map(m -> m.word()).toList());
    model.put("countries", Site.countries(words));
    return site.page(request, "explore", words.say("page.explore"), "explore.jte", model);
  }

  /** Some points of the cloud, for the script of the page. */
  Reply points(Request request) {
    Map<String, String> form = form(request);
    ExploreFigure x = figure("x", form);
    ExploreFigure y = figure("y", form);
    String from = request.get("from", "0");
    if (!from.matches("[0-9]{1,6}")) {
      throw wrong("from", from, "a whole number", "");
    }
    String text = Form.text(request, Site.example(EXAMPLE));
    ExploreCloud cloud = cloud(text, form);
    long first = Long.parseLong(from);
    if (first >= cloud.points()) {
      throw wrong("from", from, "less than " + cloud.points(), "");
    }
    return Reply.json(MAPPER.writeValueAsString(cloud.chunk(x, y, first, CHUNK)));
  }

  private ExploreCloud cloud(String text, Map<String, String> form) {
    ExploreCloud cloud =
        ExploreCloud.of(
            site.today(), site.knowledge(), text.getBytes(StandardCharsets.UTF_8), options(form));
    if (cloud.points() > MOST_POINTS) {
      throw wrong(
          form.getOrDefault("method", "").equals("grid") ? "method" : "points",
          String.valueOf(cloud.points()),
          MOST_POINTS + " points at most on this page",
          "Maybe method sobol with fewer points, or `chokepoint explore`.");
    }
    return cloud;
  }

  private static Map<String, String> form(Request request) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("rule", request.get("rule", "2023-11-17"));
    form.put("to", request.get("to", "CN"));
    form.put("clock", request.get("clock", "enforced"));
    form.put("model", request.get("model", ""));
    form.put("method", request.get("method", "grid"));
    form.put("points", request.get("points", ""));
    form.put("seed", request.get("seed", ""));
    form.put("x", request.get("x", ExploreFigure.COST.key()));
    form.put("y", request.get("y", ExploreFigure.TTFT.key()));
    form.put("brush", request.get("brush", ""));
    form.put("hide", request.get("hide", ""));
    return form;
  }

  private static List<String> options(Map<String, String> form) {
    List<String> options = new ArrayList<>();
    for (String name : List.of("rule", "to", "clock", "method")) {
      options.add("--" + name + "=" + form.get(name));
    }
    if (!form.getOrDefault("model", "").isEmpty()) {
      options.add("--model=" + form.get("model"));
    }
    // A grid has all designs: the fields of the other methods wait.
    if (!form.getOrDefault("method", "").equals("grid")) {
      options.add("--points=" + said(form, "points", String.valueOf(MOST_POINTS)));
      options.add("--seed=" + said(form, "seed", "0"));
    }
    return options;
  }

  private static String said(Map<String, String> form, String name, String otherwise) {
    String value = form.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  /** Figures that an axis may have; a margin takes half a millisecond a point. */
  private static List<String> figures() {
    return ExploreFigure.keys().stream()
        .filter(key -> !key.equals(ExploreFigure.MARGIN.key()))
        .toList();
  }

  private static ExploreFigure figure(String name, Map<String, String> form) {
    String said = form.getOrDefault(name, "");
    return ExploreFigure.find(said)
        .filter(figure -> figures().contains(figure.key()))
        .orElseThrow(
            () -> wrong(name, said, "a figure of a design", Nearest.hint(said, figures())));
  }

  private static Refused wrong(String place, String value, String limit, String hint) {
    return new Refused(new Problem("bad-value", place, value, limit, hint));
  }
}
