package dev.chokepoint.knowledge;

import dev.chokepoint.controls.Verdict;
import dev.chokepoint.explore.AreaConstants;
import dev.chokepoint.explore.Design;
import dev.chokepoint.explore.DesignKey;
import dev.chokepoint.explore.ExploreConstraint;
import dev.chokepoint.explore.ExploreFigure;
import dev.chokepoint.explore.Space;
import dev.chokepoint.explore.SpaceAxis;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a space of designs with what is asked of them. */
public final class SpaceReader {
  private static final int MOST_VALUES = 1_000_000;
  private static final int MOST_OBJECTIVES = 8;
  private static final int MOST_CONSTRAINTS = 32;
  private static final Set<String> RANGE = Set.of("from", "to", "step");

  private final AreaConstants constants;

  private SpaceReader(AreaConstants constants) {
    this.constants = constants;
  }

  /**
   * A space as its owner states it.
   *
   * @param maker who designs and sells
   * @param workload what is timed, by key, as stated; the rest is usual
   */
  public record Asked(
      String name,
      Space space,
      Design.Maker maker,
      List<ExploreConstraint> constraints,
      List<ExploreFigure> objectives,
      Map<String, String> workload) {}

  /** The space of a YAML text; refused with every problem found. */
  public static Asked read(Source source, AreaConstants constants) {
    List<Problem> problems = new ArrayList<>();
    String place = source.lastName();
    Doc doc = YamlFile.read(source, place, problems);
    if (doc == null) {
      throw new Refused(problems);
    }
    return new SpaceReader(constants).read(Cursor.of(doc, place, problems), problems);
  }

  private Asked read(Cursor root, List<Problem> problems) {
    root.only(
        Set.of(
            "name",
            "vendor",
            "hq-country",
            "base",
            "axes",
            "constraints",
            "objectives",
            "workload"));
    String name = root.at("name").text("unnamed space");
    Design.Maker maker =
        new Design.Maker(root.at("vendor").text(""), root.at("hq-country").optional());
    Map<DesignKey, Double> base = DesignReader.stated(root.at("base"), Set.of(), constants);
    List<SpaceAxis> axes = new ArrayList<>();
    root.at("axes").entries().forEach((axis, values) -> axes.add(axis(axis, values)));
    Set<DesignKey> set = EnumSet.noneOf(DesignKey.class);
    set.addAll(base.keySet());
    axes.forEach(axis -> axis.choices().forEach(choice -> set.addAll(choice.sets().keySet())));
    if (axes.isEmpty()) {
      root.at("axes").problem("missing", "", "at least one axis", "");
    }
    DesignReader.complete(root, set);
    List<ExploreConstraint> constraints = new ArrayList<>();
    root.at("constraints").list().forEach(each -> constraint(each, constraints));
    List<ExploreFigure> objectives = new ArrayList<>();
    for (Cursor each : root.at("objectives").list()) {
      ExploreFigure figure = figure(each);
      if (objectives.contains(figure)) {
        each.problem("duplicate-value", figure.key(), "each objective once", "");
      }
      objectives.add(figure);
    }
    limited(root.at("constraints"), constraints.size(), 0, MOST_CONSTRAINTS);
    limited(root.at("objectives"), objectives.size(), 1, MOST_OBJECTIVES);
    problems.addAll(ExploreConstraint.contradictions(constraints));
    Map<String, String> workload = new LinkedHashMap<>();
    Cursor work = root.at("workload");
    work.only(
        Set.of("model", "tp", "precision", "cache", "batch", "input", "context", "one-layer"));
    work.entries().forEach((key, value) -> workload.put(key, value.text()));
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return new Asked(
        name, new Space(constants, base, axes), maker, constraints, objectives, workload);
  }

  private static void limited(Cursor place, int count, int least, int most) {
    if (count < least || count > most) {
      place.problem("bad-count", String.valueOf(count), least + " to " + most, "");
    }
  }

  private SpaceAxis axis(String name, Cursor values) {
    List<SpaceAxis.Choice> choices = new ArrayList<>();
    if (values.isMap()) {
      DesignKey key = key(name, values);
      for (String text : range(values)) {
        double number = Double.parseDouble(text);
        String limit = Design.names(key, constants).isEmpty() ? key.limit(number) : "a list";
        if (!limit.isEmpty()) {
          values.problem("out-of-range", text, limit, "");
          break;
        }
        choices.add(new SpaceAxis.Choice(text, Map.of(key, number)));
      }
    } else {
      for (Cursor each : values.list()) {
        if (each.isMap()) {
          Map<DesignKey, Double> sets = DesignReader.stated(each, Set.of("label"), constants);
          choices.add(new SpaceAxis.Choice(label(each), sets));
        } else {
          DesignKey key = key(name, values);
          choices.add(new SpaceAxis.Choice(each.text(), Map.of(key, value(each, key))));
        }
      }
    }
    Set<Map<DesignKey, Double>> seen = new HashSet<>();
    Set<Set<DesignKey>> kinds = new HashSet<>();
    for (SpaceAxis.Choice choice : choices) {
      kinds.add(choice.sets().keySet());
      if (!seen.add(choice.sets())) {
        values.problem("duplicate-value", choice.label(), "each value once", "");
      }
    }
    if (choices.isEmpty()) {
      values.problem("empty-axis", "", "at least one value", "");
    } else if (kinds.size() > 1) {
      values.problem("uneven-axis", "", "values that all set the same keys", "");
    }
    return new SpaceAxis(name, choices);
  }

  private double value(Cursor cursor, DesignKey key) {
    return DesignReader.value(cursor, key, constants);
  }

  private static String label(Cursor map) {
    if (map.at("label").isPresent()) {
      return map.at("label").text();
    }
    List<String> words = new ArrayList<>();
    map.entries().forEach((key, value) -> words.add(key + " " + value.text()));
    return String.join(", ", words);
  }

  private static DesignKey key(String name, Cursor place) {
    return DesignKey.find(name)
        .orElseGet(() -> {
          place.problem(
              "unknown-axis",
              name,
              "a key of a design, or values that are maps of such keys",
              Nearest.hint(name, DesignKey.keys()));
          return DesignKey.L2;
        });
  }

  /** Values from one number to another, both included where a step meets it. */
  private static List<String> range(Cursor map) {
    map.only(RANGE);
    BigDecimal from = decimal(map.at("from"));
    BigDecimal to = decimal(map.at("to"));
    BigDecimal step = decimal(map.at("step"));
    if (step.signum() <= 0 || to.compareTo(from) < 0) {
      map.problem(
          "endless-axis",
          from.toPlainString() + " to " + to.toPlainString() + " by " + step.toPlainString(),
          "a step above zero and an end that is not before the beginning",
          "");
      return List.of();
    }
    if (to.subtract(from).compareTo(step.multiply(BigDecimal.valueOf(MOST_VALUES))) > 0) {
      map.problem("axis-too-long", "", "at most " + MOST_VALUES + " values", "");
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (BigDecimal at = from; at.compareTo(to) <= 0; at = at.add(step)) {
      values.add(at.stripTrailingZeros().toPlainString());
    }
    return values;
  }

  private static BigDecimal decimal(Cursor cursor) {
    String text = cursor.text();
    try {
      BigDecimal value = new BigDecimal(text);
      if (value.precision() - value.scale() > 18 || value.scale() > 18) {
        throw new NumberFormatException();
      }
      return value;
    } catch (NumberFormatException e) {
      cursor.problem("bad-number", text, "a finite decimal number", "");
      return BigDecimal.ONE;
    }
  }

  private static ExploreFigure figure(Cursor cursor) {
    String name = cursor.text();
    return ExploreFigure.find(name)
        .orElseGet(() -> {
          cursor.problem(
              "unknown-figure",
              name,
              "one of " + String.join(", ", ExploreFigure.keys()),
              Nearest.hint(name, ExploreFigure.keys()));
          return ExploreFigure.AREA;
        });
  }

  private void constraint(Cursor each, List<ExploreConstraint> out) {
    if (each.at("figure").isPresent()) {
      each.only(Set.of("figure", "at-least", "above", "at-most", "below"));
      boolean above = each.at("above").isPresent();
      boolean below = each.at("below").isPresent();
      double low = bound(each.at(above ? "above" : "at-least"), Double.NEGATIVE_INFINITY);
      double high = bound(each.at(below ? "below" : "at-most"), Double.POSITIVE_INFINITY);
      if (Double.isInfinite(low) && Double.isInfinite(high)) {
        each.problem("missing", "", "at-least, above, at-most or below", "");
      }
      out.add(new ExploreConstraint.Within(figure(each.at("figure")), low, above, high, below));
    } else if (each.at("verdict").isPresent()) {
      each.only(Set.of("verdict"));
      String word = each.at("verdict").text();
      List<String> words = Arrays.stream(Verdict.values()).map(Verdict::word).toList();
      Arrays.stream(Verdict.values())
          .filter(verdict -> verdict.word().equals(word))
          .findFirst()
          .ifPresentOrElse(
              verdict -> out.add(new ExploreConstraint.Says(verdict)),
              () ->
                  each.at("verdict")
                      .problem(
                          "unknown-value",
                          word,
                          "one of " + String.join(", ", words),
                          Nearest.hint(word, words)));
    } else if (each.at("eccn").isPresent()) {
      each.only(Set.of("eccn"));
      String eccn = each.at("eccn").text();
      out.add(new ExploreConstraint.Entry(eccn.equals("none") ? null : eccn));
    } else {
      each.only(Set.of("provision", "holds"));
      String word = each.at("holds").text();
      if (!word.equals("yes") && !word.equals("no")) {
        each.at("holds").problem("unknown-value", word, "yes or no", "");
      }
      out.add(new ExploreConstraint.Provides(each.at("provision").text(), word.equals("yes")));
    }
  }

  private static double bound(Cursor cursor, double none) {
    return cursor.isPresent() ? decimal(cursor).doubleValue() : none;
  }
}
