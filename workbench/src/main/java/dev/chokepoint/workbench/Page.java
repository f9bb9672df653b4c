package dev.chokepoint.workbench;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.text.WordUtils;

/** Lines of at most 100 columns; what is longer goes on below, further in. */
final class Page {
  static final int COLUMNS = 100;
  private static final int HANG = 2;

  private final List<String> lines = new ArrayList<>();

  /** A line that goes on two columns further in. */
  void line(int indent, String text) {
    line(indent, "", indent + HANG, text);
  }

  /** A label with its text, which stands and goes on at a column of its own. */
  void labelled(int indent, String label, int width, String text) {
    line(indent, padded(label, width), indent + width, text);
  }

  private void line(int indent, String label, int hang, String text) {
    String first = " ".repeat(indent) + label;
    String rest = " ".repeat(hang);
    // The first line may be longer than the others, or shorter where a label outgrew its column.
    String filler = "x".repeat(Math.max(0, first.length() - hang));
    String wrapped =
        WordUtils.wrap(filler + text, COLUMNS - hang, "\n" + rest, false)
            .substring(filler.length());
    lines.add((first + wrapped).stripTrailing());
  }

  private static String padded(String label, int width) {
    return label.length() < width ? label + " ".repeat(width - label.length()) : label + "  ";
  }

  /** An empty line and a title, for what follows. */
  void title(String title) {
    blank();
    lines.add(title);
  }

  void blank() {
    lines.add("");
  }

  /** All lines. */
  String text() {
    return String.join("\n", lines);
  }
}
