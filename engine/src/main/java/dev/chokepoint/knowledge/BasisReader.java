package dev.chokepoint.knowledge;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Constants;
import dev.chokepoint.performance.Inference;
import dev.chokepoint.performance.Intervals;
import dev.chokepoint.performance.Parameter;
import dev.chokepoint.performance.Stack;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads what predictions rest on: inference rules, stacks and constants. */
final class BasisReader {
  private static final String FOLDER = "performance/";

  private final KnowledgeFolder.Files files;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();

  private BasisReader(KnowledgeFolder.Files files) {
    this.files = files;
  }

  static Basis read(KnowledgeFolder.Files files) {
    BasisReader reader = new BasisReader(files);
    Inference inference = reader.inference();
    List<Stack.Definition> stacks = reader.stacks();
    List<Basis.Default> defaults = reader.defaults();
    Constants constants = reader.constants();
    if (!reader.problems.isEmpty()) {
      throw new Refused(reader.problems);
    }
    return new Basis(inference, stacks, defaults, constants, reader.parameters);
  }

  private Cursor file(String name) {
    String path = FOLDER + name;
    return files.entries().stream()
        .filter(entry -> entry.path().equals(path))
        .findFirst()
        .map(entry -> Cursor.of(entry.doc(), path, problems))
        .orElseThrow(
            () -> new Refused(new Problem("missing-file", path, "", "data of predictions", "")));
  }

  private Inference inference() {
    Cursor root = file("inference.yaml");
    root.only(Set.of("rules"));
    List<Inference.Rule> rules = new ArrayList<>();
    for (Cursor rule : root.at("rules").list()) {
      rule.only(
          Set.of(
              "name",
              "target",
              "when",
              "factor",
              "powers",
              "nearest-power-of-two",
              "error",
              "because"));
      rule.at("because").text();
      Map<Field, Double> powers = new EnumMap<>(Field.class);
      rule.at("powers")
          .entries()
          .forEach((key, value) -> powers.put(field(key, value), number(value)));
      rules.add(
          new Inference.Rule(
              rule.at("name").text(),
              field(rule.at("target").text(), rule.at("target")),
              when(rule.at("when")),
              number(rule.at("factor")),
              powers,
              rule.at("nearest-power-of-two").text("false").equals("true"),
              number(rule.at("error"))));
    }
    return new Inference(rules);
  }

  private static Field field(String key, Cursor place) {
    return Field.find(key)
        .orElseGet(() -> {
          place.problem("unknown-key", key, "a figure", Nearest.hint(key, Field.keys()));
          return Field.BF16;
        });
  }

  private static Map<String, List<String>> when(Cursor cursor) {
    Map<String, List<String>> when = new LinkedHashMap<>();
    cursor
        .entries()
        .forEach((key, value) ->
            when.put(key, value.texts().stream().map(t -> t.toLowerCase(Locale.ROOT)).toList()));
    return when;
  }

  private List<Stack.Definition> stacks() {
    Cursor root = file("stacks.yaml");
    root.only(Set.of("stacks", "defaults"));
    List<Stack.Definition> stacks = new ArrayList<>();
    List<String> names = new ArrayList<>();
    root.at("stacks")
        .entries()
        .forEach((name, stack) -> {
          stack.only(Set.of("source", "extends", "values"));
          String parent = stack.at("extends").optional();
          if (parent != null && !names.contains(parent)) {
            stack.at("extends").problem("unknown-stack", parent, "a stack above this one", "");
          }
          names.add(name);
          Map<String, Double> values = new LinkedHashMap<>();
          Map<String, String> links = new LinkedHashMap<>();
          if (stack.at("values").isPresent()) {
            collect(stack.at("values"), name + "/", "", values, links);
          }
          stacks.add(new Stack.Definition(name, parent, values, links, stack.at("source").text()));
        });
    return stacks;
  }

  /**
   * Numbers under their dotted names; a map that states its bounds is one that a calibration moves.
   */
  private void collect(
      Cursor cursor,
      String owner,
      String path,
      Map<String, Double> values,
      Map<String, String> links) {
    if (!cursor.isMap()) {
      String text = cursor.text();
      if (text.startsWith("=")) {
        links.put(path, text.substring(1));
      } else {
        values.put(path, number(cursor));
      }
    } else if (cursor.at("value").isPresent()) {
      values.put(path, parameter(cursor, owner + path));
    } else {
      cursor
          .entries()
          .forEach((key, each) ->
              collect(each, owner, path.isEmpty() ? key : path + "." + key, values, links));
    }
  }

  private double parameter(Cursor cursor, String name) {
    cursor.only(Set.of("value", "low", "high", "unit", "meaning", "chips"));
    double value = number(cursor.at("value"));
    double low = number(cursor.at("low"));
    double high = number(cursor.at("high"));
    if (low <= value && value <= high && low < high) {
      parameters.add(new Parameter(name, value, low, high, cursor.at("chips").texts()));
    } else {
      cursor.problem("out-of-order", cursor.at("value").text(), "low <= value <= high", "");
    }
    return value;
  }

  private List<Basis.Default> defaults() {
    List<Basis.Default> defaults = new ArrayList<>();
    for (Cursor line : file("stacks.yaml").at("defaults").list()) {
      line.only(Set.of("when", "has", "stack"));
      List<Field> has = line.at("has").texts().stream().map(t -> field(t, line)).toList();
      defaults.add(new Basis.Default(when(line.at("when")), has, line.at("stack").text()));
    }
    return defaults;
  }

  private Constants constants() {
    Map<String, Double> values = new LinkedHashMap<>();
    Cursor root = file("constants.yaml");
    root.entries()
        .forEach((family, list) ->
            list.entries()
                .forEach((name, constant) -> {
                  constant.at("meaning").text();
                  constant.at("unit").text();
                  String key = family + "." + name;
                  values.put(key, parameter(constant, key));
                }));
    Map<String, Intervals.Spread> spreads = new LinkedHashMap<>();
    file("intervals.yaml")
        .entries()
        .forEach((family, spread) -> {
          spread.only(Set.of("down", "up"));
          spreads.put(
              family, new Intervals.Spread(number(spread.at("down")), number(spread.at("up"))));
        });
    return new Constants(values, spreads);
  }

  private static double number(Cursor cursor) {
    String text = cursor.text();
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      cursor.problem("bad-number", text, "a decimal number", "");
      return Double.NaN;
    }
  }
}
