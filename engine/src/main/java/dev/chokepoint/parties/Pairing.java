package dev.chokepoint.parties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of an asked name paired with those of a listed one, each word once: first words that
 * are the same or nearly, then shortened and badly spelled ones. Used again for every candidate, so
 * that comparing makes no garbage; one for each thread.
 */
final class Pairing {
  static final int MOST_WORDS = 24;
  private static final float INITIAL = 0.4f;
  private static final float SHORTENED = 0.7f;

  private final NameIndex index;
  private final Vocabulary vocabulary;
  private AskedWords.Word[] asked = new AskedWords.Word[0];
  private float askedTotal;
  private int from;
  private int size;
  private final int[] partner = new int[MOST_WORDS];
  private final float[] likeness = new float[MOST_WORDS];
  private boolean[] used = new boolean[64];

  Pairing(NameIndex index) {
    this.index = index;
    this.vocabulary = index.vocabulary;
  }

  /** Sets the asked name; {@code total} is the weight of its words. */
  void ask(AskedWords.Word[] words, float total) {
    asked = words;
    askedTotal = total;
  }

  /** Pairs with a listed name; null where what they share could not mean a party. */
  @Nullable Comparison compare(int name) {
    pair(name);
    return measured(name);
  }

  private void pair(int name) {
    from = index.start[name];
    size = index.start[name + 1] - from;
    if (size > used.length) {
      used = new boolean[size * 2];
    }
    Arrays.fill(used, 0, size, false);
    Arrays.fill(partner, 0, asked.length, -1);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < asked.length; i++) {
        if (partner[i] < 0) {
          partner(i, round == 0);
        }
      }
    }
  }

  private void partner(int i, boolean near) {
    int bestAt = -1;
    float best = 0;
    for (int j = 0; j < size; j++) {
      if (used[j]) {
        continue;
      }
      int id = index.wordsOf[from + j];
      float alike = near ? asked[i].alike(id) : shortened(asked[i], id);
      if (alike > best) {
        best = alike;
        bestAt = j;
      }
    }
    if (bestAt >= 0) {
      partner[i] = bestAt;
      used[bestAt] = true;
      likeness[i] = best;
    }
  }

  /** A word that begins another, as Elec for Electronics, or its initial. */
  private float shortened(AskedWords.Word word, int id) {
    String one = word.text;
    String other = vocabulary.word(id);
    String brief = one.length() < other.length() ? one : other;
    String full = one.length() < other.length() ? other : one;
    if (word.number || vocabulary.isNumber(id)) {
      return 0;
    }
    if (!full.startsWith(brief)) {
      return spoiled(brief, full, word.letters, vocabulary.letters(id));
    }
    if (brief.length() == 1) {
      return INITIAL;
    }
    return brief.length() > 2 && full.length() > brief.length() + 1 ? SHORTENED : 0;
  }

  /** A word with more slips than a list is searched for, such as two in six letters. */
  private static float spoiled(String one, String other, int letters, int otherLetters) {
    int most = other.length() / 3;
    if (one.length() < 4 || most == 0 || Letters.surelyApart(letters, otherLetters, most)) {
      return 0;
    }
    int distance = Letters.distance(one, other, most);
    return distance > most ? 0 : Math.max(0, 0.9f - 1.3f * distance / other.length());
  }

  private @Nullable Comparison measured(int name) {
    float gotAsked = 0;
    float gotListed = 0;
    float matched = 0;
    float leftAsked = 0;
    float distinctive = 0;
    int letters = 0;
    boolean ofPeople = false;
    boolean numberAsked = false;
    int turned = 0;
    int last = -1;
    int matches = 0;
    for (int i = 0; i < asked.length; i++) {
      AskedWords.Word word = asked[i];
      if (partner[i] < 0) {
        leftAsked = Math.max(leftAsked, word.weight);
        numberAsked |= word.number;
        continue;
      }
      int id = index.wordsOf[from + partner[i]];
      float weight = vocabulary.weight(id);
      float mean = Math.min(word.weight, weight);
      gotAsked += word.weight * likeness[i];
      gotListed += weight * likeness[i];
      matched += mean;
      if (!vocabulary.isCommon(id) && !word.number) {
        distinctive = Math.max(distinctive, mean * likeness[i]);
        letters += Math.min(word.text.length(), vocabulary.word(id).length());
      }
      if (last >= 0 && partner[i] < last) {
        turned++;
      }
      last = partner[i];
      ofPeople |= vocabulary.isOfPeople(id);
      matches++;
    }
    float leftListed = 0;
    boolean numberListed = false;
    for (int j = 0; j < size; j++) {
      if (!used[j]) {
        int id = index.wordsOf[from + j];
        leftListed = Math.max(leftListed, vocabulary.weight(id));
        numberListed |= vocabulary.isNumber(id);
      }
    }
    boolean whole = leftAsked == 0 && leftListed == 0;
    if (matches == 0 || (distinctive == 0 && (matches < 2 || !whole))) {
      return null;
    }
    return new Comparison(
        Math.min(1, gotAsked / askedTotal),
        Math.min(1, gotListed / index.total[name]),
        matched,
        leftAsked,
        leftListed,
        numberAsked && numberListed ? 1 : 0,
        distinctive,
        matches == 1 && leftAsked > (ofPeople ? 0 : Vocabulary.COMMON) ? 1 : 0,
        letters,
        matches < 2 ? 0 : turned / (double) (matches - 1));
  }

  /** Which words met and which did not, for people. */
  List<String> reasons(int name) {
    pair(name);
    List<String> met = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (int i = 0; i < asked.length; i++) {
      if (partner[i] < 0) {
        left.add(asked[i].text);
      } else {
        met.add(
            reason(asked[i].text, vocabulary.word(index.wordsOf[from + partner[i]]), likeness[i]));
      }
    }
    List<String> listed = new ArrayList<>();
    for (int j = 0; j < size; j++) {
      if (!used[j]) {
        listed.add(vocabulary.word(index.wordsOf[from + j]));
      }
    }
    List<String> out = new ArrayList<>();
    out.add("matched: " + String.join("; ", met));
    if (!left.isEmpty()) {
      out.add("only in the name asked: " + String.join(", ", left));
    }
    if (!listed.isEmpty()) {
      out.add("only in the listed name: " + String.join(", ", listed));
    }
    return out;
  }

  private static String reason(String asked, String listed, float likeness) {
    if (asked.equals(listed)) {
      return asked;
    }
    return likeness >= 0.9f
        ? asked + " for " + listed + ", another spelling"
        : likeness == SHORTENED || likeness == INITIAL
            ? asked + " for " + listed + ", shortened"
            : asked + " for " + listed + ", a slip";
  }
}
