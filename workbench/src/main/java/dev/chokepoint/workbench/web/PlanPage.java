package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The cheapest legal fleet for demands, with what keeps others out and what comes next. */
public final class PlanPage {
  /** Seconds of one solution: a request is waited for half a minute only. */
  private static final String SECONDS = "8";

  private static final String EXAMPLE = "demand.yaml";

  /**
   * Chips of one kind in a quarter.
   *
   * @param series which of the chips
   * @param left where it begins, in percent of the largest fleet
   */
  public record Part(int series, String item, long chips, double left, double width) {}

  /** What is there in a quarter. */
  public record Row(int quarter, long chips, List<Part> parts) {}

  private final Site site;

  PlanPage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    Words words = request.words();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("site", request.get("site", "CN"));
    form.put("as-of", request.get("as-of", "2025-03-01"));
    form.put("gap", request.get("gap", "0.01"));
    boolean assumes = "true".equals(request.get("assume-licence"));
    boolean ofDay = "true".equals(request.get("law-of-day"));
    List<Problem> problems = new ArrayList<>();
    List<JsonNode> done = new ArrayList<>();
    try {
      List<String> options = new ArrayList<>();
      form.forEach((name, value) -> options.add("--" + name + "=" + value));
      options.add("--seconds=" + SECONDS);
      if (assumes) {
        options.add("--assume-licence");
      }
      if (ofDay) {
        options.add("--law-of-day");
      }
      done.add(site.read("plan", Form.text(request, Site.example(EXAMPLE)), options));
    } catch (Refused e) {
      problems.addAll(e.problems());
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("problems", problems);
    model.put("form", form);
    model.put("assumes", assumes);
    model.put("ofDay", ofDay);
    model.put("done", done);
    model.put("text", Form.shown(request, Site.example(EXAMPLE)));
    model.put("own", Form.isOwn(request));
    model.put("rows", done.isEmpty() ? List.of() : rows(done.getFirst()));
    model.put("sites", site.knowledge().prices().sites());
    return site.page(request, "plan", words.say("page.plan"), "plan.jte", model);
  }

  /** The fleet by quarter, what was bought before included. */
  private static List<Row> rows(JsonNode answer) {
    JsonNode fleet = answer.get("plan").get("fleet");
    int quarters = fleet.isEmpty() ? 0 : answer.get("quarters").asInt();
    double whole = 1;
    List<List<Long>> counts = new ArrayList<>();
    for (int quarter = 0; quarter < quarters; quarter++) {
      List<Long> each = new ArrayList<>();
      for (JsonNode bought : fleet) {
        long before =
            quarter == 0
                ? bought.get("existing").asLong()
                : counts.get(quarter - 1).get(each.size());
        each.add(before + bought.get("chipsByQuarter").path(quarter).asLong(0));
      }
      counts.add(each);
      whole = Math.max(whole, each.stream().mapToLong(Long::longValue).sum());
    }
    List<Row> rows = new ArrayList<>();
    for (int quarter = 0; quarter < quarters; quarter++) {
      List<Part> parts = new ArrayList<>();
      long at = 0;
      for (int i = 0; i < fleet.size(); i++) {
        long chips = counts.get(quarter).get(i);
        if (chips > 0) {
          parts.add(
              new Part(
                  i,
                  fleet.get(i).get("item").asString(),
                  chips,
                  PredictPage.percent(at, whole),
                  PredictPage.percent(chips, whole)));
        }
        at += chips;
      }
      rows.add(new Row(quarter + 1, at, parts));
    }
    return rows;
  }
}
