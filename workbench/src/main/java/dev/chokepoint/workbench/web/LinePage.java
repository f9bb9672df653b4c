package dev.chokepoint.workbench.web;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The page of the line, and what it draws. */
final class LinePage {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Site site;

  LinePage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    Words words = request.words();
    Knowledge knowledge = site.knowledge();
    return site.page(
        request,
        "line",
        words.say("title"),
        "line.jte",
        Map.of(
            "countries",
            Site.countries(words),
            "first",
            knowledge.rulebook().coversFrom(),
            "last",
            knowledge.rulebook().lastReviewed(),
            "today",
            site.today()));
  }

  Reply chart(Request request) {
    String asked = request.get("to", "CN");
    String to =
        Countries.find(asked)
            .orElseThrow(
                () -> wrong("to", asked, "a country", Nearest.hint(Countries.nearest(asked))));
    LineChart.Plane plane = plane(request.get("plane", "tpp-density"));
    Clock clock = clock(request.get("clock", "enforced"));
    String datacenter = request.get("datacenter", "");
    if (!List.of("", "yes", "no").contains(datacenter)) {
      throw wrong("datacenter", datacenter, "yes, no or left out", "");
    }
    @Nullable LocalDate only = day(request.get("as-of"));
    @Nullable String stated = datacenter.isEmpty() ? null : datacenter;
    return Reply.json(
        MAPPER.writeValueAsString(
            LineChart.document(site.knowledge(), to, plane, clock, only, stated)));
  }

  Reply words(Request request) {
    return Reply.json(MAPPER.writeValueAsString(Words.in(request.part("language")).all()));
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
    LocalDate first = site.knowledge().rulebook().coversFrom();
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
