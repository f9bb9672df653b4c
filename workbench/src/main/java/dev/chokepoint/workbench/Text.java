package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Figure;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers as text for a terminal: what matters first, short, exact, units always. */
final class Text {
  /** Room for the longest truth, {@code UNKNOWN}. */
  private static final int TRUTH_COLUMNS = 9;

  private static final int FACT_COLUMNS = 17;

  static final String REVIEW_POLICY = "review policy: ";

  private Text() {}

  /** The verdict in words that nobody mistakes for another. */
  static String headline(Verdict verdict) {
    return switch (verdict) {
      case LICENCE_REQUIRED -> "LICENCE REQUIRED";
      case UNDETERMINED -> "UNDETERMINED: not free, the facts leave it open";
      case NOT_MODELLED -> "NOT MODELLED: not free, this lies outside coverage";
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
    Page page = new Page();
    page.line(
        0, d.item().name() + "  →  " + destination(d.trade()) + ", as of " + d.trade().asOf());
    summary(answer, page);
    residual(d, page);
    section(
        page,
        "Warnings",
        d.warnings().stream()
            .filter(w -> !d.trade().notices().contains(w))
            .map(w -> w.code() + ": " + w.text())
            .toList());
    guards(d, page);
    requirements(d, page);
    exceptions(d, page);
    overlays(d, page);
    MetricLines.add(page, d);
    MarginLines.add(page, d, answer.margins(d));
    provisions(d, full, page);
    List<Trade.Assumption> assumptions = new ArrayList<>(answer.assumptions());
    assumptions.addAll(d.trade().assumptions());
    page.title("Assumed, unless an option says otherwise");
    assumptions.forEach(
        a -> page.labelled(2, words(a.fact()), FACT_COLUMNS, a.value() + " (" + a.why() + ")"));
    section(page, "Not assessed", d.notAssessed().stream().map(n -> n.text()).toList());
    page.blank();
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }

  /** The key of a fact as words, which its option has too: {@code party hq}. */
  private static String words(String key) {
    return key.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  private static void summary(Answer answer, Page page) {
    Determination d = answer.governing();
    page.blank();
    page.line(2, headline(d.verdict()));
    d.trade().notices().forEach(n -> page.line(2, "Warning, " + n.code() + ": " + n.text()));
    if (d.reviewPolicy() != null) {
      page.line(2, REVIEW_POLICY + policy(d));
    }
    if (d.verdict() == Verdict.LICENCE_REQUIRED) {
      page.line(
          2,
          d.requirements().stream()
              .map(r -> r.finding().provision().id())
              .collect(Collectors.joining(", ", "required by ", "")));
    }
    page.line(2, entry(d));
    page.line(2, d.clock().word() + " clock; sources read to " + answer.lastReviewed());
    if (answer.variants().size() > 1) {
      page.line(
          2,
          "%s names %d items; the strictest answer is shown:"
              .formatted(answer.name(), answer.variants().size()));
      for (Determination variant : answer.variants()) {
        page.line(4, "%-28s %s".formatted(variant.item().id(), variant.verdict().word()));
      }
    }
  }

  /** The review policy of an answer, never without what it hangs on; empty if there is none. */
  static String policy(Determination d) {
    ReviewPolicy policy = d.reviewPolicy();
    if (policy == null) {
      return "";
    }
    boolean certifying =
        d.requirements().stream().anyMatch(r -> r.policy() == policy && !r.conditions().isEmpty());
    return policy.words()
        + (d.verdict() != Verdict.LICENCE_REQUIRED ? ", where a licence is required" : "")
        + (certifying ? ", if its conditions are certified" : "");
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

  private static void residual(Determination d, Page page) {
    Determination.Residual residual = d.residual();
    if (residual != null) {
      page.title("It depends");
      for (Determination.Branch branch : residual.branches()) {
        page.line(2, branch.outcome());
        page.line(6, "if " + branch.when());
      }
    }
  }

  private static void section(Page page, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      page.title(title);
      lines.forEach(line -> page.line(2, line));
    }
  }

  static void section(List<String> out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.add("\n" + title);
      lines.forEach(line -> out.add("  " + line));
    }
  }

  /** A figure's sources in one line each. */
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

  private static void guards(Determination d, Page page) {
    List<Determination.Finding> guards =
        d.provisions().stream()
            .filter(f -> f.provision().kind() == Provision.Kind.GUARD && f.truth() != Truth.NO)
            .toList();
    if (!guards.isEmpty()) {
      page.title("Outside coverage");
    }
    for (Determination.Finding guard : guards) {
      found(page, guard.truth().word(), name(guard) + ": " + guard.version().summary());
      under(page, "[" + guard.version().cite().line() + "]");
    }
  }

  private static void requirements(Determination d, Page page) {
    if (!d.requirements().isEmpty()) {
      page.title("Requirements");
    }
    Map<List<Provision.Term>, String> certified = new HashMap<>();
    for (Determination.Requirement r : d.requirements()) {
      Provision.Version version = r.finding().version();
      found(page, r.finding().truth().word(), name(r.finding()) + ": " + version.summary());
      under(page, "[" + version.cite().line() + "]");
      under(
          page,
          REVIEW_POLICY
              + r.policy().words()
              + cited(r)
              + (r.policyNote().isEmpty() ? "" : " " + r.policyNote()));
      version.savingsNote(d.trade().asOf(), d.clock()).ifPresent(note -> under(page, note));
      if (!r.conditions().isEmpty()) {
        String before = certified.putIfAbsent(r.conditions(), name(r.finding()));
        under(page, "still to certify:" + (before == null ? "" : " as for " + before));
        terms(page, before == null ? r.conditions() : List.of());
      }
    }
  }

  private static String cited(Determination.Requirement r) {
    if (r.policyCitation().isEmpty()) {
      return "";
    }
    boolean same = r.policyCitation().equals(r.finding().version().cite().line());
    return same ? " [as above]" : " [" + r.policyCitation() + "]";
  }

  private static void exceptions(Determination d, Page page) {
    if (!d.exceptions().isEmpty()) {
      page.title("Licence exceptions");
    }
    Map<String, List<String>> refused = new LinkedHashMap<>();
    for (Determination.ExceptionFinding e : d.exceptions()) {
      if (e.available() == Determination.Availability.NO) {
        refused.computeIfAbsent(e.why(), k -> new ArrayList<>()).add(name(e.finding()));
      } else {
        found(page, e.available().word(), name(e.finding()) + ": " + e.why());
        terms(page, e.conditions());
      }
    }
    refused.forEach((why, names) ->
        found(page, Determination.Availability.NO.word(), String.join(", ", names) + ": " + why));
  }

  private static void terms(Page page, List<Provision.Term> terms) {
    terms.forEach(term -> page.line(TRUTH_COLUMNS + 4, "(" + term.id() + ") " + term.text()));
  }

  private static void overlays(Determination d, Page page) {
    if (!d.overlays().isEmpty()) {
      page.title("Guidance and duties");
    }
    for (Determination.Overlay overlay : d.overlays()) {
      found(
          page, overlay.finding().truth().word(), name(overlay.finding()) + ": " + overlay.text());
      under(page, "[" + overlay.finding().version().cite().line() + "]");
    }
  }

  private static void provisions(Determination d, boolean full, Page page) {
    if (d.provisions().isEmpty()) {
      return;
    }
    page.title("Provisions in force that day");
    if (full) {
      d.provisions().forEach(f -> steps(page, f));
      return;
    }
    for (Truth truth : List.of(Truth.YES, Truth.UNKNOWN, Truth.NO)) {
      byReason(d, truth)
          .forEach((reason, names) ->
              found(page, truth.word(), String.join(", ", names) + ": " + reason));
    }
  }

  /** Provisions that the same step decided stand on one line. */
  private static Map<String, List<String>> byReason(Determination d, Truth truth) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    d.provisions().stream()
        .filter(f -> f.truth() == truth)
        .forEach(
            f -> names.computeIfAbsent(f.steps().decidedBy(), k -> new ArrayList<>()).add(name(f)));
    return names;
  }

  private static void steps(Page page, Determination.Finding f) {
    found(page, f.truth().word(), name(f) + ": " + f.steps().decidedBy());
    under(page, "[" + f.version().cite().line() + "]");
    f.steps()
        .outline(0)
        .lines()
        .forEach(step -> {
          String text = step.stripLeading();
          page.line(TRUTH_COLUMNS + 4 + step.length() - text.length(), text);
        });
  }

  private static void found(Page page, String word, String text) {
    page.labelled(2, word.toUpperCase(Locale.ROOT), TRUTH_COLUMNS, text);
  }

  private static void under(Page page, String text) {
    page.line(TRUTH_COLUMNS + 2, text);
  }

  private static String name(Determination.Finding finding) {
    String id = finding.provision().id();
    return id.equals(finding.version().id()) ? id : id + " (" + finding.version().id() + ")";
  }
}
