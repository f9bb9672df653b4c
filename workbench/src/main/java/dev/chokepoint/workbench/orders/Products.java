package dev.chokepoint.workbench.orders;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Spec;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a part number is: by the product table of the user first, then by the catalogue. */
final class Products {
  private final Catalog catalog;
  private final Map<String, List<Item>> table = new HashMap<>();

  /**
   * @param file rows of {@code sku} and either {@code item}, a name of the catalogue, or {@code
   *     spec}, a description such as {@code contains=8xnvidia-h200-sxm}; or null
   */
  Products(Catalog catalog, @Nullable Path file) {
    this.catalog = catalog;
    if (file != null) {
      Beside.PRODUCTS.read(file).forEach(this::add);
    }
  }

  private void add(SideTable.Row row) {
    String spec = row.get("spec");
    String item = row.get("item");
    List<Item> items;
    if (!spec.isEmpty()) {
      items = List.of(named(row.get("sku"), Spec.parse(spec, catalog).item()));
    } else {
      items = catalog.find(item);
    }
    if (items.isEmpty()) {
      throw new Refused(
          new Problem(
              "unknown-chip",
              row.place("item"),
              item,
              "an id, name or alias that `chokepoint chips` lists",
              Nearest.hint(catalog.nearest(item))));
    }
    if (table.put(Nearest.key(row.get("sku")), items) != null) {
      throw new Refused(
          new Problem("duplicate-key", row.place("sku"), row.get("sku"), "each sku once", ""));
    }
  }

  /** A described item is known by its part number: decisions are kept by the id of an item. */
  private static Item named(String sku, Item item) {
    return new Item(
        "product:" + sku,
        sku,
        item.vendor(),
        item.hqCountry(),
        item.aliases(),
        item.kind(),
        item.texts(),
        item.figures(),
        item.datacenter(),
        item.planar(),
        item.vectorInFp32(),
        item.vectorIncluded(),
        item.contents(),
        item.contests(),
        item.prices(),
        item.notes(),
        item.warnings());
  }

  /** Every item that a part number may mean; empty when none is called so. */
  List<Item> find(String sku) {
    List<Item> items = table.get(Nearest.key(sku));
    return items != null ? items : catalog.find(sku.strip());
  }

  /** Names most like a part number that is not known. */
  List<String> nearest(String sku) {
    return catalog.nearest(sku);
  }
}
