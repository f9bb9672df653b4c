package dev.chokepoint.workbench.orders;

import dev.chokepoint.screening.State;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a run ended.
 *
 * @param document what summary.json says
 * @param byState lines and money by state, most urgent first
 * @param differences why counts or money do not reconcile; empty when they do
 */
public record Summary(
    Map<String, Object> document, List<StateTotal> byState, List<String> differences) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Lines and money of a state. */
  public record StateTotal(State state, long lines, BigDecimal amountUsd) {}

  /** Whether counts and money agree, in and out. */
  public boolean reconciled() {
    return differences.isEmpty();
  }

  /** Whether some line may not go as things stand. */
  public boolean stops() {
    return byState.stream().anyMatch(total -> total.state().stops() && total.lines() > 0);
  }

  /** Whether some line could not be decided. */
  public boolean undetermined() {
    return byState.stream()
        .anyMatch(total -> total.state() == State.UNDETERMINED && total.lines() > 0);
  }

  /** The document as JSON. */
  public String json() {
    return MAPPER.writeValueAsString(document).replace("\r\n", "\n") + "\n";
  }

  /** The document as a tree. */
  public JsonNode tree() {
    return MAPPER.valueToTree(document);
  }

  static BigDecimal money(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP);
  }
}
