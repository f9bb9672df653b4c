package dev.chokepoint.workbench;

import dev.chokepoint.explore.ExploreEvaluator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine;

/** Chunks of an exploration for machines that know nothing but the command line. */
public final class ExploreChunks {
  private ExploreChunks() {}

  /** Works out chunks somewhere else. */
  @FunctionalInterface
  public interface Elsewhere {
    /** The states of some chunks as text, in their order. */
    List<String> states(List<Long> chunks);
  }

  /**
   * The states of some chunks.
   *
   * @param arguments of the command line, whose files must be the same on every machine
   */
  public static List<String> states(LocalDate today, String[] arguments, Iterator<Long> chunks) {
    CommandLine line =
        new CommandLine(new Main(today))
            .addSubcommand("explore", ExploreCommand.class)
            .setExpandAtFiles(false);
    CommandLine.ParseResult parsed = line.parseArgs(arguments).subcommand();
    ExploreCommand command = (ExploreCommand) parsed.commandSpec().userObject();
    ExploreCommand.Prepared asked = command.prepared();
    ExploreEvaluator evaluator = new ExploreEvaluator(asked.task());
    List<String> states = new ArrayList<>();
    chunks.forEachRemaining(chunk ->
        states.add(
            ExploreFiles.text(
                ExploreRun.summary(asked.task(), asked.sampling(), evaluator, chunk).state())));
    return states;
  }
}
