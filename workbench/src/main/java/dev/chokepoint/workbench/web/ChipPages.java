package dev.chokepoint.workbench.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** All chips, and one of them. */
final class ChipPages {
  private static final int PEERS = 6;

  private static final List<String> ASKED =
      List.of(
          "process-node-nm",
          "compute-die-area-mm2",
          "bf16-tflops",
          "memory-gb",
          "memory-bw-gbs",
          "d2d-bidir-gbs",
          "tdp-w");

  private final Site site;

  ChipPages(Site site) {
    this.site = site;
  }

  Reply list(Request request) {
    Words words = request.words();
    List<JsonNode> all = stream(site.ask("/chips", Map.of(), Map.of()).get("chips")).toList();
    String name = request.get("name", "").toLowerCase(Locale.ROOT);
    String vendor = request.get("vendor", "");
    String kind = request.get("kind", "");
    List<JsonNode> shown =
        all.stream()
            .filter(c -> vendor.isEmpty() || c.get("vendor").asString().equals(vendor))
            .filter(c -> kind.isEmpty() || c.get("kind").asString().equals(kind))
            .filter(c ->
                (c.get("name").asString() + " " + c.get("id").asString())
                    .toLowerCase(Locale.ROOT)
                    .contains(name))
            .toList();
    return site.page(
        request,
        "chips",
        words.say("chips.title"),
        "chips.jte",
        Map.of(
            "chips",
            shown,
            "name",
            request.get("name", ""),
            "vendor",
            vendor,
            "kind",
            kind,
            "vendors",
            new TreeSet<>(all.stream().map(c -> c.get("vendor").asString()).toList()),
            "kinds",
            new TreeSet<>(all.stream().map(c -> c.get("kind").asString()).toList())));
  }

  Reply chip(Request request) {
    Words words = request.words();
    String to = request.get("to", "CN");
    JsonNode chip =
        site.ask("/chips/{id}", Map.of("id", request.part("id")), Map.of()).get("chips").get(0);
    String id = chip.get("id").asString();
    Map<String, List<String>> trade = Map.of("item", List.of(id), "to", List.of(to));
    JsonNode timeline = site.ask("/timeline", Map.of(), trade);
    JsonNode answer = site.ask("/classify", Map.of(), trade);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("chip", chip);
    model.put("missing", missing(chip));
    model.put("answer", answer);
    model.put("timeline", timeline);
    model.put("spans", Spans.of(timeline));
    model.put("to", to);
    model.put("countries", Site.countries(words));
    model.put("roofs", Roofline.of(chip, words));
    model.put("peers", chip.get("kind").asString().equals("accelerator") ? peers(id) : List.of());
    String title = chip.get("vendor").asString() + " " + chip.get("name").asString();
    return site.page(request, "chips", title, "chip.jte", model);
  }

  /** Figures that everybody asks for and nobody published. */
  private static List<String> missing(JsonNode chip) {
    List<String> known =
        stream(chip.get("figures")).map(figure -> figure.get("key").asString()).toList();
    return chip.get("kind").asString().equals("accelerator")
        ? ASKED.stream().filter(key -> !known.contains(key)).toList()
        : List.of();
  }

  /** The chips nearest in performance and memory bandwidth, each by its ratio. */
  private List<JsonNode> peers(String id) {
    List<JsonNode> all =
        stream(site.ask("/chips", Map.of(), Map.of()).get("chips"))
            .filter(c -> !Double.isNaN(place(c, "tpp") + place(c, "memoryBandwidthGBps")))
            .toList();
    List<JsonNode> self = all.stream().filter(c -> c.get("id").asString().equals(id)).toList();
    if (self.isEmpty()) {
      return List.of();
    }
    List<JsonNode> sorted = new ArrayList<>(all);
    sorted.removeAll(self);
    sorted.sort(Comparator.comparingDouble(c -> distance(c, self.getFirst())));
    return List.copyOf(sorted.subList(0, Math.min(PEERS, sorted.size())));
  }

  private static double distance(JsonNode a, JsonNode b) {
    return Math.hypot(
        place(a, "tpp") - place(b, "tpp"),
        place(a, "memoryBandwidthGBps") - place(b, "memoryBandwidthGBps"));
  }

  /** The logarithm of a quantity's lower bound; not a number where there is none. */
  private static double place(JsonNode chip, String key) {
    double low = chip.get(key).path("low").asDouble(0);
    return low > 0 ? Math.log(low) : Double.NaN;
  }

  static Stream<JsonNode> stream(JsonNode list) {
    List<JsonNode> all = new ArrayList<>();
    list.forEach(all::add);
    return all.stream();
  }
}
