package dev.chokepoint.porting;

import dev.chokepoint.porting.Assessment.Judged;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How large a port becomes: lines that hold something the target does not have, by kind of line,
 * each kind with the changed lines that it led to in real ports.
 */
record Size(double changedLines, @Nullable Double handWork) {
  private static final String CONSTANT = "constant";

  /** Kinds of line, in the order in which a line with several uses is counted. */
  private static final List<String> KINDS =
      List.of("launch", "call", "hand", "language", "vector", "math", "build", "python");

  static Size of(PortingFacts facts, Map<String, List<Judged>> byFile) {
    Map<String, Double> weights = facts.rates().linesPerUse();
    double lines = byFile.isEmpty() ? 0 : weights.getOrDefault(CONSTANT, 0.0);
    for (Map.Entry<String, Integer> kind : lineKinds(facts.target(), byFile).entrySet()) {
      lines += weights.getOrDefault(kind.getKey(), 0.0) * kind.getValue();
    }
    return new Size(lines, handWork(facts, byFile));
  }

  /** Number of lines by kind, over all files; only those with something to change. */
  static Map<String, Integer> lineKinds(Target target, Map<String, List<Judged>> byFile) {
    Map<String, Integer> counts = new TreeMap<>();
    for (List<Judged> uses : byFile.values()) {
      Map<Integer, Integer> kindOfLine = new HashMap<>();
      for (Judged judged : uses) {
        int kind = KINDS.indexOf(kind(judged));
        boolean launch = kind == 0;
        if (judged.use().isDoneFor(target)
            || (judged.mapping().verdict() == PortVerdict.SUPPORTED && !launch)) {
          continue;
        }
        kindOfLine.merge(judged.use().line(), kind, Math::min);
      }
      kindOfLine.values().forEach(kind -> counts.merge(KINDS.get(kind), 1, Integer::sum));
    }
    return counts;
  }

  private static String kind(Judged judged) {
    Use use = judged.use();
    return switch (use.construct()) {
      case "launch" -> "launch";
      case "vector-type" -> "vector";
      case "device-math" -> "math";
      case "execution-index",
          "barrier",
          "shared-memory",
          "constant-memory",
          "grid-shape",
          "kernel",
          "device-function" ->
          "language";
      default -> named(judged);
    };
  }

  private static String named(Judged judged) {
    Use use = judged.use();
    if (use.library().equals("python")) {
      return "python";
    }
    if (use.library().equals("build")) {
      return "build";
    }
    if (use.library().equals("device") && use.construct().isEmpty()) {
      return Porting.isPlainMath(use) ? "math" : "language";
    }
    return !use.library().isEmpty() && judged.mapping().verdict() == PortVerdict.RENAMED
        ? "call"
        : use.construct().isEmpty() ? "call" : "hand";
  }

  /** The chance that more than renaming is needed: a logistic function of counts of risky uses. */
  private static @Nullable Double handWork(PortingFacts facts, Map<String, List<Judged>> byFile) {
    Map<String, Double> weights = facts.rates().risks();
    if (weights.isEmpty()) {
      return null;
    }
    Map<String, Integer> risks = risks(facts.target(), byFile);
    double logOdds = weights.getOrDefault(CONSTANT, 0.0);
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      if (!weight.getKey().equals(CONSTANT)) {
        logOdds += weight.getValue() * Math.log1p(risks.getOrDefault(weight.getKey(), 0));
      }
    }
    return byFile.isEmpty() ? 0.0 : 1 / (1 + Math.exp(-logOdds));
  }

  /** Number of uses by kind of risk; a use may be of several kinds. */
  static Map<String, Integer> risks(Target target, Map<String, List<Judged>> byFile) {
    Map<String, Integer> counts = new TreeMap<>();
    for (List<Judged> uses : byFile.values()) {
      for (Judged judged : uses) {
        if (judged.use().isDoneFor(target)) {
          continue;
        }
        risk(counts, judged);
      }
    }
    return counts;
  }

  private static void risk(Map<String, Integer> counts, Judged judged) {
    Use use = judged.use();
    counts.merge("use", 1, Integer::sum);
    if (!use.construct().isEmpty()) {
      counts.merge(use.construct(), 1, Integer::sum);
    }
    if (!use.library().isEmpty()) {
      counts.merge("lib:" + use.library(), 1, Integer::sum);
    }
    if (judged.mapping().verdict().isHandWork()) {
      counts.merge(judged.mapping().verdict().word(), 1, Integer::sum);
    }
  }
}
