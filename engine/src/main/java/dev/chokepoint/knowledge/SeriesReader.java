package dev.chokepoint.knowledge;

import dev.chokepoint.claims.Amount;
import dev.chokepoint.claims.Event;
import dev.chokepoint.claims.Series;
import dev.chokepoint.claims.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads dated values and events, each with its source. */
final class SeriesReader {
  private static final Pattern PERIOD =
      Pattern.compile("(FY)?\\d{4}(-(Q[1-4]|H[12]|\\d{2}(-\\d{2})?))?");
  private static final Pattern DATE = Pattern.compile("\\?|\\d{4}(-\\d{2}(-\\d{2})?)?");
  private static final Set<String> GRADES = Set.of("A", "B", "C");

  private SeriesReader() {}

  /** Series by id and events by id, of some documents. */
  record Known(Map<String, Series> series, Map<String, Event> events) {
    Known copy() {
      return new Known(new LinkedHashMap<>(series), new LinkedHashMap<>(events));
    }
  }

  /** Adds what a document holds. */
  static void read(Cursor root, Known known) {
    for (Cursor each : root.at("series").list()) {
      Series series = series(each);
      if (known.series().put(series.id(), series) != null) {
        each.problem("duplicate-id", series.id(), "each id once", "");
      }
    }
    for (Cursor each : root.at("events").list()) {
      Event event = event(each);
      if (known.events().put(event.id(), event) != null) {
        each.problem("duplicate-id", event.id(), "each id once", "");
      }
    }
  }

  private static Series series(Cursor each) {
    each.only(Set.of("id", "what", "unit", "points"));
    Unit unit = Unit.of(each.at("unit").text());
    List<Series.Point> points = new ArrayList<>();
    for (Cursor point : each.at("points").list()) {
      point.only(Set.of("at", "by", "value", "source", "grade", "note"));
      String period = point.at("at").text();
      if (!PERIOD.matcher(period).matches()) {
        point
            .at("at")
            .problem("bad-period", period, "2025, FY2025, 2025-Q1, 2025-H1 or a date", "");
      }
      String grade = point.at("grade").text();
      if (!GRADES.contains(grade)) {
        point.at("grade").problem("bad-grade", grade, "A, B or C", "");
      }
      Amount stated = AmountReader.read(point.at("value")).amount();
      if (!stated.unit().equals(Unit.NONE) && !stated.unit().equals(unit)) {
        point.at("value").problem("wrong-unit", stated.unit().text(), "the unit of the series", "");
      }
      points.add(
          new Series.Point(
              period,
              point.at("by").text(),
              new Amount(stated.low(), stated.high(), unit),
              point.at("source").text(),
              grade,
              point.at("note").text("")));
    }
    if (points.isEmpty()) {
      each.problem("missing", "", "points, each with a source", "");
    }
    return new Series(each.at("id").text(), each.at("what").text(), unit, points);
  }

  private static Event event(Cursor each) {
    each.only(Set.of("id", "what", "date", "place", "source"));
    String date = each.at("date").text();
    if (!DATE.matcher(date).matches()) {
      each.at("date").problem("bad-date", date, "a date as 2025-04-09, 2025-04, 2025 or ?", "");
    }
    return new Event(
        each.at("id").text(),
        each.at("what").text(),
        date,
        each.at("place").text("?"),
        each.at("source").text());
  }
}
