package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A body of JSON that says nothing but what is read: a key or a value that is not is refused. */
final class Body {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final JsonNode said;

  private Body(JsonNode said) {
    this.said = said;
  }

  /**
   * The body of a request.
   *
   * @param keys all that it may say
   */
  static Body of(Context context, String... keys) {
    String type = context.contentType();
    if (type == null || !type.startsWith("application/json")) {
      throw new Refused(
          new Problem("bad-type", "Content-Type", String.valueOf(type), "application/json", ""));
    }
    return of(context.body(), keys);
  }

  static Body of(String text, String... keys) {
    JsonNode said;
    try {
      said = MAPPER.readTree(text);
    } catch (JacksonException e) {
      said = MAPPER.missingNode();
    }
    if (!said.isObject()) {
      throw new Refused(new Problem("bad-json", "body", "", "a JSON object", ""));
    }
    List<String> known = List.of(keys);
    for (String key : said.propertyNames()) {
      if (!known.contains(key)) {
        String limit = "one of " + String.join(", ", known);
        throw new Refused(new Problem("unknown-key", "body", key, limit, Nearest.hint(key, known)));
      }
    }
    return new Body(said);
  }

  private static Refused bad(String key, JsonNode value, String limit) {
    return new Refused(new Problem("bad-value", key, value.toString(), limit, ""));
  }

  /** A value; a missing node where nothing, or null, is said. */
  private JsonNode value(String key) {
    JsonNode value = said.path(key);
    return value.isNull() ? MAPPER.missingNode() : value;
  }

  @Nullable String text(String key) {
    JsonNode value = value(key);
    if (!value.isMissingNode() && !value.isString()) {
      throw bad(key, value, "a text");
    }
    return value.isMissingNode() ? null : value.stringValue();
  }

  /** Whether something is said to be so. */
  boolean flag(String key) {
    JsonNode value = value(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw bad(key, value, "true or false");
    }
    return value.asBoolean(false);
  }

  @Nullable Long number(String key) {
    JsonNode value = value(key);
    return value.isMissingNode() ? null : (Long) number(key, value);
  }

  private static long number(String key, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw bad(key, value, "a whole number");
    }
    return value.longValue();
  }

  Set<Long> numbers(String key) {
    Set<Long> numbers = new LinkedHashSet<>();
    if (!value(key).isMissingNode() && !value(key).isArray()) {
      throw bad(key, value(key), "a list of whole numbers");
    }
    value(key).forEach(each -> numbers.add(number(key, each)));
    return numbers;
  }

  /** Texts by their keys, of an object in the body. */
  Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!value(key).isMissingNode() && !value(key).isObject()) {
      throw bad(key, value(key), "an object of texts");
    }
    value(key)
        .properties()
        .forEach(each -> {
          if (!each.getValue().isString()) {
            throw bad(key + "." + each.getKey(), each.getValue(), "a text");
          }
          texts.put(each.getKey(), each.getValue().stringValue());
        });
    return texts;
  }

  /** Some list or object, as it is. */
  JsonNode node(String key) {
    return value(key);
  }
}
