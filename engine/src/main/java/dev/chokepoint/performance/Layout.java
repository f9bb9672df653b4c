package dev.chokepoint.performance;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.List;

/**
 * How one copy of a model is split over chips. Tensor ranks share every layer, pipeline ranks share
 * the layers among them, data ranks attend to sequences of their own and share the experts, context
 * ranks share the tokens of a sequence.
 *
 * @param expert ranks over which experts are spread whole, of the tensor and data ranks together;
 *     what remains of those splits every expert
 */
public record Layout(int tensor, int pipeline, int data, int expert, int context) {

  /** One chip. */
  public static final Layout ONE = new Layout(1, 1, 1, 1, 1);

  /** Tensor ranks alone. */
  public static Layout tensor(int ranks) {
    return new Layout(ranks, 1, 1, 1, 1);
  }

  /** Chips of one copy. */
  public int chips() {
    return tensor * pipeline * data * context;
  }

  /** Ranks among which the experts of a layer are shared, whole or in parts. */
  int expertGroup() {
    return tensor * data;
  }

  /** Ranks that split one expert. */
  int expertTensor() {
    return expertGroup() / expert;
  }

  /** The words of the options: {@code tp8 pp2}, ranks of one left out. */
  public String text() {
    List<String> words = new ArrayList<>();
    add(words, "tp", tensor);
    add(words, "pp", pipeline);
    add(words, "dp", data);
    add(words, "ep", expert);
    add(words, "cp", context);
    return words.isEmpty() ? "tp1" : String.join(" ", words);
  }

  private static void add(List<String> words, String word, int ranks) {
    if (ranks > 1) {
      words.add(word + ranks);
    }
  }

  /** What keeps a model from being split so; empty when nothing does. */
  public List<Problem> problems(Model model) {
    List<Problem> problems = new ArrayList<>();
    positive(problems, "--tp", tensor);
    positive(problems, "--pp", pipeline);
    positive(problems, "--dp", data);
    positive(problems, "--ep", expert);
    positive(problems, "--cp", context);
    if (!problems.isEmpty()) {
      return problems;
    }
    if (pipeline > model.depth()) {
      problems.add(problem("--pp", pipeline, "at most " + model.depth() + " layers", ""));
    }
    if (expert > 1 && !model.hasExperts()) {
      problems.add(problem("--ep", expert, "1, since " + model.name() + " has no experts", ""));
    } else if (expertGroup() % expert != 0) {
      problems.add(problem("--ep", expert, "a divisor of tp x dp = " + expertGroup(), ""));
    }
    for (Model.Layers each : model.layers()) {
      String word = problem(each.mixer());
      if (!word.isEmpty()) {
        problems.add(problem("--tp", tensor, word, hint(model)));
        break;
      }
    }
    for (Model.Layers each : model.layers()) {
      if (!problems.isEmpty()) {
        break;
      }
      switch (each.feedForward()) {
        case FeedForward.Dense d -> divides(problems, "--tp", tensor, d.inter(), "inner width");
        case FeedForward.Experts e -> {
          divides(problems, "--ep", expert, e.experts(), "experts");
          divides(problems, "--tp", expertTensor(), e.inter(), "inner width of an expert");
        }
      }
    }
    return problems;
  }

  /** Refuses a split that is not possible. */
  public void check(Model model) {
    List<Problem> problems = problems(model);
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
  }

  private String problem(Mixer mixer) {
    return switch (mixer) {
      case Mixer.Grouped g ->
          g.heads() % tensor != 0
              ? "a divisor of " + g.heads() + " heads"
              : tensor > g.kvHeads() ? multiple(g.kvHeads()) : divisor(g.kvHeads());
      case Mixer.Latent l -> l.heads() % tensor != 0 ? "a divisor of " + l.heads() + " heads" : "";
      case Mixer.Linear l ->
          l.valueHeads() % tensor != 0 ? "a divisor of " + l.valueHeads() + " value heads" : "";
    };
  }

  private String multiple(int heads) {
    return tensor % heads == 0 ? "" : "a multiple of " + heads + " key-value heads";
  }

  private String divisor(int heads) {
    return heads % tensor == 0 ? "" : "a divisor of " + heads + " key-value heads";
  }

  private static String hint(Model model) {
    for (int ranks : new int[] {8, 4, 2}) {
      if (Layout.tensor(ranks).problems(model).isEmpty()) {
        return "Maybe --tp " + ranks + "?";
      }
    }
    return "";
  }

  private static void positive(List<Problem> problems, String place, int ranks) {
    if (ranks < 1 || ranks > 1 << 20) {
      problems.add(problem(place, ranks, "1 to " + (1 << 20), ""));
    }
  }

  private static void divides(
      List<Problem> problems, String place, int ranks, long whole, String what) {
    if (whole % ranks != 0) {
      problems.add(problem(place, ranks, "a divisor of the " + what + ", " + whole, ""));
    }
  }

  private static Problem problem(String place, int ranks, String limit, String hint) {
    return new Problem("layout-does-not-divide", place, String.valueOf(ranks), limit, hint);
  }
}
