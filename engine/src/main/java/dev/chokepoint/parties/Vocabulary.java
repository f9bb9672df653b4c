package dev.chokepoint.parties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** The words of a list with their rarity, and words that are nearly one another. */
final class Vocabulary {
  /** Below this many parties a list says little of how common a word is. */
  private static final int ENOUGH_PARTIES = 5_000;

  static final float COMMON = 0.3f;
  private static final float LEAST = 0.12f;
  private static final float LETTER = 0.2f;
  private static final float NUMBER = 0.6f;
  private static final int PREFIX = 7;
  private static final int ID_BITS = 22;
  private static final long ID_MASK = (1L << ID_BITS) - 1;

  private final Words known;
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> words = new ArrayList<>();
  private int[] parties = new int[1 << 12];
  private int[] lastParty = new int[1 << 12];
  private final BitSet ofPeople = new BitSet();
  private float[] weights = new float[0];
  private int[] letters = new int[0];
  private boolean[] common = new boolean[0];
  private boolean[] number = new boolean[0];
  private int[][] bySound = new int[0][];
  private final Map<String, Integer> soundIds = new HashMap<>();
  private long[] deletions = new long[0];

  Vocabulary(Words known) {
    this.known = known;
  }

  /** The number of a word of a party; parties come in order. */
  int add(String word, int party, boolean individual) {
    int id =
        ids.computeIfAbsent(
            word,
            w -> {
              words.add(w);
              return words.size() - 1;
            });
    if (id >= parties.length) {
      parties = Arrays.copyOf(parties, parties.length * 2);
      lastParty = Arrays.copyOf(lastParty, parties.length);
    }
    if (lastParty[id] != party + 1) {
      lastParty[id] = party + 1;
      parties[id]++;
    }
    if (individual) {
      ofPeople.set(id);
    }
    return id;
  }

  /** Ends the adding: weighs every word and indexes what it may be mistaken for. */
  void close(int listed) {
    weights = new float[words.size()];
    letters = new int[words.size()];
    common = new boolean[words.size()];
    number = new boolean[words.size()];
    List<List<Integer>> groups = new ArrayList<>();
    long[] all = new long[1 << 16];
    int count = 0;
    for (int id = 0; id < words.size(); id++) {
      String word = words.get(id);
      letters[id] = Letters.mask(word);
      common[id] = isCommon(word);
      number[id] = isNumber(word);
      weights[id] = weight(word, listed >= ENOUGH_PARTIES ? parties[id] / (double) listed : 0);
      int sound =
          soundIds.computeIfAbsent(
              Letters.sound(word),
              s -> {
                groups.add(new ArrayList<>());
                return groups.size() - 1;
              });
      groups.get(sound).add(id);
      if (Letters.bound(word.length()) > 0 && !isNumber(word)) {
        long[] hashes = hashes(word);
        if (count + hashes.length > all.length) {
          all = Arrays.copyOf(all, all.length * 2);
        }
        for (long hash : hashes) {
          all[count++] = (hash << ID_BITS) | id;
        }
      }
    }
    deletions = Arrays.copyOf(all, count);
    Arrays.sort(deletions);
    bySound =
        groups.stream()
            .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  /** The number of a word; -1 where no listed name has it. */
  int id(String word) {
    return ids.getOrDefault(word, -1);
  }

  String word(int id) {
    return words.get(id);
  }

  int size() {
    return words.size();
  }

  /** In how many parties a word stands. */
  int parties(int id) {
    return parties[id];
  }

  float weight(int id) {
    return weights[id];
  }

  /**
   * How much a word that no listed name has says of a name: rare words much, common ones little.
   */
  float weight(String word) {
    return weight(word, 0);
  }

  private float weight(String word, double share) {
    double background = known.frequencies().getOrDefault(word, 0) / (double) known.listed();
    double often = Math.max(share, background) * known.listed();
    double most = Math.log(known.listed() + 1.0);
    float weight = (float) ((most - Math.log(often + 1)) / most);
    if (isNumber(word)) {
      return NUMBER;
    }
    if (word.length() == 1) {
      return LETTER;
    }
    if (known.common().contains(word)) {
      weight = Math.min(weight, COMMON);
    }
    return Math.max(LEAST, Math.min(1, weight));
  }

  boolean isCommon(int id) {
    return common[id];
  }

  boolean isCommon(String word) {
    return known.common().contains(word);
  }

  /** Whether a word stands in the name of a person, as the list itself says. */
  boolean isOfPeople(int id) {
    return ofPeople.get(id);
  }

  boolean isNumber(int id) {
    return number[id];
  }

  /** Which letters a word has; see {@link Letters#mask}. */
  int letters(int id) {
    return letters[id];
  }

  static boolean isNumber(String word) {
    return Character.isDigit(word.charAt(0)) && Character.isDigit(word.charAt(word.length() - 1));
  }

  /** Words that sound alike. */
  int[] soundingLike(String word) {
    Integer sound = soundIds.get(Letters.sound(word));
    return sound == null ? new int[0] : bySound[sound];
  }

  /** Words that may be a few slips from a word; the caller measures. Some come twice. */
  void nearly(String word, IntConsumer found) {
    for (long hash : hashes(word)) {
      long low = hash << ID_BITS;
      int at = Arrays.binarySearch(deletions, low);
      at = at < 0 ? -at - 1 : at;
      while (at < deletions.length && (deletions[at] & ~ID_MASK) == low) {
        found.accept((int) (deletions[at++] & ID_MASK));
      }
    }
  }

  /** Hashes of the beginning of a word without one letter, or two for a long one. */
  private static long[] hashes(String word) {
    int length = Math.min(PREFIX, word.length());
    int most = Letters.bound(word.length());
    long[] out = new long[1 + length + (most > 1 ? length * (length - 1) / 2 : 0)];
    int at = 0;
    out[at++] = hash(word, length, -1, -1);
    for (int i = 0; i < length; i++) {
      out[at++] = hash(word, length, i, -1);
      if (most > 1) {
        for (int j = i + 1; j < length; j++) {
          out[at++] = hash(word, length, i, j);
        }
      }
    }
    return out;
  }

  private static long hash(String word, int length, int without, int andWithout) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < length; i++) {
      if (i != without && i != andWithout) {
        hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
      }
    }
    hash ^= hash >>> 32;
    return hash & ((1L << (63 - ID_BITS)) - 1);
  }
}
