package dev.chokepoint.workbench;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Conditions;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.WorkedCase;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The rulebook itself: what is in force, what a provision says, what a move of the law changes. */
@Command(
    name = "rules",
    description = "List the provisions in force; show, compare, try, chart and export them.",
    subcommands = {
      RulesCommand.Show.class,
      RulesDiffCommand.Diff.class,
      RulesDiffCommand.Try.class,
      RulesRegionCommand.class,
      RulesExportCommand.class
    })
final class RulesCommand implements Callable<Integer> {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Day the law is read at, as 2025-04-20; default today.")
  @Nullable String asOf;

  @Option(names = "--clock", paramLabel = "WORD", description = "enforced (default) or codified.")
  String clock = "enforced";

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV.")
  boolean csv;

  Main program() {
    return java.util.Objects.requireNonNull(main);
  }

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    PrintWriter out = line.getOut();
    Rulebook rulebook = program().knowledge().rulebook();
    LocalDate day = ClassifyCommand.lawDay("--as-of", asOf, program().today(), rulebook);
    Clock read = clock(clock);
    List<Listed> listed = new ArrayList<>();
    for (Provision provision : rulebook.provisions()) {
      provision.inForce(day, read).ifPresent(v -> listed.add(new Listed(provision, v, read)));
    }
    if (json) {
      out.println(
          Json.write(
              Json.object(
                  "asOf", day.toString(),
                  "clock", read.word(),
                  "lastReviewed", rulebook.lastReviewed().toString(),
                  "whatIf", rulebook.whatIf(),
                  "provisions", listed.stream().map(Listed::document).toList(),
                  "disclaimer", Answer.DISCLAIMER)));
    } else if (csv) {
      out.print(Csv.table(Listed.COLUMNS, listed.stream().map(Listed::row).toList()));
      WhatIf.print(line.getErr(), rulebook);
    } else {
      Page page = new Page();
      page.line(
          0,
          "%d provisions in force on %s (%s clock; last review %s)"
              .formatted(listed.size(), day, read.word(), rulebook.lastReviewed()));
      WhatIf.add(page, rulebook);
      for (Provision.Kind kind : Provision.Kind.values()) {
        List<Listed> own = listed.stream().filter(l -> l.provision().kind() == kind).toList();
        if (!own.isEmpty()) {
          page.title(kind.word());
          own.forEach(l -> page.labelled(2, l.label(), 34, l.provision().title()));
        }
      }
      page.title(Answer.DISCLAIMER);
      out.println(page.text());
    }
    return 0;
  }

  static Clock clock(String word) {
    for (Clock clock : Clock.values()) {
      if (clock.word().equals(word)) {
        return clock;
      }
    }
    throw new Refused(
        new Problem(
            "bad-value",
            "--clock",
            word,
            "enforced or codified",
            Nearest.hint(word, List.of("enforced", "codified"))));
  }

  private record Listed(Provision provision, Provision.Version version, Clock clock) {
    static final List<String> COLUMNS =
        List.of("id", "kind", "version", "from", "until", "certainty", "title", "citation");

    String label() {
      String own = provision.id();
      return own.equals(version.id()) ? own : own + " (" + version.id() + ")";
    }

    private String from() {
      Provision.Period period = version.period(clock);
      return period == null ? "" : period.from().toString();
    }

    private @Nullable String until() {
      Provision.Period period = version.period(clock);
      LocalDate until = period == null ? null : period.until();
      return until == null ? null : until.toString();
    }

    List<String> row() {
      String until = until();
      return List.of(
          provision.id(),
          provision.kind().word(),
          version.id(),
          from(),
          until == null ? "" : until,
          version.certainty().word(),
          provision.title(),
          version.cite().line());
    }

    Map<String, Object> document() {
      return Json.object(
          "id", provision.id(),
          "kind", provision.kind().word(),
          "version", version.id(),
          "from", from(),
          "until", until(),
          "certainty", version.certainty().word(),
          "title", provision.title(),
          "citation", version.cite().line());
    }
  }

  /** One provision with all its versions. */
  @Command(name = "show", description = "Show a provision: versions, conditions, citations, cases.")
  static final class Show implements Callable<Integer> {
    @ParentCommand @Nullable RulesCommand rules;
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Id of a provision, as `chokepoint rules` lists.")
    String id = "";

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
      Knowledge knowledge = java.util.Objects.requireNonNull(rules).program().knowledge();
      Provision provision = find(knowledge.rulebook(), id);
      List<WorkedCase> cases = cases(knowledge, provision);
      List<String> displacedBy =
          knowledge.rulebook().provisions().stream()
              .filter(p -> p.displaces().contains(provision.id()))
              .map(Provision::id)
              .toList();
      if (json) {
        Map<String, Object> document = document(provision, displacedBy, cases);
        document.put("whatIf", knowledge.rulebook().whatIf());
        document.put("disclaimer", Answer.DISCLAIMER);
        out.println(Json.write(document));
      } else {
        out.println(text(provision, displacedBy, cases, knowledge.rulebook()));
      }
      return 0;
    }

    static Provision find(Rulebook rulebook, String id) {
      return rulebook.provisions().stream()
          .filter(p -> p.id().equalsIgnoreCase(id))
          .findFirst()
          .orElseThrow(() -> {
            List<String> ids = rulebook.provisions().stream().map(Provision::id).toList();
            return new Refused(
                new Problem(
                    "unknown-provision",
                    "ID",
                    id,
                    "an id that `chokepoint rules` lists",
                    Nearest.hint(id, ids)));
          });
    }

    private static List<WorkedCase> cases(Knowledge knowledge, Provision provision) {
      List<String> versions = provision.versions().stream().map(Provision.Version::id).toList();
      return knowledge.cases().stream()
          .filter(c ->
              c.names().contains(provision.id())
                  || (c.names().stream().allMatch(String::isEmpty) && versions.contains(c.file())))
          .toList();
    }

    private static String text(
        Provision provision, List<String> displacedBy, List<WorkedCase> cases, Rulebook rulebook) {
      Page page = new Page();
      page.line(0, provision.id() + ": " + provision.title());
      WhatIf.add(page, rulebook);
      page.line(2, provision.kind().word() + ", in " + provision.file());
      if (!provision.displaces().isEmpty()) {
        page.line(2, "displaces " + String.join(", ", provision.displaces()));
      }
      if (!displacedBy.isEmpty()) {
        page.line(2, "displaced by " + String.join(", ", displacedBy));
      }
      if (!provision.overcomes().isEmpty()) {
        page.line(2, "overcomes " + String.join(", ", provision.overcomes()));
      }
      for (Provision.Version version : provision.versions()) {
        page.title(version.id() + "   " + periods(version));
        page.line(2, version.summary());
        page.line(2, "[" + version.cite().line() + "]");
        page.line(2, "when " + Conditions.words(version.when()));
        version
            .review()
            .forEach(review -> {
              String policy = "review policy (" + review.id() + "): " + review.policy().words();
              page.line(2, policy + ", when " + Conditions.words(review.when()));
              if (!review.displaces().isEmpty()) {
                page.line(4, "goes before " + String.join(", ", review.displaces()));
              }
              page.line(4, "[" + review.cite().line() + "]");
              if (!review.note().isBlank()) {
                page.line(4, review.note());
              }
              review
                  .conditions()
                  .forEach(term -> page.line(4, "to certify, " + term.id() + ": " + term.text()));
            });
        version.conditions().forEach(term -> page.line(4, term.id() + ": " + term.text()));
      }
      if (!cases.isEmpty()) {
        page.title("Worked cases");
        cases.forEach(c ->
            page.line(
                2,
                "%s  %s to %s on %s: %s"
                    .formatted(c.id(), c.item(), c.to(), c.asOf(), c.expected())));
      }
      page.title(Answer.DISCLAIMER);
      return page.text();
    }

    private static String periods(Provision.Version version) {
      String enforced = period(version.enforced());
      String codified = period(version.codified());
      return enforced.equals(codified)
          ? enforced
          : "enforced: " + enforced + "; codified: " + codified;
    }

    private static String period(Provision.@Nullable Period period) {
      if (period == null) {
        return "never";
      }
      LocalDate until = period.until();
      return until == null ? "from " + period.from() : period.from() + " to " + until.minusDays(1);
    }

    private static Map<String, Object> document(
        Provision provision, List<String> displacedBy, List<WorkedCase> cases) {
      return Json.object(
          "id", provision.id(),
          "kind", provision.kind().word(),
          "title", provision.title(),
          "file", provision.file(),
          "displaces", provision.displaces().stream().sorted().toList(),
          "displacedBy", displacedBy,
          "overcomes", provision.overcomes().stream().sorted().toList(),
          "versions", provision.versions().stream().map(Show::version).toList(),
          "cases",
              cases.stream()
                  .map(c ->
                      Json.object(
                          "id", c.id(),
                          "item", c.item(),
                          "asOf", c.asOf(),
                          "to", c.to(),
                          "expected", c.expected(),
                          "arithmetic", c.arithmetic(),
                          "source", c.source()))
                  .toList());
    }

    private static Map<String, Object> version(Provision.Version version) {
      return Json.object(
          "version", version.id(),
          "published", date(version.published()),
          "enforced", periodDocument(version.enforced()),
          "codified", periodDocument(version.codified()),
          "compliance", date(version.compliance()),
          "certainty", version.certainty().word(),
          "citation", version.cite().line(),
          "summary", version.summary(),
          "when", Conditions.words(version.when()),
          "review",
              version.review().stream()
                  .map(r ->
                      Json.object(
                          "id", r.id(),
                          "policy", r.policy().word(),
                          "when", Conditions.words(r.when()),
                          "citation", r.cite().line()))
                  .toList(),
          "conditions",
              version.conditions().stream()
                  .map(t -> Json.object("id", t.id(), "text", t.text()))
                  .toList());
    }

    private static @Nullable String date(@Nullable LocalDate date) {
      return date == null ? null : date.toString();
    }

    private static @Nullable Map<String, Object> periodDocument(Provision.@Nullable Period period) {
      return period == null
          ? null
          : Json.object("from", period.from().toString(), "until", date(period.until()));
    }
  }
}
