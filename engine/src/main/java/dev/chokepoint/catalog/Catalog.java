package dev.chokepoint.catalog;

import dev.chokepoint.units.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Every item known, found by id, name or alias. Items are read when first asked for. */
public final class Catalog {
  /** An item whose launch is not dated comes after those that are. */
  private static final String UNDATED = "9999";

  private final Map<String, Map<String, Integer>> placesByName;
  private final Map<String, String> spelling;
  private final List<String> ids;
  private final SparseRates sparseRates;
  private final Function<String, Item> reader;
  private final Map<String, Item> read = new LinkedHashMap<>();

  /**
   * @param names for each id, everything it may be called, its id and name included, the name that
   *     is most its own first
   * @param reader gives the item of an id
   */
  public Catalog(
      Map<String, List<String>> names, SparseRates sparseRates, Function<String, Item> reader) {
    this.ids = List.copyOf(names.keySet());
    this.sparseRates = sparseRates;
    this.reader = reader;
    this.placesByName = new LinkedHashMap<>();
    this.spelling = new LinkedHashMap<>();
    names.forEach((id, calls) -> {
      for (int place = 0; place < calls.size(); place++) {
        String key = Nearest.key(calls.get(place));
        placesByName.computeIfAbsent(key, k -> new TreeMap<>()).putIfAbsent(id, place);
        spelling.putIfAbsent(key, calls.get(place));
      }
    });
  }

  /** All ids, in the order of the knowledge folder. */
  public List<String> ids() {
    return ids;
  }

  /** How vendors print rates with sparsity. */
  public SparseRates sparseRates() {
    return sparseRates;
  }

  /** The item with this id. */
  public synchronized Item get(String id) {
    Item item = read.get(id);
    if (item == null) {
      item = reader.apply(id);
      read.put(id, item);
    }
    return item;
  }

  /**
   * Every item that is called so; empty when none is. An exact id names one item alone. The item
   * with the name earliest among its own comes first, then the one launched first.
   */
  public List<Item> find(String name) {
    if (ids.contains(name)) {
      return List.of(get(name));
    }
    Map<String, Integer> places = placesByName.getOrDefault(Nearest.key(name), Map.of());
    return places.keySet().stream().map(this::get).sorted((a, b) -> byPlace(a, b, places)).toList();
  }

  private static int byPlace(Item a, Item b, Map<String, Integer> places) {
    int byPlace =
        Integer.compare(
            places.getOrDefault(a.id(), Integer.MAX_VALUE),
            places.getOrDefault(b.id(), Integer.MAX_VALUE));
    int byLaunch = launched(a).compareTo(launched(b));
    return byPlace != 0 ? byPlace : byLaunch != 0 ? byLaunch : a.id().compareTo(b.id());
  }

  private static String launched(Item item) {
    String date = item.text("launch-date");
    return date.isEmpty() ? UNDATED : date;
  }

  /** Names most like the given one, best first, at most five. */
  public List<String> nearest(String name) {
    return Nearest.of(name, spelling.values());
  }
}
