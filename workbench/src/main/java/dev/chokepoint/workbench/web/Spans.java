package dev.chokepoint.workbench.web;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Stretches of a time line with one answer, placed in percent from its first to its last day. */
public final class Spans {
  private Spans() {}

  /**
   * A stretch of one answer.
   *
   * @param left where it begins, in percent of the whole
   * @param width how wide it is
   * @param period where it begins
   */
  public record Span(double left, double width, JsonNode period, String verdict) {}

  /** A row for each clock. */
  public record Row(String clock, List<Span> spans) {}

  /** A year where it begins. */
  public record Year(double left, int year) {}

  private static LocalDate first(JsonNode timeline) {
    return LocalDate.parse(timeline.get("coversFrom").asString());
  }

  private static LocalDate last(JsonNode timeline) {
    return LocalDate.parse(timeline.get("lastReviewed").asString());
  }

  private static double percent(JsonNode timeline, LocalDate day) {
    double days = ChronoUnit.DAYS.between(first(timeline), last(timeline));
    double at = ChronoUnit.DAYS.between(first(timeline), day) * 100 / days;
    return rounded(Math.clamp(at, 0, 100));
  }

  private static double rounded(double percent) {
    return Math.round(percent * 100) / 100.0;
  }

  static List<Row> of(JsonNode timeline) {
    return List.of(row(timeline, "enforced"), row(timeline, "codified"));
  }

  private static Row row(JsonNode timeline, String clock) {
    List<Span> spans = new ArrayList<>();
    for (JsonNode period : timeline.get("periods")) {
      JsonNode until = period.get("until");
      String verdict = period.get(clock).get("verdict").asString();
      double left = percent(timeline, LocalDate.parse(period.get("from").asString()));
      double right = until.isNull() ? 100 : percent(timeline, LocalDate.parse(until.asString()));
      Span last = spans.isEmpty() ? null : spans.getLast();
      if (last != null && last.verdict().equals(verdict)) {
        spans.removeLast();
        spans.add(new Span(last.left(), rounded(right - last.left()), last.period(), verdict));
      } else {
        spans.add(new Span(left, rounded(right - left), period, verdict));
      }
    }
    return new Row(clock, spans);
  }

  /** The years that begin within the time line. */
  public static List<Year> years(JsonNode timeline) {
    List<Year> years = new ArrayList<>();
    for (int year = first(timeline).getYear() + 1; year <= last(timeline).getYear(); year++) {
      years.add(new Year(percent(timeline, LocalDate.of(year, 1, 1)), year));
    }
    return years;
  }
}
