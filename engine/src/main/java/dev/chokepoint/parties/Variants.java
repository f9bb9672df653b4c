package dev.chokepoint.parties;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ways to read an asked name: as it stands, and with words joined, split or spelled out. */
final class Variants {
  private static final int MOST = 6;
  private static final int LONGEST_ACRONYM = 6;

  private final NameIndex index;
  private final Vocabulary vocabulary;
  private final AskedWords asked;

  Variants(NameIndex index, AskedWords asked) {
    this.index = index;
    this.vocabulary = index.vocabulary;
    this.asked = asked;
  }

  /**
   * One way to read an asked name.
   *
   * @param note what was done to the words, for people; empty where nothing was
   * @param guessed true where the reading is a guess, so that it counts only where no distinctive
   *     word is left over beside it
   */
  record Variant(List<String> words, String note, boolean guessed) {}

  Set<Variant> of(Spelling.Reading reading) {
    List<String> words = reading.words();
    String note = reading.lookalike() ? Flag.HOMOGLYPH.words() : "";
    Set<Variant> out = new LinkedHashSet<>();
    if (words.isEmpty()) {
      return out;
    }
    out.add(new Variant(words, note, false));
    for (int i = 0; i < words.size() && out.size() <= MOST; i++) {
      String word = words.get(i);
      if (i + 1 < words.size()) {
        String two = word + words.get(i + 1);
        joined(words, i, 2, two, note, out);
        if (i + 2 < words.size()) {
          joined(words, i, 3, two + words.get(i + 2), note, out);
        }
      }
      if (word.length() > 5 && vocabulary.id(word) < 0 && asked.get(word).ids.length == 0) {
        List<String> parts = split(word, 0);
        if (parts != null) {
          out.add(new Variant(replaced(words, i, 1, parts), note, true));
        }
      }
      for (List<String> full : index.expansions.getOrDefault(word, List.of())) {
        out.add(
            new Variant(
                replaced(words, i, 1, full),
                note.isEmpty() ? word + " read as " + String.join(" ", full) : note,
                true));
      }
      for (int length = 2; length <= LONGEST_ACRONYM && i + length <= words.size(); length++) {
        String acronym = index.acronyms.get(words.subList(i, i + length));
        if (acronym != null && length < words.size()) {
          out.add(new Variant(replaced(words, i, length, List.of(acronym)), note, false));
        }
      }
    }
    return out;
  }

  private void joined(
      List<String> words, int at, int count, String word, String note, Set<Variant> out) {
    int id = vocabulary.id(word);
    if (id >= 0 && !vocabulary.isCommon(id)) {
      out.add(new Variant(replaced(words, at, count, List.of(word)), note, false));
    }
  }

  private static List<String> replaced(List<String> words, int at, int count, List<String> by) {
    List<String> out = new ArrayList<>(words.subList(0, at));
    out.addAll(by);
    out.addAll(words.subList(at + count, words.size()));
    return List.copyOf(out);
  }

  /** A word as two or three words of the list; null where it is none. */
  private @Nullable List<String> split(String word, int depth) {
    List<String> best = null;
    for (int at = word.length() - 3; at > 2; at--) {
      String head = word.substring(0, at);
      if (vocabulary.id(head) < 0) {
        continue;
      }
      String tail = word.substring(at);
      if (vocabulary.id(tail) >= 0) {
        return List.of(head, tail);
      }
      if (depth == 0 && best == null && tail.length() > 5) {
        List<String> rest = split(tail, depth + 1);
        if (rest != null) {
          best = new ArrayList<>(List.of(head));
          best.addAll(rest);
        }
      }
    }
    return best;
  }
}
