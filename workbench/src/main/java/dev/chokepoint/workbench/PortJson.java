package dev.chokepoint.workbench;

import dev.chokepoint.porting.Assessment;
import dev.chokepoint.porting.Assessment.Cost;
import dev.chokepoint.porting.Assessment.Judged;
import dev.chokepoint.porting.Interval;
import dev.chokepoint.porting.PortTable;
import dev.chokepoint.porting.PortVerdict;
import dev.chokepoint.porting.Rates;
import dev.chokepoint.porting.Stage;
import dev.chokepoint.porting.Use;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A porting report as JSON, and its uses as CSV. */
final class PortJson {
  private static final List<String> COLUMNS =
      List.of(
          "file",
          "line",
          "name",
          "library",
          "construct",
          "verdict",
          "becomes",
          "since",
          "restriction",
          "table",
          "done");

  private PortJson() {}

  static Map<String, Object> document(PortAnswer answer) {
    Assessment a = answer.assessment();
    Map<String, Object> document = summary(answer);
    document.put("uses", a.uses().stream().filter(PortJson::isShown).map(u -> use(a, u)).toList());
    document.put("byFile", a.byFile().stream().map(PortJson::cost).toList());
    document.put("byCause", a.byCause().stream().map(PortJson::cost).toList());
    document.put("orderOfWork", answer.stages().stream().map(PortJson::stage).toList());
    document.put(
        "tools",
        answer.tools().stream()
            .map(t -> Json.object("name", t.name(), "does", t.does(), "source", t.source()))
            .toList());
    document.put("assumptions", answer.assumptions());
    document.put("tables", answer.tables().stream().map(PortJson::table).toList());
    document.putAll(Json.problems(answer.inventory().problems()));
    return document;
  }

  /** What one target comes to, without its uses. */
  static Map<String, Object> summary(PortAnswer answer) {
    Assessment a = answer.assessment();
    Map<String, Object> unsupported =
        Json.object("references", a.unsupportedReferences(), "distinct", a.unsupportedNames());
    return new LinkedHashMap<>(
        Json.object(
            "program", answer.name(),
            "target", a.target().word(),
            "asOf", a.asOf().toString(),
            "targetVersion", a.version().isEmpty() ? null : a.version(),
            "isCuda", a.isCuda(),
            "minimumCuda", a.minimumCuda().isEmpty() ? null : a.minimumCuda(),
            "references", a.references(),
            "distinctNames", a.distinctNames(),
            "unsupported", unsupported,
            "referencesByLibrary", a.referencesByLibrary(),
            "referencesElsewhere", elsewhere(a),
            "hipify",
                Json.object(
                    "references", a.hipify().references(), "unconverted", a.hipify().unconverted()),
            "kernels", a.kernels(),
            "kernelBodies", a.kernelBodies(),
            "launches", a.launches(),
            "features", a.features(),
            "verdicts", verdicts(a),
            "scores", scores(a),
            "changedLines", a.changedLines() == null ? null : Math.round(a.changedLines()),
            "handWorkLikelihood", rounded(a.handWork(), 1000),
            "effortDays", interval(a.effortDays()),
            "topCosts", a.topCosts().stream().map(PortJson::cost).toList(),
            "alreadyPorted", a.alreadyPorted(),
            "vendored",
                Json.object(
                    "files", a.vendored().files(),
                    "references", a.vendored().references(),
                    "folders", a.vendored().folders()),
            "scanned",
                Json.object(
                    "files", answer.inventory().filesRead(),
                    "unread", a.unread(),
                    "lines", answer.inventory().linesRead(),
                    "bytes", answer.inventory().bytesRead())));
  }

  private static Map<String, Object> elsewhere(Assessment a) {
    return Json.object(
        "disabled", a.referencesByPlace().getOrDefault(Use.Place.DISABLED, 0),
        "comments", a.referencesByPlace().getOrDefault(Use.Place.COMMENT, 0),
        "strings", a.referencesByPlace().getOrDefault(Use.Place.STRING, 0),
        "done", a.doneReferences(),
        "leftOut", a.leftOut());
  }

  private static Map<String, Object> verdicts(Assessment a) {
    Map<String, Object> verdicts = new LinkedHashMap<>();
    for (PortVerdict verdict : PortVerdict.values()) {
      verdicts.put(verdict.word(), a.verdicts().getOrDefault(verdict, 0));
    }
    return verdicts;
  }

  private static Map<String, Object> scores(Assessment a) {
    return Json.object(
        "names", rounded(a.scores().names(), 10),
        "libraries", rounded(a.scores().libraries(), 10),
        "kernels", rounded(a.scores().kernels(), 10),
        "numerics", rounded(a.scores().numerics(), 10),
        "tuning", rounded(a.scores().tuning(), 10));
  }

  private static @Nullable Double rounded(@Nullable Double value, double parts) {
    return value == null ? null : Math.round(value * parts) / parts;
  }

  /**
   * Days to three figures are more than the estimate knows; they keep the order of small programs.
   */
  private static Map<String, Object> interval(Interval days) {
    return Json.object(
        "low", rounded(days.low(), 1000),
        "mid", rounded(days.mid(), 1000),
        "high", rounded(days.high(), 1000));
  }

  private static Map<String, Object> cost(Cost cost) {
    return Json.object(
        "file",
        cost.file().isEmpty() ? null : cost.file(),
        "line",
        cost.line() == 0 ? null : cost.line(),
        "cause",
        cost.cause().isEmpty() ? null : cost.cause(),
        "verdict",
        cost.verdict().word(),
        "places",
        cost.uses(),
        "effortDays",
        interval(cost.minutes().times(1 / Rates.MINUTES_PER_DAY)));
  }

  private static Map<String, Object> stage(Stage.Part part) {
    return Json.object(
        "stage", part.stage().name().toLowerCase(java.util.Locale.ROOT),
        "text", part.stage().title(),
        "effortDays", interval(part.minutes().times(1 / Rates.MINUTES_PER_DAY)));
  }

  private static Map<String, Object> table(PortTable table) {
    return Json.object(
        "id", table.id(),
        "title", table.title(),
        "source", table.source(),
        "date", table.date() == null ? null : table.date().toString(),
        "versions", table.versions(),
        "note", table.note());
  }

  /** Mathematics on the host is C++: it is counted with the names and listed nowhere. */
  static boolean isShown(Judged judged) {
    return !judged.use().construct().equals("host-math");
  }

  private static Map<String, Object> use(Assessment a, Judged judged) {
    Use use = judged.use();
    return Json.object(
        "file", judged.file(),
        "line", use.line(),
        "name", use.name(),
        "library", use.library(),
        "construct", use.construct(),
        "verdict", judged.mapping().verdict().word(),
        "becomes", judged.mapping().becomes(),
        "since", judged.mapping().since(),
        "restriction", judged.mapping().restriction(),
        "table", judged.mapping().table(),
        "done", use.isDoneFor(a.target()));
  }

  static String csv(PortAnswer answer) {
    Assessment a = answer.assessment();
    return Csv.table(
        COLUMNS,
        a.uses().stream()
            .filter(PortJson::isShown)
            .map(u -> use(a, u).values().stream().map(String::valueOf).toList())
            .toList());
  }
}
