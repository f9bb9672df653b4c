package dev.chokepoint.workbench;

import dev.chokepoint.performance.Operator;
import dev.chokepoint.performance.Operator.CollectiveKind;
import dev.chokepoint.performance.Operator.CollectivePath;
import dev.chokepoint.performance.Operator.Elements;
import dev.chokepoint.performance.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A form of measurement files, recognised by its columns; their order and further columns do not
 * matter. The first form whose columns are all there counts.
 */
enum MeasurementForm {
  LATENT_ATTENTION("batch_size isl step num_heads tp_size"),
  CONTEXT_ATTENTION("batch_size isl num_heads num_key_value_heads head_dim"),
  DECODE_ATTENTION("batch_size step num_heads num_key_value_heads head_dim"),
  CACHE_ATTENTION("batch_size kv_len q_heads kv_heads head_dim"),
  EXPERT_LAYER("num_tokens hidden_size inter_size topk num_experts"),
  EXPERT_PRODUCT("weight_type tokens num_experts topk hidden inter"),
  TYPED_COLLECTIVE("op_name num_gpus message_size"),
  COLLECTIVE("op num_gpus message_bytes"),
  LAYER("op num_tokens n k"),
  PRODUCT("m n k"),
  ROWS("rows cols"),
  ELEMENTS("elements");

  private static final double HALF = 2;
  private static final int LATENT = 512;
  private static final int ROPE = 64;
  private static final int VALUE = 128;

  private final String columns;

  MeasurementForm(String columns) {
    this.columns = columns;
  }

  /** A row that cannot be an operator, with the reason. */
  static final class Unusable extends RuntimeException {
    Unusable(String reason) {
      super(reason, null, false, false);
    }
  }

  /** The form of a file with these columns, in lower case. */
  static Optional<MeasurementForm> of(Set<String> header) {
    return Arrays.stream(values())
        .filter(form -> header.containsAll(List.of(form.columns.split(" ", -1))))
        .findFirst();
  }

  Operator read(Csv.Row row) {
    return switch (this) {
      case LATENT_ATTENTION -> latent(row);
      case CONTEXT_ATTENTION -> context(row);
      case DECODE_ATTENTION -> decode(row, "step", "num_heads", "num_key_value_heads");
      case CACHE_ATTENTION -> cached(row);
      case EXPERT_LAYER -> experts(row);
      case EXPERT_PRODUCT -> expertProduct(row);
      case TYPED_COLLECTIVE -> typedCollective(row);
      case COLLECTIVE -> collective(row);
      case LAYER -> layer(row);
      case PRODUCT ->
          new Operator.Gemm(
              whole(row, "m"),
              whole(row, "n"),
              whole(row, "k"),
              precision(row, "gemm_dtype", "dtype"));
      case ROWS -> {
        double bytes = HALF * whole(row, "rows") * whole(row, "cols");
        yield new Operator.Elementwise(bytes, bytes, 0);
      }
      case ELEMENTS -> {
        double bytes = HALF * whole(row, "elements");
        yield new Operator.Elementwise(bytes, bytes, 0);
      }
    };
  }

  private static Operator latent(Csv.Row row) {
    Precision arithmetic = precision(row, "mla_dtype", "attn_dtype");
    Precision cache = precision(row, "kv_cache_dtype", "mla_dtype");
    long length = whole(row, "isl");
    long step = orZero(row, "step");
    int heads = (int) whole(row, "num_heads");
    return length == 1 && step > 0
        ? new Operator.MlaDecode(
            whole(row, "batch_size"), step, heads, LATENT, ROPE, arithmetic, cache)
        : new Operator.MlaPrefill(
            whole(row, "batch_size"), length, step, heads, LATENT, ROPE, VALUE, arithmetic, cache);
  }

  private static Operator context(Csv.Row row) {
    long length = whole(row, "isl");
    long step = orZero(row, "step");
    if (length == 1 && step > 0) {
      return decode(row, "step", "num_heads", "num_key_value_heads");
    }
    return new Operator.AttentionPrefill(
        whole(row, "batch_size"),
        length,
        step,
        (int) whole(row, "num_heads"),
        (int) whole(row, "num_key_value_heads"),
        (int) whole(row, "head_dim"),
        orZero(row, "window_size"),
        precision(row, "attn_dtype", "dtype"),
        precision(row, "kv_cache_dtype", "attn_dtype"));
  }

  private static Operator decode(Csv.Row row, String length, String heads, String kvHeads) {
    return new Operator.AttentionDecode(
        whole(row, "batch_size"),
        whole(row, length),
        (int) whole(row, heads),
        (int) whole(row, kvHeads),
        (int) whole(row, "head_dim"),
        orZero(row, "window_size"),
        precision(row, "attn_dtype", "dtype"),
        precision(row, "kv_cache_dtype", "attn_dtype"));
  }

  private static Operator cached(Csv.Row row) {
    long chunk = orZero(row, "prefill_chunk");
    if (chunk == 0) {
      return decode(row, "kv_len", "q_heads", "kv_heads");
    }
    return new Operator.AttentionPrefill(
        whole(row, "batch_size"),
        chunk,
        orZero(row, "kv_len"),
        (int) whole(row, "q_heads"),
        (int) whole(row, "kv_heads"),
        (int) whole(row, "head_dim"),
        0,
        Precision.BF16,
        Precision.BF16);
  }

  private static Operator experts(Csv.Row row) {
    String spread = text(row, "distribution", "balanced").toLowerCase(Locale.ROOT);
    double skew = 0;
    if (spread.startsWith("power_law")) {
      String exponent = spread.substring("power_law".length()).replace("_", "");
      skew = exponent.isEmpty() ? 1.01 : decimal(exponent, "distribution");
    }
    long expertRanks =
        row.get("moe_ep_size") == null ? orOne(row, "ep_size") : orOne(row, "moe_ep_size");
    return new Operator.MoeFfn(
        whole(row, "num_tokens"),
        whole(row, "hidden_size"),
        whole(row, "inter_size"),
        (int) whole(row, "topk"),
        (int) whole(row, "num_experts"),
        (int) orOne(row, "moe_tp_size"),
        (int) expertRanks,
        skew,
        true,
        precision(row, "moe_dtype", "dtype"));
  }

  private static Operator expertProduct(Csv.Row row) {
    boolean up = text(row, "weight_type", "w13").equals("w13");
    long hidden = whole(row, "hidden");
    long inter = whole(row, "inter");
    int experts = (int) whole(row, "num_experts");
    return new Operator.GroupedGemm(
        whole(row, "tokens"),
        (int) whole(row, "topk"),
        experts,
        experts,
        up ? 2 * inter : hidden,
        up ? hidden : inter,
        precision(row, "moe_dtype", "dtype"));
  }

  private static Operator typedCollective(Csv.Row row) {
    boolean direct = row.get("allreduce_dtype") != null;
    Precision precision = precision(row, direct ? "allreduce_dtype" : "nccl_dtype", "dtype");
    double bytes = whole(row, "message_size") * precision.activationBytes();
    int ranks = (int) whole(row, "num_gpus");
    return new Operator.Collective(
        kind(text(row, "op_name", "")),
        ranks,
        ranks,
        bytes,
        direct ? CollectivePath.DIRECT : CollectivePath.LIBRARY);
  }

  private static Operator collective(Csv.Row row) {
    String name = text(row, "op", "");
    double bytes = whole(row, "message_bytes");
    int ranks = (int) whole(row, "num_gpus");
    int near = row.get("devices_per_node") == null ? ranks : (int) whole(row, "devices_per_node");
    return name.startsWith("send")
        ? new Operator.SendReceive(bytes, near < ranks)
        : new Operator.Collective(
            kind(name), ranks, Math.min(near, ranks), bytes, CollectivePath.LIBRARY);
  }

  private static CollectiveKind kind(String name) {
    String key = name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    return Arrays.stream(CollectiveKind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).replace("_", "").equals(key))
        .findFirst()
        .orElseThrow(() -> new Unusable("operation " + name + " is not known"));
  }

  private static Operator layer(Csv.Row row) {
    long tokens = whole(row, "num_tokens");
    long n = whole(row, "n");
    long k = orZero(row, "k");
    if (k > 0) {
      return new Operator.Gemm(tokens, n, k, precision(row, "dtype", "gemm_dtype"));
    }
    double vector = HALF * tokens * n;
    String op = text(row, "op", "").toLowerCase(Locale.ROOT);
    Elements kind =
        op.contains("norm")
            ? Elements.NORM
            : op.contains("act")
                ? Elements.GATED
                : op.contains("rope") || op.contains("rotary") ? Elements.ROTARY : Elements.FLAT;
    double read = kind == Elements.GATED || op.equals("add") ? 2 * vector : vector;
    return new Operator.Elementwise(read, vector, 0, kind, tokens, n);
  }

  private static String text(Csv.Row row, String column, String fallback) {
    String text = row.get(column);
    return text == null ? fallback : text;
  }

  private static Precision precision(Csv.Row row, String column, String other) {
    String text = row.get(column) == null ? row.get(other) : row.get(column);
    return text == null
        ? Precision.BF16
        : Precision.find(text)
            .orElseThrow(() -> new Unusable("precision " + text + " is not modelled"));
  }

  static double decimal(String text, String column) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new Unusable(column + " is not a number");
    }
  }

  private static long orZero(Csv.Row row, String column) {
    return row.get(column) == null ? 0 : integer(row, column);
  }

  private static long orOne(Csv.Row row, String column) {
    return row.get(column) == null ? 1 : whole(row, column);
  }

  private static long whole(Csv.Row row, String column) {
    long value = integer(row, column);
    if (value < 1) {
      throw new Unusable(column + " is below 1");
    }
    return value;
  }

  private static long integer(Csv.Row row, String column) {
    String text = row.get(column);
    if (text == null) {
      throw new Unusable(column + " is empty");
    }
    double value = decimal(text, column);
    if (value != Math.rint(value) || Math.abs(value) > 1e15) {
      throw new Unusable(column + " is not a whole number");
    }
    return (long) value;
  }
}
