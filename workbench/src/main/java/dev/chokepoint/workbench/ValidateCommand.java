package dev.chokepoint.workbench;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Accuracy;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.MeasurementNames;
import dev.chokepoint.performance.Series;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Predictions beside measured latencies. */
@Command(name = "validate", description = "Hold predictions against measured operators.")
final class ValidateCommand implements Callable<Integer> {
  static final int UNDETERMINED = 11;
  private static final double MOST_SKIPPED = 0.02;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--measurements",
      required = true,
      paramLabel = "DIR",
      description = "Folder of CSV files with measured latencies.")
  Path folder = Path.of("");

  @Option(
      names = "--chip-map",
      paramLabel = "FILE",
      description = "CSV with columns token, item and, optionally, stack.")
  @Nullable Path chipMap;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    Knowledge knowledge = java.util.Objects.requireNonNull(main).knowledge();
    Basis basis = knowledge.basis();
    MeasurementNames names = knowledge.measurementNames();
    if (chipMap != null) {
      names = names.with(Measurements.chipMap(chipMap));
    }
    Measurements.Folder read = Measurements.read(folder, names, knowledge.catalog(), basis);
    List<WholeRuns.FileOf> whole = whole(read, knowledge, names);
    List<Series> all = read.series();
    Map<Series, Validation.Line> lines = new LinkedHashMap<>();
    all.forEach(each -> lines.put(each, Validation.line(basis, each, all)));
    if (json) {
      line.getOut().println(Json.write(document(read, lines, whole)));
    } else {
      print(line.getOut(), read, lines);
      printWhole(line.getOut(), whole);
    }
    read.unknownTokens()
        .forEach(token ->
            line.getErr()
                .println(
                    "unknown chip token (%s); --chip-map FILE with columns token, item."
                        .formatted(token)));
    List<String> lossy =
        read.files().stream()
            .filter(ValidateCommand::isLossy)
            .map(Measurements.FileOf::file)
            .toList();
    List<String> wholeLossy =
        whole.stream()
            .filter(file -> file.rows() - file.used() > MOST_SKIPPED * file.rows())
            .map(WholeRuns.FileOf::file)
            .toList();
    lossy = java.util.stream.Stream.concat(lossy.stream(), wholeLossy.stream()).toList();
    lossy.forEach(file ->
        line.getErr().println("more than 2%% of the rows were skipped (%s).".formatted(file)));
    return !read.unknownTokens().isEmpty() ? UNDETERMINED : lossy.isEmpty() ? 0 : Main.BAD_REQUEST;
  }

  /** Files of whole models among those that hold no operators. */
  private List<WholeRuns.FileOf> whole(
      Measurements.Folder read, Knowledge knowledge, MeasurementNames names) {
    List<WholeRuns.FileOf> files = new ArrayList<>();
    for (String other : read.others()) {
      WholeRuns.FileOf file = WholeRuns.read(folder.resolve(other), knowledge, names);
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  private static void printWhole(PrintWriter out, List<WholeRuns.FileOf> files) {
    for (WholeRuns.FileOf file : files) {
      out.println();
      out.println(
          "%s: %d of %d rows, whole models; roofline, and it times one fitted factor"
              .formatted(file.file(), file.used(), file.rows()));
      for (WholeRuns.Line each : WholeRuns.lines(file)) {
        Accuracy a = each.accuracy();
        out.println(
            "  %-14s %-22s %5d %5.1f%% %5.1f%% %+6.1f%% %.2f (%.2f-%.2f) %6.1f%% %6.1f%%"
                .formatted(
                    each.family(),
                    each.item(),
                    a.rows(),
                    100 * a.mean(),
                    100 * a.median(),
                    100 * a.bias(),
                    each.coverage().share(),
                    each.coverage().low(),
                    each.coverage().high(),
                    100 * each.roofline().median(),
                    100 * each.oneConstant().median()));
      }
      file.skipped()
          .forEach((reason, count) -> out.println("  skipped %d: %s".formatted(count, reason)));
    }
  }

  private static Map<String, Object> wholeLine(WholeRuns.Line each) {
    Accuracy a = each.accuracy();
    List<Object> skipped = new ArrayList<>();
    each.file()
        .skipped()
        .forEach((reason, count) -> skipped.add(Json.object("reason", reason, "rows", count)));
    return Json.object(
        "file", each.file().file(),
        "family", each.family(),
        "item", each.item(),
        "stack", "whole models",
        "rows", each.file().rows(),
        "used", a.rows(),
        "skipped", skipped,
        "mape", CalibrateCommand.percent(a.mean()),
        "medianApe", CalibrateCommand.percent(a.median()),
        "bias", CalibrateCommand.percent(a.bias()),
        "coverage", CalibrateCommand.round(each.coverage().share()),
        "coverageLow", CalibrateCommand.round(each.coverage().low()),
        "coverageHigh", CalibrateCommand.round(each.coverage().high()),
        "roofline", Json.object("mape", CalibrateCommand.percent(each.roofline().mean())),
        "threeConstants", Json.object("mape", CalibrateCommand.percent(each.oneConstant().mean())));
  }

  private static boolean isLossy(Measurements.FileOf file) {
    return file.unknownToken() == null && file.rows() - file.used() > MOST_SKIPPED * file.rows();
  }

  private static void print(
      PrintWriter out, Measurements.Folder read, Map<Series, Validation.Line> lines) {
    out.println(
        "%-32s %-14s %-22s %11s %6s %6s %6s %16s %7s %7s"
            .formatted(
                "file",
                "family",
                "chip",
                "used/rows",
                "mean",
                "median",
                "bias",
                "coverage",
                "roof",
                "three"));
    for (Measurements.FileOf file : read.files()) {
      for (Series series : file.series()) {
        Validation.Line each = java.util.Objects.requireNonNull(lines.get(series));
        Accuracy a = each.accuracy();
        out.println(
            "%-32s %-14s %-22s %5d/%-5d %5.1f%% %5.1f%% %+5.1f%% %.2f (%.2f-%.2f) %6.1f%% %6.1f%%"
                .formatted(
                    file.file(),
                    series.family(),
                    series.item().id(),
                    a.rows(),
                    file.rows(),
                    100 * a.mean(),
                    100 * a.median(),
                    100 * a.bias(),
                    each.coverage().share(),
                    each.coverage().low(),
                    each.coverage().high(),
                    100 * each.roofline().mean(),
                    100 * each.threeConstants().mean()));
      }
      file.skipped()
          .forEach((reason, count) -> out.println("  skipped %d: %s".formatted(count, reason)));
      if (file.unknownToken() != null) {
        out.println("%-32s chip unknown: %s".formatted(file.file(), file.unknownToken()));
      }
    }
    out.println();
    out.println("Chips weighing alike: mean / median, roofline, three constants");
    families(lines)
        .forEach((family, row) ->
            out.println(
                "  %-16s %5.1f%% / %4.1f%%   %5.1f%%   %5.1f%%   chips %.0f"
                    .formatted(
                        family, 100 * row[0], 100 * row[1], 100 * row[3], 100 * row[4], row[2])));
    if (!read.others().isEmpty()) {
      out.println("Not files of operators: " + String.join(", ", read.others()));
    }
  }

  private static Map<String, double[]> families(Map<Series, Validation.Line> lines) {
    Map<Series, Accuracy> model = new LinkedHashMap<>();
    Map<Series, Accuracy> roofline = new LinkedHashMap<>();
    Map<Series, Accuracy> three = new LinkedHashMap<>();
    lines.forEach((series, line) -> {
      model.put(series, line.accuracy());
      roofline.put(series, line.roofline());
      three.put(series, line.threeConstants());
    });
    Map<String, double[]> roofs = Validation.byFamily(roofline);
    Map<String, double[]> threes = Validation.byFamily(three);
    Map<String, double[]> out = new LinkedHashMap<>();
    Validation.byFamily(model)
        .forEach((family, row) ->
            out.put(
                family,
                new double[] {
                  row[0],
                  row[1],
                  row[2],
                  roofs.getOrDefault(family, row)[0],
                  threes.getOrDefault(family, row)[0]
                }));
    return out;
  }

  private static Map<String, Object> document(
      Measurements.Folder read, Map<Series, Validation.Line> lines, List<WholeRuns.FileOf> whole) {
    List<Object> files = new ArrayList<>();
    whole.forEach(file -> WholeRuns.lines(file).forEach(each -> files.add(wholeLine(each))));
    List<Object> unread = new ArrayList<>();
    for (Measurements.FileOf file : read.files()) {
      for (Series series : file.series()) {
        files.add(line(file, java.util.Objects.requireNonNull(lines.get(series))));
      }
      if (file.series().isEmpty()) {
        unread.add(
            Json.object(
                "file", file.file(),
                "token", file.unknownToken(),
                "rows", file.rows(),
                "skipped", skipped(file)));
      }
    }
    List<Object> families = new ArrayList<>();
    families(lines)
        .forEach((family, row) ->
            families.add(
                Json.object(
                    "family", family,
                    "chips", (int) row[2],
                    "mape", CalibrateCommand.percent(row[0]),
                    "medianApe", CalibrateCommand.percent(row[1]),
                    "roofline", Json.object("mape", CalibrateCommand.percent(row[3])),
                    "threeConstants", Json.object("mape", CalibrateCommand.percent(row[4])))));
    return Json.object(
        "files", files, "families", families, "unread", unread, "others", others(read, whole));
  }

  private static List<String> others(Measurements.Folder read, List<WholeRuns.FileOf> whole) {
    List<String> known = whole.stream().map(WholeRuns.FileOf::file).toList();
    return read.others().stream().filter(each -> !known.contains(each)).toList();
  }

  private static List<Object> skipped(Measurements.FileOf file) {
    List<Object> out = new ArrayList<>();
    file.skipped()
        .forEach((reason, count) -> out.add(Json.object("reason", reason, "rows", count)));
    return out;
  }

  private static Map<String, Object> line(Measurements.FileOf file, Validation.Line each) {
    Accuracy a = each.accuracy();
    return Json.object(
        "file", file.file(),
        "family", each.series().family(),
        "item", each.series().item().id(),
        "stack", each.series().stack(),
        "rows", file.rows(),
        "used", a.rows(),
        "skipped", skipped(file),
        "mape", CalibrateCommand.percent(a.mean()),
        "medianApe", CalibrateCommand.percent(a.median()),
        "bias", CalibrateCommand.percent(a.bias()),
        "coverage", CalibrateCommand.round(each.coverage().share()),
        "coverageLow", CalibrateCommand.round(each.coverage().low()),
        "coverageHigh", CalibrateCommand.round(each.coverage().high()),
        "roofline", Json.object("mape", CalibrateCommand.percent(each.roofline().mean())),
        "threeConstants",
            Json.object("mape", CalibrateCommand.percent(each.threeConstants().mean())));
  }
}
