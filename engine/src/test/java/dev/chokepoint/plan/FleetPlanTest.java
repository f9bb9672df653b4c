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
              number(10 + random.nextInt(90)),
              number(1 + random.nextInt(20)),
              number(1 + random.nextInt(3)),
              random.nextInt(2),
              0,
              List.of((long) random.nextInt(6), (long) random.nextInt(6)),
              false));
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
        new BigDecimal(once),
        new BigDecimal(quarter),
        new BigDecimal(kw),
        0,
        0,
        List.of(),
        false);
  }
}
