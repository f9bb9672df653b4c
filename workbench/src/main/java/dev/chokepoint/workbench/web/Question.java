package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A question as words of the command line, among those that the API answers: they read no file of
 * this machine, so the words, the day and the knowledge are all that the answer follows from.
 *
 * @param route the API's route of the same command
 * @param arguments the words in one order and spelling
 */
public record Question(Api.Route route, List<String> arguments) {
  public Question {
    arguments = List.copyOf(arguments);
  }

  /**
   * Reads words.
   *
   * @throws Refused when it is no such question
   */
  public static Question of(List<String> words, Knowledge knowledge) {
    Api.Route route = route(words);
    Map<String, Main.Help> help = Main.help(route.command());
    Map<String, List<String>> query = new LinkedHashMap<>();
    List<String> plain = new ArrayList<>();
    boolean options = true;
    for (int i = route.command().size(); i < words.size(); i++) {
      String word = words.get(i);
      if (!options || !word.startsWith("-") || word.equals("-")) {
        plain.add(word);
      } else if (word.equals("--")) {
        options = false;
      } else if (!word.equals("--json")) {
        int equals = word.indexOf('=');
        String name = (equals < 0 ? word : word.substring(0, equals)).replaceFirst("^-+", "");
        String value = equals < 0 ? null : word.substring(equals + 1);
        Main.Help said = help.get(name);
        boolean isFlag = said != null && said.isFlag();
        if (value == null && !isFlag && i + 1 < words.size()) {
          value = words.get(++i);
        }
        refuseUnknown(route, name);
        query
            .computeIfAbsent(name, n -> new ArrayList<>())
            .add(value != null ? value : isFlag ? "true" : "");
      }
    }
    Map<String, String> path = new LinkedHashMap<>();
    for (String name : route.placeholders()) {
      path.put(name, plain.isEmpty() ? "" : plain.removeFirst());
    }
    for (String name : route.words()) {
      if (!plain.isEmpty()) {
        query.put(name, List.of(plain.removeFirst()));
      }
    }
    if (!plain.isEmpty()) {
      throw new Refused(
          new Problem("bad-arguments", command(route), plain.getFirst(), "no further word", ""));
    }
    Problem misuse = Api.misuse(route, query, knowledge);
    if (misuse != null) {
      throw new Refused(misuse);
    }
    return new Question(route, Api.arguments(route, path, query));
  }

  /** The route whose command these words begin with; of several the one with most of them. */
  private static Api.Route route(List<String> words) {
    Api.@Nullable Route best = null;
    for (Api.Route route : Api.ROUTES) {
      int size = route.command().size();
      if (route.body() == null
          && size <= words.size()
          && words.subList(0, size).equals(route.command())
          && (best == null || size > best.command().size())) {
        best = route;
      }
    }
    if (best == null) {
      TreeSet<String> known = new TreeSet<>();
      Api.ROUTES.stream()
          .filter(route -> route.body() == null)
          .forEach(route -> known.add(command(route)));
      String said = words.isEmpty() ? "" : words.getFirst();
      throw new Refused(
          new Problem(
              "no-such-question",
              "QUESTION",
              said,
              "one that reads no file: " + String.join(", ", known),
              Nearest.hint(said, known)));
    }
    return best;
  }

  private static void refuseUnknown(Api.Route route, String name) {
    if (!route.options().contains(name)) {
      TreeSet<String> known = new TreeSet<>(route.options());
      throw new Refused(
          new Problem(
              "unknown-option",
              command(route),
              "--" + name,
              known.isEmpty() ? "no option" : "one of " + String.join(", ", known),
              Nearest.hint(name, known)));
    }
  }

  private static String command(Api.Route route) {
    return String.join(" ", route.command());
  }

  /** The same with lists of parties read from a folder, where the command reads any. */
  List<String> withLists(java.nio.file.Path folder) {
    if (!readsLists()) {
      return arguments;
    }
    List<String> all = new ArrayList<>(arguments);
    all.add(route.command().size(), "--store=" + folder);
    return all;
  }

  /** Whether names of parties may be looked up for it. */
  boolean readsLists() {
    return Main.help(route.command()).containsKey("store");
  }
}
