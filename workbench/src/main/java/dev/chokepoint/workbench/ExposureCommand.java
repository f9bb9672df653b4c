package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.orders.Job;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What a move of the law does to an order book. */
@Command(
    name = "exposure",
    description =
        "Say which lines of an order book a move of the law stops, and what they are worth.")
final class ExposureCommand implements Callable<Integer> {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin OrderOptions options = new OrderOptions();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      required = true,
      description = "The earlier day, as 2025-04-08.")
  String from = "";

  @Option(
      names = "--to",
      paramLabel = "DATE",
      required = true,
      description = "The later day, as 2025-04-10.")
  String to = "";

  @Override
  public Integer call() {
    Main program = java.util.Objects.requireNonNull(main);
    LocalDate first = ClassifyCommand.day("--from", from, program.today());
    LocalDate second = ClassifyCommand.day("--to", to, program.today());
    if (!first.isBefore(second)) {
      throw new Refused(
          new Problem(
              "bad-value", "--to", to, "a day after --from " + first, "Maybe swap the two."));
    }
    return options.run(
        java.util.Objects.requireNonNull(spec).commandLine(),
        program,
        Job.Kind.EXPOSURE,
        first,
        second);
  }
}
