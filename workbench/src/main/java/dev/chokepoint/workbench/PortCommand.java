package dev.chokepoint.workbench;

import dev.chokepoint.porting.Assessment;
import dev.chokepoint.porting.Inventory;
import dev.chokepoint.porting.Known;
import dev.chokepoint.porting.Porting;
import dev.chokepoint.porting.PortingFacts;
import dev.chokepoint.porting.Target;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.porting.PortScan;
import dev.chokepoint.workbench.porting.PortTables;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What a program needs to leave CUDA. */
@Command(
    name = "port",
    description =
        "What a program that uses CUDA needs to run elsewhere. Reads files, runs nothing.")
final class PortCommand implements Callable<Integer> {
  /** A condition of --fail-on holds. */
  static final int GATE = 3;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A repository, a folder or one file.")
  @Nullable Path folder;

  @Option(names = "--to", paramLabel = "TARGET", description = "rocm, cann, musa or sycl.")
  @Nullable String to;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Verdicts of this day; default today.")
  @Nullable String asOf;

  @Option(
      names = "--target-version",
      paramLabel = "V",
      description = "Verdicts for this version of the target, such as 6.1.0.")
  @Nullable String version;

  @Option(names = "--compare", description = "All targets, one line each.")
  boolean compare;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "An older answer in JSON; show what changed since.")
  @Nullable Path baseline;

  @Option(
      names = "--fail-on",
      paramLabel = "COND",
      split = ",",
      description = "Exit with 3 if it holds, such as rewrite>0 or effort>10.")
  @Nullable List<String> failOn;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "The uses as CSV.")
  boolean csv;

  @Option(names = "--html", description = "The report as one HTML page.")
  boolean html;

  /** Options that would be ignored beside one another are refused. */
  private void requireOneAnswer() {
    List<String> forms = new ArrayList<>();
    if (json) {
      forms.add("--json");
    }
    if (csv) {
      forms.add("--csv");
    }
    if (html) {
      forms.add("--html");
    }
    if (forms.size() > 1) {
      throw new Refused(
          new Problem("conflict", "port", String.join(" ", forms), "one form of answer", ""));
    }
    if (baseline != null && (csv || html || compare)) {
      throw conflict("--baseline", "text or --json, and one target");
    }
    if (compare && (csv || html)) {
      throw conflict("--compare", "text or --json");
    }
    if (compare && to != null) {
      throw conflict("--to", "all targets with --compare, or one");
    }
    if (compare && version != null) {
      throw conflict("--target-version", "one target with --to");
    }
  }

  private static Refused conflict(String option, String limit) {
    return new Refused(new Problem("conflict", option, "", limit, ""));
  }

  @Override
  public Integer call() {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Main shell = java.util.Objects.requireNonNull(main);
    Path root = java.util.Objects.requireNonNull(folder);
    LocalDate day = day(shell);
    requireOneAnswer();
    List<Target> targets = targets();
    List<Gate> gates = failOn == null ? List.of() : failOn.stream().map(Gate::parse).toList();
    PortTables tables = new PortTables(shell.folder);
    PortBaseline since = baseline == null ? null : PortBaseline.read(baseline, targets.getFirst());
    List<PortingFacts> all = targets.stream().map(tables::facts).toList();
    all.forEach(facts -> new Known(facts).require(day, version));
    Inventory inventory = PortScan.scan(root, tables.vocabulary());
    List<PortAnswer> answers = new ArrayList<>();
    for (PortingFacts facts : all) {
      Assessment assessment = Porting.assess(inventory, facts, day, version);
      answers.add(
          new PortAnswer(name(root), assessment, inventory, facts, tables.tools(assessment)));
    }
    print(out, answers, since);
    return gates.stream().anyMatch(gate -> answers.stream().anyMatch(gate::holds)) ? GATE : 0;
  }

  private void print(PrintWriter out, List<PortAnswer> answers, @Nullable PortBaseline since) {
    PortAnswer first = answers.getFirst();
    if (compare) {
      if (json) {
        out.println(
            Json.write(Json.object("targets", answers.stream().map(PortJson::summary).toList())));
      } else {
        out.print(PortText.comparison(answers));
      }
    } else if (json) {
      var document = PortJson.document(first);
      if (since != null) {
        document.put("since", since.document(first));
      }
      out.println(Json.write(document));
    } else if (csv) {
      out.print(PortJson.csv(first));
    } else if (html) {
      out.println(PortHtml.page(first));
    } else {
      out.println(PortText.report(first));
      if (since != null) {
        out.println(since.changes(first));
      }
    }
  }

  private static String name(Path root) {
    Path name = root.toAbsolutePath().normalize().getFileName();
    return name == null ? root.toString() : name.toString();
  }

  private LocalDate day(Main shell) {
    if (asOf == null) {
      return shell.today();
    }
    try {
      return LocalDate.parse(asOf);
    } catch (DateTimeParseException e) {
      throw new Refused(new Problem("bad-date", "--as-of", asOf, "a date such as 2026-10-05", ""));
    }
  }

  private List<Target> targets() {
    if (compare) {
      return List.of(Target.values());
    }
    List<String> words = Arrays.stream(Target.values()).map(Target::word).toList();
    if (to == null || !words.contains(to.toLowerCase(Locale.ROOT))) {
      throw new Refused(
          new Problem(
              to == null ? "missing-target" : "unknown-target",
              "--to",
              to == null ? "" : to,
              String.join(", ", words),
              "Maybe --compare for all of them."));
    }
    return List.of(Target.valueOf(to.toUpperCase(Locale.ROOT)));
  }
}
