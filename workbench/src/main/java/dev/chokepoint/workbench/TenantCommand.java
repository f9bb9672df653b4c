package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.TenantFile;
import dev.chokepoint.plan.Tenancy;
import dev.chokepoint.units.Truth;
import java.nio.file.Path;
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

/** What guidance asks a provider of compute about a tenant. */
@Command(
    name = "tenant",
    description = "Questions, flags and required action before compute is rented to a tenant.",
    footer = {
      "",
      "Exit codes: 0 serve and keep the record, 10 a licence is needed before service,",
      "11 flags to resolve or questions open.",
      "",
      "Example:",
      "  chokepoint tenant examples/tenant.yaml"
    })
final class TenantCommand implements Callable<Integer> {
  private static final int LABEL = 10;
  private static final LocalDate GUIDANCE = LocalDate.of(2025, 5, 13);

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "The tenant as YAML, see docs/economics.md; - is standard input.")
  Path file = Path.of("");

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  /** Everything of one answer. */
  private record Answered(
      TenantFile asked,
      LocalDate day,
      Tenancy tenancy,
      List<Determination> access,
      List<Determination> delivery,
      List<String> notes) {}

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    Main from = java.util.Objects.requireNonNull(main);
    Answered all = answer(from);
    line.getOut().println(json ? Json.write(document(all)) : text(all));
    return all.tenancy().action().exitCode();
  }

  private Answered answer(Main program) {
    Knowledge knowledge = program.knowledge();
    TenantFile asked = TenantFile.read(program.source(file), knowledge.tenantQuestions());
    LocalDate given = asked.asOf();
    LocalDate day =
        ClassifyCommand.lawDay(
            "as-of",
            given == null ? null : given.toString(),
            program.today(),
            knowledge.rulebook());
    List<Determination> access = new ArrayList<>();
    List<Determination> delivery = new ArrayList<>();
    for (String chip : asked.chips()) {
      for (Item item : Asked.find(knowledge.catalog(), chip)) {
        access.add(classify(knowledge, asked, item, day, "remote-access"));
        delivery.add(classify(knowledge, asked, item, day, null));
      }
    }
    List<String> notes = new ArrayList<>();
    for (Determination each : access) {
      each.overlays().stream()
          .map(overlay -> overlay.finding().provision().id() + ": " + overlay.text())
          .filter(text -> !notes.contains(text))
          .forEach(notes::add);
      each.warnings().stream()
          .map(Determination.Warning::text)
          .filter(text -> !notes.contains(text))
          .forEach(notes::add);
    }
    if (day.isBefore(GUIDANCE)) {
      notes.add("The guidance of " + GUIDANCE + " was not published yet on this day.");
    }
    Map<String, Truth> answers = new LinkedHashMap<>(asked.answers());
    if (asked.headquarters().equals("?")) {
      answers.put("headquarters-unknown", Truth.YES);
    }
    Tenancy tenancy = Tenancy.of(knowledge.tenantQuestions(), answers);
    return new Answered(asked, day, tenancy, access, delivery, notes);
  }

  private static Determination classify(
      Knowledge knowledge, TenantFile asked, Item item, LocalDate day, @Nullable String direction) {
    TradeRequest trade =
        new TradeRequest(
            day,
            asked.provider(),
            asked.headquarters(),
            asked.parent(),
            null,
            null,
            direction,
            null,
            null,
            null);
    return Controls.classify(knowledge.rulebook(), item, trade, Clock.ENFORCED);
  }

  private static Map<String, Object> document(Answered all) {
    List<Object> chips = new ArrayList<>();
    for (int i = 0; i < all.access().size(); i++) {
      Determination access = all.access().get(i);
      chips.add(
          Json.object(
              "item", access.item().id(),
              "eccnCandidates", access.eccnCandidates(),
              "access", access.verdict().word(),
              "delivery", all.delivery().get(i).verdict().word()));
    }
    return Json.object(
        "tenant", all.asked().tenant(),
        "asOf", all.day().toString(),
        "action", all.tenancy().action().word(),
        "chips", chips,
        "questions",
            all.tenancy().findings().stream()
                .map(each ->
                    Json.object(
                        "id", each.question().id(),
                        "ask", each.question().ask(),
                        "answer", each.answer().word(),
                        "raised", each.raised().word(),
                        "effect", effect(each.question().effect()),
                        "certainty", each.question().certainty(),
                        "because", each.question().because(),
                        "cite", each.question().cite()))
                .toList(),
        "notes", all.notes(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static String effect(Tenancy.Effect effect) {
    return switch (effect) {
      case STOP -> "stop";
      case FLAG -> "flag";
    };
  }

  private static String text(Answered all) {
    Page page = new Page();
    page.line(
        0,
        "%s, headquartered in %s, renting chips in %s, as of %s"
            .formatted(
                all.asked().tenant(),
                all.asked().headquarters(),
                all.asked().provider(),
                all.day()));
    page.blank();
    page.line(2, action(all.tenancy().action()));
    page.title("Chips");
    for (int i = 0; i < all.access().size(); i++) {
      Determination access = all.access().get(i);
      page.line(
          2,
          "%s (%s): access alone, %s; if the chip itself went to the tenant, %s"
              .formatted(
                  access.item().id(),
                  String.join(" or ", access.eccnCandidates()),
                  Legal.line(access),
                  Legal.line(all.delivery().get(i))));
    }
    page.title("Questions");
    for (Tenancy.Finding each : all.tenancy().findings()) {
      page.labelled(
          2,
          mark(each),
          LABEL,
          "%s %s [%s, %s]"
              .formatted(
                  each.question().ask(),
                  each.raised() == Truth.YES
                      ? each.answer().word() + ": " + each.question().because()
                      : each.answer().word(),
                  each.question().cite(),
                  each.question().certainty()));
    }
    page.title("Guidance");
    all.notes().forEach(each -> page.line(2, each));
    page.blank();
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }

  private static String mark(Tenancy.Finding each) {
    return switch (each.raised()) {
      case YES -> each.question().effect() == Tenancy.Effect.STOP ? "STOP" : "FLAG";
      case UNKNOWN -> "ASK";
      case NO -> "clear";
    };
  }

  private static String action(Tenancy.Action action) {
    return switch (action) {
      case LICENCE_BEFORE_SERVICE -> "DO NOT SERVE: a licence is needed before any service";
      case RESOLVE_FLAGS ->
          "DO NOT SERVE YET: resolve each flag, keep how it was resolved, or ask for a licence";
      case ASK -> "DO NOT SERVE YET: ask what is still unknown";
      case SERVE_AND_RECORD -> "No flag is raised: serve, keep the answers, ask again on change";
    };
  }
}
