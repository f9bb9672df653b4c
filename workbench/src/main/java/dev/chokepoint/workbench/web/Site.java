package dev.chokepoint.workbench.web;

import dev.chokepoint.controls.Countries;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every page has at hand: the answers of the API, as values of JSON, and the templates. A page
 * shows nothing that the API does not say.
 */
final class Site {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Knowledge knowledge;
  private final Supplier<LocalDate> today;
  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

  /** Pages of the navigation that not every server has, with their paths. */
  private final Map<String, String> more = new LinkedHashMap<>();

  Site(Knowledge knowledge, Supplier<LocalDate> today) {
    this.knowledge = knowledge;
    this.today = today;
  }

  Knowledge knowledge() {
    return knowledge;
  }

  /** Adds a page to the navigation; before the first request. */
  void navigate(String page, String path) {
    more.put(page, path);
  }

  LocalDate today() {
    return today.get();
  }

  /**
   * The answer of a route.
   *
   * @param path values of its braces
   * @throws Refused with the problems of the command line
   */
  JsonNode ask(String route, Map<String, String> path, Map<String, List<String>> query) {
    Api.Route of = Api.route(route);
    Problem misuse = Api.misuse(of, query, knowledge);
    if (misuse != null) {
      throw new Refused(misuse);
    }
    return said(Api.answer(of, path, query, today(), knowledge));
  }

  /**
   * The answer of a command that reads a file, of which this is the text.
   *
   * @param options of the command, with their dashes
   * @throws Refused with the problems of the command line, each with its line of the text
   */
  JsonNode read(String command, String text, List<String> options) {
    List<String> arguments = new ArrayList<>(List.of(command, "--json"));
    arguments.addAll(options);
    arguments.addAll(List.of("--", "-"));
    byte[] sent = text.getBytes(StandardCharsets.UTF_8);
    return said(
        Main.answer(today(), knowledge, arguments, Main.input(sent), Work.UNTIL_INTERRUPTED));
  }

  /** Values as a text of YAML, of which JSON is a part. */
  static String yaml(Map<String, Object> values) {
    return MAPPER.writeValueAsString(values);
  }

  /** An example that the program ships. */
  static String example(String name) {
    try (InputStream in = Site.class.getResourceAsStream("/examples/" + name)) {
      return new String(
          java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode said(Main.Outcome outcome) {
    if (outcome.refused()) {
      throw new Refused(outcome.problems());
    }
    return MAPPER.readTree(outcome.output());
  }

  /** What a request says that a route understands, without what its form left empty. */
  static Map<String, List<String>> understood(String route, Request request) {
    Api.Route of = Api.route(route);
    Map<String, List<String>> query = new LinkedHashMap<>();
    request
        .query()
        .forEach((name, values) -> {
          String value = request.get(name);
          if (value != null && (of.words().contains(name) || of.options().contains(name))) {
            query.put(name, List.of(value));
          }
        });
    return query;
  }

  /** The memo of a classification as a page to print. */
  String memo(Map<String, List<String>> query) {
    Problem misuse = Api.misuse(Api.route("/classify"), query, knowledge);
    if (misuse != null) {
      throw new Refused(misuse);
    }
    ask("/classify", Map.of(), query); // refuses what is wrong, with its problems
    return Api.memo(query, today(), knowledge);
  }

  /** A page of a template, which is also given {@code frame} and {@code words}. */
  Reply page(
      Request request, String page, String title, String template, Map<String, Object> model) {
    Map<String, Object> all = new LinkedHashMap<>(model);
    Words words = request.words();
    all.put("words", words);
    all.put(
        "frame",
        new Frame(
            words,
            page,
            title,
            request.at(),
            request.query(),
            today(),
            knowledge.rulebook().lastReviewed(),
            knowledge.hash(),
            more));
    StringOutput out = new StringOutput();
    templates.render(template, all, out);
    boolean refused = model.get("problems") instanceof List<?> list && !list.isEmpty();
    return Reply.page(refused ? Reply.BAD_REQUEST : Reply.OK, out.toString());
  }

  /** Codes of countries by their names in a language, in its order. */
  static Map<String, String> countries(Words words) {
    com.ibm.icu.text.Collator order = com.ibm.icu.text.Collator.getInstance(words.locale());
    Map<String, String> byName = new TreeMap<>(order);
    for (String code : Countries.codes()) {
      byName.put(
          com.ibm.icu.util.ULocale.getDisplayCountry("und-" + code, words.locale().toLanguageTag()),
          code);
    }
    return byName;
  }
}
