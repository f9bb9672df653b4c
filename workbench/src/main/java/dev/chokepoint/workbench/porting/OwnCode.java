package dev.chokepoint.workbench.porting;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a branch of the preprocessor holds code that does something. Nothing, a comment, a
 * refusal such as {@code #error} or {@code throw}, a message, a constant that is returned and an
 * empty body do nothing.
 */
final class OwnCode {
  /** Up to the end of the statement everything belongs to the refusal. */
  private static final Set<String> REFUSALS = Set.of("throw", "static_assert", "_Static_assert");

  /**
   * Words that leave it open whether anything is done; literals beside them are their arguments.
   */
  private static final Set<String> IDLE =
      Set.of(
          "return",
          "abort",
          "exit",
          "terminate",
          "assert",
          "CHECK",
          "DCHECK",
          "printf",
          "fprintf",
          "puts",
          "stderr",
          "stdout",
          "std",
          "cout",
          "cerr",
          "clog",
          "endl",
          "void",
          "break",
          "continue",
          "else",
          "do",
          "while",
          "TORCH_CHECK",
          "TORCH_INTERNAL_ASSERT",
          "TORCH_WARN",
          "AT_ERROR",
          "AT_ASSERT",
          "AT_ASSERTM",
          "GGML_ABORT",
          "GGML_ASSERT",
          "__trap",
          "__builtin_trap",
          "__builtin_unreachable");

  /** Macros that only say something, whatever project they are of; their arguments may do more. */
  private static final Pattern MESSAGE =
      Pattern.compile("[A-Z0-9_]*_(?:ERROR|WARN|WARNING|ABORT|FATAL|PANIC)");

  /** Words that say that nothing is done, and macros that throw or log. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "(?i:\\w*(?:not_?supported|unsupported|not_?implemented|unimplemented|unreachable)\\w*)"
              + "|(?:[A-Z0-9_]*_)?THROW|[DPSV]*LOG(?:_[A-Z_]+)?");

  private static final Set<String> CONSTANTS = Set.of("true", "false", "nullptr", "NULL");
  private static final int LONGEST_IDLE = 30;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z_]\\w*|\\d[\\w.']*|\"[^\"]*\"");

  private boolean refusing;
  private boolean idle;
  private boolean pending;

  /** Whether the last word was void with nothing before it: a cast that throws a value away. */
  private boolean isVoid;

  private boolean headerOpen;
  private int depth;

  void start() {
    flush();
    headerOpen = false;
    depth = 0;
  }

  void flush() {
    refusing = false;
    idle = false;
    pending = false;
    isVoid = false;
  }

  void word(byte[] text, int from, int to) {
    if (to - from > LONGEST_IDLE) {
      pending |= !refusing;
    } else {
      word(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
    }
  }

  private void word(String word) {
    if (REFUSALS.contains(word) || REFUSAL.matcher(word).matches()) {
      refusing = true;
    } else if (IDLE.contains(word) || MESSAGE.matcher(word).matches()) {
      idle = true;
      isVoid = word.equals("void") && !pending;
    } else if (CONSTANTS.contains(word)) {
      literal();
    } else {
      pending |= !refusing;
    }
  }

  void literal() {
    pending |= !refusing && !idle;
  }

  /** A mark of the language; true where a statement that does something ends with it. */
  boolean mark(byte c) {
    refusing |= isVoid && c == ')';
    isVoid = false;
    if (c == '{') {
      // What stands before a body is only the head of a function or a statement.
      headerOpen |= pending;
      depth++;
      flush();
    } else if (c == '}') {
      depth--;
    } else if (c == ';') {
      boolean does = pending;
      flush();
      return does;
    }
    return false;
  }

  boolean isPending() {
    return pending;
  }

  /** A part of a statement, or the head of a body that goes on after the branch, is code. */
  boolean isPendingAtEnd() {
    return pending || (headerOpen && depth > 0);
  }

  /** Takes over the braces of an inner branch. */
  void with(OwnCode inner) {
    depth += inner.depth;
  }

  /** Whether a macro with this body does something: not where it is empty, zero or a refusal. */
  static boolean isBody(String body) {
    OwnCode code = new OwnCode();
    Matcher tokens = TOKEN.matcher(body);
    while (tokens.find()) {
      String token = tokens.group();
      if (Character.isLetter(token.charAt(0)) || token.charAt(0) == '_') {
        if (!CONSTANTS.contains(token)) {
          code.word(token);
        } else if (token.equals("true")) {
          code.literal();
        }
      } else if (!token.matches("0+[uUlL]*")) {
        code.literal();
      }
    }
    return code.pending;
  }
}
