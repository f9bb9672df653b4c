package dev.chokepoint.parties;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the listed parties that a name may mean. One for each thread; the index is shared. */
public final class Search {
  private static final int MOST_CANDIDATES = 32;
  private static final float LEAST_SHARE = 0.3f;
  private static final float LEAST_ALIAS_SHARE = 0.6f;

  private final NameIndex index;
  private final Vocabulary vocabulary;
  private final AskedWords words;
  private final Variants variants;
  private final Pairing pairing;
  private final float[] found;
  private final int[] foundAt;
  private AskedWords.Word[] asked = new AskedWords.Word[0];
  private int turn;
  private int[] touched = new int[1 << 10];

  public Search(NameIndex index) {
    this.index = index;
    this.vocabulary = index.vocabulary;
    this.words = new AskedWords(vocabulary);
    this.variants = new Variants(index, words);
    this.pairing = new Pairing(index);
    this.found = new float[index.names];
    this.foundAt = new int[index.names];
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

  /** A listed name with its comparison; {@code reading} is the asked words that met it. */
  private record Candidate(
      int name, Comparison comparison, double score, Variants.Variant reading) {}

  /**
   * The parties that a name may mean, best first.
   *
   * @throws Refused for a name of one letter or none, of legal forms alone, or longer than any name
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
    if (spelled.readings().stream().allMatch(reading -> reading.words().isEmpty())) {
      throw new Refused(withoutName(name));
    }
    if (isOneLetter(name)) {
      throw new Refused(
          new Problem(
              "name-too-short", "name", name.strip(), "at least two letters", "Maybe it was cut."));
    }
    List<Flag> flags = new ArrayList<>(spelled.flags());
    List<Hit> hits = new ArrayList<>();
    for (Candidate candidate : candidates(spelled, options)) {
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

  /** A sign of Chinese is a word; a letter alone is an initial of anybody. */
  private static boolean isOneLetter(String name) {
    return name.codePoints().noneMatch(Character::isIdeographic)
        && name.codePoints().filter(Character::isLetterOrDigit).limit(2).count() < 2;
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

  /** The best name of each party, best first. */
  private List<Candidate> candidates(Spelling.Spelled spelled, Options options) {
    List<Candidate> all = new ArrayList<>();
    for (Spelling.Reading reading : spelled.readings()) {
      for (Variants.Variant variant : variants.of(reading)) {
        search(variant, options, all);
      }
    }
    all.sort(
        Comparator.comparingDouble(Candidate::score).reversed().thenComparingInt(Candidate::name));
    return all;
  }

  private float ask(Variants.Variant variant) {
    asked = new AskedWords.Word[Math.min(variant.words().size(), Pairing.MOST_WORDS)];
    float total = 0;
    for (int i = 0; i < asked.length; i++) {
      asked[i] = words.get(variant.words().get(i));
      total += asked[i].weight;
    }
    pairing.ask(asked, total);
    return total;
  }

  private void search(Variants.Variant variant, Options options, List<Candidate> out) {
    float total = ask(variant);
    for (int name : best(gather(options.sought()), total)) {
      int party = index.partyOf[name];
      Comparison comparison = pairing.compare(name);
      if (comparison == null || (variant.guessed() && comparison.leftAsked() > Vocabulary.COMMON)) {
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

  /** Adds up what each listed name shares with the asked words. */
  private int gather(Sought sought) {
    turn++;
    int count = 0;
    for (AskedWords.Word word : asked) {
      for (int i = 0; i < word.ids.length; i++) {
        int id = word.ids[i];
        float share = vocabulary.weight(id) * word.alike[i];
        for (int at = index.postingsFrom(id); at < index.postingsTo(id); at++) {
          int name = index.posting(at);
          if (foundAt[name] != turn) {
            foundAt[name] = turn;
            found[name] = 0;
            if (!sought(index.kinds[index.partyOf[name]], sought)) {
              continue;
            }
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

  /** A hit with its reasons, for those that are shown. */
  private Hit hit(Candidate candidate, Options options) {
    ask(candidate.reading());
    List<String> why = pairing.reasons(candidate.name());
    if (!candidate.reading().note().isEmpty()) {
      why.add(candidate.reading().note());
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

  /**
   * The comparison behind every hit, best first, for fits and measurements.
   *
   * @param id the party alone whose comparison is wanted, or null for every one
   */
  public List<double[]> features(String name, Options options, @Nullable String id) {
    return candidates(index.spelling.read(name), options).stream()
        .filter(c -> id == null || index.party(index.partyOf[c.name()]).id().equals(id))
        .map(c -> c.comparison().features())
        .toList();
  }
}
