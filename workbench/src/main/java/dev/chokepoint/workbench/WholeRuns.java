package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.performance.Accuracy;
import dev.chokepoint.performance.Estimate.Interval;
import dev.chokepoint.performance.MeasurementNames;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Measured runs of whole models beside predictions, by the columns of their files. */
final class WholeRuns {
  private static final Set<String> SERVED = Set.of("ttft_ms", "tpot_ms", "isl", "osl", "mode");
  private static final Set<String> STATIC = Set.of("prefill_ms", "decode_step_ms", "run", "tp");

  private WholeRuns() {}

  /**
   * One measured time.
   *
   * @param family what was measured
   * @param roofline seconds at the datasheet's peaks
   */
  record Run(String family, String item, double measured, Interval predicted, double roofline) {}

  /** Rows that cannot be used, with the reason. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String reason) {
      super(reason);
    }
  }

  /** One file with what can be used of it. */
  record FileOf(String file, int rows, List<Run> runs, Map<String, Integer> skipped) {
    int used() {
      return rows - skipped.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /**
   * One family of one file on one chip.
   *
   * @param oneConstant the roofline times one factor fitted on the other chips of the file
   */
  record Line(
      FileOf file,
      String family,
      String item,
      Accuracy accuracy,
      Accuracy.Coverage coverage,
      Accuracy roofline,
      Accuracy oneConstant) {}

  /** A file of whole models, or null when its columns are of another kind. */
  static @Nullable FileOf read(Path path, Knowledge knowledge, MeasurementNames names) {
    List<Csv.Row> rows = Csv.read(Source.of(path));
    String file = String.valueOf(path.getFileName());
    Set<String> header = rows.isEmpty() ? Set.of() : rows.getFirst().values().keySet();
    boolean served = header.containsAll(SERVED);
    if (!served && !header.containsAll(STATIC)) {
      return null;
    }
    WholeRow reader = new WholeRow(knowledge, names, lengths(path, served), repeated(rows, names));
    List<Run> runs = new ArrayList<>();
    Map<String, Integer> skipped = new TreeMap<>();
    Map<String, Csv.Row> complete = served ? complete(rows) : Map.of();
    for (Csv.Row stated : rows) {
      Csv.Row row = complete.getOrDefault(served ? key(stated) : "", stated);
      try {
        runs.addAll(served ? reader.served(row) : reader.batch(row));
      } catch (Unusable e) {
        skipped.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
      } catch (Refused e) {
        skipped.merge(e.problems().getFirst().id().replace('-', ' '), 1, Integer::sum);
      }
    }
    return new FileOf(file, rows.size(), runs, skipped);
  }

  /**
   * Rows that say how many copies there were. Tables list some runs twice, once without them; the
   * same chip, lengths, requests and times are the same run, and its fuller row describes it.
   */
  private static Map<String, Csv.Row> complete(List<Csv.Row> rows) {
    Map<String, Csv.Row> complete = new LinkedHashMap<>();
    for (Csv.Row row : rows) {
      if (row.get("decode_num_workers") != null && row.get("decode_tp_size") != null) {
        complete.putIfAbsent(key(row), row);
      }
    }
    return complete;
  }

  /** Keys of rows that are listed under the second name of a rule on drafts. */
  static Set<String> repeated(List<Csv.Row> rows, MeasurementNames names) {
    List<String> second = names.drafts().stream().map(MeasurementNames.Drafts::unless).toList();
    return rows.stream()
        .filter(row -> second.stream().anyMatch(String.valueOf(row.get("model_path"))::startsWith))
        .map(WholeRuns::key)
        .collect(java.util.stream.Collectors.toSet());
  }

  static String key(Csv.Row row) {
    return java.util.stream.Stream.of(
            "system", "mode", "isl", "osl", "concurrency", "ttft_ms", "tpot_ms")
        .map(column -> String.valueOf(row.get(column)))
        .collect(java.util.stream.Collectors.joining("|"));
  }

  /** Exact prompt lengths stand in a file beside that of the runs. */
  private static Map<String, long[]> lengths(Path path, boolean served) {
    Map<String, long[]> lengths = new LinkedHashMap<>();
    Path beside =
        path.resolveSibling(String.valueOf(path.getFileName()).replace("static", "lengths"));
    if (!served && java.nio.file.Files.isRegularFile(beside) && !beside.equals(path)) {
      for (Csv.Row row : Csv.read(Source.of(beside))) {
        String run = row.get("run");
        String all = row.get("prompt_lengths");
        if (run != null && all != null && all.matches("[0-9 ]+")) {
          lengths.put(
              run,
              java.util.Arrays.stream(all.strip().split(" +", -1))
                  .mapToLong(Long::parseLong)
                  .toArray());
        }
      }
    }
    return lengths;
  }

  /** What each family of a file shows on each chip. */
  static List<Line> lines(FileOf file) {
    Map<String, Map<String, List<Run>>> families = new LinkedHashMap<>();
    for (Run run : file.runs()) {
      families
          .computeIfAbsent(run.family(), k -> new TreeMap<>())
          .computeIfAbsent(run.item(), k -> new ArrayList<>())
          .add(run);
    }
    List<Line> lines = new ArrayList<>();
    families.forEach((family, items) ->
        items.forEach((item, runs) -> lines.add(line(file, family, item, runs, items))));
    return lines;
  }

  private static Line line(
      FileOf file, String family, String item, List<Run> runs, Map<String, List<Run>> items) {
    double[] others =
        items.entrySet().stream()
            .filter(each -> !each.getKey().equals(item))
            .flatMap(each -> each.getValue().stream())
            .mapToDouble(run -> Math.log(run.measured() / run.roofline()))
            .toArray();
    double factor = Accuracy.quantile(others, 0.5);
    long inside =
        runs.stream()
            .filter(run ->
                run.predicted().low() <= run.measured() && run.measured() <= run.predicted().high())
            .count();
    return new Line(
        file,
        family,
        item,
        Accuracy.of(
            runs.stream()
                .mapToDouble(run -> Math.log(run.predicted().mid() / run.measured()))
                .toArray()),
        Accuracy.Coverage.of(inside, runs.size()),
        Accuracy.of(
            runs.stream().mapToDouble(run -> Math.log(run.roofline() / run.measured())).toArray()),
        Accuracy.of(
            runs.stream()
                .mapToDouble(run -> Math.log(run.roofline() / run.measured()) + factor)
                .toArray()));
  }

  /** The item of a chip's name as a file writes it. */
  static Item item(Knowledge knowledge, MeasurementNames names, String name) throws Unusable {
    String plain = name.replace("_", "").toLowerCase(java.util.Locale.ROOT);
    MeasurementNames.Chip chip = names.chips().get(plain);
    String wanted = chip == null ? name.replace('_', ' ') : chip.item();
    List<Item> items = knowledge.catalog().find(wanted);
    if (items.isEmpty()) {
      throw new Unusable("chip unknown: " + name);
    }
    return items.getFirst();
  }
}
