package dev.chokepoint.knowledge;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Confidence;
import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.SparseRates;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An item outside the catalogue, as its owner describes it: {@code name=X,int8=256,die=?}, or a
 * YAML file of the catalogue's form in which figures may also stand at the top.
 *
 * @param assumptions what was taken for facts that were left out
 */
public record Spec(Item item, List<Trade.Assumption> assumptions) {
  private static final int LONGEST = 4000;
  private static final Pattern SPARSE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)s([248])?");
  private static final Pattern PART = Pattern.compile("(?:(\\d{1,9})x)?(.+)");

  private static final Map<String, String> TEXT_SHORT_NAMES =
      new TreeMap<>(
          Map.of(
              "datacenter", "datacenter-marketed",
              "memory", "memory-type",
              "hq", "hq-country",
              "family", "family-architecture"));

  /** A key that a description may use. */
  public record Key(String key, List<String> shortNames, String unit, String meaning) {}

  /** Every key, in the order of the catalogue's columns, texts first. */
  public static List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    keys.add(new Key("name", List.of(), "text", "what the item is called"));
    keys.add(new Key("kind", List.of(), "text", "accelerator, system or hbm"));
    keys.add(new Key("vendor", List.of(), "text", "who designs and sells it"));
    keys.add(
        new Key("hq-country", List.of("hq"), "ISO code", "country of the vendor's headquarters"));
    keys.add(
        new Key(
            "datacenter-marketed",
            List.of("datacenter"),
            "yes/no/?",
            "designed or marketed for data centres"));
    keys.add(new Key("planar", List.of(), "yes/no/?", "every logic die on a planar node"));
    keys.add(new Key("memory-type", List.of("memory"), "text", "HBM3, GDDR7, SRAM ..."));
    keys.add(
        new Key("contains", List.of(), "text", "a system's parts: 8xnvidia-h200-sxm, joined by +"));
    for (Field field : Field.values()) {
      String meaning =
          field.isRate()
              ? "peak dense rate; 3958s marks a sparse rate"
              : field.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      keys.add(new Key(field.key(), field.shortNames(), field.unit(), meaning));
    }
    return keys;
  }

  /** A description in one line. */
  public static Spec parse(String text, Catalog catalog) {
    List<Problem> problems = new ArrayList<>();
    if (text.length() > LONGEST) {
      throw new Refused(
          new Problem(
              "too-long",
              "--spec",
              text.length() + " characters",
              "at most " + LONGEST,
              "Maybe use a YAML file."));
    }
    Map<String, Doc> entries = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        problems.add(
            new Problem("bad-pair", "--spec", pair.strip(), "key=value, separated by commas", ""));
        continue;
      }
      String key = pair.substring(0, equals).strip();
      if (entries.put(key, new Doc.Text(pair.substring(equals + 1).strip(), 0)) != null) {
        problems.add(new Problem("duplicate-key", "--spec", key, "each key once", ""));
      }
    }
    return read(new Doc.Mapping(entries, 0), "--spec", catalog, problems);
  }

  /**
   * A description given as keys and values, such as a row of a table.
   *
   * @param place where a reader finds it, for messages
   */
  public static Spec of(Map<String, String> values, String place, Catalog catalog) {
    Map<String, Doc> entries = new LinkedHashMap<>();
    values.forEach((key, value) -> entries.put(key, new Doc.Text(value, 0)));
    return read(new Doc.Mapping(entries, 0), place, catalog, new ArrayList<>());
  }

  /** An item with one figure as stated by who asks, in place of what the catalogue has. */
  public static Item with(Item item, Field field, String place, String text) {
    List<Problem> problems = new ArrayList<>();
    Range value = Quantity.parse(text, field, place, problems);
    if (value == null || !problems.isEmpty()) {
      throw new Refused(problems);
    }
    Map<Field, Figure> figures = new EnumMap<>(Field.class);
    figures.putAll(item.figures());
    figures.put(
        field, Figure.of(field, List.of(new Figure.Reading(value, null, Confidence.STATED, ""))));
    return item.withFigures(figures);
  }

  /** A description in a YAML file. */
  public static Spec ofFile(Path file, Catalog catalog) {
    List<Problem> problems = new ArrayList<>();
    Doc doc = YamlFile.read(Source.of(file), String.valueOf(file.getFileName()), problems);
    if (doc == null) {
      throw new Refused(problems);
    }
    if (!(doc instanceof Doc.Mapping map)) {
      throw new Refused(
          new Problem("wrong-shape", String.valueOf(file.getFileName()), "", "a map of keys", ""));
    }
    return read(map, String.valueOf(file.getFileName()), catalog, problems);
  }

  private static Spec read(
      Doc.Mapping given, String place, Catalog catalog, List<Problem> problems) {
    Map<String, Doc> top = new LinkedHashMap<>();
    Map<String, Doc> figures = new LinkedHashMap<>();
    String vendor = given.entries().get("vendor") instanceof Doc.Text text ? text.text() : "";
    Dense dense = new Dense(vendor, catalog.sparseRates(), place, problems);
    given
        .entries()
        .forEach((key, value) -> {
          Field field = Field.find(key).orElse(null);
          if (key.equals("figures") && value instanceof Doc.Mapping nested) {
            figures.putAll(nested.entries());
          } else if (key.equals("contains") && value instanceof Doc.Text text) {
            top.put(key, parts(text));
            top.putIfAbsent("kind", new Doc.Text("system", text.line()));
          } else if (field != null) {
            Doc figure = value instanceof Doc.Text text ? dense.rate(text, field) : value;
            if (figures.put(field.key(), figure) != null) {
              problems.add(new Problem("duplicate-key", place, field.key(), "each key once", ""));
            }
          } else {
            String full = TEXT_SHORT_NAMES.getOrDefault(key, key);
            if (!ItemReader.keys().contains(full)) {
              problems.add(unknownKey(place, key, value));
            } else if (top.put(full, value) != null && !full.equals("kind")) {
              problems.add(new Problem("duplicate-key", place, full, "each key once", ""));
            }
          }
        });
    List<Trade.Assumption> assumptions = assume(top, figures);
    assumptions.addAll(dense.assumptions);
    if (!dense.notes.isEmpty()) {
      top.putIfAbsent("notes", new Doc.Sequence(dense.notes, 0));
    }
    top.put("figures", new Doc.Mapping(figures, 0));
    Item item =
        ItemReader.read(
            Cursor.of(new Doc.Mapping(top, given.line()), place, problems),
            catalog::find,
            catalog::nearest,
            problems);
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return new Spec(item, assumptions);
  }

  private static Problem unknownKey(String place, String key, Doc value) {
    List<String> known = new ArrayList<>(Field.keys());
    known.addAll(ItemReader.keys());
    known.addAll(TEXT_SHORT_NAMES.keySet());
    return new Problem(
        "unknown-key",
        value.line() > 0 ? place + ":" + value.line() : place,
        key,
        "a key that `chokepoint spec --keys` lists",
        Nearest.hint(key, known));
  }

  private static List<Trade.Assumption> assume(Map<String, Doc> top, Map<String, Doc> figures) {
    List<Trade.Assumption> assumptions = new ArrayList<>();
    top.putIfAbsent("id", new Doc.Text("spec", 0));
    top.putIfAbsent("name", new Doc.Text("unnamed item", 0));
    boolean system = top.containsKey("contains");
    boolean stack = top.get("kind") instanceof Doc.Text kind && kind.text().equals("hbm");
    if (!top.containsKey("datacenter-marketed") && !stack) {
      top.put("datacenter-marketed", new Doc.Text("yes", 0));
      assumptions.add(
          new Trade.Assumption("datacenter", "yes", "not stated; the stricter reading of Note 2"));
    }
    if (!top.containsKey("planar")
        && !figures.containsKey(Field.PROCESS_NODE.key())
        && !system
        && !stack) {
      top.put("planar", new Doc.Text("no", 0));
      assumptions.add(
          new Trade.Assumption(
              "planar", "no", "no node was stated; nearly all accelerators are FinFET or later"));
    }
    if (!top.containsKey("hq-country")) {
      assumptions.add(
          new Trade.Assumption(
              "designerHq", "not in China", "no headquarters of the designer was stated"));
    }
    if (!system && !stack) {
      assumptions.add(
          new Trade.Assumption(
              "precisions",
              "none but those stated",
              "a rate that was left out is taken as not offered"));
    }
    return assumptions;
  }

  private static Doc parts(Doc.Text text) {
    List<Doc> parts = new ArrayList<>();
    for (String part : text.text().split("\\+", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      Map<String, Doc> entry = new LinkedHashMap<>();
      boolean matches = matcher.matches();
      String count = matches ? matcher.group(1) : null;
      entry.put("item", new Doc.Text(matches ? matcher.group(2) : part, text.line()));
      entry.put("count", new Doc.Text(count == null ? "1" : count, text.line()));
      parts.add(new Doc.Mapping(entry, text.line()));
    }
    return new Doc.Sequence(parts, text.line());
  }

  /** Turns rates marked as sparse into the dense rates that the law counts. */
  private static final class Dense {
    private final String vendor;
    private final Optional<SparseRates.Convention> convention;
    private final String place;
    private final List<Problem> problems;
    private final List<Doc> notes = new ArrayList<>();
    private final List<Trade.Assumption> assumptions = new ArrayList<>();

    Dense(String vendor, SparseRates sparseRates, String place, List<Problem> problems) {
      this.vendor = vendor;
      this.convention = sparseRates.of(vendor);
      this.place = place;
      this.problems = problems;
    }

    /** A sparse rate divided by its factor, with a note; anything else unchanged. */
    Doc rate(Doc.Text given, Field field) {
      Matcher matcher = SPARSE.matcher(given.text());
      if (!field.isRate() || !matcher.matches()) {
        return given;
      }
      String stated = matcher.group(2);
      String factor =
          stated != null ? stated : convention.map(SparseRates.Convention::factor).orElse(null);
      if (factor == null) {
        problems.add(
            new Problem(
                "unknown-sparsity",
                place + " " + field.key(),
                given.text(),
                "a dense rate, or the factor: s2, s4 or s8",
                "Maybe write the dense rate from the datasheet of " + vendor + "."));
        return given;
      }
      String rate = Exact.text(Exact.of(matcher.group(1)).divide(Exact.of(factor)));
      String said = matcher.group(1) + " with sparsity, divided by " + factor;
      notes.add(
          new Doc.Text(
              field.key() + ": " + said + " (3A090 Technical Note 3: dense rates count)",
              given.line()));
      if (stated == null) {
        String source = convention.map(SparseRates.Convention::source).orElse("");
        assumptions.add(new Trade.Assumption(field.key(), rate, said + "; " + source));
      }
      return new Doc.Text(rate, given.line());
    }
  }
}
