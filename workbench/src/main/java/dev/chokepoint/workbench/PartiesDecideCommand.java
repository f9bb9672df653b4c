package dev.chokepoint.workbench;

import dev.chokepoint.parties.Hit;
import dev.chokepoint.parties.Search;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.parties.PartyScreen;
import dev.chokepoint.workbench.parties.Review;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A person's decision of a hit, which holds until either record changes. */
@Command(
    name = "decide",
    description = "Keep who decided, when and why, that a name is or is not a listed party.")
final class PartiesDecideCommand implements Callable<Integer> {
  @ParentCommand @Nullable PartiesCommand parent;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin PartyOptions list = new PartyOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The name as it was screened.")
  String name = "";

  @Option(
      names = "--party",
      paramLabel = "LISTED",
      required = true,
      description = "Official name of the listed party, as a hit prints it.")
  String party = "";

  @Option(
      names = "--verdict",
      paramLabel = "WORD",
      required = true,
      description = "same or different.")
  String verdict = "";

  @Option(names = "--by", paramLabel = "WHO", required = true, description = "Who decided.")
  String by = "";

  @Option(names = "--because", paramLabel = "WHY", required = true, description = "Why.")
  String because = "";

  @Option(names = "--country", paramLabel = "CC", description = "Country of the party asked.")
  @Nullable String country;

  @Override
  public Integer call() {
    PartiesCommand parties = java.util.Objects.requireNonNull(parent);
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    LocalDate today = parties.program().today();
    if (!Review.VERDICTS.contains(verdict)) {
      throw new Refused(
          new Problem(
              "bad-value",
              "--verdict",
              verdict,
              "same or different",
              Nearest.hint(verdict, Review.VERDICTS)));
    }
    if (by.isBlank() || because.isBlank()) {
      throw new Refused(
          new Problem(
              "missing", by.isBlank() ? "--by" : "--because", "", "who decided, and why", ""));
    }
    PartyScreen screen = list.screen(parties);
    String code = PartiesCommand.country(country);
    List<Hit> hits =
        screen.find(name, new Search.Options(code, Search.Sought.ANY, 0, Integer.MAX_VALUE)).hits();
    List<Hit> meant = hits.stream().filter(hit -> hit.party().name().equals(party)).toList();
    if (meant.isEmpty()) {
      throw new Refused(
          new Problem(
              "no-such-hit",
              "--party",
              party,
              "the official name of a party that a search for the name finds",
              Nearest.hint(party, hits.stream().limit(50).map(h -> h.party().name()).toList())));
    }
    Review review = new Review(parties.lists().folder());
    for (Hit hit : meant) {
      review.add(
          new Review.Decision(
              name.strip(),
              code == null ? "" : code,
              party,
              verdict,
              by.strip(),
              today.toString(),
              because.strip(),
              Review.hash(name, code, hit.party())));
    }
    if (list.json) {
      out.println(
          Json.write(
              Json.object(
                  "name",
                  name.strip(),
                  "country",
                  code,
                  "party",
                  party,
                  "records",
                  meant.stream().map(h -> Review.hash(name, code, h.party())).toList(),
                  "verdict",
                  verdict,
                  "who",
                  by.strip(),
                  "on",
                  today.toString(),
                  "because",
                  because.strip(),
                  "disclaimer",
                  Answer.DISCLAIMER)));
    } else {
      out.println(
          "Kept: \"%s\" is %s \"%s\", %d record%s; it holds until either record changes."
              .formatted(
                  name.strip(),
                  verdict.equals("same") ? "the same as" : "different from",
                  party,
                  meant.size(),
                  meant.size() == 1 ? "" : "s"));
    }
    return 0;
  }
}
