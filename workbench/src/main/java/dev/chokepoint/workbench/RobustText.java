package dev.chokepoint.workbench;

import dev.chokepoint.plan.FleetPlan;
import dev.chokepoint.plan.RobustPlan;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plans for several scenarios, for people and as JSON. */
final class RobustText {
  private static final int LABEL = 26;

  private RobustText() {}

  /** The keys that every plan has: its fleet is what is ordered first, its cost is expected. */
  static Map<String, Object> plan(PlanCommand.Answered all, RobustPlan plan) {
    return Json.object(
        "status", all.status(),
        "solver", plan.solver(),
        "gap", CostJson.number(BigDecimal.valueOf(plan.gap())),
        "costUsd", plan.expectedUsd(),
        "onceUsd", null,
        "fleet", PlanText.fleet(plan.first()),
        "served", List.of(),
        "binding", List.of(),
        "alternatives", List.of(),
        "relaxations", PlanText.relaxations(plan.relaxations()));
  }

  static Map<String, Object> document(PlanCommand.Answered all, RobustPlan plan) {
    return Json.object(
        "aim", plan.aim().word(),
        "commitQuarters", all.asked().commit(),
        "valueUsd", plan.valueUsd(),
        "expectedUsd", plan.expectedUsd(),
        "worstUsd", plan.worstUsd(),
        "regretUsd", plan.regretUsd(),
        "scenarios",
            plan.worlds().stream()
                .map(each ->
                    Json.object(
                        "name", each.name(),
                        "probability", each.probability(),
                        "costUsd", each.costUsd(),
                        "bestUsd", each.bestUsd(),
                        "regretUsd", each.regretUsd(),
                        "fleet", PlanText.fleet(each.fleet()),
                        "served", each.served().stream().map(PlanText::served).toList()))
                .toList());
  }

  static void solved(Page page, RobustPlan plan, int commit) {
    usd(page, "expected cost", plan.expectedUsd());
    usd(page, "worst case", plan.worstUsd());
    usd(page, "largest regret", plan.regretUsd());
    page.title(
        "Ordered in the first %s, whatever comes"
            .formatted(commit == 1 ? "quarter" : commit + " quarters"));
    PlanText.bought(page, plan.first());
    if (plan.first().isEmpty()) {
      page.line(2, "nothing");
    }
    page.title("In each scenario, known from then on");
    for (RobustPlan.InWorld each : plan.worlds()) {
      page.labelled(
          2,
          each.name(),
          LABEL,
          "probability %s: %s USD, %s more than the best plan for it alone; %s"
              .formatted(
                  each.probability().stripTrailingZeros().toPlainString(),
                  CostText.number(each.costUsd()),
                  CostText.number(each.regretUsd()),
                  fleet(each.fleet())));
    }
  }

  private static String fleet(List<FleetPlan.Bought> fleet) {
    return fleet.stream()
        .map(each ->
            "%d x %s (%s)%s"
                .formatted(
                    each.total(),
                    each.chip(),
                    each.chips().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    each.licence() ? " ASSUMES A LICENCE" : ""))
        .collect(Collectors.joining(", "));
  }

  private static void usd(
      Page page, String label, @org.jspecify.annotations.Nullable BigDecimal usd) {
    if (usd != null) {
      page.labelled(2, label, LABEL, CostText.number(usd) + " USD");
    }
  }
}
