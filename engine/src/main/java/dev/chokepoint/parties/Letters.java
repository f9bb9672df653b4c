package dev.chokepoint.parties;

/** How far two words are apart, and what they sound like. */
final class Letters {
  private static final int LONG = 8;
  private static final int SHORT = 4;

  /** Spellings that transliterations use for one sound; longer ones first. */
  private static final String[][] SOUNDS = {
    {"sch", "s"}, {"dzh", "j"}, {"kh", "h"}, {"gh", "g"}, {"zh", "z"}, {"sh", "s"}, {"ch", "c"},
    {"ck", "k"}, {"ph", "f"}, {"th", "t"}, {"dj", "j"}, {"ts", "z"}, {"tz", "z"}, {"ou", "u"},
    {"oo", "u"}, {"ee", "i"}, {"iy", "i"}, {"yy", "i"}, {"ye", "e"}, {"yo", "o"}, {"yu", "u"},
    {"ya", "a"}, {"iu", "u"}, {"ia", "a"}, {"ju", "u"}, {"ja", "a"}, {"ks", "x"},
  };

  private Letters() {}

  /** Slips allowed in a word of a length: none in four letters' less, two in long ones. */
  static int bound(int length) {
    return length < SHORT ? 0 : length < LONG ? 1 : 2;
  }

  /** A bit for each letter or digit that a word has, so that words far apart show at once. */
  static int mask(String word) {
    int mask = 0;
    for (int i = 0; i < word.length(); i++) {
      mask |= 1 << (word.charAt(i) & 31);
    }
    return mask;
  }

  /** Whether words of these letters are more than {@code most} slips apart; false may be wrong. */
  static boolean surelyApart(int one, int other, int most) {
    return Integer.bitCount(one & ~other) > most || Integer.bitCount(other & ~one) > most;
  }

  /**
   * Insertions, deletions, changes and swaps of neighbours between two words.
   *
   * @return the distance, or {@code most + 1} where it is more than {@code most}
   */
  static int distance(String one, String other, int most) {
    if (Math.abs(one.length() - other.length()) > most) {
      return most + 1;
    }
    int from = 0;
    int shorter = Math.min(one.length(), other.length());
    while (from < shorter && one.charAt(from) == other.charAt(from)) {
      from++;
    }
    int end = 0;
    while (end < shorter - from
        && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    int n = one.length() - from - end;
    int m = other.length() - from - end;
    if (n == 0 || m == 0) {
      return Math.min(n + m, most + 1);
    }
    return between(one.substring(from, from + n), other.substring(from, from + m), most);
  }

  /** The distance of words that neither begin nor end alike. */
  private static int between(String a, String b, int most) {
    int n = a.length();
    int m = b.length();
    int[] before = new int[m + 1];
    int[] last = new int[m + 1];
    int[] row = new int[m + 1];
    for (int j = 0; j <= m; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= n; i++) {
      row[0] = i;
      int least = i;
      char x = a.charAt(i - 1);
      for (int j = 1; j <= m; j++) {
        char y = b.charAt(j - 1);
        int cost = Math.min(Math.min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (x == y ? 0 : 1));
        if (i > 1 && j > 1 && x == b.charAt(j - 2) && y == a.charAt(i - 2)) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        row[j] = cost;
        least = Math.min(least, cost);
      }
      if (least > most) {
        return most + 1;
      }
      int[] spare = before;
      before = last;
      last = row;
      row = spare;
    }
    return Math.min(last[m], most + 1);
  }

  /** What a word sounds like, so that transliterations of one name meet. */
  static String sound(String word) {
    StringBuilder out = new StringBuilder(word.length());
    int at = 0;
    while (at < word.length()) {
      String to = null;
      int length = 1;
      for (String[] sound : SOUNDS) {
        if (word.startsWith(sound[0], at)) {
          to = sound[1];
          length = sound[0].length();
          break;
        }
      }
      char c = to == null ? plain(word.charAt(at)) : plain(to.charAt(0));
      if (out.length() == 0 || out.charAt(out.length() - 1) != c) {
        out.append(c);
      }
      at += length;
    }
    int end = out.length();
    if (end > 3 && out.charAt(end - 1) == 'h') {
      out.setLength(end - 1);
    }
    return out.toString();
  }

  private static char plain(char c) {
    return switch (c) {
      case 'q', 'c' -> 'k';
      case 'w' -> 'v';
      case 'y', 'e', 'j' -> 'i';
      case 'o' -> 'u';
      default -> c;
    };
  }
}
