package dev.chokepoint.catalog;

import dev.chokepoint.units.Truth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An accelerator, a system that contains some, or a standalone memory stack.
 *
 * @param id stable key, vendor-model-variant
 * @param vendor who designs and sells it; empty when not stated
 * @param hqCountry ISO 3166-1 alpha-2 of the vendor's headquarters, or null
 * @param texts descriptive fields such as {@code memory-type}, by key
 * @param figures numeric fields; a missing one is unknown, never zero
 * @param datacenter whether designed or marketed for data centres (3A090 Note 2)
 * @param planar whether every logic die is made on a planar process
 * @param vectorInFp32 whether {@code fp32} is the rate of the vector path
 * @param vectorIncluded whether the 16 and 8 bit rates already add the vector path
 * @param contents what a system contains
 * @param contests figures that the law can be read in two ways about, stricter reading first
 */
public record Item(
    String id,
    String name,
    String vendor,
    @Nullable String hqCountry,
    List<String> aliases,
    Kind kind,
    Map<String, String> texts,
    Map<Field, Figure> figures,
    Truth datacenter,
    Truth planar,
    boolean vectorInFp32,
    boolean vectorIncluded,
    List<Part> contents,
    List<Contest> contests,
    List<Price> prices,
    List<String> notes,
    List<Warning> warnings) {

  /** What an item is, as the control list distinguishes. */
  public enum Kind {
    ACCELERATOR,
    SYSTEM,
    HBM;

    /** The word used in files, text and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** So many of one item inside a system. */
  public record Part(Item item, long count) {}

  /** Named readings of one field, the stricter first. */
  public record Contest(String field, List<NamedValue> readings, String note) {}

  /** One reading of a contested field. */
  public record NamedValue(String name, String value) {}

  /** A price as reported. */
  public record Price(
      BigDecimal low, BigDecimal high, String currency, String date, @Nullable String source) {}

  /** A doubt about the item that belongs with every answer. */
  public record Warning(String code, String text) {}

  public Item {
    aliases = List.copyOf(aliases);
    texts = Map.copyOf(texts);
    figures = copyOf(figures);
    contents = List.copyOf(contents);
    contests = List.copyOf(contests);
    prices = List.copyOf(prices);
    notes = List.copyOf(notes);
    warnings = List.copyOf(warnings);
  }

  private static Map<Field, Figure> copyOf(Map<Field, Figure> figures) {
    Map<Field, Figure> copy = new EnumMap<>(Field.class);
    copy.putAll(figures);
    return java.util.Collections.unmodifiableMap(copy);
  }

  /** An item of which nothing is known but its kind. */
  public static Item blank(Kind kind) {
    return new Item(
        "",
        "",
        "",
        null,
        List.of(),
        kind,
        Map.of(),
        Map.of(),
        Truth.UNKNOWN,
        Truth.NO,
        false,
        false,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The figure of a field, or null when it is unknown. */
  public @Nullable Figure figure(Field field) {
    return figures.get(field);
  }

  /** The text of a descriptive field, or empty. */
  public String text(String key) {
    return texts.getOrDefault(key, "");
  }

  /** The item itself if it is an integrated circuit, and every one inside it, each once. */
  public List<Item> circuits() {
    List<Item> circuits = new ArrayList<>();
    collectCircuits(circuits);
    return List.copyOf(circuits);
  }

  private void collectCircuits(List<Item> circuits) {
    if (kind == Kind.ACCELERATOR && circuits.stream().noneMatch(this::isSameAs)) {
      circuits.add(this);
    }
    contents.forEach(part -> part.item().collectCircuits(circuits));
  }

  private boolean isSameAs(Item other) {
    return other.id.equals(id) && other.equals(this);
  }

  public Item withFigures(Map<Field, Figure> changed) {
    return copy(changed, datacenter, contests);
  }

  public Item withDatacenter(Truth changed) {
    return copy(figures, changed, contests);
  }

  public Item withContests(List<Contest> changed) {
    return copy(figures, datacenter, changed);
  }

  public Item withContents(List<Part> changed) {
    return new Item(
        id,
        name,
        vendor,
        hqCountry,
        aliases,
        kind,
        texts,
        figures,
        datacenter,
        planar,
        vectorInFp32,
        vectorIncluded,
        changed,
        contests,
        prices,
        notes,
        warnings);
  }

  private Item copy(Map<Field, Figure> newFigures, Truth newDatacenter, List<Contest> newContests) {
    return new Item(
        id,
        name,
        vendor,
        hqCountry,
        aliases,
        kind,
        texts,
        newFigures,
        newDatacenter,
        planar,
        vectorInFp32,
        vectorIncluded,
        contents,
        newContests,
        prices,
        notes,
        warnings);
  }
}
