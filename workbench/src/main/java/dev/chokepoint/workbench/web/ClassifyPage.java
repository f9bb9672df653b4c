package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A question of the law as a form, its answer, and the memo to print. */
public final class ClassifyPage {
  private static final String ROUTE = "/classify";
  private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

  /** Figures that a chip outside the catalogue may be described with, by their keys. */
  static final List<String> FIGURES =
      List.of(
          "fp4-tflops",
          "fp8-tflops",
          "int8-tops",
          "bf16-tflops",
          "fp32-tflops",
          "compute-die-area-mm2",
          "process-node-nm",
          "memory-bw-gbs",
          "io-gbs");

  /** Facts of the trade by their options, each with its words where they are a closed list. */
  static final Map<String, List<String>> FACTS = new LinkedHashMap<>();

  static {
    FACTS.put("party", List.of());
    FACTS.put("party-hq", List.of());
    FACTS.put("ultimate-parent", List.of());
    FACTS.put("exporter", List.of());
    FACTS.put("from-country", List.of());
    FACTS.put("direction", List.of("export", "reexport", "in-country", "remote-access"));
    FACTS.put("datacenter", List.of("yes", "no", "unknown"));
    FACTS.put("role", List.of("seller", "foundry", "osat"));
    FACTS.put("import-use", List.of());
    FACTS.put("quantity", List.of());
    FACTS.put("certified", List.of());
  }

  /** A fact of the trade with what is assumed of it while nobody states it. */
  public record Fact(
      String option, List<String> choices, String stated, String assumed, String why) {}

  /** A figure of the form with what was typed. */
  public record Typed(String key, String value) {}

  private final Site site;

  ClassifyPage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    Words words = request.words();
    Map<String, List<String>> query = query(request);
    boolean asked = query.containsKey("item") || query.containsKey("spec");
    List<Problem> problems = new ArrayList<>();
    List<JsonNode> answers = new ArrayList<>();
    if (asked) {
      query.putIfAbsent("to", List.of("CN"));
      try {
        JsonNode answer = site.ask(ROUTE, Map.of(), query);
        if (answer.has("variants")) {
          answer.get("variants").forEach(answers::add);
        } else {
          answers.add(answer);
        }
      } catch (Refused e) {
        problems.addAll(e.problems());
      }
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("problems", problems);
    model.put("answers", answers);
    model.put("facts", facts(request, answers));
    model.put("typed", FIGURES.stream().map(k -> new Typed(k, request.get(k, ""))).toList());
    model.put("item", request.get("item", ""));
    model.put("spec", request.get("spec", ""));
    model.put("to", request.get("to", "CN"));
    model.put("asOf", request.get("as-of", site.today().toString()));
    model.put("clock", request.get("clock", "enforced"));
    model.put("countries", Site.countries(words));
    model.put("names", names());
    model.put("query", Frame.text(query));
    return site.page(request, "classify", words.say("classify.title"), "classify.jte", model);
  }

  /** What the form says, the figures of a chip of one's own gathered to a description. */
  private static Map<String, List<String>> query(Request request) {
    Map<String, List<String>> query = Site.understood(ROUTE, request);
    List<String> figures = new ArrayList<>();
    for (String key : FIGURES) {
      String value = request.get(key);
      if (value != null) {
        figures.add(key + "=" + value);
      }
    }
    if (!figures.isEmpty()) {
      if (request.get("spec") != null) {
        figures.addFirst(request.get("spec"));
      }
      query.put("spec", List.of(String.join(",", figures)));
    }
    return query;
  }

  /** Every fact that may be stated, with the value that the answer took for it. */
  private static List<Fact> facts(Request request, List<JsonNode> answers) {
    Map<String, JsonNode> assumed = new TreeMap<>();
    if (!answers.isEmpty()) {
      for (JsonNode each : answers.getFirst().get("assumptions")) {
        assumed.put(option(each.get("fact").asString()), each);
      }
    }
    List<Fact> facts = new ArrayList<>();
    FACTS.forEach((option, choices) -> {
      JsonNode each = assumed.remove(option);
      facts.add(
          new Fact(
              option,
              choices,
              request.get(option, ""),
              each == null ? "" : each.get("value").asString(),
              each == null ? "" : each.get("why").asString()));
    });
    return facts;
  }

  private static String option(String fact) {
    return fact.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** Names to choose from while typing. */
  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (String id : site.knowledge().catalog().ids()) {
      names.add(site.knowledge().catalog().get(id).name());
    }
    return names;
  }

  Reply memo(Request request) {
    Map<String, List<String>> query = query(request);
    query.putIfAbsent("to", List.of("CN"));
    String memo = site.memo(query);
    Matcher style = STYLE.matcher(memo);
    Reply page = Reply.page(Reply.OK, memo);
    return style.find()
        ? page.with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'sha256-"
                + hash(style.group(1))
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        : page;
  }

  /** The memo stands alone with its style in it, so its style is allowed by its hash. */
  private static String hash(String style) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
