package dev.chokepoint.workbench;

import dev.chokepoint.plan.FleetPlan;
import dev.chokepoint.plan.FleetQuestion;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans of fleets for people and as JSON. */
final class PlanText {
  private static final int LABEL = 26;

  private PlanText() {}

  static Map<String, Object> document(PlanCommand.Answered all) {
    FleetPlan plan = all.plan();
    BigDecimal cost = plan == null ? null : plan.costUsd();
    BigDecimal once = all.onceUsd();
    return Json.object(
        "site", all.site(),
        "asOf", all.day().toString(),
        "quarters", all.asked().quarters(),
        "plan",
            Json.object(
                "status", all.status(),
                "solver", plan == null ? null : plan.solver(),
                "gap", plan == null ? null : CostJson.number(BigDecimal.valueOf(plan.gap())),
                "costUsd", cost,
                "onceUsd", once,
                "fleet", plan == null ? List.of() : fleet(plan.fleet()),
                "served",
                    plan == null
                        ? List.of()
                        : plan.served().stream().map(PlanText::served).toList(),
                "binding",
                    plan == null
                        ? List.of()
                        : plan.binding().stream()
                            .map(each ->
                                Json.object(
                                    "limit",
                                    each.limit(),
                                    "onePercentMoreSavesUsd",
                                    each.savesUsd()))
                            .toList(),
                "alternatives",
                    plan == null
                        ? List.of()
                        : plan.alternatives().stream()
                            .map(each ->
                                Json.object(
                                    "without", each.without(),
                                    "costUsd", each.costUsd(),
                                    "fleet", fleet(each.fleet())))
                            .toList(),
                "relaxations",
                    plan == null
                        ? List.of()
                        : plan.relaxations().stream()
                            .map(each -> Json.object("limit", each.limit(), "share", each.share()))
                            .toList()),
        "chips",
            all.candidates().chips().stream()
                .map(each ->
                    Json.object(
                        "item", each.item().id(),
                        "verdict", each.legal().verdict().word(),
                        "requirements", Legal.requirements(each.legal()),
                        "licenceAssumed", each.isAdmitted() && each.licence(),
                        "excluded", each.excluded()))
                .toList(),
        "offers", all.candidates().offers().stream().map(PlanText::offer).toList(),
        "choices", all.candidates().choices().stream().map(PlanText::choice).toList(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static List<Object> fleet(List<FleetPlan.Bought> fleet) {
    return fleet.stream()
        .map(each ->
            (Object)
                Json.object(
                    "item", each.chip(),
                    "chipsByQuarter", each.chips(),
                    "chips", each.total(),
                    "existing", each.existing(),
                    "licenceAssumed", each.licence()))
        .toList();
  }

  private static Map<String, Object> served(FleetPlan.Served each) {
    return Json.object(
        "demand", each.need(),
        "quarter", each.quarter(),
        "item", each.chip(),
        "layout", each.layout(),
        "chipsPerCopy", each.chips(),
        "copies", each.copies());
  }

  private static Map<String, Object> offer(FleetQuestion.Offer each) {
    return Json.object(
        "item", each.chip(),
        "onceUsd", each.onceUsd(),
        "usdPerQuarter", each.usdPerQuarter(),
        "kilowatt", each.kilowatt());
  }

  private static Map<String, Object> choice(FleetQuestion.Choice each) {
    return Json.object(
        "demand", each.need(),
        "item", each.chip(),
        "layout", each.layout(),
        "chips", each.chips(),
        "outputTokensPerDay", each.tokensPerDay());
  }

  static String text(PlanCommand.Answered all) {
    Page page = new Page();
    page.line(
        0,
        "Fleet at %s, %d quarters, law and prices of %s"
            .formatted(all.site(), all.asked().quarters(), all.day()));
    page.blank();
    FleetPlan plan = all.plan();
    page.line(2, headline(all));
    if (plan != null && plan.costUsd() != null) {
      solved(page, all, plan);
    }
    if (plan != null && !plan.relaxations().isEmpty()) {
      page.title("What alone would have to give, least first");
      plan.relaxations()
          .forEach(each ->
              page.line(
                  2,
                  "%s by %s%%"
                      .formatted(
                          each.limit(),
                          each.share().movePointRight(2).stripTrailingZeros().toPlainString())));
    }
    if (!all.clauses().isEmpty()) {
      page.title("Not admitted");
      all.clauses().forEach((chip, why) -> page.labelled(2, chip, LABEL, why));
    }
    page.title("What a copy does, tokens of answers a day");
    for (FleetQuestion.Choice each : all.candidates().choices()) {
      page.labelled(
          2,
          each.chip(),
          LABEL,
          "%s on %d chips, %s: %s"
              .formatted(
                  each.need(), each.chips(), each.layout(), CostText.number(each.tokensPerDay())));
    }
    if (!all.candidates().offers().isEmpty()) {
      page.title("What a chip costs, USD");
      for (FleetQuestion.Offer each : all.candidates().offers()) {
        page.labelled(
            2,
            each.chip(),
            LABEL,
            "%s once, %s a quarter with it; %s kW"
                .formatted(
                    CostText.number(each.onceUsd()),
                    CostText.number(each.usdPerQuarter()),
                    each.kilowatt().toPlainString()));
      }
    }
    page.blank();
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }

  private static String headline(PlanCommand.Answered all) {
    FleetPlan plan = all.plan();
    return switch (all.status()) {
      case "optimal" -> "OPTIMAL: no fleet costs less (" + solver(plan) + ")";
      case "within-gap" ->
          String.format(
              Locale.ROOT,
              "WITHIN %.2f%% of the least cost (%s)",
              100 * (plan == null ? 0 : plan.gap()),
              solver(plan));
      case "no-legal-plan" -> "NO LEGAL PLAN: every chip that could serve is kept out, see below";
      case "no-layout" -> "NO LAYOUT of any chip serves some demand within its limits";
      case "infeasible" -> "INFEASIBLE: no fleet keeps all limits";
      case "too-large" ->
          "TOO LARGE for the small solver: fewer chips or quarters, or a platform with OR-Tools";
      default -> "UNSOLVED in the time given: more --seconds or a wider --gap";
    };
  }

  private static String solver(@Nullable FleetPlan plan) {
    return plan == null ? "" : plan.solver() + ", checked in exact arithmetic";
  }

  private static void solved(Page page, PlanCommand.Answered all, FleetPlan plan) {
    BigDecimal cost = plan.costUsd();
    BigDecimal once = all.onceUsd();
    if (cost == null || once == null) {
      return;
    }
    page.labelled(2, "cost of all quarters", LABEL, CostText.number(cost) + " USD");
    page.labelled(2, "bought", LABEL, CostText.number(once) + " USD");
    page.title("Fleet");
    for (FleetPlan.Bought each : plan.fleet()) {
      page.labelled(
          2,
          each.chip(),
          LABEL,
          "%d chips, by quarter %s%s%s"
              .formatted(
                  each.total(),
                  each.chips().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                  each.existing() > 0 ? "; " + each.existing() + " there already" : "",
                  each.licence() ? "; ASSUMES A LICENCE" : ""));
    }
    page.title("Serving");
    for (FleetPlan.Served each : plan.served()) {
      page.line(
          2,
          "quarter %d: %s on %d x %s, %s"
              .formatted(each.quarter(), each.need(), each.copies(), each.chip(), each.layout()));
    }
    if (!plan.binding().isEmpty()) {
      page.title("Used up; what one percent more saves");
      plan.binding()
          .forEach(each ->
              page.line(2, each.limit() + ": " + CostText.number(each.savesUsd()) + " USD"));
    }
    if (!plan.alternatives().isEmpty()) {
      page.title("Next best");
      for (FleetPlan.Alternative each : plan.alternatives()) {
        page.line(
            2,
            "without %s: %s USD, %s"
                .formatted(
                    each.without(),
                    CostText.number(each.costUsd()),
                    each.fleet().stream()
                        .map(bought -> bought.total() + " x " + bought.chip())
                        .collect(Collectors.joining(", "))));
      }
    }
  }
}
