package dev.chokepoint.knowledge;

import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Rulebook;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the lists of parties; a party's categories are its list and what the list says of it. */
final class PartiesReader {
  private PartiesReader() {}

  static List<Rulebook.Party> read(List<Cursor> files) {
    List<Rulebook.Party> parties = new ArrayList<>();
    for (Cursor file : files) {
      String list = file.at("list").text();
      for (Cursor party : file.at("parties").list()) {
        parties.add(party(party, list));
      }
    }
    return parties;
  }

  private static Rulebook.Party party(Cursor at, String list) {
    at.only(
        Set.of(
            "name",
            "aliases",
            "listed",
            "dateConfirmed",
            "footnote",
            "cites",
            "policy",
            "country",
            "note",
            "category",
            "from",
            "until"));
    Set<String> categories = new TreeSet<>(Set.of(list));
    if (at.at("category").isPresent()) {
      categories.add(at.at("category").text());
    }
    if (at.at("footnote").isPresent()) {
      categories.add(list + "-footnote-" + at.at("footnote").text());
    }
    LocalDate from = at.at("listed").isPresent() ? at.at("listed").date() : at.at("from").date();
    ReviewPolicy policy = ReviewPolicy.find(at.at("policy").text("unknown"));
    if (policy == null) {
      at.at("policy").problem("bad-value", at.at("policy").text(), "a review policy", "");
      policy = ReviewPolicy.UNKNOWN;
    }
    return new Rulebook.Party(
        at.at("name").text(),
        at.at("aliases").isPresent() ? at.at("aliases").texts() : List.of(),
        categories,
        from,
        at.at("until").date(),
        at.at("country").optional(),
        at.at("cites").isPresent() ? String.join("; ", at.at("cites").texts()) : "",
        policy,
        at.at("note").text(""));
  }
}
