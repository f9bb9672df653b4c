package dev.chokepoint.controls;

import dev.chokepoint.units.Truth;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One node of the condition tree as it was found: the explanation of an answer is the tree of
 * these.
 *
 * @param paragraph paragraph of the text, or empty
 * @param test what is asked, in words
 * @param found what the facts say, in words; empty for a node that only combines
 */
public record Step(String paragraph, String test, String found, Truth truth, List<Step> parts) {

  /** Short account of the steps that decided this one. */
  public String decidedBy() {
    if (parts.isEmpty()) {
      String label = paragraph.isEmpty() ? "" : paragraph + ": ";
      String what =
          found.isEmpty() ? test : found.contains(test) ? found : test + " (" + found + ")";
      return label + what + " is " + truth.word();
    }
    List<Step> same = parts.stream().filter(part -> part.truth == truth).toList();
    if (test.equals("not")) {
      return parts.getFirst().decidedBy();
    }
    boolean one =
        (truth == Truth.NO && test.equals("all")) || (truth == Truth.YES && test.equals("any"));
    if (one && !same.isEmpty()) {
      return same.getFirst().decidedBy();
    }
    List<Step> shown = same.isEmpty() ? parts : same;
    return shown.stream().map(Step::decidedBy).distinct().collect(Collectors.joining("; "));
  }

  /** The step as indented lines, two spaces a level. */
  public String outline(int level) {
    String label = paragraph.isEmpty() ? "" : paragraph + " ";
    String line =
        "  ".repeat(level)
            + truth.word().toUpperCase(Locale.ROOT)
            + "  "
            + label
            + test
            + (found.isEmpty() ? "" : "   [" + found + "]");
    return parts.isEmpty()
        ? line
        : line
            + "\n"
            + parts.stream().map(p -> p.outline(level + 1)).collect(Collectors.joining("\n"));
  }
}
