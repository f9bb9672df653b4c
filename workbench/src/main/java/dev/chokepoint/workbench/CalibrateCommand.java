package dev.chokepoint.workbench;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Accuracy;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Calibration;
import dev.chokepoint.performance.Intervals;
import dev.chokepoint.performance.Parameter;
import dev.chokepoint.performance.Series;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
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

/** Refits the constants, and says how far they carry to a chip that was left out. */
@Command(
    name = "calibrate",
    description = "Refit the constants to measured operators; errors on chips left out.")
final class CalibrateCommand implements Callable<Integer> {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--measurements",
      paramLabel = "DIR",
      description = "Folder of CSV files with measured latencies.")
  @Nullable Path folder;

  @Option(
      names = "--mine",
      paramLabel = "FILE",
      description = "Your own measurements: what intervals they show; nothing is refitted.")
  @Nullable Path mine;

  @Option(
      names = "--chip-map",
      paramLabel = "FILE",
      description = "CSV with columns token, item and, optionally, stack.")
  @Nullable Path chipMap;

  @Option(names = "--refit", description = "Also refit on all chips and print the constants.")
  boolean refit;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  /** Errors of one family on chips left out. */
  private record Family(String name, List<Calibration.LeftOut> leftOut, Intervals.Spread spread) {}

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    Knowledge knowledge = java.util.Objects.requireNonNull(main).knowledge();
    Basis basis = knowledge.basis();
    var names = knowledge.measurementNames();
    if (chipMap != null) {
      names = names.with(Measurements.chipMap(chipMap));
    }
    Path own = mine;
    Path from = folder;
    if (own != null) {
      List<Mine.Line> lines = Mine.lines(knowledge, names, own);
      if (json) {
        line.getOut()
            .println(Json.write(Json.object("mine", lines.stream().map(Mine::document).toList())));
      } else {
        lines.forEach(each -> line.getOut().println(Mine.text(each)));
      }
      return 0;
    }
    if (from == null) {
      throw new Refused(
          new Problem("missing", "--measurements", "", "--measurements DIR or --mine FILE", ""));
    }
    var read = Measurements.read(from, names, knowledge.catalog(), basis);
    List<Series> series = read.series();
    if (refit) {
      if (!json) {
        line.getErr().println("refitting on all chips");
        line.getErr().flush();
      }
      basis = Calibration.fit(basis, series);
    }
    List<Family> families = new ArrayList<>();
    for (String family : series.stream().map(Series::family).distinct().sorted().toList()) {
      if (!json) {
        line.getErr().println("leaving out chips: " + family);
        line.getErr().flush();
      }
      var leftOut = Calibration.leaveOneOut(basis, series, family);
      families.add(new Family(family, leftOut, Validation.spread(leftOut)));
    }
    print(line.getOut(), basis, families);
    return read.unknownTokens().isEmpty() ? 0 : ValidateCommand.UNDETERMINED;
  }

  private void print(PrintWriter out, Basis basis, List<Family> families) {
    if (json) {
      out.println(
          Json.write(
              Json.object(
                  "families",
                  families.stream().map(each -> document(each)).toList(),
                  "parameters",
                  refit
                      ? basis.parameters().stream().map(p -> parameter(basis, p)).toList()
                      : List.of())));
      return;
    }
    out.println("Error on a chip that was left out of the fit, percent: mean / median");
    for (Family family : families) {
      Map<Series, Accuracy> accuracies = new LinkedHashMap<>();
      family.leftOut().forEach(each -> accuracies.put(each.series(), Accuracy.of(each.array())));
      double[] mean = Validation.byFamily(accuracies).getOrDefault(family.name(), new double[3]);
      out.println(
          "%n%-16s %5.1f / %4.1f   chips %.0f, interval /%.2f .. x%.2f"
              .formatted(
                  family.name(),
                  100 * mean[0],
                  100 * mean[1],
                  mean[2],
                  family.spread().down(),
                  family.spread().up()));
      accuracies.forEach((series, accuracy) ->
          out.println(
              "  %-32s %-22s %5.1f / %4.1f  bias %+5.1f  rows %d"
                  .formatted(
                      series.file(),
                      series.item().id(),
                      100 * accuracy.mean(),
                      100 * accuracy.median(),
                      100 * accuracy.bias(),
                      accuracy.rows())));
    }
  }

  private static Map<String, Object> document(Family family) {
    Map<Series, Accuracy> accuracies = new LinkedHashMap<>();
    family.leftOut().forEach(each -> accuracies.put(each.series(), Accuracy.of(each.array())));
    double[] mean = Validation.byFamily(accuracies).getOrDefault(family.name(), new double[3]);
    List<Object> chips = new ArrayList<>();
    accuracies.forEach((series, accuracy) ->
        chips.add(
            AccuracyJson.of(
                Json.object(
                    "file", series.file(), "item", series.item().id(), "stack", series.stack()),
                accuracy)));
    return Json.object(
        "family", family.name(),
        "mape", AccuracyJson.percent(mean[0]),
        "medianApe", AccuracyJson.percent(mean[1]),
        "interval", Mine.spread(family.spread()),
        "leftOut", chips);
  }

  private static Map<String, Object> parameter(Basis basis, Parameter each) {
    double value =
        each.stack().isEmpty()
            ? basis.constants().value(each.key())
            : basis.stacks().stream()
                .filter(stack -> stack.name().equals(each.stack()))
                .findFirst()
                .orElseThrow()
                .value(each.key());
    return Json.object("name", each.name(), "value", significant(value));
  }

  private static double significant(double value) {
    return new java.math.BigDecimal(value).round(new java.math.MathContext(4)).doubleValue();
  }
}
