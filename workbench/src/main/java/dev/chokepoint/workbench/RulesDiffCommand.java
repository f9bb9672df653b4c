package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Changes;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What a move of the law changes, for every item of the catalogue. */
final class RulesDiffCommand {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "destinations",
          "verdictBefore",
          "policyBefore",
          "verdictAfter",
          "policyAfter",
          "clauses");

  private RulesDiffCommand() {}

  /** From one day to another. */
  @Command(name = "diff", description = "Compare the law of two days over the whole catalogue.")
  static final class Diff implements Callable<Integer> {
    @ParentCommand @Nullable RulesCommand rules;
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin Comparison comparison = new Comparison();

    @Parameters(index = "0", paramLabel = "DATE1", description = "The earlier day.")
    String from = "";

    @Parameters(index = "1", paramLabel = "DATE2", description = "The later day.")
    String until = "";

    @Override
    public Integer call() {
      CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
      Main program = java.util.Objects.requireNonNull(rules).program();
      Knowledge knowledge = program.knowledge();
      LocalDate first =
          ClassifyCommand.lawDay("DATE1", from, program.today(), knowledge.rulebook());
      LocalDate second =
          ClassifyCommand.lawDay("DATE2", until, program.today(), knowledge.rulebook());
      comparison.print(
          line,
          knowledge.catalog(),
          new Reading(knowledge.rulebook(), first),
          new Reading(knowledge.rulebook(), second),
          first + " to " + second);
      return 0;
    }
  }

  /** From what the run reads to that with one more file. */
  @Command(
      name = "try",
      description = "Say what a file of provisions would catch and free on a day.")
  static final class Try implements Callable<Integer> {
    @ParentCommand @Nullable RulesCommand rules;
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin Comparison comparison = new Comparison();

    @Parameters(
        paramLabel = "FILE",
        description = "Provisions that are not law; - is standard input.")
    Path file = Path.of("");

    @Option(
        names = "--as-of",
        paramLabel = "DATE",
        description = "Day the law is read at, as 2025-04-20; default today.")
    @Nullable String asOf;

    @Override
    public Integer call() {
      CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
      Main program = java.util.Objects.requireNonNull(rules).program();
      Knowledge law = program.knowledge();
      Source source = program.source(file);
      Knowledge tried = program.knowledgeWith(source);
      LocalDate day = ClassifyCommand.lawDay("--as-of", asOf, program.today(), law.rulebook());
      comparison.print(
          line,
          law.catalog(),
          new Reading(law.rulebook(), day),
          new Reading(tried.rulebook(), day),
          day + " with " + source.name());
      return 0;
    }
  }

  private record Reading(Rulebook rulebook, LocalDate day) {}

  /** What both commands may be asked, and how they answer. */
  static final class Comparison {
    @Option(
        names = "--to",
        paramLabel = "COUNTRY",
        description = "One destination instead of every class of destinations.")
    @Nullable String to;

    @Option(names = "--clock", paramLabel = "WORD", description = "enforced (default) or codified.")
    String clock = "enforced";

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Option(names = "--csv", description = "Answer as CSV, a row a changed answer.")
    boolean csv;

    private void print(
        CommandLine line, Catalog catalog, Reading before, Reading after, String what) {
      Clock read = RulesCommand.clock(clock);
      Changes changes =
          Changes.between(
              new Changes.Side(before.rulebook(), before.day(), read),
              new Changes.Side(after.rulebook(), after.day(), read),
              items(catalog),
              onlyTo(to, before.day()));
      Compared compared = new Compared(changes, what, read, after.rulebook());
      PrintWriter out = line.getOut();
      if (json) {
        out.println(Json.write(document(compared)));
      } else if (csv) {
        out.print(
            Csv.table(COLUMNS, changes.answers().stream().map(RulesDiffCommand::row).toList()));
        WhatIf.print(line.getErr(), compared.rulebook());
      } else {
        out.println(text(compared));
      }
    }
  }

  private static List<Item> items(Catalog catalog) {
    return catalog.ids().stream().map(catalog::get).toList();
  }

  private static @Nullable TradeRequest onlyTo(@Nullable String to, LocalDate day) {
    return to == null ? null : TradeRequest.to(Countries.find(to).orElse(to), day);
  }

  /** Changes with what was compared; the rulebook is that of the second side. */
  private record Compared(Changes changes, String what, Clock clock, Rulebook rulebook) {}

  private static List<String> row(Changes.AnswerChange change) {
    return List.of(
        change.item().id(),
        String.join(" ", change.countries()),
        change.before().verdict().word(),
        policy(change.before()),
        change.after().verdict().word(),
        policy(change.after()),
        String.join("; ", change.clauses()));
  }

  private static String policy(Changes.Outcome outcome) {
    return outcome.reviewPolicy() == null ? "" : outcome.reviewPolicy().word();
  }

  /** Items that change alike for the same destinations stand together. */
  private static String text(Compared compared) {
    Changes changes = compared.changes();
    Page page = new Page();
    page.line(0, compared.what() + " (" + compared.clock().word() + " clock)");
    WhatIf.add(page, compared.rulebook());
    page.title("Provisions");
    if (changes.provisions().isEmpty()) {
      page.line(2, "none begins, ends or has another text");
    }
    for (Changes.ProvisionChange change : changes.provisions()) {
      Provision.Version shown = change.after() != null ? change.after() : change.before();
      page.labelled(
          2,
          change.word() + " " + change.id(),
          30,
          shown == null ? "" : shown.id() + " [" + shown.cite().line() + "]");
    }
    if (!changes.groups().isEmpty()) {
      page.title("Countries");
      moves(changes.groups())
          .forEach((move, countries) -> page.labelled(2, move, 30, countries(countries)));
    }
    if (!changes.parties().isEmpty()) {
      page.title("Listed parties");
      for (Changes.PartyChange change : changes.parties()) {
        page.labelled(
            2,
            change.listed() ? "listed" : "taken off",
            30,
            "%s: %s [%s]"
                .formatted(
                    change.party().name(),
                    String.join(", ", new TreeSet<>(change.party().categories())),
                    change.party().citation()));
      }
    }
    page.title(
        "Answers: %d of %d pairs of an item and a class of destinations change"
            .formatted(changes.answers().size(), changes.asked()));
    groups(changes.answers())
        .forEach((group, countries) -> {
          page.line(2, countries(countries) + ": " + group.change());
          page.line(6, group.items().size() + ": " + String.join(", ", group.items()));
        });
    page.title(Answer.DISCLAIMER);
    return page.text();
  }

  private static Map<String, List<String>> moves(List<Changes.GroupChange> groups) {
    Map<String, List<String>> moves = new LinkedHashMap<>();
    for (Changes.GroupChange change : groups) {
      moves
          .computeIfAbsent(
              (change.joined() ? "joined " : "left ") + change.group(), k -> new ArrayList<>())
          .add(change.country());
    }
    return moves;
  }

  private record Group(String change, List<String> items) {}

  /** Items that change alike for the same countries, and countries for which the same ones do. */
  private static Map<Group, List<String>> groups(List<Changes.AnswerChange> answers) {
    Map<List<Object>, List<String>> items = new LinkedHashMap<>();
    for (Changes.AnswerChange answer : answers) {
      String change =
          "%s → %s   %s"
              .formatted(
                  words(answer.before()),
                  words(answer.after()),
                  String.join("; ", answer.clauses()));
      items
          .computeIfAbsent(List.of(change, answer.countries()), k -> new ArrayList<>())
          .add(answer.item().id());
    }
    Map<Group, List<String>> groups = new LinkedHashMap<>();
    items.forEach((key, ids) -> {
      List<String> countries =
          groups.computeIfAbsent(new Group((String) key.getFirst(), ids), k -> new ArrayList<>());
      ((List<?>) key.getLast()).forEach(country -> countries.add((String) country));
    });
    return groups;
  }

  private static String countries(List<String> countries) {
    return countries.size() <= 8
        ? String.join(" ", countries)
        : String.join(" ", countries.subList(0, 6)) + " and " + (countries.size() - 6) + " more";
  }

  private static String words(Changes.Outcome outcome) {
    String verdict = outcome.verdict().word().replace('-', ' ');
    return outcome.reviewPolicy() == null
        ? verdict
        : verdict + " (" + outcome.reviewPolicy().words() + ")";
  }

  private static Map<String, Object> document(Compared compared) {
    Changes changes = compared.changes();
    return Json.object(
        "compared", compared.what(),
        "clock", compared.clock().word(),
        "whatIf", compared.rulebook().whatIf(),
        "provisions",
            changes.provisions().stream()
                .map(p ->
                    Json.object(
                        "id", p.id(),
                        "change", p.word(),
                        "before", version(p.before()),
                        "after", version(p.after())))
                .toList(),
        "groups",
            changes.groups().stream()
                .map(g ->
                    Json.object(
                        "group", g.group(),
                        "country", g.country(),
                        "change", g.joined() ? "joined" : "left"))
                .toList(),
        "parties",
            changes.parties().stream()
                .map(p ->
                    Json.object(
                        "name", p.party().name(),
                        "change", p.listed() ? "listed" : "taken-off",
                        "categories", List.copyOf(new TreeSet<>(p.party().categories())),
                        "citation", p.party().citation()))
                .toList(),
        "pairsCompared", changes.asked(),
        "answers", changes.answers().stream().map(RulesDiffCommand::answer).toList(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static @Nullable Map<String, Object> version(Provision.@Nullable Version version) {
    return version == null
        ? null
        : Json.object("version", version.id(), "citation", version.cite().line());
  }

  private static Map<String, Object> answer(Changes.AnswerChange change) {
    return Json.object(
        "item", Json.object("id", change.item().id(), "name", change.item().name()),
        "destinations", change.countries(),
        "before", outcome(change.before()),
        "after", outcome(change.after()),
        "clauses", change.clauses());
  }

  private static Map<String, Object> outcome(Changes.Outcome outcome) {
    return Json.object(
        "verdict", outcome.verdict().word(),
        "eccnCandidates", outcome.eccnCandidates(),
        "reviewPolicy", outcome.reviewPolicy() == null ? null : outcome.reviewPolicy().word(),
        "requirements", outcome.requirements());
  }
}
