package dev.chokepoint.bench;

import dev.chokepoint.parties.Party;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hipparchus.util.FastMath;

/**
 * Who is meant by a damaged name, told without the matcher: every listed name is compared letter by
 * letter, its words in alphabetical order, and those within a fifth of the letters are meant.
 */
final class UnNames {
  private static final double PART = 0.2;

  private UnNames() {}

  /** For each name the numbers of the parties that are meant; empty where none is near enough. */
  static List<List<Integer>> meant(List<Party> parties, List<String> names) {
    List<String> listed = new ArrayList<>();
    List<Integer> number = new ArrayList<>();
    for (int i = 0; i < parties.size(); i++) {
      for (String name : allNames(parties.get(i))) {
        listed.add(sorted(name));
        number.add(i);
      }
    }
    List<List<Integer>> out = new ArrayList<>();
    for (String name : names) {
      String asked = sorted(name);
      List<Integer> meant = new ArrayList<>();
      for (int j = 0; j < listed.size(); j++) {
        int longest = Math.max(asked.length(), listed.get(j).length());
        int most = (int) FastMath.floor(PART * longest);
        if (Math.abs(asked.length() - listed.get(j).length()) <= most
            && slips(asked, listed.get(j)) <= most
            && !meant.contains(number.get(j))) {
          meant.add(number.get(j));
        }
      }
      out.add(meant);
    }
    return out;
  }

  private static List<String> allNames(Party party) {
    List<String> names = new ArrayList<>(party.aliases());
    names.add(party.name());
    return names;
  }

  private static String sorted(String name) {
    String[] words =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9 ,]", "")
            .split("[ ,]+");
    Arrays.sort(words);
    return String.join("", words);
  }

  /** Levenshtein's distance. */
  private static int slips(String a, String b) {
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(last[j], row[j - 1]));
      }
      int[] spare = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
