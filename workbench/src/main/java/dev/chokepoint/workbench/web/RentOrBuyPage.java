package dev.chokepoint.workbench.web;

import dev.chokepoint.plan.RentOrBuy;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether to rent chips or to own them: where both cost the same, and what moves that. */
final class RentOrBuyPage {
  /** What the form begins with: the worked example. */
  private static final Map<String, String> FIRST = new LinkedHashMap<>();

  static {
    FIRST.put("chip", "nvidia-h100-sxm5");
    FIRST.put("site", "MY");
    FIRST.put("count", "64");
    FIRST.put("as-of", "2026-06-01");
    FIRST.put("months", "36");
    FIRST.put("utilisation", "0.6");
    FIRST.put("discount", "0.10");
    FIRST.put("residual", "0.2");
    FIRST.put("nothing", "0.3");
    FIRST.put("effect", "resale-ends");
    FIRST.put("on", "2027-06-01");
    FIRST.put("probability", "0.2");
  }

  /** Fields that may stay empty and then mean the dated price. */
  private static final List<String> OPTIONAL = List.of("party-hq", "price", "rent");

  private final Site site;

  RentOrBuyPage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    Words words = request.words();
    Map<String, String> form = Form.fields(request, FIRST, OPTIONAL);
    List<Problem> problems = new ArrayList<>();
    List<JsonNode> done = new ArrayList<>();
    try {
      done.add(site.read("rent-or-buy", Site.yaml(question(form)), List.of()));
    } catch (Refused e) {
      // The form is one line of text: where in it something stands helps nobody.
      e.problems()
          .forEach(p ->
              problems.add(
                  new Problem(
                      p.id(),
                      p.place().replaceFirst("^input(:1)? ?", ""),
                      p.value(),
                      p.limit(),
                      p.hint())));
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("problems", problems);
    model.put("form", form);
    model.put("done", done);
    model.put("plots", done.stream().map(each -> plot(each, words)).toList());
    model.put(
        "tornados",
        done.stream()
            .filter(each -> !each.get("drivers").isEmpty())
            .map(each -> tornado(each, words))
            .toList());
    model.put("names", site.knowledge().catalog().ids());
    model.put("sites", site.knowledge().prices().sites());
    model.put("effects", Arrays.stream(RentOrBuy.Effect.values()).map(e -> e.word()).toList());
    return site.page(request, "rent-or-buy", words.say("page.rent-or-buy"), "rentorbuy.jte", model);
  }

  /** The form as the command's file. */
  private static Map<String, Object> question(Map<String, String> form) {
    Map<String, Object> asked = new LinkedHashMap<>();
    for (String key : List.of("chip", "site", "count", "as-of", "months", "utilisation")) {
      asked.put(key, form.getOrDefault(key, ""));
    }
    String discount = form.getOrDefault("discount", "");
    asked.put("discount", isNought(discount) ? "none" : discount);
    OPTIONAL.forEach(key -> {
      if (!form.getOrDefault(key, "").isEmpty()) {
        asked.put(key, form.getOrDefault(key, ""));
      }
    });
    String nothing = form.getOrDefault("nothing", "");
    List<Map<String, String>> residuals = new ArrayList<>();
    String rest = "1";
    if (!isNought(nothing)) {
      residuals.add(Map.of("share", "0", "probability", nothing));
      rest = number(nothing) == null ? nothing : rest(nothing);
    }
    residuals.add(Map.of("share", form.getOrDefault("residual", ""), "probability", rest));
    asked.put("residual", residuals);
    if (!"none".equals(form.get("effect"))) {
      asked.put(
          "rule-change",
          Map.of(
              "on", form.getOrDefault("on", ""),
              "probability", form.getOrDefault("probability", ""),
              "effect", form.getOrDefault("effect", "")));
    }
    return asked;
  }

  private static @Nullable BigDecimal number(String text) {
    return text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?") ? new BigDecimal(text) : null;
  }

  private static boolean isNought(String text) {
    BigDecimal value = number(text);
    return value != null && value.signum() == 0;
  }

  private static String rest(String share) {
    return BigDecimal.ONE.subtract(new BigDecimal(share)).toPlainString();
  }

  /** Both costs against the share of the hours used. */
  private static Plot plot(JsonNode answer, Words words) {
    List<Plot.Series> series = new ArrayList<>();
    double most = 0;
    for (String side : List.of("own", "rent")) {
      List<Plot.Point> points = new ArrayList<>();
      for (JsonNode use : answer.get("uses")) {
        double share = 100 * use.get("utilisation").asDouble();
        double usd = use.get(side + "Usd").asDouble();
        most = Math.max(most, usd);
        points.add(point(share, usd, words.say("rent.side." + side), words));
      }
      series.add(new Plot.Series(words.say("rent.side." + side), true, points));
    }
    JsonNode meets = answer.get("breakEvenUtilisation");
    double at = meets.asDouble(-1);
    if (at >= 0 && at <= 1) {
      String name = words.say("rent.break-even");
      series.add(
          new Plot.Series(name, false, List.of(point(100 * at, along(answer, at), name, words))));
    }
    double now = answer.get("utilisation").asDouble();
    String asked = words.say("rent.now");
    series.add(
        new Plot.Series(
            asked,
            false,
            List.of(
                point(100 * now, answer.get("ownUsd").asDouble(), asked, words),
                point(100 * now, answer.get("rentUsd").asDouble(), asked, words))));
    return new Plot(
        "break-even",
        words.say("rent.plot"),
        words.say("rent.plot.help"),
        new Plot.Axis(words.say("rent.plot.x"), 0, 100, false),
        new Plot.Axis(words.say("rent.plot.y"), 0, most * 1.1, false),
        series);
  }

  /** What owning costs where a share of the hours is used: a straight line between two uses. */
  private static double along(JsonNode answer, double share) {
    double none = answer.get("uses").get(0).get("ownUsd").asDouble();
    double full = answer.get("uses").get(1).get("ownUsd").asDouble();
    return none + share * (full - none);
  }

  private static Plot.Point point(double share, double usd, String name, Words words) {
    return new Plot.Point(
        share, usd, words.say("rent.point", name, words.rough(share), words.rough(usd)));
  }

  private static Tornado tornado(JsonNode answer, Words words) {
    List<Tornado.Bar> bars = new ArrayList<>();
    for (JsonNode driver : answer.get("drivers")) {
      bars.add(
          new Tornado.Bar(
              words.input(driver.get("input").asString()),
              words.tag(),
              driver.get("ownLessRentUsdAtLow").asDouble(),
              driver.get("ownLessRentUsdAtHigh").asDouble()));
    }
    return new Tornado(
        "drivers",
        words.say("rent.tornado"),
        words.say("rent.tornado.help"),
        words.say("rent.tornado.x"),
        answer.get("ownUsd").asDouble() - answer.get("rentUsd").asDouble(),
        Tornado.Ends.INPUT,
        bars);
  }
}
