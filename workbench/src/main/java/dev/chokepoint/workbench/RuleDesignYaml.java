package dev.chokepoint.workbench;

import dev.chokepoint.explore.RuleDesign;
import dev.chokepoint.units.Exact;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A designed rule as a file of provisions that are not law. */
final class RuleDesignYaml {
  static final String ID = "RULE-DESIGN";

  private static final YAMLMapper MAPPER = YAMLMapper.builder().build();

  private RuleDesignYaml() {}

  /** The rule with the roundest thresholds, for accelerators to one destination. */
  static String of(RuleDesign rule, String destination, LocalDate from) {
    List<Object> any =
        rule.conjunctions().stream().map(each -> (Object) Map.of("all", limits(each))).toList();
    Map<String, Object> version =
        Json.object(
            "effective",
            from.toString(),
            "summary",
            "Designed, not law: " + RuleDesignText.words(rule),
            "when",
            Json.object(
                "all",
                List.of(
                    Map.of("in", Map.of("destination", List.of(destination))),
                    Map.of("in", Map.of("kind", List.of("accelerator"))),
                    Map.of("any", any))));
    return MAPPER.writeValueAsString(
        Json.object(
            "provisions",
            List.of(
                Json.object(
                    "id",
                    ID,
                    "kind",
                    "requirement",
                    "title",
                    "A designed rule",
                    "versions",
                    List.of(version)))));
  }

  private static List<Object> limits(RuleDesign.Conjunction conjunction) {
    return conjunction.thresholds().stream()
        .map(t -> (Object) Map.of("atLeast", Map.of(t.metric().key(), Exact.decimal(t.roundest()))))
        .toList();
  }
}
