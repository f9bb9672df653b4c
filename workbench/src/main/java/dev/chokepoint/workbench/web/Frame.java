package dev.chokepoint.workbench.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds every page.
 *
 * @param page the page of the navigation that this belongs to
 * @param today the day on which it is asked
 * @param last the day to which sources of law were read
 * @param more pages of the navigation that not every server has, with their paths
 */
public record Frame(
    Words words,
    String page,
    String title,
    String at,
    Map<String, List<String>> query,
    LocalDate today,
    LocalDate last,
    String knowledge,
    Map<String, String> more) {

  /** Where a page says who is logged in, which is put in when it is sent. */
  static final String WHO = "<div id=\"who\"></div>";

  /** Pages of the navigation with their paths. */
  static final Map<String, String> NAVIGATION = new LinkedHashMap<>();

  static {
    NAVIGATION.put("line", "/");
    NAVIGATION.put("classify", "/classify");
    NAVIGATION.put("chips", "/chips");
    NAVIGATION.put("compare", "/compare");
    NAVIGATION.put("predict", "/predict");
    NAVIGATION.put("explore", "/explore");
    NAVIGATION.put("frontier", "/frontier");
    NAVIGATION.put("cost", "/cost");
    NAVIGATION.put("rent-or-buy", "/rent-or-buy");
    NAVIGATION.put("plan", "/plan");
    NAVIGATION.put("market", "/market");
    NAVIGATION.put("port", "/port");
    NAVIGATION.put("rules", "/rules");
    if (Api.has("/claims")) {
      NAVIGATION.put("claims", "/claims");
    }
    NAVIGATION.put("coverage", "/coverage");
  }

  /** Pages that belong together, under the word of their group. */
  static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("law", List.of("line", "classify", "chips", "rules", "coverage"));
    GROUPS.put("work", List.of("orders", "parties", "audit", "port"));
    GROUPS.put("performance", List.of("compare", "predict", "explore", "frontier"));
    GROUPS.put("money", List.of("cost", "rent-or-buy", "plan", "market", "claims"));
  }

  /** Pages of the navigation by their groups, in order. */
  public Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    List<String> there = pages();
    GROUPS.forEach(
        (group, names) -> groups.put(group, names.stream().filter(there::contains).toList()));
    return groups;
  }

  /** Pages of the navigation, in order. */
  public List<String> pages() {
    List<String> all = new ArrayList<>(NAVIGATION.keySet());
    all.addAll(more.keySet());
    return all;
  }

  /** The address of a page of the navigation, in the language of this one. */
  public String page(String name) {
    String path = NAVIGATION.get(name);
    return link(java.util.Objects.requireNonNull(path != null ? path : more.get(name)));
  }

  /** Query parameters, names and values in turn, as a text that begins with a question mark. */
  public static String query(String... namesAndValues) {
    Map<String, List<String>> said = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      said.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
    }
    return text(said);
  }

  /** The address of a path with query parameters, names and values in turn; null leaves one out. */
  public String link(String path, @Nullable Object... namesAndValues) {
    Map<String, List<String>> said = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null && !value.toString().isEmpty()) {
        said.put(String.valueOf(namesAndValues[i]), List.of(value.toString()));
      }
    }
    if (query.containsKey("lang")) {
      said.put("lang", List.of(words.tag()));
    }
    return path + text(said);
  }

  /** This page in the other language. */
  public String otherLanguage() {
    Map<String, List<String>> said = new LinkedHashMap<>(query);
    said.put("lang", List.of(words.other().tag()));
    return at + text(said);
  }

  /** The query as a text that begins with a question mark, or empty. */
  static String text(Map<String, List<String>> query) {
    List<String> parts = new ArrayList<>();
    query.forEach((name, values) ->
        values.stream()
            .filter(value -> !value.isEmpty())
            .forEach(value -> parts.add(encoded(name) + "=" + encoded(value))));
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2C", ",");
  }
}
