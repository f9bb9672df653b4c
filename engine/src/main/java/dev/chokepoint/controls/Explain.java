package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the condition tree as an explanation: the same evaluator, asked at every cell. */
final class Explain {
  private final Law law;
  private final List<Subject> subjects;
  private final Trade trade;
  private final List<Cells.Cell> cells;

  Explain(Law law, List<Subject> subjects, Trade trade, List<Cells.Cell> cells) {
    this.law = law;
    this.subjects = subjects;
    this.trade = trade;
    this.cells = cells;
  }

  /** Truth of a provision over all cells, displacement included. */
  Truth truth(Law.InForce entry) {
    boolean yes = false;
    boolean no = false;
    for (Cells.Cell cell : cells) {
      boolean holds = law.holds(entry, cell.point(), 0);
      yes |= holds;
      no |= !holds;
      if (yes && no) {
        return Truth.UNKNOWN;
      }
    }
    return Truth.of(yes);
  }

  /** The tree of a condition as found for the item. */
  Step step(Condition condition) {
    return step(condition, 0);
  }

  private Step step(Condition condition, int subject) {
    Truth truth = truth(condition, subject);
    String paragraph = condition.paragraph();
    return switch (condition) {
      case Condition.All all -> new Step(paragraph, "all", "", truth, steps(all.parts(), subject));
      case Condition.Any any -> new Step(paragraph, "any", "", truth, steps(any.parts(), subject));
      case Condition.Not not ->
          new Step(paragraph, "not", "", truth, List.of(step(not.part(), subject)));
      case Condition.Compare compare ->
          new Step(
              paragraph,
              Conditions.comparison(compare),
              found(compare.metric(), subjects.get(subject)),
              truth,
              List.of());
      case Condition.In in ->
          new Step(
              paragraph, Conditions.membership(in), found(in.fact(), subject), truth, List.of());
      case Condition.Meets meets -> meets(meets, truth);
      case Condition.AnyCircuit any -> {
        List<Step> parts = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
          if (subjects.get(i).isCircuit()) {
            Step part = step(any.part(), i);
            parts.add(
                subjects.size() == 1
                    ? part
                    : new Step(
                        subjects.get(i).item().name(),
                        part.test(),
                        part.found(),
                        part.truth(),
                        part.parts()));
          }
        }
        yield parts.size() == 1 && paragraph.isEmpty()
            ? parts.getFirst()
            : new Step(paragraph, "any", "", truth, parts);
      }
    };
  }

  private Step meets(Condition.Meets meets, Truth truth) {
    Law.InForce other = law.find(meets.provision());
    String test = "meets " + meets.provision();
    if (other == null) {
      return new Step(meets.paragraph(), test, "not in force that day", truth, List.of());
    }
    return new Step(meets.paragraph(), test, "see " + meets.provision(), truth, List.of());
  }

  private List<Step> steps(List<Condition> parts, int subject) {
    return parts.stream().map(part -> step(part, subject)).toList();
  }

  private Truth truth(Condition condition, int subject) {
    boolean yes = false;
    boolean no = false;
    for (Cells.Cell cell : cells) {
      boolean holds = law.holds(condition, cell.point(), subject);
      yes |= holds;
      no |= !holds;
      if (yes && no) {
        return Truth.UNKNOWN;
      }
    }
    return Truth.of(yes);
  }

  private static String found(Metric metric, Subject subject) {
    if (!subject.hasMetrics()) {
      return "a system has none of its own";
    }
    @Nullable Range value =
        metric.isBase() ? range(subject, metric) : Metrics.formed(metric, subject.base());
    if (value == null) {
      return "not defined: no die on a non-planar node";
    }
    String text = value.isExact() ? Exact.text(value.low()) : value.text();
    return metric.label() + " is " + (value.isUnknown() ? "unknown" : metric.withUnit(text));
  }

  private static Range range(Subject subject, Metric metric) {
    var measured = subject.base().get(metric);
    return measured == null ? Range.UNKNOWN : measured.value();
  }

  private String found(Fact fact, int subject) {
    if (!fact.isOfItem()) {
      List<Trade.Candidate> candidates = trade.candidates(fact);
      if (candidates.size() > 1) {
        return fact.key() + " is unknown";
      }
      Trade.Candidate only = candidates.getFirst();
      Set<String> labels = new LinkedHashSet<>(only.labels());
      labels.remove(only.name());
      return labels.isEmpty() || !fact.isCountry()
          ? only.name()
          : only.name() + ": " + String.join(", ", labels);
    }
    Set<String> values = new LinkedHashSet<>();
    cells.forEach(cell -> values.addAll(cell.point().labels(subject, fact)));
    return values.size() > 1
        ? fact.key() + " is unknown"
        : values.isEmpty() ? "not stated" : values.iterator().next();
  }
}
