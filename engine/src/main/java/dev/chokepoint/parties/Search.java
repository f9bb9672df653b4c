package dev.chokepoint.parties;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the listed parties that a name may mean. One for each thread; the index is shared. */
public final class Search {
  private static final int MOST_CANDIDATES = 32;
  private static final float LEAST_SHARE = 0.3f;
  private static final float LEAST_ALIAS_SHARE = 0.6f;
  private static final int OFTEN = 250;
  private static final int MOST_SEEN = 1 << 16;
  private static final int FEW = 3;

  private final NameIndex index;
  private final Vocabulary vocabulary;
  private final float[] found;
  private final int[] foundAt;
  private final int[] nearAt;
  private int turn;
  private int nearTurn;
  private int[] touched = new int[1 << 10];

  /** Words come again and again; what they may stand for does not change. */
  private final Map<String, Asked> seen = new HashMap<>();

  public Search(NameIndex index) {
    this.index = index;
    this.vocabulary = index.vocabulary;
    this.found = new float[index.names];
    this.foundAt = new int[index.names];
    this.nearAt = new int[vocabulary.size()];
  }

  /** Whom a search is for. */
  public enum Sought {
    ANY,
    ORGANISATION,
    PERSON
  }

  /**
   * How to search.
   *
   * @param country ISO 3166 code of the asked party's country, or null
   * @param sought organisations alone, people alone, or any
   * @param threshold hits below this score are left out, 0 to 1
   * @param most at most so many parties
   */
  public record Options(@Nullable String country, Sought sought, double threshold, int most) {
    /** Every party at the default threshold. */
    public static final Options DEFAULT = new Options(null, Sought.ANY, Score.THRESHOLD, 20);
  }

  /** The hits, best first, and what is odd about the writing of the name. */
  public record Found(List<Hit> hits, List<Flag> flags) {
    public Found {
      hits = List.copyOf(hits);
      flags = List.copyOf(flags);
    }
  }

  /** One word of the asked name with the listed words it may stand for. */
  private static final class Asked {
    final String word;
    final float weight;
    final int[] ids;
    final float[] alike;

    Asked(String word, float weight, int[] ids, float[] alike) {
      this.word = word;
      this.weight = weight;
      this.ids = ids;
      this.alike = alike;
    }

    float alike(int id) {
      for (int i = 0; i < ids.length; i++) {
        if (ids[i] == id) {
          return alike[i];
        }
      }
      return 0;
    }
  }

  /** A listed name with its comparison; {@code reading} is the asked words that met it. */
  private record Candidate(int name, Comparison comparison, double score, Variant reading) {}

  /** One way to read the asked name. */
  private record Variant(List<String> words, String note) {}

  /**
   * The parties that a name may mean, best first.
   *
   * @throws Refused for a name without a letter, of legal forms alone, or longer than any name
   */
  public Found find(String name, Options options) {
    if (name.length() > Spelling.LONGEST) {
      throw new Refused(
          new Problem(
              "name-too-long",
              "name",
              name.length() + " characters",
              "at most " + Spelling.LONGEST,
              "Maybe a whole document stands where one name should."));
    }
    Spelling.Spelled spelled = index.spelling.read(name);
    List<Flag> flags = new ArrayList<>(spelled.flags());
    boolean any = false;
    List<Candidate> all = new ArrayList<>();
    for (Spelling.Reading reading : spelled.readings()) {
      any |= !reading.words().isEmpty();
      for (Variant variant : variants(reading)) {
        search(variant, options, all);
      }
    }
    if (!any) {
      throw new Refused(withoutName(name));
    }
    Candidate[] best = bestByParty(all);
    List<Hit> hits = new ArrayList<>();
    for (Candidate candidate : best) {
      if (hits.size() == options.most()) {
        break;
      }
      hits.add(hit(candidate, options));
      if (candidate.reading().note().equals(Flag.HOMOGLYPH.words())
          && !flags.contains(Flag.HOMOGLYPH)) {
        flags.add(Flag.HOMOGLYPH);
      }
    }
    return new Found(hits, flags);
  }

  private static Problem withoutName(String name) {
    boolean letters = Spelling.hasLetters(name);
    return new Problem(
        letters ? "only-legal-form" : "no-name",
        "name",
        name.strip(),
        "at least one word that is not a legal form or a small word",
        letters ? "Maybe the name itself stands in another column." : "");
  }

  private static Candidate[] bestByParty(List<Candidate> all) {
    all.sort(
        Comparator.comparingDouble(Candidate::score).reversed().thenComparingInt(Candidate::name));
    return all.toArray(Candidate[]::new);
  }

  // ---------------------------------------------------------------- readings

  /** A reading as it stands, and with words joined, split, or put for an acronym. */
  private Set<Variant> variants(Spelling.Reading reading) {
    List<String> words = reading.words();
    String note = reading.lookalike() ? Flag.HOMOGLYPH.words() : "";
    Set<Variant> out = new LinkedHashSet<>();
    if (words.isEmpty()) {
      return out;
    }
    out.add(new Variant(words, note));
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (i + 1 < words.size()) {
        String two = word + words.get(i + 1);
        joined(words, i, 2, two, note, out);
        if (i + 2 < words.size()) {
          joined(words, i, 3, two + words.get(i + 2), note, out);
        }
      }
      if (word.length() > 5 && vocabulary.id(word) < 0 && asked(word).ids.length == 0) {
        List<String> parts = split(word, 0);
        if (parts != null) {
          out.add(new Variant(replaced(words, i, 1, parts), note));
        }
      }
      for (List<String> full : index.expansions.getOrDefault(word, List.of())) {
        out.add(
            new Variant(
                replaced(words, i, 1, full),
                note.isEmpty() ? word + " read as " + String.join(" ", full) : note));
      }
      for (int length = 2; length <= 6 && i + length <= words.size(); length++) {
        String acronym = index.acronyms.get(words.subList(i, i + length));
        if (acronym != null && length < words.size()) {
          out.add(new Variant(replaced(words, i, length, List.of(acronym)), note));
        }
      }
      if (out.size() > 6) {
        break;
      }
    }
    return out;
  }

  private void joined(
      List<String> words, int at, int count, String word, String note, Set<Variant> out) {
    int id = vocabulary.id(word);
    if (id >= 0 && !vocabulary.isCommon(id)) {
      out.add(new Variant(replaced(words, at, count, List.of(word)), note));
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

  // -------------------------------------------------------------- candidates

  private void search(Variant variant, Options options, List<Candidate> out) {
    Asked[] asked = new Asked[Math.min(variant.words().size(), 24)];
    float total = 0;
    for (int i = 0; i < asked.length; i++) {
      asked[i] = asked(variant.words().get(i));
      total += asked[i].weight;
    }
    int count = gather(asked);
    int[] names = best(count, total);
    for (int name : names) {
      int party = index.partyOf[name];
      if (!sought(index.kinds[party], options.sought())) {
        continue;
      }
      Comparison comparison = compare(asked, total, name, null);
      if (comparison == null) {
        continue;
      }
      double score =
          Score.of(
              comparison,
              index.kinds[party] == NameIndex.Kind.PERSON,
              country(index.party(party), options.country()));
      if (score >= options.threshold()) {
        keep(new Candidate(name, comparison, score, variant), out);
      }
    }
  }

  private static boolean sought(NameIndex.Kind kind, Sought sought) {
    return switch (sought) {
      case ANY -> true;
      case ORGANISATION -> kind == NameIndex.Kind.ORGANISATION || kind == NameIndex.Kind.UNKNOWN;
      case PERSON -> kind == NameIndex.Kind.PERSON || kind == NameIndex.Kind.UNKNOWN;
    };
  }

  private static int country(Party party, @Nullable String asked) {
    return asked == null || party.countries().isEmpty()
        ? 0
        : party.countries().contains(asked) ? 1 : -1;
  }

  /** Keeps the best name of each party. */
  private void keep(Candidate candidate, List<Candidate> out) {
    int party = index.partyOf[candidate.name()];
    for (int i = 0; i < out.size(); i++) {
      if (index.partyOf[out.get(i).name()] == party) {
        if (candidate.score() > out.get(i).score()) {
          out.set(i, candidate);
        }
        return;
      }
    }
    out.add(candidate);
  }

  private Asked asked(String word) {
    Asked known = seen.get(word);
    if (known == null) {
      if (seen.size() >= MOST_SEEN) {
        seen.clear();
      }
      known = expanded(word);
      seen.put(word, known);
    }
    return known;
  }

  /** A word with the listed words it may stand for, and how alike they are. */
  private Asked expanded(String word) {
    int own = vocabulary.id(word);
    int[] ids = new int[8];
    float[] alike = new float[8];
    int count = 0;
    nearTurn++;
    if (own >= 0) {
      ids[count] = own;
      alike[count++] = 1;
      nearAt[own] = nearTurn;
    }
    boolean number = Vocabulary.isNumber(word);
    boolean seldom = own < 0 || vocabulary.parties(own) <= OFTEN;
    if (!number && word.length() > 3) {
      for (int id : vocabulary.soundingLike(word)) {
        if (nearAt[id] != nearTurn) {
          nearAt[id] = nearTurn;
          if (count == ids.length) {
            ids = Arrays.copyOf(ids, count * 2);
            alike = Arrays.copyOf(alike, count * 2);
          }
          ids[count] = id;
          alike[count++] = word.length() > 4 ? 0.93f : 0.85f;
        }
      }
    }
    int most = Letters.bound(word.length());
    if (!number && most > 0 && seldom) {
      int[][] grown = {ids};
      float[][] grownAlike = {alike};
      int[] size = {count};
      vocabulary.nearly(
          word,
          id -> {
            if (nearAt[id] == nearTurn) {
              return;
            }
            nearAt[id] = nearTurn;
            float likeness = likeness(word, own, id, most);
            if (likeness > 0) {
              if (size[0] == grown[0].length) {
                grown[0] = Arrays.copyOf(grown[0], size[0] * 2);
                grownAlike[0] = Arrays.copyOf(grownAlike[0], size[0] * 2);
              }
              grown[0][size[0]] = id;
              grownAlike[0][size[0]++] = likeness;
            }
          });
      ids = grown[0];
      alike = grownAlike[0];
      count = size[0];
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
    return new Asked(word, weight, Arrays.copyOf(ids, count), Arrays.copyOf(alike, count));
  }

  private float likeness(String word, int own, int id, int most) {
    String other = vocabulary.word(id);
    int bound = Math.min(most, Letters.bound(other.length()));
    int distance = Letters.distance(word, other, bound);
    if (distance > bound) {
      return 0;
    }
    float likeness = 1 - 1.15f * distance / Math.max(word.length(), other.length());
    if (word.charAt(0) != other.charAt(0)) {
      likeness -= 0.1f;
    }
    if (own >= 0 && vocabulary.parties(own) >= FEW && vocabulary.parties(id) >= FEW) {
      likeness *= 0.6f; // both are words of their own: Hunan is not Henan
    }
    return likeness;
  }

  /** Adds up what each listed name shares with the asked words. */
  private int gather(Asked[] asked) {
    turn++;
    int count = 0;
    for (Asked word : asked) {
      for (int i = 0; i < word.ids.length; i++) {
        int id = word.ids[i];
        float share = vocabulary.weight(id) * word.alike[i];
        for (int at = index.postingsFrom(id); at < index.postingsTo(id); at++) {
          int name = index.posting(at);
          if (foundAt[name] != turn) {
            foundAt[name] = turn;
            found[name] = 0;
            if (count == touched.length) {
              touched = Arrays.copyOf(touched, count * 2);
            }
            touched[count++] = name;
          }
          found[name] += share;
        }
      }
    }
    return count;
  }

  /** The names that share most, at most a few dozen. */
  private int[] best(int count, float total) {
    int[] names = new int[MOST_CANDIDATES];
    float[] values = new float[MOST_CANDIDATES];
    int size = 0;
    float least = 0;
    for (int i = 0; i < count; i++) {
      int name = touched[i];
      float asked = found[name] / total;
      float listed = found[name] / index.total[name];
      if (asked < LEAST_SHARE && listed < LEAST_ALIAS_SHARE) {
        continue;
      }
      float value = Math.min(1.2f, asked) + Math.min(1.2f, listed);
      if (size == MOST_CANDIDATES && value <= least) {
        continue;
      }
      int at = size < MOST_CANDIDATES ? size++ : MOST_CANDIDATES - 1;
      while (at > 0 && values[at - 1] < value) {
        values[at] = values[at - 1];
        names[at] = names[at - 1];
        at--;
      }
      values[at] = value;
      names[at] = name;
      least = values[size - 1];
    }
    return Arrays.copyOf(names, size);
  }

  // -------------------------------------------------------------- comparison

  /** Pairs the words of two names; null where they share nothing that could mean a party. */
  private @Nullable Comparison compare(
      Asked[] asked, float askedTotal, int name, @Nullable List<String> why) {
    int from = index.start[name];
    int size = index.start[name + 1] - from;
    int[] partner = new int[asked.length];
    Arrays.fill(partner, -1);
    boolean[] used = new boolean[size];
    float[] likeness = new float[asked.length];
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < asked.length; i++) {
        if (partner[i] >= 0) {
          continue;
        }
        int bestAt = -1;
        float best = 0;
        for (int j = 0; j < size; j++) {
          if (used[j]) {
            continue;
          }
          float alike =
              round == 0
                  ? exactOrNear(asked[i], index.wordsOf[from + j])
                  : shortened(asked[i].word, vocabulary.word(index.wordsOf[from + j]));
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
    }
    return measured(asked, askedTotal, name, partner, used, likeness, why);
  }

  private static float exactOrNear(Asked asked, int id) {
    return asked.alike(id);
  }

  /** A word that begins another, as Elec for Electronics, or its initial. */
  private static float shortened(String one, String other) {
    String brief = one.length() < other.length() ? one : other;
    String full = one.length() < other.length() ? other : one;
    if (Vocabulary.isNumber(full) || Vocabulary.isNumber(brief)) {
      return 0;
    }
    if (!full.startsWith(brief)) {
      return spoiled(brief, full);
    }
    if (brief.length() == 1) {
      return 0.4f;
    }
    return brief.length() > 2 && full.length() > brief.length() + 1 ? 0.7f : 0;
  }

  /** A word with more slips than a list is searched for, such as two in six letters. */
  private static float spoiled(String one, String other) {
    int most = other.length() / 3;
    if (one.length() < 4 || most == 0) {
      return 0;
    }
    int distance = Letters.distance(one, other, most);
    return distance > most ? 0 : Math.max(0, 0.9f - 1.3f * distance / other.length());
  }

  private @Nullable Comparison measured(
      Asked[] asked,
      float askedTotal,
      int name,
      int[] partner,
      boolean[] used,
      float[] likeness,
      @Nullable List<String> why) {
    int from = index.start[name];
    float gotAsked = 0;
    float gotListed = 0;
    float matched = 0;
    float leftAsked = 0;
    float leftListed = 0;
    float distinctive = 0;
    boolean numberAsked = false;
    boolean numberListed = false;
    int turned = 0;
    int pairs = 0;
    int last = -1;
    int matches = 0;
    for (int i = 0; i < asked.length; i++) {
      Asked word = asked[i];
      if (partner[i] < 0) {
        leftAsked = Math.max(leftAsked, word.weight);
        numberAsked |= Vocabulary.isNumber(word.word);
        continue;
      }
      int id = index.wordsOf[from + partner[i]];
      float weight = vocabulary.weight(id);
      float mean = Math.min(word.weight, weight);
      gotAsked += word.weight * likeness[i];
      gotListed += weight * likeness[i];
      matched += mean;
      matches++;
      if (!vocabulary.isCommon(id) && !Vocabulary.isNumber(word.word)) {
        distinctive = Math.max(distinctive, mean * likeness[i]);
      }
      if (last >= 0) {
        pairs++;
        turned += partner[i] < last ? 1 : 0;
      }
      last = partner[i];
      if (why != null) {
        why.add(reason(word.word, vocabulary.word(id), likeness[i]));
      }
    }
    for (int j = 0; j < used.length; j++) {
      if (!used[j]) {
        int id = index.wordsOf[from + j];
        leftListed = Math.max(leftListed, vocabulary.weight(id));
        numberListed |= Vocabulary.isNumber(vocabulary.word(id));
      }
    }
    boolean whole = leftAsked == 0 && leftListed == 0;
    if (matches == 0 || (distinctive == 0 && (matches < 2 || !whole))) {
      return null;
    }
    float quality = matched == 0 ? 0 : weightedQuality(asked, partner, likeness);
    return new Comparison(
        Math.min(1, gotAsked / askedTotal),
        Math.min(1, gotListed / index.total[name]),
        quality,
        matched,
        Math.min(leftAsked, leftListed),
        leftAsked,
        leftListed,
        numberAsked && numberListed ? 1 : 0,
        distinctive,
        matches == 1 && leftAsked > Vocabulary.COMMON ? 1 : 0,
        pairs == 0 ? 0 : turned / (double) pairs);
  }

  private static float weightedQuality(Asked[] asked, int[] partner, float[] likeness) {
    float sum = 0;
    float weights = 0;
    for (int i = 0; i < asked.length; i++) {
      if (partner[i] >= 0) {
        sum += asked[i].weight * likeness[i];
        weights += asked[i].weight;
      }
    }
    return weights == 0 ? 0 : sum / weights;
  }

  // ------------------------------------------------------------------- words

  private static String reason(String asked, String listed, float likeness) {
    if (asked.equals(listed)) {
      return asked;
    }
    return likeness >= 0.9f
        ? asked + " for " + listed + ", another spelling"
        : likeness == 0.7f || likeness == 0.4f
            ? asked + " for " + listed + ", shortened"
            : asked + " for " + listed + ", a slip";
  }

  /** A hit with its reasons, for those that are shown. */
  private Hit hit(Candidate candidate, Options options) {
    Variant variant = candidate.reading();
    Asked[] asked = new Asked[Math.min(variant.words().size(), 24)];
    float total = 0;
    for (int i = 0; i < asked.length; i++) {
      asked[i] = asked(variant.words().get(i));
      total += asked[i].weight;
    }
    List<String> matched = new ArrayList<>();
    compare(asked, total, candidate.name(), matched);
    List<String> why = new ArrayList<>();
    why.add("matched: " + String.join("; ", matched));
    List<String> left = new ArrayList<>(variant.words());
    matched.forEach(text -> left.remove(text.replaceFirst(" for .*", "")));
    if (!left.isEmpty()) {
      why.add("only in the name asked: " + String.join(", ", left));
    }
    List<String> listed = new ArrayList<>();
    for (int at = index.start[candidate.name()]; at < index.start[candidate.name() + 1]; at++) {
      listed.add(vocabulary.word(index.wordsOf[at]));
    }
    matched.forEach(
        text -> listed.remove(text.replaceFirst(".* for ", "").replaceFirst(", .*", "")));
    if (!listed.isEmpty()) {
      why.add("only in the listed name: " + String.join(", ", listed));
    }
    if (!variant.note().isEmpty()) {
      why.add(variant.note());
    }
    Party party = index.party(index.partyOf[candidate.name()]);
    int country = country(party, options.country());
    if (country != 0) {
      why.add(
          (country > 0 ? "the country agrees: " : "the country differs: ")
              + String.join(", ", party.countries()));
    }
    return new Hit(party, index.display[candidate.name()], candidate.score(), why);
  }

  /** The comparison behind every hit, for fits and measurements; best first. */
  public List<double[]> features(String name, Options options, @Nullable String id) {
    List<Candidate> all = new ArrayList<>();
    for (Spelling.Reading reading : index.spelling.read(name).readings()) {
      for (Variant variant : variants(reading)) {
        search(variant, options, all);
      }
    }
    bestByParty(all);
    List<double[]> out = new ArrayList<>();
    for (Candidate c : all) {
      if (id == null || index.party(index.partyOf[c.name()]).id().equals(id)) {
        out.add(c.comparison().features());
      }
    }
    return out;
  }
}
