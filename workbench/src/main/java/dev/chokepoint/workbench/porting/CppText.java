package dev.chokepoint.workbench.porting;

import java.nio.charset.StandardCharsets;

/** Where the small parts of C++ end, as a lexer sees them: places in bytes, and nothing kept. */
final class CppText {
  static final byte LETTER = 1;
  static final byte DIGIT = 2;
  static final byte OTHER = 3;

  /** What a byte is; bytes above 127 count as letters, so any encoding can be read. */
  static final byte[] KIND = kinds();

  /** A delimiter of a raw string has at most 16 characters. */
  private static final int LONGEST_DELIMITER = 17;

  private static final int LONGEST_CHARACTER = 12;
  private static final int LONGEST_DIRECTIVE = 4000;
  private static final int LONGEST_ARGUMENTS = 300;

  private CppText() {}

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int c = 0; c < 256; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
      kinds[c] = letter ? LETTER : c >= '0' && c <= '9' ? DIGIT : c > ' ' ? OTHER : 0;
    }
    return kinds;
  }

  static byte at(byte[] text, int i) {
    return i < text.length ? text[i] : 0;
  }

  private static boolean isWord(byte c) {
    return KIND[c & 255] == LETTER || KIND[c & 255] == DIGIT;
  }

  static int afterWord(byte[] text, int from) {
    int i = from;
    while (i < text.length && isWord(text[i])) {
      i++;
    }
    return i;
  }

  static int afterNumber(byte[] text, int from) {
    int i = from;
    while (i < text.length
        && (isWord(text[i])
            || text[i] == '.'
            || (text[i] == '\'' && KIND[at(text, i + 1) & 255] == DIGIT))) {
      i++;
    }
    return i;
  }

  /** After a character in quotes; after the quote alone where it is none. */
  static int afterCharacter(byte[] text, int from) {
    int i = from + 1;
    if (i < text.length && text[i] == '\\') {
      i++;
    }
    int limit = Math.min(text.length, i + LONGEST_CHARACTER);
    while (i < limit && text[i] != '\'' && text[i] != '\n') {
      i++;
    }
    return i < limit && text[i] == '\'' ? i + 1 : from + 1;
  }

  /** What ends a raw string: a parenthesis, the delimiter of its beginning, a quote. */
  static byte[] rawEnd(byte[] text, int from) {
    int open = from;
    while (open < text.length && open - from < LONGEST_DELIMITER && text[open] != '(') {
      open++;
    }
    String delimiter = new String(text, from, open - from, StandardCharsets.ISO_8859_1);
    return (")" + delimiter + "\"").getBytes(StandardCharsets.ISO_8859_1);
  }

  static boolean startsWith(byte[] text, int from, byte[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (at(text, from + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** The end of a directive with the lines that a backslash joins to it. */
  static int directiveEnd(byte[] text, int from) {
    int end = from;
    while (end < text.length && text[end] != '\n' && end - from < LONGEST_DIRECTIVE) {
      end += text[end] == '\\' && at(text, end + 1) == '\n' ? 2 : 1;
    }
    return Math.min(end, text.length);
  }

  /** A directive on one line and without its comments. */
  static String directive(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1)
        .replace("\\\n", " ")
        .replaceAll("/\\*.*?\\*/", " ")
        .replaceFirst("//.*|/\\*.*", "")
        .strip();
  }

  /** Whether a number of 10 or 11 characters has a bit for each of 32 lanes. */
  static boolean isLaneMask(byte[] text, int from) {
    for (int i = 2; i < 10; i++) {
      if ((text[from + i] | 32) != 'f') {
        return false;
      }
    }
    return text[from + 1] == 'x';
  }

  static boolean hasTwoArguments(byte[] text, int from) {
    int depth = 0;
    for (int i = from; i < text.length && i - from < LONGEST_ARGUMENTS; i++) {
      byte c = text[i];
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 1) {
        return true;
      }
      if (c == ')' && depth <= 0) {
        return false;
      }
    }
    return false;
  }
}
