package dev.chokepoint.knowledge;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks a document, collecting every problem with its place instead of stopping at the first. */
final class Cursor {
  private final @Nullable Doc doc;
  private final String file;
  private final @Nullable Cursor parent;
  private final Object step;
  private final int line;
  private final List<Problem> problems;

  /** The path is put together only for a problem: {@code step} is a key or the place in a list. */
  private Cursor(@Nullable Doc doc, Cursor parent, Object step) {
    this.doc = doc;
    this.file = parent.file;
    this.parent = parent;
    this.step = step;
    this.line = doc == null || doc.line() == 0 ? parent.line : doc.line();
    this.problems = parent.problems;
  }

  private Cursor(Doc doc, String file, List<Problem> problems) {
    this.doc = doc;
    this.file = file;
    this.parent = null;
    this.step = "";
    this.line = doc.line();
    this.problems = problems;
  }

  static Cursor of(Doc doc, String file, List<Problem> problems) {
    return new Cursor(doc, file, problems);
  }

  String file() {
    return file;
  }

  private String path() {
    if (parent == null) {
      return "";
    }
    String above = parent.path();
    return step instanceof Integer
        ? above + "[" + step + "]"
        : above.isEmpty() ? step.toString() : above + "." + step;
  }

  /** File, line and path, for a problem. */
  String place() {
    String path = path();
    return file + (line > 0 ? ":" + line : "") + (path.isEmpty() ? "" : " " + path);
  }

  boolean isPresent() {
    return doc != null;
  }

  boolean isMap() {
    return doc instanceof Doc.Mapping;
  }

  boolean isText() {
    return doc instanceof Doc.Text;
  }

  boolean isList() {
    return doc instanceof Doc.Sequence;
  }

  void problem(String id, String value, String limit, String hint) {
    problems.add(new Problem(id, place(), value, limit, hint));
  }

  /** The entry of a map; an absent one is a cursor that is not present. */
  Cursor at(String key) {
    Doc entry = doc instanceof Doc.Mapping map ? map.entries().get(key) : null;
    return new Cursor(entry, this, key);
  }

  /** Keys of a map in order; none of anything else. */
  Set<String> keys() {
    return doc instanceof Doc.Mapping map ? map.entries().keySet() : Set.of();
  }

  /** Entries of a map in order; anything else present is a problem. */
  Map<String, Cursor> entries() {
    Map<String, Cursor> out = new LinkedHashMap<>();
    if (doc instanceof Doc.Mapping map) {
      map.entries().forEach((key, value) -> out.put(key, new Cursor(value, this, key)));
    } else if (doc != null) {
      problem("wrong-shape", "", "a map", "");
    }
    return out;
  }

  /** Parts of a list; anything else present is a problem. */
  List<Cursor> list() {
    List<Cursor> out = new ArrayList<>();
    if (doc instanceof Doc.Sequence list) {
      for (int i = 0; i < list.parts().size(); i++) {
        out.add(new Cursor(list.parts().get(i), this, i));
      }
    } else if (doc != null) {
      problem("wrong-shape", "", "a list", "");
    }
    return out;
  }

  /** Texts of a list; a single text counts as a list of one. */
  List<String> texts() {
    if (doc instanceof Doc.Text text) {
      return List.of(text.text());
    }
    return list().stream().map(Cursor::text).toList();
  }

  /** A text that must be there. */
  String text() {
    if (doc instanceof Doc.Text text && !text.text().isBlank()) {
      return text.text();
    }
    if (doc == null || doc instanceof Doc.Text) {
      problem("missing", "", path() + " is needed", "");
    } else {
      problem("wrong-shape", "", "text", "");
    }
    return "";
  }

  /** A text that may be absent. */
  @Nullable String optional() {
    return doc == null ? null : text();
  }

  /** A text that may be absent, with a default. */
  String text(String fallback) {
    return doc == null ? fallback : text();
  }

  /** A date that may be absent. */
  @Nullable LocalDate date() {
    if (doc == null) {
      return null;
    }
    String text = text();
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      problem("bad-date", text, "a date as 2025-04-09", "");
      return null;
    }
  }

  /** Names every key that is not known here. */
  void only(Set<String> known) {
    if (doc instanceof Doc.Mapping map) {
      for (String key : map.entries().keySet()) {
        if (!known.contains(key)) {
          at(key)
              .problem(
                  "unknown-key",
                  key,
                  "one of " + String.join(", ", known.stream().sorted().toList()),
                  Nearest.hint(key, known));
        }
      }
    }
  }
}
