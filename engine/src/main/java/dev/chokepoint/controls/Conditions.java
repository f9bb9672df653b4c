package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Nearest;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Passes over the condition tree that need no facts: walking it and saying it in words. */
public final class Conditions {
  private Conditions() {}

  /** Visits a node and everything below it. */
  public static void walk(Condition condition, Consumer<Condition> visitor) {
    visitor.accept(condition);
    for (Condition part : condition.parts()) {
      walk(part, visitor);
    }
  }

  /** Whether a condition only combines and so is always or never true. */
  static boolean asksNothing(Condition condition) {
    return switch (condition) {
      case Condition.All all -> all.parts().stream().allMatch(Conditions::asksNothing);
      case Condition.Any any -> any.parts().stream().allMatch(Conditions::asksNothing);
      case Condition.Not not -> asksNothing(not.part());
      case Condition.AnyCircuit any -> false;
      case Condition.Compare compare -> false;
      case Condition.In in -> false;
      case Condition.Meets meets -> false;
    };
  }

  /** Adds every label that some condition names. */
  static void named(Condition condition, Set<String> labels) {
    walk(
        condition,
        node -> {
          if (node instanceof Condition.In in) {
            labels.addAll(in.labels());
            labels.addAll(in.except());
          }
        });
  }

  /** The condition in words, for people who check a rule without reading its file. */
  public static String words(Condition condition) {
    String label = condition.paragraph().isEmpty() ? "" : condition.paragraph() + ": ";
    return label
        + switch (condition) {
          case Condition.All all -> join(all.parts(), " and ");
          case Condition.Any any -> join(any.parts(), " or ");
          case Condition.Not not -> "not (" + words(not.part()) + ")";
          case Condition.AnyCircuit any -> "any circuit with " + nested(any.part());
          case Condition.Compare compare -> comparison(compare);
          case Condition.In in -> membership(in);
          case Condition.Meets meets -> "meets " + meets.provision();
        };
  }

  private static String join(List<Condition> parts, String word) {
    if (parts.isEmpty()) {
      return "always";
    }
    return parts.stream().map(Conditions::nested).collect(Collectors.joining(word));
  }

  private static String nested(Condition part) {
    boolean compound =
        part.paragraph().isEmpty()
            && (part instanceof Condition.Any || part instanceof Condition.All)
            && part.parts().size() > 1;
    return compound ? "(" + words(part) + ")" : words(part);
  }

  static String comparison(Condition.Compare compare) {
    Metric metric = compare.metric();
    return metric.label()
        + " "
        + compare.operator().sign()
        + " "
        + metric.withUnit(Exact.text(compare.limit()));
  }

  /** A membership as people say it, such as {@code destination in D:5 or Macau}. */
  static String membership(Condition.In in) {
    String labels = Nearest.either(in.labels().stream().map(Countries::name).toList());
    String except =
        in.except().isEmpty()
            ? ""
            : ", except "
                + String.join(" and ", in.except().stream().map(Countries::name).toList());
    boolean countries = in.labels().stream().allMatch(Countries::isCode);
    String words = in.fact().words();
    return switch (in.fact()) {
          case DESTINATION -> words + (countries ? " is " : " in ") + labels;
          case PARTY_HQ, ULTIMATE_PARENT, DESIGNER_HQ -> words + " in " + labels;
          case EXPORTER,
              DIRECTION,
              CERTIFIED,
              ITEM,
              FROM_COUNTRY,
              ROLE,
              DESIGNER,
              PACKAGER,
              IMPORT_USE ->
              words + " is " + labels;
          case PARTY -> "buyer listed as " + labels;
          case KIND ->
              "item is " + Nearest.either(in.labels().stream().map(Conditions::kind).toList());
          case DATACENTER, HBM_IN_PACKAGE ->
              switch (labels) {
                case "yes" -> words;
                case "no" -> "not " + words;
                default -> words + ": " + labels;
              };
        }
        + except;
  }

  private static String kind(String word) {
    for (Item.Kind kind : Item.Kind.values()) {
      if (kind.word().equals(word)) {
        return switch (kind) {
          case ACCELERATOR -> "an accelerator";
          case SYSTEM -> "a system";
          case HBM -> "a memory stack";
        };
      }
    }
    return word;
  }
}
