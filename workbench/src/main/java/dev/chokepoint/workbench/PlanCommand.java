package dev.chokepoint.workbench;

import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.economics.Quotes;
import dev.chokepoint.knowledge.DemandFile;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.plan.FleetPlan;
import dev.chokepoint.plan.FleetQuestion;
import dev.chokepoint.plan.SmallSolver;
import dev.chokepoint.plan.Solver;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The cheapest legal fleet for demands. */
@Command(
    name = "plan",
    description = "The cheapest legal fleet for demands over quarters, with its proof.",
    footer = {
      "",
      "Exit codes: 0 a plan, 10 no legal plan, 11 not solved in time, 2 no fleet keeps the limits.",
      "",
      "Example:",
      "  chokepoint plan examples/demand.yaml --as-of 2025-03-01 --site CN"
    })
final class PlanCommand implements Callable<Integer> {
  static final int NO_LEGAL_PLAN = 10;
  static final int UNSOLVED = 11;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "Demands as YAML, see docs/economics.md; - is standard input.")
  Path file = Path.of("");

  @Option(names = "--as-of", paramLabel = "DATE", description = "Day of law and prices.")
  @Nullable String asOf;

  @Option(names = "--site", paramLabel = "CC", description = "Country of the site.")
  @Nullable String site;

  @Option(names = "--assume-licence", description = "Chips that need a licence enter too, marked.")
  boolean assumeLicence;

  @Option(names = "--gap", description = "Share of the cost within which a plan is good enough.")
  String gap = "0.01";

  @Option(names = "--seconds", description = "Longest time of one solution; 60.")
  @Nullable String seconds;

  @Option(names = "--solver", paramLabel = "WORD", description = "ojalgo, or OR-Tools if it runs.")
  @Nullable String solver;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  /**
   * Everything of one answer.
   *
   * @param status {@code optimal}, {@code within-gap}, {@code infeasible}, {@code no-legal-plan},
   *     {@code no-layout}, {@code too-large} or {@code unsolved}
   * @param clauses what keeps out chips that could serve, by chip
   */
  record Answered(
      DemandFile asked,
      String site,
      LocalDate day,
      String status,
      FleetCandidates candidates,
      Map<String, String> clauses,
      @Nullable FleetPlan plan,
      @Nullable BigDecimal onceUsd) {}

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    Main from = java.util.Objects.requireNonNull(main);
    Answered all = answer(from);
    line.getOut().println(json ? Json.write(PlanText.document(all)) : PlanText.text(all));
    return switch (all.status()) {
      case "optimal", "within-gap" -> 0;
      case "no-legal-plan" -> NO_LEGAL_PLAN;
      case "infeasible", "no-layout" -> Main.BAD_REQUEST;
      default -> UNSOLVED;
    };
  }

  private Answered answer(Main program) {
    Knowledge knowledge = program.knowledge();
    DemandFile asked = DemandFile.read(program.source(file));
    LocalDate written = asked.asOf();
    String said = asOf != null ? asOf : written == null ? null : written.toString();
    LocalDate day = ClassifyCommand.lawDay("--as-of", said, program.today(), knowledge.rulebook());
    String where = site != null ? site : asked.site();
    if (where == null) {
      throw new Refused(new Problem("missing", "--site", "", "a country", "Maybe --site CN."));
    }
    Prices prices = knowledge.prices();
    Quotes.checkSite(prices, where, "--site");
    BigDecimal near = CostOptions.decimal(gap, "--gap", "0", "0.5");
    Duration most = Duration.ofSeconds(PredictOptions.whole(seconds, "--seconds", 1, 3600, 60));
    Solver used = solver();
    FleetCandidates found =
        FleetCandidates.of(knowledge, asked, where, day, assumeLicence, program.progress());
    List<String> admitted = found.offers().stream().map(FleetQuestion.Offer::chip).toList();
    Map<String, String> clauses = new LinkedHashMap<>();
    boolean open = false;
    boolean none = false;
    for (DemandFile.Demand demand : asked.demands()) {
      boolean some = serves(found, demand, admitted);
      boolean any = found.choices().stream().anyMatch(each -> each.need().equals(demand.id()));
      open |= !some && any;
      none |= !any;
    }
    found.chips().stream()
        .filter(each -> !each.isAdmitted())
        .forEach(each -> clauses.put(each.item().id(), each.excluded()));
    if (none || open) {
      return new Answered(
          asked, where, day, none ? "no-layout" : "no-legal-plan", found, clauses, null, null);
    }
    FleetQuestion question = question(asked, found, admitted, prices, day);
    boolean large =
        used instanceof SmallSolver
            && FleetPlan.program(question).variables().size() > SmallSolver.MOST_VARIABLES;
    if (large) {
      return new Answered(asked, where, day, "too-large", found, clauses, null, null);
    }
    FleetPlan plan =
        FleetPlan.of(
            question, new WatchedSolver(used, program.progress()), near.doubleValue(), most);
    BigDecimal once = BigDecimal.ZERO;
    for (FleetPlan.Bought each : plan.fleet()) {
      once =
          once.add(offer(found, each.chip()).onceUsd().multiply(BigDecimal.valueOf(each.total())));
    }
    return new Answered(asked, where, day, status(plan.state()), found, clauses, plan, once);
  }

  private static String status(Solver.State state) {
    return switch (state) {
      case OPTIMAL -> "optimal";
      case WITHIN_GAP -> "within-gap";
      case INFEASIBLE -> "infeasible";
      case UNKNOWN -> "unsolved";
    };
  }

  private static boolean serves(
      FleetCandidates found, DemandFile.Demand demand, List<String> admitted) {
    return found.choices().stream()
        .anyMatch(each -> each.need().equals(demand.id()) && admitted.contains(each.chip()));
  }

  private static FleetQuestion.Offer offer(FleetCandidates found, String chip) {
    return found.offers().stream()
        .filter(each -> each.chip().equals(chip))
        .findFirst()
        .orElseThrow();
  }

  private Solver solver() {
    if (solver == null) {
      return OrToolsSolver.orSmall();
    }
    if (!solver.equals("ojalgo")) {
      throw new Refused(new Problem("bad-value", "--solver", solver, "ojalgo", ""));
    }
    return new SmallSolver();
  }

  private static FleetQuestion question(
      DemandFile asked,
      FleetCandidates found,
      List<String> admitted,
      Prices prices,
      LocalDate day) {
    Money budget = asked.budget();
    Map<String, BigDecimal> porting = new LinkedHashMap<>();
    asked
        .porting()
        .forEach((vendor, cost) -> porting.put(vendor, prices.in(Money.USD, cost, day).rounded()));
    return new FleetQuestion(
        asked.quarters(),
        asked.demands().stream()
            .map(each -> new FleetQuestion.Need(each.id(), each.tokensPerDay()))
            .toList(),
        found.offers(),
        found.choices().stream().filter(each -> admitted.contains(each.chip())).toList(),
        new FleetQuestion.Limits(
            asked.kilowatt(),
            asked.racks(),
            asked.chipsPerRack(),
            budget == null ? null : prices.in(Money.USD, budget, day).rounded()),
        porting);
  }
}
