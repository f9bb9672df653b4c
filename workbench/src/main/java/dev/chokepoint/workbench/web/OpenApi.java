package dev.chokepoint.workbench.web;

import dev.chokepoint.workbench.Main;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final String STRING = "string";
  private static final Map<String, Object> JOB = Map.of("$ref", "#/components/schemas/Job");

  private OpenApi() {}

  static Reply yaml() {
    return Reply.of(
        "application/yaml; charset=utf-8", new YAMLMapper().writeValueAsString(document()));
  }

  static Map<String, Object> document() {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Api.Route route : Api.ROUTES) {
      Map<String, Object> operation = operation(route, "the same as " + line(route));
      Api.Body body = route.body();
      if (body != null) {
        operation.put(
            "requestBody",
            Map.of(
                "required",
                true,
                TEXT,
                "What the command reads as a file.",
                CONTENT,
                Map.of(body.type(), Map.of("schema", Map.of(TYPE, STRING)))));
      }
      operations(paths, route.path()).put(body == null ? "get" : "post", operation);
    }
    jobs(paths);
    paths.putAll(OpenApiBooks.paths());
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
    out.put("components", Map.of("schemas", object("Problem", problem(), "Job", job())));
    return out;
  }

  private static Map<String, Object> operations(
      Map<String, Map<String, Object>> paths, String path) {
    return paths.computeIfAbsent(Api.BASE + path, k -> new LinkedHashMap<>());
  }

  private static String line(Api.Route route) {
    String json = route.answer().equals(Api.JSON) ? " --json" : "";
    return "chokepoint " + String.join(" ", route.command()) + json;
  }

  private static void jobs(Map<String, Map<String, Object>> paths) {
    Map<String, Object> one = operations(paths, "/jobs/{job}");
    one.put("get", ofJob("How a job stands.", Api.JSON, JOB, "404"));
    one.put("delete", ofJob("Has a job end; one that has ended stays so.", Api.JSON, JOB, "404"));
    operations(paths, "/jobs/{job}/result")
        .put(
            "get",
            ofJob(
                "What the request is answered without a job; 409 before its end, 410 if stopped.",
                Api.JSON,
                Map.of(TYPE, "object"),
                "404",
                "409",
                "410"));
    operations(paths, "/jobs/{job}/events")
        .put(
            "get",
            ofJob(
                "Server-sent events: progress whenever it has come further, end once; data a Job.",
                "text/event-stream",
                Map.of(TYPE, STRING),
                "404",
                "429"));
  }

  private static Map<String, Object> ofJob(
      String text, String type, Map<String, Object> schema, String... refusals) {
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put("200", response("as the summary says", type, schema));
    refusals(responses, List.of(refusals));
    return object(
        "summary",
        text,
        "parameters",
        List.of(parameter("job", "path", true, "Id of the job.", false)),
        "responses",
        responses);
  }

  private static Map<String, Object> response(String text, String type, Object schema) {
    return object(TEXT, text, CONTENT, Map.of(type, Map.of("schema", schema)));
  }

  private static void refusals(Map<String, Object> responses, List<String> statuses) {
    for (String status : statuses) {
      responses.put(
          status,
          response(
              "no answer, and why",
              "application/problem+json",
              Map.of("$ref", "#/components/schemas/Problem")));
    }
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
    String list = Paging.list(route);
    if (list != null) {
      parameters.add(
          parameter(
              Paging.LIMIT,
              "query",
              false,
              "At most so many of " + list + ", 1 to 1000; Link has the parts around.",
              false));
      parameters.add(
          parameter(
              Paging.OFFSET, "query", false, "How many of " + list + " are left out.", false));
    }
    Map<String, Object> prefer =
        parameter("Prefer", "header", false, "respond-async begins a job instead.", false);
    parameters.add(prefer);
    Map<String, Object> responses = new LinkedHashMap<>();
    boolean json = route.answer().equals(Api.JSON);
    responses.put("200", response(what, route.answer(), Map.of(TYPE, json ? "object" : STRING)));
    responses.put("202", response("a job, which Location names", Api.JSON, JOB));
    refusals(responses, List.of("400", "404", "429", "503"));
    if (route.body() != null) {
      refusals(responses, List.of("413", "415"));
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
        Map.of(TYPE, flag ? "boolean" : STRING));
  }

  private static Map<String, Object> job() {
    Map<String, Object> text = Map.of(TYPE, STRING);
    Map<String, Object> number = Map.of(TYPE, "integer");
    List<String> states = Arrays.stream(Job.State.values()).map(Job.State::word).toList();
    return object(
        TYPE,
        "object",
        "properties",
        object(
            "id",
            text,
            "route",
            text,
            "state",
            object(TYPE, STRING, "enum", states),
            "what",
            object(TYPE, STRING, TEXT, "what done and all count; empty at first"),
            "done",
            number,
            "all",
            object(TYPE, "integer", TEXT, "0 where that is not known"),
            "events",
            text,
            "result",
            text));
  }

  private static Map<String, Object> problem() {
    Map<String, Object> text = Map.of(TYPE, STRING);
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
