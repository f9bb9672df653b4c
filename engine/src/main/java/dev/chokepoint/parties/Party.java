package dev.chokepoint.parties;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A party as a list prints it.
 *
 * @param id the list's own number; empty where the list has none
 * @param source the list, in its official words, such as {@code Entity List (EL) - Bureau of ...}
 * @param type what the list says it is: {@code Entity}, {@code Individual}, {@code Vessel}, {@code
 *     Aircraft}; empty where the list does not say
 * @param name official name
 * @param aliases other names, in the list's order
 * @param programs sanction programmes, such as {@code SDGT}
 * @param countries ISO 3166 codes of its addresses, each once
 * @param citation Federal Register citations as printed; empty where the list has none
 * @param requirement what needs a licence, as printed
 * @param policy the licence review policy, as printed
 * @param from first day on the list, where known
 * @param until last day of a dated order, where there is one
 */
public record Party(
    String id,
    String source,
    String type,
    String name,
    List<String> aliases,
    List<String> programs,
    List<String> countries,
    String citation,
    String requirement,
    String policy,
    @Nullable LocalDate from,
    @Nullable LocalDate until) {

  private static final Pattern CODE = Pattern.compile("\\(([A-Z]{2,6}(?:-[A-Z]+)?)\\)");
  private static final Pattern FOOTNOTE_RULE =
      Pattern.compile("734\\.9\\s*\\(\\s*([eg])\\s*\\)\\s*,?\\s*\\(?\\s*([1-3])?");
  private static final Pattern FOOTNOTE_MARK = Pattern.compile("EAR\\)?\\s*\\.?\\s*([45])\\.?$");

  public Party {
    aliases = List.copyOf(aliases);
    programs = List.copyOf(programs);
    countries = List.copyOf(countries);
  }

  /** The code of the list, such as {@code EL} or {@code SDN}; the whole source where none is. */
  public String list() {
    Matcher code = CODE.matcher(source);
    if (code.find()) {
      return code.group(1);
    }
    return source.startsWith("Entity List") ? "EL" : source;
  }

  /**
   * The footnote of an entry on the Entity List, read from its licence requirement: 1, 3, 4 or 5;
   * null where it has none.
   */
  public @Nullable Integer footnote() {
    if (!list().equals("EL")) {
      return null;
    }
    Matcher mark = FOOTNOTE_MARK.matcher(requirement.strip());
    if (mark.find()) {
      return Integer.valueOf(mark.group(1));
    }
    Matcher rule = FOOTNOTE_RULE.matcher(requirement);
    if (!rule.find()) {
      return null;
    }
    if (rule.group(1).equals("g")) {
      return 3;
    }
    return switch (rule.group(2) == null ? "" : rule.group(2)) {
      case "1" -> 1;
      case "2" -> 4;
      case "3" -> 5;
      default -> null;
    };
  }

  /** Whether the list says that it is a natural person. */
  public boolean individual() {
    return type.toLowerCase(Locale.ROOT).equals("individual");
  }

  /** What identifies the record: its words alone, so that a change of any of them shows. */
  public String record() {
    return String.join(
        "\u001f",
        source,
        type,
        name,
        String.join("\u001e", aliases),
        String.join("\u001e", programs),
        String.join("\u001e", countries),
        citation,
        requirement,
        policy);
  }
}
