package dev.chokepoint.workbench;

import dev.chokepoint.controls.Rulebook;
import java.io.PrintWriter;

/** Says that a run reads more than the law, where an answer has no warnings of its own. */
final class WhatIf {
  private WhatIf() {}

  /** A line that names what is read beside the law; empty for the law alone. */
  static String line(Rulebook rulebook) {
    return rulebook.whatIf().isEmpty()
        ? ""
        : "what-if: Not the law as it stands: this run also reads "
            + String.join(", ", rulebook.whatIf())
            + ".";
  }

  /** Adds the line to a page. */
  static void add(Page page, Rulebook rulebook) {
    if (!rulebook.whatIf().isEmpty()) {
      page.line(0, line(rulebook));
    }
  }

  /** Prints the line beside an answer whose format has no place for it. */
  static void print(PrintWriter err, Rulebook rulebook) {
    if (!rulebook.whatIf().isEmpty()) {
      err.println(line(rulebook));
    }
  }
}
