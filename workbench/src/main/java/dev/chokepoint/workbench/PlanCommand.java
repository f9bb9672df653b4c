package dev.chokepoint.workbench;

import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.economics.Quotes;
import dev.chokepoint.knowledge.DemandFile;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.PlanScenario;
import dev.chokepoint.plan.FleetPlan;
import dev.chokepoint.plan.FleetQuestion;
import dev.chokepoint.plan.RobustPlan;
import dev.chokepoint.plan.SmallSolver;
import dev.chokepoint.plan.Solver;
import dev.chokepoint.plan.World;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
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

  @Option(
      names = "--law-of-day",
      description = "The law of --as-of in all quarters, not that of each quarter.")
  boolean lawOfDay;

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
   * @param plan without scenarios
   * @param robust with scenarios
   */
  record Answered(
      DemandFile asked,
      FleetCandidates.Where where,
      String status,
      FleetCandidates candidates,
      Map<String, String> clauses,
      List<PlanPorting> porting,
      @Nullable FleetPlan plan,
      @Nullable RobustPlan robust,
      @Nullable BigDecimal onceUsd) {
    Answered with(String other, FleetPlan found, @Nullable BigDecimal once) {
      return new Answered(asked, where, other, candidates, clauses, porting, found, null, once);
    }

    Answered with(String other, RobustPlan found) {
      return new Answered(asked, where, other, candidates, clauses, porting, null, found, null);
    }
  }

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
    String country = site != null ? site : asked.site();
    if (country == null) {
      throw new Refused(new Problem("missing", "--site", "", "a country", "Maybe --site CN."));
    }
    Prices prices = knowledge.prices();
    Quotes.checkSite(prices, country, "--site");
    double near = CostOptions.decimal(gap, "--gap", "0", "0.5").doubleValue();
    Duration most = Duration.ofSeconds(PredictOptions.whole(seconds, "--seconds", 1, 3600, 60));
    Solver used = solver();
    FleetCandidates.Where where = new FleetCandidates.Where(country, day, assumeLicence, lawOfDay);
    List<PlanPorting> porting =
        PlanPorting.of(asked, program.isServed() ? null : file, prices, day);
    FleetCandidates found = FleetCandidates.of(knowledge, asked, where, program.progress());
    Answered none =
        new Answered(
            asked, where, hopeless(asked, found), found, clauses(found), porting, null, null, null);
    if (!none.status().isEmpty()) {
      return none;
    }
    FleetQuestion question = question(asked, found.offers(), found, porting, prices, day, null);
    List<World> worlds =
        asked.scenarios().stream()
            .map(each ->
                new World(
                    each.name(),
                    each.probability(),
                    question(
                        asked,
                        found.offers(knowledge, asked, where, each),
                        found,
                        porting,
                        prices,
                        day,
                        each)))
            .toList();
    int size =
        worlds.isEmpty()
            ? FleetPlan.program(question).variables().size()
            : RobustPlan.program(worlds, asked.commit()).variables().size();
    if (used instanceof SmallSolver && size > SmallSolver.MOST_VARIABLES) {
      return new Answered(
          asked, where, "too-large", found, clauses(found), porting, null, null, null);
    }
    Solver watched = new WatchedSolver(used, program.progress());
    if (!worlds.isEmpty()) {
      RobustPlan plan = RobustPlan.of(worlds, asked.commit(), asked.aim(), watched, near, most);
      return none.with(status(plan.state()), plan);
    }
    FleetPlan plan = FleetPlan.of(question, watched, near, most);
    return none.with(status(plan.state()), plan, once(found, plan.fleet()));
  }

  /** Why there is nothing to solve: no layout, or no legal chip; empty when there is. */
  private static String hopeless(DemandFile asked, FleetCandidates found) {
    List<String> offered = found.offers().stream().map(FleetQuestion.Offer::chip).toList();
    boolean open = false;
    for (DemandFile.Demand demand : asked.demands()) {
      List<FleetQuestion.Choice> its =
          found.choices().stream().filter(each -> each.need().equals(demand.id())).toList();
      if (its.isEmpty()) {
        return "no-layout";
      }
      open |= its.stream().noneMatch(each -> offered.contains(each.chip()));
    }
    return open ? "no-legal-plan" : "";
  }

  private static Map<String, String> clauses(FleetCandidates found) {
    Map<String, String> clauses = new LinkedHashMap<>();
    found.chips().stream()
        .filter(each -> !each.isAdmitted())
        .forEach(each -> clauses.put(each.item().id(), each.excluded()));
    return clauses;
  }

  /** What a fleet costs to buy, each chip on the terms of its quarter. */
  private static BigDecimal once(FleetCandidates found, List<FleetPlan.Bought> fleet) {
    BigDecimal once = BigDecimal.ZERO;
    for (FleetPlan.Bought each : fleet) {
      FleetQuestion.Offer offer =
          found.offers().stream()
              .filter(other -> other.chip().equals(each.chip()))
              .findFirst()
              .orElseThrow();
      for (int q = 0; q < each.chips().size(); q++) {
        BigDecimal chips = BigDecimal.valueOf(each.chips().get(q));
        once = once.add(offer.sales().get(q).onceUsd().multiply(chips));
      }
    }
    return once;
  }

  private static String status(Solver.State state) {
    return switch (state) {
      case OPTIMAL -> "optimal";
      case WITHIN_GAP -> "within-gap";
      case INFEASIBLE -> "infeasible";
      case UNKNOWN -> "unsolved";
    };
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

  /** The question as things are expected, or as they turn out in a scenario. */
  private static FleetQuestion question(
      DemandFile asked,
      List<FleetQuestion.Offer> offers,
      FleetCandidates found,
      List<PlanPorting> porting,
      Prices prices,
      LocalDate day,
      @Nullable PlanScenario scenario) {
    Money budget = asked.budget();
    List<String> offered = offers.stream().map(FleetQuestion.Offer::chip).toList();
    return new FleetQuestion(
        asked.quarters(),
        asked.demands().stream().map(each -> need(each, scenario)).toList(),
        offers,
        found.choices().stream().filter(each -> offered.contains(each.chip())).toList(),
        new FleetQuestion.Limits(
            asked.kilowatt(),
            asked.racks(),
            asked.chipsPerRack(),
            budget == null ? null : prices.in(Money.USD, budget, day).rounded()),
        PlanPorting.byVendor(porting));
  }

  private static FleetQuestion.Need need(
      DemandFile.Demand demand, @Nullable PlanScenario scenario) {
    BigDecimal factor =
        scenario == null ? BigDecimal.ONE : PlanScenario.factor(scenario.demand(), demand.id());
    DemandFile.Training run = demand.training();
    if (run != null) {
      return new FleetQuestion.Need(
          demand.id(),
          List.of(),
          new FleetQuestion.Run(run.tokens().multiply(factor), run.from() - 1, run.last() - 1));
    }
    List<BigDecimal> tokens = new ArrayList<>();
    for (int q = 0; q < demand.tokensPerDay().size(); q++) {
      boolean moved = scenario != null && q + 1 >= scenario.from();
      BigDecimal each = demand.tokensPerDay().get(q);
      tokens.add(moved ? each.multiply(factor) : each);
    }
    return new FleetQuestion.Need(demand.id(), tokens);
  }
}
