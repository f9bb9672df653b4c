package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Two to six chips side by side: law, figures, and what they do for a model. */
public final class ComparePage {
  private static final int MOST = 6;

  /** Chips that the page begins with: the one cut to the line, its parent and its rival. */
  private static final List<String> FIRST =
      List.of("nvidia-h20-96", "nvidia-h100-sxm5", "huawei-ascend-910c");

  private final Site site;

  ComparePage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    Words words = request.words();
    List<String> chips = new ArrayList<>(request.all("chips"));
    if (chips.isEmpty()) {
      chips.addAll(
          FIRST.stream().filter(id -> site.knowledge().catalog().ids().contains(id)).toList());
    }
    String to = request.get("to", "CN");
    String day = request.get("as-of", site.today().toString());
    Map<String, List<String>> asked = Site.understood("/compare", request);
    asked.putIfAbsent("model", List.of("llama-3.1-70b"));
    asked.putIfAbsent("input", List.of("4096"));
    asked.putIfAbsent("output", List.of("512"));
    asked.put("chips", List.of(String.join(",", chips)));
    List<Problem> problems = new ArrayList<>();
    List<JsonNode> law = new ArrayList<>();
    List<JsonNode> cards = new ArrayList<>();
    List<JsonNode> done = new ArrayList<>();
    try {
      if (chips.size() < 2 || chips.size() > MOST) {
        String said = String.join(", ", chips);
        throw new Refused(new Problem("bad-value", "chips", said, "two to six chips", ""));
      }
      for (String chip : chips) {
        Map<String, List<String>> trade = new LinkedHashMap<>();
        trade.put("item", List.of(chip));
        trade.put("to", List.of(to));
        trade.put("as-of", List.of(day));
        law.add(site.ask("/classify", Map.of(), trade));
        cards.add(site.ask("/chips/{id}", Map.of("id", chip), Map.of()).get("chips").get(0));
      }
      done.add(site.ask("/compare", Map.of(), asked));
    } catch (Refused e) {
      problems.addAll(e.problems());
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("problems", problems);
    model.put("chips", String.join(", ", chips));
    model.put("asked", asked);
    model.put("to", to);
    model.put("asOf", day);
    model.put("law", law);
    model.put("cards", cards);
    model.put("done", done);
    model.put("plots", done.stream().flatMap(d -> plots(d, cards, words).stream()).toList());
    model.put("models", site.knowledge().models().ids());
    model.put("countries", Site.countries(words));
    return site.page(request, "compare", words.say("compare.title"), "compare.jte", model);
  }

  /** What a row says of a batch; missing where it does not fit. */
  public static JsonNode step(JsonNode row, int batch) {
    for (JsonNode step : row.get("decode")) {
      if (step.get("batchPerChip").asInt() == batch) {
        return step;
      }
    }
    return tools.jackson.databind.node.MissingNode.getInstance();
  }

  /** Tokens a second for each chip against the size of its batch. */
  private static List<Plot> plots(JsonNode done, List<JsonNode> cards, Words words) {
    List<Plot.Series> series = new ArrayList<>();
    double most = 0;
    double least = Double.MAX_VALUE;
    double widest = 1;
    for (int i = 0; i < done.get("rows").size(); i++) {
      List<Plot.Point> points = new ArrayList<>();
      for (JsonNode step : done.get("rows").get(i).get("decode")) {
        double tokens = step.get("tokensPerSecond").asDouble();
        double batch = step.get("batchPerChip").asDouble();
        points.add(
            new Plot.Point(
                batch,
                tokens,
                words.say("compare.point", words.number(batch), words.rough(tokens))));
        most = Math.max(most, tokens);
        least = Math.min(least, tokens);
        widest = Math.max(widest, batch);
      }
      if (!points.isEmpty()) {
        series.add(new Plot.Series(cards.get(i).get("name").asString(), true, points));
      }
    }
    if (series.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Plot(
            "decode",
            words.say("compare.plot"),
            words.say("compare.plot.help"),
            new Plot.Axis(words.say("compare.plot.x"), 1, Math.max(2, widest), true),
            new Plot.Axis(words.say("compare.plot.y"), least / 1.3, most * 1.3, true),
            series));
  }
}
