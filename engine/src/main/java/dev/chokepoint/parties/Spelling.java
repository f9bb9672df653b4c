package dev.chokepoint.parties;

import com.ibm.icu.lang.UCharacter;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a name as words: one spelling for each, without case, accents, legal forms and small words.
 */
final class Spelling {
  /** No name on any list is a fifth of this. */
  static final int LONGEST = 2_000;

  private static final int MOST_WORDS = 64;
  private static final int LONG_WORD = 7;

  private final Words words;
  private final Map<String, Integer> longestForm = new HashMap<>();
  private final Set<String> known;
  private final Map<String, String> slips = new HashMap<>();

  Spelling(Words words) {
    this.words = words;
    Set<String> known = new TreeSet<>(words.synonyms().keySet());
    for (List<String> form : words.legalForms()) {
      longestForm.merge(form.getFirst(), form.size(), Math::max);
      known.addAll(form);
    }
    for (String word : known) {
      if (word.length() >= LONG_WORD) {
        without(word).forEach(shorter -> slips.putIfAbsent(shorter, word));
      }
    }
    this.known = known;
  }

  /** A word and every word that lacks one letter of it. */
  private static List<String> without(String word) {
    List<String> out = new ArrayList<>(word.length() + 1);
    out.add(word);
    for (int i = 0; i < word.length(); i++) {
      out.add(word.substring(0, i) + word.substring(i + 1));
    }
    return out;
  }

  /** A long word that is one slip from a known word of companies is that word. */
  private String withoutSlip(String word) {
    if (word.length() < LONG_WORD
        || known.contains(word)
        || words.common().contains(word)
        || words.frequencies().containsKey(word)) {
      return word;
    }
    for (String shorter : without(word)) {
      String meant = slips.get(shorter);
      if (meant != null && Letters.distance(word, meant, 1) <= 1) {
        return meant;
      }
    }
    return word;
  }

  /**
   * A name as words.
   *
   * @param words its words in order; empty where nothing but legal forms and small words is left
   * @param legal words of its legal forms
   * @param lookalike true where letters of another script were read by their looks
   */
  record Reading(List<String> words, List<String> legal, boolean lookalike) {}

  /** The readings of a name, the most likely first, and what is odd about its writing. */
  record Spelled(List<Reading> readings, Set<Flag> flags) {}

  Spelled read(String raw) {
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    String clean = clean(raw, flags);
    Set<Reading> readings = new LinkedHashSet<>();
    if (Scripts.isAscii(clean)) {
      readings.add(reading(clean, false));
      return new Spelled(List.copyOf(readings), flags);
    }
    String looks = byLooks(clean, flags);
    if (flags.contains(Flag.HOMOGLYPH)) {
      readings.add(reading(Scripts.latin(looks, words), true));
    }
    readings.add(reading(Scripts.latin(clean, words), false));
    String wholly = whollyByLooks(clean);
    if (!wholly.isEmpty()) {
      readings.add(reading(Scripts.latin(wholly, words), true));
    }
    return new Spelled(List.copyOf(readings), flags);
  }

  /** The plain reading of a listed name. */
  Reading plain(String raw) {
    String clean = clean(raw, EnumSet.noneOf(Flag.class));
    return reading(Scripts.isAscii(clean) ? clean : Scripts.latin(clean, words), false);
  }

  /** Without what cannot be seen, in compatible characters; a blank for a control character. */
  private static String clean(String raw, Set<Flag> flags) {
    boolean plain = true;
    for (int i = 0; i < raw.length() && plain; i++) {
      char c = raw.charAt(i);
      plain = c >= 32 && c < 127;
    }
    if (plain) {
      return raw;
    }
    StringBuilder out = new StringBuilder(raw.length());
    raw.codePoints()
        .forEach(c -> {
          int type = Character.getType(c);
          if (type == Character.FORMAT) {
            flags.add(isBidirectional(c) ? Flag.BIDIRECTIONAL : Flag.INVISIBLE);
          } else if (type == Character.CONTROL) {
            if (!Character.isWhitespace(c)) {
              flags.add(Flag.CONTROL);
            }
            out.append(' ');
          } else if (type == Character.SURROGATE || type == Character.UNASSIGNED) {
            out.append(' ');
          } else {
            out.appendCodePoint(c);
          }
        });
    return Normalizer.normalize(out, Normalizer.Form.NFKC);
  }

  private static boolean isBidirectional(int c) {
    return (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200E
        || c == 0x200F
        || c == 0x061C;
  }

  /** Words that mix alphabets, by the looks of their letters. */
  private static String byLooks(String text, Set<Flag> flags) {
    StringBuilder out = new StringBuilder(text.length());
    for (String word : text.split("(?<=[^\\p{L}\\p{M}])|(?=[^\\p{L}\\p{M}])", -1)) {
      boolean latin = word.codePoints().anyMatch(Scripts::isLatin);
      boolean other = word.codePoints().anyMatch(Scripts::sharesShapes);
      if (latin && other) {
        flags.add(Flag.HOMOGLYPH);
        appendByLooks(word, out);
      } else {
        out.append(word);
      }
    }
    return out.toString();
  }

  private static void appendByLooks(String word, StringBuilder out) {
    word.codePoints()
        .forEach(c -> {
          String looks = Scripts.sharesShapes(c) ? Scripts.lookalike(c) : "";
          out.append(looks.isEmpty() ? Character.toString(c) : looks);
        });
  }

  /** A text in which whole words of another alphabet look Latin; empty where none does. */
  private static String whollyByLooks(String text) {
    boolean[] found = {false};
    StringBuilder out = new StringBuilder(text.length());
    for (String word : text.split("(?<=[^\\p{L}\\p{M}])|(?=[^\\p{L}\\p{M}])", -1)) {
      boolean all =
          word.length() > 1
              && word.codePoints()
                  .allMatch(c -> Scripts.sharesShapes(c) && !Scripts.lookalike(c).isEmpty());
      if (all) {
        found[0] = true;
        appendByLooks(word, out);
      } else {
        out.append(word);
      }
    }
    return found[0] ? out.toString() : "";
  }

  private Reading reading(String ascii, boolean lookalike) {
    List<String> all = canonical(joined(tokens(ascii)));
    all.replaceAll(this::withoutSlip);
    List<String> kept = new ArrayList<>(all.size());
    List<String> legal = new ArrayList<>();
    int at = 0;
    while (at < all.size()) {
      int length = legalForm(all, at);
      if (length > 0) {
        legal.addAll(all.subList(at, at + length));
        at += length;
      } else {
        kept.add(all.get(at++));
      }
    }
    List<String> content = content(kept, false);
    if (content.size() == 1 && kept.size() > 1) {
      content = content(kept, true); // a small word beside one other may be half of a name
    }
    return new Reading(List.copyOf(content), List.copyOf(legal), lookalike);
  }

  private List<String> content(List<String> kept, boolean small) {
    List<String> content = new ArrayList<>(kept.size());
    for (String word : kept) {
      if (small || !words.smallWords().contains(word)) {
        content.add(words.synonyms().getOrDefault(word, word));
      }
    }
    return content;
  }

  /** Length of the longest legal form that begins at a word; 0 where none does. */
  private int legalForm(List<String> all, int at) {
    int longest = longestForm.getOrDefault(all.get(at), 0);
    for (int length = Math.min(longest, all.size() - at); length > 0; length--) {
      if (words.legalForms().contains(all.subList(at, at + length))) {
        return length;
      }
    }
    return 0;
  }

  /** Words of letters and digits; an apostrophe joins, a dot or stroke after one letter joins. */
  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    String lower = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length() && tokens.size() < MOST_WORDS; i++) {
      char c = lower.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      } else if (!isApostrophe(c) && !((c == '.' || c == '/') && joins(lower, i))) {
        end(word, tokens);
      }
    }
    end(word, tokens);
    return tokens;
  }

  private static boolean isApostrophe(char c) {
    return c == '\'' || c == '`' || c == '\u2019' || c == '\u2018' || c == '\u02BC' || c == '"';
  }

  /** A dot between single letters, as in L.L.C or A/S. */
  private static boolean joins(String text, int dot) {
    boolean oneBefore =
        dot > 0
            && Character.isLetter(text.charAt(dot - 1))
            && (dot == 1 || !Character.isLetterOrDigit(text.charAt(dot - 2)));
    int next = dot + 1;
    boolean oneAfter =
        next < text.length()
            && Character.isLetter(text.charAt(next))
            && (next + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(next + 1)));
    return oneBefore && oneAfter;
  }

  private static void end(StringBuilder word, List<String> tokens) {
    if (word.length() > 0) {
      tokens.add(word.toString());
      word.setLength(0);
    }
  }

  /** Single letters in a row are one word: l l c is llc. */
  private static List<String> joined(List<String> tokens) {
    List<String> out = new ArrayList<>(tokens.size());
    int at = 0;
    while (at < tokens.size()) {
      int end = at;
      while (end < tokens.size() && isLetter(tokens.get(end))) {
        end++;
      }
      if (end - at > 1) {
        out.add(String.join("", tokens.subList(at, end)));
        at = end;
      } else {
        out.add(tokens.get(at++));
      }
    }
    return out;
  }

  private static boolean isLetter(String token) {
    return token.length() == 1 && Character.isLetter(token.charAt(0));
  }

  /** Numbers apart from the words beside them, and without the ending of an ordinal. */
  private static List<String> canonical(List<String> tokens) {
    List<String> out = new ArrayList<>(tokens.size());
    for (String token : tokens) {
      int digits = leading(token, true);
      int letters = leading(token, false);
      if (digits > 0 && digits < token.length()) {
        String rest = token.substring(digits);
        boolean ordinal =
            rest.equals("st") || rest.equals("nd") || rest.equals("rd") || rest.equals("th");
        boolean word = rest.length() > 2 && leading(rest, false) == rest.length();
        if (ordinal || word) {
          out.add(number(token.substring(0, digits)));
          if (word) {
            out.add(rest);
          }
          continue;
        }
      } else if (letters > 2 && letters < token.length()) {
        String rest = token.substring(letters);
        if (leading(rest, true) == rest.length()) {
          out.add(token.substring(0, letters));
          out.add(number(rest));
          continue;
        }
      } else if (digits > 0) {
        out.add(number(token));
        continue;
      }
      out.add(token);
    }
    return out;
  }

  private static String number(String digits) {
    int at = 0;
    while (at < digits.length() - 1 && digits.charAt(at) == '0') {
      at++;
    }
    return digits.substring(at);
  }

  private static int leading(String token, boolean digits) {
    int at = 0;
    while (at < token.length() && Character.isDigit(token.charAt(at)) == digits) {
      at++;
    }
    return at;
  }

  /** Whether a text has any letter or digit at all. */
  static boolean hasLetters(String raw) {
    return raw.codePoints().anyMatch(UCharacter::isLetterOrDigit);
  }
}
