package dev.chokepoint.workbench.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the description of the API says of order books, which a server with users has. */
final class OpenApiBooks {
  private static final String JSON = "application/json";
  private static final Map<String, Object> STRING = Map.of("type", "string");
  private static final Map<String, Object> OBJECT = Map.of("type", "object");

  /**
   * A route.
   *
   * @param path under {@link BookRoutes#PATH}
   * @param query its parameters by name, each with what it says
   * @param body content type of what is sent; empty for nothing
   * @param answer content type of the answer
   */
  private record Route(
      String method,
      String path,
      String text,
      String status,
      Map<String, String> query,
      String body,
      String answer) {}

  private static final List<Route> ROUTES =
      List.of(
          get("", "The books that whoever asks may see.", Map.of()),
          post("", "201", "Makes a book: name, fourEyes."),
          get("/{book}", "A book with its files and runs.", Map.of()),
          post("/{book}/shares", "201", "Lets another see the book: account."),
          new Route(
              "delete",
              "/{book}/shares/{account}",
              "Lets somebody see the book no longer.",
              "200",
              Map.of(),
              "",
              JSON),
          new Route(
              "post",
              "/{book}/uploads",
              "Takes an order file in; it is on disk when this is answered.",
              "201",
              Map.of(
                  "name",
                  "What the file is called, to be shown.",
                  "holds",
                  "orders unless said; or products, licences, rates or inventory, as the options of"
                      + " the command line."),
              "application/octet-stream",
              JSON),
          get("/{book}/uploads/{upload}", "A file, and what its headers mean.", Map.of()),
          post(
              "/{book}/uploads/{upload}/mapping",
              "200",
              "Says what headers mean: mapping, column by header."),
          post(
              "/{book}/runs",
              "202",
              "Asks for a run: upload, kind (screen or exposure), from, to, clock, currency, dates;"
                  + " products, licences, rates, inventory: ids of files read beside."),
          get("/{book}/runs/{run}", "How a run stands, and what it added up.", Map.of()),
          new Route(
              "delete",
              "/{book}/runs/{run}",
              "Stops a run that waits or is worked on; an entry says by whom.",
              "200",
              Map.of(),
              "",
              JSON),
          get(
              "/{book}/runs/{run}/lines",
              "A page of lines in the order of the book, with what people decided of each.",
              Map.of(
                  "state",
                  "A state; may be repeated. Those stopped or undetermined if none is said.",
                  "clause",
                  "A provision that the line falls under.",
                  "sku",
                  "A part number.",
                  "destination",
                  "A code of a country.",
                  "offset",
                  "How many lines are left out.",
                  "limit",
                  "At most so many lines, 1 to 1000; 50 unless said.")),
          post(
              "/{book}/runs/{run}/decisions",
              "201",
              "Proposes, releases or holds lines: kind (propose, release or hold), lines, reason;"
                  + " seen: head of the page of lines that was looked at, so that what somebody"
                  + " decided meanwhile is not overwritten."),
          new Route(
              "get",
              "/{book}/runs/{run}/files/{file}",
              "A file of results: decided.csv, part-NNNNN.parquet, rejects.csv, names.csv, totals.csv"
                  + " or alerts.csv.",
              "200",
              Map.of(),
              "",
              "text/csv"),
          get(
              "/{book}/changes",
              "What changed since whoever asks said that they had seen the book.",
              Map.of("before", "Entries before this one; the newest unless said.")),
          post(
              "/{book}/seen",
              "200",
              "Says that the book was seen as it was: seen, head of the changes that were looked"
                  + " at."));

  private OpenApiBooks() {}

  private static Route get(String path, String text, Map<String, String> query) {
    return new Route("get", path, text, "200", query, "", JSON);
  }

  private static Route post(String path, String status, String text) {
    return new Route("post", path, text, status, Map.of(), JSON, JSON);
  }

  /** Operations by path and method. */
  static Map<String, Map<String, Object>> paths() {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Route route : ROUTES) {
      paths
          .computeIfAbsent(BookRoutes.PATH + route.path(), path -> new LinkedHashMap<>())
          .put(route.method(), operation(route));
    }
    return paths;
  }

  private static Map<String, Object> operation(Route route) {
    List<Object> parameters = new ArrayList<>();
    for (String part : route.path().split("/", -1)) {
      if (part.startsWith("{")) {
        String name = part.substring(1, part.length() - 1);
        parameters.add(parameter(name, "path", true, "Id or name of the " + name + "."));
      }
    }
    route.query().forEach((name, text) -> parameters.add(parameter(name, "query", false, text)));
    Map<String, Object> out = new LinkedHashMap<>();
    if (route.method().equals("post") && !route.path().endsWith("/seen")) {
      parameters.add(
          parameter(
              "Idempotency-Key", "header", false, "The same key again writes nothing again."));
    }
    out.put("summary", route.text());
    out.put("parameters", parameters);
    if (!route.body().isEmpty()) {
      Map<String, Object> schema = route.body().equals(JSON) ? OBJECT : STRING;
      out.put(
          "requestBody",
          Map.of("required", true, "content", Map.of(route.body(), Map.of("schema", schema))));
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    Map<String, Object> answer = route.answer().equals(JSON) ? OBJECT : STRING;
    responses.put(
        route.status(),
        Map.of(
            "description",
            "as the summary says",
            "content",
            Map.of(route.answer(), Map.of("schema", answer))));
    List<String> refusals = new ArrayList<>(List.of("400", "401", "403", "404", "503"));
    if (route.body().equals("application/octet-stream")) {
      refusals.addAll(List.of("413", "415"));
    }
    if (route.path().endsWith("/decisions")) {
      refusals.add("409");
    }
    for (String status : refusals) {
      responses.put(
          status,
          Map.of(
              "description",
              "no answer, and why",
              "content",
              Map.of(
                  "application/problem+json",
                  Map.of("schema", Map.of("$ref", "#/components/schemas/Problem")))));
    }
    out.put("responses", responses);
    return out;
  }

  private static Map<String, Object> parameter(
      String name, String in, boolean required, String text) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", name);
    out.put("in", in);
    out.put("required", required);
    out.put("description", text);
    out.put("schema", STRING);
    return out;
  }
}
