package dev.chokepoint.workbench;

import dev.chokepoint.porting.Assessment;
import dev.chokepoint.porting.Assessment.Cost;
import dev.chokepoint.porting.Assessment.Judged;
import dev.chokepoint.porting.Mapping;
import dev.chokepoint.porting.PortTable;
import dev.chokepoint.porting.PortVerdict;
import dev.chokepoint.porting.Rates;
import dev.chokepoint.units.Problem;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A porting report as one printable HTML page without scripts or anything from elsewhere. */
final class PortHtml {
  /** A page with more uses than this is no longer read; JSON and CSV have all. */
  private static final int MOST_USES = 5_000;

  private PortHtml() {}

  static String page(PortAnswer answer) {
    Assessment a = answer.assessment();
    Map<String, Object> parts = new HashMap<>();
    parts.put("title", PortText.headline(answer));
    parts.put("facts", facts(answer));
    parts.put("scores", scores(a));
    parts.put("verdicts", verdicts(a));
    parts.put(
        "features",
        PortText.features(a).stream()
            .map(e -> List.of(e.getKey(), e.getValue().toString(), answer.title(e.getKey())))
            .toList());
    parts.put("costs", a.topCosts().stream().map(c -> cost(answer, c)).toList());
    parts.put("files", a.byFile().stream().map(c -> List.of(c.file(), days(c))).toList());
    parts.put(
        "order",
        answer.stages().stream()
            .map(p ->
                List.of(
                    p.stage().title(), PortText.days(p.minutes().times(1 / Rates.MINUTES_PER_DAY))))
            .toList());
    parts.put(
        "tools",
        answer.tools().stream().map(t -> List.of(t.name(), t.does(), t.source())).toList());
    parts.put("uses", uses(a));
    parts.put("tables", answer.tables().stream().map(PortHtml::table).toList());
    parts.put("done", a.alreadyPorted());
    parts.put("problems", answer.inventory().problems().stream().map(Problem::sentence).toList());
    parts.put("assumptions", answer.assumptions());
    parts.put("program", Main.programVersion());
    StringOutput out = new StringOutput();
    TemplateEngine.createPrecompiled(ContentType.Html).render("port.jte", parts, out);
    return out.toString();
  }

  private static List<List<String>> facts(PortAnswer answer) {
    Assessment a = answer.assessment();
    List<List<String>> facts = new ArrayList<>();
    if (!a.isCuda()) {
      facts.add(List.of("CUDA", PortText.nothing(answer)));
      return facts;
    }
    facts.add(List.of("Effort", PortText.days(a.effortDays()) + " person-days"));
    facts.add(List.of("Changed lines", PortText.changedLines(answer)));
    String hand = PortText.handWork(a);
    if (!hand.isEmpty()) {
      facts.add(List.of("More than renaming", hand));
    }
    facts.add(List.of("Names", PortText.names(a)));
    facts.add(
        List.of(
            "Kernels",
            a.kernelBodies() + ", launched in " + PortText.count(a.launches(), "place")));
    facts.add(List.of("Third party", PortText.vendored(a)));
    facts.add(List.of("Not in code", PortText.elsewhere(a)));
    if (a.leftOut() > 0) {
      facts.add(
          List.of("Left out, not done", PortText.count(a.leftOut(), "use") + ", nothing instead"));
    }
    if (a.unread() > 0) {
      facts.add(List.of("Not read, unknown", PortText.count(a.unread(), "file")));
    }
    if (!a.minimumCuda().isEmpty()) {
      facts.add(List.of("CUDA at least", a.minimumCuda() + ", by the newest name used"));
    }
    return facts;
  }

  private static List<List<String>> scores(Assessment a) {
    return List.of(
        List.of("names", score(a.scores().names()), "names of CUDA that a tool can exchange"),
        List.of("libraries", score(a.scores().libraries()), "library calls that keep their shape"),
        List.of("kernels", score(a.scores().kernels()), "statements of kernels that stay"),
        List.of("numerics", score(a.scores().numerics()), "precision, rounding, TF32"),
        List.of("tuning", score(a.scores().tuning()), "what runs, perhaps slowly"));
  }

  private static String score(@Nullable Double score) {
    return score == null ? "-" : String.format(Locale.ROOT, "%.0f", score);
  }

  private static List<List<String>> verdicts(Assessment a) {
    List<List<String>> rows = new ArrayList<>();
    for (PortVerdict verdict : PortVerdict.values()) {
      int count = a.verdicts().getOrDefault(verdict, 0);
      rows.add(List.of(verdict.word(), Integer.toString(count), verdict.meaning()));
    }
    return rows;
  }

  private static List<String> cost(PortAnswer answer, Cost cost) {
    return List.of(
        PortText.place(cost), answer.title(cost.cause()), cost.verdict().word(), days(cost));
  }

  private static String days(Cost cost) {
    return PortText.days(cost.minutes().times(1 / Rates.MINUTES_PER_DAY));
  }

  private static List<List<String>> uses(Assessment a) {
    return a.uses().stream()
        .filter(PortJson::isShown)
        .limit(MOST_USES)
        .map(judged -> use(a, judged))
        .toList();
  }

  private static List<String> use(Assessment a, Judged judged) {
    Mapping mapping = judged.mapping();
    String verdict = mapping.verdict().word();
    return List.of(
        judged.file() + ":" + judged.use().line(),
        judged.use().name(),
        judged.use().isDoneFor(a.target()) ? verdict + ", done" : verdict,
        mapping.becomes(),
        mapping.restriction(),
        mapping.table());
  }

  private static List<String> table(PortTable table) {
    LocalDate date = table.date();
    String versions = table.versions().isEmpty() ? "" : "; " + table.versions();
    return List.of(
        table.id(),
        table.title(),
        table.source(),
        (date == null ? "undated" : date.toString()) + versions,
        table.note());
  }
}
