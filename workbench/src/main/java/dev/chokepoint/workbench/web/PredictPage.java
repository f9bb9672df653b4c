package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a chip does for a model, with its terms, intervals and memory. */
public final class PredictPage {
  private static final String ROUTE = "/predict";
  private static final int MOST_CONCURRENCY = 512;

  /** What the form begins with. */
  private static final Map<String, String> FIRST =
      Map.of(
          "chip", "nvidia-h20-96",
          "model", "llama-3.1-70b",
          "phase", "serve",
          "concurrency", "16",
          "batch", "16",
          "input", "4096",
          "output", "512");

  /** What each phase is asked with. */
  private static final Map<String, List<String>> NEEDS =
      Map.of(
          "serve", List.of("concurrency", "input", "output"),
          "prefill", List.of("batch", "input"),
          "decode", List.of("batch", "input"));

  /** A share of a whole with the name of its words. */
  public record Part(String key, double gigabytes, double left, double width) {}

  private final Site site;

  PredictPage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    Words words = request.words();
    Map<String, String> form = new LinkedHashMap<>();
    for (String name :
        List.of(
            "chip",
            "model",
            "phase",
            "concurrency",
            "batch",
            "input",
            "output",
            "count",
            "precision",
            "cache",
            "tp",
            "pp",
            "dp",
            "ep",
            "engine")) {
      form.put(name, request.get(name, FIRST.getOrDefault(name, "")));
    }
    Map<String, List<String>> asked = asked(form);
    List<Problem> problems = new ArrayList<>();
    List<JsonNode> done = new ArrayList<>();
    List<Plot> plots = new ArrayList<>();
    try {
      JsonNode prediction = site.ask(ROUTE, Map.of(), asked);
      done.add(prediction);
      if (prediction.get("phase").asString().equals("serve")
          && prediction.get("fits").asBoolean()) {
        plots.add(edge(asked, prediction, words));
      }
    } catch (Refused e) {
      problems.addAll(e.problems());
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("problems", problems);
    model.put("form", form);
    model.put("done", done);
    model.put("plots", plots);
    model.put("memory", done.isEmpty() ? List.of() : memory(done.getFirst().get("memoryGB")));
    model.put("models", site.knowledge().models().ids());
    model.put("names", site.knowledge().catalog().ids());
    model.put("query", Frame.text(asked));
    return site.page(request, "predict", words.say("predict.title"), "predict.jte", model);
  }

  private static Map<String, List<String>> asked(Map<String, String> form) {
    Map<String, List<String>> asked = new LinkedHashMap<>();
    List<String> needs = NEEDS.getOrDefault(form.get("phase"), List.of());
    form.forEach((name, value) -> {
      boolean ofPhase = List.of("concurrency", "batch", "output", "input").contains(name);
      if (!value.isEmpty() && (!ofPhase || needs.contains(name))) {
        asked.put(name, List.of(value));
      }
    });
    return asked;
  }

  /** Tokens a second of a chip against those of a user, as more requests share the same layout. */
  private Plot edge(Map<String, List<String>> asked, JsonNode chosen, Words words) {
    Map<String, List<String>> same = new LinkedHashMap<>(asked);
    for (String rank : List.of("tp", "pp", "dp", "ep", "cp")) {
      same.put(rank, List.of(chosen.get("layout").get(rank).asString()));
    }
    same.put("count", List.of(chosen.get("chips").asString()));
    same.put("chunk", List.of(chosen.get("layout").get("chunk").asString()));
    List<Plot.Point> points = new ArrayList<>();
    for (int concurrency = 1; concurrency <= MOST_CONCURRENCY; concurrency *= 2) {
      same.put("concurrency", List.of(String.valueOf(concurrency)));
      JsonNode each = site.ask(ROUTE, Map.of(), same);
      if (!each.get("fits").asBoolean() || each.get("tokensPerSecond").isNull()) {
        break;
      }
      // More requests than fit wait, and change nothing more.
      double speed = each.get("tokensPerSecond").get("perChip").get("mid").asDouble();
      if (!points.isEmpty() && points.getLast().y() == speed) {
        break;
      }
      points.add(point(String.valueOf(concurrency), each, words));
    }
    List<Plot.Point> now = List.of(point(chosenConcurrency(asked), chosen, words));
    double fastest = 0;
    double most = 0;
    for (Plot.Point point : List.of(points, now).stream().flatMap(List::stream).toList()) {
      fastest = Math.max(fastest, point.x());
      most = Math.max(most, point.y());
    }
    return new Plot(
        "edge",
        words.say("predict.edge"),
        words.say("predict.edge.help"),
        new Plot.Axis(words.say("predict.edge.x"), 0, fastest * 1.1, false),
        new Plot.Axis(words.say("predict.edge.y"), 0, most * 1.15, false),
        List.of(
            new Plot.Series(words.say("predict.edge.line"), true, points),
            new Plot.Series(words.say("predict.edge.now"), false, now)));
  }

  private static String chosenConcurrency(Map<String, List<String>> asked) {
    return String.join("", asked.getOrDefault("concurrency", List.of()));
  }

  private static Plot.Point point(String concurrency, JsonNode each, Words words) {
    double user = each.get("tokensPerSecond").get("perUser").get("mid").asDouble();
    double chip = each.get("tokensPerSecond").get("perChip").get("mid").asDouble();
    return new Plot.Point(
        user,
        chip,
        words.say("predict.edge.point", concurrency, words.rough(user), words.rough(chip)));
  }

  /** What fills a chip's memory, in percent of the larger of its capacity and what is needed. */
  private static List<Part> memory(JsonNode memory) {
    List<String> keys = List.of("weights", "kv", "activations", "reserve");
    double used = keys.stream().mapToDouble(k -> memory.get(k).asDouble()).sum();
    double capacity = memory.get("capacity").asDouble(0);
    double whole = Math.max(used, capacity);
    List<Part> parts = new ArrayList<>();
    double at = 0;
    for (String key : keys) {
      double each = memory.get(key).asDouble();
      parts.add(new Part(key, each, percent(at, whole), percent(each, whole)));
      at += each;
    }
    if (capacity > 0) {
      double free = Math.max(0, capacity - used);
      parts.add(new Part("free", free, percent(at, whole), percent(free, whole)));
    }
    return parts;
  }

  /** A term's share of its pass, in percent. */
  public static double share(JsonNode prediction, JsonNode term) {
    double all = 0;
    for (JsonNode each : prediction.get("terms")) {
      if (each.get("pass").equals(term.get("pass"))) {
        all += each.get("ms").asDouble();
      }
    }
    return percent(term.get("ms").asDouble(), all);
  }

  /** A part in percent of the whole, to two places. */
  public static double percent(double part, double whole) {
    return whole <= 0 ? 0 : Math.round(10_000 * part / whole) / 100.0;
  }
}
