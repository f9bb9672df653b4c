package dev.chokepoint.performance;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What predictions rest on besides the chip: rules for missing figures, stacks and constants.
 *
 * @param defaults which stack is taken when none is named, the first that fits
 */
public record Basis(
    Inference inference, List<Stack> stacks, List<Default> defaults, Constants constants) {

  /**
   * A default stack.
   *
   * @param when texts of an item that must begin so, by key; empty fits every item
   */
  public record Default(Map<String, List<String>> when, String stack) {
    public Default {
      when = Map.copyOf(when);
    }

    boolean fits(Item item) {
      return when.entrySet().stream()
          .allMatch(text -> {
            String value = item.text(text.getKey()).toLowerCase(Locale.ROOT);
            return text.getValue().stream().anyMatch(value::startsWith);
          });
    }
  }

  public Basis {
    stacks = List.copyOf(stacks);
    defaults = List.copyOf(defaults);
  }

  /** The machine of an item; see {@link Inference#machine}. */
  public Machine machine(Item item) {
    return inference.machine(item);
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
    return stacks.stream()
        .filter(stack -> stack.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> {
          List<String> known = stacks.stream().map(Stack::name).toList();
          return new Refused(
              new Problem(
                  "unknown-stack",
                  "--stack",
                  wanted,
                  "one of " + String.join(", ", known),
                  Nearest.hint(wanted, known)));
        });
  }
}
