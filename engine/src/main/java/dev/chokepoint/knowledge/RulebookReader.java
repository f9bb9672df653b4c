package dev.chokepoint.knowledge;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Condition;
import dev.chokepoint.controls.Conditions;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Rulebook;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a regime: rulebook, country groups, provisions and parties; reports all problems at once.
 */
final class RulebookReader {
  private final List<Provision> provisions = new ArrayList<>();
  private final Map<String, Cursor> places = new LinkedHashMap<>();
  private final Map<String, Cursor> terms = new LinkedHashMap<>();
  private final Map<String, Cursor> remarks = new LinkedHashMap<>();
  private final Set<String> itemIds;
  private boolean whatIf;
  private ConditionReader conditions = new ConditionReader(Map.of());

  RulebookReader(Set<String> itemIds) {
    this.itemIds = itemIds;
  }

  Rulebook read(
      Cursor rulebook,
      Cursor countryGroups,
      List<Cursor> provisionFiles,
      List<Cursor> partyFiles,
      List<Cursor> whatIfFiles) {
    rulebook.only(
        Set.of(
            "id",
            "title",
            "coversFrom",
            "lastReviewed",
            "treatedAs",
            "order",
            "coverage",
            "notAssessed"));
    Map<String, List<Rulebook.Membership>> groups = GroupsReader.read(countryGroups);
    List<Cursor> allFiles = new ArrayList<>(provisionFiles);
    allFiles.addAll(whatIfFiles);
    readDefinitions(allFiles);
    List<Rulebook.Party> parties = PartiesReader.read(partyFiles);
    provisionFiles.forEach(file -> readProvisions(file, false));
    whatIfFiles.forEach(file -> readProvisions(file, true));
    order(rulebook.at("order"));
    Map<String, String> treatedAs = new LinkedHashMap<>();
    rulebook
        .at("treatedAs")
        .entries()
        .forEach((country, as) -> treatedAs.put(country, as.at("as").text()));
    List<Rulebook.Coverage> coverage =
        rulebook.at("coverage").list().stream().map(RulebookReader::coverage).toList();
    List<Rulebook.NotAssessed> notAssessed = new ArrayList<>();
    for (Cursor row : rulebook.at("notAssessed").list()) {
      notAssessed.add(new Rulebook.NotAssessed(row.at("id").text(), row.at("text").text()));
    }
    LocalDate coversFrom = orEpoch(rulebook.at("coversFrom").date());
    LocalDate lastReviewed = orEpoch(rulebook.at("lastReviewed").date());
    Set<String> countryLabels = new TreeSet<>(groups.keySet());
    countryLabels.addAll(Countries.codes());
    References references = new References(places, countryLabels, parties, itemIds);
    provisions.forEach(references::check);
    return new Rulebook(
        rulebook.at("id").text(),
        rulebook.at("title").text(),
        coversFrom,
        lastReviewed,
        provisions,
        groups,
        treatedAs,
        parties,
        coverage,
        notAssessed,
        whatIfFiles.stream().map(Cursor::file).toList());
  }

  /** A what-if file may leave out what only the law has, and replaces provisions by their id. */
  private void readProvisions(Cursor file, boolean isWhatIf) {
    file.only(Set.of("provisions", "definitions", "conditions", "remarks"));
    whatIf = isWhatIf;
    if (!file.isMap()) {
      file.problem("wrong-shape", "", "a map with a list of provisions", "");
    } else if (isWhatIf && !file.at("provisions").isPresent()) {
      file.problem("missing", "", "a list of provisions", "Maybe begin with `provisions:`.");
    }
    for (Cursor provision : file.at("provisions").list()) {
      String id = provision.at("id").text();
      if (isWhatIf && places.remove(id) != null) {
        provisions.removeIf(known -> known.id().equals(id));
      }
      readProvision(provision, id);
    }
  }

  private static Rulebook.Coverage coverage(Cursor row) {
    row.only(Set.of("id", "state", "from", "text"));
    return new Rulebook.Coverage(
        row.at("id").text(), state(row.at("state")), row.at("from").date(), row.at("text").text());
  }

  private static Rulebook.Coverage.State state(Cursor at) {
    String word = at.text();
    for (Rulebook.Coverage.State state : Rulebook.Coverage.State.values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    at.problem("bad-value", word, "modelled, partly or not-modelled", "");
    return Rulebook.Coverage.State.NOT_MODELLED;
  }

  private void readDefinitions(List<Cursor> files) {
    Map<String, Cursor> definitions = new LinkedHashMap<>();
    for (Cursor file : files) {
      definitions.putAll(file.at("definitions").entries());
      terms.putAll(file.at("conditions").entries());
      remarks.putAll(file.at("remarks").entries());
    }
    conditions = new ConditionReader(definitions);
  }

  private static LocalDate orEpoch(@Nullable LocalDate date) {
    return date == null ? LocalDate.EPOCH : date;
  }

  /** The order of entries and requirements in answers, as the rulebook declares it. */
  private void order(Cursor order) {
    List<String> ids = order.isPresent() ? order.texts() : List.of();
    Set<String> known = new TreeSet<>(places.keySet());
    ids.stream()
        .filter(id -> !known.contains(id))
        .forEach(id -> order.problem("unknown-provision", id, "an id of a provision", ""));
    provisions.sort((a, b) -> Integer.compare(place(a, ids), place(b, ids)));
  }

  private static int place(Provision provision, List<String> ids) {
    int place = ids.indexOf(provision.id());
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  private void readProvision(Cursor at, String id) {
    at.only(Set.of("id", "kind", "title", "displaces", "overcomes", "versions"));
    if (places.putIfAbsent(id, at) != null) {
      at.problem("duplicate-id", id, "each provision once", "");
    }
    List<Provision.Version> versions = new ArrayList<>();
    for (Cursor version : at.at("versions").list()) {
      versions.add(readVersion(version));
    }
    for (Clock clock : Clock.values()) {
      checkPeriods(at, versions, clock);
    }
    provisions.add(
        new Provision(
            id,
            kind(at.at("kind")),
            text(at.at("title"), id),
            at.at("displaces").isPresent() ? Set.copyOf(at.at("displaces").texts()) : Set.of(),
            at.at("overcomes").isPresent() ? Set.copyOf(at.at("overcomes").texts()) : Set.of(),
            versions,
            at.place()));
  }

  private String text(Cursor at, String inWhatIf) {
    return whatIf ? at.text(inWhatIf) : at.text();
  }

  private static Provision.Kind kind(Cursor at) {
    String word = at.text();
    for (Provision.Kind kind : Provision.Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    at.problem("bad-value", word, "entry, requirement, exception, overlay or guard", "");
    return Provision.Kind.OVERLAY;
  }

  private Provision.Version readVersion(Cursor at) {
    at.only(
        Set.of(
            "version",
            "published",
            "effective",
            "until",
            "enforced",
            "codified",
            "compliance",
            "savings",
            "cite",
            "summary",
            "when",
            "review",
            "conditions",
            "remarks",
            "certainty",
            "levy"));
    Provision.Period base = period(at, "effective");
    Provision.Period enforced = base;
    Provision.Period codified = base;
    if (at.at("enforced").isPresent()) {
      enforced =
          at.at("enforced").isText() ? never(at.at("enforced")) : period(at.at("enforced"), "from");
    }
    if (at.at("codified").isPresent()) {
      codified =
          at.at("codified").isText() ? never(at.at("codified")) : period(at.at("codified"), "from");
    }
    List<Provision.Review> review = new ArrayList<>();
    if (at.at("review").isPresent()) {
      at.at("review").list().forEach(line -> review.add(readReview(line)));
    }
    List<Provision.Remark> own = new ArrayList<>();
    if (at.at("remarks").isPresent()) {
      for (Cursor remark : at.at("remarks").list()) {
        readRemark(remark.isText() ? named(remark, remarks) : remark, own);
      }
    }
    Cursor savings = at.at("savings");
    LocalDate loaded = savings.isPresent() ? savings.at("loadedBefore").date() : null;
    LocalDate arrives = savings.isPresent() ? savings.at("arrivesBy").date() : null;
    Provision.Citation cite = citation(at.at("cite"), at);
    Condition when = conditions.read(at.at("when"));
    return new Provision.Version(
        text(at.at("version"), "what-if"),
        at.at("published").date(),
        codified,
        enforced,
        at.at("compliance").date(),
        loaded == null || arrives == null ? null : new Provision.Savings(loaded, arrives),
        cite,
        whatIf && !at.at("summary").isPresent() ? Conditions.words(when) : at.at("summary").text(),
        when,
        review,
        terms(at.at("conditions")),
        own,
        certainty(at.at("certainty")),
        levy(at.at("levy")));
  }

  private static Provision.@Nullable Levy levy(Cursor at) {
    if (!at.isPresent()) {
      return null;
    }
    at.only(Set.of("kind", "percent"));
    String percent = at.at("percent").text();
    if (!percent.matches("[0-9]{1,2}([.][0-9]{1,2})?")) {
      at.at("percent").problem("bad-value", percent, "a number from 0 below 100, as 25", "");
      return null;
    }
    String word = at.at("kind").text();
    for (Provision.Levy.Charge kind : Provision.Levy.Charge.values()) {
      if (kind.word().equals(word)) {
        return new Provision.Levy(kind, new BigDecimal(percent));
      }
    }
    at.at("kind").problem("bad-value", word, "duty or revenue-share", "");
    return null;
  }

  private static Provision.Certainty certainty(Cursor at) {
    String word = at.text(Provision.Certainty.OFFICIAL.word());
    for (Provision.Certainty certainty : Provision.Certainty.values()) {
      if (certainty.word().equals(word)) {
        return certainty;
      }
    }
    at.problem("bad-value", word, "official, reported or guidance", "");
    return Provision.Certainty.OFFICIAL;
  }

  private static Provision.@Nullable Period never(Cursor at) {
    if (!at.text().equals("never")) {
      at.problem("bad-value", at.text(), "never, or from and until", "");
    }
    return null;
  }

  private static Provision.@Nullable Period period(Cursor at, String startKey) {
    LocalDate from = at.at(startKey).date();
    LocalDate until = at.at("until").date();
    if (from == null) {
      if (!at.at(startKey).isPresent()) {
        at.at(startKey).problem("missing", "", "the first day in force", "");
      }
      return null;
    }
    if (until != null && !until.isAfter(from)) {
      at.at("until").problem("bad-date", until.toString(), "a day after " + from, "");
    }
    return new Provision.Period(from, until);
  }

  private Provision.Citation citation(Cursor cite, Cursor owner) {
    if (whatIf && !cite.isPresent()) {
      return new Provision.Citation("What-if rule, not law", owner.file(), "");
    }
    if (!cite.isPresent()) {
      owner.problem("missing-citation", owner.at("version").text(""), "cite with a title", "");
      return new Provision.Citation("", "", "");
    }
    cite.only(Set.of("title", "locator", "checkedOn"));
    return new Provision.Citation(
        cite.at("title").text(), cite.at("locator").text(""), cite.at("checkedOn").text(""));
  }

  private Provision.Review readReview(Cursor at) {
    at.only(Set.of("id", "when", "policy", "displaces", "cite", "conditions", "note"));
    ReviewPolicy policy = ReviewPolicy.find(at.at("policy").text());
    if (policy == null) {
      at.at("policy").problem("bad-value", at.at("policy").text(), "a review policy", "");
      policy = ReviewPolicy.UNKNOWN;
    }
    return new Provision.Review(
        at.at("id").text(),
        conditions.read(at.at("when")),
        policy,
        at.at("displaces").isPresent() ? Set.copyOf(at.at("displaces").texts()) : Set.of(),
        citation(at.at("cite"), at),
        terms(at.at("conditions")),
        at.at("note").text(""));
  }

  private void readRemark(Cursor remark, List<Provision.Remark> out) {
    remark.only(Set.of("code", "text", "when"));
    out.add(
        new Provision.Remark(
            remark.at("code").text(),
            remark.at("text").text(),
            remark.at("when").isPresent() ? conditions.read(remark.at("when")) : null));
  }

  /** What a name stands for in the definitions file. */
  private static Cursor named(Cursor at, Map<String, Cursor> definitions) {
    Cursor found = definitions.get(at.text());
    if (found == null) {
      at.problem(
          "unknown-definition", at.text(), "one of " + String.join(", ", definitions.keySet()), "");
      return at;
    }
    return found;
  }

  private List<Provision.Term> terms(Cursor at) {
    Cursor list = at.isText() ? named(at, terms) : at;
    List<Provision.Term> out = new ArrayList<>();
    if (list.isPresent() && !list.isText()) {
      list.list().forEach(t -> out.add(new Provision.Term(t.at("id").text(), t.at("text").text())));
    }
    return out;
  }

  /** On each clock the versions of a provision follow each other without gap or overlap. */
  private static void checkPeriods(Cursor at, List<Provision.Version> versions, Clock clock) {
    List<Provision.Version> dated =
        versions.stream()
            .filter(version -> version.period(clock) != null)
            .sorted((a, b) -> from(a, clock).compareTo(from(b, clock)))
            .toList();
    for (int i = 1; i < dated.size(); i++) {
      Provision.Version before = dated.get(i - 1);
      Provision.Period period = before.period(clock);
      LocalDate end = period == null ? null : period.until();
      LocalDate start = from(dated.get(i), clock);
      String pair =
          before.id() + " and " + dated.get(i).id() + " on the " + clock.word() + " clock";
      if (end == null || end.isAfter(start)) {
        at.problem("overlap", pair, "one version a day", "Maybe set until: " + start + ".");
      } else if (end.isBefore(start)) {
        at.problem("gap", pair, "a version for every day from " + end + " to " + start, "");
      }
    }
  }

  private static LocalDate from(Provision.Version version, Clock clock) {
    Provision.Period period = version.period(clock);
    return period == null ? LocalDate.MAX : period.from();
  }
}
