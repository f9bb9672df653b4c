package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Range;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The catalogue as a table. */
@Command(name = "chips", description = "List the catalogue.")
final class ChipsCommand implements Callable<Integer> {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(names = "--vendor", paramLabel = "NAME", description = "Only this vendor.")
  @Nullable String vendor;

  @Option(names = "--kind", paramLabel = "WORD", description = "accelerator, system or hbm.")
  @Nullable String kind;

  @Option(names = "--hq", paramLabel = "CC", description = "Only vendors headquartered here.")
  @Nullable String hq;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "Only ids, names and aliases with this text.")
  @Nullable String name;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV.")
  boolean csv;

  @Override
  public Integer call() {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Catalog catalog = java.util.Objects.requireNonNull(main).knowledge().catalog();
    List<Item> items = catalog.ids().stream().map(catalog::get).filter(this::wanted).toList();
    List<List<String>> rows = new ArrayList<>();
    for (Item item : items) {
      rows.add(
          List.of(
              item.id(),
              item.name(),
              item.vendor(),
              item.kind().word(),
              value(item, Metric.TPP),
              value(item, Metric.DIE_AREA),
              density(item),
              value(item, Metric.MEMORY_BANDWIDTH),
              value(item, Metric.IO),
              item.text("status")));
    }
    List<String> header =
        List.of(
            "id",
            "name",
            "vendor",
            "kind",
            "tpp",
            "dieAreaMm2",
            "performanceDensity",
            "memoryBandwidthGBps",
            "ioGBps",
            "status");
    if (json) {
      List<Object> documents = new ArrayList<>();
      for (List<String> row : rows) {
        List<@Nullable Object> pairs = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
          pairs.add(header.get(i));
          pairs.add(row.get(i));
        }
        documents.add(Json.object(pairs.toArray()));
      }
      out.println(Json.write(Json.object("chips", documents)));
    } else if (csv) {
      out.print(Csv.table(header, rows));
    } else {
      String format = "%-30s %-28s %-16s %12s %12s %10s %14s%n";
      out.print(
          format.formatted("id", "name", "vendor", "TPP", "die mm2", "density", "memory GB/s"));
      rows.forEach(row ->
          out.print(
              format.formatted(
                  row.get(0),
                  row.get(1),
                  row.get(2),
                  row.get(4),
                  row.get(5),
                  row.get(6),
                  row.get(7))));
      out.println(items.size() + " items");
    }
    return 0;
  }

  private boolean wanted(Item item) {
    return (vendor == null || item.vendor().equalsIgnoreCase(vendor))
        && (kind == null || item.kind().word().equals(kind))
        && (hq == null || hq.equalsIgnoreCase(item.hqCountry()))
        && (name == null || matches(item, name.toLowerCase(Locale.ROOT)));
  }

  private static boolean matches(Item item, String text) {
    return item.id().contains(text)
        || item.name().toLowerCase(Locale.ROOT).contains(text)
        || item.aliases().stream().anyMatch(alias -> alias.toLowerCase(Locale.ROOT).contains(text));
  }

  private static String value(Item item, Metric metric) {
    if (item.kind() == Item.Kind.SYSTEM) {
      return "";
    }
    Metrics.Measured measured = Metrics.base(item).get(metric);
    return measured == null ? "" : measured.value().text();
  }

  private static String density(Item item) {
    if (item.kind() != Item.Kind.ACCELERATOR) {
      return "";
    }
    Range range = Metrics.formed(Metric.PERFORMANCE_DENSITY, Metrics.base(item));
    return range == null ? "" : range.text();
  }
}
