package dev.chokepoint.workbench.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The roofline of a chip: the most operations a second that its peak rate and its memory allow at
 * an operational intensity (Williams, Waterman and Patterson, 2009), from its datasheet.
 */
final class Roofline {
  private static final double LEAST = 1;
  private static final double MOST = 10_000;
  private static final int POINTS = 2;

  /** Rates that are drawn, of two with one key the first that is known. */
  private static final Map<String, List<String>> RATES = new LinkedHashMap<>();

  static {
    RATES.put("FP4", List.of("fp4-tflops"));
    RATES.put("FP8", List.of("fp8-tflops"));
    RATES.put("INT8", List.of("int8-tops"));
    RATES.put("BF16", List.of("bf16-tflops", "fp16-tflops"));
    RATES.put("FP32", List.of("fp32-tflops"));
  }

  private Roofline() {}

  /** One chart, or none where memory bandwidth or every rate is unknown. */
  static List<Plot> of(JsonNode chip, Words words) {
    Map<String, Double> known = new LinkedHashMap<>();
    for (JsonNode figure : chip.get("figures")) {
      double low = figure.path("low").asDouble(0);
      if (low > 0) {
        known.put(figure.get("key").asString(), low);
      }
    }
    double memory = known.getOrDefault("memory-bw-gbs", 0.0);
    List<Plot.Series> series = new ArrayList<>();
    double most = 0;
    for (Map.Entry<String, List<String>> rate : RATES.entrySet()) {
      for (String key : rate.getValue()) {
        Double peak = known.get(key);
        if (peak != null && memory > 0 && !named(series, rate.getKey(), peak)) {
          series.add(roof(rate.getKey(), peak, memory, words));
          most = Math.max(most, peak);
          break;
        }
      }
    }
    if (series.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Plot(
            "roofline",
            words.say("roofline"),
            words.say("roofline.help", words.number(memory)),
            new Plot.Axis(words.say("roofline.x"), LEAST, MOST, true),
            new Plot.Axis(
                words.say("roofline.y"), memory * LEAST / 1e3 / POINTS, most * POINTS, true),
            series));
  }

  /** Whether FP8 is drawn already where INT8 has the same rate: one line would hide the other. */
  private static boolean named(List<Plot.Series> drawn, String name, double peak) {
    return name.equals("INT8")
        && drawn.stream()
            .anyMatch(s -> s.name().startsWith("FP8") && s.points().getLast().y() == peak);
  }

  private static Plot.Series roof(String name, double peak, double memory, Words words) {
    double ridge = Math.clamp(peak * 1e3 / memory, LEAST, MOST);
    return new Plot.Series(
        name + ": " + words.say("roofline.ridge", words.number(peak), words.rough(ridge)),
        true,
        List.of(
            new Plot.Point(LEAST, Math.min(peak, memory * LEAST / 1e3), ""),
            new Plot.Point(ridge, Math.min(peak, memory * ridge / 1e3), name),
            new Plot.Point(MOST, Math.min(peak, memory * MOST / 1e3), "")));
  }
}
