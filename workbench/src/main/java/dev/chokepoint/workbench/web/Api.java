package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.workbench.Main;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The API: the command line over HTTP. Each route is a command; what it answers is the command's
 * JSON byte for byte. Only options that read no file are open.
 */
public final class Api {
  /** Where the routes begin. */
  static final String BASE = "/api/v1";

  private static final List<String> TRADE =
      List.of(
          "to",
          "party-hq",
          "ultimate-parent",
          "party",
          "exporter",
          "direction",
          "from-country",
          "datacenter",
          "certified",
          "role",
          "designer",
          "packager",
          "import-use",
          "quantity");

  /**
   * A route.
   *
   * @param path under {@code /api/v1}; a part in braces is a word of the command
   * @param command its words
   * @param words query parameters that are words of the command, in their order
   * @param options query parameters that are options of the same name
   */
  public record Route(String path, List<String> command, List<String> words, List<String> options) {

    /** Whether its answer is the same all day, as what changes it is not on this machine's disk. */
    boolean isLasting() {
      return !command.getFirst().equals("parties");
    }

    /** Names in braces of the path. */
    public List<String> placeholders() {
      List<String> names = new ArrayList<>();
      for (String part : path.split("/", -1)) {
        if (part.startsWith("{")) {
          names.add(part.substring(1, part.length() - 1));
        }
      }
      return names;
    }
  }

  private static final List<String> PREDICT =
      List.of(
          "model",
          "phase",
          "precision",
          "cache",
          "batch",
          "concurrency",
          "input",
          "output",
          "count",
          "tp",
          "pp",
          "dp",
          "ep",
          "cp",
          "engine",
          "stack",
          "per-node",
          "chunk",
          "cached",
          "drafts",
          "acceptance",
          "rounds",
          "prefill-chips");

  /** Every route, the more particular before the more general. */
  public static final List<Route> ROUTES =
      routes(
          new Route(
              "/classify",
              List.of("classify"),
              List.of("item"),
              with(TRADE, "as-of", "clock", "spec", "aatc", "with")),
          new Route("/timeline", List.of("timeline"), List.of("item"), with(TRADE, "spec", "with")),
          new Route("/chips", List.of("chips"), List.of(), List.of("vendor", "kind", "hq", "name")),
          new Route("/chips/{id}", List.of("chip"), List.of(), List.of()),
          new Route("/coverage", List.of("coverage"), List.of(), List.of()),
          new Route("/rules", List.of("rules"), List.of(), List.of("as-of", "clock", "with")),
          new Route(
              "/rules/diff",
              List.of("rules", "diff"),
              List.of("from", "until"),
              List.of("to", "clock", "with")),
          new Route(
              "/rules/region",
              List.of("rules", "region"),
              List.of(),
              List.of("plane", "most", "item", "as-of", "to", "exporter", "clock", "with")),
          new Route("/rules/{id}", List.of("rules", "show"), List.of(), List.of("with")),
          new Route(
              "/predict",
              List.of("predict"),
              List.of(),
              with(
                  PREDICT,
                  "chip",
                  "spec",
                  "max-ttft",
                  "max-tpot",
                  "max-chips",
                  "global-batch",
                  "micro-batch",
                  "length",
                  "recompute",
                  "zero",
                  "interleave",
                  "no-sequence-parallel",
                  "unfused-attention",
                  "no-overlap")),
          new Route("/compare", List.of("compare"), List.of(), with(PREDICT, "chips")),
          new Route(
              "/op/{kind}",
              List.of("op"),
              List.of(),
              List.of(
                  "chip",
                  "spec",
                  "stack",
                  "m",
                  "n",
                  "k",
                  "tokens",
                  "hidden",
                  "inter",
                  "topk",
                  "experts",
                  "local-experts",
                  "tp",
                  "ep",
                  "skew",
                  "batch",
                  "length",
                  "prefix",
                  "heads",
                  "kv-heads",
                  "head-dim",
                  "window",
                  "bytes",
                  "ranks",
                  "ranks-per-node",
                  "path",
                  "precision",
                  "cache")),
          new Route("/accuracy", List.of("validate", "--published"), List.of(), List.of()),
          new Route("/spec-keys", List.of("spec", "--keys"), List.of(), List.of()),
          new Route(
              "/parties/search",
              List.of("parties", "search"),
              List.of("name"),
              List.of("country", "as-of", "kind", "threshold", "most")),
          new Route(
              "/cost",
              List.of("cost"),
              List.of(),
              with(
                  PREDICT,
                  "chip",
                  "spec",
                  "max-ttft",
                  "max-tpot",
                  "global-batch",
                  "micro-batch",
                  "length",
                  "recompute",
                  "zero",
                  "site",
                  "party-hq",
                  "as-of",
                  "currency",
                  "price",
                  "hourly",
                  "rent",
                  "utilisation",
                  "power-price",
                  "kilowatt",
                  "pue",
                  "years",
                  "capital-cost",
                  "residual",
                  "chip-hours",
                  "prompted",
                  "answered",
                  "trained")),
          new Route(
              "/frontier",
              List.of("frontier"),
              List.of(),
              List.of("rule", "to", "exporter", "die", "chips", "clock", "with")),
          new Route("/claims", List.of("claims", "check"), List.of(), List.of("list", "with")),
          new Route("/claims/{id}", List.of("claims", "show"), List.of(), List.of("with")));

  /** The route whose body is a table: {@code classify --file}, a row an item. */
  static final Route ROWS =
      new Route("/classify", List.of("classify"), List.of(), with(TRADE, "as-of", "clock", "with"));

  private Api() {}

  /** A command that is not there has no route, and its page is absent. */
  private static List<Route> routes(Route... all) {
    return Arrays.stream(all).filter(route -> Main.has(route.command().getFirst())).toList();
  }

  /** Whether there is a route with this path under {@link #BASE}. */
  static boolean has(String path) {
    return ROUTES.stream().anyMatch(route -> route.path().equals(path));
  }

  private static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  /** The route of a path under {@link #BASE}. */
  static Route route(String path) {
    return ROUTES.stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
  }

  /** What a request is answered. */
  static Main.Outcome answer(
      Route route,
      Map<String, String> path,
      Map<String, List<String>> query,
      LocalDate today,
      Knowledge knowledge) {
    return Main.answer(today, knowledge, arguments(route, path, query));
  }

  /** What a request with a table is answered: {@link #ROWS}, with the table in a file of ours. */
  static Main.Outcome answer(
      Path table, Map<String, List<String>> query, LocalDate today, Knowledge knowledge) {
    List<String> arguments = arguments(ROWS, Map.of(), query);
    arguments.add("--file=" + table);
    return Main.answer(today, knowledge, arguments);
  }

  /** A problem of the query that the command line could not have, or null. */
  static @Nullable Problem misuse(
      Route route, Map<String, List<String>> query, Knowledge knowledge) {
    Set<String> known = new TreeSet<>(route.words());
    known.addAll(route.options());
    for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
      String name = parameter.getKey();
      if (!known.contains(name)) {
        String limit = known.isEmpty() ? "no parameter" : "one of " + String.join(", ", known);
        return new Problem("unknown-parameter", route.path(), name, limit, "");
      }
      if (parameter.getValue().size() > 1 && !name.equals("with")) {
        String said = String.join(", ", parameter.getValue());
        return new Problem("bad-value", name, said, "said once", "");
      }
      // The command line takes a file in these two; nothing on this machine is read for a request.
      String said = parameter.getValue().getFirst();
      if (name.equals("spec") && Main.namesFile(said)) {
        return new Problem("bad-value", name, said, "keys and values, not a file", "");
      }
      if (name.equals("model") && !knowledge.models().has(said)) {
        String hint = Nearest.hint(said, knowledge.models().ids());
        return new Problem("unknown-model", name, said, "a model of knowledge/models", hint);
      }
    }
    return null;
  }

  /** The memo of a classification, as HTML. */
  static String memo(Map<String, List<String>> query, LocalDate today, Knowledge knowledge) {
    List<String> arguments = arguments(route("/classify"), Map.of(), query);
    arguments.remove("--json");
    arguments.add(1, "--memo=-");
    return Main.answer(today, knowledge, arguments).output();
  }

  static List<String> arguments(
      Route route, Map<String, String> path, Map<String, List<String>> query) {
    List<String> arguments = new ArrayList<>(route.command());
    arguments.add("--json");
    Map<String, List<String>> asked = new LinkedHashMap<>(query);
    for (String option : new LinkedHashSet<>(route.options())) {
      for (String value : asked.getOrDefault(option, List.of())) {
        arguments.add("--" + option + "=" + value);
      }
    }
    List<String> words = new ArrayList<>();
    route.placeholders().forEach(name -> words.add(path.getOrDefault(name, "")));
    route.words().forEach(name -> words.addAll(asked.getOrDefault(name, List.of())));
    if (!words.isEmpty()) {
      // What follows is never an option, whatever it begins with.
      arguments.add("--");
      arguments.addAll(words);
    }
    return arguments;
  }
}
