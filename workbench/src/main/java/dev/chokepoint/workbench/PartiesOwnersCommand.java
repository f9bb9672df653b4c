package dev.chokepoint.workbench;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.parties.Holdings;
import dev.chokepoint.parties.Ownership;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.parties.Graph;
import dev.chokepoint.workbench.parties.ListedOwners;
import dev.chokepoint.workbench.parties.PartyScreen;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
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

/** The 50 percent rules over a graph of holdings. */
@Command(
    name = "owners",
    description =
        "Whether listed parties own half of a party, under each 50%% rule, and the chain.")
final class PartiesOwnersCommand implements Callable<Integer> {
  private static final String RULE = "AFF-2025";
  private static final int LICENCE = 10;
  private static final int UNDETERMINED = 11;

  @ParentCommand @Nullable PartiesCommand parent;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin PartyOptions list = new PartyOptions();

  @Parameters(
      paramLabel = "GRAPH",
      description = "CSV: owner, owned, percent (? if unknown); perhaps list (EL, MEU, SDN, none).")
  @Nullable Path file;

  @Option(names = "--party", paramLabel = "NAME", required = true, description = "Whom to ask of.")
  String party = "";

  @Option(
      names = "--listed",
      paramLabel = "NAME=LIST",
      description =
          "Take this owner as listed on EL, MEU, SDN or none, whatever its name; repeats.")
  @Nullable List<String> stated;

  /** One rule's answer. */
  private record Ruled(
      String id,
      String title,
      String status,
      String note,
      String citation,
      Ownership.Finding finding,
      @Nullable String governing) {}

  @Override
  public Integer call() {
    PartiesCommand parties = java.util.Objects.requireNonNull(parent);
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    LocalDate day = list.day(parties);
    Graph graph = Graph.read(parties.program().source(java.util.Objects.requireNonNull(file)));
    Holdings holdings = graph.holdings();
    int number = holdings.find(party);
    if (number < 0) {
      List<String> known = new ArrayList<>();
      for (int i = 0; i < Math.min(10_000, holdings.parties()); i++) {
        known.add(holdings.name(i));
      }
      throw new Refused(
          new Problem(
              "no-such-party",
              "--party",
              party,
              "a party of the graph; one that it lacks is undetermined, never clean",
              Nearest.hint(party, known)));
    }
    PartyScreen screen = list.screen(parties);
    ListedOwners owners =
        ListedOwners.of(
            graph,
            number,
            stated == null ? List.of() : stated,
            screen,
            parties.program().knowledge().words());
    Rulebook rulebook = parties.program().knowledge().rulebook();
    Ruled bis = bis(rulebook, holdings, owners, number, day);
    Ruled treasury = treasury(holdings, owners, number);
    if (list.json) {
      out.println(Json.write(document(screen, day, owners, bis, treasury)));
    } else {
      out.println(text(screen, day, owners, bis, treasury));
    }
    boolean captured = code(treasury) == LICENCE || code(bis) == LICENCE;
    return captured ? LICENCE : Math.max(code(treasury), code(bis));
  }

  private static int code(Ruled rule) {
    if (!rule.status().equals("in-force")) {
      return 0;
    }
    return switch (rule.finding().answer()) {
      case LISTED, CAPTURED -> LICENCE;
      case UNDETERMINED -> UNDETERMINED;
      case NOT_CAPTURED -> 0;
    };
  }

  /** The rule of the export regulations as the rulebook has it on a day. */
  private static Ruled bis(
      Rulebook rulebook, Holdings holdings, ListedOwners owners, int party, LocalDate day) {
    Ownership.Finding finding = owners.finding(holdings, owners.exportRules(), party, false);
    Provision.Version version = rulebook.get(RULE).inForce(day, Clock.ENFORCED).orElse(null);
    String id = version == null ? "" : version.id();
    String status =
        version == null ? "not-in-force" : id.equals("AFF-STAY") ? "stayed" : "in-force";
    String note =
        version == null
            ? "The rule was not in force on this day; it began on 2025-09-29."
            : switch (id) {
              case "AFF-STAY" ->
                  "Stayed from 2025-11-10 through 2026-11-09; what it would say is shown.";
              case "AFF-2026" ->
                  "In force from 2026-11-10 by the printed text. Both governments announced an"
                      + " extension of the stay to 2027-01-10; no Federal Register notice of it was"
                      + " found. If it was published, the rule is stayed.";
              default -> "In force from 2025-09-29 to 2025-11-09.";
            };
    return new Ruled(
        "bis-affiliates",
        "Affiliates rule of the export regulations (Entity List, MEU List, 744.8)",
        status,
        note,
        version == null ? "90 FR 47201" : version.cite().line(),
        finding,
        owners.mostRestrictive(finding));
  }

  private static Ruled treasury(Holdings holdings, ListedOwners owners, int party) {
    Ownership.Finding finding = owners.finding(holdings, owners.treasuryRules(), party, true);
    return new Ruled(
        "treasury-50",
        "Treasury's 50 percent rule (blocked persons)",
        "in-force",
        "In force throughout; it was never stayed. What it blocks is all dealing by US persons.",
        "79 FR 47726; ofac.treasury.gov/faqs/401",
        finding,
        null);
  }

  private static String word(Ownership.Answer answer) {
    return answer.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The answer in one sentence. */
  private static String sentence(Ruled rule, ListedOwners owners) {
    Ownership.Finding f = rule.finding();
    return switch (f.answer()) {
      case LISTED -> "It is itself on a list of the rule.";
      case CAPTURED ->
          "Captured: listed parties hold "
              + Holdings.percent(f.heldMillionths())
              + ", directly or through parties that they hold by half.";
      case UNDETERMINED ->
          owners.any() || !f.listedOwners().isEmpty()
              ? "Cannot determine: resolve the open points or get a licence."
              : "Undetermined: the graph does not say enough; this is not a clearance.";
      case NOT_CAPTURED ->
          f.listedOwners().isEmpty() && f.heldMillionths() == 0
              ? "Not captured by the holdings stated; red flags not covered."
              : "Not captured by the holdings stated, in which listed parties have at most "
                  + Holdings.percent(f.possibleMillionths())
                  + ". A minority holding of a listed party is a red flag.";
    };
  }

  private Map<String, Object> document(
      PartyScreen screen, LocalDate day, ListedOwners owners, Ruled bis, Ruled treasury) {
    return Json.object(
        "party",
        party,
        "asOf",
        day.toString(),
        "listDate",
        screen.list().date().toString(),
        "embedded",
        screen.list().embedded(),
        "rules",
        List.of(document(bis, owners), document(treasury, owners)),
        "owners",
        owners.owners().stream()
            .map(o ->
                (Object)
                    Json.object(
                        "name", o.name(),
                        "list", o.list(),
                        "listedName", o.listedName(),
                        "score", o.score() == null ? null : PartiesSearchCommand.rounded(o.score()),
                        "certain", o.certain()))
            .toList(),
        "notCovered",
        List.of(
            "control without ownership",
            "red flags, and whether the graph is complete and of this day",
            "lists that the US Consolidated Screening List does not hold"),
        "disclaimer",
        Answer.DISCLAIMER);
  }

  private static Map<String, Object> document(Ruled rule, ListedOwners owners) {
    Ownership.Finding f = rule.finding();
    return Json.object(
        "rule",
        rule.id(),
        "status",
        rule.status(),
        "note",
        rule.note(),
        "citation",
        rule.citation(),
        "answer",
        word(f.answer()),
        "text",
        sentence(rule, owners),
        "heldPercent",
        f.heldMillionths() / 1e6,
        "possiblePercent",
        f.possibleMillionths() / 1e6,
        "chain",
        f.chain().stream()
            .map(l ->
                (Object)
                    Json.object("owner", l.owner(), "owned", l.owned(), "percent", l.percent()))
            .toList(),
        "listedOwners",
        f.listedOwners(),
        "governingOwner",
        rule.governing(),
        "open",
        f.open(),
        "assumed",
        f.ends());
  }

  private String text(
      PartyScreen screen, LocalDate day, ListedOwners owners, Ruled bis, Ruled treasury) {
    Page page = new Page();
    page.line(
        0,
        "%s on %s, names of owners against the list of %s%s"
            .formatted(
                party,
                day,
                screen.list().date(),
                screen.list().embedded() ? " (an extract; no list was imported)" : ""));
    for (Ruled rule : List.of(bis, treasury)) {
      Ownership.Finding f = rule.finding();
      page.title(rule.title() + ": " + rule.status());
      page.line(2, sentence(rule, owners));
      page.line(2, rule.note() + " [" + rule.citation() + "]");
      f.chain().forEach(l -> page.line(4, l.owner() + "  " + l.percent() + "  of  " + l.owned()));
      if (!f.listedOwners().isEmpty()) {
        page.labelled(2, "listed", 12, String.join("; ", f.listedOwners()));
      }
      if (rule.governing() != null) {
        page.labelled(2, "governs", 12, rule.governing());
      }
      f.open().stream().limit(20).forEach(each -> page.labelled(2, "open", 12, each));
      if (!f.ends().isEmpty()) {
        page.labelled(
            2,
            "taken",
            12,
            "not stated, and taken as not listed: "
                + String.join("; ", f.ends().stream().limit(20).toList()));
      }
    }
    if (!owners.owners().isEmpty()) {
      page.title("Owners by name");
      owners
          .owners()
          .forEach(o ->
              page.line(
                  2,
                  o.name()
                      + ": "
                      + o.list()
                      + (o.listedName() == null ? ", as stated" : " by the name " + o.listedName())
                      + (o.score() == null
                          ? ""
                          : String.format(Locale.ROOT, ", score %.3f", o.score()))
                      + (o.certain() ? "" : "; not certain, so counted as possible only")));
    }
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }
}
