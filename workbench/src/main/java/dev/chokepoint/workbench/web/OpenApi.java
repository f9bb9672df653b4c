package dev.chokepoint.workbench.web;

import dev.chokepoint.workbench.Main;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of the API (OpenAPI 3.1), made from its routes and the help of the commands. */
final class OpenApi {
  private static final String TEXT = "description";
  private static final String CONTENT = "content";
  private static final String TYPE = "type";

  private OpenApi() {}

  static Reply yaml() {
    return Reply.of(
        "application/yaml; charset=utf-8", new YAMLMapper().writeValueAsString(document()));
  }

  static Map<String, Object> document() {
    Map<String, Object> paths = new LinkedHashMap<>();
    for (Api.Route route : Api.ROUTES) {
      Map<String, Object> operations = new LinkedHashMap<>();
      operations.put("get", operation(route, "the same as " + line(route)));
      paths.put(Api.BASE + route.path(), operations);
    }
    Map<String, Object> rows = operation(Api.ROWS, "an answer for each row");
    rows.put(
        "requestBody",
        Map.of(
            "required",
            true,
            TEXT,
            "A table with a column item or spec, and any option as a column.",
            CONTENT,
            Map.of("text/csv", Map.of("schema", Map.of(TYPE, "string")))));
    @SuppressWarnings("unchecked") // put there above
    Map<String, Object> classify = (Map<String, Object>) paths.get(Api.BASE + Api.ROWS.path());
    java.util.Objects.requireNonNull(classify).put("post", rows);
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("openapi", "3.1.0");
    out.put(
        "info",
        object(
            "title",
            "Chokepoint",
            "version",
            "1",
            TEXT,
            "The command line over HTTP: a successful body is what the command prints with --json."));
    out.put("paths", paths);
    out.put("components", Map.of("schemas", Map.of("Problem", problem())));
    return out;
  }

  private static String line(Api.Route route) {
    return "chokepoint " + String.join(" ", route.command()) + " --json";
  }

  private static Map<String, Object> operation(Api.Route route, String what) {
    Map<String, Main.Help> help = Main.help(route.command());
    List<Object> parameters = new ArrayList<>();
    for (String name : route.placeholders()) {
      parameters.add(parameter(name, "path", true, "A word of the command.", false));
    }
    for (String name : route.words()) {
      parameters.add(parameter(name, "query", false, "A word of the command.", false));
    }
    for (String name : new LinkedHashSet<>(route.options())) {
      Main.Help said = help.getOrDefault(name, new Main.Help("", false, ""));
      parameters.add(parameter(name, "query", false, said.text(), said.isFlag()));
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put(
        "200",
        object(
            TEXT,
            what,
            CONTENT,
            Map.of("application/json", Map.of("schema", Map.of(TYPE, "object")))));
    for (String status : List.of("400", "404", "429", "503")) {
      responses.put(
          status,
          object(
              TEXT,
              "no answer, and why",
              CONTENT,
              Map.of(
                  "application/problem+json",
                  Map.of("schema", Map.of("$ref", "#/components/schemas/Problem")))));
    }
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("summary", help.getOrDefault("", new Main.Help("", false, "")).text());
    out.put("parameters", parameters);
    out.put("responses", responses);
    return out;
  }

  private static Map<String, Object> parameter(
      String name, String in, boolean required, String text, boolean flag) {
    return object(
        "name",
        name,
        "in",
        in,
        "required",
        required,
        TEXT,
        text,
        "schema",
        Map.of(TYPE, flag ? "boolean" : "string"));
  }

  private static Map<String, Object> problem() {
    Map<String, Object> text = Map.of(TYPE, "string");
    Map<String, Object> one =
        object(
            TYPE,
            "object",
            "properties",
            object("id", text, "place", text, "value", text, "limit", text, "hint", text));
    return object(
        TYPE,
        "object",
        TEXT,
        "Problem details (RFC 9457)",
        "properties",
        object(
            "type",
            text,
            "title",
            text,
            "status",
            Map.of(TYPE, "integer"),
            "problems",
            object(TYPE, "array", "items", one)));
  }

  private static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      out.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return out;
  }
}
