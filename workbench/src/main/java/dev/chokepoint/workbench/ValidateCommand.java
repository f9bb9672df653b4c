package dev.chokepoint.workbench;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Accuracy;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.MeasurementNames;
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

/** Predictions beside measured latencies. */
@Command(
    name = "validate",
    description = "Hold predictions against what was measured or published.")
final class ValidateCommand implements Callable<Integer> {
  static final int UNDETERMINED = 11;
  private static final double MOST_SKIPPED = 0.02;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--measurements",
      paramLabel = "DIR",
      description = "Folder of CSV files with measured latencies.")
  @Nullable Path folder;

  @Option(names = "--published", description = "Published figures beside what is calculated.")
  boolean published;

  @Option(names = "--left-out", description = "Also refit without each chip; about a minute.")
  boolean leftOut;

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
    Path from = folder;
    if (published == (from != null)) {
      throw new Refused(
          new Problem(
              "missing", "--measurements", "", "either --measurements DIR or --published", ""));
    }
    if (from == null) {
      List<Published.Line> points = Published.lines(knowledge, main.today());
      if (json) {
        line.getOut().println(Json.write(Published.document(points)));
      } else {
        Published.print(line.getOut(), points);
      }
      return points.stream().allMatch(each -> each.problem().isEmpty()) ? 0 : Main.BAD_REQUEST;
    }
    return measured(line, knowledge, from);
  }

  private int measured(CommandLine line, Knowledge knowledge, Path from) {
    Basis basis = knowledge.basis();
    MeasurementNames names = knowledge.measurementNames();
    if (chipMap != null) {
      names = names.with(Measurements.chipMap(chipMap));
    }
    Measurements.Folder read = Measurements.read(from, names, knowledge.catalog(), basis);
    List<WholeRuns.FileOf> whole = whole(from, read, knowledge, names);
    List<Series> all = read.series();
    Map<Series, Validation.Line> lines = new LinkedHashMap<>();
    all.forEach(each -> lines.put(each, Validation.line(basis, each, all)));
    Map<Series, Accuracy> without = leftOut ? Validation.leftOut(basis, all) : Map.of();
    if (json) {
      line.getOut().println(Json.write(ValidateJson.document(read, lines, without, whole)));
    } else {
      ValidateText.print(line.getOut(), read, lines, without);
      ValidateText.printWhole(line.getOut(), whole);
    }
    List<String> lossy = lossy(read, whole);
    if (!json) {
      notices(line.getErr(), read, lossy);
    }
    return !read.unknownTokens().isEmpty() ? UNDETERMINED : lossy.isEmpty() ? 0 : Main.BAD_REQUEST;
  }

  /** What is not answered, for people; the JSON holds it as {@code unread} and {@code skipped}. */
  private static void notices(PrintWriter err, Measurements.Folder read, List<String> lossy) {
    read.unknownTokens()
        .forEach(token ->
            err.println(
                "unknown chip token (%s); --chip-map FILE with columns token, item."
                    .formatted(token)));
    lossy.forEach(
        file -> err.println("more than 2%% of the rows were skipped (%s).".formatted(file)));
  }

  private static List<String> lossy(Measurements.Folder read, List<WholeRuns.FileOf> whole) {
    return java.util.stream.Stream.concat(
            read.files().stream().filter(ValidateCommand::isLossy).map(Measurements.FileOf::file),
            whole.stream()
                .filter(file -> file.rows() - file.used() > MOST_SKIPPED * file.rows())
                .map(WholeRuns.FileOf::file))
        .toList();
  }

  /** Files of whole models among those that hold no operators. */
  private static List<WholeRuns.FileOf> whole(
      Path from, Measurements.Folder read, Knowledge knowledge, MeasurementNames names) {
    List<WholeRuns.FileOf> files = new ArrayList<>();
    for (String other : read.others()) {
      WholeRuns.FileOf file = WholeRuns.read(from.resolve(other), knowledge, names);
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  private static boolean isLossy(Measurements.FileOf file) {
    return file.unknownToken() == null && file.rows() - file.used() > MOST_SKIPPED * file.rows();
  }
}
