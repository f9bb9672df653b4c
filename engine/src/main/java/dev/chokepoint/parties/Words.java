package dev.chokepoint.parties;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of words in names; every word as it stands after normalisation.
 *
 * @param legalForms phrases that say what kind of company it is, such as {@code co} or {@code
 *     limited liability company}
 * @param smallWords words without meaning of their own
 * @param synonyms the one spelling of words that have many
 * @param common ordinary words of company names, which never make a match alone
 * @param han Chinese words and what they mean; {@code =} for a legal form
 * @param dividers phrases after which another name begins
 * @param frequencies in how many of {@code listed} parties a word stands, for words that stand
 *     often
 * @param listed parties that were counted
 * @param exportPrograms sanction programmes that 15 CFR 744.8(a)(1) names
 */
public record Words(
    Set<List<String>> legalForms,
    Set<String> smallWords,
    Map<String, String> synonyms,
    Set<String> common,
    Map<String, String> han,
    List<String> dividers,
    Map<String, Integer> frequencies,
    int listed,
    Set<String> exportPrograms) {
  public Words {
    legalForms = Set.copyOf(legalForms);
    smallWords = Set.copyOf(smallWords);
    synonyms = Map.copyOf(synonyms);
    common = Set.copyOf(common);
    han = Map.copyOf(han);
    dividers = List.copyOf(dividers);
    exportPrograms = Set.copyOf(exportPrograms);
    frequencies = Map.copyOf(frequencies);
  }
}
