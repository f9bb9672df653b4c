package dev.chokepoint.workbench.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The provisions, one of them, what a change of date changes, and what is modelled at all. */
final class RulePages {
  private static final String PAGE = "rules";

  private final Site site;

  RulePages(Site site) {
    this.site = site;
  }

  Reply list(Request request) {
    JsonNode rules = site.ask("/rules", Map.of(), Site.understood("/rules", request));
    Map<String, List<JsonNode>> kinds = new LinkedHashMap<>();
    rules
        .get("provisions")
        .forEach(
            p -> kinds.computeIfAbsent(p.get("kind").asString(), k -> new ArrayList<>()).add(p));
    return site.page(
        request,
        PAGE,
        request.words().say("rules.title"),
        "rules.jte",
        Map.of(
            "rules",
            rules,
            "kinds",
            kinds,
            "first",
            site.knowledge().rulebook().coversFrom(),
            "before",
            days(site.today())[0],
            "after",
            days(site.today())[1]));
  }

  Reply rule(Request request) {
    JsonNode rule =
        site.ask(
            "/rules/{id}",
            Map.of("id", request.part("id")),
            Site.understood("/rules/{id}", request));
    return site.page(request, PAGE, rule.get("id").asString(), "rule.jte", Map.of("rule", rule));
  }

  Reply diff(Request request) {
    LocalDate[] days = days(site.today());
    String from = request.get("from", days[0].toString());
    String until = request.get("until", days[1].toString());
    String to = request.get("to", "CN");
    String clock = request.get("clock", "enforced");
    Map<String, List<String>> asked = new LinkedHashMap<>();
    asked.put("from", List.of(from));
    asked.put("until", List.of(until));
    asked.put("clock", List.of(clock));
    if (!to.equals("all")) {
      asked.put("to", List.of(to));
    }
    JsonNode changes = site.ask("/rules/diff", Map.of(), asked);
    return site.page(
        request,
        PAGE,
        request.words().say("diff.title"),
        "diff.jte",
        Map.of(
            "changes",
            changes,
            "from",
            from,
            "until",
            until,
            "to",
            to,
            "clock",
            clock,
            "countries",
            Site.countries(request.words())));
  }

  /** The last day on which the law changed, and the day before it. */
  private LocalDate[] days(LocalDate today) {
    TreeSet<LocalDate> starts =
        new TreeSet<>(
            new dev.chokepoint.controls.Batch(
                    site.knowledge().rulebook(), dev.chokepoint.controls.Clock.ENFORCED)
                .periods());
    LocalDate last = starts.floor(today);
    LocalDate day = last == null ? starts.first() : last;
    return new LocalDate[] {
      day.isAfter(site.knowledge().rulebook().coversFrom()) ? day.minusDays(1) : day, day
    };
  }

  Reply coverage(Request request) {
    return site.page(
        request,
        "coverage",
        request.words().say("coverage.title"),
        "coverage.jte",
        Map.of("coverage", site.ask("/coverage", Map.of(), Map.of())));
  }

  Reply accuracy(Request request) {
    return site.page(
        request,
        "coverage",
        request.words().say("accuracy"),
        "accuracy.jte",
        Map.of("accuracy", site.ask("/accuracy", Map.of(), Map.of())));
  }
}
