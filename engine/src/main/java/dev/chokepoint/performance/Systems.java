package dev.chokepoint.performance;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands above the kernels.
 *
 * @param engines serving software
 * @param defaultEngine the one taken when none is named
 * @param nodes chips that fast links join, the first that fits an item
 * @param sustained share of kernel speed that a training step keeps
 */
public record Systems(
    List<Engine> engines, String defaultEngine, List<Node> nodes, double sustained) {

  /**
   * Chips that fast links join.
   *
   * @param when texts of an item that must begin so, by key; empty fits all
   * @param bytesPerSecond what each chip sends beyond them, one way
   */
  public record Node(Map<String, List<String>> when, int chips, double bytesPerSecond) {
    public Node {
      when = Map.copyOf(when);
    }
  }

  public Systems {
    engines = List.copyOf(engines);
    nodes = List.copyOf(nodes);
  }

  /** The engine of a name, or the default. */
  public Engine engine(@Nullable String name) {
    String wanted = name == null ? defaultEngine : name;
    return engines.stream()
        .filter(each -> Nearest.key(each.name()).equals(Nearest.key(wanted)))
        .findFirst()
        .orElseThrow(() -> {
          List<String> known = engines.stream().map(Engine::name).toList();
          return new Refused(
              new Problem(
                  "unknown-engine",
                  "--engine",
                  wanted,
                  "one of " + String.join(", ", known),
                  Nearest.hint(wanted, known)));
        });
  }

  /** The node of an item. */
  public Node node(Item item) {
    return nodes.stream()
        .filter(each ->
            each.when().entrySet().stream()
                .allMatch(e -> Inference.begins(item, e.getKey(), e.getValue())))
        .findFirst()
        .orElseThrow();
  }

  /** A predictor whose traffic between nodes goes over the cards of its node. */
  public Predictor predictor(Basis basis, Item item, @Nullable String stack) {
    return new Predictor(basis.machine(item), stack(basis, item, stack), basis.constants());
  }

  /** The kernels of an item, with the traffic between its nodes. */
  public Stack stack(Basis basis, Item item, @Nullable String stack) {
    Stack kernels = basis.stack(stack, item);
    Map<String, Double> values = new HashMap<>(kernels.values());
    values.put("network.node-bytes-per-second", node(item).bytesPerSecond());
    return new Stack(kernels.name(), values);
  }
}
