package dev.chokepoint.workbench;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.LocalDate;
import java.util.List;

/**
 * Runs common commands once and prints nothing. The launcher has the JVM record this run, so that
 * later starts find their classes loaded and linked.
 */
final class Rehearsal {
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "classify H20 --to CN --as-of 2025-04-20",
          "classify H20 --to CN --as-of 2025-04-20 --json",
          "chips --json",
          "chip nvidia-h100-sxm",
          "coverage",
          "rules",
          "no-such-command",
          "--help");

  private Rehearsal() {}

  /** Runs them all; what they answer is not looked at. */
  public static void main(String[] arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    LocalDate day = LocalDate.of(2025, 4, 20);
    COMMANDS.forEach(command -> Main.run(day, nowhere, nowhere, command.split(" ", -1)));
  }
}
