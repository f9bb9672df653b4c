package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** Says on what an answer depends, exactly, from the cells that answer differently. */
final class Residuals {
  private Residuals() {}

  private static final int MOST_LINES = 12;

  /** Null when every cell has the same verdict and entry. */
  static Determination.@Nullable Residual of(
      Law law, List<Subject> subjects, Cells cells, List<Ruling> outcomes) {
    if (outcomes.stream().map(Residuals::label).distinct().count() == 1) {
      return null;
    }
    Doubt doubt = doubt(cells, outcomes);
    List<Determination.Branch> branches =
        doubt != null && doubt.isInterval()
            ? intervals(law, subjects, doubt.parts())
            : conditions(law, cells, outcomes);
    String text =
        branches.stream()
            .map(branch -> branch.outcome() + " if " + branch.when())
            .collect(Collectors.joining("; "));
    return new Determination.Residual(text, branches);
  }

  /** The parts of the doubt that matters, or null where two pairs of quantities matter at once. */
  private static @Nullable Doubt doubt(Cells cells, List<Ruling> outcomes) {
    List<Integer> relevant = new ArrayList<>();
    int quantities = 0;
    int step = outcomes.size();
    int[] steps = new int[cells.factors().size()];
    for (int f = 0; f < steps.length; f++) {
      int classes = cells.factors().get(f).classes();
      step /= classes;
      steps[f] = step;
      for (int cell = 0; cell < outcomes.size(); cell++) {
        int first = cell - cell / step % classes * step;
        if (!label(outcomes.get(cell)).equals(label(outcomes.get(first)))) {
          relevant.add(f);
          boolean named =
              cells.factors().get(f).options().getFirst().choices().stream()
                  .allMatch(Cells.Choice.Named.class::isInstance);
          quantities += named ? 0 : 1;
          break;
        }
      }
    }
    if (quantities > 1) {
      return null;
    }
    List<Part> parts = List.of(new Part(List.of(), outcomes.getFirst()));
    List<Integer> cellOfPart = List.of(0);
    for (int f : relevant) {
      List<Part> longer = new ArrayList<>();
      List<Integer> cellOfLonger = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        for (Cells.Option option : cells.factors().get(f).options()) {
          List<Cells.Choice> choices = new ArrayList<>(parts.get(i).choices());
          choices.addAll(option.choices());
          int cell = cellOfPart.get(i) + option.classNumber() * steps[f];
          longer.add(new Part(choices, outcomes.get(cell)));
          cellOfLonger.add(cell);
        }
      }
      parts = longer;
      cellOfPart = cellOfLonger;
    }
    return new Doubt(parts).withoutIrrelevant();
  }

  /** A part of the doubt with what the law says there. */
  private record Part(List<Cells.Choice> choices, Ruling outcome) {}

  /** Every part of the doubt, in order. */
  private record Doubt(List<Part> parts) {

    /** Without the quantities and facts that change no outcome. */
    Doubt withoutIrrelevant() {
      Doubt doubt = this;
      for (Cells.Choice choice : parts.getFirst().choices()) {
        doubt = doubt.without(choice);
      }
      return doubt;
    }

    /**
     * Drops one doubtful quantity or fact if every combination of the others has all its values and
     * the same outcome for each.
     */
    private Doubt without(Cells.Choice like) {
      Map<List<Cells.Choice>, List<Part>> groups = new LinkedHashMap<>();
      Set<Cells.Choice> values = new LinkedHashSet<>();
      for (Part part : parts) {
        List<Cells.Choice> others = new ArrayList<>();
        for (Cells.Choice choice : part.choices()) {
          if (sameKind(choice, like)) {
            values.add(choice);
          } else {
            others.add(choice);
          }
        }
        groups.computeIfAbsent(others, k -> new ArrayList<>()).add(part);
      }
      List<Part> kept = new ArrayList<>();
      for (Map.Entry<List<Cells.Choice>, List<Part>> group : groups.entrySet()) {
        List<Part> members = group.getValue();
        List<String> first = label(members.getFirst().outcome());
        if (members.size() != values.size()
            || members.stream().anyMatch(part -> !label(part.outcome()).equals(first))) {
          return this;
        }
        kept.add(new Part(group.getKey(), members.getFirst().outcome()));
      }
      return new Doubt(kept);
    }

    /** Whether one quantity at most is in doubt, and few enough facts to be listed. */
    boolean isInterval() {
      Set<String> doubtful = new LinkedHashSet<>();
      for (Cells.Choice choice : parts.getFirst().choices()) {
        if (choice instanceof Cells.Choice.Within within) {
          doubtful.add(within.subject() + " " + within.metric());
        }
      }
      long named = parts.stream().map(Residuals::named).distinct().count();
      return doubtful.size() <= 1 && named <= MOST_LINES;
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

  private static List<Determination.Branch> intervals(
      Law law, List<Subject> subjects, List<Part> parts) {
    Map<List<String>, List<String>> whens = new LinkedHashMap<>();
    Map<List<String>, Ruling> kinds = new LinkedHashMap<>();
    int start = 0;
    while (start < parts.size()) {
      List<String> label = label(parts.get(start).outcome());
      int end = start;
      while (end + 1 < parts.size()
          && named(parts.get(end + 1)).equals(named(parts.get(start)))
          && label(parts.get(end + 1).outcome()).equals(label)) {
        end++;
      }
      whens
          .computeIfAbsent(label, k -> new ArrayList<>())
          .add(interval(law, subjects, parts.get(start), parts.get(end)));
      kinds.putIfAbsent(label, parts.get(start).outcome());
      start = end + 1;
    }
    List<Determination.Branch> branches = new ArrayList<>();
    whens.forEach((label, intervals) -> {
      Ruling outcome = java.util.Objects.requireNonNull(kinds.get(label));
      branches.add(
          new Determination.Branch(
              String.join(", ", label),
              outcome.verdict(),
              outcome.eccn(),
              intervals.stream().distinct().collect(Collectors.joining(" or "))));
    });
    return branches;
  }

  private static List<String> named(Part part) {
    return part.choices().stream()
        .filter(Cells.Choice.Named.class::isInstance)
        .map(Object::toString)
        .toList();
  }

  private static List<String> label(Ruling outcome) {
    String eccn = outcome.eccn();
    return List.of(
        eccn == null ? "no entry modelled here" : eccn,
        outcome.verdict().word().replace('-', ' ')
            + (outcome.firing().isEmpty() ? "" : " by " + String.join(" and ", outcome.firing())));
  }

  private static String interval(Law law, List<Subject> subjects, Part first, Part last) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < first.choices().size(); i++) {
      switch (first.choices().get(i)) {
        case Cells.Choice.Named named -> words.add(named.fact().words() + " is " + named.value());
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
    if (metric == Metric.DIE_AREA && BigFraction.ZERO.equals(to)) {
      return "no die stands on a non-planar node";
    }
    if (from != null && from.equals(to)) {
      return name + " = " + bound(law, subjects, low, from);
    }
    Range range = subjects.get(low.subject()).range(metric);
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
          && subject.range(compare.metric().first()).isExact()
          && subject.range(compare.metric().first()).low().divide(compare.limit()).equals(value)) {
        text.append(Exact.text(subject.range(compare.metric().first()).low()))
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
            && subject.range(compare.metric().second()).isExact()
            && subject
                .range(compare.metric().second())
                .low()
                .multiply(compare.limit())
                .equals(value)) {
          text.append(Exact.text(compare.limit()))
              .append(" × ")
              .append(Exact.text(subject.range(compare.metric().second()).low()))
              .append(" = ");
        }
      });
    }
    return metric.withUnit(text + Exact.text(value));
  }

  /** Where more than one quantity is in doubt: what is left of each condition that is unknown. */
  private static List<Determination.Branch> conditions(
      Law law, Cells cells, List<Ruling> outcomes) {
    Map<List<String>, Ruling> kinds = new LinkedHashMap<>();
    outcomes.forEach(outcome ->
        kinds.putIfAbsent(
            List.of(outcome.verdict().word(), String.valueOf(outcome.eccn())), outcome));
    List<Determination.Branch> branches = new ArrayList<>();
    List<String> otherwise = new ArrayList<>();
    for (Law.InForce entry : law.all()) {
      Provision.Kind kind = entry.provision().kind();
      boolean turns =
          switch (kind) {
            case ENTRY, REQUIREMENT, GUARD -> true;
            case EXCEPTION, OVERLAY -> false;
          };
      if (turns && cells.truth(law, entry) == Truth.UNKNOWN) {
        otherwise.add(entry.id());
        branches.add(
            new Determination.Branch(
                switch (kind) {
                      case REQUIREMENT -> "licence required by ";
                      case GUARD -> "not modelled, by ";
                      case ENTRY, EXCEPTION, OVERLAY -> "";
                    }
                    + entry.id(),
                switch (kind) {
                  case REQUIREMENT -> Verdict.LICENCE_REQUIRED;
                  case GUARD -> Verdict.NOT_MODELLED;
                  case ENTRY, EXCEPTION, OVERLAY -> Verdict.UNDETERMINED;
                },
                kind == Provision.Kind.ENTRY ? entry.id() : null,
                Conditions.words(remaining(law, entry.version().when(), cells))));
      }
    }
    branches.sort(java.util.Comparator.comparing(b -> b.eccn() == null));
    kinds.values().stream()
        .filter(outcome ->
            outcome.verdict() != Verdict.LICENCE_REQUIRED
                && outcome.verdict() != Verdict.NOT_MODELLED)
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

  /** The condition without the parts that are already known. */
  private static Condition remaining(Law law, Condition condition, Cells cells) {
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

  private static List<Condition> unknown(Law law, List<Condition> parts, Cells cells) {
    return parts.stream()
        .filter(part -> cells.truth(law, part, 0) == Truth.UNKNOWN)
        .map(part -> remaining(law, part, cells))
        .toList();
  }
}
