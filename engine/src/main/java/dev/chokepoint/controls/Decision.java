package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Verdict verdict;
  private final List<String> candidates;
  private final @Nullable ReviewPolicy reviewPolicy;
  private @Nullable List<Available> available;

  Decision(Rulebook rulebook, Law law, List<Subject> subjects, Trade trade, Clock clock) {
    this(rulebook, law, subjects, trade, clock, Cells.of(law, subjects, trade));
  }

  /** The same law and trade, asked about other figures. */
  Decision about(List<Subject> others) {
    Situation base = Situation.of(law, others, trade, cells.base());
    return new Decision(rulebook, law, others, trade, clock, Cells.of(law, others, trade, base));
  }

  private Decision(
      Rulebook rulebook, Law law, List<Subject> subjects, Trade trade, Clock clock, Cells cells) {
    this.rulebook = rulebook;
    this.law = law;
    this.subjects = subjects;
    this.trade = trade;
    this.clock = clock;
    this.cells = cells;
    this.outcomes = cells.cells().stream().map(cell -> Ruling.of(law, cell, trade)).toList();
    this.verdict = outcomes.stream().map(Ruling::verdict).reduce(Verdict::or).orElseThrow();
    this.candidates = entries();
    this.reviewPolicy = strictestPolicy();
  }

  Verdict verdict() {
    return verdict;
  }

  /** Entries that are possible, in the order of the law; {@code none} last. */
  List<String> candidates() {
    return candidates;
  }

  /** The strictest policy of the requirements that fire or may fire; null when none does. */
  @Nullable ReviewPolicy reviewPolicy() {
    return reviewPolicy;
  }

  /** What a run over many items keeps: no explanation. */
  record Summary(
      Verdict verdict,
      List<String> eccnCandidates,
      @Nullable ReviewPolicy reviewPolicy,
      List<String> requirements) {}

  Summary summary() {
    List<String> ids = requirements().stream().map(Brief.Requirement::word).toList();
    return new Summary(verdict, candidates, reviewPolicy, ids);
  }

  /** Requirements that fire or may fire, in the order of the law. */
  List<Brief.Requirement> requirements() {
    List<Brief.Requirement> out = new ArrayList<>();
    for (Law.InForce entry : law.of(Provision.Kind.REQUIREMENT)) {
      Truth truth = cells.truth(law, entry);
      if (truth != Truth.NO) {
        out.add(new Brief.Requirement(entry.id(), truth == Truth.YES, entry.version().savings()));
      }
    }
    return out;
  }

  /** Ids of what goes with the answer. */
  List<String> overlays() {
    return law.of(Provision.Kind.OVERLAY).stream()
        .filter(entry -> cells.truth(law, entry) != Truth.NO)
        .map(Law.InForce::id)
        .distinct()
        .toList();
  }

  /** Why each requirement fires that is certain to, in the words of a trade that decides alike. */
  List<String> fired(Trade asking) {
    Explain explain = new Explain(law, subjects, asking, cells);
    return law.of(Provision.Kind.REQUIREMENT).stream()
        .filter(entry -> cells.truth(law, entry) == Truth.YES)
        .map(entry -> Brief.fired(finding(explain, entry)))
        .toList();
  }

  /** How much is kept of what is known: truths of conditions in all cells. */
  int size() {
    return cells.cells().size() * subjects.size() * law.leaves().size();
  }

  /** On what the answer depends, or null where every cell answers alike. */
  Determination.@Nullable Residual residual() {
    return Residuals.of(law, subjects, cells, outcomes);
  }

  private @Nullable ReviewPolicy strictestPolicy() {
    ReviewPolicy strictest = null;
    for (Law.InForce entry : law.of(Provision.Kind.REQUIREMENT)) {
      if (cells.truth(law, entry) != Truth.NO) {
        ReviewPolicy policy = policy(entry);
        strictest = strictest == null || policy.compareTo(strictest) < 0 ? policy : strictest;
      }
    }
    return strictest;
  }

  private ReviewPolicy policy(Law.InForce entry) {
    ReviewPolicy listed = Ruling.listedPolicy(entry.version(), trade);
    Provision.Review strictest = Ruling.strictest(lines(entry.id(), entry.version()));
    return listed != null ? listed : strictest == null ? ReviewPolicy.UNKNOWN : strictest.policy();
  }

  /** Lines of review policy of a requirement that hold where it fires. */
  private Collection<Provision.Review> lines(String id, Provision.Version version) {
    Map<String, Provision.Review> lines = new LinkedHashMap<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).firing().contains(id)) {
        for (Provision.Review line : Ruling.reviews(law, version, cells.cells().get(i))) {
          lines.put(line.id(), line);
        }
      }
    }
    return lines.values();
  }

  Determination determination() {
    Explain explain = new Explain(law, subjects, trade, cells);
    List<Determination.Finding> findings = new ArrayList<>();
    for (Law.InForce entry : law.all()) {
      findings.add(finding(explain, entry));
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
    return new Determination(
        subjects.getFirst().item(),
        trade,
        clock,
        verdict,
        reviewPolicy,
        eccn(),
        candidates,
        paragraphs(findings),
        metrics(subjects),
        findings,
        requirements,
        exceptions(findings),
        overlays,
        residual(),
        List.of(),
        warnings(),
        verdict == Verdict.LICENCE_REQUIRED ? List.of() : rulebook.notAssessed());
  }

  private Determination.Finding finding(Explain explain, Law.InForce entry) {
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

  private List<String> entries() {
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

  /** The entry, or null where none modelled holds or it depends. */
  @Nullable String eccn() {
    boolean one = candidates.size() == 1 && !candidates.getFirst().equals("none");
    return one ? candidates.getFirst() : null;
  }

  private static List<String> paragraphs(List<Determination.Finding> findings) {
    List<Determination.Finding> entries =
        findings.stream().filter(f -> f.provision().kind() == Provision.Kind.ENTRY).toList();
    boolean holds = entries.stream().anyMatch(entry -> entry.truth() == Truth.YES);
    Set<String> out = new LinkedHashSet<>();
    for (Determination.Finding entry : entries) {
      if (!holds || entry.truth() != Truth.NO) {
        paragraphs(entry.steps(), entry.truth(), out);
      }
    }
    return List.copyOf(out);
  }

  /** Those that hold; where the entry holds, not those of a branch that does not. */
  private static void paragraphs(Step step, Truth entry, Set<String> out) {
    if (entry == Truth.YES && step.truth() == Truth.NO) {
      return;
    }
    if (!step.paragraph().isEmpty() && step.truth() == Truth.YES) {
      out.add(step.paragraph());
    }
    step.parts().forEach(part -> paragraphs(part, entry, out));
  }

  private Determination.Requirement requirement(Determination.Finding finding) {
    Collection<Provision.Review> lines = lines(finding.provision().id(), finding.version());
    ReviewPolicy listed = Ruling.listedPolicy(finding.version(), trade);
    if (listed != null) {
      return new Determination.Requirement(
          finding,
          listed,
          trade.parties().stream().map(Rulebook.Party::citation).collect(Collectors.joining("; ")),
          trade.parties().stream().map(Rulebook.Party::note).collect(Collectors.joining(" ")),
          List.of());
    }
    Provision.Review strictest = Ruling.strictest(lines);
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

  /**
   * An exception that some requirement that may fire could be overcome by.
   *
   * @param beyond requirements that fire wherever a licence is required and that it leaves standing
   */
  record Available(
      Law.InForce entry, Determination.Availability availability, Set<String> beyond) {}

  /** Every exception to consider, in the order of the law; found once. */
  List<Available> available() {
    if (available == null) {
      available = findAvailable();
    }
    return available;
  }

  private List<Available> findAvailable() {
    Set<String> firing = new LinkedHashSet<>();
    outcomes.forEach(outcome -> firing.addAll(outcome.firing()));
    List<Available> out = new ArrayList<>();
    for (Law.InForce entry : law.of(Provision.Kind.EXCEPTION)) {
      Set<String> overcomes = entry.provision().overcomes();
      if (!Collections.disjoint(firing, overcomes)) {
        Set<String> beyond = new LinkedHashSet<>();
        for (String id : firing) {
          if (!overcomes.contains(id) && firesEverywhere(id)) {
            beyond.add(id);
          }
        }
        out.add(new Available(entry, availability(entry, beyond), beyond));
      }
    }
    return out;
  }

  private Determination.Availability availability(Law.InForce entry, Set<String> beyond) {
    Truth truth = cells.truth(law, entry);
    if (truth == Truth.NO || !beyond.isEmpty()) {
      return Determination.Availability.NO;
    }
    return truth == Truth.UNKNOWN || !entry.version().conditions().isEmpty()
        ? Determination.Availability.IF
        : Determination.Availability.YES;
  }

  private List<Determination.ExceptionFinding> exceptions(List<Determination.Finding> findings) {
    return available().stream()
        .map(each ->
            new Determination.ExceptionFinding(
                findings.get(each.entry().index()),
                each.availability(),
                each.beyond(),
                each.availability() == Determination.Availability.NO
                    ? List.of()
                    : each.entry().version().conditions()))
        .toList();
  }

  private boolean firesEverywhere(String id) {
    for (Ruling outcome : outcomes) {
      if (outcome.verdict() == Verdict.LICENCE_REQUIRED && !outcome.firing().contains(id)) {
        return false;
      }
    }
    return true;
  }

  List<Determination.Warning> warnings() {
    List<Determination.Warning> out = new ArrayList<>(Readings.whatIf(rulebook));
    for (Subject subject : subjects) {
      subject
          .item()
          .warnings()
          .forEach(warning -> out.add(new Determination.Warning(warning.code(), warning.text())));
      Metrics.Measured area = subject.base().get(Metric.DIE_AREA);
      if (area != null
          && area.governing().equals("planar")
          && law.asks(Metric.PERFORMANCE_DENSITY)) {
        out.add(
            new Determination.Warning(
                "no-applicable-die-area",
                "No logic die is on a non-planar node, so the density would divide by an area of"
                    + " zero. Its limits are read as not met; the text does not say so."));
      }
    }
    for (Law.InForce entry : law.all()) {
      for (Provision.Remark remark : entry.version().remarks()) {
        Condition when = remark.when();
        Truth truth = when == null ? cells.truth(law, entry) : cells.truth(law, when, 0);
        if (truth != Truth.NO) {
          out.add(new Determination.Warning(remark.code(), remark.text()));
        }
      }
    }
    return out;
  }

  static List<Determination.CircuitMetrics> metrics(List<Subject> subjects) {
    return subjects.stream()
        .filter(Subject::hasMetrics)
        .map(subject -> new Determination.CircuitMetrics(subject.item(), subject.base()))
        .toList();
  }
}
