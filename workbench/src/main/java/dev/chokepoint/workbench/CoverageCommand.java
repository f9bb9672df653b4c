package dev.chokepoint.workbench;

import dev.chokepoint.controls.Rulebook;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What is modelled, from when, and what is not. */
@Command(
    name = "coverage",
    description = "What is modelled, from when, last reviewed, and what is not.")
final class CoverageCommand implements Callable<Integer> {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV.")
  boolean csv;

  @Override
  public Integer call() {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Rulebook rulebook = java.util.Objects.requireNonNull(main).knowledge().rulebook();
    if (json) {
      out.println(Json.write(document(rulebook)));
    } else if (csv) {
      out.print(
          Csv.table(
              List.of("id", "state", "from", "text"),
              rulebook.coverage().stream().map(CoverageCommand::row).toList()));
    } else {
      out.println(rulebook.title());
      out.println(
          "covers "
              + rulebook.coversFrom()
              + " to "
              + rulebook.lastReviewed()
              + " (last review)\n");
      rulebook
          .coverage()
          .forEach(c -> out.print("%-18s %-13s %-11s %s%n".formatted(row(c).toArray())));
      out.println("\nNever assessed:");
      rulebook.notAssessed().forEach(n -> out.println("  " + n.text()));
    }
    return 0;
  }

  private static List<String> row(Rulebook.Coverage row) {
    LocalDate from = row.from();
    return List.of(row.id(), row.state().word(), from == null ? "" : from.toString(), row.text());
  }

  private static Map<String, Object> document(Rulebook rulebook) {
    return Json.object(
        "regime", rulebook.id(),
        "title", rulebook.title(),
        "coversFrom", rulebook.coversFrom().toString(),
        "lastReviewed", rulebook.lastReviewed().toString(),
        "rows", rulebook.coverage().stream().map(CoverageCommand::rowDocument).toList(),
        "notAssessed", rulebook.notAssessed().stream().map(Json::notAssessed).toList(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static Map<String, Object> rowDocument(Rulebook.Coverage row) {
    LocalDate from = row.from();
    return Json.object(
        "id", row.id(),
        "state", row.state().word(),
        "from", from == null ? null : from.toString(),
        "text", row.text());
  }
}
