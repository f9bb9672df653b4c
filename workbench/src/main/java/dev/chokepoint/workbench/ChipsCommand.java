package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The catalogue as a table. */
@Command(name = "chips", description = "List the catalogue.")
final class ChipsCommand implements Callable<Integer> {
  private static final List<Metric> METRICS =
      List.of(
          Metric.TPP,
          Metric.DIE_AREA,
          Metric.PERFORMANCE_DENSITY,
          Metric.MEMORY_BANDWIDTH,
          Metric.IO);
  private static final List<String> COLUMNS =
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
    List<Item> all = catalog.ids().stream().map(catalog::get).toList();
    vendor = among("--vendor", vendor, all.stream().map(Item::vendor).toList());
    kind = among("--kind", kind, all.stream().map(item -> item.kind().word()).toList());
    hq = country(hq);
    List<Item> items = all.stream().filter(this::wanted).toList();
    if (json) {
      out.println(
          Json.write(
              Json.object(
                  "chips",
                  items.stream().map(ChipsCommand::document).toList(),
                  "disclaimer",
                  Answer.DISCLAIMER)));
    } else if (csv) {
      out.print(Csv.table(COLUMNS, items.stream().map(ChipsCommand::row).toList()));
    } else {
      String format = "%-30s %-28s %-16s %12s %12s %10s %14s%n";
      out.print(
          format.formatted("id", "name", "vendor", "TPP", "die mm2", "density", "memory GB/s"));
      for (Item item : items) {
        out.print(
            format.formatted(
                item.id(),
                item.name(),
                item.vendor(),
                text(item, Metric.TPP),
                text(item, Metric.DIE_AREA),
                text(item, Metric.PERFORMANCE_DENSITY),
                text(item, Metric.MEMORY_BANDWIDTH)));
      }
      out.println(items.size() + " items");
    }
    return 0;
  }

  /** A word as the catalogue writes it; one that it does not hold is refused. */
  private static @Nullable String among(String option, @Nullable String word, List<String> words) {
    if (word == null) {
      return null;
    }
    Set<String> known = new TreeSet<>(words);
    return known.stream()
        .filter(each -> each.equalsIgnoreCase(word.strip()))
        .findFirst()
        .orElseThrow(() ->
            new Refused(
                new Problem(
                    "bad-value",
                    option,
                    word,
                    "one of " + String.join(", ", known),
                    Nearest.hint(word, known))));
  }

  private static @Nullable String country(@Nullable String text) {
    return text == null
        ? null
        : Countries.find(text)
            .orElseThrow(() ->
                new Refused(
                    new Problem(
                        "unknown-country",
                        "--hq",
                        text,
                        "an ISO 3166-1 code or a country's English or Chinese name",
                        Nearest.hint(Countries.nearest(text)))));
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

  private static List<String> row(Item item) {
    List<String> row =
        new ArrayList<>(List.of(item.id(), item.name(), item.vendor(), item.kind().word()));
    METRICS.forEach(metric -> row.add(text(item, metric)));
    row.add(item.text("status"));
    return row;
  }

  private static Map<String, Object> document(Item item) {
    Map<String, Object> out =
        Json.object(
            "id", item.id(),
            "name", item.name(),
            "vendor", item.vendor(),
            "kind", item.kind().word());
    METRICS.forEach(metric ->
        out.putAll(Json.object(metric.key(), Json.quantity(Metrics.range(item, metric)))));
    out.put("status", item.text("status"));
    return out;
  }

  private static String text(Item item, Metric metric) {
    Range range = Metrics.range(item, metric);
    return range == null ? "" : range.text();
  }
}
