package dev.chokepoint.knowledge;

import dev.chokepoint.catalog.Confidence;
import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads an item of the catalogue, or a user's file of the same form. */
final class ItemReader {
  static final Set<String> TEXT_KEYS =
      Set.of(
          "family-architecture",
          "launch-date",
          "status",
          "form-factor",
          "foundry",
          "memory-type",
          "core-unit",
          "d2d-name",
          "sparse-note");
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "name",
          "vendor",
          "hq-country",
          "aliases",
          "kind",
          "datacenter-marketed",
          "planar",
          "sources",
          "figures",
          "prices",
          "contains",
          "contests",
          "notes",
          "warnings",
          "fp32-path",
          "includes-vector");

  private static final Set<String> ALL_KEYS = allKeys();

  private final Cursor root;
  private final Function<String, List<Item>> items;
  private final Function<String, List<String>> nearest;
  private final List<Problem> problems;
  private final Map<String, Source> sources = new TreeMap<>();

  private record Source(String title, Confidence confidence) {}

  private ItemReader(
      Cursor root,
      Function<String, List<Item>> items,
      Function<String, List<String>> nearest,
      List<Problem> problems) {
    this.root = root;
    this.items = items;
    this.nearest = nearest;
    this.problems = problems;
  }

  /**
   * @param items finds what a system contains, by id or name
   * @param nearest names most like one that finds nothing
   */
  static Item read(
      Cursor root,
      Function<String, List<Item>> items,
      Function<String, List<String>> nearest,
      List<Problem> problems) {
    return new ItemReader(root, items, nearest, problems).read();
  }

  /** Every key that a record may have at its top. */
  static Set<String> keys() {
    return ALL_KEYS;
  }

  private static Set<String> allKeys() {
    Set<String> keys = new TreeSet<>(KEYS);
    keys.addAll(TEXT_KEYS);
    return Collections.unmodifiableSet(keys);
  }

  private Item read() {
    root.only(keys());
    root.at("sources")
        .entries()
        .forEach((key, source) -> {
          source.only(Set.of("title", "confidence"));
          sources.put(
              key,
              new Source(
                  source.at("title").text(),
                  confidence(source.at("confidence"), Confidence.REPORTED)));
        });
    Item.Kind kind = kind();
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : new TreeSet<>(TEXT_KEYS)) {
      String text = root.at(key).optional();
      if (text != null) {
        texts.put(key, text);
      }
    }
    Map<Field, Figure> figures = figures();
    Truth planar = planar(figures);
    return new Item(
        root.at("id").text(),
        root.at("name").text(),
        root.at("vendor").text(""),
        headquarters(),
        root.at("aliases").isPresent() ? root.at("aliases").texts() : List.of(),
        kind,
        texts,
        figures,
        truth(root.at("datacenter-marketed"), Truth.UNKNOWN),
        planar,
        !root.at("fp32-path").text("vector").equals("matrix"),
        root.at("includes-vector").text("no").equals("yes"),
        parts(),
        contests(),
        prices(),
        root.at("notes").isPresent() ? root.at("notes").texts() : List.of(),
        warnings());
  }

  /** A country that is not understood must not pass for one outside China. */
  private @Nullable String headquarters() {
    Cursor at = root.at("hq-country");
    String text = at.optional();
    if (text == null || text.isEmpty()) {
      return null;
    }
    String code = Countries.find(text).orElse(null);
    if (code == null) {
      String hint =
          text.equals("?")
              ? "Maybe leave it out: the answer then says what it assumes."
              : Nearest.hint(Countries.nearest(text));
      at.problem("unknown-country", text, "an ISO 3166-1 code or a country's name", hint);
    }
    return code;
  }

  private Item.Kind kind() {
    String word = root.at("kind").text("accelerator");
    for (Item.Kind kind : Item.Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    root.at("kind").problem("bad-value", word, "accelerator, system or hbm", "");
    return Item.Kind.ACCELERATOR;
  }

  private static Truth truth(Cursor at, Truth fallback) {
    if (!at.isPresent()) {
      return fallback;
    }
    String word = at.text();
    return switch (word) {
      case "yes" -> Truth.YES;
      case "no" -> Truth.NO;
      case "?", "unknown" -> Truth.UNKNOWN;
      default -> {
        at.problem("bad-value", word, "yes, no or ?", "");
        yield fallback;
      }
    };
  }

  /** What the item says, else what the node implies: 16 nm and below are FinFET or later. */
  private Truth planar(Map<Field, Figure> figures) {
    Figure node = figures.get(Field.PROCESS_NODE);
    Truth stated = truth(root.at("planar"), Truth.UNKNOWN);
    if (node == null || node.value().high() == null) {
      return stated;
    }
    double nanometres = node.value().low().doubleValue();
    if (stated == Truth.YES && nanometres < 10) {
      root.at("planar")
          .problem(
              "planar-below-10nm",
              node.value().text() + " nm",
              "no planar logic node is below 10 nm",
              "Maybe planar=no.");
    }
    if (root.at("planar").isPresent()) {
      return stated;
    }
    return nanometres <= 16 ? Truth.NO : nanometres >= 28 ? Truth.YES : Truth.UNKNOWN;
  }

  private Map<Field, Figure> figures() {
    Map<Field, Figure> figures = new EnumMap<>(Field.class);
    root.at("figures")
        .entries()
        .forEach((key, entry) -> {
          Field field = Field.find(key).orElse(null);
          if (field == null) {
            entry.problem(
                "unknown-key",
                key,
                "a key that `chokepoint spec --keys` lists",
                Nearest.hint(key, Field.keys()));
            return;
          }
          List<Figure.Reading> readings = new ArrayList<>();
          if (entry.isText()) {
            addReading(entry, entry, field, readings);
          } else if (entry.at("values").isPresent()) {
            entry.only(Set.of("values", "note"));
            entry.at("values").list().forEach(v -> addReading(v, v.at("value"), field, readings));
          } else {
            addReading(entry, entry.at("value"), field, readings);
          }
          if (!readings.isEmpty()) {
            figures.put(field, Figure.of(field, readings));
          }
        });
    return figures;
  }

  private void addReading(Cursor entry, Cursor at, Field field, List<Figure.Reading> readings) {
    String text = at.text();
    if (text.isEmpty()) {
      return;
    }
    Range value = Quantity.parse(text, field, at.place(), problems);
    if (value == null) {
      return;
    }
    if (entry.isText()) {
      readings.add(new Figure.Reading(value, null, Confidence.STATED, ""));
      return;
    }
    entry.only(Set.of("value", "source", "confidence", "note"));
    String key = entry.at("source").text("none");
    Source source = sources.get(key);
    if (source == null && !key.equals("none")) {
      entry.at("source").problem("unknown-source", key, "a key of sources, or none", "");
    }
    readings.add(
        new Figure.Reading(
            value,
            source == null ? null : source.title(),
            confidence(
                entry.at("confidence"), source == null ? Confidence.RECALLED : source.confidence()),
            entry.at("note").text("")));
  }

  private static Confidence confidence(Cursor at, Confidence fallback) {
    if (!at.isPresent()) {
      return fallback;
    }
    String word = at.text();
    for (Confidence confidence : Confidence.values()) {
      if (confidence.word().equals(word)) {
        return confidence;
      }
    }
    at.problem("bad-value", word, "official, reported, estimated, recalled or stated", "");
    return fallback;
  }

  private List<Item.Part> parts() {
    List<Item.Part> parts = new ArrayList<>();
    if (!root.at("contains").isPresent()) {
      if (root.at("kind").text("accelerator").equals("system")) {
        root.at("contains")
            .problem(
                "missing", "", "what the system contains", "Maybe contains=8xnvidia-h200-sxm.");
      }
      return parts;
    }
    for (Cursor part : root.at("contains").list()) {
      part.only(Set.of("item", "count"));
      String name = part.at("item").text();
      List<Item> found = items.apply(name);
      if (found.isEmpty()) {
        String hint = Nearest.hint(nearest.apply(name));
        part.at("item").problem("unknown-chip", name, "an id or name of the catalogue", hint);
      } else if (found.size() > 1) {
        part.at("item")
            .problem(
                "ambiguous-chip",
                name,
                "one of " + found.stream().map(Item::id).toList(),
                "Maybe give the id.");
      } else {
        parts.add(new Item.Part(found.getFirst(), count(part.at("count"))));
      }
    }
    return parts;
  }

  private static long count(Cursor at) {
    String text = at.text("1");
    if (text.matches("[1-9][0-9]{0,8}")) {
      return Long.parseLong(text);
    }
    at.problem("bad-number", text, "a whole number from 1 to 999999999", "");
    return 1;
  }

  private List<Item.Contest> contests() {
    List<Item.Contest> contests = new ArrayList<>();
    if (!root.at("contests").isPresent()) {
      return contests;
    }
    for (Cursor contest : root.at("contests").list()) {
      contest.only(Set.of("figure", "readings", "note"));
      List<Item.NamedValue> readings = new ArrayList<>();
      for (Cursor reading : contest.at("readings").list()) {
        readings.add(new Item.NamedValue(reading.at("name").text(), reading.at("value").text()));
      }
      String field = contest.at("figure").text();
      boolean market = field.equals("datacenter-marketed");
      if (!market && Field.find(field).isEmpty()) {
        contest.at("figure").problem("unknown-key", field, "a figure or datacenter-marketed", "");
        continue;
      }
      if (readings.size() < 2) {
        contest
            .at("readings")
            .problem("bad-value", String.valueOf(readings.size()), "at least two readings", "");
        continue;
      }
      List<Cursor> values =
          contest.at("readings").list().stream().map(reading -> reading.at("value")).toList();
      boolean good = true;
      for (Cursor value : values) {
        good &= market ? isYesOrNo(value) : isDecimal(value);
      }
      if (good) {
        contests.add(new Item.Contest(field, readings, contest.at("note").text("")));
      }
    }
    return contests;
  }

  private static boolean isYesOrNo(Cursor value) {
    boolean good = value.text().equals("yes") || value.text().equals("no");
    if (!good) {
      value.problem("bad-value", value.text(), "yes or no", "");
    }
    return good;
  }

  private static boolean isDecimal(Cursor value) {
    boolean good = value.text().matches("\\d{1,9}(\\.\\d{1,9})?");
    if (!good) {
      value.problem("bad-number", value.text(), "a decimal in the unit of the figure", "");
    }
    return good;
  }

  private List<Item.Price> prices() {
    List<Item.Price> prices = new ArrayList<>();
    if (!root.at("prices").isPresent()) {
      return prices;
    }
    for (Cursor price : root.at("prices").list()) {
      price.only(Set.of("low", "high", "currency", "date", "source", "confidence", "note"));
      Source source = sources.get(price.at("source").text("none"));
      prices.add(
          new Item.Price(
              amount(price.at("low")),
              amount(price.at("high")),
              price.at("currency").text().toUpperCase(Locale.ROOT),
              price.at("date").text(""),
              source == null ? null : source.title()));
    }
    return prices;
  }

  private static BigDecimal amount(Cursor at) {
    String text = at.text();
    if (text.matches("\\d{1,12}(\\.\\d{1,2})?")) {
      return new BigDecimal(text);
    }
    if (!text.isEmpty()) {
      at.problem("bad-number", text, "an amount of money such as 32000 or 1299.99", "");
    }
    return BigDecimal.ZERO;
  }

  private List<Item.Warning> warnings() {
    List<Item.Warning> warnings = new ArrayList<>();
    if (root.at("warnings").isPresent()) {
      for (Cursor warning : root.at("warnings").list()) {
        warnings.add(new Item.Warning(warning.at("code").text(), warning.at("text").text()));
      }
    }
    return warnings;
  }
}
