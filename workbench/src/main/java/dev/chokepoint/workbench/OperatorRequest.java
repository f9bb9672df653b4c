package dev.chokepoint.workbench;

import dev.chokepoint.performance.Operator;
import dev.chokepoint.performance.Operator.CollectiveKind;
import dev.chokepoint.performance.Operator.CollectivePath;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An operator as people name it, with its sizes by the words of the options.
 *
 * @param kind what it is
 * @param given sizes and words; one that the kind does not read is refused
 */
record OperatorRequest(String kind, Map<String, String> given) {
  static final List<String> KINDS =
      List.of(
          "gemm",
          "grouped-gemm",
          "moe",
          "attention-prefill",
          "attention-decode",
          "mla",
          "mla-prefill",
          "mla-decode",
          "elementwise",
          "allreduce",
          "allgather",
          "reduce-scatter",
          "alltoall",
          "send",
          "dispatch");

  private static final int LATENT = 512;
  private static final int ROPE = 64;
  private static final int VALUE = 128;

  Operator operator() {
    Reader reader = new Reader(given);
    Operator operator = operator(reader);
    reader.refuseUnread(kind);
    return operator;
  }

  private Operator operator(Reader r) {
    return switch (kind) {
      case "gemm" -> new Operator.Gemm(r.size("m"), r.size("n"), r.size("k"), r.precision());
      case "grouped-gemm" -> {
        int experts = r.count("experts");
        yield new Operator.GroupedGemm(
            r.size("tokens"),
            r.count("topk"),
            experts,
            (int) r.size("local-experts", experts),
            r.size("n"),
            r.size("k"),
            r.precision());
      }
      case "moe" ->
          new Operator.MoeFfn(
              r.size("tokens"),
              r.size("hidden"),
              r.size("inter"),
              r.count("topk"),
              r.count("experts"),
              (int) r.size("tp", 1),
              (int) r.size("ep", 1),
              r.decimal("skew", 0),
              true,
              r.precision());
      case "attention-prefill", "attention-decode" -> attention(r);
      case "mla-prefill" ->
          new Operator.MlaPrefill(
              r.size("batch"),
              r.size("length"),
              r.size("prefix", 0),
              r.count("heads"),
              LATENT,
              ROPE,
              VALUE,
              Precision.BF16,
              r.cache());
      case "mla", "mla-decode" ->
          new Operator.MlaDecode(
              r.size("batch"),
              r.size("length"),
              r.count("heads"),
              LATENT,
              ROPE,
              Precision.BF16,
              r.cache());
      case "elementwise" -> {
        double bytes = r.decimal("bytes");
        yield new Operator.Elementwise(bytes / 2, bytes / 2, 0);
      }
      case "allreduce" -> collective(r, CollectiveKind.ALL_REDUCE);
      case "allgather" -> collective(r, CollectiveKind.ALL_GATHER);
      case "reduce-scatter" -> collective(r, CollectiveKind.REDUCE_SCATTER);
      case "alltoall" -> collective(r, CollectiveKind.ALL_TO_ALL);
      case "send" -> new Operator.SendReceive(r.decimal("bytes"), r.size("ranks-per-node", 2) < 2);
      case "dispatch" -> {
        int ranks = r.count("ranks");
        yield new Operator.ExpertExchange(
            r.size("tokens"),
            r.size("hidden"),
            r.count("topk"),
            ranks,
            (int) r.size("ranks-per-node", ranks),
            r.precision().activationBytes());
      }
      default -> throw new Refused(OpCommand.unknown("op", kind, KINDS));
    };
  }

  private Operator attention(Reader r) {
    long batch = r.size("batch");
    long length = r.size("length");
    int heads = r.count("heads");
    int kvHeads = (int) r.size("kv-heads", heads);
    int headDim = (int) r.size("head-dim", 128);
    long window = r.size("window", 0);
    Precision precision = r.precision();
    Precision cache = r.cache();
    return kind.equals("attention-decode")
        ? new Operator.AttentionDecode(
            batch, length, heads, kvHeads, headDim, window, precision, cache)
        : new Operator.AttentionPrefill(
            batch, length, r.size("prefix", 0), heads, kvHeads, headDim, window, precision, cache);
  }

  private static Operator collective(Reader r, CollectiveKind kind) {
    int ranks = r.count("ranks");
    return new Operator.Collective(
        kind, ranks, (int) r.size("ranks-per-node", ranks), r.decimal("bytes"), r.path());
  }

  /** Reads sizes, remembering which were asked for. */
  private static final class Reader {
    private final Map<String, String> given;
    private final Set<String> read = new LinkedHashSet<>();

    Reader(Map<String, String> given) {
      this.given = given;
    }

    long size(String name) {
      return whole(name, text(name));
    }

    long size(String name, long fallback) {
      read.add(name);
      return given.containsKey(name) ? size(name) : fallback;
    }

    int count(String name) {
      long value = size(name);
      if (value > Integer.MAX_VALUE) {
        throw refused(name, String.valueOf(value), "at most " + Integer.MAX_VALUE);
      }
      return (int) value;
    }

    double decimal(String name) {
      String text = text(name);
      try {
        return new BigDecimal(text).doubleValue();
      } catch (NumberFormatException e) {
        throw refused(name, text, "a number such as 33554432");
      }
    }

    double decimal(String name, double fallback) {
      read.add(name);
      return given.containsKey(name) ? decimal(name) : fallback;
    }

    Precision precision() {
      read.add("precision");
      String text = given.get("precision");
      return text == null ? Precision.BF16 : Precision.get(text, "--precision");
    }

    Precision cache() {
      Precision usual = precision();
      read.add("cache");
      String text = given.get("cache");
      return text == null ? usual : Precision.get(text, "--cache");
    }

    CollectivePath path() {
      read.add("path");
      String text = given.getOrDefault("path", "library").toLowerCase(Locale.ROOT);
      return switch (text) {
        case "library" -> CollectivePath.LIBRARY;
        case "direct" -> CollectivePath.DIRECT;
        default -> throw refused("path", text, "library or direct");
      };
    }

    void refuseUnread(String kind) {
      for (String name : given.keySet()) {
        if (!read.contains(name)) {
          throw new Refused(
              new Problem(
                  "unused-option",
                  "--" + name,
                  String.valueOf(given.get(name)),
                  kind + " reads " + String.join(", ", read),
                  ""));
        }
      }
    }

    private String text(String name) {
      read.add(name);
      String text = given.get(name);
      if (text == null) {
        throw new Refused(
            new Problem("missing", "--" + name, "", "needed for this kind of operator", ""));
      }
      return text;
    }

    private static long whole(String name, String text) {
      try {
        return new BigDecimal(text).longValueExact();
      } catch (ArithmeticException | NumberFormatException e) {
        throw refused(name, text, "a whole number");
      }
    }

    private static Refused refused(String name, String value, String limit) {
      return new Refused(new Problem("bad-shape", "--" + name, value, limit, ""));
    }
  }
}
