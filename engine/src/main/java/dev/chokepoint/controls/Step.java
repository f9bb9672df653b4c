package dev.chokepoint.controls;

import dev.chokepoint.units.Truth;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One node of the condition tree as it was found: the explanation of an answer is the tree of
 * these.
 *
 * @param paragraph paragraph of the text, or empty
 * @param test what is asked, in words
 * @param found what the facts say, in words; empty for a node that only combines
 */
public record Step(String paragraph, String test, String found, Truth truth, List<Step> parts) {
  private static final String ALWAYS = "always";
  private static final String NEVER = "never";

  /** Short account of the steps that decided this one. */
  public String decidedBy() {
    return reasons().distinct().collect(Collectors.joining("; "));
  }

  /** The paragraph stands before the first of its reasons. */
  private Stream<String> reasons() {
    List<String> own = unlabelled().distinct().toList();
    return Stream.concat(own.stream().limit(1).map(first -> label() + first), own.stream().skip(1));
  }

  private Stream<String> unlabelled() {
    if (parts.isEmpty()) {
      return Stream.of(combines() ? constant() : test + ": " + truth.word() + detail());
    }
    if (test.equals("not")) {
      Step part = parts.getFirst();
      boolean asksNothing = part.parts.isEmpty() && part.test.equals("all");
      return asksNothing ? Stream.of(constant()) : part.reasons();
    }
    List<Step> same = parts.stream().filter(part -> part.truth == truth).toList();
    boolean one =
        (truth == Truth.NO && test.equals("all")) || (truth == Truth.YES && test.equals("any"));
    List<Step> shown = same.isEmpty() ? parts : one ? same.subList(0, 1) : same;
    return shown.stream().flatMap(Step::reasons);
  }

  private String label() {
    return paragraph.isEmpty() ? "" : paragraph + ": ";
  }

  private boolean combines() {
    return found.isEmpty() && (test.equals("all") || test.equals("any"));
  }

  /** A combination of nothing asks no fact; only circuits are looked for where there are none. */
  private String constant() {
    return test.equals("any") ? "no circuit inside" : truth == Truth.YES ? ALWAYS : NEVER;
  }

  /** What the facts say, where the test and its truth do not say it already. */
  private String detail() {
    String fact = found;
    int is = found.indexOf(" is ");
    if (is > 0 && test.startsWith(found.substring(0, is) + " ")) {
      fact = found.substring(is + " is ".length());
    }
    boolean said =
        fact.isEmpty()
            || fact.equals("see " + lastWord(test))
            || fact.equals("yes")
            || fact.equals("no")
            || (truth == Truth.YES && test.endsWith(" " + fact))
            || (truth == Truth.UNKNOWN && fact.endsWith("unknown"));
    return said ? "" : " (" + fact + ")";
  }

  private static String lastWord(String text) {
    return text.substring(text.lastIndexOf(' ') + 1);
  }

  /** The step as indented lines, two spaces a level. */
  public String outline(int level) {
    String line =
        "  ".repeat(level)
            + truth.word().toUpperCase(Locale.ROOT)
            + "  "
            + label()
            + asked()
            + (found.isEmpty() ? "" : "   [" + found + "]");
    return parts.isEmpty()
        ? line
        : line
            + "\n"
            + parts.stream().map(p -> p.outline(level + 1)).collect(Collectors.joining("\n"));
  }

  private String asked() {
    if (!combines()) {
      return test;
    }
    return parts.isEmpty() ? constant() : test + " of";
  }
}
