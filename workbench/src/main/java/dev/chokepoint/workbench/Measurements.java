package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.MeasurementNames;
import dev.chokepoint.performance.Operator;
import dev.chokepoint.performance.Predictor;
import dev.chokepoint.performance.Series;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files of measured operators: what they hold, and what of it cannot be used and why. */
final class Measurements {
  private static final String LATENCY = "latency_ms";
  private static final String SUFFIX = ".csv";

  private Measurements() {}

  /**
   * One file.
   *
   * @param rows rows in the file
   * @param series what can be used, a series a family; empty when nothing can
   * @param skipped rows left out by reason
   * @param power measured watts beside each observation of the first series; empty when not there
   * @param unknownToken the chip's token when no item is known for it
   */
  record FileOf(
      String file,
      int rows,
      List<Series> series,
      Map<String, Integer> skipped,
      List<Double> power,
      @Nullable String unknownToken) {
    int used() {
      return series.stream().mapToInt(each -> each.observations().size()).sum();
    }
  }

  /**
   * Every file of a folder.
   *
   * @param files those whose columns are known, in the order of their names
   * @param others names of those whose columns are no form of operators
   */
  record Folder(List<FileOf> files, List<String> others) {
    List<Series> series() {
      return files.stream().flatMap(each -> each.series().stream()).toList();
    }

    List<String> unknownTokens() {
      return files.stream()
          .map(FileOf::unknownToken)
          .filter(java.util.Objects::nonNull)
          .distinct()
          .toList();
    }
  }

  static Folder read(Path folder, MeasurementNames names, Catalog catalog, Basis basis) {
    List<Path> paths;
    try (Stream<Path> list = Files.list(folder)) {
      paths =
          list.filter(path -> path.toString().toLowerCase(Locale.ROOT).endsWith(SUFFIX))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new Refused(
          new Problem(
              "no-such-folder",
              "--measurements",
              folder.toString(),
              "a folder of CSV files with measured latencies",
              ""));
    }
    List<FileOf> files = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Path path : paths) {
      Optional<FileOf> file = file(path, names, catalog, basis);
      file.ifPresentOrElse(files::add, () -> others.add(String.valueOf(path.getFileName())));
    }
    return new Folder(files, others);
  }

  /** One file; empty when its columns are no form of operators. */
  static Optional<FileOf> file(Path path, MeasurementNames names, Catalog catalog, Basis basis) {
    List<Csv.Row> rows = Csv.read(Source.of(path));
    String name = String.valueOf(path.getFileName());
    Set<String> header = rows.isEmpty() ? Set.of() : rows.getFirst().values().keySet();
    MeasurementForm form = MeasurementForm.of(header).orElse(null);
    if (form == null || !header.contains(LATENCY)) {
      return Optional.empty();
    }
    String stem = name.substring(0, name.length() - SUFFIX.length());
    MeasurementNames.Chip chip = chip(stem, names, catalog);
    if (chip == null) {
      String token = stem.substring(stem.lastIndexOf('_') + 1);
      return Optional.of(new FileOf(name, rows.size(), List.of(), Map.of(), List.of(), token));
    }
    Item item = Asked.find(catalog, chip.item()).getFirst();
    String usual = basis.stack(null, item).name();
    String stated = chip.stack();
    String stack = stated == null ? names.stack(stem, usual) : stated;
    return Optional.of(file(name, rows, form, item, stack, basis));
  }

  private static MeasurementNames.@Nullable Chip chip(
      String stem, MeasurementNames names, Catalog catalog) {
    String token = names.token(stem);
    if (token != null) {
      return names.chips().get(token);
    }
    for (String part : stem.split("_", -1)) {
      if (part.length() > 2 && !catalog.find(part).isEmpty()) {
        return new MeasurementNames.Chip(part, null);
      }
    }
    return null;
  }

  private static FileOf file(
      String name, List<Csv.Row> rows, MeasurementForm form, Item item, String stack, Basis basis) {
    Map<String, List<Series.Observation>> families = new LinkedHashMap<>();
    Map<String, Integer> skipped = new TreeMap<>();
    List<Double> power = new ArrayList<>();
    Predictor predictor;
    try {
      predictor = basis.predictor(item, stack);
    } catch (Refused e) {
      String reason = e.problems().getFirst().sentence();
      return new FileOf(name, rows.size(), List.of(), Map.of(reason, rows.size()), List.of(), null);
    }
    for (Csv.Row row : rows) {
      try {
        double milliseconds = MeasurementForm.decimal(orEmpty(row.get(LATENCY)), LATENCY);
        if (!(milliseconds > 0) || Double.isInfinite(milliseconds)) {
          throw new MeasurementForm.Unusable(LATENCY + " is not above 0");
        }
        Operator operator = form.read(row);
        predictor.estimate(operator);
        families
            .computeIfAbsent(Predictor.family(operator), k -> new ArrayList<>())
            .add(new Series.Observation(operator, milliseconds / 1000));
        String watts = row.get("avg_power_w");
        if (watts != null) {
          power.add(MeasurementForm.decimal(watts, "avg_power_w"));
        }
      } catch (MeasurementForm.Unusable e) {
        skipped.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
      } catch (Refused e) {
        skipped.merge(e.problems().getFirst().sentence(), 1, Integer::sum);
      }
    }
    List<Series> series =
        families.entrySet().stream()
            .map(each -> new Series(name, each.getKey(), item, stack, each.getValue()))
            .toList();
    boolean complete = power.size() == series.stream().mapToInt(s -> s.observations().size()).sum();
    return new FileOf(name, rows.size(), series, skipped, complete ? power : List.of(), null);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Tokens of a file with the columns token, item and, optionally, stack. */
  static Map<String, MeasurementNames.Chip> chipMap(Path path) {
    Map<String, MeasurementNames.Chip> chips = new LinkedHashMap<>();
    for (Csv.Row row : Csv.read(Source.of(path))) {
      String token = row.get("token");
      String item = row.get("item");
      if (token == null || item == null) {
        throw new Refused(
            new Problem(
                "missing",
                path.getFileName() + ":" + row.line(),
                "",
                "columns token and item, and optionally stack",
                ""));
      }
      chips.put(token, new MeasurementNames.Chip(item, row.get("stack")));
    }
    return chips;
  }
}
