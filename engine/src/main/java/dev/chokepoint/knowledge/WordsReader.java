package dev.chokepoint.knowledge;

import dev.chokepoint.parties.Words;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what is known of words in names. */
final class WordsReader {
  /** Files of this folder are no lists of parties. */
  static final String FOLDER = "parties/names/";

  private WordsReader() {}

  static Words read(KnowledgeFolder.Files files) {
    List<Problem> problems = new ArrayList<>();
    Cursor words = file(files, "words.yaml", problems);
    words.only(
        Set.of(
            "title",
            "sources",
            "legal-forms",
            "small-words",
            "synonyms",
            "common-words",
            "han",
            "dividers",
            "programs-744-8"));
    Cursor counted = file(files, "frequencies.yaml", problems);
    counted.only(Set.of("title", "source", "listed", "parties"));
    Set<List<String>> forms = new HashSet<>();
    for (Cursor line : words.at("legal-forms").list()) {
      line.texts().forEach(form -> forms.add(Arrays.asList(form.split(" ", -1))));
    }
    Map<String, String> synonyms = new HashMap<>();
    for (Cursor line : words.at("synonyms").list()) {
      List<String> spellings = line.texts();
      for (String spelling : spellings) {
        String other = synonyms.put(spelling, spellings.getFirst());
        if (other != null && !other.equals(spellings.getFirst())) {
          line.problem("two-meanings", spelling, "one meaning for each word", "");
        }
      }
    }
    Map<String, String> han = new HashMap<>();
    words.at("han").entries().forEach((word, meaning) -> han.put(word, meaning.text()));
    Map<String, Integer> frequencies = new HashMap<>();
    counted.at("parties").entries().forEach((word, count) -> frequencies.put(word, number(count)));
    Words read =
        new Words(
            forms,
            Set.copyOf(words.at("small-words").texts()),
            synonyms,
            Set.copyOf(new HashSet<>(words.at("common-words").texts())),
            han,
            words.at("dividers").texts(),
            frequencies,
            number(counted.at("listed")),
            Set.copyOf(words.at("programs-744-8").texts()));
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return read;
  }

  private static int number(Cursor at) {
    String text = at.text();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      at.problem("bad-value", text, "a whole number", "");
      return 1;
    }
  }

  private static Cursor file(KnowledgeFolder.Files files, String name, List<Problem> problems) {
    return files.of(FOLDER + name).stream()
        .findFirst()
        .map(entry -> Cursor.of(entry.doc(), entry.path(), problems))
        .orElseThrow(() ->
            new Refused(new Problem("missing-file", FOLDER + name, "", "words of names", "")));
  }
}
