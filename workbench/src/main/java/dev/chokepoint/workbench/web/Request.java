package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Source;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked over HTTP, apart from the connection, so that the work can outlive it.
 *
 * @param at the path of the address
 * @param path values of the braces in the route's path
 * @param accepted the header {@code Accept-Language}, or null
 * @param body what was sent, empty for a GET
 */
record Request(
    String at,
    Map<String, String> path,
    Map<String, List<String>> query,
    @Nullable String accepted,
    Source body) {

  /** The same with another query. */
  Request with(Map<String, List<String>> other) {
    return new Request(at, path, other, accepted, body);
  }

  /**
   * The first value of a query parameter; null where it is absent or blank, as in an empty form.
   */
  @Nullable String get(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() || values.getFirst().isBlank() ? null : values.getFirst().strip();
  }

  /** The same with a word for what is absent. */
  String get(String name, String otherwise) {
    String value = get(name);
    return value == null ? otherwise : value;
  }

  /** All values of a parameter, each split at commas. */
  List<String> all(String name) {
    return query.getOrDefault(name, List.of()).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** The value of a brace of the path. */
  String part(String name) {
    return path.getOrDefault(name, "");
  }

  /** The language that the page should speak. */
  Words words() {
    return Words.of(get("lang"), accepted);
  }
}
