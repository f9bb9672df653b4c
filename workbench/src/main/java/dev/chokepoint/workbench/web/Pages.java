package dev.chokepoint.workbench.web;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The pages, and what they draw. */
final class Pages {
  /** More charts than this are forgotten and computed again, to bound the memory. */
  private static final int MOST_CHARTS = 64;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Knowledge knowledge;
  private final Supplier<LocalDate> today;
  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
  private final Map<List<Object>, String> charts = new ConcurrentHashMap<>();

  Pages(Knowledge knowledge, Supplier<LocalDate> today) {
    this.knowledge = knowledge;
    this.today = today;
  }

  void routes(RoutesConfig routes) {
    routes.get("/", this::line);
    routes.get("/line.json", this::chart);
    routes.get(
        "/words/{language}.json",
        context ->
            context
                .contentType("application/json; charset=utf-8")
                .result(MAPPER.writeValueAsString(Words.in(context.pathParam("language")).all())));
  }

  private void line(Context context) {
    Words words = Words.of(context.queryParam("lang"), context.header("Accept-Language"));
    StringOutput page = new StringOutput();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("words", words);
    model.put("countries", countries(words));
    model.put("first", knowledge.rulebook().coversFrom());
    model.put("last", knowledge.rulebook().lastReviewed());
    model.put("today", today.get());
    model.put("knowledge", knowledge.hash());
    templates.render("line.jte", model, page);
    context.contentType("text/html; charset=utf-8").result(page.toString());
  }

  /** Names of countries in the language of the page, in its order. */
  private static Map<String, String> countries(Words words) {
    com.ibm.icu.text.Collator order = com.ibm.icu.text.Collator.getInstance(words.locale());
    Map<String, String> byName = new TreeMap<>(order);
    for (String code : Countries.codes()) {
      byName.put(
          com.ibm.icu.util.ULocale.getDisplayCountry("und-" + code, words.locale().toLanguageTag()),
          code);
    }
    return byName;
  }

  private void chart(Context context) {
    String asked = parameter(context, "to", "CN");
    String to =
        Countries.find(asked)
            .orElseThrow(
                () -> wrong("to", asked, "a country", Nearest.hint(Countries.nearest(asked))));
    LineChart.Plane plane = plane(parameter(context, "plane", "tpp-density"));
    Clock clock = clock(parameter(context, "clock", "enforced"));
    String datacenter = parameter(context, "datacenter", "");
    if (!List.of("", "yes", "no").contains(datacenter)) {
      throw wrong("datacenter", datacenter, "yes, no or left out", "");
    }
    if (charts.size() >= MOST_CHARTS) {
      charts.clear();
    }
    @Nullable LocalDate only = day(context.queryParam("as-of"));
    @Nullable String stated = datacenter.isEmpty() ? null : datacenter;
    context
        .contentType("application/json; charset=utf-8")
        .result(
            charts.computeIfAbsent(
                List.of(to, plane, clock, datacenter, String.valueOf(only)),
                key ->
                    MAPPER.writeValueAsString(
                        LineChart.document(knowledge, to, plane, clock, only, stated))));
  }

  private static String parameter(Context context, String name, String otherwise) {
    String value = context.queryParam(name);
    return value == null ? otherwise : value;
  }

  private static LineChart.Plane plane(String word) {
    List<String> known =
        Arrays.stream(LineChart.Plane.values()).map(LineChart.Plane::word).toList();
    return Arrays.stream(LineChart.Plane.values())
        .filter(plane -> plane.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> wrong("plane", word, String.join(", ", known), Nearest.hint(word, known)));
  }

  private static Clock clock(String word) {
    return Arrays.stream(Clock.values())
        .filter(clock -> clock.word().equals(word))
        .findFirst()
        .orElseThrow(() -> wrong("clock", word, "enforced or codified", ""));
  }

  private @Nullable LocalDate day(@Nullable String text) {
    if (text == null) {
      return null;
    }
    LocalDate first = knowledge.rulebook().coversFrom();
    try {
      LocalDate day = LocalDate.parse(text);
      if (!day.isBefore(first)) {
        return day;
      }
    } catch (DateTimeParseException e) {
      throw wrong("as-of", text, "a date as 2025-04-20", "");
    }
    throw wrong("as-of", text, "a day from " + first + " on", "");
  }

  private static Refused wrong(String place, String value, String limit, String hint) {
    return new Refused(new Problem("bad-value", place, value, limit, hint));
  }
}
