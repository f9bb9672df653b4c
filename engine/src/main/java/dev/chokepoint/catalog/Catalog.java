package dev.chokepoint.catalog;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every item known, found by id, name or alias. Items are read when first asked for. */
public final class Catalog {
  private final Map<String, Set<String>> idsByName;
  private final Map<String, String> spelling;
  private final List<String> ids;
  private final Function<String, Item> reader;
  private final Map<String, Item> read = new LinkedHashMap<>();

  /**
   * @param names for each id, everything it may be called, its id and name included
   * @param reader gives the item of an id
   */
  public Catalog(Map<String, List<String>> names, Function<String, Item> reader) {
    this.ids = List.copyOf(names.keySet());
    this.reader = reader;
    this.idsByName = new LinkedHashMap<>();
    this.spelling = new LinkedHashMap<>();
    names.forEach((id, calls) ->
        calls.forEach(call -> {
          idsByName.computeIfAbsent(key(call), k -> new TreeSet<>()).add(id);
          spelling.putIfAbsent(key(call), call);
        }));
  }

  /** All ids, in the order of the knowledge folder. */
  public List<String> ids() {
    return ids;
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

  /** Every item that is called so; empty when none is. An exact id names one item alone. */
  public List<Item> find(String name) {
    if (ids.contains(name)) {
      return List.of(get(name));
    }
    Set<String> found = idsByName.get(key(name));
    return found == null ? List.of() : found.stream().map(this::get).toList();
  }

  /** Names most like the given one, best first, at most five. */
  public List<String> nearest(String name) {
    String wanted = key(name);
    List<Map.Entry<String, Integer>> scored = new ArrayList<>();
    spelling.forEach((key, text) -> {
      int distance = distance(wanted, key);
      if (key.contains(wanted) || wanted.contains(key) || distance <= 2 + wanted.length() / 4) {
        scored.add(Map.entry(text, distance));
      }
    });
    return scored.stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .limit(5)
        .toList();
  }

  /** Letters and digits of a name, without case, spaces, hyphens and width. */
  static String key(@Nullable String name) {
    String plain = Normalizer.normalize(name == null ? "" : name, Normalizer.Form.NFKC);
    StringBuilder kept = new StringBuilder();
    plain
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
