package dev.chokepoint.porting;

import dev.chokepoint.porting.Assessment.Judged;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How large a port becomes: lines that hold something the target does not have, by kind of line,
 * each kind with the changed lines that it led to in real ports; and the chance that more than
 * renaming is needed. Both are null for a target whose finished ports were not measured, for a
 * program with nothing of CUDA in C or C++, because the ports measured were written in it, and
 * where a file could not be read.
 */
public record Size(@Nullable Double changedLines, @Nullable Double handWork) {
  private static final String CONSTANT = "constant";

  /** Kinds of line, in the order in which a line with several uses is counted. */
  private static final List<String> KINDS =
      List.of("launch", "call", "hand", "language", "vector", "math", "build", "python");

  private static final Set<String> WARP =
      Set.of("warp-shuffle", "warp-vote", "warp-match", "warp-reduce", "unmasked-shuffle");
  private static final Set<String> LANES = Set.of("lane-width", "lane-mask", "lane-literal");
  private static final Set<String> LOW_PRECISION =
      Set.of(
          "half-type",
          "bfloat16",
          "bfloat16-rounding",
          "fp8-type",
          "fp8-scale",
          "fp6-type",
          "fp4-type");
  private static final Set<String> LIBRARIES =
      Set.of("sparse", "solver", "blaslt", "dnn", "fft", "tensor");

  static Size of(PortingFacts facts, List<ScannedFile> files, Map<String, List<Judged>> byFile) {
    Map<String, Double> weights = facts.rates().linesPerUse();
    boolean isMeasured = byFile.isEmpty() || isCpp(files, byFile);
    if (weights.isEmpty() || !isMeasured || hasUnread(byFile)) {
      return new Size(null, null);
    }
    double lines = byFile.isEmpty() ? 0 : weights.getOrDefault(CONSTANT, 0.0);
    for (Map.Entry<String, Integer> kind : lineKinds(facts.target(), byFile).entrySet()) {
      lines += weights.getOrDefault(kind.getKey(), 0.0) * kind.getValue();
    }
    return new Size(lines, handWork(facts, files, byFile));
  }

  private static boolean isCpp(List<ScannedFile> files, Map<String, List<Judged>> byFile) {
    return files.stream().anyMatch(file -> file.isCpp() && byFile.containsKey(file.path()));
  }

  private static boolean hasUnread(Map<String, List<Judged>> byFile) {
    return byFile.values().stream()
        .flatMap(List::stream)
        .anyMatch(judged -> judged.use().isUnread());
  }

  /** Number of lines by kind, over all files; only those with something to change. */
  public static Map<String, Integer> lineKinds(Target target, Map<String, List<Judged>> byFile) {
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
      case "unlisted-header" -> "call";
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
    if (use.library().equals("python") || use.library().equals(PortingFacts.TORCH)) {
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

  /** The chance that more than renaming is needed: a logistic function of a few signs. */
  private static @Nullable Double handWork(
      PortingFacts facts, List<ScannedFile> files, Map<String, List<Judged>> byFile) {
    Map<String, Double> weights = facts.rates().risks();
    if (weights.isEmpty()) {
      return null;
    }
    Map<String, Double> signs = signs(facts.target(), files, byFile);
    double logOdds = weights.getOrDefault(CONSTANT, 0.0);
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      logOdds += weight.getValue() * signs.getOrDefault(weight.getKey(), 0.0);
    }
    return byFile.isEmpty() ? 0.0 : 1 / (1 + Math.exp(-logOdds));
  }

  /**
   * Signs of work beyond renaming. Most are 1 where the program has something of the kind that the
   * target does not simply take; {@code statements} is the logarithm of their number.
   */
  public static Map<String, Double> signs(
      Target target, List<ScannedFile> files, Map<String, List<Judged>> byFile) {
    Map<String, Double> signs = new TreeMap<>();
    for (List<Judged> uses : byFile.values()) {
      for (Judged judged : uses) {
        if (judged.use().isDoneFor(target)) {
          continue;
        }
        sign(signs, judged);
      }
    }
    int statements = files.stream().mapToInt(ScannedFile::statements).sum();
    signs.put("statements", Math.log1p(statements));
    return signs;
  }

  private static void sign(Map<String, Double> signs, Judged judged) {
    Use use = judged.use();
    PortVerdict verdict = judged.mapping().verdict();
    String construct = use.construct();
    if (WARP.contains(construct) && verdict.isHandWork()) {
      signs.put("warp", 1.0);
    }
    if (LANES.contains(construct)) {
      signs.put("lanes", 1.0);
    }
    if (LOW_PRECISION.contains(construct)) {
      signs.put("low-precision", 1.0);
    }
    if (construct.startsWith("cub-")) {
      signs.put("cub", 1.0);
    }
    if (LIBRARIES.contains(use.library())) {
      signs.put("library", 1.0);
    }
    if (construct.equals("vector-operator") || construct.equals("launch-bounds")) {
      signs.put(construct, 1.0);
    }
    boolean missing =
        verdict == PortVerdict.NONE
            || verdict == PortVerdict.REWRITE
            || (verdict == PortVerdict.UNKNOWN && !use.library().isEmpty());
    if (missing && !WARP.contains(construct) && !use.library().equals("build")) {
      signs.put("missing", 1.0);
    }
  }
}
