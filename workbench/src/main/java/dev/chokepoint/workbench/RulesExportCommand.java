package dev.chokepoint.workbench;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The law of a day in a form that other engines run. */
@Command(name = "export", description = "Write the law of a day as a DMN model.")
final class RulesExportCommand implements Callable<Integer> {
  @ParentCommand @Nullable RulesCommand rules;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--dmn",
      required = true,
      paramLabel = "FILE",
      description = "File to write; it must not exist. - prints it.")
  Path file = Path.of("");

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Day the law is read at, as 2025-04-20; default today.")
  @Nullable String asOf;

  @Option(names = "--clock", paramLabel = "WORD", description = "enforced (default) or codified.")
  String clock = "enforced";

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    PrintWriter out = line.getOut();
    PrintWriter err = line.getErr();
    Main program = java.util.Objects.requireNonNull(rules).program();
    Rulebook rulebook = program.knowledge().rulebook();
    LocalDate day = ClassifyCommand.lawDay("--as-of", asOf, program.today(), rulebook);
    Clock read = RulesCommand.clock(clock);
    if (Main.isInput(file)) {
      out.print(Dmn.model(rulebook, day, read));
      WhatIf.print(err, rulebook);
      return 0;
    }
    try {
      Files.writeString(
          file, Dmn.model(rulebook, day, read), java.nio.file.StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new Refused(
          new Problem(
              "unwritable-file",
              "--dmn",
              file.toString(),
              "a new file: one that exists is never overwritten",
              ""));
    }
    WhatIf.print(err, rulebook);
    err.println("DMN of " + day + " (" + read.word() + " clock) in " + file);
    return 0;
  }
}
