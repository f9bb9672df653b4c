package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The pages by their paths. */
final class Pages {
  private final Site site;
  private final Map<String, Function<Request, Reply>> all = new LinkedHashMap<>();

  Pages(Knowledge knowledge, Supplier<LocalDate> today) {
    this.site = new Site(knowledge, today);
    LinePage line = new LinePage(site);
    all.put("/", line::page);
    all.put("/line.json", line::chart);
    all.put("/words/{language}.json", line::words);
    ClassifyPage classify = new ClassifyPage(site);
    page("/classify", classify::page);
    page("/memo", classify::memo);
    ChipPages chips = new ChipPages(site);
    page("/chips", chips::list);
    page("/chips/{id}", chips::chip);
    page("/compare", new ComparePage(site)::page);
    page("/predict", new PredictPage(site)::page);
    RulePages rules = new RulePages(site);
    page("/rules", rules::list);
    page("/rules/diff", rules::diff);
    page("/rules/{id}", rules::rule);
    if (Api.has("/claims")) {
      page("/claims", new ClaimsPage(site)::page);
    }
    page("/coverage", rules::coverage);
    page("/accuracy", rules::accuracy);
  }

  /** A page that says what is wrong with a request in the page's own form. */
  private void page(String path, Function<Request, Reply> make) {
    all.put(
        path,
        request -> {
          try {
            return make.apply(request);
          } catch (Refused e) {
            return wrong(request, e).as(path.contains("{") ? Reply.NOT_FOUND : Reply.BAD_REQUEST);
          }
        });
  }

  private Reply wrong(Request request, Refused e) {
    return site.page(
        request,
        "",
        request.words().say("problem.title"),
        "problem.jte",
        Map.of("problems", e.problems()));
  }

  Site site() {
    return site;
  }

  /** Every page by the path of its route. */
  Map<String, Function<Request, Reply>> all() {
    return all;
  }

  /** The page for an address where nothing is. */
  Reply missing(Request request) {
    return site.page(
            request,
            "",
            request.words().say("problem.missing"),
            "problem.jte",
            Map.of("problems", List.of()))
        .as(Reply.NOT_FOUND);
  }
}
