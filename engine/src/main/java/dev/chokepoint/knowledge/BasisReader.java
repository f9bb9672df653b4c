package dev.chokepoint.knowledge;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Constants;
import dev.chokepoint.performance.Inference;
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

  private BasisReader(KnowledgeFolder.Files files) {
    this.files = files;
  }

  static Basis read(KnowledgeFolder.Files files) {
    BasisReader reader = new BasisReader(files);
    Basis basis =
        new Basis(reader.inference(), reader.stacks(), reader.defaults(), reader.constants());
    if (!reader.problems.isEmpty()) {
      throw new Refused(reader.problems);
    }
    return basis;
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
      rule.only(Set.of("name", "target", "when", "factor", "powers", "error", "chips", "because"));
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

  private List<Stack> stacks() {
    Cursor root = file("stacks.yaml");
    root.only(Set.of("stacks", "defaults"));
    List<Stack> stacks = new ArrayList<>();
    root.at("stacks")
        .entries()
        .forEach((name, stack) -> {
          stack.at("source").text();
          Map<String, Double> values = new LinkedHashMap<>();
          stack.at("values").entries().forEach((key, value) -> values.put(key, number(value)));
          stacks.add(new Stack(name, values));
        });
    return stacks;
  }

  private List<Basis.Default> defaults() {
    List<Basis.Default> defaults = new ArrayList<>();
    for (Cursor line : file("stacks.yaml").at("defaults").list()) {
      line.only(Set.of("when", "stack"));
      defaults.add(new Basis.Default(when(line.at("when")), line.at("stack").text()));
    }
    return defaults;
  }

  private Constants constants() {
    Map<String, Double> values = new LinkedHashMap<>();
    file("constants.yaml")
        .entries()
        .forEach((family, list) ->
            list.entries()
                .forEach((name, constant) ->
                    values.put(family + "." + name, number(constant.at("value")))));
    return new Constants(values);
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
