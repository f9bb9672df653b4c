package dev.chokepoint.workbench.web;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is seen of the requests: metrics for Prometheus and a line of JSON for each. Neither holds
 * what was asked, which may name a customer: only the route.
 */
final class Observed {
  /** Seconds; the aim for a decision is 20 ms. */
  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Consumer<String> requests;
  private final Consumer<String> defects;
  private final Histogram seconds;
  private final Counter busy;

  Observed(Work work, Limits limits, Consumer<String> requests, Consumer<String> defects) {
    this.requests = requests;
    this.defects = defects;
    this.seconds =
        Histogram.builder()
            .name("chokepoint_request_seconds")
            .help("Time of requests by route and status.")
            .labelNames("method", "route", "status")
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .register(registry);
    this.busy =
        Counter.builder()
            .name("chokepoint_requests_refused_busy")
            .help("Requests answered 429.")
            .register(registry);
    GaugeWithCallback.builder()
        .name("chokepoint_requests_under_way")
        .help("Requests worked on now.")
        .callback(gauge -> gauge.call((double) limits.atOnce() - work.free()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("chokepoint_heap_used_bytes")
        .help("Memory of the heap in use.")
        .callback(gauge -> {
          Runtime runtime = Runtime.getRuntime();
          gauge.call((double) runtime.totalMemory() - runtime.freeMemory());
        })
        .register(registry);
  }

  void refusedBusy() {
    busy.inc();
  }

  /**
   * One request that was answered.
   *
   * @param route its path with braces, or a word for what no route holds
   */
  void answered(
      String id,
      String method,
      String route,
      int status,
      double milliseconds,
      @Nullable Throwable defect) {
    seconds.labelValues(method, route, String.valueOf(status)).observe(milliseconds / 1e3);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", Instant.now().toString());
    line.put("level", defect == null ? "info" : "error");
    line.put("requestId", id);
    line.put("method", method);
    line.put("route", route);
    line.put("status", status);
    line.put("milliseconds", Math.round(milliseconds * 1e3) / 1e3);
    if (defect != null) {
      line.put("defect", trace(defect));
    }
    (defect == null ? requests : defects).accept(MAPPER.writeValueAsString(line));
  }

  /** Where a defect arose; its words are left out, since they may repeat what was asked. */
  static String trace(Throwable defect) {
    StringBuilder out = new StringBuilder();
    for (Throwable each = defect; each != null; each = each.getCause()) {
      out.append(each.getClass().getName()).append('\n');
      for (StackTraceElement frame : each.getStackTrace()) {
        out.append("  ").append(frame).append('\n');
      }
    }
    return out.toString();
  }

  /** The metrics as Prometheus reads them. */
  Reply metrics() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create()
          .write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Reply.of(PrometheusTextFormatWriter.CONTENT_TYPE, out.toString(StandardCharsets.UTF_8));
  }
}
