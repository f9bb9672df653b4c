package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Range;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The spec card of an item. */
@Command(
    name = "chip",
    description = "Spec card: every figure with its source, and derived metrics.")
final class ChipCommand implements Callable<Integer> {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "ITEM", description = "Id, name or alias of the catalogue.")
  String item = "";

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV, a row a figure and source.")
  boolean csv;

  @Override
  public Integer call() {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Knowledge knowledge = java.util.Objects.requireNonNull(main).knowledge();
    List<Item> items = Asked.find(knowledge.catalog(), item);
    if (json) {
      out.println(
          Json.write(
              Json.object(
                  "chips",
                  items.stream().map(ChipCommand::document).toList(),
                  "disclaimer",
                  Answer.DISCLAIMER)));
    } else if (csv) {
      out.print(
          Csv.table(
              List.of("id", "key", "value", "unit", "source", "confidence"),
              items.stream().flatMap(each -> rows(each).stream()).toList()));
    } else {
      items.forEach(each -> out.println(card(each)));
    }
    return 0;
  }

  private static List<List<String>> rows(Item item) {
    List<List<String>> rows = new ArrayList<>();
    for (Figure figure : item.figures().values()) {
      for (Figure.Reading reading : figure.readings()) {
        rows.add(
            List.of(
                item.id(),
                figure.field().key(),
                reading.value().text(),
                figure.field().unit(),
                reading.source() == null ? "none" : reading.source(),
                reading.confidence().word()));
      }
    }
    return rows;
  }

  private static Map<String, Object> document(Item item) {
    return Json.object(
        "id", item.id(),
        "name", item.name(),
        "vendor", item.vendor(),
        "hqCountry", item.hqCountry(),
        "aliases", item.aliases(),
        "kind", item.kind().word(),
        "texts", new java.util.TreeMap<>(item.texts()),
        "datacenterMarketed", item.datacenter().word(),
        "planar", item.planar().word(),
        "figures", item.figures().values().stream().map(Json::figure).toList(),
        "tpp", Json.quantity(Metrics.range(item, Metric.TPP)),
        "performanceDensity", Json.quantity(Metrics.range(item, Metric.PERFORMANCE_DENSITY)),
        "contains",
            item.contents().stream()
                .map(part -> Json.object("item", part.item().id(), "count", part.count()))
                .toList(),
        "circuits", counted(item).stream().map(ChipCommand::circuit).toList(),
        "contests", item.contests().stream().map(ChipCommand::contest).toList(),
        "prices", item.prices().stream().map(ChipCommand::price).toList(),
        "notes", item.notes(),
        "warnings", item.warnings().stream().map(w -> Json.warning(w.code(), w.text())).toList());
  }

  /** What the law tests of a system: each kind of circuit by itself, however many there are. */
  private static List<Item.Part> counted(Item system) {
    Map<Item, Long> counts = new LinkedHashMap<>();
    count(system, 1, counts);
    return counts.entrySet().stream().map(e -> new Item.Part(e.getKey(), e.getValue())).toList();
  }

  private static void count(Item item, long times, Map<Item, Long> counts) {
    for (Item.Part part : item.contents()) {
      long many = Math.multiplyExact(times, part.count());
      if (part.item().kind() == Item.Kind.ACCELERATOR) {
        counts.merge(part.item(), many, Math::addExact);
      }
      count(part.item(), many, counts);
    }
  }

  private static Map<String, Object> circuit(Item.Part part) {
    return Json.object(
        "item", part.item().id(),
        "count", part.count(),
        "tpp", Json.quantity(Metrics.range(part.item(), Metric.TPP)),
        "performanceDensity",
            Json.quantity(Metrics.range(part.item(), Metric.PERFORMANCE_DENSITY)));
  }

  private static Map<String, Object> contest(Item.Contest contest) {
    return Json.object(
        "field", contest.field(),
        "readings",
            contest.readings().stream()
                .map(r -> Json.object("name", r.name(), "value", r.value()))
                .toList(),
        "note", contest.note());
  }

  private static Map<String, Object> price(Item.Price price) {
    return Json.object(
        "low", price.low(),
        "high", price.high(),
        "currency", price.currency(),
        "date", price.date(),
        "source", price.source());
  }

  private static String card(Item item) {
    List<String> out = new ArrayList<>();
    out.add(item.name() + " (" + item.id() + ")");
    out.add(
        "  %s%s, %s%s"
            .formatted(
                item.vendor().isEmpty() ? "no vendor" : item.vendor(),
                item.hqCountry() == null ? "" : " (" + item.hqCountry() + ")",
                item.kind().word(),
                item.aliases().isEmpty() ? "" : ", also " + String.join(", ", item.aliases())));
    new java.util.TreeMap<>(item.texts())
        .forEach((key, text) -> out.add("  %-22s %s".formatted(key, text)));
    out.add("  %-22s %s".formatted("datacenter-marketed", item.datacenter().word()));
    out.add("  %-22s %s".formatted("planar", item.planar().word()));
    item.contents()
        .forEach(part -> out.add("  contains %d × %s".formatted(part.count(), part.item().id())));
    List<String> figures = new ArrayList<>();
    for (Figure figure : item.figures().values()) {
      figures.add(
          "%-22s %s   %s%s"
              .formatted(
                  figure.field().key(),
                  figure.field().withUnit(figure.value()),
                  Text.source(figure),
                  figure.isContested() ? "  sources disagree" : ""));
    }
    Text.section(out, "Figures", figures);
    if (item.kind() == Item.Kind.ACCELERATOR) {
      Map<Metric, Metrics.Measured> base = Metrics.base(item);
      List<String> derived = new ArrayList<>();
      base.forEach((metric, measured) -> {
        if (metric != Metric.PACKAGE_AREA && !metric.isRare()) {
          derived.add("%-22s %s".formatted(metric.label(), measured.working()));
        }
      });
      derived.add(
          "%-22s %s"
              .formatted(
                  Metric.PERFORMANCE_DENSITY.label(),
                  Metrics.working(
                      Metric.PERFORMANCE_DENSITY,
                      base,
                      Metrics.formed(Metric.PERFORMANCE_DENSITY, base))));
      Text.section(out, "Derived", derived);
    }
    Text.section(
        out,
        "Circuits, each by itself: the law never sums them",
        counted(item).stream().map(ChipCommand::circuitLine).toList());
    Text.section(
        out,
        "Prices as reported",
        item.prices().stream()
            .map(p ->
                "%s to %s %s, %s [%s]"
                    .formatted(
                        p.low().toPlainString(),
                        p.high().toPlainString(),
                        p.currency(),
                        p.date(),
                        p.source() == null ? "no source" : p.source()))
            .toList());
    Text.section(out, "Contested", item.contests().stream().map(Item.Contest::note).toList());
    Text.section(
        out, "Warnings", item.warnings().stream().map(w -> w.code() + ": " + w.text()).toList());
    Text.section(out, "Notes", item.notes());
    return String.join("\n", out) + "\n";
  }

  private static String circuitLine(Item.Part part) {
    Range tpp = Metrics.range(part.item(), Metric.TPP);
    Range density = Metrics.range(part.item(), Metric.PERFORMANCE_DENSITY);
    return "%d × %s: TPP %s, performance density %s"
        .formatted(
            part.count(),
            part.item().id(),
            tpp == null ? "none" : tpp.text(),
            density == null ? "not defined" : density.text());
  }
}
