package dev.chokepoint.bench;

import com.ibm.icu.text.Transliterator;
import dev.chokepoint.parties.Party;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Pairs of names with the truth about them, made from a list's own names; nothing here knows how
 * names are compared. Parties are split in halves by their number: one to tune on, one to test on.
 */
final class PartyPairs {
  /** Below this share of common trigrams an alias is another name, not another spelling. */
  private static final double SAME_NAME = 0.35;

  private static final int NEIGHBOURS = 2;
  private static final List<String> FORMS =
      List.of("Co., Ltd.", "LLC", "Limited", "Inc.", "Corporation", "JSC", "GmbH", "S.A.", "");
  private static final Set<String> FORM_WORDS =
      Set.of(
          "co",
          "ltd",
          "llc",
          "limited",
          "inc",
          "corporation",
          "jsc",
          "gmbh",
          "company",
          "corp",
          "ooo",
          "oao",
          "ao",
          "pao",
          "zao",
          "liability",
          "joint",
          "stock",
          "sa",
          "fze");
  private static final Map<String, String> SHORT =
      Map.of(
          "technology",
          "Tech",
          "technologies",
          "Tech",
          "international",
          "Intl",
          "manufacturing",
          "Mfg",
          "engineering",
          "Engg",
          "electronics",
          "Elec.",
          "institute",
          "Inst.",
          "university",
          "Univ.",
          "development",
          "Dev.",
          "industries",
          "Ind.");

  private PartyPairs() {}

  /**
   * @param asked a name as somebody may write it
   * @param listed number of the party whose official name it is held against
   * @param same whether that party is meant
   * @param kind how the pair was made
   */
  record Pair(String asked, int listed, boolean same, String kind) {}

  /** Pairs of one half: {@code half} is 0 to tune and 1 to test. */
  static List<Pair> of(List<Party> parties, int half, int most, boolean people) {
    List<Integer> own = new ArrayList<>();
    for (int i = 0; i < parties.size(); i++) {
      boolean fits =
          people
              ? parties.get(i).type().equals("Individual")
              : parties.get(i).type().equals("Entity")
                  || parties.get(i).list().equals("EL")
                  || parties.get(i).list().equals("MEU")
                  || parties.get(i).list().equals("UVL");
      if (fits && Math.floorMod(parties.get(i).name().hashCode() * 31, 2) == half) {
        own.add(i);
      }
    }
    Collections.shuffle(own, new Random(20260731));
    Map<Integer, Set<Integer>> trigrams = new HashMap<>();
    Map<Integer, List<Integer>> byTrigram = new HashMap<>();
    for (int i : own) {
      Set<Integer> set = trigrams(parties.get(i).name());
      trigrams.put(i, set);
      set.forEach(t -> byTrigram.computeIfAbsent(t, k -> new ArrayList<>()).add(i));
    }
    Random random = new Random(half);
    List<Pair> pairs = new ArrayList<>();
    for (int i : own.subList(0, Math.min(most, own.size()))) {
      Party party = parties.get(i);
      for (String alias : party.aliases()) {
        double alike = alike(trigrams(alias), trigrams.get(i));
        pairs.add(new Pair(alias, i, true, alike >= SAME_NAME ? "alias" : "other name"));
      }
      variants(party.name(), random, people)
          .forEach((kind, name) -> pairs.add(new Pair(name, i, true, kind)));
      for (int other : neighbours(i, parties, trigrams, byTrigram)) {
        pairs.add(new Pair(party.name(), other, false, "neighbour"));
      }
    }
    return pairs;
  }

  /** The parties whose names look most alike but that share no name. */
  private static List<Integer> neighbours(
      int i,
      List<Party> parties,
      Map<Integer, Set<Integer>> trigrams,
      Map<Integer, List<Integer>> byTrigram) {
    Map<Integer, Integer> shared = new HashMap<>();
    for (int trigram : trigrams.get(i)) {
      List<Integer> others = byTrigram.get(trigram);
      if (others.size() < 1500) {
        others.forEach(other -> shared.merge(other, 1, Integer::sum));
      }
    }
    Set<String> names = names(parties.get(i));
    int own = trigrams.get(i).size();
    Map<Integer, Double> alike = new HashMap<>();
    shared.forEach((other, count) -> {
      if (other != i) {
        alike.put(other, count / (double) (own + trigrams.get(other).size() - count));
      }
    });
    return alike.entrySet().stream()
        .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed())
        .limit(50)
        .map(Map.Entry::getKey)
        .filter(other -> Collections.disjoint(names, names(parties.get(other))))
        .limit(NEIGHBOURS)
        .toList();
  }

  private static Set<String> names(Party party) {
    Set<String> names = new HashSet<>();
    names.add(bare(party.name()));
    party.aliases().forEach(alias -> names.add(bare(alias)));
    return names;
  }

  /** Letters and digits in lower case, sorted words, without legal forms. */
  private static String bare(String name) {
    List<String> words = words(name);
    words.removeIf(FORM_WORDS::contains);
    Collections.sort(words);
    return String.join(" ", words);
  }

  private static List<String> words(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9 ]", " ");
    List<String> words = new ArrayList<>(Arrays.asList(plain.strip().split("\\s+")));
    words.removeIf(String::isEmpty);
    return words;
  }

  private static Set<Integer> trigrams(String name) {
    String text = "  " + String.join(" ", words(name)) + " ";
    Set<Integer> out = new HashSet<>();
    for (int i = 0; i + 3 <= text.length(); i++) {
      out.add(text.substring(i, i + 3).hashCode());
    }
    return out;
  }

  private static double alike(Set<Integer> one, Set<Integer> other) {
    int shared = 0;
    for (int t : one) {
      shared += other.contains(t) ? 1 : 0;
    }
    return shared / (double) Math.max(1, one.size() + other.size() - shared);
  }

  /** The ways a name is written wrongly or otherwise; one of each. */
  private static Map<String, String> variants(String name, Random random, boolean people) {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("typo", typo(name, random, 1));
    if (name.length() > 14) {
      out.put("two typos", typo(typo(name, random, 1), random, 1));
    }
    List<String> words = new ArrayList<>(Arrays.asList(name.split("[\\s,]+")));
    if (words.size() > 1) {
      List<String> turned = new ArrayList<>(words);
      Collections.rotate(turned, 1 + random.nextInt(words.size() - 1));
      out.put("order", String.join(" ", turned));
    }
    if (!people) {
      List<String> kept = new ArrayList<>(words);
      kept.removeIf(w -> FORM_WORDS.contains(w.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "")));
      if (!kept.isEmpty()) {
        out.put(
            "legal form",
            (String.join(" ", kept) + " " + FORMS.get(random.nextInt(FORMS.size()))).strip());
      }
      List<String> shorter = new ArrayList<>();
      boolean changed = false;
      for (String word : words) {
        String to = SHORT.get(word.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""));
        changed |= to != null;
        shorter.add(to == null ? word : to);
      }
      if (changed) {
        out.put("abbreviated", String.join(" ", shorter));
      }
    }
    if (random.nextInt(4) == 0) {
      out.put(
          "Cyrillic",
          Transliterator.getInstance("Latin-Russian/BGN")
              .transliterate(name.toLowerCase(Locale.ROOT)));
      out.put("homoglyph", name.replace('a', 'а').replace('e', 'е').replace('O', 'О'));
    }
    out.values().removeIf(v -> v.equals(name));
    return out;
  }

  private static String typo(String name, Random random, int count) {
    StringBuilder text = new StringBuilder(name);
    for (int i = 0; i < count; i++) {
      int at = 1 + random.nextInt(Math.max(1, text.length() - 2));
      for (int tries = 0; tries < 20 && !Character.isLetter(text.charAt(at)); tries++) {
        at = 1 + random.nextInt(Math.max(1, text.length() - 2));
      }
      char letter = (char) ('a' + random.nextInt(26));
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, letter);
        case 1 -> text.insert(at, letter);
        case 2 -> text.deleteCharAt(at);
        default -> {
          char here = text.charAt(at);
          text.setCharAt(at, text.charAt(at - 1));
          text.setCharAt(at - 1, here);
        }
      }
    }
    return text.toString();
  }
}
