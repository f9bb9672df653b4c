package dev.chokepoint.workbench.web;

import dev.chokepoint.market.LawScenario;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Shares of a market under scenarios of law, with bands. */
final class MarketPage {
  static final List<String> SHARES = List.of("units", "revenue", "compute", "unmet");

  private static final String USUAL_DRAWS = "2000";
  private static final int MOST_DRAWS = 20_000;

  private final Site site;

  MarketPage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    Words words = request.words();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("law", request.get("law", LawScenario.REVIEW_2026.word()));
    form.put("draws", request.get("draws", USUAL_DRAWS));
    form.put("seed", request.get("seed", "20250517"));
    List<Problem> problems = new ArrayList<>();
    List<JsonNode> done = new ArrayList<>();
    try {
      String text = Form.text(request, Site.example("example-market.yaml"));
      checkDraws(form.getOrDefault("draws", ""));
      List<String> options = new ArrayList<>();
      form.forEach((name, value) -> options.add("--" + name + "=" + value));
      done.add(site.read("market", text, options));
    } catch (Refused e) {
      problems.addAll(e.problems());
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("problems", problems);
    model.put("form", form);
    model.put("done", done);
    model.put("text", Form.shown(request, Site.example("example-market.yaml")));
    model.put("own", Form.isOwn(request));
    model.put("plots", done.stream().flatMap(each -> plots(each, words).stream()).toList());
    model.put(
        "tornados",
        done.stream()
            .filter(each -> !each.get("drivers").isEmpty())
            .map(each -> tornado(each, words))
            .toList());
    model.put("laws", Arrays.stream(LawScenario.values()).map(LawScenario::word).toList());
    return site.page(request, "market", words.say("page.market"), "market.jte", model);
  }

  /** A request is waited for half a minute only. */
  private static void checkDraws(String said) {
    if (said.matches("[0-9]{1,9}") && Integer.parseInt(said) > MOST_DRAWS) {
      throw new Refused(
          new Problem(
              "bad-number",
              "draws",
              said,
              "a whole number from 1 to " + MOST_DRAWS + " on this page",
              "Maybe `chokepoint market`, which takes more."));
    }
  }

  /** One chart for each way to count: quarters with the middle and the band of nine in ten. */
  private static List<Plot> plots(JsonNode answer, Words words) {
    JsonNode quarters = answer.get("quarters");
    Map<Double, String> years = new LinkedHashMap<>();
    double quarter = 0;
    for (JsonNode row : quarters) {
      String when = row.get("when").asString();
      if (when.endsWith("Q1")) {
        years.put(quarter, when.substring(0, 4));
      }
      quarter++;
    }
    return SHARES.stream().map(share -> plot(answer, share, years, words)).toList();
  }

  private static Plot plot(JsonNode answer, String share, Map<Double, String> years, Words words) {
    List<Plot.Point> middle = new ArrayList<>();
    List<Plot.Range> band = new ArrayList<>();
    for (JsonNode row : answer.get("quarters")) {
      JsonNode of = row.get(share);
      double at = middle.size();
      middle.add(
          new Plot.Point(
              at,
              percent(of.get("mid")),
              words.say(
                  "market.point",
                  row.get("when").asString(),
                  words.rough(percent(of.get("mid"))),
                  words.rough(percent(of.get("low"))),
                  words.rough(percent(of.get("high"))))));
      band.add(new Plot.Range(at, percent(of.get("low")), percent(of.get("high"))));
    }
    List<Plot.Series> series = new ArrayList<>();
    series.add(new Plot.Series(words.say("market.computed"), true, middle, band));
    if (share.equals("units")) {
      List<Plot.Point> published = published(answer, words);
      if (!published.isEmpty()) {
        series.add(new Plot.Series(words.say("market.published"), false, published));
      }
    }
    return new Plot(
        share,
        words.say("market.share." + share),
        words.say("market.share.help"),
        new Plot.Axis(words.say("market.quarter"), 0, Math.max(1, middle.size() - 1), false, years),
        new Plot.Axis("%", 0, 100, false),
        series);
  }

  /** Published shares of a year, in its middle; those of cards only. */
  private static List<Plot.Point> published(JsonNode answer, Words words) {
    int first =
        Integer.parseInt(answer.get("quarters").get(0).get("when").asString().substring(0, 4));
    int begin = answer.get("quarters").get(0).get("when").asString().charAt(6) - '1';
    List<Plot.Point> points = new ArrayList<>();
    for (JsonNode each : answer.get("hindcast")) {
      if (each.get("of").asString().equals("cards")) {
        double at = 4.0 * (each.get("year").asInt() - first) - begin + 1.5;
        points.add(
            new Plot.Point(
                at,
                percent(each.get("published")),
                words.say(
                    "market.published.point",
                    each.get("publisher").asString(),
                    each.get("year").asString(),
                    words.rough(percent(each.get("published"))))));
      }
    }
    return points;
  }

  static double percent(JsonNode share) {
    return 100 * share.asDouble();
  }

  private static Tornado tornado(JsonNode answer, Words words) {
    List<Tornado.Bar> bars = new ArrayList<>();
    for (JsonNode driver : answer.get("drivers")) {
      bars.add(
          new Tornado.Bar(
              driver.get("input").asString(),
              "en",
              percent(driver.get("unitsAtLow")),
              percent(driver.get("unitsAtHigh"))));
    }
    JsonNode last = answer.get("years").get(answer.get("years").size() - 1);
    return new Tornado(
        "drivers",
        words.say("market.tornado", last.get("when").asString()),
        words.say("market.tornado.help"),
        words.say("market.tornado.x"),
        percent(last.get("units").get("mid")),
        Tornado.Ends.INPUT,
        bars);
  }
}
