package dev.chokepoint.performance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a file of measurements says: a chip by its token, and software by its beginning.
 *
 * @param chips item ids by token
 * @param stacks rules, the first that fits counts
 * @param drafts served runs that tried several tokens at once, which no column says
 */
public record MeasurementNames(Map<String, Chip> chips, List<Rule> stacks, List<Drafts> drafts) {

  /**
   * Runs of an engine that tried tokens beyond the next one.
   *
   * @param backend the engine as tables name it
   * @param versions beginnings of its version
   * @param model beginning of the model's name
   * @param unless beginning of another model's name under which the table repeats the runs that
   *     tried none
   * @param tokens tried beyond the next one
   * @param acceptance chance that a tried token is kept
   */
  public record Drafts(
      String backend,
      List<String> versions,
      String model,
      String unless,
      int tokens,
      double acceptance) {
    public Drafts {
      versions = List.copyOf(versions);
    }
  }

  /**
   * What a token stands for.
   *
   * @param item id or name in the catalogue
   * @param stack software of the files, or null where the beginning of the name tells
   */
  public record Chip(String item, @Nullable String stack) {}

  /**
   * Software by the beginning of a file's name.
   *
   * @param stack the stack, or empty
   * @param of stacks by the default that they replace
   */
  public record Rule(String prefix, String stack, Map<String, String> of) {
    public Rule {
      of = Map.copyOf(of);
    }
  }

  public MeasurementNames {
    chips = Map.copyOf(chips);
    stacks = List.copyOf(stacks);
    drafts = List.copyOf(drafts);
  }

  /** The same with more tokens; a known one is replaced. */
  public MeasurementNames with(Map<String, Chip> more) {
    Map<String, Chip> all = new LinkedHashMap<>(chips);
    more.forEach((token, chip) -> all.put(token.toLowerCase(Locale.ROOT), chip));
    return new MeasurementNames(all, stacks, drafts);
  }

  /**
   * The token in a file's name: a part between underscores, or several; null when none is known.
   */
  public @Nullable String token(String stem) {
    String name = "_" + stem.toLowerCase(Locale.ROOT) + "_";
    return chips.keySet().stream()
        .filter(token -> name.contains("_" + token + "_"))
        .max(java.util.Comparator.comparingInt(String::length).thenComparing(t -> t))
        .orElse(null);
  }

  /** The stack of a file for a chip whose default is given. */
  public String stack(String stem, String usual) {
    String name = stem.toLowerCase(Locale.ROOT);
    for (Rule rule : stacks) {
      if (name.startsWith(rule.prefix())) {
        return rule.stack().isEmpty() ? rule.of().getOrDefault(usual, usual) : rule.stack();
      }
    }
    return usual;
  }
}
