package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.knowledge.Spec;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is asked about: items of the catalogue by name, or one described by its owner. */
record Asked(String name, List<Item> items, List<Trade.Assumption> assumptions) {

  static Asked of(Catalog catalog, @Nullable String name, @Nullable String spec) {
    if (spec != null && name == null) {
      Spec read = namesFile(spec) ? Spec.ofFile(Path.of(spec), catalog) : Spec.parse(spec, catalog);
      return new Asked(read.item().name(), List.of(read.item()), read.assumptions());
    }
    if (name == null) {
      throw new Refused(
          new Problem(
              "missing",
              "item",
              "",
              "a chip's name, or --spec with a description",
              "Maybe H20, or see `chokepoint chips`."));
    }
    if (spec != null) {
      throw new Refused(
          new Problem("bad-arguments", "item", name, "a chip's name or --spec, not both", ""));
    }
    return new Asked(name, find(catalog, name), List.of());
  }

  /** Whether a description is that of a file rather than of an item. */
  static boolean namesFile(String spec) {
    String plain = spec.toLowerCase(Locale.ROOT);
    return plain.endsWith(".yaml") || plain.endsWith(".yml");
  }

  static List<Item> find(Catalog catalog, String name) {
    List<Item> items = catalog.find(name);
    if (items.isEmpty()) {
      List<String> nearest = catalog.nearest(name);
      throw new Refused(
          new Problem(
              "unknown-chip",
              "item",
              name,
              "an id, name or alias that `chokepoint chips` lists",
              nearest.isEmpty() ? "Maybe describe it with --spec." : Nearest.hint(nearest)));
    }
    return items;
  }
}
