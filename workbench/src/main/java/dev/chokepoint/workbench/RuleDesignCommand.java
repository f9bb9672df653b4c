package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.explore.RuleDesign;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The simplest threshold rule that catches some chips and spares others. */
@Command(
    name = "rule-design",
    description = "The simplest rule of thresholds that catches some chips and spares others.",
    footer = {
      "",
      "Example:",
      "  chokepoint rule-design --catch A100,H100,L4 --spare H20,L20,L2 --metrics tpp,density"
    })
final class RuleDesignCommand implements Callable<Integer> {
  private static final Map<String, Metric> METRICS = new LinkedHashMap<>();

  static {
    METRICS.put("tpp", Metric.TPP);
    METRICS.put("density", Metric.PERFORMANCE_DENSITY);
    METRICS.put("memory", Metric.MEMORY_BANDWIDTH);
    METRICS.put("io", Metric.IO);
    METRICS.put("sum", Metric.MEMORY_PLUS_IO);
    METRICS.put("die", Metric.DIE_AREA);
  }

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--catch",
      required = true,
      split = ",",
      paramLabel = "ITEM,ITEM…",
      description = "Chips that the rule must catch; every item of a name.")
  List<String> caught = List.of();

  @Option(
      names = "--spare",
      required = true,
      split = ",",
      paramLabel = "ITEM,ITEM…",
      description = "Chips that it must spare; every item of a name.")
  List<String> spared = List.of();

  @Option(
      names = "--metrics",
      split = ",",
      paramLabel = "WORD,WORD…",
      defaultValue = "tpp,density,memory,io",
      description = "What it may compare: tpp, density, memory, io, sum, die.")
  List<String> words = List.of();

  @Option(
      names = "--to",
      paramLabel = "COUNTRY",
      description = "Destination that it is for; default CN.")
  String to = "CN";

  @Option(names = "--rule", paramLabel = "DATE", description = "Its first day; default today.")
  @Nullable String day;

  @Option(
      names = "--out",
      paramLabel = "YAML",
      description = "Also write the picked rule as an overlay that `rules try` reads.")
  @Nullable Path outFile;

  @Option(names = "--most", description = "Rules to show; default 5.")
  @Nullable String most;

  @Option(
      names = "--pick",
      paramLabel = "N",
      description = "Number of the rule that is asked of the engine and written; default 1.")
  @Nullable String pick;

  @Mixin YardstickOptions yardstick = new YardstickOptions();

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV, a row a threshold of a rule.")
  boolean csv;

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    PrintWriter out = line.getOut();
    if (json && csv) {
      throw new Refused(new Problem("bad-arguments", "--json", "--csv", "one of the two", ""));
    }
    Main program = java.util.Objects.requireNonNull(main);
    Knowledge knowledge = program.knowledge();
    TradeOptions.refuseBlank("--to", to);
    LocalDate asOf = ClassifyCommand.lawDay("--rule", day, program.today(), knowledge.rulebook());
    int shown = (int) PredictOptions.whole(most, "--most", 1, 1000, 5);
    List<Metric> metrics = metrics();
    List<Item> must = items(knowledge, "--catch", caught);
    List<Item> mustNot = items(knowledge, "--spare", spared);
    both(must, mustNot);
    List<RuleDesign> rules = RuleDesign.of(must, mustNot, metrics, program.progress());
    int picked =
        rules.isEmpty() ? 0 : (int) PredictOptions.whole(pick, "--pick", 1, rules.size(), 1) - 1;
    Source overlay =
        rules.isEmpty()
            ? null
            : overlay(RuleDesignYaml.of(rules.get(picked), Countries.find(to).orElse(to), asOf));
    RuleDesignReport report =
        RuleDesignReport.of(
            knowledge,
            overlay == null ? null : program.knowledgeWith(overlay),
            new RuleDesignReport.Asked(
                must, mustNot, metrics, to, asOf, yardstick.work(knowledge, "llama-3.1-8b", 1)),
            rules,
            picked);
    if (json) {
      out.println(Json.write(RuleDesignText.document(report, shown)));
    } else if (csv) {
      out.print(Csv.table(RuleDesignText.COLUMNS, RuleDesignText.rows(report, shown)));
    } else {
      out.println(RuleDesignText.of(report, shown));
    }
    return rules.isEmpty() ? Main.BAD_REQUEST : 0;
  }

  /** The rule as `rules try` reads it, written where that was asked for. */
  private Source overlay(String text) {
    Path out = outFile;
    if (out == null) {
      return Source.of("rule-design.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
    try {
      Files.writeString(out, text);
    } catch (IOException e) {
      throw new Refused(
          new Problem("unwritable-file", "--out", out.toString(), "a file to write", ""));
    }
    return Source.of(out);
  }

  private List<Metric> metrics() {
    List<Metric> out = new ArrayList<>();
    for (String word : words) {
      Metric metric = METRICS.get(word.strip());
      if (metric == null || out.contains(metric)) {
        throw new Refused(
            new Problem(
                "bad-value",
                "--metrics",
                word,
                "different ones of " + String.join(", ", METRICS.keySet()),
                Nearest.hint(word, METRICS.keySet())));
      }
      out.add(metric);
    }
    return out;
  }

  /** Every accelerator of each name. */
  private static List<Item> items(Knowledge knowledge, String place, List<String> names) {
    List<Item> out = new ArrayList<>();
    for (String name : names) {
      for (Item item : Asked.find(knowledge.catalog(), name.strip())) {
        if (item.kind() != Item.Kind.ACCELERATOR) {
          throw new Refused(
              new Problem("not-a-chip", place, item.id(), "accelerators, one by one", ""));
        }
        if (!out.contains(item)) {
          out.add(item);
        }
      }
    }
    return out;
  }

  private static void both(List<Item> must, List<Item> mustNot) {
    must.stream()
        .filter(mustNot::contains)
        .findFirst()
        .ifPresent(item -> {
          throw new Refused(
              new Problem("contradiction", "--spare", item.id(), "no chip of --catch", ""));
        });
  }
}
