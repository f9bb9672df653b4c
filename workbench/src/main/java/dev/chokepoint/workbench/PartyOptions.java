package dev.chokepoint.workbench;

import dev.chokepoint.parties.Search;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.parties.PartyScreen;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that the commands on parties share. */
final class PartyOptions {
  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Day whose list is asked, and whose law; default today.")
  @Nullable String asOf;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  LocalDate day(PartiesCommand parties) {
    return ClassifyCommand.day(asOf, parties.program().today());
  }

  /** The list of that day. */
  PartyScreen screen(PartiesCommand parties) {
    return PartyScreen.on(day(parties), parties.store, parties.program().knowledge());
  }

  /** How names are compared, for the commands that look for many or few. */
  static final class Names {
    @Option(
        names = "--kind",
        paramLabel = "WORD",
        description = "organisation, person or any (default): whom to look for.")
    String kind = "any";

    @Option(
        names = "--threshold",
        paramLabel = "SCORE",
        description = "Least score of a hit, 0 to 1; default ${DEFAULT-VALUE}.")
    double threshold = Search.Options.DEFAULT.threshold();

    Search.Options search(@Nullable String country, int most) {
      if (most < 1) {
        // None would read as a name without a hit.
        throw new Refused(
            new Problem("out-of-range", "--most", String.valueOf(most), "1 or more", ""));
      }
      return new Search.Options(
          country, PartiesCommand.sought(kind), PartiesCommand.threshold(threshold), most);
    }
  }
}
