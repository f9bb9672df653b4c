package dev.chokepoint.knowledge;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.controls.Condition;
import dev.chokepoint.controls.Fact;
import dev.chokepoint.units.Exact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hipparchus.fraction.BigFraction;

/** Reads a condition tree; {@code use} stands for a condition of the definitions file. */
final class ConditionReader {
  private static final Condition NEVER = new Condition.Any("", List.of());
  private static final Set<String> FORMS =
      Set.of(
          "all",
          "any",
          "not",
          "atLeast",
          "above",
          "below",
          "atMost",
          "in",
          "meets",
          "anyCircuit",
          "always",
          "use");

  private static final Set<String> KEYS =
      Stream.concat(FORMS.stream(), Stream.of("paragraph")).collect(Collectors.toUnmodifiableSet());

  private static final Pattern LIMIT = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");
  private static final int MOST_DEPTH = 40;

  private final Map<String, Cursor> definitions;
  private final Map<String, Condition> defined = new HashMap<>();
  private int depth;

  ConditionReader(Map<String, Cursor> definitions) {
    this.definitions = definitions;
  }

  Condition read(Cursor at) {
    if (++depth > MOST_DEPTH) {
      at.problem(
          "too-deep",
          "",
          "at most " + MOST_DEPTH + " levels, definitions included",
          "Maybe a definition uses itself.");
      depth--;
      return NEVER;
    }
    Condition condition = node(at);
    depth--;
    return condition;
  }

  private Condition node(Cursor at) {
    String paragraph = at.isMap() ? at.at("paragraph").text("") : "";
    if (!at.isMap()) {
      at.entries();
    }
    List<String> forms = at.keys().stream().filter(FORMS::contains).toList();
    at.only(KEYS);
    if (forms.size() != 1) {
      at.problem(
          "bad-condition",
          String.join(" and ", forms),
          "exactly one of " + String.join(", ", new TreeSet<>(FORMS)),
          "");
      return NEVER;
    }
    String form = forms.getFirst();
    Cursor body = at.at(form);
    return switch (form) {
      case "all" -> new Condition.All(paragraph, parts(body));
      case "any" -> new Condition.Any(paragraph, parts(body));
      case "not" -> new Condition.Not(paragraph, read(body));
      case "anyCircuit" -> new Condition.AnyCircuit(paragraph, read(body));
      case "meets" -> new Condition.Meets(paragraph, body.text());
      case "always" -> {
        if (!body.text().equals("yes")) {
          body.problem("bad-value", body.text(), "yes", "Maybe not: {always: yes}.");
        }
        yield new Condition.All(paragraph, List.of());
      }
      case "use" -> defined(paragraph, body);
      case "in" -> membership(paragraph, body);
      default -> comparison(paragraph, form, body);
    };
  }

  private Condition defined(String paragraph, Cursor body) {
    Cursor definition = definitions.get(body.text());
    if (definition == null) {
      body.problem(
          "unknown-definition",
          body.text(),
          "one of " + String.join(", ", definitions.keySet()),
          "");
      return NEVER;
    }
    Condition condition = defined.get(body.text());
    if (condition == null) {
      condition = read(definition);
      defined.put(body.text(), condition);
    }
    return paragraph.isEmpty() ? condition : new Condition.All(paragraph, List.of(condition));
  }

  private List<Condition> parts(Cursor body) {
    List<Condition> parts = new ArrayList<>();
    for (Cursor part : body.list()) {
      parts.add(read(part));
    }
    if (parts.isEmpty()) {
      body.problem("empty-list", "", "at least one condition", "");
    }
    return parts;
  }

  private static Condition membership(String paragraph, Cursor body) {
    List<String> facts = body.keys().stream().filter(key -> !key.equals("except")).toList();
    Fact fact = facts.size() == 1 ? Fact.find(facts.getFirst()) : null;
    if (fact == null) {
      body.problem(
          "unknown-fact",
          String.join(" and ", facts),
          "one of " + Arrays.stream(Fact.values()).map(Fact::key).collect(Collectors.joining(", ")),
          "");
      return NEVER;
    }
    Set<String> labels = new LinkedHashSet<>(body.at(facts.getFirst()).texts());
    Set<String> except =
        body.at("except").isPresent()
            ? new LinkedHashSet<>(body.at("except").texts())
            : new LinkedHashSet<>();
    if (fact == Fact.EXPORTER) {
      labels =
          labels.stream()
              .map(label -> label.toUpperCase(java.util.Locale.ROOT))
              .collect(Collectors.toCollection(LinkedHashSet::new));
    }
    return new Condition.In(paragraph, fact, labels, except);
  }

  private static Condition comparison(String paragraph, String form, Cursor body) {
    if (body.keys().size() != 1) {
      body.problem("bad-condition", form, "one metric with one limit", "");
      return NEVER;
    }
    String key = body.keys().iterator().next();
    Metric metric = Metric.find(key);
    if (metric == null) {
      body.problem(
          "unknown-metric",
          key,
          "one of "
              + Arrays.stream(Metric.values()).map(Metric::key).collect(Collectors.joining(", ")),
          "");
      return NEVER;
    }
    String text = body.at(key).text();
    if (!LIMIT.matcher(text).matches()) {
      body.at(key).problem("bad-number", text, "a decimal limit", "");
      return NEVER;
    }
    BigFraction limit = Exact.of(text);
    Condition.Operator operator =
        Arrays.stream(Condition.Operator.values())
            .filter(o -> o.key().equals(form))
            .findFirst()
            .orElseThrow();
    return new Condition.Compare(paragraph, metric, operator, limit);
  }
}
