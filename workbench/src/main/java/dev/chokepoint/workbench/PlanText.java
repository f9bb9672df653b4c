package dev.chokepoint.workbench;

import dev.chokepoint.controls.Verdict;
import dev.chokepoint.plan.FleetPlan;
import dev.chokepoint.plan.FleetQuestion;
import dev.chokepoint.plan.RobustPlan;
import java.math.BigDecimal;
import java.util.ArrayList;
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
    RobustPlan robust = all.robust();
    return Json.object(
        "site", all.where().site(),
        "asOf", all.where().day().toString(),
        "quarters", all.asked().quarters(),
        "plan", robust != null ? RobustText.plan(all, robust) : plan(all, plan),
        "robust", robust == null ? null : RobustText.document(all, robust),
        "chips", all.candidates().chips().stream().map(each -> chip(all, each)).toList(),
        "porting",
            all.porting().stream()
                .map(each ->
                    Json.object(
                        "vendor", each.vendor(),
                        "usd", each.usd(),
                        "days", each.days(),
                        "from", each.from()))
                .toList(),
        "offers", all.candidates().offers().stream().map(PlanText::offer).toList(),
        "choices", all.candidates().choices().stream().map(PlanText::choice).toList(),
        "notes", notes(all),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static Map<String, Object> plan(PlanCommand.Answered all, @Nullable FleetPlan plan) {
    List<FleetPlan.Bought> fleet = plan == null ? List.of() : plan.fleet();
    List<FleetPlan.Served> served = plan == null ? List.of() : plan.served();
    List<FleetPlan.Binding> binding = plan == null ? List.of() : plan.binding();
    List<FleetPlan.Alternative> others = plan == null ? List.of() : plan.alternatives();
    return Json.object(
        "status", all.status(),
        "solver", plan == null ? null : plan.solver(),
        "gap", plan == null ? null : CostJson.number(BigDecimal.valueOf(plan.gap())),
        "costUsd", plan == null ? null : plan.costUsd(),
        "onceUsd", all.onceUsd(),
        "fleet", fleet(fleet),
        "served", served.stream().map(PlanText::served).toList(),
        "binding",
            binding.stream()
                .map(each ->
                    Json.object("limit", each.limit(), "onePercentMoreSavesUsd", each.savesUsd()))
                .toList(),
        "alternatives",
            others.stream()
                .map(each ->
                    Json.object(
                        "without", each.without(),
                        "costUsd", each.costUsd(),
                        "fleet", fleet(each.fleet())))
                .toList(),
        "relaxations", relaxations(plan == null ? List.of() : plan.relaxations()));
  }

  static List<Map<String, Object>> relaxations(List<FleetPlan.Relaxation> all) {
    return all.stream()
        .map(each -> Json.object("limit", each.limit(), "share", each.share()))
        .toList();
  }

  private static Map<String, Object> chip(PlanCommand.Answered all, FleetCandidates.Chip each) {
    boolean assumed = all.where().assumeLicence();
    List<Object> laws = new ArrayList<>();
    for (int q = 0; q < each.laws().size(); q++) {
      FleetCandidates.Law law = each.laws().get(q);
      laws.add(
          Json.object(
              "quarter", q + 1,
              "on", law.on().toString(),
              "verdict", law.legal().verdict().word(),
              "requirements", Legal.requirements(law.legal()),
              "use", law.use().verdict().word()));
    }
    return Json.object(
        "item", each.item().id(),
        "verdict", each.legal().verdict().word(),
        "requirements", Legal.requirements(each.legal()),
        "licenceAssumed",
            each.isAdmitted() && each.laws().stream().anyMatch(law -> assumed && law.licence()),
        "excluded", each.excluded(),
        "servesQuarters", each.serves(assumed),
        "laws", laws);
  }

  /** What a reader must know of the law over the quarters. */
  static List<String> notes(PlanCommand.Answered all) {
    List<String> notes = new ArrayList<>();
    if (all.where().lawOfDay()) {
      notes.add("The law of " + all.where().day() + " is taken for all quarters.");
      return notes;
    }
    for (FleetCandidates.Chip chip : all.candidates().chips()) {
      notes.addAll(changes(chip, all.where().assumeLicence()));
    }
    return notes;
  }

  private static List<String> changes(FleetCandidates.Chip chip, boolean assumed) {
    List<String> notes = new ArrayList<>();
    for (int q = 1; q < chip.laws().size(); q++) {
      FleetCandidates.Law before = chip.laws().get(q - 1);
      FleetCandidates.Law now = chip.laws().get(q);
      if (before.legal().verdict() == now.legal().verdict()) {
        continue;
      }
      String there =
          chip.serves(assumed) <= q
              ? "those that are there stop"
              : now.use().verdict() == Verdict.NO_LICENCE_REQUIRED
                  ? "those that are there serve on"
                  : "those that are there serve on, which the law leaves open";
      notes.add(
          "%s from quarter %d (%s): %s; %s."
              .formatted(chip.item().id(), q + 1, now.on(), Legal.line(now.legal()), there));
    }
    return notes;
  }

  static List<Object> fleet(List<FleetPlan.Bought> fleet) {
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

  static Map<String, Object> served(FleetPlan.Served each) {
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
        "onceUsd", each.sales().getFirst().onceUsd(),
        "usdPerQuarter", each.sales().getFirst().usdPerQuarter(),
        "kilowatt", each.kilowatt(),
        "servesQuarters", each.serves(),
        "sales",
            each.sales().stream()
                .map(sale ->
                    Json.object(
                        "open", sale.open(),
                        "onceUsd", sale.onceUsd(),
                        "usdPerQuarter", sale.usdPerQuarter()))
                .toList());
  }

  private static Map<String, Object> choice(FleetQuestion.Choice each) {
    return Json.object(
        "demand", each.need(),
        "item", each.chip(),
        "layout", each.layout(),
        "chips", each.chips(),
        "tokensPerDay", each.tokensPerDay());
  }

  static String text(PlanCommand.Answered all) {
    Page page = new Page();
    page.line(
        0,
        "Fleet at %s, %d quarters, law and prices of %s"
            .formatted(all.where().site(), all.asked().quarters(), all.where().day()));
    page.blank();
    FleetPlan plan = all.plan();
    page.line(2, headline(all));
    if (plan != null && plan.costUsd() != null) {
      solved(page, all, plan);
    }
    RobustPlan robust = all.robust();
    if (robust != null && robust.valueUsd() != null) {
      RobustText.solved(page, robust, all.asked().commit());
    }
    List<FleetPlan.Relaxation> relaxations =
        plan != null ? plan.relaxations() : robust != null ? robust.relaxations() : List.of();
    if (!relaxations.isEmpty()) {
      page.title("What alone would have to give, least first");
      relaxations.forEach(each ->
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
    List<String> notes = notes(all);
    if (!notes.isEmpty()) {
      page.title("What the law changes");
      notes.forEach(each -> page.line(2, each));
    }
    if (!all.porting().isEmpty()) {
      page.title("Leaving CUDA, once, where a chip of the vendor is bought");
      all.porting().forEach(each -> page.labelled(2, each.vendor(), LABEL, each.text()));
    }
    page.title("What a copy does, tokens of answers (of a run, trained tokens) a day");
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
      page.title("What a chip costs in the first quarter, USD");
      for (FleetQuestion.Offer each : all.candidates().offers()) {
        page.labelled(
            2,
            each.chip(),
            LABEL,
            "%s once, %s a quarter with it; %s kW"
                .formatted(
                    CostText.number(each.sales().getFirst().onceUsd()),
                    CostText.number(each.sales().getFirst().usdPerQuarter()),
                    each.kilowatt().toPlainString()));
      }
    }
    page.blank();
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }

  private static String headline(PlanCommand.Answered all) {
    return switch (all.status()) {
      case "optimal" -> "OPTIMAL: no fleet " + lower(all) + " (" + solver(all) + ")";
      case "within-gap" ->
          String.format(
              Locale.ROOT,
              "WITHIN %.2f%% of the least there can be (%s)",
              100 * gap(all),
              solver(all));
      case "no-legal-plan" -> "NO LEGAL PLAN: every chip that could serve is kept out, see below";
      case "no-layout" -> "NO LAYOUT of any chip serves some demand within its limits";
      case "infeasible" -> "INFEASIBLE: no fleet keeps all limits";
      case "too-large" ->
          "TOO LARGE for the small solver: fewer chips or quarters, or a platform with OR-Tools";
      default -> "UNSOLVED in the time given: more --seconds or a wider --gap";
    };
  }

  private static double gap(PlanCommand.Answered all) {
    FleetPlan plan = all.plan();
    RobustPlan robust = all.robust();
    return plan != null ? plan.gap() : robust != null ? robust.gap() : 0;
  }

  private static String solver(PlanCommand.Answered all) {
    FleetPlan plan = all.plan();
    RobustPlan robust = all.robust();
    return (plan != null ? plan.solver() : robust != null ? robust.solver() : "")
        + ", checked in exact arithmetic";
  }

  private static String lower(PlanCommand.Answered all) {
    RobustPlan robust = all.robust();
    return robust == null
        ? "costs less"
        : switch (robust.aim()) {
          case EXPECTED -> "is expected to cost less";
          case WORST -> "costs less in its worst scenario";
          case REGRET -> "has less regret";
        };
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
    bought(page, plan.fleet());
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

  static void bought(Page page, List<FleetPlan.Bought> fleet) {
    for (FleetPlan.Bought each : fleet) {
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
  }
}
