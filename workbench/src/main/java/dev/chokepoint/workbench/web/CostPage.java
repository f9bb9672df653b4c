package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What an hour of a chip and a million tokens cost, with what moves it. */
public final class CostPage {
  private static final String ROUTE = "/cost";

  /** What the form begins with. */
  private static final Map<String, String> FIRST = new LinkedHashMap<>();

  static {
    FIRST.put("chip", "nvidia-h20-96");
    FIRST.put("count", "8");
    FIRST.put("model", "llama-3.1-70b");
    FIRST.put("concurrency", "32");
    FIRST.put("input", "2048");
    FIRST.put("output", "512");
    FIRST.put("site", "CN");
    FIRST.put("as-of", "2025-03-01");
    FIRST.put("currency", "USD");
  }

  /** Fields that may stay empty: what is dated or usual then holds. */
  static final List<String> OPTIONAL =
      List.of(
          "party-hq",
          "price",
          "hourly",
          "utilisation",
          "power-price",
          "kilowatt",
          "pue",
          "years",
          "capital-cost",
          "residual");

  private final Site site;

  CostPage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    Words words = request.words();
    Map<String, String> form = Form.fields(request, FIRST, OPTIONAL);
    form.put("rent", "true".equals(request.get("rent")) ? "true" : "");
    Map<String, List<String>> asked = Form.query(form);
    List<Problem> problems = new ArrayList<>();
    List<JsonNode> done = new ArrayList<>();
    try {
      done.add(site.ask(ROUTE, Map.of(), asked));
    } catch (Refused e) {
      problems.addAll(e.problems());
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("problems", problems);
    model.put("form", form);
    model.put("optional", OPTIONAL);
    model.put("done", done);
    model.put(
        "tornados",
        done.stream()
            .filter(each -> !each.get("cost").get("drivers").isEmpty())
            .map(each -> tornado(each.get("cost"), words))
            .toList());
    model.put("models", site.knowledge().models().ids());
    model.put("names", site.knowledge().catalog().ids());
    model.put("sites", site.knowledge().prices().sites());
    model.put("query", Frame.text(asked));
    return site.page(request, "cost", words.say("page.cost"), "cost.jte", model);
  }

  private static Tornado tornado(JsonNode cost, Words words) {
    List<Tornado.Bar> bars = new ArrayList<>();
    for (JsonNode driver : cost.get("drivers")) {
      if (driver.get("low").equals(driver.get("high"))) {
        continue;
      }
      bars.add(
          new Tornado.Bar(
              words.input(driver.get("input").asString()),
              words.tag(),
              driver.get("low").asDouble(),
              driver.get("high").asDouble()));
    }
    JsonNode tokens = cost.get("usdPerMillion");
    JsonNode base = tokens.isNull() ? cost.get("usdPerChipHour") : tokens.get("total");
    String unit = tokens.isNull() ? "cost.perChipHour" : "cost.total";
    return new Tornado(
        "drivers",
        words.say("cost.tornado"),
        words.say("cost.tornado.help"),
        words.say(unit) + ", USD",
        base.get("mid").asDouble(),
        Tornado.Ends.VALUE,
        bars);
  }

  /** A value in percent of the whole. */
  public static double percent(JsonNode value, double whole) {
    return PredictPage.percent(value.asDouble(), whole);
  }

  /** What a line is of the whole of its kind, in percent. */
  public static double share(JsonNode cost, JsonNode line) {
    double all = 0;
    for (JsonNode each : cost.get("lines")) {
      if (each.get("kind").equals(line.get("kind"))) {
        all += each.get("usd").asDouble();
      }
    }
    return PredictPage.percent(line.get("usd").asDouble(), all);
  }
}
