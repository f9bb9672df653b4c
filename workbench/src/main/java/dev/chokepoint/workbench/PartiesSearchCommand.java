package dev.chokepoint.workbench;

import dev.chokepoint.parties.Flag;
import dev.chokepoint.parties.Hit;
import dev.chokepoint.parties.Party;
import dev.chokepoint.parties.Search;
import dev.chokepoint.workbench.parties.PartyScreen;
import dev.chokepoint.workbench.parties.Review;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Candidates for one name. */
@Command(name = "search", description = "The listed parties that a name may mean, best first.")
final class PartiesSearchCommand implements Callable<Integer> {
  static final String CLEAN = "clean by name; ownership and red flags not covered";

  @ParentCommand @Nullable PartiesCommand parent;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin PartyOptions list = new PartyOptions();
  @Mixin PartyOptions.Names names = new PartyOptions.Names();

  @Parameters(paramLabel = "NAME", description = "A name in any script; quote one with spaces.")
  String name = "";

  @Option(names = "--country", paramLabel = "CC", description = "Country of the party asked.")
  @Nullable String country;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "At most so many hits; default ${DEFAULT-VALUE}.")
  int most = Search.Options.DEFAULT.most();

  @Override
  public Integer call() {
    PartiesCommand parties = java.util.Objects.requireNonNull(parent);
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    LocalDate day = list.day(parties);
    Search.Options options = names.search(PartiesCommand.country(country), most);
    PartyScreen screen = list.screen(parties);
    Search.Found found = screen.find(name, options);
    Map<String, Review.Decision> decisions = new Review(parties.lists().folder()).all();
    if (list.json) {
      out.println(Json.write(document(screen, found, day, decisions, options.country())));
    } else {
      out.println(text(screen, found, day, decisions, options.country()));
    }
    return 0;
  }

  private Map<String, Object> document(
      PartyScreen screen,
      Search.Found found,
      LocalDate day,
      Map<String, Review.Decision> decisions,
      @Nullable String code) {
    return Json.object(
        "name",
        name,
        "country",
        code,
        "asOf",
        day.toString(),
        "listDate",
        screen.list().date().toString(),
        "embedded",
        screen.list().embedded(),
        "result",
        found.hits().isEmpty() ? CLEAN : "hits",
        "threshold",
        names.threshold,
        "flags",
        found.flags().stream().map(Flag::key).toList(),
        "hits",
        found.hits().stream().map(hit -> hit(hit, decisions, name, code)).toList(),
        "notCovered",
        screen.notCovered(),
        "disclaimer",
        Answer.DISCLAIMER);
  }

  static Map<String, Object> hit(
      Hit hit, Map<String, Review.Decision> decisions, String name, @Nullable String country) {
    Party party = hit.party();
    Review.Decision decision = Review.of(decisions, name, country, party).orElse(null);
    return Json.object(
        "name",
        party.name(),
        "matchedAlias",
        hit.matchedAlias(),
        "source",
        party.source(),
        "list",
        party.list(),
        "type",
        party.type(),
        "citation",
        party.citation(),
        "licenceRequirement",
        party.requirement(),
        "licencePolicy",
        party.policy(),
        "footnote",
        party.footnote(),
        "programs",
        party.programs(),
        "countries",
        party.countries(),
        "score",
        rounded(hit.score()),
        "why",
        hit.why(),
        "record",
        Review.hash(name, country, party),
        "decision",
        decision == null
            ? null
            : Json.object(
                "verdict", decision.verdict(),
                "who", decision.by(),
                "on", decision.on(),
                "because", decision.because()));
  }

  /** What stands first where no list of the day asked, or before it, is held. */
  static List<String> later(PartyScreen screen, LocalDate day) {
    LocalDate of = screen.list().date();
    return screen.list().embedded() || !of.isAfter(day)
        ? List.of()
        : List.of(
            "That list is later than %s, the day asked; none of that day or before is held. Who was"
                    .formatted(day)
                + " taken off in between is not on it.");
  }

  /** Five places, so that near scores still rank. */
  static double rounded(double score) {
    return Math.round(score * 100_000) / 100_000.0;
  }

  private String text(
      PartyScreen screen,
      Search.Found found,
      LocalDate day,
      Map<String, Review.Decision> decisions,
      @Nullable String code) {
    Page page = new Page();
    page.line(
        0,
        "\"%s\" against %s of %s (%,d parties)"
            .formatted(
                name.strip(),
                screen.list().embedded()
                    ? "the extract of the Entity List that comes with the program,"
                    : "the list",
                screen.list().date(),
                screen.list().parties().size()));
    later(screen, day).forEach(text -> page.line(0, text));
    for (Flag flag : found.flags()) {
      page.line(0, "Odd writing: " + flag.words() + ".");
    }
    if (found.hits().isEmpty()) {
      page.line(0, CLEAN);
    }
    for (Hit hit : found.hits()) {
      Party party = hit.party();
      page.title("%s  %s".formatted(String.format(Locale.ROOT, "%.4f", hit.score()), party.name()));
      if (!hit.matchedAlias().equals(party.name())) {
        page.labelled(2, "by", 10, hit.matchedAlias());
      }
      page.labelled(
          2,
          "list",
          10,
          party.source()
              + (party.footnote() == null ? "" : ", footnote " + party.footnote())
              + (party.countries().isEmpty() ? "" : "; " + String.join(", ", party.countries())));
      if (!party.citation().isEmpty()) {
        page.labelled(2, "cited", 10, party.citation());
      }
      if (!party.requirement().isEmpty()) {
        page.labelled(2, "requires", 10, party.requirement());
      }
      if (!party.policy().isEmpty()) {
        page.labelled(2, "policy", 10, party.policy());
      }
      hit.why().forEach(why -> page.labelled(2, "why", 10, why));
      Review.of(decisions, name, code, party)
          .ifPresent(d ->
              page.labelled(
                  2,
                  "decided",
                  10,
                  d.verdict() + " party, by " + d.by() + " on " + d.on() + ": " + d.because()));
    }
    if (found.hits().size() == most) {
      page.blank();
      page.line(0, "No more than %d are shown; --most shows more.".formatted(most));
    }
    page.title("Not covered");
    for (String each : screen.notCovered()) {
      page.line(2, each);
    }
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }
}
