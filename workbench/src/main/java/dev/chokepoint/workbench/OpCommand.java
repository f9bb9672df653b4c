package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Estimate;
import dev.chokepoint.performance.Operator;
import dev.chokepoint.performance.Predictor;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The time of one operator on one chip. */
@Command(
    name = "op",
    description = "Time of one operator of a language model on a chip, with its terms.",
    footer = {
      "",
      "Examples:",
      "  chokepoint op gemm --chip H20 --m 4096 --n 4096 --k 7168 --precision fp8",
      "  chokepoint op attention-decode --chip H100 --batch 64 --length 4096 --heads 64 --kv-heads 8",
      "  chokepoint op allreduce --chip B200 --ranks 8 --bytes 33554432"
    })
final class OpCommand implements Callable<Integer> {
  private static final String OPTION = "--";

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      arity = "1",
      paramLabel = "KIND",
      description =
          "gemm, grouped-gemm, moe, attention-prefill, attention-decode, mla-prefill, mla-decode,"
              + " elementwise, allreduce, allgather, reduce-scatter, alltoall, send, dispatch.")
  String kind = "";

  @Option(names = "--chip", paramLabel = "ITEM", description = "Id, name or alias of a chip.")
  @Nullable String chip;

  @Option(names = "--spec", paramLabel = "K=V,…|FILE", description = "A chip described instead.")
  @Nullable String described;

  @Option(names = "--stack", paramLabel = "NAME", description = "Software; default by the chip.")
  @Nullable String stack;

  @Option(names = OPTION + "m", description = "Rows: tokens.")
  @Nullable String m;

  @Option(names = OPTION + "n", description = "Columns of the product.")
  @Nullable String n;

  @Option(names = OPTION + "k", description = "Inner size.")
  @Nullable String k;

  @Option(names = OPTION + "tokens", description = "Tokens.")
  @Nullable String tokens;

  @Option(names = OPTION + "hidden", description = "Width of the model.")
  @Nullable String hidden;

  @Option(names = OPTION + "inter", description = "Width of an expert.")
  @Nullable String inter;

  @Option(names = OPTION + "topk", description = "Experts a token.")
  @Nullable String topk;

  @Option(names = OPTION + "experts", description = "Experts in all.")
  @Nullable String experts;

  @Option(names = OPTION + "local-experts", description = "Experts on this chip.")
  @Nullable String localExperts;

  @Option(names = OPTION + "tp", description = "Chips that share each expert; 1.")
  @Nullable String tp;

  @Option(names = OPTION + "ep", description = "Chips that share the experts; 1.")
  @Nullable String ep;

  @Option(names = OPTION + "skew", description = "Power law of expert popularity; 0 is balanced.")
  @Nullable String skew;

  @Option(names = OPTION + "batch", description = "Sequences.")
  @Nullable String batch;

  @Option(names = OPTION + "length", description = "New tokens a sequence; in decode, cached ones.")
  @Nullable String length;

  @Option(names = OPTION + "prefix", description = "Tokens already cached; 0.")
  @Nullable String prefix;

  @Option(names = OPTION + "heads", description = "Query heads on this chip.")
  @Nullable String heads;

  @Option(names = OPTION + "kv-heads", description = "Key-value heads on this chip.")
  @Nullable String kvHeads;

  @Option(names = OPTION + "head-dim", description = "Width of a head; 128.")
  @Nullable String headDim;

  @Option(names = OPTION + "window", description = "Tokens seen; 0 is all.")
  @Nullable String window;

  @Option(names = OPTION + "bytes", description = "Bytes of the message or tensor.")
  @Nullable String bytes;

  @Option(names = OPTION + "ranks", description = "Chips that take part.")
  @Nullable String ranks;

  @Option(names = OPTION + "ranks-per-node", description = "Of them in one node; all.")
  @Nullable String ranksPerNode;

  @Option(names = OPTION + "path", description = "library or direct; library.")
  @Nullable String path;

  @Option(names = OPTION + "precision", description = "Of weights and activations; bf16.")
  @Nullable String precision;

  @Option(names = OPTION + "cache", description = "Precision of the cache; as --precision.")
  @Nullable String cache;

  @Option(
      names = "--mine",
      paramLabel = "FILE",
      description = "Your own measurements, for the intervals of this run.")
  @Nullable Path mine;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    Knowledge knowledge = java.util.Objects.requireNonNull(main).knowledge();
    Path own = mine;
    Basis basis = own == null ? knowledge.basis() : Mine.basis(knowledge, own);
    Chosen chosen = Chosen.of(knowledge, chip, described);
    Item item = chosen.item();
    Operator operator = new OperatorRequest(kind, given()).operator();
    Predictor predictor = knowledge.systems().predictor(basis, item, stack);
    Estimate estimate = predictor.estimate(operator);
    if (json) {
      line.getOut()
          .println(Json.write(document(item, predictor, operator, estimate, chosen.note())));
    } else {
      text(item, predictor, operator, estimate).forEach(line.getOut()::println);
      if (!chosen.note().isEmpty()) {
        line.getOut().println("  note: " + chosen.note());
      }
    }
    return 0;
  }

  private Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "m", m);
    put(given, "n", n);
    put(given, "k", k);
    put(given, "tokens", tokens);
    put(given, "hidden", hidden);
    put(given, "inter", inter);
    put(given, "topk", topk);
    put(given, "experts", experts);
    put(given, "local-experts", localExperts);
    put(given, "tp", tp);
    put(given, "ep", ep);
    put(given, "skew", skew);
    put(given, "batch", batch);
    put(given, "length", length);
    put(given, "prefix", prefix);
    put(given, "heads", heads);
    put(given, "kv-heads", kvHeads);
    put(given, "head-dim", headDim);
    put(given, "window", window);
    put(given, "bytes", bytes);
    put(given, "ranks", ranks);
    put(given, "ranks-per-node", ranksPerNode);
    put(given, "path", path);
    put(given, "precision", precision);
    put(given, "cache", cache);
    return given;
  }

  private static void put(Map<String, String> given, String key, @Nullable String value) {
    if (value != null) {
      given.put(key, value);
    }
  }

  static Map<String, Object> document(
      Item item, Predictor predictor, Operator operator, Estimate estimate, String note) {
    List<String> notes = new ArrayList<>(estimate.notes());
    if (!note.isEmpty()) {
      notes.add(note);
    }
    return Json.object(
        "item", item.id(),
        "stack", predictor.stack().name(),
        "family", Predictor.family(operator),
        "seconds",
            Json.object(
                "low", significant(estimate.seconds().low()),
                "mid", significant(estimate.seconds().mid()),
                "high", significant(estimate.seconds().high())),
        "flops", significant(estimate.flops()),
        "bytes", significant(estimate.bytes()),
        "bound", estimate.bound().word(),
        "watts", significant(predictor.watts(operator)),
        "terms",
            estimate.terms().stream()
                .map(term ->
                    Json.object(
                        "name", term.name(),
                        "equation", term.equation(),
                        "seconds", significant(term.seconds()),
                        "bound", term.bound().word()))
                .toList(),
        "notes", notes);
  }

  static double significant(double value) {
    return new java.math.BigDecimal(value).round(new java.math.MathContext(6)).doubleValue();
  }

  private static List<String> text(
      Item item, Predictor predictor, Operator operator, Estimate estimate) {
    List<String> out = new ArrayList<>();
    out.add(
        "%s on %s (%s), stack %s"
            .formatted(
                Predictor.family(operator), item.name(), item.id(), predictor.stack().name()));
    out.add(
        "  %s   90%% interval %s .. %s   bound by %s"
            .formatted(
                time(estimate.seconds().mid()),
                time(estimate.seconds().low()),
                time(estimate.seconds().high()),
                estimate.bound().word()));
    out.add(
        "  %s FLOP, %s bytes at least, about %.0f W"
            .formatted(
                scaled(estimate.flops()), scaled(estimate.bytes()), predictor.watts(operator)));
    estimate
        .terms()
        .forEach(term ->
            out.add(
                "  %-8s %-16s %s".formatted(term.name(), term.equation(), time(term.seconds()))));
    estimate.notes().forEach(note -> out.add("  note: " + note));
    return out;
  }

  static String time(double seconds) {
    if (seconds < 1e-3) {
      return String.format(Locale.ROOT, "%.2f us", seconds * 1e6);
    }
    return seconds < 1
        ? String.format(Locale.ROOT, "%.3f ms", seconds * 1e3)
        : String.format(Locale.ROOT, "%.3f s", seconds);
  }

  private static String scaled(double value) {
    String[] prefixes = {"", "k", "M", "G", "T", "P", "E"};
    int step = 0;
    double rest = value;
    while (rest >= 1000 && step < prefixes.length - 1) {
      rest /= 1000;
      step++;
    }
    return String.format(Locale.ROOT, "%.4g %s", rest, prefixes[step]).strip();
  }

  static Problem unknown(String place, String word, List<String> known) {
    return new Problem(
        "unknown-kind",
        place,
        word,
        "one of " + String.join(", ", known),
        Nearest.hint(word, known));
  }
}
