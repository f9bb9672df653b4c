package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.explore.Area;
import dev.chokepoint.explore.Design;
import dev.chokepoint.explore.DesignKey;
import dev.chokepoint.explore.ExploreFigure;
import dev.chokepoint.explore.ExplorePoints;
import dev.chokepoint.explore.ExploreSummary;
import dev.chokepoint.explore.ExploreTask;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What an exploration leaves in files. */
final class ExploreFiles {
  static final String MANIFEST = "manifest.json";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ExploreFiles() {}

  /**
   * How far a run came.
   *
   * @param identity hash of all that the results depend on
   * @param nextChunk first chunk that is not in the state
   */
  record Manifest(String identity, long nextChunk, ExploreSummary.State state) {}

  /** The manifest of a folder, or null where there is none; refused if it is of something else. */
  static @Nullable Manifest read(Path folder, String identity) {
    Path file = folder.resolve(MANIFEST);
    if (!Files.exists(file)) {
      return null;
    }
    Manifest found;
    try {
      found = MAPPER.readValue(Files.readString(file), Manifest.class);
    } catch (IOException | JacksonException e) {
      throw new Refused(
          new Problem(
              "bad-manifest",
              file.toString(),
              "",
              "a manifest of explore",
              "Maybe another --out."));
    }
    if (!identity.equals(found.identity())) {
      throw new Refused(
          new Problem(
              "another-exploration",
              "--out",
              folder.toString(),
              "a folder of the same space, rule, model, method and knowledge, or a new one",
              "Maybe another --out."));
    }
    return found;
  }

  /** A state as text for another machine. */
  static String text(ExploreSummary.State state) {
    return MAPPER.writeValueAsString(state);
  }

  static ExploreSummary.State state(String text) {
    return MAPPER.readValue(text, ExploreSummary.State.class);
  }

  static void write(Path folder, Manifest manifest) {
    replace(folder.resolve(MANIFEST), MAPPER.writeValueAsString(manifest));
  }

  /** Writes a file so that a reader sees the old one or the new one. */
  private static void replace(Path file, String text) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Path beside = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(beside, text);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Refused(
          new Problem("cannot-write", "--out", file.toString(), "a place to write to", ""));
    }
  }

  /** The answer and the Pareto set as a table. */
  static void results(Path folder, String answer, ExploreTask task, ExplorePoints pareto) {
    replace(folder.resolve("result.json"), answer + "\n");
    StringWriter text = new StringWriter();
    try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
      List<Object> head = new ArrayList<>(List.of("index"));
      task.space().axes().forEach(axis -> head.add(axis.name()));
      for (ExploreFigure figure : ExploreFigure.values()) {
        head.add(figure.key());
      }
      head.addAll(List.of("verdict", "eccn"));
      csv.printRecord(head);
      for (int row = 0; row < pareto.length(); row++) {
        List<Object> cells = new ArrayList<>(List.of(pareto.indexes()[row]));
        cells.addAll(task.space().labels(pareto.indexes()[row]).values());
        for (ExploreFigure figure : ExploreFigure.values()) {
          double value = pareto.value(figure, row);
          cells.add(Double.isFinite(value) ? PredictJson.number(value).toPlainString() : "");
        }
        String eccn = pareto.decided(row).eccn();
        cells.add(pareto.decided(row).verdict().word());
        cells.add(eccn == null ? "none" : eccn);
        csv.printRecord(cells);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    replace(folder.resolve("pareto.csv"), text.toString());
  }

  /** A design as a chip that commands with {@code --spec} read. */
  static void save(Path file, String space, ExploreTask task, long index) {
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
      throw new Refused(new Problem("bad-value", "--save", name, "a name that ends in .yaml", ""));
    }
    Design design = task.space().at(index);
    Map<String, Object> chip = new LinkedHashMap<>();
    chip.put("name", space + " design " + index);
    chip.put("kind", "accelerator");
    String hq = task.maker().hqCountry();
    if (!task.maker().vendor().isEmpty()) {
      chip.put("vendor", task.maker().vendor());
    }
    if (hq != null) {
      chip.put("hq-country", hq);
    }
    chip.put("memory-type", design.memory().name());
    chip.put("datacenter-marketed", design.value(DesignKey.DATACENTER) > 0 ? "yes" : "no");
    chip.put("planar", design.isPlanar() ? "yes" : "no");
    Map<String, Object> figures = new LinkedHashMap<>();
    for (Map.Entry<Field, Long> each : design.figures(Area.of(design)).entrySet()) {
      figures.put(each.getKey().key(), AreaCommand.decimal(each.getValue()).toPlainString());
    }
    chip.put("figures", figures);
    List<String> axes = new ArrayList<>();
    task.space().labels(index).forEach((axis, value) -> axes.add(axis + " " + value));
    chip.put(
        "notes",
        List.of(
            "Not a product: number %d of the space %s (%s)."
                .formatted(index, space, String.join(", ", axes)),
            "Area, transistors and rates follow from the micro-architecture; see docs/explore.md."));
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(120).build();
    replace(file, new Dump(settings).dumpToString(chip));
  }
}
