package dev.chokepoint.knowledge;

import dev.chokepoint.performance.FeedForward;
import dev.chokepoint.performance.Mixer;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A model's architecture from the {@code config.json} that stands beside its weights. */
final class HuggingFaceConfig {
  private static final long MOST_BYTES = 1 << 20;

  /** Layers, as in {@code knowledge/models}. */
  private static final long MOST_LAYERS = 10_000;

  private static final long MOST_HEADS = 1 << 14;
  private static final long MOST_HEAD_WIDTH = 1 << 14;
  private static final long MOST_EXPERTS = 1 << 16;
  private static final long MOST_HIDDEN = 1 << 20;
  private static final long MOST_WIDTH = 1 << 24;
  private static final long MOST_TOKENS = 1L << 32;

  /** Decoders whose layers are those read here. */
  private static final Set<String> KNOWN =
      Set.of(
          "llama",
          "mistral",
          "mixtral",
          "qwen2",
          "qwen2_moe",
          "qwen3",
          "qwen3_moe",
          "qwen3_next",
          "qwen3_5_text",
          "qwen3_5_moe_text",
          "gemma",
          "gemma2",
          "gemma3_text",
          "deepseek_v2",
          "deepseek_v3",
          "deepseek_v32",
          "kimi_k2",
          "glm4",
          "glm4_moe",
          "glm_moe_dsa",
          "gpt_oss",
          "minimax_m2",
          "phi3",
          "granite",
          "olmo",
          "olmo2",
          "internlm2",
          "baichuan",
          "yi");

  /** Keys of recurrences and convolutions that are not modelled. */
  private static final List<String> NOT_MODELLED =
      List.of(
          ("ssm_cfg ssm_state_size state_size mamba_d_state mamba_d_conv mamba_num_heads"
                  + " mamba_expand attn_layer_period hybrid_override_pattern layers_block_type"
                  + " block_types time_step_rank rescale_every lru_width")
              .split(" ", -1));

  /** Families whose inner activation has no gate. */
  private static final Set<String> PLAIN =
      Set.of("gpt2", "gpt_neo", "gpt_neox", "gptj", "opt", "bloom", "falcon", "phi", "starcoder2");

  private static final Set<String> QUERY_KEY_NORM =
      Set.of("qwen3", "qwen3_moe", "qwen3_next", "qwen3_5_text", "qwen3_5_moe_text", "glm4_moe");

  private static final Set<String> OUTPUT_GATE =
      Set.of("qwen3_next", "qwen3_5_text", "qwen3_5_moe_text");

  /** Families without a cache that grows, and encoders, whatever their keys. */
  private static final Set<String> RECURRENT =
      Set.of("mamba", "mamba2", "rwkv", "rwkv5", "rwkv6", "falcon_mamba", "bert", "roberta", "t5");

  private static final String[] HIDDEN = {"hidden_size", "n_embd", "d_model"};

  private final Cursor c;
  private final String type;
  private final List<String> notes = new ArrayList<>();

  private HuggingFaceConfig(Cursor root) {
    Cursor text = root.at("text_config");
    this.c = text.isMap() ? text : root;
    String own = c.at("model_type").text(root.at("model_type").text("unknown"));
    this.type = own;
    if (text.isMap()) {
      notes.add("The vision encoder is not modelled.");
    }
  }

  static Model read(Path file) {
    String name = String.valueOf(file.getFileName());
    List<Problem> problems = new ArrayList<>();
    Cursor root = Cursor.of(document(file, name), name, problems);
    HuggingFaceConfig config = new HuggingFaceConfig(root);
    config.decoder();
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    Model model = config.model(file.toString(), root);
    if (!problems.isEmpty()) {
      throw new Refused(problems.stream().distinct().toList());
    }
    return model;
  }

  private static Doc document(Path file, String name) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new Refused(new Problem("no-such-file", "--model", file.toString(), "a file", ""));
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new Refused(
            new Problem(
                "file-too-large",
                name,
                Files.size(file) + " bytes",
                "at most " + MOST_BYTES + " bytes",
                "Maybe this is no config.json."));
      }
      Doc doc = Index.parsed(Files.readAllBytes(file));
      if (!(doc instanceof Doc.Mapping)) {
        throw new Refused(new Problem("bad-json", name, "", "an object with the config", ""));
      }
      return doc;
    } catch (JacksonException e) {
      String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new Refused(new Problem("bad-json", name + line, message(e), "valid JSON", ""));
    } catch (IOException e) {
      throw new Refused(
          new Problem("unreadable-file", name, String.valueOf(e.getMessage()), "UTF-8 text", ""));
    }
  }

  /** Refuses what is no stack of attention layers, and says where the kind is not known. */
  private void decoder() {
    for (String key : List.of("is_encoder_decoder", "is_encoder")) {
      if (c.at(key).text("false").equals("true")) {
        c.at(key).problem("not-modelled", "true", "a decoder alone", "");
      }
    }
    for (String key : NOT_MODELLED) {
      if (isStated(key)) {
        c.at(key)
            .problem(
                "not-modelled",
                key,
                "attention, with or without a window, or a gated delta network",
                "");
      }
    }
    if (RECURRENT.contains(type)) {
      c.at("model_type").problem("not-modelled", type, "a decoder with attention", "");
    }
    if (!KNOWN.contains(type) && !PLAIN.contains(type)) {
      notes.add(
          "The architecture "
              + type
              + " is not known; a decoder with gated layers and a full cache is taken.");
    }
  }

  /** What is wrong, without where the parser read it from. */
  private static String message(JacksonException e) {
    String all = e.getOriginalMessage();
    int at = all.indexOf("[Source:");
    int bracket = at < 0 ? -1 : all.lastIndexOf('(', at);
    return bracket < 0 ? all : all.substring(0, bracket).strip();
  }

  private Model model(String path, Cursor root) {
    long hidden = size(MOST_HIDDEN, HIDDEN);
    int depth = (int) size(MOST_LAYERS, "num_hidden_layers", "n_layer", "num_layers");
    boolean plain = PLAIN.contains(type);
    Cursor tied =
        c.at("tie_word_embeddings").isPresent()
            ? c.at("tie_word_embeddings")
            : root.at("tie_word_embeddings");
    List<Model.Layers> layers = layers(hidden, depth, !plain);
    return new Model(
        path,
        c.at("_name_or_path").text(root.at("model_type").text(type)),
        hidden,
        size(MOST_WIDTH, "vocab_size"),
        tied.isPresent() ? tied.text().equals("true") : type.startsWith("gemma") || plain,
        size(MOST_TOKENS, "max_position_embeddings", "n_positions", "seq_length"),
        plain && type.startsWith("gpt2")
            ? size(MOST_WIDTH, "n_positions", "max_position_embeddings")
            : 0,
        plain,
        biases(plain),
        quantised(root),
        layers,
        (int) number(0, MOST_LAYERS, "num_nextn_predict_layers", "mtp_num_hidden_layers"),
        0,
        0,
        path,
        notes);
  }

  private Model.Biases biases(boolean plain) {
    if (plain || type.equals("gpt_oss")) {
      return Model.Biases.ALL;
    }
    boolean some = type.startsWith("qwen2") || c.at("attention_bias").text("false").equals("true");
    return some ? Model.Biases.QUERY_KEY_VALUE : Model.Biases.NONE;
  }

  private @Nullable Precision quantised(Cursor root) {
    Cursor q = root.at("quantization_config");
    if (!q.isMap()) {
      return null;
    }
    String method = q.at("quant_method").text("");
    return switch (method) {
      case "fp8" ->
          q.at("weight_block_size").isPresent() ? Precision.FP8_BLOCK : Precision.FP8_STATIC;
      case "mxfp4" -> Precision.MXFP4_A16;
      case "awq", "gptq" -> Precision.INT4_WEIGHT;
      default -> {
        notes.add("The quantisation " + method + " is not known; 16 bits are taken.");
        yield null;
      }
    };
  }

  /** Layers by kind: which mix by a window or a recurrence, and which have experts. */
  private List<Model.Layers> layers(long hidden, int depth, boolean gated) {
    Map<Model.Layers, Integer> runs = new LinkedHashMap<>();
    List<String> kinds = kinds(depth);
    Map<String, Mixer> mixers = new LinkedHashMap<>();
    Set<String> dense = dense();
    for (int i = 0; i < depth; i++) {
      Mixer mixer = mixers.computeIfAbsent(kinds.get(i), kind -> mixer(hidden, kind));
      Model.Layers one = new Model.Layers(1, mixer, feedForward(i, gated, dense));
      runs.merge(one, 1, Integer::sum);
    }
    List<Model.Layers> layers = new ArrayList<>();
    runs.forEach(
        (one, count) -> layers.add(new Model.Layers(count, one.mixer(), one.feedForward())));
    return layers;
  }

  private List<String> kinds(int depth) {
    Cursor listed = c.at("layer_types");
    if (listed.isList()) {
      List<String> kinds = listed.texts();
      if (kinds.size() != depth) {
        listed.problem(
            "wrong-length", kinds.size() + " kinds", "one for each of " + depth + " layers", "");
        return java.util.Collections.nCopies(depth, "full_attention");
      }
      return kinds;
    }
    long interval = number(0, MOST_LAYERS, "full_attention_interval", "sliding_window_pattern");
    boolean linear = c.at("linear_num_value_heads").isPresent();
    boolean off = c.at("use_sliding_window").text("true").equals("false");
    boolean window = !off && number(0, MOST_TOKENS, "sliding_window") > 0;
    List<String> kinds = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      boolean full = interval > 0 ? (i + 1) % interval == 0 : !window;
      kinds.add(full ? "full_attention" : linear ? "linear_attention" : "sliding_attention");
    }
    return kinds;
  }

  private Mixer mixer(long hidden, String kind) {
    if (kind.equals("linear_attention")) {
      return new Mixer.Linear(
          (int) size(MOST_HEADS, "linear_num_key_heads"),
          (int) size(MOST_HEADS, "linear_num_value_heads"),
          (int) size(MOST_HEAD_WIDTH, "linear_key_head_dim"),
          (int) size(MOST_HEAD_WIDTH, "linear_value_head_dim"),
          (int) size(MOST_HEAD_WIDTH, "linear_conv_kernel_dim"));
    }
    if (!kind.equals("full_attention") && !kind.equals("sliding_attention")) {
      c.at("layer_types").problem("not-modelled", kind, "full, sliding or linear attention", "");
    }
    int heads = (int) size(MOST_HEADS, "num_attention_heads", "n_head");
    if (c.at("kv_lora_rank").isPresent()) {
      return new Mixer.Latent(
          heads,
          (int) size(MOST_HIDDEN, "q_lora_rank"),
          (int) size(MOST_HIDDEN, "kv_lora_rank"),
          (int) size(MOST_HEAD_WIDTH, "qk_rope_head_dim"),
          (int) size(MOST_HEAD_WIDTH, "qk_nope_head_dim"),
          (int) size(MOST_HEAD_WIDTH, "v_head_dim"),
          (int) number(0, MOST_HEADS, "index_n_heads"),
          (int) number(0, MOST_HEAD_WIDTH, "index_head_dim"),
          number(0, MOST_TOKENS, "index_topk"));
    }
    long own = number(0, MOST_HEAD_WIDTH, "head_dim");
    if (own == 0 && hidden > 1 && hidden % heads != 0) {
      c.at("num_attention_heads")
          .problem("does-not-divide", String.valueOf(heads), "a divisor of " + hidden, "");
    }
    int shared =
        (int) (isStated("num_key_value_heads") ? size(heads, "num_key_value_heads") : heads);
    if (heads % shared != 0) {
      c.at("num_key_value_heads")
          .problem("does-not-divide", String.valueOf(shared), "a divisor of " + heads, "");
    }
    return new Mixer.Grouped(
        heads,
        shared,
        (int) (own > 0 ? own : Math.max(1, hidden / heads)),
        kind.equals("sliding_attention") ? size(MOST_TOKENS, "sliding_window") : 0,
        OUTPUT_GATE.contains(type),
        QUERY_KEY_NORM.contains(type) ? Mixer.QueryKeyNorm.HEAD : Mixer.QueryKeyNorm.NONE);
  }

  private FeedForward feedForward(int layer, boolean gated, Set<String> listed) {
    long experts =
        number(
            0,
            MOST_EXPERTS,
            "n_routed_experts",
            "num_experts",
            "num_local_experts",
            "num_routed_experts");
    long inter = number(0, MOST_WIDTH, "intermediate_size", "n_inner", "ffn_dim");
    boolean dense =
        experts == 0
            || layer < number(0, MOST_LAYERS, "first_k_dense_replace")
            || listed.contains(String.valueOf(layer))
            || (layer + 1) % Math.max(1, number(1, MOST_LAYERS, "decoder_sparse_step")) != 0;
    if (dense) {
      long width = inter > 0 ? inter : 4 * size(MOST_HIDDEN, HIDDEN);
      return new FeedForward.Dense(width, gated);
    }
    long own = number(inter, MOST_WIDTH, "moe_intermediate_size");
    long shared =
        number(
            0,
            MOST_WIDTH,
            "shared_expert_intermediate_size",
            "moe_shared_expert_intermediate_size");
    if (shared == 0) {
      shared = own * number(0, MOST_EXPERTS, "n_shared_experts", "num_shared_experts");
    }
    return new FeedForward.Experts(
        own,
        (int) experts,
        (int) size(experts, "num_experts_per_tok", "experts_per_token", "num_experts_per_token"),
        shared,
        gated);
  }

  /** Layers without experts that are listed. */
  private Set<String> dense() {
    Cursor only = c.at("mlp_only_layers");
    return only.isList() ? new HashSet<>(only.texts()) : Set.of();
  }

  /** The first of some keys that is there; it must be. */
  private long size(long most, String... keys) {
    for (String key : keys) {
      if (isStated(key)) {
        return ModelReader.whole(c.at(key), 1, most);
      }
    }
    c.at(keys[0]).problem("missing", "", keys[0] + " is needed", "");
    return 1;
  }

  private long number(long fallback, long most, String... keys) {
    for (String key : keys) {
      if (isStated(key)) {
        return ModelReader.whole(c.at(key), 0, most);
      }
    }
    return fallback;
  }

  /** Jackson gives null as its text. */
  private boolean isStated(String key) {
    Cursor at = c.at(key);
    return at.isPresent() && !(at.isText() && at.text("null").equals("null"));
  }
}
