package dev.chokepoint.workbench.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Public statements with what became of each, and the working. */
final class ClaimsPage {
  private final Site site;

  ClaimsPage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    JsonNode all = site.ask("/claims", Map.of(), Map.of());
    String list = request.get("list", "");
    String verdict = request.get("verdict", "");
    List<JsonNode> claims = ChipPages.stream(all.get("claims")).toList();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("counts", all.get("counts"));
    model.put(
        "claims",
        claims.stream()
            .filter(c -> list.isEmpty() || c.get("list").asString().equals(list))
            .filter(c -> verdict.isEmpty() || c.get("verdict").asString().equals(verdict))
            .toList());
    model.put("all", claims.size());
    model.put("lists", new TreeSet<>(claims.stream().map(c -> c.get("list").asString()).toList()));
    model.put("list", list);
    model.put("verdict", verdict);
    return site.page(request, "claims", request.words().say("page.claims"), "claims.jte", model);
  }
}
