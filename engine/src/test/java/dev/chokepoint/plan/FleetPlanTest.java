package dev.chokepoint.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plans of fleets against every plan there is, and against sums by hand. */
class FleetPlanTest {
  private static final Solver SOLVER = new SmallSolver();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aPlanByHand() {
    // 250 tokens a day: a copy of two chips of a does 100, one of b 60. Three copies on six chips
    // of a at
    // 10 a quarter cost 60, five of b at 7 cost 35; two lots of two and one chip of b: 4 a + 1 b =
    // 47.
    FleetPlan plan = plan(question(1, "250", null, null));
    assertThat(plan.state()).isEqualTo(Solver.State.OPTIMAL);
    assertThat(plan.costUsd()).isEqualByComparingTo("35");
    assertThat(plan.fleet()).hasSize(1);
    assertThat(plan.fleet().getFirst().chip()).isEqualTo("b");
    assertThat(plan.fleet().getFirst().total()).isEqualTo(5);
    assertThat(plan.broken()).isEmpty();
    assertThat(plan.alternatives().getFirst().without()).isEqualTo("b");
    assertThat(plan.alternatives().getFirst().costUsd()).isEqualByComparingTo("60");
  }

  @Test
  void alimitThatBindsIsNamedWithWhatOnePercentMoreSaves() {
    // b draws 3 kW and a 1 kW: in 12 kW four of b do 240 and are too few. Three of b (9 kW, 180)
    // and two of
    // a (2 kW, 100) cost 41 and draw 11 kW.
    FleetPlan plan = plan(question(1, "250", "12", null));
    assertThat(plan.costUsd()).isEqualByComparingTo("41");
    assertThat(plan.binding()).extracting(FleetPlan.Binding::limit).contains("power");
  }

  @Test
  void anInfeasibleQuestionNamesTheLimitAndTheLeastThatItMustGive() {
    // 250 need at least six chips of a, 6 kW, or less of it with b: five kW do not do. Of budgets,
    // five of b at 70 are 350, six of a at 100 are 600; 300 must give 16.7 percent, 167
    // thousandths.
    FleetPlan power = plan(question(1, "250", "5", null));
    assertThat(power.state()).isEqualTo(Solver.State.INFEASIBLE);
    assertThat(power.relaxations()).extracting(FleetPlan.Relaxation::limit).contains("power");
    assertThat(share(power, "power")).isEqualByComparingTo("0.2");
    FleetPlan budget = plan(question(1, "250", null, "300"));
    assertThat(share(budget, "budget")).isEqualByComparingTo("0.167");
  }

  private static BigDecimal share(FleetPlan plan, String limit) {
    return plan.relaxations().stream()
        .filter(each -> each.limit().equals(limit))
        .findFirst()
        .orElseThrow()
        .share();
  }

  @Test
  void chipsAreBoughtWhenTheyAreNeededAndALeadMakesThemEarlier() {
    FleetQuestion growing = question(2, "100,250", null, null);
    FleetPlan plan = plan(growing);
    // Two of b in the first quarter for two quarters, three more in the second: 2 x 14 + 3 x 7.
    assertThat(plan.costUsd()).isEqualByComparingTo("49");
    assertThat(plan.fleet().getFirst().chips()).containsExactly(2L, 3L);
  }

  @Test
  void enumerationOfAllSmallPlansAgrees() {
    Random random = new Random(20261129);
    int solved = 0;
    for (int i = 0; i < Integer.getInteger("plan.questions", 100); i++) {
      FleetQuestion asked = random(random);
      Program program = FleetPlan.program(asked);
      BigDecimal best = cheapest(program, new long[program.variables().size()], 0, null);
      Solver.Answer answer = SOLVER.solve(program, 0, MINUTE);
      assertThat(answer.isSolved()).as("question " + i).isEqualTo(best != null);
      if (best != null) {
        solved++;
        assertThat(program.cost(answer.array())).as("question " + i).isEqualByComparingTo(best);
        assertThat(program.broken(answer.array())).isEmpty();
      }
    }
    assertThat(solved).isGreaterThan(10);
  }

  @Test
  void roundedPlansKeepAllLimitsAndAreWithinTheirGapOfTheBest() {
    Random random = new Random(20261130);
    Effort effort = new Effort(SOLVER, 0.5, MINUTE, 0);
    int rounded = 0;
    int solved = 0;
    for (int i = 0; i < Integer.getInteger("plan.questions", 40); i++) {
      FleetQuestion asked = random(random);
      FleetProgram built = FleetProgram.of(asked, FleetProgram.Change.NONE);
      Program program = built.program();
      BigDecimal best = cheapest(program, new long[program.variables().size()], 0, null);
      for (Solver.Answer answer : List.of(effort.solve(built, asked), effort.found(built, asked))) {
        assertThat(answer.isSolved()).as("question " + i).isEqualTo(best != null);
        if (best == null) {
          continue;
        }
        BigDecimal cost = program.cost(answer.array());
        solved++;
        rounded += answer.gap() > 0 ? 1 : 0;
        assertThat(program.broken(answer.array())).as("question " + i).isEmpty();
        assertThat(cost).as("question " + i).isGreaterThanOrEqualTo(best);
        assertThat(cost.doubleValue() * (1 - answer.gap()))
            .as("question " + i)
            .isLessThanOrEqualTo(best.doubleValue() + 1e-6);
      }
    }
    assertThat(solved).isGreaterThan(20);
    assertThat(rounded).as("answers that are not the solver's").isGreaterThan(10);
  }

  @Test
  void oneQuarterAfterTheOtherIsAPlan() {
    // Two of b for two quarters and three more for one, as the whole program has it: 28 + 21.
    FleetQuestion growing = question(2, "100,250", null, null);
    FleetProgram built = FleetProgram.of(growing, FleetProgram.Change.NONE);
    long[] values =
        InTurn.of(
            List.of(new World("", BigDecimal.ONE, growing)),
            built,
            0,
            new long[0],
            new Effort(SOLVER, 0, MINUTE));
    assertThat(values).isNotNull();
    assertThat(built.program().broken(Objects.requireNonNull(values))).isEmpty();
    assertThat(built.program().cost(values)).isEqualByComparingTo("49");
  }

  /** The least cost of all values, by trying them all. */
  private static @Nullable BigDecimal cheapest(
      Program program, long[] values, int index, @Nullable BigDecimal best) {
    if (index == values.length) {
      BigDecimal cost = program.cost(values);
      boolean better = best == null || cost.compareTo(best) < 0;
      return better && program.broken(values).isEmpty() ? cost : best;
    }
    @Nullable BigDecimal found = best;
    for (long value = 0; value <= program.variables().get(index).most(); value++) {
      values[index] = value;
      found = cheapest(program, values, index + 1, found);
    }
    values[index] = 0;
    return found;
  }

  private static FleetQuestion random(Random random) {
    List<FleetQuestion.Offer> offers = new ArrayList<>();
    List<FleetQuestion.Choice> choices = new ArrayList<>();
    for (String chip : List.of("a", "b")) {
      int lot = 1 + random.nextInt(2);
      offers.add(
          new FleetQuestion.Offer(
              chip,
              chip.equals("b") ? "other" : "",
              lot,
              List.of(sale(random), sale(random)),
              number(1 + random.nextInt(3)),
              random.nextInt(2),
              random.nextInt(5) == 0 ? 1 : 2,
              0,
              List.of((long) random.nextInt(6), (long) random.nextInt(6))));
      choices.add(
          new FleetQuestion.Choice(
              "n", chip, "l", 1 + random.nextInt(2), number(40 + random.nextInt(60))));
    }
    return new FleetQuestion(
        2,
        List.of(
            new FleetQuestion.Need(
                "n", List.of(number(random.nextInt(150)), number(random.nextInt(150))))),
        offers,
        choices,
        new FleetQuestion.Limits(
            number(3 + random.nextInt(8)), null, BigDecimal.ONE, number(random.nextInt(400))),
        Map.of("other", number(random.nextInt(20))));
  }

  /** One in six quarters is closed by law. */
  private static FleetQuestion.Sale sale(Random random) {
    return new FleetQuestion.Sale(
        random.nextInt(6) > 0,
        false,
        number(10 + random.nextInt(90)),
        number(1 + random.nextInt(20)));
  }

  @Test
  void whatTheLawClosesLaterIsBoughtBefore() {
    // b may be bought in the first quarter only: five at once for two quarters cost 70, two of them
    // (28) and four of a in the second (40) 68, three (42) and two of a (20) 62.
    FleetQuestion growing = question(2, "100,250", null, null);
    FleetPlan plan = plan(with(growing, "b", 1, 2));
    assertThat(plan.costUsd()).isEqualByComparingTo("62");
    // Where b must stop serving after the first quarter, all of the second falls to a: two of b
    // serve for one quarter (14) and are paid for two (28), or a serves both: 2 x 20 + 4 x 10 = 80.
    FleetPlan stops = plan(with(growing, "b", 1, 1));
    assertThat(stops.costUsd()).isEqualByComparingTo("80");
    assertThat(stops.fleet()).extracting(FleetPlan.Bought::chip).containsExactly("a");
  }

  /** The same with a chip that may be bought in the first quarters only, and serve so long. */
  private static FleetQuestion with(FleetQuestion asked, String chip, int open, int serves) {
    List<FleetQuestion.Offer> offers = new ArrayList<>();
    for (FleetQuestion.Offer each : asked.offers()) {
      List<FleetQuestion.Sale> sales = new ArrayList<>();
      for (int q = 0; q < each.sales().size(); q++) {
        FleetQuestion.Sale sale = each.sales().get(q);
        sales.add(new FleetQuestion.Sale(q < open, false, sale.onceUsd(), sale.usdPerQuarter()));
      }
      offers.add(
          each.chip().equals(chip)
              ? new FleetQuestion.Offer(
                  chip,
                  each.target(),
                  each.lot(),
                  sales,
                  each.kilowatt(),
                  each.existing(),
                  serves,
                  each.leadQuarters(),
                  each.supply())
              : each);
    }
    return new FleetQuestion(
        asked.quarters(), asked.needs(), offers, asked.choices(), asked.limits(), asked.porting());
  }

  @Test
  void aTrainingRunIsOneClusterUntilItsTokensAreDone() {
    // A quarter is 91.25 days. Two chips of a do 100 a day, 9,125 a quarter; eight do 380, 34,675.
    // 18,000 by the end of the second quarter: two chips for both quarters do 18,250 and cost 2 x
    // 10 x 2 = 40; by the end of the first only the eight can, for 160.
    assertThat(plan(run("18000", 1)).costUsd()).isEqualByComparingTo("40");
    assertThat(plan(run("18000", 0)).costUsd()).isEqualByComparingTo("160");
    // Two clusters of two would do 36,500 in two quarters for 80, but they do not train one model:
    // two chips in the first quarter, eight in the second do 43,800 for 40 and 60.
    assertThat(plan(run("36000", 1)).costUsd()).isEqualByComparingTo("100");
    FleetPlan never = plan(run("70000", 1));
    assertThat(never.state()).isEqualTo(Solver.State.INFEASIBLE);
    // 69,350 of 70,000 can be done: 0.93 percent too much, so 10 thousandths.
    assertThat(share(never, "training run")).isEqualByComparingTo("0.01");
  }

  private static FleetQuestion run(String tokens, int last) {
    return new FleetQuestion(
        2,
        List.of(
            new FleetQuestion.Need(
                "run", List.of(), new FleetQuestion.Run(new BigDecimal(tokens), 0, last))),
        List.of(offer("a", "100", "10", "1")),
        List.of(
            new FleetQuestion.Choice("run", "a", "dp2", 2, new BigDecimal("100")),
            new FleetQuestion.Choice("run", "a", "dp8", 8, new BigDecimal("380"))),
        new FleetQuestion.Limits(null, null, BigDecimal.ONE, null),
        Map.of());
  }

  @Test
  void whereNoLimitAloneSufficesAllOfThemTogetherAreNamed() {
    // Four of a are there, 4 kW, do 200 and are too many for 2 kW; the 50 that lack need budget or
    // less demand. At twice the power the four may stay, and demand has given by then.
    FleetQuestion asked = question(1, "250", "2", "10");
    FleetQuestion.Offer a = asked.offers().getFirst();
    FleetQuestion.Offer there =
        new FleetQuestion.Offer("a", "", 1, a.sales(), a.kilowatt(), 4, a.serves(), 0, List.of());
    FleetPlan plan =
        plan(
            new FleetQuestion(
                1,
                asked.needs(),
                List.of(there, asked.offers().getLast()),
                asked.choices(),
                asked.limits(),
                Map.of()));
    assertThat(plan.relaxations()).hasSize(1);
    assertThat(share(plan, "all limits together")).isEqualByComparingTo("1");
  }

  private static BigDecimal number(long value) {
    return BigDecimal.valueOf(value);
  }

  private static FleetPlan plan(FleetQuestion asked) {
    FleetPlan plan = FleetPlan.of(asked, SOLVER, 0, MINUTE);
    assertThat(Objects.requireNonNull(plan).broken()).isEmpty();
    return plan;
  }

  private static FleetQuestion question(
      int quarters, String tokens, @Nullable String power, @Nullable String budget) {
    List<BigDecimal> need = List.of(tokens.split(",", -1)).stream().map(BigDecimal::new).toList();
    return new FleetQuestion(
        quarters,
        List.of(new FleetQuestion.Need("n", need)),
        List.of(offer("a", "100", "10", "1"), offer("b", "70", "7", "3")),
        List.of(
            new FleetQuestion.Choice("n", "a", "tp2", 2, new BigDecimal("100")),
            new FleetQuestion.Choice("n", "b", "tp1", 1, new BigDecimal("60"))),
        new FleetQuestion.Limits(
            power == null ? null : new BigDecimal(power),
            null,
            BigDecimal.ONE,
            budget == null ? null : new BigDecimal(budget)),
        Map.of());
  }

  private static FleetQuestion.Offer offer(String chip, String once, String quarter, String kw) {
    return new FleetQuestion.Offer(
        chip,
        "",
        1,
        FleetQuestion.Offer.always(2, new BigDecimal(once), new BigDecimal(quarter)),
        new BigDecimal(kw),
        0,
        2,
        0,
        List.of());
  }
}
