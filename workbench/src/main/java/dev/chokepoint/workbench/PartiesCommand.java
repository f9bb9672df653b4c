package dev.chokepoint.workbench;

import dev.chokepoint.controls.Countries;
import dev.chokepoint.parties.Search;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.parties.Manifest;
import dev.chokepoint.workbench.parties.PartyStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Who may be served: lists of parties, names on them, decisions of people, owners. */
@Command(
    name = "parties",
    description = "Import lists of parties; search and screen names; owners and the 50%% rule.",
    subcommands = {
      PartiesCommand.Import.class,
      PartiesCommand.Status.class,
      PartiesSearchCommand.class,
      PartiesScreenCommand.class,
      PartiesDecideCommand.class,
      PartiesOwnersCommand.class
    })
final class PartiesCommand implements Runnable {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      scope = CommandLine.ScopeType.INHERIT,
      description =
          "Folder of imported lists; default chokepoint/parties under the user's data folder, or"
              + " CHOKEPOINT_PARTIES.")
  @Nullable Path store;

  Main program() {
    return java.util.Objects.requireNonNull(main);
  }

  PartyStore lists() {
    return new PartyStore(store == null ? PartyStore.defaultFolder() : store);
  }

  @Override
  public void run() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    line.usage(line.getOut());
  }

  static Search.Sought sought(String word) {
    return switch (word) {
      case "any" -> Search.Sought.ANY;
      case "organisation" -> Search.Sought.ORGANISATION;
      case "person" -> Search.Sought.PERSON;
      default ->
          throw new Refused(
              new Problem("bad-value", "--kind", word, "any, organisation or person", ""));
    };
  }

  static @Nullable String country(@Nullable String text) {
    return country(text, "--country");
  }

  /** A country's code, or null for a blank; {@code place} is where it stands. */
  static @Nullable String country(@Nullable String text, String place) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return Countries.find(text)
        .orElseThrow(() ->
            new Refused(
                new Problem("unknown-country", place, text, "an ISO 3166 code or a name", "")));
  }

  static double threshold(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new Refused(
          new Problem("out-of-range", "--threshold", String.valueOf(threshold), "0 to 1", ""));
    }
    return threshold;
  }

  /** {@code parties import}. */
  @Command(
      name = "import",
      description = "Read the US Consolidated Screening List (CSV or JSON) and keep it by its day.")
  static final class Import implements Callable<Integer> {
    @ParentCommand @Nullable PartiesCommand parent;
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The list as its agency hands it out.")
    @Nullable Path file;

    @Option(
        names = "--list-date",
        paramLabel = "DATE",
        description = "Day of the list; default the day in the file's name, else today.")
    @Nullable String listDate;

    @Option(
        names = "--accept-fewer",
        description = "Take the list although parties are gone from it.")
    boolean fewer;

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      PartiesCommand parties = java.util.Objects.requireNonNull(parent);
      PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
      LocalDate today = parties.program().today();
      LocalDate stated =
          listDate == null ? null : ClassifyCommand.day("--list-date", listDate, today);
      PartyStore.Imported imported =
          parties.lists().add(java.util.Objects.requireNonNull(file), stated, fewer, today);
      if (json) {
        out.println(Json.write(document(imported)));
      } else {
        out.println(text(imported));
      }
      return 0;
    }

    private static Map<String, Object> document(PartyStore.Imported imported) {
      Manifest before = imported.before();
      return Json.object(
          "added",
          imported.added(),
          "version",
          version(imported.version()),
          "sources",
          sources(imported.version(), before),
          "comparedWith",
          before == null ? null : before.listDate().toString(),
          "disclaimer",
          Answer.DISCLAIMER);
    }

    private static List<Map<String, Object>> sources(Manifest now, @Nullable Manifest before) {
      Map<String, Integer> all = new java.util.TreeMap<>(now.counts());
      if (before != null) {
        before.counts().forEach((source, count) -> all.putIfAbsent(source, 0));
      }
      List<Map<String, Object>> out = new ArrayList<>();
      all.forEach((source, count) ->
          out.add(
              Json.object(
                  "source", source,
                  "parties", count,
                  "before", before == null ? null : before.counts().getOrDefault(source, 0))));
      return out;
    }

    private static String text(PartyStore.Imported imported) {
      Manifest now = imported.version();
      Manifest before = imported.before();
      Page page = new Page();
      page.line(
          0,
          imported.added()
              ? "Imported %,d parties, list of %s (%s)"
                  .formatted(now.parties(), now.listDate(), from(now))
              : "Held already: %,d parties, list of %s".formatted(now.parties(), now.listDate()));
      for (Map<String, Object> source : sources(now, before)) {
        Object had = source.get("before");
        page.labelled(
            2,
            "%7s%s".formatted(source.get("parties"), had == null ? "" : " (" + had + " before)"),
            24,
            String.valueOf(source.get("source")));
      }
      page.line(
          0,
          before == null
              ? "Nothing of that day or before was held to compare the counts with."
              : "Compared with the list of " + before.listDate() + ".");
      return page.text();
    }
  }

  static String from(Manifest version) {
    return switch (version.dateFrom()) {
      case "option" -> "as stated";
      case "file-name" -> "day of the file's name";
      default -> "day of the import: the file names none";
    };
  }

  static Map<String, Object> version(Manifest version) {
    return Json.object(
        "listDate", version.listDate().toString(),
        "dateFrom", version.dateFrom(),
        "importedOn", version.importedOn().toString(),
        "file", version.file(),
        "sha256", version.sha256(),
        "parties", version.parties());
  }

  /** {@code parties status}. */
  @Command(name = "status", description = "Which lists are held, and which answers today.")
  static final class Status implements Callable<Integer> {
    @ParentCommand @Nullable PartiesCommand parent;
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin PartyOptions list = new PartyOptions();

    @Override
    public Integer call() {
      PartiesCommand parties = java.util.Objects.requireNonNull(parent);
      PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
      LocalDate day = list.day(parties);
      PartyStore store = parties.lists();
      List<Manifest> versions = store.versions();
      Manifest answers = store.on(day).orElse(versions.isEmpty() ? null : versions.getFirst());
      if (list.json) {
        Map<String, Integer> counts =
            answers == null ? new LinkedHashMap<>() : new LinkedHashMap<>(answers.counts());
        List<Map<String, Object>> sources = new ArrayList<>();
        counts.forEach(
            (source, count) -> sources.add(Json.object("source", source, "parties", count)));
        out.println(
            Json.write(
                Json.object(
                    "asOf",
                    day.toString(),
                    "answers",
                    answers == null ? null : version(answers),
                    "embedded",
                    answers == null,
                    "sources",
                    sources,
                    "versions",
                    versions.stream().map(PartiesCommand::version).toList(),
                    "decisions",
                    new dev.chokepoint.workbench.parties.Review(store.folder()).all().size(),
                    "disclaimer",
                    Answer.DISCLAIMER)));
        return 0;
      }
      Page page = new Page();
      if (answers == null) {
        page.line(
            0,
            "No list was imported: an extract of the Entity List for AI chips answers, and no other"
                + " list. `chokepoint parties import FILE` reads the Consolidated Screening List.");
      } else {
        boolean later = answers.listDate().isAfter(day);
        page.line(
            0,
            "On %s the list of %s answers: %,d parties%s"
                .formatted(
                    day,
                    answers.listDate(),
                    answers.parties(),
                    later ? " (later than the day asked: none before it is held)" : ""));
        answers
            .counts()
            .forEach((source, count) -> page.labelled(2, "%,7d".formatted(count), 12, source));
        page.line(0, "Held:");
        versions.forEach(v ->
            page.line(
                2,
                "%s  %,7d parties  imported %s  %s"
                    .formatted(v.listDate(), v.parties(), v.importedOn(), v.file())));
      }
      out.println(page.text());
      return 0;
    }
  }
}
