package dev.chokepoint.knowledge;

import dev.chokepoint.performance.FeedForward;
import dev.chokepoint.performance.Mixer;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.units.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the architecture of a language model from {@code knowledge/models}. */
final class ModelReader {
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "name",
          "vendor",
          "aliases",
          "sources",
          "hidden",
          "vocabulary",
          "tied-embeddings",
          "longest",
          "learned-positions",
          "norm",
          "biases",
          "weights",
          "layers",
          "predicting-layers",
          "published",
          "notes");

  private ModelReader() {}

  static Model read(Cursor root) {
    root.only(KEYS);
    root.at("vendor").text();
    Cursor config = root.at("sources").at("config");
    List<Model.Layers> layers = new ArrayList<>();
    for (Cursor each : root.at("layers").list()) {
      each.only(Set.of("count", "attention", "feed-forward"));
      layers.add(
          new Model.Layers(
              (int) whole(each.at("count"), 1, 10_000),
              mixer(each.at("attention")),
              feedForward(each.at("feed-forward"))));
    }
    if (layers.isEmpty()) {
      root.at("layers").problem("missing", "", "one run of layers at least", "");
    }
    Cursor published = root.at("published");
    Cursor weights = root.at("weights");
    return new Model(
        root.at("id").text(),
        root.at("name").text(),
        whole(root.at("hidden"), 1, 1 << 20),
        whole(root.at("vocabulary"), 1, 1 << 24),
        yes(root.at("tied-embeddings")),
        whole(root.at("longest"), 1, 1L << 32),
        optional(root.at("learned-positions")),
        root.at("norm").text("rms").equals("layer"),
        biases(root.at("biases")),
        weights.isPresent() ? Precision.get(weights.text(), weights.place()) : null,
        layers,
        (int) optional(root.at("predicting-layers")),
        amount(published.at("parameters")),
        amount(published.at("active")),
        config.at("title").text(),
        root.at("notes").isPresent() ? root.at("notes").texts() : List.of());
  }

  private static Mixer mixer(Cursor c) {
    String kind = c.at("kind").text();
    return switch (kind) {
      case "grouped" -> {
        c.only(
            Set.of(
                "kind",
                "heads",
                "kv-heads",
                "head-dim",
                "window",
                "output-gate",
                "query-key-norm"));
        yield new Mixer.Grouped(
            size(c.at("heads")),
            size(c.at("kv-heads")),
            size(c.at("head-dim")),
            optional(c.at("window")),
            c.at("output-gate").isPresent() && yes(c.at("output-gate")),
            norm(c.at("query-key-norm")));
      }
      case "latent" -> {
        c.only(
            Set.of(
                "kind",
                "heads",
                "query-rank",
                "latent",
                "rope-dim",
                "key-dim",
                "value-dim",
                "index-heads",
                "index-dim",
                "index-tokens"));
        yield new Mixer.Latent(
            size(c.at("heads")),
            size(c.at("query-rank")),
            size(c.at("latent")),
            size(c.at("rope-dim")),
            size(c.at("key-dim")),
            size(c.at("value-dim")),
            (int) optional(c.at("index-heads")),
            (int) optional(c.at("index-dim")),
            optional(c.at("index-tokens")));
      }
      case "linear" -> {
        c.only(Set.of("kind", "key-heads", "value-heads", "key-dim", "value-dim", "convolution"));
        yield new Mixer.Linear(
            size(c.at("key-heads")),
            size(c.at("value-heads")),
            size(c.at("key-dim")),
            size(c.at("value-dim")),
            size(c.at("convolution")));
      }
      default -> {
        c.at("kind").problem("bad-value", kind, "grouped, latent or linear", "");
        yield new Mixer.Grouped(1, 1, 1, 0, false, Mixer.QueryKeyNorm.NONE);
      }
    };
  }

  private static Mixer.QueryKeyNorm norm(Cursor c) {
    if (!c.isPresent() || c.text().equals("no")) {
      return Mixer.QueryKeyNorm.NONE;
    }
    return c.text().equals("whole") ? Mixer.QueryKeyNorm.WHOLE : Mixer.QueryKeyNorm.HEAD;
  }

  private static FeedForward feedForward(Cursor c) {
    String kind = c.at("kind").text();
    boolean gated = yes(c.at("gated"));
    if (kind.equals("dense")) {
      c.only(Set.of("kind", "inter", "gated"));
      return new FeedForward.Dense(size(c.at("inter")), gated);
    }
    if (!kind.equals("experts")) {
      c.at("kind").problem("bad-value", kind, "dense or experts", "");
    }
    c.only(Set.of("kind", "inter", "gated", "experts", "active", "shared-inter"));
    return new FeedForward.Experts(
        size(c.at("inter")),
        size(c.at("experts")),
        size(c.at("active")),
        optional(c.at("shared-inter")),
        gated);
  }

  private static Model.Biases biases(Cursor c) {
    String word = c.text("none");
    return switch (word) {
      case "none" -> Model.Biases.NONE;
      case "query-key-value" -> Model.Biases.QUERY_KEY_VALUE;
      case "all" -> Model.Biases.ALL;
      default -> {
        c.problem("bad-value", word, "none, query-key-value or all", "");
        yield Model.Biases.NONE;
      }
    };
  }

  private static boolean yes(Cursor c) {
    String word = c.text().toLowerCase(Locale.ROOT);
    if (!word.equals("yes") && !word.equals("no")) {
      c.problem("bad-value", word, "yes or no", "");
    }
    return word.equals("yes");
  }

  private static int size(Cursor c) {
    return (int) whole(c, 1, 1 << 24);
  }

  private static long optional(Cursor c) {
    return c.isPresent() ? whole(c, 0, 1L << 32) : 0;
  }

  /** A whole number within bounds; anything else is a problem. */
  static long whole(Cursor c, long least, long most) {
    String text = c.text();
    if (text.isEmpty()) {
      return least;
    }
    if (!text.matches("[0-9]{1,12}")
        || Long.parseLong(text) < least
        || Long.parseLong(text) > most) {
      c.problem("bad-number", text, "a whole number from " + least + " to " + most, "");
      return least;
    }
    return Long.parseLong(text);
  }

  private static double amount(Cursor c) {
    if (!c.isPresent()) {
      return 0;
    }
    c.at("source").text();
    String text = c.at("value").text();
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      c.problem("bad-number", text, "a number", "");
      return 0;
    }
  }

  /** What a model may be called, its id first. */
  static List<String> names(Cursor root) {
    List<String> names = new ArrayList<>(List.of(root.at("id").text(), root.at("name").text()));
    if (root.at("aliases").isPresent()) {
      names.addAll(root.at("aliases").texts());
    }
    return names;
  }

  static Model read(KnowledgeFolder.Entry entry, List<Problem> problems) {
    return read(Cursor.of(entry.doc(), entry.path(), problems));
  }
}
