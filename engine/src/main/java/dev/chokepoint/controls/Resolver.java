package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a trade of a request: fills what was not said, and lists the candidates of what is unknown.
 */
final class Resolver {
  private static final List<String> DIRECTIONS = Fact.DIRECTION.choices();
  private static final long MOST_ITEMS = 1_000_000_000;

  private final TradeRequest request;
  private final Rulebook rulebook;
  private final Item item;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Trade.Assumption> assumptions = new ArrayList<>();
  private final List<Determination.Warning> notices = new ArrayList<>();
  private final Map<Fact, List<Trade.Candidate>> facts = new EnumMap<>(Fact.class);

  Resolver(TradeRequest request, Rulebook rulebook, Item item) {
    this.request = request;
    this.rulebook = rulebook;
    this.item = item;
  }

  Trade resolve() {
    String destination = country("--to", request.to());
    facts.put(Fact.DESTINATION, countryCandidates(destination));
    List<Rulebook.Party> named = party();
    String partyCountry =
        named.stream().map(Rulebook.Party::country).filter(c -> c != null).findFirst().orElse(null);
    String hq = request.partyHq() == null ? null : country("--party-hq", request.partyHq());
    if (hq == null) {
      hq = partyCountry != null ? partyCountry : destination;
      assume(
          Fact.PARTY_HQ,
          hq,
          partyCountry != null ? "country of the listed party" : "the destination");
    }
    facts.put(Fact.PARTY_HQ, countryCandidates(hq));
    String parent =
        request.ultimateParent() == null
            ? null
            : country("--ultimate-parent", request.ultimateParent());
    if (parent == null) {
      parent = partyCountry != null ? partyCountry : destination;
      assume(
          Fact.ULTIMATE_PARENT,
          parent,
          partyCountry != null ? "country of the listed party" : "the destination");
    }
    facts.put(Fact.ULTIMATE_PARENT, countryCandidates(parent));
    exporterFact();
    String stated = request.fromCountry();
    String from = stated == null ? "US" : country("--from-country", stated);
    if (stated == null) {
      assume(Fact.FROM_COUNTRY, "US", "export from the United States");
    }
    facts.put(Fact.FROM_COUNTRY, countryCandidates(from));
    directionFact(from, destination);
    Set<String> certifiedIds = certifiedFact();
    wordFacts();
    Long items = quantity();
    assumptions.add(new Trade.Assumption("endUse", "outside part 744", "no end use was stated"));
    assumptions.add(
        new Trade.Assumption(
            "jurisdiction",
            "subject to the EAR",
            "US origin, US content above de minimis, or a foreign direct product"));
    String override = datacenter();
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return new Trade(
        request.asOf(),
        destination,
        facts,
        named,
        certifiedIds,
        override,
        items,
        assumptions,
        notices);
  }

  private void assume(Fact fact, String value, String why) {
    assumptions.add(new Trade.Assumption(fact.key(), value, why));
  }

  private String country(String option, String text) {
    if (text.equals("?")) {
      return "?";
    }
    return Countries.find(text)
        .orElseGet(() -> {
          problems.add(
              new Problem(
                  "unknown-country",
                  option,
                  text,
                  "an ISO 3166-1 code, a country's English or Chinese name, or ? if unknown",
                  Nearest.hint(Countries.nearest(text))));
          return "US";
        });
  }

  private List<Trade.Candidate> countryCandidates(String code) {
    if (!code.equals("?")) {
      return List.of(new Trade.Candidate(code, rulebook.labels(code, request.asOf())));
    }
    List<Trade.Candidate> candidates = new ArrayList<>();
    rulebook
        .classes(Countries.codes(), request.asOf())
        .forEach((labels, members) -> {
          candidates.add(new Trade.Candidate(Trade.Candidate.together(members), labels));
        });
    return candidates;
  }

  private List<Rulebook.Party> party() {
    String party = request.party();
    if (party == null) {
      assume(Fact.PARTY, "unlisted", "no party was named");
      facts.put(Fact.PARTY, List.of(unlisted()));
      return List.of();
    }
    if (party.equals("?")) {
      List<Trade.Candidate> all = new ArrayList<>(List.of(unlisted()));
      rulebook
          .partyCategories()
          .forEach(category -> all.add(new Trade.Candidate(category, Set.of(category))));
      facts.put(Fact.PARTY, all);
      return List.of();
    }
    if (party.equals("unlisted")) {
      facts.put(Fact.PARTY, List.of(unlisted()));
      return List.of();
    }
    for (String category : rulebook.partyCategories()) {
      if (category.equalsIgnoreCase(party.strip())) {
        facts.put(Fact.PARTY, List.of(new Trade.Candidate(category, Set.of(category))));
        return List.of();
      }
    }
    List<Rulebook.Party> named =
        rulebook.partiesNamed(party).stream().filter(p -> p.covers(request.asOf())).toList();
    Set<String> categories = new TreeSet<>();
    named.forEach(p -> categories.addAll(p.categories()));
    if (categories.isEmpty()) {
      assume(Fact.PARTY, "unlisted", "no party of this name in the lists held on that day");
      categories.add("unlisted");
      notices.add(notFound(party));
    } else if (!rulebook.asksFor(categories)) {
      notices.add(
          new Determination.Warning(
              "party-list",
              "\""
                  + party
                  + "\" is on a list held here, as "
                  + String.join(", ", categories)
                  + ". No provision asks that of a buyer, so it decides nothing here."));
    }
    facts.put(Fact.PARTY, List.of(new Trade.Candidate(party, categories)));
    return named;
  }

  /** Why a named party is answered as unlisted, and what may have been meant. */
  private Determination.Warning notFound(String name) {
    boolean otherDays = !rulebook.partiesNamed(name).isEmpty();
    List<String> nearest = otherDays ? List.of() : rulebook.nearestParties(name);
    String found =
        otherDays
            ? "\"" + name + "\" is on a list held here, but not on " + request.asOf() + "."
            : "No listed party or category is called \"" + name + "\".";
    String hint = Nearest.hint(nearest.stream().map(near -> "\"" + near + "\"").toList());
    return new Determination.Warning(
        "party-not-found",
        found
            + (hint.isEmpty() ? "" : " " + hint)
            + " The buyer is answered as unlisted: clean by name; ownership and red flags"
            + " not covered.");
  }

  private Trade.Candidate unlisted() {
    return new Trade.Candidate("unlisted", Set.of("unlisted"));
  }

  private void exporterFact() {
    String name = request.exporter();
    if (name == null && !item.vendor().isEmpty()) {
      name = item.vendor();
      assume(Fact.EXPORTER, name, "the item's vendor");
    }
    if (name == null) {
      assume(Fact.EXPORTER, "unknown", "the item names no vendor, so a letter may be addressed");
    }
    facts.put(
        Fact.EXPORTER,
        name == null || name.equals("?")
            ? Addressees.unknown(rulebook)
            : Addressees.named(rulebook, name, item));
  }

  private void directionFact(String from, String destination) {
    String value = request.direction();
    if (value == null) {
      value = from.equals("US") ? "export" : from.equals(destination) ? "in-country" : "reexport";
      assume(Fact.DIRECTION, value, "leaves " + from);
    }
    if (value.equals("?")) {
      facts.put(
          Fact.DIRECTION, DIRECTIONS.stream().map(d -> new Trade.Candidate(d, Set.of(d))).toList());
    } else if (DIRECTIONS.contains(value)) {
      facts.put(Fact.DIRECTION, List.of(new Trade.Candidate(value, Set.of(value))));
    } else {
      problems.add(
          new Problem(
              "unknown-direction",
              "--direction",
              value,
              String.join(", ", DIRECTIONS),
              Nearest.hint(value, DIRECTIONS)));
    }
  }

  private @Nullable Set<String> certifiedFact() {
    String certified = request.certified();
    if (certified != null && certified.equals("none")) {
      facts.put(Fact.CERTIFIED, List.of(new Trade.Candidate("none", Set.of("none"))));
      return null;
    }
    if (certified != null && certified.equals("?")) {
      facts.put(
          Fact.CERTIFIED,
          List.of(
              new Trade.Candidate("none", Set.of("none")),
              new Trade.Candidate("all", Set.of("all"))));
      return null;
    }
    String word = "all".equals(certified) ? "all" : "open";
    facts.put(Fact.CERTIFIED, List.of(new Trade.Candidate(word, Set.of(word))));
    if (certified == null) {
      assume(Fact.CERTIFIED, "open", "conditions still to certify are listed");
      return null;
    }
    if (word.equals("all")) {
      return null;
    }
    Set<String> known = new TreeSet<>();
    for (Provision provision : rulebook.provisions()) {
      for (Provision.Version version : provision.versions()) {
        version.review().forEach(r -> r.conditions().forEach(term -> known.add(term.id())));
      }
    }
    Set<String> ids = new TreeSet<>();
    for (String id : certified.split(",", -1)) {
      if (known.contains(id.strip())) {
        ids.add(id.strip());
      } else {
        problems.add(
            new Problem(
                "unknown-condition",
                "--certified",
                id.strip(),
                "all, none, or some of " + String.join(",", known),
                Nearest.hint(id.strip(), known)));
      }
    }
    return ids;
  }

  private void wordFacts() {
    word(Fact.ROLE, "seller", "no foundry or packager was named as the sender");
    List<Trade.Candidate> roles = facts.getOrDefault(Fact.ROLE, List.of());
    boolean sender = roles.size() != 1 || !roles.getFirst().name().equals("seller");
    boolean listed =
        rulebook.partiesNamed(item.vendor()).stream()
            .anyMatch(
                p -> p.covers(request.asOf()) && p.categories().contains("approved-designer"));
    word(
        Fact.DESIGNER,
        listed ? "approved" : "other",
        sender ? "the item's vendor on Supplement No. 6" : "");
    word(Fact.PACKAGER, "other", sender ? "no packager was named" : "");
    word(Fact.IMPORT_USE, "other", "no exempt use was stated");
  }

  /** A fact with few words; the assumption is printed only where there is a reason for it. */
  private void word(Fact fact, String usual, String why) {
    String stated = request.words().get(fact);
    if (stated == null) {
      facts.put(fact, named(usual));
      if (!why.isEmpty()) {
        assume(fact, usual, why);
      }
    } else if (stated.equals("?")) {
      facts.put(fact, fact.choices().stream().map(w -> new Trade.Candidate(w, Set.of(w))).toList());
    } else if (fact.choices().contains(stated)) {
      facts.put(fact, named(stated));
    } else {
      problems.add(
          new Problem(
              "bad-value",
              "--" + fact.key().replace("importUse", "import-use"),
              stated,
              String.join(", ", fact.choices()) + ", or ? if unknown",
              Nearest.hint(stated, fact.choices())));
    }
  }

  private static List<Trade.Candidate> named(String word) {
    return List.of(new Trade.Candidate(word, Set.of(word)));
  }

  private @Nullable Long quantity() {
    String quantity = request.quantity();
    if (quantity == null || quantity.equals("?")) {
      return null;
    }
    if (quantity.matches("[0-9]{1,10}")) {
      long items = Long.parseLong(quantity);
      if (items >= 1 && items <= MOST_ITEMS) {
        assumptions.add(
            new Trade.Assumption(
                "earlierShipments", "none", "only this quantity counts toward a limit"));
        return items;
      }
    }
    problems.add(
        new Problem(
            "bad-value", "--quantity", quantity, "a whole number from 1 to " + MOST_ITEMS, ""));
    return null;
  }

  private @Nullable String datacenter() {
    String datacenter = request.datacenter();
    if (datacenter == null) {
      return null;
    }
    return switch (datacenter) {
      case "yes", "no" -> datacenter;
      case "unknown", "?" -> "unknown";
      default -> {
        problems.add(
            new Problem("bad-value", "--datacenter", datacenter, "yes, no or unknown", ""));
        yield null;
      }
    };
  }
}
