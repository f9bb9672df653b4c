package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.controls.Regions;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The exact polygons of a chart of the law. */
@Command(
    name = "region",
    description = "Give the chart of the law over two metrics as exact polygons, in JSON.")
final class RulesRegionCommand implements Callable<Integer> {
  private static final Map<String, Metric> AXES =
      Map.of(
          "tpp", Metric.TPP,
          "density", Metric.PERFORMANCE_DENSITY,
          "die", Metric.DIE_AREA,
          "io", Metric.IO,
          "memory", Metric.MEMORY_BANDWIDTH);
  private static final Map<Metric, String> MOST =
      Map.of(
          Metric.TPP, "10000",
          Metric.PERFORMANCE_DENSITY, "10",
          Metric.DIE_AREA, "3000",
          Metric.IO, "2000",
          Metric.MEMORY_BANDWIDTH, "8000");

  @ParentCommand @Nullable RulesCommand rules;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--plane",
      required = true,
      paramLabel = "X,Y",
      description = "Two of tpp, density, die, io, memory.")
  String plane = "";

  @Option(
      names = "--most",
      paramLabel = "X,Y",
      description = "Ends of the axes; a usual one where not stated.")
  @Nullable String most;

  @Option(
      names = "--item",
      paramLabel = "ITEM",
      description = "An item whose other figures hold; default a plain data centre circuit.")
  @Nullable String item;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Day the law is read at, as 2025-04-20; default today.")
  @Nullable String asOf;

  @Option(names = "--to", paramLabel = "COUNTRY", description = "Destination; default CN.")
  String to = "CN";

  @Option(
      names = "--exporter",
      paramLabel = "NAME",
      description = "Who exports; default the item's vendor, or none: somebody without a letter.")
  @Nullable String exporter;

  @Option(names = "--clock", paramLabel = "WORD", description = "enforced (default) or codified.")
  String clock = "enforced";

  @Option(names = "--json", description = "Answer as JSON, which it does anyway.")
  boolean json;

  @Override
  public Integer call() {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Main program = java.util.Objects.requireNonNull(rules).program();
    Knowledge knowledge = program.knowledge();
    List<Metric> axes = axes();
    LocalDate day = ClassifyCommand.lawDay("--as-of", asOf, program.today(), knowledge.rulebook());
    Clock read = RulesCommand.clock(clock);
    Item base = item == null ? null : Asked.find(knowledge.catalog(), item).getFirst();
    String destination = Countries.find(to).orElse(to);
    String sender = exporter == null && base == null ? "none" : exporter;
    Regions regions =
        Controls.regions(
            knowledge.rulebook(),
            base,
            new TradeRequest(day, destination, null, null, null, sender, null, null, null, null),
            read,
            axes.get(0),
            axes.get(1),
            end(0, axes.get(0)),
            end(1, axes.get(1)));
    out.println(Json.write(document(regions, day, read, destination, base, knowledge)));
    return 0;
  }

  private List<Metric> axes() {
    String[] words = plane.split(",", -1);
    List<Metric> axes = java.util.Arrays.stream(words).map(String::strip).map(AXES::get).toList();
    if (axes.size() != 2 || axes.contains(null) || axes.get(0) == axes.get(1)) {
      throw new Refused(
          new Problem(
              "bad-value",
              "--plane",
              plane,
              "two different ones of "
                  + String.join(", ", AXES.keySet().stream().sorted().toList()),
              Nearest.hint(words[words.length - 1], AXES.keySet())));
    }
    if (axes.contains(Metric.PERFORMANCE_DENSITY) && axes.contains(Metric.DIE_AREA)) {
      throw new Refused(
          new Problem(
              "bad-value",
              "--plane",
              plane,
              "density with tpp, io or memory",
              "Maybe tpp,density?"));
    }
    return axes;
  }

  private BigFraction end(int axis, Metric metric) {
    String[] words = most == null ? new String[0] : most.split(",", -1);
    String word = words.length == 2 ? words[axis].strip() : MOST.getOrDefault(metric, "10000");
    if ((most != null && words.length != 2)
        || !word.matches("[0-9]{1,9}(\\.[0-9]{1,6})?")
        || new BigDecimal(word).signum() == 0) {
      throw new Refused(
          new Problem("bad-value", "--most", String.valueOf(most), "two numbers above 0", ""));
    }
    return Exact.of(word);
  }

  private static Map<String, Object> document(
      Regions regions,
      LocalDate day,
      Clock read,
      String destination,
      @Nullable Item base,
      Knowledge knowledge) {
    return Json.object(
        "asOf", day.toString(),
        "clock", read.word(),
        "lastReviewed", knowledge.rulebook().lastReviewed().toString(),
        "whatIf", knowledge.rulebook().whatIf(),
        "destination", destination,
        "item", base == null ? null : base.id(),
        "x", axis(regions.x(), regions.mostX()),
        "y", axis(regions.y(), regions.mostY()),
        "regions", regions.trapezoids().stream().map(RulesRegionCommand::region).toList(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static Map<String, Object> axis(Metric metric, BigFraction most) {
    return Json.object("metric", metric.key(), "unit", metric.unit(), "most", Exact.decimal(most));
  }

  private static Map<String, Object> region(Regions.Trapezoid region) {
    return Json.object(
        "verdict", region.says().verdict().word(),
        "eccn", region.says().eccn(),
        "reviewPolicy",
            region.says().reviewPolicy() == null ? null : region.says().reviewPolicy().word(),
        "vertices",
            region.vertices().stream()
                .map(v ->
                    Json.object(
                        "x", Exact.decimal(v.x()),
                        "y", Exact.decimal(v.y()),
                        "exactX", v.x().toString().replace(" ", ""),
                        "exactY", v.y().toString().replace(" ", "")))
                .toList(),
        "leftIncluded", region.leftIncluded(),
        "rightIncluded", region.rightIncluded(),
        "lowerIncluded", region.lowerIncluded(),
        "upperIncluded", region.upperIncluded());
  }
}
