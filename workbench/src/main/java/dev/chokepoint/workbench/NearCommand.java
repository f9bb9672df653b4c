package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Probe;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.explore.FrontierPlace;
import dev.chokepoint.explore.Near;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Memory;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What must change in a chip so that it needs no licence. */
@Command(
    name = "near",
    description = "What must change in a chip so that it needs no licence, least loss first.",
    footer = {"", "Example:", "  chokepoint near H100 --rule 2023-11-17"})
final class NearCommand implements Callable<Integer> {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "ITEM", description = "Id, name or alias of a chip.")
  @Nullable String item;

  @Option(
      names = "--spec",
      paramLabel = "KEYS|FILE",
      description = "A chip outside the catalogue; see `chokepoint spec --keys`.")
  @Nullable String described;

  @Option(
      names = "--rule",
      paramLabel = "DATE",
      description = "Day the law is read at, as 2023-11-17; default today.")
  @Nullable String day;

  @Option(
      names = "--to",
      paramLabel = "COUNTRY",
      description = "Destination by code or name; default CN.")
  String to = "CN";

  @Option(
      names = "--exporter",
      paramLabel = "NAME",
      description = "Who exports; default the chip's vendor; none: somebody without a letter.")
  @Nullable String exporter;

  @Option(names = "--clock", paramLabel = "WORD", description = "enforced (default) or codified.")
  String clock = "enforced";

  @Mixin YardstickOptions yardstick = new YardstickOptions();

  @Option(names = "--most", description = "Options to show; default 10.")
  @Nullable String most;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV, a row an option.")
  boolean csv;

  /** An option with what {@code classify} says of it. */
  record Judged(Near.Option option, Determination determination) {}

  /**
   * What is answered.
   *
   * @param before what the law says of the chip as it is
   * @param first where the first option stands; null where there is none
   * @param notes whether the model fits, and what else the name may mean; empty when nothing
   * @param found how many sets of knobs lead to an option
   */
  record Answered(
      Rulebook rulebook,
      FrontierPlace before,
      Item item,
      YardstickOptions.Work work,
      Near.Speed speed,
      List<Judged> options,
      int found,
      @Nullable FrontierPlace first,
      List<String> notes) {}

  private static List<String> notes(String name, @Nullable Memory tooSmall) {
    List<String> notes = new ArrayList<>();
    if (tooSmall != null) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The model does not fit: it needs %.1f GB of a chip that has %.1f GB. What is kept is"
                  + " of the arithmetic alone; --tp shares it among more chips.",
              tooSmall.used() / 1e9,
              tooSmall.capacity() / 1e9));
    }
    if (!name.isEmpty()) {
      notes.add(name);
    }
    return notes;
  }

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    PrintWriter out = line.getOut();
    if (json && csv) {
      throw new Refused(new Problem("bad-arguments", "--json", "--csv", "one of the two", ""));
    }
    Answered answered = answered(java.util.Objects.requireNonNull(main));
    if (json) {
      out.println(Json.write(NearText.document(answered)));
    } else if (csv) {
      out.print(Csv.table(NearText.COLUMNS, NearText.rows(answered)));
      WhatIf.print(line.getErr(), answered.rulebook());
    } else {
      out.println(NearText.of(answered));
    }
    return answered.options().isEmpty()
            && answered.before().verdict() != Verdict.NO_LICENCE_REQUIRED
        ? Verdict.LICENCE_REQUIRED.exitCode()
        : 0;
  }

  private Answered answered(Main program) {
    Knowledge knowledge = program.knowledge();
    Rulebook rulebook = knowledge.rulebook();
    Clock read = RulesCommand.clock(clock);
    TradeOptions.refuseBlank("--to", to);
    TradeOptions.refuseBlank("--exporter", exporter);
    Chosen chosen = Chosen.of(knowledge, item, described);
    LocalDate asOf = ClassifyCommand.lawDay("--rule", day, program.today(), rulebook);
    TradeRequest request = FrontierCommand.request(to, asOf, exporter);
    long shown = PredictOptions.whole(most, "--most", 1, 1000, 10);
    YardstickOptions.Work work = yardstick.work(knowledge, "llama-3.1-70b", 8);
    var speed = YardstickOptions.speed(knowledge, work);
    FrontierPlace before = FrontierPlace.of(rulebook, chosen.item(), request, read);
    Near.Speed own = speed.apply(chosen.item());
    List<Near.Option> options =
        before.verdict() == Verdict.NO_LICENCE_REQUIRED
            ? List.of()
            : Near.options(
                new Near.Question(
                    chosen.item(),
                    Probe.of(rulebook, Near.unnamed(chosen.item()), request, read),
                    says -> says.verdict() == Verdict.NO_LICENCE_REQUIRED,
                    knowledge.knobs(),
                    new BigFraction(knowledge.silicon().reticleMm2())),
                speed);
    List<Judged> judged = new ArrayList<>();
    for (Near.Option option : options) {
      Determination determination = Controls.classify(rulebook, option.item(), request, read);
      if (determination.verdict() == Verdict.NO_LICENCE_REQUIRED && judged.size() < shown) {
        judged.add(new Judged(option, determination));
      }
    }
    FrontierPlace first =
        judged.isEmpty()
            ? null
            : FrontierPlace.of(rulebook, judged.getFirst().option().item(), request, read);
    return new Answered(
        rulebook,
        before,
        chosen.item(),
        work,
        own,
        judged,
        options.size(),
        first,
        notes(
            chosen.note(),
            own.fits() ? null : YardstickOptions.memory(knowledge, work, chosen.item())));
  }
}
