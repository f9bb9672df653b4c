package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.units.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Answers as text for a terminal: short, exact, units always. */
final class Text {
  private Text() {}

  /** The verdict in words that nobody mistakes for another. */
  static String headline(Verdict verdict) {
    return switch (verdict) {
      case LICENCE_REQUIRED -> "LICENCE REQUIRED";
      case UNDETERMINED -> "UNDETERMINED";
      case NOT_MODELLED -> "NOT MODELLED";
      case NO_LICENCE_REQUIRED -> "NO LICENCE REQUIRED by the provisions modelled";
    };
  }

  static String destination(Trade trade) {
    return trade.destination().equals("?")
        ? "an unknown destination"
        : Countries.name(trade.destination()) + " (" + trade.destination() + ")";
  }

  static String answer(Answer answer, boolean full) {
    Determination d = answer.governing();
    List<String> out = new ArrayList<>();
    out.add(
        "%s  →  %s, as of %s (%s clock; last review %s)"
            .formatted(
                d.item().name(),
                destination(d.trade()),
                d.trade().asOf(),
                d.clock().word(),
                answer.lastReviewed()));
    ReviewPolicy policy = d.reviewPolicy();
    out.add(
        "\n  "
            + headline(d.verdict())
            + (policy == null ? "" : "   review: " + policy.word().replace('-', ' ')));
    out.add("  " + entry(d));
    variants(answer, out);
    residual(d, out);
    section(out, "Warnings", d.warnings().stream().map(w -> w.code() + ": " + w.text()).toList());
    section(out, "Metrics", metrics(d));
    section(
        out,
        "Requirements",
        d.requirements().stream().flatMap(r -> requirement(r).stream()).toList());
    section(
        out,
        "Licence exceptions",
        d.exceptions().stream().flatMap(e -> exception(e).stream()).toList());
    section(
        out,
        "Guidance and duties",
        d.overlays().stream()
            .map(o ->
                o.finding().provision().id()
                    + ": "
                    + o.text()
                    + " ["
                    + o.finding().version().cite().line()
                    + "]")
            .toList());
    section(
        out,
        "Provisions in force that day",
        d.provisions().stream().flatMap(f -> finding(f, full).stream()).toList());
    List<String> assumptions = new ArrayList<>();
    answer
        .assumptions()
        .forEach(a -> assumptions.add(a.fact() + " = " + a.value() + " (" + a.why() + ")"));
    d.trade()
        .assumptions()
        .forEach(a -> assumptions.add(a.fact() + " = " + a.value() + " (" + a.why() + ")"));
    section(out, "Assumed", assumptions);
    section(out, "Not assessed", d.notAssessed().stream().map(n -> n.text()).toList());
    out.add("\n" + Answer.DISCLAIMER);
    return String.join("\n", out);
  }

  private static String entry(Determination d) {
    if (d.eccnCandidates().isEmpty()) {
      return "the rulebook does not cover that day";
    }
    String eccn = d.eccn();
    if (eccn != null) {
      String paragraphs =
          d.paragraphs().isEmpty() ? "" : " (" + String.join(", ", d.paragraphs()) + ")";
      return "entry " + eccn + paragraphs;
    }
    if (d.eccnCandidates().size() > 1) {
      return "entry depends: " + String.join(", ", d.eccnCandidates());
    }
    return d.paragraphs().contains("Note 2")
        ? "no entry modelled here applies (excluded by Note 2)"
        : "no entry modelled here applies";
  }

  private static void variants(Answer answer, List<String> out) {
    if (answer.variants().size() > 1) {
      out.add(
          "  %s names %d items; the strictest answer is shown:"
              .formatted(answer.name(), answer.variants().size()));
      for (Determination variant : answer.variants()) {
        out.add("    %-28s %s".formatted(variant.item().id(), variant.verdict().word()));
      }
    }
  }

  private static void residual(Determination d, List<String> out) {
    Determination.Residual residual = d.residual();
    if (residual != null) {
      section(
          out,
          "It depends",
          residual.branches().stream().map(b -> b.outcome() + "\n      if " + b.when()).toList());
    }
  }

  static void section(List<String> out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.add("\n" + title);
      lines.forEach(line -> out.add("  " + line));
    }
  }

  static List<String> metrics(Determination d) {
    List<String> out = new ArrayList<>();
    for (Determination.CircuitMetrics circuit : d.metrics()) {
      if (d.metrics().size() > 1 || circuit.item().kind() != d.item().kind()) {
        out.add(circuit.item().name() + ":");
      }
      boolean stack = circuit.item().kind() == Item.Kind.HBM;
      if (!stack) {
        circuit
            .precisions()
            .forEach(p ->
                out.add(
                    "  TPP %-18s %s × %d = %s   %s"
                        .formatted(
                            p.figure().field().key(),
                            p.figure().value().text(),
                            p.figure().field().bits(),
                            p.tpp().text(),
                            source(p.figure()))));
      }
      for (Metric metric : Metric.values()) {
        boolean stackOnly = metric == Metric.PACKAGE_AREA || metric == Metric.BANDWIDTH_DENSITY;
        if (stack ? stackOnly || metric == Metric.MEMORY_BANDWIDTH : !stackOnly) {
          out.add(metricLine(metric, circuit));
        }
      }
      Metrics.Measured literal = circuit.literalSum();
      if (literal != null) {
        out.add("  TPP, literal sum of all units: " + literal.working());
      }
    }
    return out;
  }

  private static String metricLine(Metric metric, Determination.CircuitMetrics circuit) {
    if (metric.isBase()) {
      Metrics.Measured measured = java.util.Objects.requireNonNull(circuit.base().get(metric));
      String sources =
          measured.inputs().size() == 1 ? "   " + source(measured.inputs().getFirst()) : "";
      String governing =
          metric == Metric.TPP && !measured.governing().isEmpty()
              ? " governs by " + measured.governing() + ": "
              : ": ";
      return "  " + metric.label() + governing + measured.working() + sources;
    }
    Range value = Metrics.formed(metric, circuit.base());
    return "  "
        + metric.label()
        + ": "
        + metric.withUnit(Metrics.working(metric, circuit.base(), value));
  }

  static String source(Figure figure) {
    return figure.readings().stream()
        .map(r ->
            "["
                + (figure.isContested() ? r.value().text() + ": " : "")
                + (r.source() == null ? "no source" : r.source())
                + "; "
                + r.confidence().word()
                + "]")
        .collect(Collectors.joining(" "));
  }

  private static List<String> requirement(Determination.Requirement r) {
    List<String> out = new ArrayList<>();
    Provision.Version version = r.finding().version();
    out.add(
        "%s %s, version %s: %s"
            .formatted(
                r.finding().truth().word().toUpperCase(Locale.ROOT),
                r.finding().provision().id(),
                version.id(),
                version.summary()));
    out.add("    [" + version.cite().line() + "]");
    out.add(
        "    review: "
            + r.policy().word().replace('-', ' ')
            + (r.policyCitation().isEmpty() ? "" : " [" + r.policyCitation() + "]")
            + (r.policyNote().isEmpty() ? "" : " " + r.policyNote()));
    if (!r.conditions().isEmpty()) {
      out.add("    still to certify:");
      r.conditions().forEach(term -> out.add("      (" + term.id() + ") " + term.text()));
    }
    return out;
  }

  private static List<String> exception(Determination.ExceptionFinding e) {
    List<String> out = new ArrayList<>();
    out.add(
        "%s %s: %s"
            .formatted(
                e.finding().provision().id(),
                e.available().word().toUpperCase(Locale.ROOT),
                e.why()));
    e.conditions().forEach(term -> out.add("    " + term.text()));
    return out;
  }

  private static List<String> finding(Determination.Finding f, boolean full) {
    String line =
        "%-7s %s %s: %s"
            .formatted(
                f.truth().word().toUpperCase(Locale.ROOT),
                f.provision().id(),
                f.provision().id().equals(f.version().id()) ? "" : "(" + f.version().id() + ")",
                f.steps().decidedBy());
    return full
        ? List.of(line, "    [" + f.version().cite().line() + "]", f.steps().outline(3))
        : List.of(line);
  }
}
