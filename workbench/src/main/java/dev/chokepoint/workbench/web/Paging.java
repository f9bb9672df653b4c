package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Part of an answer's long list, where that was asked for: the answer with nothing of the list but
 * {@code limit} entries after the first {@code offset}, and links (RFC 8288) to the parts around
 * it.
 *
 * @param list name of the list
 * @param limit entries at most, from 1 on
 * @param offset entries before the first, from 0 on
 */
record Paging(String list, int limit, int offset) {
  static final String LIMIT = "limit";
  static final String OFFSET = "offset";
  private static final int USUAL = 100;
  private static final int MOST = 1000;
  private static final int MOST_BEFORE = 1_000_000_000;

  /** Lists that may be long, by the words of the command. */
  private static final Map<String, String> LISTS =
      Map.ofEntries(
          Map.entry("chips", "chips"),
          Map.entry("rules", "provisions"),
          Map.entry("rules diff", "answers"),
          Map.entry("rules try", "answers"),
          Map.entry("claims check", "claims"),
          Map.entry("parties search", "hits"),
          Map.entry("validate", "points"),
          Map.entry("spec", "keys"),
          Map.entry("near", "options"),
          Map.entry("ops", "rows"),
          Map.entry("explore", "pareto"));

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** The list of a route, or null where there is no long one. */
  static @Nullable String list(Api.Route route) {
    return LISTS.get(String.join(" ", dev.chokepoint.workbench.Main.words(route.command())));
  }

  /**
   * The part that a request asks for, or null when it asks for all.
   *
   * @throws Refused where that is no part
   */
  static @Nullable Paging of(Api.Route route, Map<String, List<String>> query) {
    String list = list(route);
    if (list == null || (!query.containsKey(LIMIT) && !query.containsKey(OFFSET))) {
      return null;
    }
    List<Problem> problems = new ArrayList<>();
    int limit = number(query, LIMIT, 1, MOST, USUAL, problems);
    int offset = number(query, OFFSET, 0, MOST_BEFORE, 0, problems);
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return new Paging(list, limit, offset);
  }

  private static int number(
      Map<String, List<String>> query,
      String name,
      int least,
      int most,
      int usual,
      List<Problem> problems) {
    List<String> said = query.get(name);
    if (said == null) {
      return usual;
    }
    String text = String.join(", ", said);
    boolean whole = text.matches("[0-9]{1,10}");
    if (!whole || Long.parseLong(text) < least || Long.parseLong(text) > most) {
      String limit = "a whole number from " + least + " to " + most + ", said once";
      problems.add(new Problem("bad-value", name, text, limit, ""));
      return usual;
    }
    return Integer.parseInt(text);
  }

  /** A query without what asks for a part. */
  static Map<String, List<String>> without(Map<String, List<String>> query) {
    Map<String, List<String>> rest = new LinkedHashMap<>(query);
    rest.remove(LIMIT);
    rest.remove(OFFSET);
    return rest;
  }

  /**
   * The part of a whole answer; what is no answer stays as it is.
   *
   * @param at the path of the address
   * @param query of the request, for the links
   */
  Reply of(Reply whole, String at, Map<String, List<String>> query) {
    if (whole.status() != Reply.OK) {
      return whole;
    }
    ObjectNode answer = (ObjectNode) MAPPER.readTree(whole.body());
    ArrayNode all = (ArrayNode) answer.get(list);
    ArrayNode part = MAPPER.createArrayNode();
    for (int i = offset; i < Math.min(all.size(), (long) offset + limit); i++) {
      part.add(all.get(i));
    }
    answer.set(list, part);
    List<String> links = new ArrayList<>();
    int last = all.isEmpty() ? 0 : (all.size() - 1) / limit * limit;
    links.add(link(at, query, 0, "first"));
    if (offset > 0) {
      links.add(link(at, query, Math.max(0, Math.min(offset, all.size()) - limit), "prev"));
    }
    if (offset < all.size() - limit) {
      links.add(link(at, query, offset + limit, "next"));
    }
    links.add(link(at, query, last, "last"));
    String text = MAPPER.writeValueAsString(answer).replace("\r\n", "\n") + "\n";
    return Reply.json(text)
        .with("Link", String.join(", ", links))
        .with("X-Total-Count", String.valueOf(all.size()));
  }

  private String link(String at, Map<String, List<String>> query, int from, String relation) {
    List<String> said = new ArrayList<>();
    without(query)
        .forEach((name, values) ->
            values.forEach(value -> said.add(encoded(name) + "=" + encoded(value))));
    said.add(LIMIT + "=" + limit);
    said.add(OFFSET + "=" + from);
    return "<%s?%s>; rel=\"%s\"".formatted(at, String.join("&", said), relation);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
