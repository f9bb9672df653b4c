package dev.chokepoint.parties;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Words that are asked for, each with the listed words it may stand for. Words come again and
 * again, and what they may stand for does not change, so it is kept. One for each thread.
 */
final class AskedWords {
  private static final int OFTEN = 250;
  private static final int MOST_SEEN = 1 << 16;
  private static final int FEW = 3;
  private static final int SHORT = 4;
  private static final float SAME_SOUND = 0.93f;
  private static final float SAME_SOUND_SHORT = 0.85f;
  private static final float SLIP = 1.15f;

  private final Vocabulary vocabulary;
  private final Map<String, Word> seen = new HashMap<>();
  private final int[] metAt;
  private int turn;
  private int[] ids = new int[16];
  private float[] alike = new float[16];
  private int count;

  AskedWords(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.metAt = new int[vocabulary.size()];
  }

  /** One word of an asked name with the listed words it may stand for. */
  static final class Word {
    final String text;
    final float weight;
    final boolean common;
    final boolean number;
    final int letters;
    final int[] ids;
    final float[] alike;

    Word(String text, float weight, boolean common, int[] ids, float[] alike) {
      this.text = text;
      this.weight = weight;
      this.common = common;
      this.number = Vocabulary.isNumber(text);
      this.letters = Letters.mask(text);
      this.ids = ids;
      this.alike = alike;
    }

    /** How alike it is to a listed word, 0 to 1. */
    float alike(int id) {
      for (int i = 0; i < ids.length; i++) {
        if (ids[i] == id) {
          return alike[i];
        }
      }
      return 0;
    }
  }

  Word get(String text) {
    Word known = seen.get(text);
    if (known == null) {
      if (seen.size() >= MOST_SEEN) {
        seen.clear();
      }
      known = expanded(text);
      seen.put(text, known);
    }
    return known;
  }

  private Word expanded(String word) {
    int own = vocabulary.id(word);
    count = 0;
    turn++;
    if (own >= 0) {
      add(own, 1);
    }
    boolean number = Vocabulary.isNumber(word);
    boolean seldom = own < 0 || vocabulary.parties(own) <= OFTEN;
    if (!number && word.length() > 3) {
      for (int id : vocabulary.soundingLike(word)) {
        boolean brief = word.length() <= SHORT;
        if (metAt[id] != turn && !(brief && word.charAt(0) != vocabulary.word(id).charAt(0))) {
          add(id, brief ? SAME_SOUND_SHORT : SAME_SOUND);
        }
      }
    }
    int most = Letters.bound(word.length());
    if (!number && most > 0 && seldom) {
      int letters = Letters.mask(word);
      vocabulary.nearly(
          word,
          id -> {
            if (metAt[id] != turn) {
              metAt[id] = turn;
              float likeness = likeness(word, letters, own, id, most);
              if (likeness > 0) {
                add(id, likeness);
              }
            }
          });
    }
    float weight = own >= 0 ? vocabulary.weight(own) : vocabulary.weight(word);
    if (own < 0) {
      // A slip of a common word is not a rare word.
      for (int i = 0; i < count; i++) {
        if (alike[i] > 0.8f) {
          weight = Math.min(weight, vocabulary.weight(ids[i]) + 0.2f);
        }
      }
    }
    return new Word(
        word,
        weight,
        vocabulary.isCommon(word),
        Arrays.copyOf(ids, count),
        Arrays.copyOf(alike, count));
  }

  private void add(int id, float likeness) {
    metAt[id] = turn;
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, count * 2);
      alike = Arrays.copyOf(alike, count * 2);
    }
    ids[count] = id;
    alike[count++] = likeness;
  }

  private float likeness(String word, int letters, int own, int id, int most) {
    String other = vocabulary.word(id);
    int bound = Math.min(most, Letters.bound(other.length()));
    if (Letters.surelyApart(letters, vocabulary.letters(id), bound)) {
      return 0;
    }
    int distance = Letters.distance(word, other, bound);
    if (distance > bound) {
      return 0;
    }
    float likeness = 1 - SLIP * distance / Math.max(word.length(), other.length());
    if (word.charAt(0) != other.charAt(0)) {
      likeness -= 0.1f;
    }
    if (own >= 0 && vocabulary.parties(own) >= FEW && vocabulary.parties(id) >= FEW) {
      likeness *= 0.6f; // both are words of their own: Hunan is not Henan
    }
    return likeness;
  }
}
