package dev.chokepoint.knowledge;

import dev.chokepoint.explore.AreaConstants;
import dev.chokepoint.explore.Design;
import dev.chokepoint.explore.DesignKey;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a design of a chip: {@code chokepoint area FILE}, and the base of a space. */
public final class DesignReader {
  private static final Set<String> TEXTS = Set.of("name", "source", "notes");

  private DesignReader() {}

  /**
   * A design as its owner states it.
   *
   * @param source where its figures come from, or empty
   * @param notes what of them is not public, or otherwise in doubt
   */
  public record Named(String name, String source, List<String> notes, Design design) {
    public Named {
      notes = List.copyOf(notes);
    }
  }

  /** The design of a YAML text; refused with every problem found. */
  public static Named read(Source source, AreaConstants constants) {
    List<Problem> problems = new ArrayList<>();
    String place = source.lastName();
    Doc doc = YamlFile.read(source, place, problems);
    if (doc == null) {
      throw new Refused(problems);
    }
    Cursor root = Cursor.of(doc, place, problems);
    Map<DesignKey, Double> stated = stated(root, TEXTS, constants);
    complete(root, stated.keySet());
    String name = root.at("name").text("unnamed design");
    String from = root.at("source").text("");
    List<String> notes = root.at("notes").isPresent() ? root.at("notes").texts() : List.of();
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    Design design = Design.of(constants, stated);
    refuseIfEmpty(place, design);
    return new Named(name, from, notes, design);
  }

  private static void refuseIfEmpty(String place, Design design) {
    if (design.activeCores() < 1) {
      throw new Refused(
          new Problem(
              "no-core-left",
              place,
              Design.text(design.activeCores()) + " cores that work",
              "at least 1",
              "Maybe fewer harvested-cores, or a larger tpp-below."));
    }
  }

  /** What a map states of a design; other keys than these are problems. */
  static Map<DesignKey, Double> stated(Cursor map, Set<String> others, AreaConstants constants) {
    Map<DesignKey, Double> stated = new EnumMap<>(DesignKey.class);
    Set<String> known = new TreeSet<>(DesignKey.keys());
    known.addAll(others);
    map.entries()
        .forEach((name, value) -> {
          DesignKey key = DesignKey.find(name).orElse(null);
          if (key != null) {
            stated.put(key, value(value, key, constants));
          } else if (!others.contains(name)) {
            value.problem(
                "unknown-key", name, "one of " + String.join(", ", known), hint(name, known));
          }
        });
    return stated;
  }

  private static String hint(String name, Set<String> known) {
    return Nearest.hint(name, known);
  }

  /** What no design does without. */
  static void complete(Cursor root, Set<DesignKey> stated) {
    for (DesignKey key : List.of(DesignKey.NODE, DesignKey.MEMORY)) {
      if (!stated.contains(key)) {
        root.problem("missing", "", key.key() + " is needed", "");
      }
    }
    boolean cores = stated.contains(DesignKey.CORES);
    boolean limit = stated.contains(DesignKey.TPP_BELOW);
    if (cores == limit) {
      root.problem(
          cores ? "stated-twice" : "missing",
          "",
          "either cores or tpp-below, which gives the most cores under it",
          "");
    }
    if (stated.contains(DesignKey.STACKS) && stated.contains(DesignKey.BUS)) {
      root.problem("stated-twice", "", "either memory-stacks or memory-bus-bits", "");
    }
  }

  /** A value of a key; text keys give their place in the constants. */
  static double value(Cursor cursor, DesignKey key, AreaConstants constants) {
    String text = cursor.text();
    List<String> names = Design.names(key, constants);
    if (!names.isEmpty()) {
      for (int i = 0; i < names.size(); i++) {
        if (Nearest.key(names.get(i)).equals(Nearest.key(text))) {
          return i + Design.firstPlace(key);
        }
      }
      cursor.problem(
          "unknown-value", text, "one of " + String.join(", ", names), Nearest.hint(text, names));
      return key.usualValue();
    }
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      cursor.problem("bad-number", text, "a decimal number in " + key.unit(), "");
      return key.usualValue();
    }
    String limit = key.limit(value);
    if (!limit.isEmpty()) {
      cursor.problem("out-of-range", text, limit, "");
      return key.usualValue();
    }
    return value;
  }
}
