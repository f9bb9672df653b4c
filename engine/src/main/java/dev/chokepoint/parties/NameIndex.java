package dev.chokepoint.parties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every name of a list by its words. Made once and read by many; {@link Search} asks it. */
public final class NameIndex {
  private static final Pattern IN_BRACKETS = Pattern.compile("\\(([^()]*)\\)");
  private static final Pattern ACRONYM = Pattern.compile("[A-Z][A-Z0-9]{2,7}(?:[- ]?\\d{1,4})?");
  private static final int MOST_EXPANSIONS = 3;

  /** What a listed party is, as far as its list or its name says. */
  enum Kind {
    ORGANISATION,
    PERSON,
    THING,
    UNKNOWN
  }

  private final PartyList list;
  final Words words;
  final Spelling spelling;
  final Vocabulary vocabulary;
  final Kind[] kinds;
  int names;
  int[] partyOf = new int[1 << 12];
  String[] display = new String[1 << 12];
  int[] start = new int[(1 << 12) + 1];
  int[] wordsOf = new int[1 << 14];
  float[] total = new float[0];
  private int[] postingStart = new int[0];
  private int[] postings = new int[0];

  /** Acronyms of the list's own aliases, and what they stand for. */
  final Map<String, List<List<String>>> expansions = new HashMap<>();

  final Map<List<String>, String> acronyms = new HashMap<>();

  /** Indexes a list. */
  public NameIndex(PartyList list, Words words) {
    this(list, words, party -> List.of());
  }

  /**
   * Indexes a list.
   *
   * @param more names that a party is known by and the list does not print
   */
  public NameIndex(PartyList list, Words words, Function<Party, List<String>> more) {
    this.list = list;
    this.words = words;
    this.spelling = new Spelling(words);
    this.vocabulary = new Vocabulary(words);
    this.kinds = new Kind[list.parties().size()];
    for (int party = 0; party < list.parties().size(); party++) {
      add(list.parties().get(party), more, party);
    }
    vocabulary.close(list.parties().size());
    tellPeople();
    weigh();
    post();
  }

  /** In how many parties each word stands that stands in at least so many; for counting a list. */
  public SortedMap<String, Integer> frequencies(int least) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.parties(id) >= least) {
        counts.put(vocabulary.word(id), vocabulary.parties(id));
      }
    }
    return counts;
  }

  /** The list that is indexed. */
  public PartyList list() {
    return list;
  }

  Party party(int number) {
    return list.parties().get(number);
  }

  private void add(Party party, Function<Party, List<String>> more, int number) {
    Set<String> spellings = new LinkedHashSet<>();
    spellings.add(party.name());
    spellings.addAll(party.aliases());
    spellings.addAll(more.apply(party));
    for (String name : List.copyOf(spellings)) {
      apart(name, spellings);
    }
    Set<List<String>> seen = new LinkedHashSet<>();
    List<List<String>> readings = new ArrayList<>();
    boolean legal = false;
    for (String name : spellings) {
      Spelling.Reading reading = spelling.plain(name);
      legal |= !reading.legal().isEmpty();
      readings.add(reading.words());
      if (!reading.words().isEmpty() && seen.add(reading.words())) {
        addName(name, reading.words(), number);
      }
    }
    learnAcronyms(List.copyOf(spellings), readings);
    kinds[number] = kind(party, readings, legal);
  }

  /** Names that a list prints inside another: an acronym in brackets, what follows a divider. */
  private void apart(String name, Set<String> spellings) {
    Matcher inside = IN_BRACKETS.matcher(name);
    while (inside.find()) {
      String text = inside.group(1).strip();
      if (ACRONYM.matcher(text).matches()) {
        spellings.add(text);
        spellings.add(name.substring(0, inside.start()) + name.substring(inside.end()));
      }
    }
    String lower = name.toLowerCase(Locale.ROOT);
    for (String divider : words.dividers()) {
      int at = lower.indexOf(divider);
      if (at > 0) {
        spellings.add(name.substring(at + divider.length()));
      }
    }
  }

  private void addName(String name, List<String> content, int party) {
    if (names + 1 == partyOf.length) {
      partyOf = Arrays.copyOf(partyOf, partyOf.length * 2);
      display = Arrays.copyOf(display, partyOf.length);
      start = Arrays.copyOf(start, partyOf.length + 1);
    }
    int end = start[names];
    if (end + content.size() > wordsOf.length) {
      wordsOf = Arrays.copyOf(wordsOf, Math.max(wordsOf.length * 2, end + content.size()));
    }
    for (String word : content) {
      wordsOf[end++] = vocabulary.add(word, party, list.parties().get(party).individual());
    }
    partyOf[names] = party;
    display[names] = name.strip();
    start[++names] = end;
  }

  /** An alias that is the initials of another name of the same party. */
  private void learnAcronyms(List<String> spellings, List<List<String>> readings) {
    for (int i = 0; i < spellings.size(); i++) {
      if (readings.get(i).size() != 1 || !ACRONYM.matcher(spellings.get(i)).matches()) {
        continue;
      }
      String acronym = readings.get(i).getFirst();
      for (int j = 0; j < readings.size(); j++) {
        List<String> full = readings.get(j);
        if (full.size() > 1 && standsFor(acronym, full, words)) {
          List<List<String>> known = expansions.computeIfAbsent(acronym, a -> new ArrayList<>());
          if (known.size() < MOST_EXPANSIONS && !known.contains(full)) {
            known.add(full);
            acronyms.putIfAbsent(full, acronym);
          }
        }
      }
    }
  }

  /** Whether letters are the initials of words in order; only common words may be passed over. */
  static boolean standsFor(String acronym, List<String> full, Words words) {
    int letter = 0;
    int passed = 0;
    for (String word : full) {
      if (letter < acronym.length() && word.charAt(0) == acronym.charAt(letter)) {
        letter++;
      } else if (words.common().contains(word)) {
        passed++;
      } else {
        return false;
      }
    }
    // The last letter may be that of a legal form, which is no word of the name here.
    return letter >= acronym.length() - 1 && letter >= 2 && passed <= 1;
  }

  private Kind kind(Party party, List<List<String>> readings, boolean legal) {
    String type = party.type().toLowerCase(Locale.ROOT);
    if (type.equals("individual")) {
      return Kind.PERSON;
    }
    if (type.equals("vessel") || type.equals("aircraft")) {
      return Kind.THING;
    }
    if (!type.isEmpty()) {
      return Kind.ORGANISATION;
    }
    boolean company = legal;
    for (List<String> reading : readings) {
      for (String word : reading) {
        company |= words.common().contains(word) || Character.isDigit(word.charAt(0));
      }
    }
    if (company) {
      return Kind.ORGANISATION;
    }
    String source = party.list();
    return source.equals("DPL") || source.equals("DTC") || source.equals("ISN")
        ? Kind.PERSON
        : Kind.UNKNOWN;
  }

  /** A party of unsaid kind whose name is made of names of people alone is a person. */
  private void tellPeople() {
    BitSet other = new BitSet();
    for (int name = 0; name < names; name++) {
      for (int at = start[name]; at < start[name + 1]; at++) {
        if (!vocabulary.isOfPeople(wordsOf[at]) || start[name + 1] - start[name] == 1) {
          other.set(partyOf[name]);
        }
      }
    }
    for (int party = 0; party < kinds.length; party++) {
      if (kinds[party] == Kind.UNKNOWN && !other.get(party)) {
        kinds[party] = Kind.PERSON;
      }
    }
  }

  private void weigh() {
    total = new float[names];
    for (int name = 0; name < names; name++) {
      for (int at = start[name]; at < start[name + 1]; at++) {
        total[name] += vocabulary.weight(wordsOf[at]);
      }
    }
  }

  private void post() {
    postingStart = new int[vocabulary.size() + 1];
    for (int at = 0; at < start[names]; at++) {
      postingStart[wordsOf[at] + 1]++;
    }
    for (int id = 0; id < vocabulary.size(); id++) {
      postingStart[id + 1] += postingStart[id];
    }
    postings = new int[start[names]];
    int[] next = Arrays.copyOf(postingStart, vocabulary.size());
    for (int name = 0; name < names; name++) {
      for (int at = start[name]; at < start[name + 1]; at++) {
        postings[next[wordsOf[at]]++] = name;
      }
    }
  }

  int postingsFrom(int word) {
    return postingStart[word];
  }

  int postingsTo(int word) {
    return postingStart[word + 1];
  }

  int posting(int at) {
    return postings[at];
  }
}
