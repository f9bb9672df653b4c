package dev.chokepoint.workbench;

import dev.chokepoint.workbench.orders.Job;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Which lines of an order book may go on a day. */
@Command(
    name = "screen",
    description = "Say for each line of an order book whether it may go on a day.")
final class ScreenCommand implements Callable<Integer> {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin OrderOptions options = new OrderOptions();

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Day of open lines, as 2025-04-20; default today. Shipped ones have their own.")
  @Nullable String asOf;

  @Override
  public Integer call() {
    Main program = java.util.Objects.requireNonNull(main);
    LocalDate day = ClassifyCommand.day(asOf, program.today());
    return options.run(
        java.util.Objects.requireNonNull(spec).commandLine(), program, Job.Kind.SCREEN, day, day);
  }
}
