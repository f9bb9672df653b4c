package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Target;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The truth of a preprocessor condition when a program is compiled for a target: macros that carry
 * the target's mark as a word are set, every other name is unknown.
 */
final class Condition {
  private static final int MOST_TOKENS = 400;

  /**
   * Words beside the mark that make a macro speak of something else: of the target's absence, of
   * its layer on NVIDIA's hardware, or of a detail such as a log.
   */
  private static final Set<String> OTHER_MATTERS =
      Set.of(
          "NO",
          "NOT",
          "NON",
          "WITHOUT",
          "DISABLE",
          "DISABLED",
          "SKIP",
          "EXCLUDE",
          "UNSUPPORTED",
          "NVIDIA",
          "NVCC",
          "CUDA",
          "LOG",
          "LOGS",
          "LOGGING",
          "DEBUG",
          "TRACE",
          "VERBOSE",
          "PROFILE",
          "PROFILING",
          "TEST",
          "TESTS",
          "TESTING",
          "BENCH",
          "BENCHMARK");

  /** PaddlePaddle and its kin say XPU of Kunlun chips, which SYCL does not reach. */
  private static final Set<String> KUNLUN =
      Set.of("PADDLE", "WITH", "LITE", "FASTDEPLOY", "KUNLUN", "KUNLUNXIN", "BKCL", "XDNN");

  private final List<String> tokens;
  private final List<String> marks;
  private int at;

  private Condition(List<String> tokens, List<String> marks) {
    this.tokens = tokens;
    this.marks = marks;
  }

  /** Truth with no macro known: only literal conditions such as {@code #if 0} are decided. */
  static Truth literal(String condition) {
    return new Condition(tokens(condition), List.of()).or(0);
  }

  static Truth on(Target target, String condition) {
    return new Condition(tokens(condition), target.marks()).or(0);
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      if (tokens.size() >= MOST_TOKENS) {
        // A condition that is read in part is not known.
        return List.of();
      }
      char c = text.charAt(i);
      int start = i++;
      if (Character.isWhitespace(c)) {
        continue;
      }
      if (Character.isLetterOrDigit(c) || c == '_') {
        while (i < text.length()
            && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
          i++;
        }
      } else if (i < text.length() && "&|=<>!".indexOf(c) >= 0) {
        char next = text.charAt(i);
        if ((next == c && c != '!') || next == '=') {
          i++;
        }
      }
      tokens.add(text.substring(start, i));
    }
    return tokens;
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private Truth or(int depth) {
    Truth truth = and(depth);
    while (peek().equals("||")) {
      at++;
      truth = or(truth, and(depth));
    }
    return truth;
  }

  private static Truth or(Truth a, Truth b) {
    if (a == Truth.YES || b == Truth.YES) {
      return Truth.YES;
    }
    return a == Truth.NO && b == Truth.NO ? Truth.NO : Truth.UNKNOWN;
  }

  private Truth and(int depth) {
    Truth truth = unary(depth);
    while (peek().equals("&&")) {
      at++;
      truth = or(truth.not(), unary(depth).not()).not();
    }
    return truth;
  }

  private Truth unary(int depth) {
    String token = peek();
    at++;
    if (depth > 50 || token.isEmpty()) {
      return Truth.UNKNOWN;
    }
    Truth truth;
    if (token.equals("!")) {
      return unary(depth + 1).not();
    } else if (token.equals("(")) {
      truth = or(depth + 1);
      if (peek().equals(")")) {
        at++;
      }
    } else if (token.equals("defined")) {
      boolean parenthesis = peek().equals("(");
      at += parenthesis ? 1 : 0;
      truth = name(peek());
      at++;
      at += parenthesis && peek().equals(")") ? 1 : 0;
    } else if (Character.isDigit(token.charAt(0))) {
      truth = token.matches("0+[uUlL]*") ? Truth.NO : Truth.YES;
    } else {
      truth = name(token);
      if (peek().equals("(")) {
        skipCall();
        truth = Truth.UNKNOWN;
      }
    }
    if (isComparison(peek())) {
      while (!peek().isEmpty() && !List.of("&&", "||", ")").contains(peek())) {
        at++;
      }
      return Truth.UNKNOWN;
    }
    return truth;
  }

  private void skipCall() {
    int open = 0;
    do {
      open += peek().equals("(") ? 1 : peek().equals(")") ? -1 : 0;
      at++;
    } while (open > 0 && at < tokens.size());
  }

  private static boolean isComparison(String token) {
    return !token.isEmpty() && "<>=!+-*/%".indexOf(token.charAt(0)) >= 0;
  }

  private Truth name(String token) {
    boolean speaks = false;
    List<String> words = List.of(token.toUpperCase(Locale.ROOT).split("_", -1));
    // __xpu__ is what the compiler of Kunlun defines.
    boolean isKunlun = token.startsWith("__xpu") || words.stream().anyMatch(KUNLUN::contains);
    for (String word : words) {
      if (OTHER_MATTERS.contains(word)) {
        return Truth.UNKNOWN;
      }
      speaks |= isMark(word) && !(isKunlun && word.startsWith("XPU"));
    }
    return speaks ? Truth.YES : Truth.UNKNOWN;
  }

  /** Whether a word is a mark, perhaps with a version or a model: ROCM6, ASCEND910B. */
  private boolean isMark(String word) {
    for (String mark : marks) {
      if (word.startsWith(mark) && isModel(word, mark.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isModel(String word, int from) {
    int i = from;
    while (i < word.length() && word.charAt(i) >= '0' && word.charAt(i) <= '9') {
      i++;
    }
    boolean letter = i > from && i == word.length() - 1 && Character.isLetter(word.charAt(i));
    return i == word.length() || letter;
  }
}
