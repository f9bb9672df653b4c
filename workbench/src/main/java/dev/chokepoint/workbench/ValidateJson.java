package dev.chokepoint.workbench;

import dev.chokepoint.performance.Accuracy;
import dev.chokepoint.performance.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Predictions beside measurements as JSON values; described in docs/json.md. */
final class ValidateJson {
  private ValidateJson() {}

  static Map<String, Object> document(
      Measurements.Folder read,
      Map<Series, Validation.Line> lines,
      Map<Series, Accuracy> leftOut,
      List<WholeRuns.FileOf> whole) {
    List<Object> files = new ArrayList<>();
    whole.forEach(file -> WholeRuns.lines(file).forEach(each -> files.add(line(each))));
    List<Object> unread = new ArrayList<>();
    for (Measurements.FileOf file : read.files()) {
      for (Series series : file.series()) {
        Validation.Line each = Objects.requireNonNull(lines.get(series));
        files.add(line(file, each, leftOut.get(series)));
      }
      if (file.series().isEmpty()) {
        unread.add(
            Json.object(
                "file", file.file(),
                "token", file.unknownToken(),
                "rows", file.rows(),
                "skipped", AccuracyJson.skipped(file.skipped())));
      }
    }
    List<Object> families = new ArrayList<>();
    Map<String, double[]> without = Validation.byFamily(leftOut);
    Validation.families(lines)
        .forEach((family, row) -> {
          double[] out = without.get(family);
          families.add(
              Json.object(
                  "family", family,
                  "chips", row.chips(),
                  "mape", AccuracyJson.percent(row.mean()),
                  "medianApe", AccuracyJson.percent(row.median()),
                  "coverage", AccuracyJson.round(row.coverage()),
                  "roofline", Json.object("mape", AccuracyJson.percent(row.roofline())),
                  "threeConstants", Json.object("mape", AccuracyJson.percent(row.three())),
                  "leftOut",
                      out == null
                          ? null
                          : Json.object(
                              "mape", AccuracyJson.percent(out[0]),
                              "medianApe", AccuracyJson.percent(out[1]))));
        });
    List<String> known = whole.stream().map(WholeRuns.FileOf::file).toList();
    return Json.object(
        "files", files,
        "families", families,
        "unread", unread,
        "others", read.others().stream().filter(each -> !known.contains(each)).toList());
  }

  private static Map<String, Object> line(
      Measurements.FileOf file, Validation.Line each, @Nullable Accuracy without) {
    Map<String, Object> out =
        AccuracyJson.of(
            Json.object(
                "file", file.file(),
                "family", each.series().family(),
                "item", each.series().item().id(),
                "stack", each.series().stack(),
                "rows", file.rows(),
                "skipped", AccuracyJson.skipped(file.skipped())),
            each.accuracy(),
            each.coverage(),
            each.roofline(),
            each.threeConstants());
    return with(out, without);
  }

  private static Map<String, Object> line(WholeRuns.Line each) {
    Map<String, Object> out =
        AccuracyJson.of(
            Json.object(
                "file", each.file().file(),
                "family", each.family(),
                "item", each.item(),
                "stack", "whole models",
                "rows", each.file().rows(),
                "skipped", AccuracyJson.skipped(each.file().skipped())),
            each.accuracy(),
            each.coverage(),
            each.roofline(),
            each.oneConstant());
    return with(out, null);
  }

  private static Map<String, Object> with(Map<String, Object> line, @Nullable Accuracy without) {
    Map<String, Object> out = new LinkedHashMap<>(line);
    out.put(
        "leftOut",
        without == null
            ? null
            : Json.object(
                "mape", AccuracyJson.percent(without.mean()),
                "medianApe", AccuracyJson.percent(without.median())));
    return out;
  }
}
