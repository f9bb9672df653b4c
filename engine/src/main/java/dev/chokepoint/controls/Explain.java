package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the condition tree as an explanation: the same evaluator, asked at every cell. */
final class Explain {
  private final Law law;
  private final List<Subject> subjects;
  private final Trade trade;
  private final Cells cells;
  private final List<Map<Metric, String>> figures = new ArrayList<>();
  private final List<Map<Fact, String>> facts = new ArrayList<>();

  Explain(Law law, List<Subject> subjects, Trade trade, Cells cells) {
    this.law = law;
    this.subjects = subjects;
    this.trade = trade;
    this.cells = cells;
    for (int i = 0; i < subjects.size(); i++) {
      figures.add(new EnumMap<>(Metric.class));
      facts.add(new EnumMap<>(Fact.class));
    }
  }

  /** The tree of a condition as found for the item. */
  Step step(Condition condition) {
    return step(condition, 0);
  }

  private Step step(Condition condition, int subject) {
    Truth truth = cells.truth(law, condition, subject);
    String paragraph = condition.paragraph();
    return switch (condition) {
      case Condition.All all -> new Step(paragraph, "all", "", truth, steps(all.parts(), subject));
      case Condition.Any any -> new Step(paragraph, "any", "", truth, steps(any.parts(), subject));
      case Condition.Not not ->
          new Step(paragraph, "not", "", truth, List.of(step(not.part(), subject)));
      case Condition.Compare compare ->
          new Step(
              paragraph, law.words(compare), found(compare.metric(), subject), truth, List.of());
      case Condition.In in ->
          new Step(paragraph, law.words(in), found(in.fact(), subject), truth, List.of());
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
                        "",
                        "circuit " + subjects.get(i).item().name(),
                        "",
                        part.truth(),
                        List.of(part)));
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
    List<Step> steps = new ArrayList<>(parts.size());
    for (Condition part : parts) {
      steps.add(step(part, subject));
    }
    return steps;
  }

  /** What the facts say of a figure; said once, however many conditions ask for it. */
  private String found(Metric metric, int subject) {
    return figures
        .get(subject)
        .computeIfAbsent(metric, asked -> words(asked, subjects.get(subject)));
  }

  private String found(Fact fact, int subject) {
    return facts.get(subject).computeIfAbsent(fact, asked -> words(asked, subject));
  }

  private static String words(Metric metric, Subject subject) {
    if (!subject.hasMetrics()) {
      return "a system has none of its own";
    }
    @Nullable Range value = subject.value(metric);
    if (value == null) {
      return "not defined: no die on a non-planar node";
    }
    String text = value.isExact() ? Exact.text(value.low()) : value.text();
    return metric.label() + " is " + (value.isUnknown() ? "unknown" : metric.withUnit(text));
  }

  private String words(Fact fact, int subject) {
    if (!fact.isOfItem()) {
      List<Trade.Candidate> candidates = trade.candidates(fact);
      if (candidates.size() > 1) {
        return fact.words() + " is unknown";
      }
      Trade.Candidate only = candidates.getFirst();
      Set<String> labels = new LinkedHashSet<>(only.labels());
      labels.remove(only.name());
      return !fact.isCountry() ? only.name() : only.name() + ": " + String.join(", ", labels);
    }
    if (fact == Fact.DATACENTER) {
      Truth market = subjects.get(subject).datacenter();
      return market == Truth.UNKNOWN ? fact.words() + " is unknown" : market.word();
    }
    Set<String> values = subjects.get(subject).labels(fact);
    return values.isEmpty() ? "not stated" : values.iterator().next();
  }
}
