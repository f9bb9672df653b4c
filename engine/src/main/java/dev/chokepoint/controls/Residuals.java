package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** Says on what an answer depends, exactly, from the cells that answer differently. */
final class Residuals {
  private Residuals() {}

  /** Null when every cell has the same verdict and entry. */
  static Determination.@Nullable Residual of(
      Law law,
      List<Subject> subjects,
      List<Cells.Cell> cells,
      List<Decision.Outcome> outcomes,
      Explain explain) {
    boolean agree =
        outcomes.stream()
                .map(o -> List.of(o.verdict(), String.valueOf(o.eccn())))
                .distinct()
                .count()
            == 1;
    if (agree) {
      return null;
    }
    Doubt doubt = new Doubt(cells, outcomes).withoutIrrelevant();
    List<Determination.Branch> branches =
        isInterval(doubt.cells())
            ? intervals(law, subjects, doubt.cells(), doubt.outcomes())
            : conditions(law, cells, outcomes);
    String text =
        branches.stream()
            .map(branch -> branch.outcome() + " if " + branch.when())
            .collect(Collectors.joining("; "));
    return new Determination.Residual(text, branches);
  }

  /** Cells with their outcomes. */
  private record Doubt(List<Cells.Cell> cells, List<Decision.Outcome> outcomes) {

    /** Without the quantities and facts that change no outcome. */
    Doubt withoutIrrelevant() {
      Doubt doubt = this;
      for (Cells.Choice choice : cells.getFirst().choices()) {
        doubt = doubt.without(choice);
      }
      return doubt;
    }

    /**
     * Drops one doubtful quantity or fact if every combination of the others has all its values and
     * the same outcome for each.
     */
    private Doubt without(Cells.Choice like) {
      Map<List<Cells.Choice>, List<Integer>> groups = new LinkedHashMap<>();
      java.util.Set<Cells.Choice> values = new java.util.LinkedHashSet<>();
      for (int i = 0; i < cells.size(); i++) {
        List<Cells.Choice> others = new ArrayList<>();
        for (Cells.Choice choice : cells.get(i).choices()) {
          if (sameKind(choice, like)) {
            values.add(choice);
          } else {
            others.add(choice);
          }
        }
        groups.computeIfAbsent(others, k -> new ArrayList<>()).add(i);
      }
      List<Cells.Cell> keptCells = new ArrayList<>();
      List<Decision.Outcome> keptOutcomes = new ArrayList<>();
      for (Map.Entry<List<Cells.Choice>, List<Integer>> group : groups.entrySet()) {
        List<Integer> members = group.getValue();
        Decision.Outcome first = outcomes.get(members.getFirst());
        if (members.size() != values.size()
            || members.stream().anyMatch(i -> !label(outcomes.get(i)).equals(label(first)))) {
          return this;
        }
        keptCells.add(new Cells.Cell(cells.get(members.getFirst()).point(), group.getKey()));
        keptOutcomes.add(first);
      }
      return new Doubt(keptCells, keptOutcomes);
    }

    private static boolean sameKind(Cells.Choice a, Cells.Choice b) {
      return switch (a) {
        case Cells.Choice.Within x ->
            b instanceof Cells.Choice.Within y
                && x.subject() == y.subject()
                && x.metric() == y.metric();
        case Cells.Choice.Named x ->
            b instanceof Cells.Choice.Named y && x.subject() == y.subject() && x.fact() == y.fact();
      };
    }
  }

  /** Whether one quantity, and at most some named facts, is all that is in doubt. */
  private static boolean isInterval(List<Cells.Cell> cells) {
    TreeSet<String> doubtful = new TreeSet<>();
    int named = 0;
    for (Cells.Choice choice : cells.getFirst().choices()) {
      switch (choice) {
        case Cells.Choice.Within within -> doubtful.add(within.subject() + " " + within.metric());
        case Cells.Choice.Named fact -> named++;
      }
    }
    return doubtful.size() <= 1 && named <= 1;
  }

  private static List<Determination.Branch> intervals(
      Law law, List<Subject> subjects, List<Cells.Cell> cells, List<Decision.Outcome> outcomes) {
    Map<List<String>, List<String>> whens = new LinkedHashMap<>();
    Map<List<String>, Decision.Outcome> kinds = new LinkedHashMap<>();
    int start = 0;
    while (start < cells.size()) {
      int end = start;
      while (end + 1 < cells.size()
          && named(cells.get(end + 1)).equals(named(cells.get(start)))
          && label(outcomes.get(end + 1)).equals(label(outcomes.get(start)))) {
        end++;
      }
      List<String> label = label(outcomes.get(start));
      whens
          .computeIfAbsent(label, k -> new ArrayList<>())
          .add(interval(law, subjects, cells.get(start), cells.get(end)));
      kinds.putIfAbsent(label, outcomes.get(start));
      start = end + 1;
    }
    List<Determination.Branch> branches = new ArrayList<>();
    whens.forEach((label, parts) -> {
      Decision.Outcome outcome = java.util.Objects.requireNonNull(kinds.get(label));
      branches.add(
          new Determination.Branch(
              String.join(", ", label),
              outcome.verdict(),
              outcome.eccn(),
              parts.stream().distinct().collect(Collectors.joining(" or "))));
    });
    return branches;
  }

  private static List<String> named(Cells.Cell cell) {
    return cell.choices().stream()
        .filter(Cells.Choice.Named.class::isInstance)
        .map(Object::toString)
        .toList();
  }

  private static List<String> label(Decision.Outcome outcome) {
    String eccn = outcome.eccn();
    return List.of(
        eccn == null ? "no entry modelled here" : eccn,
        outcome.verdict().word().replace('-', ' ')
            + (outcome.firing().isEmpty() ? "" : " by " + String.join(" and ", outcome.firing())));
  }

  private static String interval(
      Law law, List<Subject> subjects, Cells.Cell first, Cells.Cell last) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < first.choices().size(); i++) {
      switch (first.choices().get(i)) {
        case Cells.Choice.Named named -> words.add(named.fact().key() + " is " + named.value());
        case Cells.Choice.Within low -> {
          Cells.Choice.Within high = (Cells.Choice.Within) last.choices().get(i);
          words.add(between(law, subjects, low, high));
        }
      }
    }
    return String.join(" and ", words);
  }

  private static String between(
      Law law, List<Subject> subjects, Cells.Choice.Within low, Cells.Choice.Within high) {
    Metric metric = low.metric();
    String name = metric.label();
    BigFraction from = low.low().value();
    BigFraction to = high.high().value();
    if (from != null && from.equals(to)) {
      return name + " = " + bound(law, subjects, low, from);
    }
    Range range = value(subjects.get(low.subject()), metric);
    boolean bounded = from != null && from.compareTo(range.low()) > 0;
    String lower =
        bounded && from != null
            ? name + (low.low().open() ? " > " : " >= ") + bound(law, subjects, low, from)
            : "";
    boolean capped = to != null && !to.equals(range.high());
    String upper =
        capped && to != null
            ? (lower.isEmpty() ? name : "")
                + (high.high().open() ? " < " : " <= ")
                + bound(law, subjects, low, to)
            : "";
    if (lower.isEmpty() && upper.isEmpty()) {
      return name + " has any value";
    }
    return lower.isEmpty() || upper.isEmpty() ? lower + upper : lower + " and" + upper;
  }

  private static Range value(Subject subject, Metric metric) {
    Metrics.Measured measured = subject.base().get(metric);
    return measured == null ? Range.UNKNOWN : measured.value();
  }

  /** A bound as a number, and as the division that gives it where that is what it is. */
  private static String bound(
      Law law, List<Subject> subjects, Cells.Choice.Within within, BigFraction value) {
    Metric metric = within.metric();
    StringBuilder text = new StringBuilder();
    Subject subject = subjects.get(within.subject());
    law.walk(node -> {
      if (text.isEmpty()
          && node instanceof Condition.Compare compare
          && compare.metric().isRatio()
          && compare.metric().second() == metric
          && value(subject, compare.metric().first()).isExact()
          && value(subject, compare.metric().first()).low().divide(compare.limit()).equals(value)) {
        text.append(Exact.text(value(subject, compare.metric().first()).low()))
            .append('/')
            .append(Exact.text(compare.limit()))
            .append(" = ");
      }
    });
    if (text.isEmpty()) {
      law.walk(node -> {
        if (text.isEmpty()
            && node instanceof Condition.Compare compare
            && compare.metric().isRatio()
            && compare.metric().first() == metric
            && value(subject, compare.metric().second()).isExact()
            && value(subject, compare.metric().second())
                .low()
                .multiply(compare.limit())
                .equals(value)) {
          text.append(Exact.text(compare.limit()))
              .append(" × ")
              .append(Exact.text(value(subject, compare.metric().second()).low()))
              .append(" = ");
        }
      });
    }
    return metric.withUnit(text + Exact.text(value));
  }

  /** Where more than one quantity is in doubt: what is left of each condition that is unknown. */
  private static List<Determination.Branch> conditions(
      Law law, List<Cells.Cell> cells, List<Decision.Outcome> outcomes) {
    Map<List<String>, Decision.Outcome> kinds = new LinkedHashMap<>();
    outcomes.forEach(outcome ->
        kinds.putIfAbsent(
            List.of(outcome.verdict().word(), String.valueOf(outcome.eccn())), outcome));
    List<Determination.Branch> branches = new ArrayList<>();
    List<String> otherwise = new ArrayList<>();
    for (Law.InForce entry : law.all()) {
      boolean entryOrNeed =
          entry.provision().kind() == Provision.Kind.ENTRY
              || entry.provision().kind() == Provision.Kind.REQUIREMENT;
      if (entryOrNeed && truth(law, entry, cells) == Truth.UNKNOWN) {
        boolean need = entry.provision().kind() == Provision.Kind.REQUIREMENT;
        otherwise.add(entry.id());
        branches.add(
            new Determination.Branch(
                (need ? "licence required by " : "") + entry.id(),
                need ? Verdict.LICENCE_REQUIRED : Verdict.UNDETERMINED,
                need ? null : entry.id(),
                Conditions.words(remaining(law, entry.version().when(), cells))));
      }
    }
    branches.sort(java.util.Comparator.comparing(b -> b.eccn() == null));
    kinds.values().stream()
        .filter(outcome -> outcome.verdict() != Verdict.LICENCE_REQUIRED)
        .findFirst()
        .ifPresent(outcome ->
            branches.add(
                new Determination.Branch(
                    outcome.verdict().word().replace('-', ' '),
                    outcome.verdict(),
                    null,
                    "none of " + String.join(", ", otherwise) + " applies")));
    return branches;
  }

  private static Truth truth(Law law, Law.InForce entry, List<Cells.Cell> cells) {
    boolean first = law.holds(entry, cells.getFirst().point(), 0);
    boolean same = cells.stream().allMatch(cell -> law.holds(entry, cell.point(), 0) == first);
    return same ? Truth.of(first) : Truth.UNKNOWN;
  }

  private static @Nullable Boolean constant(Law law, Condition condition, List<Cells.Cell> cells) {
    boolean first = law.holds(condition, cells.getFirst().point(), 0);
    for (Cells.Cell cell : cells) {
      if (law.holds(condition, cell.point(), 0) != first) {
        return null;
      }
    }
    return first;
  }

  /** The condition without the parts that are already known. */
  private static Condition remaining(Law law, Condition condition, List<Cells.Cell> cells) {
    return switch (condition) {
      case Condition.All all ->
          new Condition.All(all.paragraph(), unknown(law, all.parts(), cells));
      case Condition.Any any ->
          new Condition.Any(any.paragraph(), unknown(law, any.parts(), cells));
      case Condition.Not not ->
          new Condition.Not(not.paragraph(), remaining(law, not.part(), cells));
      case Condition.Meets meets -> {
        Law.InForce other = law.find(meets.provision());
        yield other != null && other.provision().kind() != Provision.Kind.ENTRY
            ? remaining(law, other.version().when(), cells)
            : meets;
      }
      case Condition.AnyCircuit any -> any;
      case Condition.Compare compare -> compare;
      case Condition.In in -> in;
    };
  }

  private static List<Condition> unknown(Law law, List<Condition> parts, List<Cells.Cell> cells) {
    return parts.stream()
        .filter(part -> constant(law, part, cells) == null)
        .map(part -> remaining(law, part, cells))
        .toList();
  }
}
