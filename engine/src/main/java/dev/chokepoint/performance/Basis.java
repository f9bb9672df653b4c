package dev.chokepoint.performance;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What predictions rest on besides the chip: rules for missing figures, stacks and constants. */
public final class Basis {
  private final Inference inference;
  private final List<Stack.Definition> definitions;
  private final List<Default> defaults;
  private final Constants constants;
  private final List<Parameter> parameters;
  private final Map<String, Stack> stacks = new LinkedHashMap<>();

  /**
   * A default stack.
   *
   * @param when texts of an item that must begin so, by key
   * @param has figures that the item must state
   */
  public record Default(Map<String, List<String>> when, List<Field> has, String stack) {
    public Default {
      when = Map.copyOf(when);
      has = List.copyOf(has);
    }

    boolean fits(Item item) {
      return has.stream().allMatch(field -> item.figure(field) != null)
          && when.entrySet().stream()
              .allMatch(e -> Inference.begins(item, e.getKey(), e.getValue()));
    }
  }

  /**
   * Everything as read.
   *
   * @param definitions stacks, a parent before those that extend it
   * @param defaults which stack is taken when none is named, the first that fits
   * @param parameters values that a calibration may move
   */
  public Basis(
      Inference inference,
      List<Stack.Definition> definitions,
      List<Default> defaults,
      Constants constants,
      List<Parameter> parameters) {
    this.inference = inference;
    this.definitions = List.copyOf(definitions);
    this.defaults = List.copyOf(defaults);
    this.constants = constants;
    this.parameters = List.copyOf(parameters);
    for (Stack.Definition each : definitions) {
      stacks.put(each.name(), resolved(each));
    }
  }

  private Stack resolved(Stack.Definition definition) {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, String> links = new LinkedHashMap<>();
    collect(definition, values, links);
    links.forEach((key, other) -> {
      Double value = values.get(other);
      if (value == null) {
        throw new IllegalArgumentException(definition.name() + " " + key + " = " + other);
      }
      values.put(key, value);
    });
    return new Stack(definition.name(), values);
  }

  private void collect(
      Stack.Definition definition, Map<String, Double> values, Map<String, String> links) {
    String parent = definition.parent();
    if (parent != null) {
      collect(
          definitions.stream().filter(d -> d.name().equals(parent)).findFirst().orElseThrow(),
          values,
          links);
    }
    definition
        .own()
        .forEach((key, value) -> {
          values.put(key, value);
          links.remove(key);
        });
    links.putAll(definition.links());
  }

  public Inference inference() {
    return inference;
  }

  public Constants constants() {
    return constants;
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  public List<Stack> stacks() {
    return List.copyOf(stacks.values());
  }

  /** What the stacks rest on, by name. */
  public Map<String, String> sources() {
    Map<String, String> sources = new LinkedHashMap<>();
    definitions.forEach(each -> sources.put(each.name(), each.source()));
    return sources;
  }

  /** The same with some parameters moved, by their names. */
  public Basis with(Map<String, Double> moved) {
    Map<String, Double> values = new LinkedHashMap<>(constants.values());
    Map<String, Map<String, Double>> own = new LinkedHashMap<>();
    for (Map.Entry<String, Double> each : moved.entrySet()) {
      int slash = each.getKey().indexOf('/');
      if (slash < 0) {
        values.put(each.getKey(), each.getValue());
      } else {
        own.computeIfAbsent(each.getKey().substring(0, slash), k -> new LinkedHashMap<>())
            .put(each.getKey().substring(slash + 1), each.getValue());
      }
    }
    List<Stack.Definition> changed =
        definitions.stream().map(d -> moved(d, own.getOrDefault(d.name(), Map.of()))).toList();
    return new Basis(
        inference, changed, defaults, new Constants(values, constants.spreads()), parameters);
  }

  private static Stack.Definition moved(Stack.Definition definition, Map<String, Double> values) {
    Map<String, Double> own = new LinkedHashMap<>(definition.own());
    own.putAll(values);
    return new Stack.Definition(
        definition.name(), definition.parent(), own, definition.links(), definition.source());
  }

  /** The same with other widths of intervals. */
  public Basis withSpreads(Map<String, Intervals.Spread> spreads) {
    return new Basis(inference, definitions, defaults, constants.withSpreads(spreads), parameters);
  }

  /** The machine of an item; see {@link Inference#machine}. */
  public Machine machine(Item item) {
    return inference.machine(item);
  }

  /** A predictor for an item, with the stack named or the item's default. */
  public Predictor predictor(Item item, @Nullable String stack) {
    return new Predictor(machine(item), stack(stack, item), constants);
  }

  /** The stack of a name, or the default of the item when no name is given. */
  public Stack stack(@Nullable String name, Item item) {
    String wanted =
        name != null
            ? name
            : defaults.stream()
                .filter(each -> each.fits(item))
                .map(Default::stack)
                .findFirst()
                .orElseThrow();
    Stack stack = stacks.get(wanted);
    if (stack == null) {
      List<String> known = List.copyOf(stacks.keySet());
      throw new Refused(
          new Problem(
              "unknown-stack",
              "--stack",
              wanted,
              "one of " + String.join(", ", known),
              Nearest.hint(wanted, known)));
    }
    return stack;
  }
}
