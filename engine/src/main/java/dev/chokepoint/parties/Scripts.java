package dev.chokepoint.parties;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.Transliterator;
import java.util.Map;
import java.util.Set;

/** Other scripts in Latin letters; made when first needed, as most names are Latin already. */
final class Scripts {
  private static final int LONGEST_WORD = 6;

  private static final class Latin {
    static final Transliterator RUSSIAN = Transliterator.getInstance("Russian-Latin/BGN");
    static final Transliterator HAN =
        Transliterator.getInstance("Han-Latin; Latin-ASCII; [^a-zA-Z ] Remove");
    static final Transliterator SIMPLE = Transliterator.getInstance("Traditional-Simplified");
    static final Transliterator ANY =
        Transliterator.getInstance("Any-Latin; NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII");
    static final SpoofChecker LOOKS = new SpoofChecker.Builder().build();
  }

  private Scripts() {}

  /** A text of any script in ASCII letters, Chinese words by the dictionary, else as pinyin. */
  static String latin(String text, Words words) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    int at = 0;
    while (at < text.length()) {
      int script = UScript.getScript(text.codePointAt(at));
      int end = at;
      while (end < text.length()) {
        int here = UScript.getScript(text.codePointAt(end));
        if (here != script && here != UScript.INHERITED) {
          break;
        }
        end += Character.charCount(text.codePointAt(end));
      }
      String run = text.substring(at, end);
      if (script == UScript.HAN) {
        out.append(' ').append(chinese(run, words)).append(' ');
      } else if (script == UScript.CYRILLIC) {
        out.append(Latin.ANY.transliterate(Latin.RUSSIAN.transliterate(run)));
      } else if (script == UScript.COMMON && isAscii(run)) {
        out.append(run);
      } else {
        out.append(Latin.ANY.transliterate(run));
      }
      at = end;
    }
    return out.toString();
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  /** Known words as they are in English; what is between them as one word of pinyin. */
  private static String chinese(String run, Words words) {
    String text = Latin.SIMPLE.transliterate(run);
    StringBuilder out = new StringBuilder();
    StringBuilder rest = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      String meaning = null;
      int length = Math.min(LONGEST_WORD, text.length() - at);
      while (length > 1) {
        meaning = words.han().get(text.substring(at, at + length));
        if (meaning != null) {
          break;
        }
        length--;
      }
      if (meaning == null) {
        int size = Character.charCount(text.codePointAt(at));
        rest.append(text, at, at + size);
        at += size;
        continue;
      }
      flush(rest, out);
      if (!meaning.equals("=")) {
        out.append(' ').append(meaning);
      }
      at += length;
    }
    flush(rest, out);
    return out.toString();
  }

  private static void flush(StringBuilder rest, StringBuilder out) {
    if (rest.length() > 0) {
      out.append(' ').append(Latin.HAN.transliterate(rest.toString()).replace(" ", ""));
      rest.setLength(0);
    }
  }

  private static final Map<Integer, String> LOOKS_LIKE =
      new java.util.concurrent.ConcurrentHashMap<>();

  /** The one Latin letter that a letter of another script looks like; empty where there is none. */
  static String lookalike(int letter) {
    return LOOKS_LIKE.computeIfAbsent(letter, Scripts::skeleton);
  }

  private static String skeleton(int letter) {
    String skeleton = Latin.LOOKS.getSkeleton(Character.toString(letter));
    if (skeleton.length() != 1 || skeleton.charAt(0) >= 128) {
      String lower = Latin.LOOKS.getSkeleton(Character.toString(UCharacter.toLowerCase(letter)));
      return lower.length() == 1 && lower.charAt(0) < 128 ? lower : "";
    }
    return skeleton.equals("l") && UCharacter.isUpperCase(letter) ? "I" : skeleton;
  }

  private static final Set<Integer> ALPHABETS = Set.of(UScript.CYRILLIC, UScript.GREEK);

  /** Whether a letter belongs to an alphabet that shares shapes with the Latin one. */
  static boolean sharesShapes(int letter) {
    return letter >= 128 && ALPHABETS.contains(UScript.getScript(letter));
  }

  static boolean isLatin(int letter) {
    return (letter < 128 && Character.isLetter(letter))
        || (letter >= 128 && UScript.getScript(letter) == UScript.LATIN);
  }
}
