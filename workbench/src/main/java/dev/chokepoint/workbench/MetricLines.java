package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.units.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The metrics of an answer with their arithmetic; sources are numbered and listed once. */
final class MetricLines {
  private static final int LABEL_COLUMNS = 24;

  private final Page page;
  private final List<String> sources = new ArrayList<>();

  private MetricLines(Page page) {
    this.page = page;
  }

  static void add(Page page, Determination d) {
    if (d.metrics().isEmpty()) {
      return;
    }
    page.title("Metrics");
    MetricLines lines = new MetricLines(page);
    for (Determination.CircuitMetrics circuit : d.metrics()) {
      if (d.metrics().size() > 1 || circuit.item().kind() != d.item().kind()) {
        page.line(2, circuit.item().name() + ":");
      }
      lines.circuit(circuit);
    }
    for (int i = 0; i < lines.sources.size(); i++) {
      page.labelled(2, "[" + (i + 1) + "]", 5, lines.sources.get(i));
    }
  }

  private void circuit(Determination.CircuitMetrics circuit) {
    for (Metric metric : Metric.values()) {
      if (circuit.shows(metric)) {
        page.labelled(2, metric.label(), LABEL_COLUMNS, text(metric, circuit));
        if (metric == Metric.TPP) {
          precisions(circuit);
        }
      }
    }
  }

  private void precisions(Determination.CircuitMetrics circuit) {
    circuit
        .precisions()
        .forEach(p ->
            page.labelled(
                4,
                p.figure().field().key(),
                LABEL_COLUMNS - 2,
                "%s × %d = %s  %s"
                    .formatted(
                        p.figure().value().text(),
                        p.figure().field().bits(),
                        p.tpp().text(),
                        sources(p.figure()))));
    Metrics.Measured literal = circuit.literalSum();
    if (literal != null) {
      page.labelled(4, "literal sum of units", LABEL_COLUMNS - 2, literal.working());
    }
  }

  private String text(Metric metric, Determination.CircuitMetrics circuit) {
    if (!metric.isBase()) {
      Range value = Metrics.formed(metric, circuit.base());
      return metric.withUnit(Metrics.working(metric, circuit.base(), value));
    }
    Metrics.Measured measured = Objects.requireNonNull(circuit.base().get(metric));
    if (metric == Metric.TPP) {
      return measured.governing().isEmpty()
          ? measured.working()
          : "governed by " + measured.governing() + ": " + measured.working();
    }
    String numbers =
        measured.inputs().stream().map(this::sources).distinct().collect(Collectors.joining(" "));
    return measured.working() + (numbers.isEmpty() ? "" : "  " + numbers);
  }

  /** Numbers of a figure's sources, with what each says where they disagree. */
  private String sources(Figure figure) {
    return figure.readings().stream()
        .map(reading ->
            (figure.isContested() ? reading.value().text() + ": " : "")
                + "["
                + number(reading)
                + "]")
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private int number(Figure.Reading reading) {
    String source =
        (reading.source() == null ? "no source" : reading.source())
            + "; "
            + reading.confidence().word();
    if (!sources.contains(source)) {
      sources.add(source);
    }
    return sources.indexOf(source) + 1;
  }
}
