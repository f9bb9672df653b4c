package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.explore.Area;
import dev.chokepoint.explore.AreaConstants;
import dev.chokepoint.explore.Design;
import dev.chokepoint.explore.DesignKey;
import dev.chokepoint.knowledge.DesignReader;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What a design takes of silicon and money. */
@Command(
    name = "area",
    description = "Die area, transistors, yield, wafers and cost of a design, by component.",
    footer = {"", "Example:", "  chokepoint area examples/silicon/ga100.yaml --units 100000"})
final class AreaCommand implements Callable<Integer> {
  private static final long USUAL_UNITS = 1000;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "DESIGN.yaml",
      description = "A design; keys in docs/explore.md; - is standard input.")
  @Nullable Path file;

  @Option(names = "--units", description = "Units that wafers are counted for; 1000.")
  @Nullable String units;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Override
  public Integer call() {
    Main program = java.util.Objects.requireNonNull(main);
    AreaConstants constants = program.knowledge().silicon();
    Source source = program.source(java.util.Objects.requireNonNull(file));
    DesignReader.Named named = DesignReader.read(source, constants);
    long count = PredictOptions.whole(units, "--units", 1, 1_000_000_000, USUAL_UNITS);
    Area area = Area.of(named.design());
    if (area.totalMm2() <= 0) {
      throw new Refused(
          new Problem("no-silicon", source.name(), "0 mm2", "a design with some area", ""));
    }
    List<String> warnings = warnings(named, area, constants);
    java.util.Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .println(
            json
                ? Json.write(document(named, area, count, warnings))
                : text(named, area, count, warnings));
    return 0;
  }

  private static List<String> warnings(
      DesignReader.Named named, Area area, AreaConstants constants) {
    List<String> warnings = new ArrayList<>(named.notes());
    if (area.largestMm2() > constants.reticleMm2()) {
      warnings.add(
          "the largest die, %.1f mm2, is beyond one exposure of %.0f mm2"
              .formatted(area.largestMm2(), constants.reticleMm2()));
    }
    if (area.diesPerWafer() <= 0) {
      warnings.add("no such die fits on a wafer, so it has no cost");
    }
    Area.assumed(named.design()).forEach(each -> warnings.add("assumed for " + each));
    return warnings;
  }

  private static Map<String, Object> document(
      DesignReader.Named named, Area area, long units, List<String> warnings) {
    Design design = named.design();
    Map<Field, Long> figures = design.figures(area);
    List<Object> parts = new ArrayList<>();
    area.components()
        .forEach((name, mm2) -> parts.add(Json.object("name", name, "mm2", number(mm2))));
    boolean made = area.diesPerWafer() > 0;
    return Json.object(
        "design", named.name(),
        "source", named.source(),
        "dieAreaMm2", number(area.totalMm2()),
        "countedDieAreaMm2", number(area.countedMm2()),
        "largestDieMm2", number(area.largestMm2()),
        "dummyMm2", number(design.value(DesignKey.DUMMY)),
        "logicDies", (long) area.logicDies(),
        "components", parts,
        "transistors", number(area.transistors()),
        "aatcCount", number(area.approximatedTransistors()),
        "yield", number(area.dieYield()),
        "yieldWithSalvage", number(area.soldYield()),
        "diesPerWafer", made ? number(area.diesPerWafer()) : null,
        "units", units,
        "wafers", made ? number(area.wafers((double) units)) : null,
        "dieUsd", made ? number(area.dieUsd()) : null,
        "memoryUsd", number(area.memoryUsd()),
        "costUsd", made ? number(area.unitUsd()) : null,
        "figures", figures(figures),
        "warnings", warnings);
  }

  private static List<Object> figures(Map<Field, Long> figures) {
    List<Object> out = new ArrayList<>();
    figures.forEach(
        (field, value) -> out.add(Json.object("key", field.key(), "value", decimal(value))));
    return out;
  }

  /** Millionths as an exact decimal. */
  static BigDecimal decimal(long millionths) {
    return Exact.decimal(new BigFraction(millionths, 1_000_000L));
  }

  private static BigDecimal number(double value) {
    return PredictJson.number(value);
  }

  private static String text(
      DesignReader.Named named, Area area, long units, List<String> warnings) {
    Design design = named.design();
    List<String> out = new ArrayList<>();
    out.add(
        "%s: %s mm2 of logic dies, %s of them counted by 3A090 Technical Note 4"
            .formatted(named.name(), one(area.totalMm2()), one(area.countedMm2())));
    area.components()
        .forEach((name, mm2) ->
            out.add(
                String.format(
                    Locale.ROOT,
                    "  %-20s %8.1f mm2  %4.1f%%",
                    name,
                    mm2,
                    100 * mm2 / area.totalMm2())));
    if (design.value(DesignKey.DUMMY) > 0) {
      out.add(
          "  dummy silicon of %s mm2 is no logic die and is not counted"
              .formatted(one(design.value(DesignKey.DUMMY))));
    }
    out.add(
        String.format(
            Locale.ROOT,
            "transistors  %.1f billion without PHYs; %.1f billion approximated as 772.1 counts",
            area.transistors() / 1e9,
            area.approximatedTransistors() / 1e9));
    if (area.diesPerWafer() > 0) {
      out.add(
          String.format(
              Locale.ROOT,
              "yield        %.1f%% of dies faultless, %.1f%% sold with %s cores off; %.1f dies a wafer",
              100 * area.dieYield(),
              100 * area.soldYield(),
              Design.text(design.value(DesignKey.HARVESTED)),
              area.diesPerWafer()));
      out.add(
          String.format(
              Locale.ROOT,
              "cost         %.0f USD a unit: %.0f USD a compute die, %.0f USD of memory; %d wafers for %d",
              area.unitUsd(),
              area.dieUsd(),
              area.memoryUsd(),
              (long) area.wafers((double) units),
              units));
      out.add("             test, package and margins only as far as the design states them");
    }
    warnings.forEach(each -> out.add("note: " + each));
    return String.join(System.lineSeparator(), out);
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
