package dev.chokepoint.workbench.porting;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds words in bytes without making strings: an open hash table over the known words.
 *
 * <p>The scanners look up every identifier of a program here, so this decides their speed.
 */
public final class Words {
  /**
   * What a known word is.
   *
   * @param isNamespace whether it counts only before {@code ::}
   */
  public record Word(String text, String library, String construct, boolean isNamespace) {}

  private final byte[][] keys;
  private final int[] hashes;
  private final Word[] words;
  private final int mask;

  Words(Map<String, Word> known) {
    int size = Integer.highestOneBit(Math.max(16, known.size()) * 4);
    mask = size - 1;
    keys = new byte[size][];
    hashes = new int[size];
    words = new Word[size];
    known.forEach((text, word) -> {
      byte[] key = text.getBytes(StandardCharsets.UTF_8);
      int hash = hash(key, 0, key.length);
      int at = hash & mask;
      while (keys[at] != null) {
        at = (at + 1) & mask;
      }
      keys[at] = key;
      hashes[at] = hash;
      words[at] = word;
    });
  }

  static int hash(byte[] text, int from, int to) {
    int hash = START;
    for (int i = from; i < to; i++) {
      hash = step(hash, text[i]);
    }
    return hash;
  }

  static final int START = 0x811c9dc5;

  static int step(int hash, byte b) {
    return (hash ^ b) * 0x01000193;
  }

  @Nullable Word find(byte[] text, int from, int to, int hash) {
    int at = hash & mask;
    while (keys[at] != null) {
      if (hashes[at] == hash && same(keys[at], text, from, to)) {
        return words[at];
      }
      at = (at + 1) & mask;
    }
    return null;
  }

  @Nullable Word find(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return find(bytes, 0, bytes.length, hash(bytes, 0, bytes.length));
  }

  private static boolean same(byte[] key, byte[] text, int from, int to) {
    if (key.length != to - from) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (key[i] != text[from + i]) {
        return false;
      }
    }
    return true;
  }
}
