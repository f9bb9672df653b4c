package dev.chokepoint.bench.port;

import dev.chokepoint.bench.port.Programs.Program;
import dev.chokepoint.porting.Interval;
import dev.chokepoint.porting.PortVerdict;
import dev.chokepoint.porting.Porting;
import dev.chokepoint.porting.PortingFacts;
import dev.chokepoint.porting.Rates;
import dev.chokepoint.porting.Target;
import dev.chokepoint.workbench.porting.PortTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Effort against the size of finished ports, programs left out, and the constants that ship.
 * Arguments: the shared table, a folder with {@code src/NAME-cuda} of its programs, and perhaps a
 * file to write what the scanner saw to.
 */
public final class PortEffort {
  private static final List<String> HIP_KINDS = List.of("constant", "call", "hand", "launch");
  private static final List<String> SYCL_KINDS =
      List.of("constant", "call", "hand", "language", "vector", "math", "launch");
  private static final List<String> SIGNS =
      List.of(
          "constant",
          "statements",
          "warp",
          "lanes",
          "cub",
          "library",
          "low-precision",
          "launch-bounds",
          "missing",
          "vector-operator");
  private static final Fit.Model LINES = new Fit.Model(Fit.LOGARITHMS, 0, 40, 1, 0);
  private static final Fit.Model ODDS = new Fit.Model(Fit.LOGISTIC, -6, 6, 0, 0.05);

  private PortEffort() {}

  public static void main(String[] args) throws IOException {
    PortTables tables = new PortTables(null);
    List<Program> all = Programs.read(Path.of(args[0]), Path.of(args[1]), tables);
    List<Program> hip = with(all, "hip_raw_changed_lines");
    List<Program> sycl = with(all, "sycl_changed_stmts");
    System.out.printf(
        Locale.ROOT,
        "%d programs, %d with a HIP port, %d with a SYCL port%n",
        all.size(),
        hip.size(),
        sycl.size());

    System.out.println("\nrank correlation with raw changed lines of HIP ports");
    alone(hip, "hip_raw_changed_lines", Program::hip, p -> p.onHip().scores().names());
    double[] hipLines = column(hip, p -> p.figure("hip_raw_changed_lines"));
    lines("rocm", hip, HIP_KINDS, Program::hip, hipLines);

    System.out.println("\nrank correlation with changed statements of SYCL ports");
    alone(sycl, "sycl_changed_stmts", Program::sycl, p -> p.onSycl().scores().names());
    double[] syclLines = column(sycl, p -> p.figure("sycl_changed_stmts"));
    lines("sycl", sycl, SYCL_KINDS, Program::sycl, syclLines);

    System.out.println("\nmore than renaming in a HIP port: area under the curve");
    double[] more = column(hip, p -> p.figure("hip_changed_stmts_norm") > 0 ? 1 : 0);
    System.out.printf(Locale.ROOT, "  it happened in %.0f%n", Arrays.stream(more).sum());
    for (String count : List.of("cuda_loc", "cuda_refs", "kernels", "device_markers", "warp_ops")) {
      say(count + " alone", Fit.area(column(hip, p -> p.figure(count)), more));
    }
    say(
        "name score alone (turned round)",
        Fit.area(column(hip, p -> -or100(p.onHip().scores().names())), more));
    double[][] signs = matrix(hip, SIGNS, Program::signs);
    say("signs, programs left out", Fit.leftOut(ODDS, signs, more, Fit::area));
    double[] weights = Fit.weights(ODDS, signs, more);
    say("signs, weights from all (ship)", Fit.area(predicted(weights, signs), more));
    say("as shipped now", Fit.area(column(hip, p -> p.onHip().handWork()), more));
    print("rocm,risks,", SIGNS, weights);

    Prices.print(tables, hip, hipLines, sycl, syclLines);
    if (args.length > 2) {
      write(Path.of(args[2]), all);
    }
  }

  private static void alone(
      List<Program> programs,
      String truth,
      java.util.function.Function<Program, Map<String, Double>> kinds,
      java.util.function.Function<Program, Double> names) {
    double[] y = column(programs, p -> p.figure(truth));
    say("lines of code", Fit.spearman(column(programs, p -> p.figure("cuda_loc")), y));
    say("CUDA references", Fit.spearman(column(programs, p -> p.figure("cuda_refs")), y));
    say("name score", Fit.spearman(column(programs, p -> or100(names.apply(p))), y));
    double[] all =
        column(programs, p -> kinds.apply(p).values().stream().mapToDouble(d -> d).sum());
    say("lines with something to change, unweighted", Fit.spearman(all, y));
  }

  private static void lines(
      String target,
      List<Program> programs,
      List<String> kinds,
      java.util.function.Function<Program, Map<String, Double>> of,
      double[] y) {
    double[][] x = matrix(programs, kinds, of);
    say("changed lines, programs left out", Fit.leftOut(LINES, x, y, Fit::spearman));
    double[] weights = Fit.weights(LINES, x, y);
    say("changed lines, weights from all (ship)", Fit.spearman(predicted(weights, x), y));
    double[] ratio =
        IntStream.range(0, y.length)
            .filter(i -> y[i] > 0)
            .mapToDouble(i -> Fit.dot(weights, x[i]) / y[i])
            .sorted()
            .toArray();
    System.out.printf(
        Locale.ROOT,
        "  estimated over real: a tenth below %.2f, median %.2f, a tenth above %.2f%n",
        ratio[ratio.length / 10],
        ratio[ratio.length / 2],
        ratio[ratio.length * 9 / 10]);
    print(target + ",lines,", kinds, weights);
  }

  /** Prices of lines: chosen from a grid, so that each figure is one that a person can defend. */
  private static final class Prices {
    private static final double[] RENAMED = {0.5, 1, 2};
    private static final double[] REPLACE = {2, 3, 6};
    private static final double[] MISSING = {5, 10, 20};
    private static final double[] UNKNOWN = {1, 3, 6};
    private static final double[] FIRST = {10, 30, 60};

    private static void print(
        PortTables tables, List<Program> hip, double[] hipY, List<Program> sycl, double[] syclY) {
      List<double[]> grid = new ArrayList<>();
      for (double renamed : RENAMED) {
        for (double replace : REPLACE) {
          for (double missing : MISSING) {
            for (double unknown : UNKNOWN) {
              for (double first : FIRST) {
                grid.add(new double[] {renamed, replace, missing, unknown, first});
              }
            }
          }
        }
      }
      double[][] onHip = efforts(tables.facts(Target.ROCM), hip, grid, Programs.HIP);
      double[][] onSycl = efforts(tables.facts(Target.SYCL), sycl, grid, null);
      System.out.println("\neffort, middle of the interval: rank correlation");
      double[] shippedHip = column(hip, p -> p.onHip().effortMinutes().mid());
      double[] shippedSycl = column(sycl, p -> p.onSycl().effortMinutes().mid());
      say("HIP raw changed lines, as shipped", Fit.spearman(shippedHip, hipY));
      say("SYCL changed statements, as shipped", Fit.spearman(shippedSycl, syclY));
      say("HIP, prices chosen by SYCL ports alone", Fit.spearman(onHip[best(onSycl, syclY)], hipY));
      say("SYCL, prices chosen by HIP ports alone", Fit.spearman(onSycl[best(onHip, hipY)], syclY));
      say("HIP, prices chosen, programs left out", Fit.chosenLeftOut(onHip, hipY, Fit::spearman));
      say(
          "SYCL, prices chosen, programs left out",
          Fit.chosenLeftOut(onSycl, syclY, Fit::spearman));
      int best = 0;
      double[] merits = new double[grid.size()];
      for (int g = 0; g < grid.size(); g++) {
        merits[g] = (Fit.spearman(onHip[g], hipY) + Fit.spearman(onSycl[g], syclY)) / 2;
        best = merits[g] > merits[best] ? g : best;
      }
      System.out.printf(
          Locale.ROOT,
          "  grid of %d: mean of both from %.3f to %.3f; best {renamed, replace, missing, unknown,"
              + " first run} %s%n",
          grid.size(),
          Arrays.stream(merits).min().orElseThrow(),
          merits[best],
          Arrays.toString(grid.get(best)));
    }

    private static int best(double[][] efforts, double[] y) {
      return IntStream.range(0, efforts.length)
          .boxed()
          .max(Comparator.comparingDouble(g -> Fit.spearman(efforts[g], y)))
          .orElseThrow();
    }

    private static double[][] efforts(
        PortingFacts facts,
        List<Program> programs,
        List<double[]> grid,
        @org.jspecify.annotations.Nullable String version) {
      return grid.parallelStream()
          .map(prices -> {
            PortingFacts priced = facts.with(priced(facts.rates(), prices));
            return column(
                programs,
                p ->
                    Porting.assess(p.inventory(), priced, Programs.DAY, version)
                        .effortMinutes()
                        .mid());
          })
          .toArray(double[][]::new);
    }

    private static Rates priced(Rates rates, double[] prices) {
      Map<PortVerdict, Interval> perLine = new EnumMap<>(rates.minutesPerLine());
      perLine.put(PortVerdict.RENAMED, same(prices[0]));
      perLine.put(PortVerdict.PARTIAL, same(prices[1] * 2 / 3));
      perLine.put(PortVerdict.REPLACE, same(prices[1]));
      perLine.put(PortVerdict.REWRITE, same(prices[2]));
      perLine.put(PortVerdict.NONE, same(prices[2]));
      perLine.put(PortVerdict.UNKNOWN, same(prices[3]));
      return new Rates(
          perLine,
          rates.minutesPerStatement(),
          rates.minutesPerKernel(),
          same(prices[4]),
          rates.minutesPerBuildFile(),
          rates.minutesPerUnreadFile(),
          rates.linesPerUse(),
          rates.risks());
    }

    private static Interval same(double minutes) {
      return new Interval(minutes, minutes, minutes);
    }
  }

  private static void write(Path file, List<Program> programs) throws IOException {
    List<String> columns = new ArrayList<>(List.of("program"));
    HIP_KINDS.stream().skip(1).forEach(k -> columns.add("hip " + k));
    SYCL_KINDS.stream().skip(1).forEach(k -> columns.add("sycl " + k));
    SIGNS.stream().skip(1).forEach(k -> columns.add("sign " + k));
    try (CSVPrinter out =
        new CSVPrinter(
            Files.newBufferedWriter(file),
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get())) {
      out.printRecord(columns);
      for (Program p : programs) {
        List<String> row = new ArrayList<>(List.of(p.name()));
        HIP_KINDS.stream().skip(1).forEach(k -> row.add(cell(p.hip(), k)));
        SYCL_KINDS.stream().skip(1).forEach(k -> row.add(cell(p.sycl(), k)));
        SIGNS.stream().skip(1).forEach(k -> row.add(cell(p.signs(), k)));
        out.printRecord(row);
      }
    }
  }

  private static String cell(Map<String, Double> values, String key) {
    double value = values.getOrDefault(key, 0.0);
    return value == Math.rint(value)
        ? Long.toString(Math.round(value))
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private static double[][] matrix(
      List<Program> programs,
      List<String> kinds,
      java.util.function.Function<Program, Map<String, Double>> of) {
    return programs.stream()
        .map(p ->
            kinds.stream()
                .mapToDouble(k -> k.equals("constant") ? 1 : of.apply(p).getOrDefault(k, 0.0))
                .toArray())
        .toArray(double[][]::new);
  }

  private static List<Program> with(List<Program> programs, String column) {
    return programs.stream().filter(p -> !Double.isNaN(p.figure(column))).toList();
  }

  private static double[] column(List<Program> programs, ToDoubleFunction<Program> of) {
    return programs.stream().mapToDouble(of).toArray();
  }

  private static double or100(@org.jspecify.annotations.Nullable Double score) {
    return score == null ? 100 : score;
  }

  private static double[] predicted(double[] weights, double[][] x) {
    return Arrays.stream(x).mapToDouble(row -> Fit.dot(weights, row)).toArray();
  }

  private static void say(String what, double figure) {
    System.out.printf(Locale.ROOT, "  %-50s %6.3f%n", what, figure);
  }

  private static void print(String begin, List<String> kinds, double[] weights) {
    for (int i = 0; i < weights.length; i++) {
      System.out.println("    " + begin + kinds.get(i) + "," + (float) weights[i]);
    }
  }
}
