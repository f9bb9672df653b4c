package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Progress;
import dev.chokepoint.workbench.Main;
import java.time.LocalDate;
import java.util.ArrayList;
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
  /** Content type of most answers. */
  static final String JSON = "application/json";

  private static final Set<String> LONG = Set.of("explore", "plan", "market", "rule-design");

  /** Parameters that may be said more than once. */
  private static final Set<String> REPEATED = Set.of("with", "listed");

  /** What is sent, in a type that no form of another site can send. */
  enum Body {
    YAML("application/yaml"),
    CSV("text/csv");

    private final String type;

    Body(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  /** Where the routes begin. */
  static final String BASE = "/api/v1";

  /**
   * A route.
   *
   * @param path under {@code /api/v1}; a part in braces is a word of the command
   * @param command its words; {@code -} is what is sent
   * @param words query parameters that are words of the command, in their order
   * @param options query parameters that are options of the same name
   * @param body what is sent, by POST; null where nothing is, by GET
   * @param answer content type of the answer
   */
  public record Route(
      String path,
      List<String> command,
      List<String> words,
      List<String> options,
      @Nullable Body body,
      String answer) {
    Route(String path, List<String> command, List<String> words, List<String> options) {
      this(path, command, words, options, null, JSON);
    }

    Route(String path, List<String> command, Body body, List<String> options) {
      this(path, command, List.of(), options, body, JSON);
    }

    /** Whether its answer is the same all day, as what changes it is not on this machine's disk. */
    boolean isLasting() {
      return body == null && !command.getFirst().equals("parties");
    }

    /** Whether it may take longer than most people wait. */
    boolean isLong() {
      return LONG.contains(command.getFirst());
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

  /** Every route, the more particular before the more general. */
  public static final List<Route> ROUTES = Routes.all();

  private Api() {}

  /** Whether there is a route with this path under {@link #BASE}. */
  static boolean has(String path) {
    return ROUTES.stream().anyMatch(route -> route.path().equals(path));
  }

  /** The route of a path under {@link #BASE}: by GET if there is one, else by POST. */
  static Route route(String path) {
    return ROUTES.stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
  }

  /** What a request without a body is answered. */
  static Main.Outcome answer(
      Route route,
      Map<String, String> path,
      Map<String, List<String>> query,
      LocalDate today,
      Knowledge knowledge) {
    return answer(route, path, query, Main.input(new byte[0]), today, knowledge, Progress.NONE);
  }

  /**
   * What a request is answered.
   *
   * @param body what was sent
   * @param progress is told how far long work has come
   */
  static Main.Outcome answer(
      Route route,
      Map<String, String> path,
      Map<String, List<String>> query,
      Source body,
      LocalDate today,
      Knowledge knowledge,
      Progress progress) {
    return Main.answer(today, knowledge, arguments(route, path, query), body, progress);
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
      if (parameter.getValue().size() > 1 && !REPEATED.contains(name)) {
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
    if (route.answer().equals(JSON)) {
      arguments.add("--json");
    }
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
