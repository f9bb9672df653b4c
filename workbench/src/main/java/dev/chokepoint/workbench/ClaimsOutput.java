package dev.chokepoint.workbench;

import dev.chokepoint.claims.Claim;
import dev.chokepoint.claims.Facts;
import dev.chokepoint.claims.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found of claims, as JSON, as rows and for people. */
final class ClaimsOutput {
  static final List<String> COLUMNS =
      List.of(
          "id",
          "list",
          "kind",
          "verdict",
          "says",
          "precise",
          "computed",
          "stated",
          "source",
          "locator");

  private static final int LABEL = 12;
  private static final int NEAREST = 3;

  private ClaimsOutput() {}

  static Map<String, Object> document(List<Finding> findings, Facts facts) {
    return Json.object(
        "lastReviewed", facts.rulebook().lastReviewed().toString(),
        "counts", counts(findings),
        "claims", findings.stream().map(ClaimsOutput::document).toList(),
        "whatIf", facts.rulebook().whatIf(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static Map<String, Object> counts(List<Finding> findings) {
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Finding.Verdict verdict : Finding.Verdict.values()) {
      counts.put(verdict.word(), count(findings, verdict));
    }
    return counts;
  }

  private static long count(List<Finding> findings, Finding.Verdict verdict) {
    return findings.stream().filter(each -> each.verdict() == verdict).count();
  }

  private static Map<String, Object> document(Finding finding) {
    Claim claim = finding.claim();
    Claim.Version precise = finding.precise();
    return Json.object(
        "id", claim.id(),
        "list", claim.list(),
        "kind", claim.kind().word(),
        "says", claim.says(),
        "source", claim.source(),
        "locator", claim.locator(),
        "verdict", finding.verdict().word(),
        "precise", precise == null ? null : precise.says(),
        "computed", finding.computed(),
        "stated", finding.stated(),
        "working", finding.working(),
        "sources", finding.sources(),
        "sensitivity", finding.sensitivity().stream().map(ClaimsOutput::turn).toList(),
        "note", claim.note());
  }

  private static Map<String, Object> turn(Finding.Turn turn) {
    Finding.Verdict becomes = turn.becomes();
    return Json.object(
        "input", turn.input(),
        "value", turn.value(),
        "turnsAt", turn.turnsAt(),
        "factor", turn.factor(),
        "becomes", becomes == null ? null : becomes.word());
  }

  static List<List<String>> rows(List<Finding> findings) {
    return findings.stream()
        .map(each -> {
          Claim.Version precise = each.precise();
          return List.of(
              each.claim().id(),
              each.claim().list(),
              each.claim().kind().word(),
              each.verdict().word(),
              each.claim().says(),
              precise == null ? "" : precise.says(),
              String.join("; ", each.computed()),
              String.join("; ", each.stated()),
              each.claim().source(),
              each.claim().locator());
        })
        .toList();
  }

  static String text(List<Finding> findings, boolean brief, Facts facts) {
    Page page = new Page();
    List<String> counts = new ArrayList<>();
    for (Finding.Verdict verdict : Finding.Verdict.values()) {
      long count = count(findings, verdict);
      if (count > 0) {
        counts.add(count + " " + verdict.words());
      }
    }
    page.line(
        0,
        "%d claims: %s (law reviewed to %s)"
            .formatted(
                findings.size(), String.join(", ", counts), facts.rulebook().lastReviewed()));
    WhatIf.add(page, facts.rulebook());
    if (brief) {
      page.blank();
    }
    for (Finding finding : findings) {
      if (brief) {
        page.labelled(
            0, finding.verdict().words(), 16, finding.claim().id() + ": " + finding.claim().says());
      } else {
        add(page, finding);
      }
    }
    page.title(Answer.DISCLAIMER);
    return page.text();
  }

  private static void add(Page page, Finding finding) {
    Claim claim = finding.claim();
    page.blank();
    page.line(0, finding.verdict().words().toUpperCase(java.util.Locale.ROOT) + "  " + claim.id());
    page.line(2, claim.says());
    String where = claim.locator().isEmpty() ? "" : ", " + claim.locator();
    page.line(2, "[" + claim.source() + where + "]");
    Claim.Version precise = finding.precise();
    if (precise != null) {
      page.labelled(2, "precisely", LABEL, precise.says());
    }
    label(page, "working", finding.working());
    label(page, "turns", turns(finding));
    List<String> sources = new ArrayList<>();
    for (int i = 0; i < finding.sources().size(); i++) {
      sources.add("[" + (i + 1) + "] " + finding.sources().get(i));
    }
    label(page, "sources", sources);
    if (!claim.note().isEmpty()) {
      page.labelled(2, "note", LABEL, claim.note());
    }
  }

  private static void label(Page page, String label, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      page.labelled(2, i == 0 ? label : "", LABEL, lines.get(i));
    }
  }

  /** The nearest turns; an input that turns nothing is not worth a line here. */
  private static List<String> turns(Finding finding) {
    List<Finding.Turn> near =
        finding.sensitivity().stream()
            .filter(turn -> turn.factor() != null && !turn.input().startsWith("stated "))
            .sorted(Comparator.comparingDouble(ClaimsOutput::distance))
            .limit(NEAREST)
            .toList();
    boolean data =
        finding.sensitivity().stream().anyMatch(turn -> !turn.input().startsWith("stated "));
    if (near.isEmpty() && data) {
      return List.of("no figure, price or series turns the verdict, up to thirtyfold");
    }
    return near.stream()
        .map(turn -> {
          Finding.Verdict becomes = turn.becomes();
          return "%s: %s at %s (× %s)"
              .formatted(
                  turn.input(),
                  becomes == null ? "" : becomes.words(),
                  turn.turnsAt(),
                  turn.factor());
        })
        .toList();
  }

  private static double distance(Finding.Turn turn) {
    String factor = turn.factor();
    return factor == null ? Double.MAX_VALUE : Math.abs(Math.log(Double.parseDouble(factor)));
  }
}
