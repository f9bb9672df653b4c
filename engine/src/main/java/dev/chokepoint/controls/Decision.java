package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One reading of the law of one day: decides every cell, then says what they have in common. */
final class Decision {

  private final Rulebook rulebook;
  private final Law law;
  private final List<Subject> subjects;
  private final Trade trade;
  private final Clock clock;
  private final Cells cells;
  private final List<Ruling> outcomes;
  private final Explain explain;

  Decision(Rulebook rulebook, Law law, List<Subject> subjects, Trade trade, Clock clock) {
    this.rulebook = rulebook;
    this.law = law;
    this.subjects = subjects;
    this.trade = trade;
    this.clock = clock;
    this.cells = Cells.of(law, subjects, trade);
    this.outcomes = cells.cells().stream().map(cell -> Ruling.of(law, cell, trade)).toList();
    this.explain = new Explain(law, subjects, trade, cells);
  }

  /** What a run over many items keeps: no explanation. */
  record Summary(
      Verdict verdict,
      List<String> eccnCandidates,
      @Nullable ReviewPolicy reviewPolicy,
      List<String> requirements) {}

  Summary summary() {
    List<String> requirements = new ArrayList<>();
    for (Law.InForce entry : law.of(Provision.Kind.REQUIREMENT)) {
      Truth truth = cells.truth(law, entry);
      if (truth != Truth.NO) {
        requirements.add(entry.id() + (truth == Truth.YES ? "" : "?"));
      }
    }
    ReviewPolicy strictest =
        outcomes.stream()
            .map(Ruling::reviewPolicy)
            .filter(policy -> policy != null)
            .min(java.util.Comparator.naturalOrder())
            .orElse(null);
    return new Summary(verdict(), candidates(), strictest, requirements);
  }

  Determination determination() {
    List<Determination.Finding> findings = new ArrayList<>();
    for (Law.InForce entry : law.all()) {
      findings.add(finding(entry));
    }
    List<Determination.Requirement> requirements = new ArrayList<>();
    List<Determination.Overlay> overlays = new ArrayList<>();
    for (Determination.Finding finding : findings) {
      if (finding.truth() != Truth.NO) {
        switch (finding.provision().kind()) {
          case REQUIREMENT -> requirements.add(requirement(finding));
          case OVERLAY ->
              overlays.add(new Determination.Overlay(finding, finding.version().summary()));
          case ENTRY, EXCEPTION, GUARD -> {}
        }
      }
    }
    Verdict verdict = verdict();
    List<String> candidates = candidates();
    String eccn =
        candidates.size() == 1 && !candidates.getFirst().equals("none")
            ? candidates.getFirst()
            : null;
    return new Determination(
        subjects.getFirst().item(),
        trade,
        clock,
        verdict,
        policy(requirements),
        eccn,
        candidates,
        paragraphs(findings),
        metrics(subjects),
        findings,
        requirements,
        exceptions(findings),
        overlays,
        Residuals.of(law, subjects, cells, outcomes),
        List.of(),
        warnings(findings),
        verdict == Verdict.LICENCE_REQUIRED ? List.of() : rulebook.notAssessed());
  }

  private Determination.Finding finding(Law.InForce entry) {
    Step step = explain.step(entry.version().when());
    Truth truth = cells.truth(law, entry);
    if (truth != step.truth()) {
      String displacing =
          law.all().stream()
              .filter(other -> other.provision().displaces().contains(entry.id()))
              .map(Law.InForce::id)
              .collect(Collectors.joining(", "));
      step =
          new Step(
              "",
              "all",
              "",
              truth,
              List.of(new Step("", displacing + " does not apply", "", truth, List.of()), step));
    }
    return new Determination.Finding(entry.provision(), entry.version(), truth, step);
  }

  Verdict verdict() {
    Set<Verdict> verdicts = new TreeSet<>();
    outcomes.forEach(outcome -> verdicts.add(outcome.verdict()));
    return verdicts.size() == 1 ? verdicts.iterator().next() : Verdict.UNDETERMINED;
  }

  List<String> candidates() {
    Set<String> possible = new LinkedHashSet<>();
    outcomes.forEach(outcome -> possible.add(outcome.entry()));
    List<String> ordered = new ArrayList<>();
    for (Law.InForce entry : law.of(Provision.Kind.ENTRY)) {
      if (possible.contains(entry.id())) {
        ordered.add(entry.id());
      }
    }
    if (possible.contains("none")) {
      ordered.add("none");
    }
    return ordered;
  }

  private static List<String> paragraphs(List<Determination.Finding> findings) {
    Set<String> out = new LinkedHashSet<>();
    for (Determination.Finding finding : findings) {
      if (finding.provision().kind() == Provision.Kind.ENTRY) {
        paragraphs(finding.steps(), out);
      }
    }
    return List.copyOf(out);
  }

  private static void paragraphs(Step step, Set<String> out) {
    if (!step.paragraph().isEmpty() && step.truth() == Truth.YES) {
      out.add(step.paragraph());
    }
    step.parts().forEach(part -> paragraphs(part, out));
  }

  private Determination.Requirement requirement(Determination.Finding finding) {
    Set<Provision.Review> lines = new LinkedHashSet<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).firing().contains(finding.provision().id())) {
        lines.addAll(Ruling.reviews(law, finding.version(), cells.cells().get(i)));
      }
    }
    ReviewPolicy listed = Ruling.listedPolicy(finding.version(), trade);
    if (listed != null) {
      return new Determination.Requirement(
          finding,
          listed,
          trade.parties().stream().map(Rulebook.Party::citation).collect(Collectors.joining("; ")),
          trade.parties().stream().map(Rulebook.Party::note).collect(Collectors.joining(" ")),
          List.of());
    }
    Provision.Review strictest =
        lines.stream().min(java.util.Comparator.comparing(Provision.Review::policy)).orElse(null);
    if (strictest == null) {
      return new Determination.Requirement(finding, ReviewPolicy.UNKNOWN, "", "", List.of());
    }
    Set<String> certified = trade.certified();
    boolean allCertified =
        trade.candidates(Fact.CERTIFIED).stream().allMatch(c -> c.name().equals("all"));
    List<Provision.Term> open =
        allCertified
            ? List.of()
            : strictest.conditions().stream()
                .filter(term -> certified == null || !certified.contains(term.id()))
                .toList();
    String note = strictest.note();
    if (lines.size() > 1) {
      note =
          (note + " Several policies are possible; the strictest is shown: ")
              + lines.stream()
                  .map(r -> r.policy().word())
                  .distinct()
                  .collect(Collectors.joining(", "))
              + ".";
    }
    return new Determination.Requirement(
        finding, strictest.policy(), strictest.cite().line(), note.strip(), open);
  }

  private static @Nullable ReviewPolicy policy(List<Determination.Requirement> requirements) {
    return requirements.stream()
        .map(Determination.Requirement::policy)
        .sorted()
        .findFirst()
        .orElse(null);
  }

  private List<Determination.ExceptionFinding> exceptions(List<Determination.Finding> findings) {
    Set<String> anyFiring = new LinkedHashSet<>();
    outcomes.forEach(outcome -> anyFiring.addAll(outcome.firing()));
    List<Determination.ExceptionFinding> out = new ArrayList<>();
    for (Determination.Finding finding : findings) {
      if (finding.provision().kind() == Provision.Kind.EXCEPTION
          && anyFiring.stream().anyMatch(finding.provision().overcomes()::contains)) {
        out.add(exception(finding, anyFiring));
      }
    }
    return out;
  }

  private Determination.ExceptionFinding exception(
      Determination.Finding finding, Set<String> anyFiring) {
    Set<String> beyond = new LinkedHashSet<>(anyFiring);
    beyond.removeAll(finding.provision().overcomes());
    beyond.removeIf(id -> !firesEverywhere(id));
    if (finding.truth() == Truth.NO || !beyond.isEmpty()) {
      String why =
          finding.truth() == Truth.NO
              ? (asksNothing(finding.version().when())
                  ? finding.version().summary()
                  : finding.steps().decidedBy())
              : "it does not overcome " + String.join(", ", beyond);
      return new Determination.ExceptionFinding(
          finding, Determination.Availability.NO, why, List.of());
    }
    List<Provision.Term> terms = finding.version().conditions();
    if (finding.truth() == Truth.UNKNOWN) {
      return new Determination.ExceptionFinding(
          finding, Determination.Availability.IF, finding.steps().decidedBy(), terms);
    }
    return new Determination.ExceptionFinding(
        finding,
        terms.isEmpty() ? Determination.Availability.YES : Determination.Availability.IF,
        terms.isEmpty() ? "no condition" : "on conditions",
        terms);
  }

  private static boolean asksNothing(Condition condition) {
    boolean[] asks = {false};
    Conditions.walk(
        condition,
        node ->
            asks[0] |=
                !(node instanceof Condition.All
                    || node instanceof Condition.Any
                    || node instanceof Condition.Not));
    return !asks[0];
  }

  private boolean firesEverywhere(String id) {
    return outcomes.stream()
        .filter(outcome -> outcome.verdict() == Verdict.LICENCE_REQUIRED)
        .allMatch(outcome -> outcome.firing().contains(id));
  }

  private List<Determination.Warning> warnings(List<Determination.Finding> findings) {
    List<Determination.Warning> out = new ArrayList<>();
    if (!rulebook.whatIf().isEmpty()) {
      out.add(
          new Determination.Warning(
              "what-if",
              "Not the law as it stands: this run also reads "
                  + String.join(", ", rulebook.whatIf())
                  + "."));
    }
    for (Subject subject : subjects) {
      subject
          .item()
          .warnings()
          .forEach(warning -> out.add(new Determination.Warning(warning.code(), warning.text())));
    }
    for (Determination.Finding finding : findings) {
      for (Provision.Remark remark : finding.version().remarks()) {
        Condition when = remark.when();
        boolean applies =
            when == null ? finding.truth() != Truth.NO : cells.truth(law, when, 0) != Truth.NO;
        if (applies) {
          out.add(new Determination.Warning(remark.code(), remark.text()));
        }
      }
    }
    return out.stream().distinct().toList();
  }

  static List<Determination.CircuitMetrics> metrics(List<Subject> subjects) {
    return subjects.stream()
        .filter(Subject::hasMetrics)
        .map(subject ->
            new Determination.CircuitMetrics(
                subject.item(),
                subject.base(),
                Metrics.precisions(subject.item()),
                Metrics.literalSum(subject.item())))
        .toList();
  }
}
