package dev.chokepoint.workbench;

import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.porting.Target;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.porting.PortTables;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  private static final String PORTING_ROW = "%-16s %7s %7s %7s %7s %7s";

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV.")
  boolean csv;

  @Option(
      names = "--porting",
      description = "Names of CUDA by library, and how many of them each target's tables speak of.")
  boolean porting;

  @Override
  public Integer call() {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    if (porting) {
      if (json) {
        throw new Refused(new Problem("no-json", "--porting", "--json", "a table or --csv", ""));
      }
      printPorting(out);
      return 0;
    }
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

  private void printPorting(PrintWriter out) {
    PortTables tables = new PortTables(java.util.Objects.requireNonNull(main).folder);
    List<String> columns = new ArrayList<>(List.of("library", "names"));
    Map<String, List<String>> rows = new TreeMap<>();
    tables
        .namesByLibrary()
        .forEach((library, count) ->
            rows.put(library, new ArrayList<>(List.of(library, count.toString()))));
    for (Target target : Target.values()) {
      columns.add(target.word());
      Map<String, Integer> known = tables.namesByLibrary(target);
      rows.forEach((library, row) -> row.add(known.getOrDefault(library, 0).toString()));
    }
    if (csv) {
      out.print(Csv.table(columns, List.copyOf(rows.values())));
      return;
    }
    out.println(PORTING_ROW.formatted(columns.toArray()));
    rows.values().forEach(row -> out.println(PORTING_ROW.formatted(row.toArray())));
    out.println(
        "\nA name that no table of a target speaks of is unknown there, and counts as work.");
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
