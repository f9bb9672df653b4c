package dev.chokepoint.workbench;

import dev.chokepoint.claims.Claim;
import dev.chokepoint.claims.Claims;
import dev.chokepoint.claims.Facts;
import dev.chokepoint.claims.Finding;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Public statements held against figures, law, predictions and series. */
@Command(
    name = "claims",
    description = "Check public claims about chips, markets and law; list them; show one.",
    subcommands = {
      ClaimsCommand.Check.class,
      ClaimsCommand.Listing.class,
      ClaimsCommand.Show.class
    })
final class ClaimsCommand implements Callable<Integer> {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    line.usage(line.getOut());
    return 0;
  }

  private Main program() {
    return java.util.Objects.requireNonNull(main);
  }

  private Knowledge knowledge() {
    return program().knowledge();
  }

  private static List<Claim> ofList(List<Claim> claims, @Nullable String list) {
    List<String> lists = claims.stream().map(Claim::list).distinct().toList();
    if (list != null && !lists.contains(list)) {
      throw new Refused(
          new Problem(
              "unknown-list", "--list", list, String.join(", ", lists), Nearest.hint(list, lists)));
    }
    return claims.stream().filter(each -> list == null || each.list().equals(list)).toList();
  }

  /** Works out every verdict. */
  @Command(
      name = "check",
      description = "Work out what becomes of each claim, with arithmetic and sources.",
      footer = {"", "Example:", "  chokepoint claims check --list seed"})
  static final class Check implements Callable<Integer> {
    @ParentCommand @Nullable ClaimsCommand claims;
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description =
            "Claims of your own, see docs/claims.md, or - for standard input; else those that ship.")
    @Nullable Path file;

    @Option(names = "--list", paramLabel = "NAME", description = "Only this list, such as seed.")
    @Nullable String list;

    @Option(names = "--brief", description = "One line for each claim.")
    boolean brief;

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Option(names = "--csv", description = "Answer as CSV.")
    boolean csv;

    @Override
    public Integer call() {
      PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
      Main program = java.util.Objects.requireNonNull(claims).program();
      Knowledge knowledge = program.knowledge();
      List<Claim> read =
          file == null
              ? knowledge.claims().claims()
              : knowledge.claims().read(program.source(file));
      Facts facts = knowledge.facts();
      List<Finding> findings =
          ofList(read, list).stream().map(claim -> Claims.check(claim, facts)).toList();
      if (json) {
        out.println(Json.write(ClaimsOutput.document(findings, facts)));
      } else if (csv) {
        out.print(Csv.table(ClaimsOutput.COLUMNS, ClaimsOutput.rows(findings)));
      } else {
        out.println(ClaimsOutput.text(findings, brief, facts));
      }
      return 0;
    }
  }

  /** The claims themselves. */
  @Command(name = "list", description = "List the claims that ship, unchecked.")
  static final class Listing implements Callable<Integer> {
    @ParentCommand @Nullable ClaimsCommand claims;
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

    @Option(names = "--list", paramLabel = "NAME", description = "Only this list, such as seed.")
    @Nullable String list;

    @Override
    public Integer call() {
      PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
      Page page = new Page();
      Knowledge knowledge = java.util.Objects.requireNonNull(claims).knowledge();
      for (Claim claim : ofList(knowledge.claims().claims(), list)) {
        page.labelled(0, claim.id(), 36, claim.says());
      }
      out.println(page.text());
      return 0;
    }
  }

  /** One claim, checked. */
  @Command(name = "show", description = "Check one claim that ships, and show everything of it.")
  static final class Show implements Callable<Integer> {
    @ParentCommand @Nullable ClaimsCommand claims;
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Id of a claim, as `claims list` prints.")
    String id = "";

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
      Knowledge knowledge = java.util.Objects.requireNonNull(claims).knowledge();
      List<Claim> known = knowledge.claims().claims();
      List<String> ids = known.stream().map(Claim::id).toList();
      Claim claim =
          known.stream()
              .filter(each -> each.id().equals(id))
              .findFirst()
              .orElseThrow(() ->
                  new Refused(
                      new Problem(
                          "unknown-claim",
                          "ID",
                          id,
                          "an id that `chokepoint claims list` prints",
                          Nearest.hint(id, ids))));
      Facts facts = knowledge.facts();
      List<Finding> findings = List.of(Claims.check(claim, facts));
      out.println(
          json
              ? Json.write(ClaimsOutput.document(findings, facts))
              : ClaimsOutput.text(findings, false, facts));
      return 0;
    }
  }
}
