package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** How the answer for an item moved over time. */
@Command(name = "timeline", description = "The answer over time, one line a period, both clocks.")
final class TimelineCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "from",
          "until",
          "enforced",
          "enforcedEccn",
          "enforcedEccnCandidates",
          "enforcedReviewPolicy",
          "codified",
          "codifiedEccn",
          "codifiedEccnCandidates",
          "codifiedReviewPolicy",
          "changes");

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin TradeOptions trade = new TradeOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "ITEM",
      description = "Id, name or alias of the catalogue.")
  @Nullable String item;

  @Option(
      names = "--spec",
      paramLabel = "KEYS|FILE",
      description = "An item outside the catalogue.")
  @Nullable String described;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV.")
  boolean csv;

  /** A stretch of the timeline with what began or ceased to apply on its first day. */
  record Line(Controls.Stretch stretch, boolean first, List<Change> changes) {}

  /** A text that began or ceased to apply, on one clock or on both. */
  record Change(Set<Clock> clocks, boolean begins, Determination.Finding finding) {

    private Change onBoth(Change other) {
      return new Change(EnumSet.allOf(Clock.class), begins, other.finding);
    }

    /** Clock first and sign after it, so that no spreadsheet takes the line for a formula. */
    String sentence() {
      Provision.Version version = finding.version();
      return (clocks.size() > 1 ? "both clocks" : clocks.iterator().next().word())
          + (begins ? ": + " : ": - ")
          + label(finding)
          + (begins ? " [" + version.cite().line() + "]" : "");
    }
  }

  @Override
  public Integer call() {
    Main program = java.util.Objects.requireNonNull(main);
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    PrintWriter out = line.getOut();
    Knowledge knowledge = program.knowledge();
    Asked asked = Asked.of(knowledge.catalog(), item, described);
    Buyer.Read buyer =
        new Buyer(knowledge, trade.store).read(trade.request(knowledge.rulebook().lastReviewed()));
    TradeRequest request = buyer.request();
    List<Map<String, Object>> documents = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Item each : asked.items()) {
      List<Line> lines = lines(knowledge.rulebook(), each, request, buyer.listed());
      documents.add(document(each, lines, knowledge.rulebook(), buyer.taken()));
      lines.forEach(stretch -> rows.add(row(each, stretch)));
      if (!json && !csv) {
        out.println(text(each, request, lines, knowledge.rulebook(), buyer.taken()));
      }
    }
    if (json) {
      Map<String, Object> document =
          documents.size() == 1 ? documents.getFirst() : Json.object("variants", documents);
      document.put("disclaimer", Answer.DISCLAIMER);
      out.println(Json.write(document));
    } else if (csv) {
      out.print(Csv.table(COLUMNS, rows));
      WhatIf.print(line.getErr(), knowledge.rulebook());
      if (buyer.taken() != null) {
        line.getErr().println("party: " + buyer.taken().why());
      }
    } else {
      out.println(Answer.DISCLAIMER);
    }
    return 0;
  }

  static List<Line> lines(
      Rulebook rulebook, Item item, TradeRequest request, @Nullable LocalDate listed) {
    List<Line> lines = new ArrayList<>();
    Controls.@Nullable Stretch before = null;
    for (Controls.Stretch stretch : stretches(rulebook, item, request, listed)) {
      lines.add(
          new Line(stretch, before == null, before == null ? List.of() : changes(before, stretch)));
      before = stretch;
    }
    return lines;
  }

  /** The buyer is on no list before the day on which it was listed, where that day is known. */
  private static List<Controls.Stretch> stretches(
      Rulebook rulebook, Item item, TradeRequest request, @Nullable LocalDate listed) {
    List<Controls.Stretch> since = Controls.timeline(rulebook, item, request);
    if (listed == null || !listed.isAfter(rulebook.coversFrom())) {
      return since;
    }
    List<Controls.Stretch> out = new ArrayList<>();
    for (Controls.Stretch s : Controls.timeline(rulebook, item, request.withParty("unlisted"))) {
      if (s.from().isBefore(listed)) {
        boolean over = s.until() != null && !s.until().isAfter(listed);
        out.add(over ? s : new Controls.Stretch(s.from(), listed, s.enforced(), s.codified()));
      }
    }
    for (Controls.Stretch s : since) {
      if (s.until() == null || s.until().isAfter(listed)) {
        boolean begun = s.from().isBefore(listed);
        out.add(begun ? new Controls.Stretch(listed, s.until(), s.enforced(), s.codified()) : s);
      }
    }
    return out;
  }

  /** Texts that began to apply between two stretches, then those that ceased to. */
  private static List<Change> changes(Controls.Stretch before, Controls.Stretch after) {
    Map<String, Change> begun = new LinkedHashMap<>();
    Map<String, Change> ceased = new LinkedHashMap<>();
    for (Clock clock : Clock.values()) {
      Map<String, Determination.Finding> old = applying(on(before, clock));
      Map<String, Determination.Finding> now = applying(on(after, clock));
      now.forEach((label, finding) -> {
        if (!old.containsKey(label)) {
          begun.merge(label, new Change(Set.of(clock), true, finding), Change::onBoth);
        }
      });
      old.forEach((label, finding) -> {
        if (!now.containsKey(label)) {
          ceased.merge(label, new Change(Set.of(clock), false, finding), Change::onBoth);
        }
      });
    }
    List<Change> changes = new ArrayList<>(begun.values());
    changes.addAll(ceased.values());
    return changes;
  }

  private static Determination on(Controls.Stretch stretch, Clock clock) {
    return switch (clock) {
      case ENFORCED -> stretch.enforced();
      case CODIFIED -> stretch.codified();
    };
  }

  private static Map<String, Determination.Finding> applying(Determination d) {
    Map<String, Determination.Finding> out = new LinkedHashMap<>();
    d.requirements().forEach(r -> out.put(label(r.finding()), r.finding()));
    d.overlays().forEach(o -> out.put(label(o.finding()), o.finding()));
    d.provisions().stream()
        .filter(f -> f.provision().id().equals(d.eccn()))
        .forEach(f -> out.put(label(f), f));
    return out;
  }

  private static String label(Determination.Finding finding) {
    String id = finding.provision().id();
    String version = finding.version().id();
    return id.equals(version) ? id : id + " (" + version + ")";
  }

  /** The changes of a line in words; never empty. */
  private static List<String> sentences(Line line) {
    if (line.first()) {
      return List.of("coverage begins");
    }
    return line.changes().isEmpty()
        ? List.of("the same texts, read otherwise")
        : line.changes().stream().map(Change::sentence).toList();
  }

  private static String outcome(Determination d) {
    String eccn = d.eccn();
    return d.verdict().word()
        + (eccn == null ? "" : ", " + eccn)
        + (d.reviewPolicy() == null ? "" : ", " + Text.REVIEW_POLICY + d.reviewPolicy().words());
  }

  private static String text(
      Item item,
      TradeRequest request,
      List<Line> lines,
      Rulebook rulebook,
      Trade.@Nullable Assumption buyer) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s (%s)  →  %s, %s to %s%n"
            .formatted(
                item.name(),
                item.id(),
                request.to(),
                rulebook.coversFrom(),
                rulebook.lastReviewed()));
    if (!rulebook.whatIf().isEmpty()) {
      out.append("%n%s%n".formatted(WhatIf.line(rulebook)));
    }
    if (buyer != null) {
      out.append("\nparty: %s%n".formatted(buyer.why()));
    }
    for (var notice : lines.getLast().stretch().enforced().trade().notices()) {
      out.append("\n%s: %s%n".formatted(notice.code(), notice.text()));
    }
    for (Line line : lines) {
      Controls.Stretch stretch = line.stretch();
      String enforced = outcome(stretch.enforced());
      String codified = outcome(stretch.codified());
      LocalDate until = stretch.until();
      out.append(
          "%n%s to %s  %s%n"
              .formatted(
                  stretch.from(), until == null ? "review    " : until.minusDays(1), enforced));
      if (!enforced.equals(codified)) {
        out.append("                          codified: ").append(codified).append('\n');
      }
      sentences(line).forEach(change -> out.append("    ").append(change).append('\n'));
    }
    return out.toString();
  }

  private static Map<String, Object> document(
      Item item, List<Line> lines, Rulebook rulebook, Trade.@Nullable Assumption buyer) {
    return Json.object(
        "item", Json.object("id", item.id(), "name", item.name()),
        "destination", lines.getFirst().stretch().enforced().trade().destination(),
        "coversFrom", rulebook.coversFrom().toString(),
        "lastReviewed", rulebook.lastReviewed().toString(),
        "whatIf", rulebook.whatIf(),
        "party", buyer == null ? null : buyer.why(),
        "periods", lines.stream().map(TimelineCommand::period).toList());
  }

  private static Object period(Line line) {
    LocalDate until = line.stretch().until();
    return Json.object(
        "from", line.stretch().from().toString(),
        "until", until == null ? null : until.toString(),
        "enforced", outcomeDocument(line.stretch().enforced()),
        "codified", outcomeDocument(line.stretch().codified()),
        "changes", line.changes().stream().map(TimelineCommand::changeDocument).toList());
  }

  private static Object changeDocument(Change change) {
    return Json.object(
        "clocks", change.clocks().stream().sorted().map(Clock::word).toList(),
        "change", change.begins() ? "begins" : "ceases",
        "provision", change.finding().provision().id(),
        "version", change.finding().version().id(),
        "citation", change.finding().version().cite().line());
  }

  private static Object outcomeDocument(Determination d) {
    return Json.object(
        "verdict", d.verdict().word(),
        "eccn", d.eccn(),
        "eccnCandidates", d.eccnCandidates(),
        "reviewPolicy", Json.policy(d.reviewPolicy()),
        "requirements", d.requirements().stream().map(r -> r.finding().provision().id()).toList(),
        "overlays", d.overlays().stream().map(o -> o.finding().provision().id()).toList());
  }

  private static List<String> row(Item item, Line line) {
    LocalDate until = line.stretch().until();
    List<String> row =
        new ArrayList<>(
            List.of(
                item.id(),
                line.stretch().from().toString(),
                until == null ? "" : until.toString()));
    for (Clock clock : Clock.values()) {
      Determination d = on(line.stretch(), clock);
      String eccn = d.eccn();
      row.add(d.verdict().word());
      row.add(eccn == null ? "" : eccn);
      row.add(String.join(" ", d.eccnCandidates()));
      row.add(d.reviewPolicy() == null ? "" : d.reviewPolicy().word());
    }
    row.add(String.join("; ", sentences(line)));
    return row;
  }
}
