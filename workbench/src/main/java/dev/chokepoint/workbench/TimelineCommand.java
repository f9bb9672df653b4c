package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

  /** One line of the timeline, ready to print. */
  record Line(
      LocalDate from,
      @Nullable LocalDate until,
      Determination enforced,
      Determination codified,
      List<String> changes) {}

  @Override
  public Integer call() {
    Main program = java.util.Objects.requireNonNull(main);
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Knowledge knowledge = program.knowledge();
    Asked asked = Asked.of(knowledge.catalog(), item, described);
    TradeRequest request = trade.request(knowledge.rulebook().lastReviewed());
    List<Object> documents = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Item each : asked.items()) {
      List<Line> lines = lines(knowledge.rulebook(), each, request);
      documents.add(document(each, lines, knowledge.rulebook()));
      lines.forEach(line -> rows.add(row(each, line)));
      if (!json && !csv) {
        out.println(text(each, request, lines, knowledge.rulebook()));
      }
    }
    if (json) {
      out.println(
          Json.write(
              documents.size() == 1 ? documents.getFirst() : Json.object("variants", documents)));
    } else if (csv) {
      out.print(
          Csv.table(
              List.of(
                  "id",
                  "from",
                  "until",
                  "enforced",
                  "enforcedEccn",
                  "enforcedReviewPolicy",
                  "codified",
                  "codifiedEccn",
                  "codifiedReviewPolicy",
                  "changes"),
              rows));
    } else {
      out.println(Answer.DISCLAIMER);
    }
    return 0;
  }

  static List<Line> lines(Rulebook rulebook, Item item, TradeRequest request) {
    List<Line> lines = new ArrayList<>();
    Controls.@Nullable Stretch before = null;
    for (Controls.Stretch stretch : Controls.timeline(rulebook, item, request)) {
      lines.add(
          new Line(
              stretch.from(),
              stretch.until(),
              stretch.enforced(),
              stretch.codified(),
              before == null ? List.of("coverage begins") : changes(before, stretch)));
      before = stretch;
    }
    return lines;
  }

  /** Texts that began, changed or ended to apply between two stretches. */
  private static List<String> changes(Controls.Stretch before, Controls.Stretch after) {
    Map<String, String> old = applying(before);
    Map<String, String> now = applying(after);
    List<String> changes = new ArrayList<>();
    now.forEach((key, citation) -> {
      if (!old.containsKey(key)) {
        changes.add("+ " + key + " [" + citation + "]");
      }
    });
    old.forEach((key, citation) -> {
      if (!now.containsKey(key)) {
        changes.add("- " + key);
      }
    });
    return changes.isEmpty()
        ? List.of("the facts of the item's entry are read otherwise")
        : changes;
  }

  private static Map<String, String> applying(Controls.Stretch stretch) {
    Map<String, String> out = new LinkedHashMap<>();
    for (Determination d : List.of(stretch.enforced(), stretch.codified())) {
      d.requirements().forEach(r -> add(out, r.finding()));
      d.overlays().forEach(o -> add(out, o.finding()));
      String eccn = d.eccn();
      if (eccn != null) {
        d.provisions().stream()
            .filter(f -> f.provision().id().equals(eccn))
            .forEach(f -> add(out, f));
      }
    }
    return out;
  }

  private static void add(Map<String, String> out, Determination.Finding finding) {
    String id = finding.provision().id();
    String version = finding.version().id();
    out.put(id.equals(version) ? id : id + " (" + version + ")", finding.version().cite().line());
  }

  private static String outcome(Determination d) {
    String eccn = d.eccn();
    return d.verdict().word()
        + (eccn == null ? "" : ", " + eccn)
        + (d.reviewPolicy() == null ? "" : ", " + Text.REVIEW_POLICY + d.reviewPolicy().words());
  }

  private static String text(Item item, TradeRequest request, List<Line> lines, Rulebook rulebook) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s (%s)  →  %s, %s to %s%n"
            .formatted(
                item.name(),
                item.id(),
                request.to(),
                rulebook.coversFrom(),
                rulebook.lastReviewed()));
    for (var notice : lines.getLast().enforced().trade().notices()) {
      out.append("\n%s: %s%n".formatted(notice.code(), notice.text()));
    }
    for (Line line : lines) {
      String enforced = outcome(line.enforced());
      String codified = outcome(line.codified());
      out.append(
          "%n%s to %s  %s%n"
              .formatted(
                  line.from(),
                  line.until() == null ? "review    " : line.until().minusDays(1),
                  enforced));
      if (!enforced.equals(codified)) {
        out.append("                          codified: ").append(codified).append('\n');
      }
      line.changes().forEach(change -> out.append("    ").append(change).append('\n'));
    }
    return out.toString();
  }

  private static Object document(Item item, List<Line> lines, Rulebook rulebook) {
    return Json.object(
        "item", Json.object("id", item.id(), "name", item.name()),
        "destination", lines.getFirst().enforced().trade().destination(),
        "coversFrom", rulebook.coversFrom().toString(),
        "lastReviewed", rulebook.lastReviewed().toString(),
        "periods",
            lines.stream()
                .map(line ->
                    Json.object(
                        "from", line.from().toString(),
                        "until", line.until() == null ? null : line.until().toString(),
                        "enforced", outcomeDocument(line.enforced()),
                        "codified", outcomeDocument(line.codified()),
                        "changes", line.changes()))
                .toList(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static Object outcomeDocument(Determination d) {
    return Json.object(
        "verdict", d.verdict().word(),
        "eccn", d.eccn(),
        "reviewPolicy", d.reviewPolicy() == null ? null : d.reviewPolicy().word(),
        "requirements", d.requirements().stream().map(r -> r.finding().provision().id()).toList(),
        "overlays", d.overlays().stream().map(o -> o.finding().provision().id()).toList());
  }

  private static List<String> row(Item item, Line line) {
    return List.of(
        item.id(),
        line.from().toString(),
        line.until() == null ? "" : line.until().toString(),
        line.enforced().verdict().word(),
        String.valueOf(line.enforced().eccn()),
        line.enforced().reviewPolicy() == null ? "" : line.enforced().reviewPolicy().word(),
        line.codified().verdict().word(),
        String.valueOf(line.codified().eccn()),
        line.codified().reviewPolicy() == null ? "" : line.codified().reviewPolicy().word(),
        line.changes().stream().collect(Collectors.joining("; ")));
  }
}
