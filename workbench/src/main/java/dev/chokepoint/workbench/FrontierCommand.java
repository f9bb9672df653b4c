package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.explore.Frontier;
import dev.chokepoint.explore.FrontierPlace;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What a rule leaves free, and where chips stand on it. */
@Command(
    name = "frontier",
    description = "The most that needs no licence under the rules of some days, and chips on it.",
    footer = {
      "",
      "Example:",
      "  chokepoint frontier --rule 2022-10-21,2023-11-17,2025-04-20 --chips A800,H800,H20,L20"
    })
final class FrontierCommand implements Callable<Integer> {
  private static final int MOST_DAYS = 12;
  private static final BigFraction MOST_DIE = new BigFraction(100_000);

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--rule",
      split = ",",
      paramLabel = "DATE,DATE…",
      description = "Days the law is read at, as 2023-11-17; default today.")
  List<String> days = List.of();

  @Option(
      names = "--to",
      paramLabel = "COUNTRY",
      description = "Destination by code or name; default CN.")
  String to = "CN";

  @Option(
      names = "--exporter",
      paramLabel = "NAME",
      description =
          "Who exports: default an addressee of letters, for chips their vendor; none: no letter.")
  @Nullable String exporter;

  @Option(
      names = "--die",
      paramLabel = "MM2",
      description = "Also the most TPP on a die of this area.")
  @Nullable String die;

  @Option(
      names = "--chips",
      split = ",",
      paramLabel = "ITEM,ITEM…",
      description = "Ids, names or aliases to place on the frontier.")
  List<String> chips = List.of();

  @Option(names = "--clock", paramLabel = "WORD", description = "enforced (default) or codified.")
  String clock = "enforced";

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV, a row a piece of a bound or a place.")
  boolean csv;

  /**
   * What is answered.
   *
   * @param exporter whose letters bind a circuit that nobody has named yet
   * @param die area that is asked about, or null
   * @param places of each chip on each day, in the order of the frontiers
   * @param warnings what is to be known of the limits of the days
   * @param notes what else the names of chips may mean
   */
  record Answered(
      Rulebook rulebook,
      Clock clock,
      String destination,
      String exporter,
      @Nullable BigFraction die,
      List<Frontier> frontiers,
      Map<Item, List<FrontierPlace>> places,
      Set<Determination.Warning> warnings,
      List<String> notes) {}

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    PrintWriter out = line.getOut();
    if (json && csv) {
      throw new Refused(new Problem("bad-arguments", "--json", "--csv", "one of the two", ""));
    }
    Answered answered = answered(java.util.Objects.requireNonNull(main));
    if (json) {
      out.println(Json.write(FrontierJson.document(answered)));
    } else if (csv) {
      out.print(Csv.table(FrontierJson.COLUMNS, FrontierJson.rows(answered)));
      WhatIf.print(line.getErr(), answered.rulebook());
      answered.notes().forEach(line.getErr()::println);
    } else {
      out.println(FrontierText.of(answered));
    }
    return 0;
  }

  private Answered answered(Main program) {
    Knowledge knowledge = program.knowledge();
    Rulebook rulebook = knowledge.rulebook();
    Clock read = RulesCommand.clock(clock);
    TradeOptions.refuseBlank("--to", to);
    TradeOptions.refuseBlank("--exporter", exporter);
    String destination = Countries.find(to).orElse(to);
    String addressee =
        exporter != null
            ? exporter
            : rulebook.addressees().keySet().stream().findFirst().orElse("none");
    List<Frontier> frontiers = new ArrayList<>();
    Map<Item, List<FrontierPlace>> places = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    Set<Determination.Warning> warnings = new LinkedHashSet<>();
    for (String chip : chips) {
      Chosen chosen = Chosen.of(knowledge, chip.strip(), null);
      places.put(chosen.item(), new ArrayList<>());
      if (!chosen.note().isEmpty()) {
        notes.add(chosen.note());
      }
    }
    BigFraction area = die == null ? null : area(die);
    for (LocalDate day : days(rulebook, program.today())) {
      TradeRequest request = request(destination, day, addressee);
      frontiers.add(Frontier.of(rulebook, request, read));
      warnings.addAll(Controls.classify(rulebook, Frontier.beyond(), request, read).warnings());
      places.forEach((item, own) ->
          own.add(FrontierPlace.of(rulebook, item, request(destination, day, exporter), read)));
    }
    return new Answered(
        rulebook, read, destination, addressee, area, frontiers, places, warnings, notes);
  }

  private List<LocalDate> days(Rulebook rulebook, LocalDate today) {
    if (days.size() > MOST_DAYS) {
      throw new Refused(
          new Problem("too-many", "--rule", days.size() + " days", "at most " + MOST_DAYS, ""));
    }
    List<LocalDate> read = new ArrayList<>();
    if (days.isEmpty()) {
      read.add(ClassifyCommand.lawDay("--rule", null, today, rulebook));
    }
    days.forEach(text -> read.add(ClassifyCommand.lawDay("--rule", text, today, rulebook)));
    return read;
  }

  static BigFraction area(String text) {
    if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")
        || Exact.of(text).signum() == 0
        || Exact.of(text).compareTo(MOST_DIE) > 0) {
      throw new Refused(
          new Problem("bad-number", "--die", text, "an area in mm2 above 0, at most 100000", ""));
    }
    return Exact.of(text);
  }

  /** A single circuit on its way to somebody of whom nothing else is said. */
  static TradeRequest request(String destination, LocalDate day, @Nullable String exporter) {
    return new TradeRequest(
        day, destination, null, null, null, exporter, null, null, null, null, Map.of(), "1");
  }
}
