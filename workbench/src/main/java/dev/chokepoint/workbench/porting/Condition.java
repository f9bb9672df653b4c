package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Target;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The truth of a preprocessor condition when a program is compiled for a target: macros that carry
 * the target's mark are set, every other name is unknown.
 */
final class Condition {
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
    while (i < text.length() && tokens.size() < 400) {
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
    String upper = token.toUpperCase(Locale.ROOT);
    for (String mark : marks) {
      if (hasPart(upper, mark)) {
        return Truth.YES;
      }
    }
    return Truth.UNKNOWN;
  }

  /**
   * Whether a mark stands in a name as a word: HIP in USE_HIP and __HIPCC__, not in CHIP or SHIP.
   */
  private static boolean hasPart(String name, String mark) {
    for (int i = name.indexOf(mark); i >= 0; i = name.indexOf(mark, i + 1)) {
      if (i == 0 || name.charAt(i - 1) == '_') {
        return true;
      }
    }
    return false;
  }
}
