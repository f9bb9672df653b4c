package dev.chokepoint.workbench.web;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Batch;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Regions;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * What the page of the line draws: every accelerator on a plane of two metrics with its answers on
 * every day, and the regions of the law in every period. All days come at once, so that moving the
 * date asks nothing of the server.
 */
final class LineChart {
  /** The planes on offer, with the ends of their axes, far enough for every chip known. */
  enum Plane {
    TPP_DENSITY(Metric.TPP, "100000", Metric.PERFORMANCE_DENSITY, "100"),
    TPP_MEMORY(Metric.TPP, "100000", Metric.MEMORY_BANDWIDTH, "20000"),
    TPP_IO(Metric.TPP, "100000", Metric.IO, "10000"),
    IO_MEMORY(Metric.IO, "10000", Metric.MEMORY_BANDWIDTH, "20000");

    private final Metric x;
    private final String mostX;
    private final Metric y;
    private final String mostY;

    Plane(Metric x, String mostX, Metric y, String mostY) {
      this.x = x;
      this.mostX = mostX;
      this.y = y;
      this.mostY = mostY;
    }

    /** How a query names it. */
    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private LineChart() {}

  /**
   * The chart of one destination.
   *
   * @param only the only day on which the chips are answered, which is quick; null for every day
   * @param datacenter {@code yes} or {@code no} for every chip, or null for what is known of each
   */
  static Map<String, Object> document(
      Knowledge knowledge,
      String to,
      Plane plane,
      Clock clock,
      @Nullable LocalDate only,
      @Nullable String datacenter) {
    List<Item> items = new ArrayList<>();
    for (String id : knowledge.catalog().ids()) {
      Item item = knowledge.catalog().get(id);
      if (item.kind() == Item.Kind.ACCELERATOR) {
        items.add(item);
      }
    }
    Batch batch = new Batch(knowledge.rulebook(), clock);
    List<LocalDate> days = only == null ? batch.periods() : List.of(only);
    List<Object> chips = new ArrayList<>();
    for (Item item : items) {
      chips.add(chip(item, plane, answers(batch, item, days, to, datacenter)));
    }
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("to", to);
    out.put("plane", plane.word());
    out.put("clock", clock.word());
    out.put("x", axis(plane.x, plane.mostX));
    out.put("y", axis(plane.y, plane.mostY));
    out.put("lastReviewed", knowledge.rulebook().lastReviewed().toString());
    out.put("periods", periods(knowledge, batch, to, plane, clock, datacenter));
    out.put("chips", chips);
    return out;
  }

  private static Map<String, Object> axis(Metric metric, String most) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("metric", metric.key());
    out.put("unit", metric.unit());
    out.put("most", Double.parseDouble(most));
    return out;
  }

  private static TradeRequest request(
      LocalDate day, String to, @Nullable String exporter, @Nullable String datacenter) {
    return new TradeRequest(day, to, null, null, null, exporter, null, null, datacenter, null);
  }

  private static Map<LocalDate, Batch.Answer> answers(
      Batch batch, Item item, List<LocalDate> days, String to, @Nullable String datacenter) {
    List<Batch.Question> questions = new ArrayList<>();
    for (LocalDate day : days) {
      questions.add(batch.question(item, request(day, to, null, datacenter)));
    }
    List<Batch.Answer> answers = batch.answers(questions);
    Map<LocalDate, Batch.Answer> byDay = new LinkedHashMap<>();
    Batch.Answer last = null;
    for (int i = 0; i < answers.size(); i++) {
      Batch.Answer answer = answers.get(i);
      if (last == null || !said(last).equals(said(answer))) {
        byDay.put(days.get(i), answer);
      }
      last = answer;
    }
    return byDay;
  }

  private static List<Object> said(Batch.Answer answer) {
    return List.of(
        answer.verdict(),
        answer.eccnCandidates(),
        String.valueOf(answer.reviewPolicy()),
        answer.requirements());
  }

  private static Map<String, Object> chip(
      Item item, Plane plane, Map<LocalDate, Batch.Answer> answers) {
    List<Object> history = new ArrayList<>();
    answers.forEach((day, answer) -> {
      Map<String, Object> stretch = new LinkedHashMap<>();
      stretch.put("from", day.toString());
      stretch.put("verdict", answer.verdict().word());
      stretch.put("eccn", String.join(" / ", answer.eccnCandidates()));
      stretch.put("requirements", answer.requirements());
      stretch.put(
          "reviewPolicy", answer.reviewPolicy() == null ? null : answer.reviewPolicy().word());
      history.add(stretch);
    });
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("id", item.id());
    out.put("name", item.name());
    out.put("vendor", item.vendor());
    out.put("x", range(Metrics.range(item, plane.x)));
    out.put("y", range(Metrics.range(item, plane.y)));
    out.put("history", history);
    return out;
  }

  /** Ends of a range as numbers to draw; an end that is not known is null. */
  private static @Nullable Map<String, Object> range(@Nullable Range range) {
    if (range == null || range.isUnknown()) {
      return null;
    }
    BigFraction high = range.high();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("low", range.low().doubleValue());
    out.put("high", high == null ? null : high.doubleValue());
    out.put("text", range.isExact() ? Exact.text(range.low()) : range.text());
    return out;
  }

  private static List<Object> periods(
      Knowledge knowledge,
      Batch batch,
      String to,
      Plane plane,
      Clock clock,
      @Nullable String datacenter) {
    List<Object> periods = new ArrayList<>();
    for (LocalDate day : batch.periods()) {
      Regions regions =
          Controls.regions(
              knowledge.rulebook(),
              null,
              request(day, to, "none", datacenter),
              clock,
              plane.x,
              plane.y,
              Exact.of(plane.mostX),
              Exact.of(plane.mostY));
      List<Object> shapes = new ArrayList<>();
      for (Regions.Trapezoid shape : regions.trapezoids()) {
        Map<String, Object> drawn = new LinkedHashMap<>();
        drawn.put("verdict", shape.says().verdict().word());
        drawn.put("eccn", shape.says().eccn());
        drawn.put(
            "vertices",
            shape.vertices().stream()
                .map(v -> List.of(v.x().doubleValue(), v.y().doubleValue()))
                .toList());
        shapes.add(drawn);
      }
      Map<String, Object> period = new LinkedHashMap<>();
      period.put("from", day.toString());
      period.put("regions", shapes);
      periods.add(period);
    }
    return periods;
  }
}
