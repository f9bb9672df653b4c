package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.Step;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers as JSON values; the same for the command line and for HTTP. Described in docs/json.md.
 */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  static String write(Object value) {
    return MAPPER.writeValueAsString(value).replace("\r\n", "\n");
  }

  static Map<String, Object> problems(List<Problem> problems) {
    return object("problems", problems.stream().map(Json::problem).toList());
  }

  private static Map<String, Object> problem(Problem problem) {
    return object(
        "id", problem.id(),
        "place", problem.place(),
        "value", problem.value(),
        "limit", problem.limit(),
        "hint", problem.hint());
  }

  static Map<String, Object> warning(String code, String text) {
    return object("code", code, "text", text);
  }

  static Map<String, Object> notAssessed(Rulebook.NotAssessed part) {
    return object("id", part.id(), "text", part.text());
  }

  /** The whole answer: the strictest variant, with all variants when an alias names several. */
  static Map<String, Object> answer(Answer answer) {
    Map<String, Object> out = determination(answer.governing(), answer);
    if (answer.variants().size() > 1) {
      List<Object> variants = new ArrayList<>();
      for (Determination variant : answer.variants()) {
        variants.add(determination(variant, answer));
      }
      out.put("variants", variants);
    }
    return out;
  }

  private static Map<String, Object> determination(Determination d, Answer answer) {
    Trade trade = d.trade();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put(
        "item",
        object(
            "id", d.item().id(),
            "ids", answer.variants().stream().map(v -> v.item().id()).toList(),
            "name", d.item().name()));
    out.put("asOf", trade.asOf().toString());
    out.put("lastReviewed", answer.lastReviewed().toString());
    out.put("clock", d.clock().word());
    out.put("destination", trade.destination());
    List<Object> assumptions = new ArrayList<>();
    answer.assumptions().forEach(a -> assumptions.add(assumption(a)));
    trade.assumptions().forEach(a -> assumptions.add(assumption(a)));
    out.put("assumptions", assumptions);
    out.put("metrics", d.metrics().isEmpty() ? Map.of() : metrics(d.metrics().getFirst()));
    if (d.metrics().size() > 1) {
      out.put(
          "circuits",
          d.metrics().stream()
              .map(m -> object("id", m.item().id(), "metrics", metrics(m)))
              .toList());
    }
    out.put("eccn", d.eccn());
    out.put("eccnCandidates", d.eccnCandidates());
    out.put("paragraphs", d.paragraphs());
    out.put("verdict", d.verdict().word());
    out.put("reviewPolicy", policy(d.reviewPolicy()));
    out.put("clocks", clocks(answer, d));
    out.put("requirements", d.requirements().stream().map(Json::requirement).toList());
    out.put("exceptions", d.exceptions().stream().map(Json::exception).toList());
    out.put("overlays", d.overlays().stream().map(Json::overlay).toList());
    out.put("provisions", d.provisions().stream().map(Json::finding).toList());
    Determination.Residual residual = d.residual();
    out.put("residual", residual == null ? null : residual(residual));
    MarginLines.put(answer.margins(d), out);
    out.put("readings", d.readings().stream().map(Json::reading).toList());
    out.put("warnings", answer.warnings(d).stream().map(w -> warning(w.code(), w.text())).toList());
    out.put("notAssessed", d.notAssessed().stream().map(Json::notAssessed).toList());
    out.put("disclaimer", Answer.DISCLAIMER);
    return out;
  }

  private static Object assumption(Trade.Assumption a) {
    return object("fact", a.fact(), "value", a.value(), "why", a.why());
  }

  static @Nullable String policy(@Nullable ReviewPolicy policy) {
    return policy == null ? null : policy.word();
  }

  private static Map<String, Object> clocks(Answer answer, Determination d) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (Clock clock : Clock.values()) {
      Determination on = answer.on(clock, d);
      out.put(
          clock.word(),
          object(
              "verdict", on.verdict().word(),
              "eccn", on.eccn(),
              "eccnCandidates", on.eccnCandidates(),
              "reviewPolicy", policy(on.reviewPolicy())));
    }
    return out;
  }

  private static Map<String, Object> metrics(Determination.CircuitMetrics circuit) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      if (circuit.shows(metric)) {
        out.put(metric.key(), metric(metric, circuit));
      }
    }
    Metrics.Measured literal = circuit.literalSum();
    if (literal != null) {
      out.put("tppLiteralSum", measured(literal));
    }
    return out;
  }

  private static Map<String, Object> metric(Metric metric, Determination.CircuitMetrics circuit) {
    if (metric.isBase()) {
      Map<String, Object> out =
          measured(java.util.Objects.requireNonNull(circuit.base().get(metric)));
      if (metric == Metric.TPP) {
        out.put("precisions", circuit.precisions().stream().map(Json::precision).toList());
      }
      return out;
    }
    Range value = Metrics.formed(metric, circuit.base());
    Map<String, Object> out = bounds(value);
    out.put("governing", "");
    out.put("working", Metrics.working(metric, circuit.base(), value));
    out.put("inputs", List.of(metric.first().key(), metric.second().key()));
    return out;
  }

  private static Map<String, Object> measured(Metrics.Measured measured) {
    Map<String, Object> out = bounds(measured.value());
    out.put("governing", measured.governing());
    out.put("working", measured.working());
    out.put("inputs", measured.inputs().stream().map(Json::figure).toList());
    return out;
  }

  private static Map<String, Object> precision(Metrics.Precision precision) {
    Map<String, Object> out =
        object("key", precision.figure().field().key(), "bits", precision.figure().field().bits());
    out.putAll(bounds(precision.tpp()));
    return out;
  }

  static Map<String, Object> figure(Figure figure) {
    Map<String, Object> out = object("key", figure.field().key(), "unit", figure.field().unit());
    out.putAll(bounds(figure.value()));
    out.put("readings", figure.readings().stream().map(Json::figureReading).toList());
    return out;
  }

  private static Map<String, Object> figureReading(Figure.Reading reading) {
    return object(
        "value", reading.value().text(),
        "source", reading.source(),
        "confidence", reading.confidence().word());
  }

  /** A quantity, or null where there is none. */
  static @Nullable Map<String, Object> quantity(@Nullable Range range) {
    return range == null ? null : bounds(range);
  }

  private static Map<String, Object> bounds(@Nullable Range range) {
    if (range == null || range.isUnknown()) {
      return object("low", null, "high", null, "lowOpen", false, "highOpen", false);
    }
    BigFraction high = range.high();
    return object(
        "low", Exact.decimal(range.low()),
        "high", high == null ? null : Exact.decimal(high),
        "lowOpen", range.lowOpen(),
        "highOpen", range.highOpen());
  }

  private static Map<String, Object> finding(Determination.Finding finding) {
    Provision.Version version = finding.version();
    return object(
        "provision", finding.provision().id(),
        "kind", finding.provision().kind().word(),
        "version", version.id(),
        "citation", version.cite().line(),
        "certainty", version.certainty().word(),
        "truth", finding.truth().word(),
        "decidedBy", finding.steps().decidedBy(),
        "steps", List.of(step(finding.steps())));
  }

  private static Map<String, Object> step(Step step) {
    Map<String, Object> out =
        object(
            "paragraph", step.paragraph(),
            "test", step.test(),
            "found", step.found(),
            "truth", step.truth().word());
    if (!step.parts().isEmpty()) {
      out.put("parts", step.parts().stream().map(Json::step).toList());
    }
    return out;
  }

  private static Map<String, Object> requirement(Determination.Requirement requirement) {
    Map<String, Object> out = finding(requirement.finding());
    out.put("summary", requirement.finding().version().summary());
    out.put("reviewPolicy", requirement.policy().word());
    out.put("policyCitation", requirement.policyCitation());
    out.put("policyNote", requirement.policyNote());
    out.put("conditions", terms(requirement.conditions()));
    return out;
  }

  private static List<Map<String, Object>> terms(List<Provision.Term> terms) {
    return terms.stream().map(t -> object("id", t.id(), "text", t.text())).toList();
  }

  private static Map<String, Object> exception(Determination.ExceptionFinding exception) {
    return object(
        "id", exception.finding().provision().id(),
        "provision", exception.finding().provision().id(),
        "title", exception.finding().provision().title(),
        "available", exception.available().word(),
        "why", exception.why(),
        "citation", exception.finding().version().cite().line(),
        "conditions", terms(exception.conditions()));
  }

  private static Map<String, Object> overlay(Determination.Overlay overlay) {
    return object(
        "id", overlay.finding().provision().id(),
        "provision", overlay.finding().provision().id(),
        "version", overlay.finding().version().id(),
        "truth", overlay.finding().truth().word(),
        "citation", overlay.finding().version().cite().line(),
        "certainty", overlay.finding().version().certainty().word(),
        "text", overlay.text());
  }

  private static Map<String, Object> residual(Determination.Residual residual) {
    return object(
        "text", residual.text(),
        "branches",
            residual.branches().stream()
                .map(b ->
                    object(
                        "outcome", b.outcome(),
                        "verdict", b.verdict().word(),
                        "eccn", b.eccn(),
                        "when", b.when()))
                .toList());
  }

  private static Map<String, Object> reading(Determination.ReadingOutcome reading) {
    return object(
        "reading", reading.reading(),
        "verdict", reading.verdict().word(),
        "eccn", reading.eccn(),
        "note", reading.note(),
        "governs", reading.governs());
  }

  /** A map of alternating keys and values that keeps their order and may hold nulls. */
  static Map<String, Object> object(@Nullable Object... keysAndValues) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      put(out, String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return out;
  }

  @SuppressWarnings("NullAway") // JSON objects may hold null
  private static void put(Map<String, Object> out, String key, @Nullable Object value) {
    out.put(key, value);
  }
}
