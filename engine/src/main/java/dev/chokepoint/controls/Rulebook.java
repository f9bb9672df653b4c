package dev.chokepoint.controls;

import dev.chokepoint.units.Nearest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A regime: its provisions, dated country groups and dated parties. */
public final class Rulebook {
  private static final int MOST_NEAREST = 10_000;

  private final String id;
  private final String title;
  private final LocalDate coversFrom;
  private final LocalDate lastReviewed;
  private final List<Provision> provisions;
  private final Map<String, List<Membership>> groups;
  private final Map<String, String> treatedAs;
  private final List<Party> parties;
  private final List<Coverage> coverage;
  private final List<NotAssessed> notAssessed;
  private final List<String> whatIf;
  private final Set<String> namedCountries;
  private final SortedSet<LocalDate> boundaries;
  private static final Pattern PUNCTUATION = Pattern.compile("[\\s.,;:()'\"’]+");
  private static final Pattern LEGAL_FORM =
      Pattern.compile(
          "( (co|company|corp|corporation|inc|incorporated|llc|ltd|limited|plc|gmbh|ag))+$");

  private final Map<Clock, Map<LocalDate, Law>> laws = new ConcurrentHashMap<>();
  private final Map<LocalDate, Map<String, Set<String>>> labels = new ConcurrentHashMap<>();
  private final Map<String, List<Party>> partiesByName = new HashMap<>();

  private final Set<String> askedCategories;
  private final Map<String, List<String>> addressees = new LinkedHashMap<>();
  private final Map<String, List<String>> nearestParties = new ConcurrentHashMap<>();

  public Rulebook(
      String id,
      String title,
      LocalDate coversFrom,
      LocalDate lastReviewed,
      List<Provision> provisions,
      Map<String, List<Membership>> groups,
      Map<String, String> treatedAs,
      List<Party> parties,
      List<Coverage> coverage,
      List<NotAssessed> notAssessed,
      List<String> whatIf) {
    this.id = id;
    this.title = title;
    this.coversFrom = coversFrom;
    this.lastReviewed = lastReviewed;
    this.provisions = List.copyOf(provisions);
    this.groups = groups;
    this.treatedAs = treatedAs;
    this.parties = List.copyOf(parties);
    this.coverage = coverage;
    this.notAssessed = notAssessed;
    this.whatIf = whatIf;
    this.namedCountries = namedCountries(provisions);
    this.boundaries = Collections.unmodifiableSortedSet(findBoundaries());
    for (Party party : parties) {
      Set<String> names = new LinkedHashSet<>(Set.of(key(party.name())));
      party.aliases().forEach(alias -> names.add(key(alias)));
      names.forEach(name -> partiesByName.computeIfAbsent(name, k -> new ArrayList<>()).add(party));
    }
    this.askedCategories = asked(provisions, Fact.PARTY);
    for (String addressee : asked(provisions, Fact.EXPORTER)) {
      List<String> names = new ArrayList<>(List.of(addressee));
      partiesNamed(addressee).forEach(party -> names.addAll(party.aliases()));
      addressees.put(addressee, List.copyOf(names));
    }
  }

  /**
   * A name as it is looked up: without case, punctuation and the words of legal form at its end,
   * which papers write and leave out as they like. Two companies that differ in those alone are
   * taken for one, on the strict side.
   */
  private static String key(String name) {
    String plain = PUNCTUATION.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    String bare = LEGAL_FORM.matcher(plain).replaceAll("");
    return bare.isEmpty() ? plain : bare;
  }

  /** Name of the regime. */
  public String id() {
    return id;
  }

  /** The regime in words. */
  public String title() {
    return title;
  }

  /** First day that is modelled. */
  public LocalDate coversFrom() {
    return coversFrom;
  }

  /** Last day whose sources were read. */
  public LocalDate lastReviewed() {
    return lastReviewed;
  }

  /** Every provision, in the order of answers. */
  public List<Provision> provisions() {
    return provisions;
  }

  /** Country groups with their dated members. */
  public Map<String, List<Membership>> groups() {
    return groups;
  }

  /** Countries that the regime treats as another, such as HK as CN. */
  public Map<String, String> treatedAs() {
    return treatedAs;
  }

  /** Listed parties. */
  public List<Party> parties() {
    return parties;
  }

  /** What is modelled and what is not, for people. */
  public List<Coverage> coverage() {
    return coverage;
  }

  /** What an answer without a licence requirement never looked at. */
  public List<NotAssessed> notAssessed() {
    return notAssessed;
  }

  /** Files of rules that are not law, added for one run. */
  public List<String> whatIf() {
    return whatIf;
  }

  /** The law of a day; days of one period share it. */
  Law law(LocalDate day, Clock clock) {
    LocalDate period = period(day);
    Map<LocalDate, Law> ofClock = laws.computeIfAbsent(clock, k -> new ConcurrentHashMap<>());
    Law law = ofClock.get(period);
    return law != null ? law : ofClock.computeIfAbsent(period, k -> new Law(this, period, clock));
  }

  /**
   * The first day of the stretch on which the law stays as it is on a day. A day before coverage or
   * after the last review may differ from its neighbours and stands for itself.
   */
  LocalDate period(LocalDate day) {
    if (day.isBefore(coversFrom) || day.isAfter(lastReviewed)) {
      return day;
    }
    LocalDate period = coversFrom;
    for (LocalDate start : boundaries) {
      if (start.isAfter(day)) {
        break;
      }
      period = start;
    }
    return period;
  }

  /** One member of a country group, from a day, until a day; null means without end. */
  public record Membership(
      String country, @Nullable LocalDate from, @Nullable LocalDate until, String note) {
    boolean covers(LocalDate day) {
      return (from == null || !day.isBefore(from)) && (until == null || day.isBefore(until));
    }
  }

  /** A listed party with the categories it belongs to while listed. */
  public record Party(
      String name,
      List<String> aliases,
      Set<String> categories,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      @Nullable String country,
      String citation,
      ReviewPolicy policy,
      String note) {
    boolean covers(LocalDate day) {
      return (from == null || !day.isBefore(from)) && (until == null || day.isBefore(until));
    }
  }

  /** One row of the coverage table: a text of the law, from its first day where one is known. */
  public record Coverage(String id, State state, @Nullable LocalDate from, String text) {

    /** How far a text is modelled. */
    public enum State {
      MODELLED,
      PARTLY,
      NOT_MODELLED;

      /** The word used in files, text and JSON. */
      public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }
  }

  /** Something that an answer without a licence requirement never looked at. */
  public record NotAssessed(String id, String text) {}

  /** The provision with this id. */
  public Provision get(String provision) {
    return provisions.stream()
        .filter(p -> p.id().equals(provision))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(provision));
  }

  /** The code under which the regime reads a country: HK is read as CN. */
  public String readAs(String country) {
    return treatedAs.getOrDefault(country, country);
  }

  /** A country's own code and its groups on a day. */
  public Set<String> labels(String country, LocalDate day) {
    LocalDate period = period(day);
    boolean covered = !day.isBefore(coversFrom) && !day.isAfter(lastReviewed);
    return covered
        ? labels
            .computeIfAbsent(period, key -> new ConcurrentHashMap<>())
            .computeIfAbsent(country, key -> findLabels(country, period))
        : findLabels(country, day);
  }

  private Set<String> findLabels(String country, LocalDate day) {
    String read = readAs(country);
    Set<String> found = new LinkedHashSet<>();
    found.add(read);
    groups.forEach((group, members) -> {
      for (Membership member : members) {
        if (member.country().equals(read) && member.covers(day)) {
          found.add(group);
        }
      }
    });
    return Collections.unmodifiableSet(found);
  }

  /** Parties of exactly this name or alias, listed on the day or not. */
  public List<Party> partiesNamed(String name) {
    return List.copyOf(partiesByName.getOrDefault(key(name), List.of()));
  }

  /** Whether some provision asks if a buyer is in one of these categories. */
  boolean asksFor(Set<String> categories) {
    return !Collections.disjoint(askedCategories, categories);
  }

  /** Names and categories like a name that no list holds; found once for each name. */
  List<String> nearestParties(String name) {
    if (nearestParties.size() > MOST_NEAREST) {
      nearestParties.clear();
    }
    return nearestParties.computeIfAbsent(name, k -> Nearest.of(k, partyNamesAndCategories()));
  }

  /** Everybody to whom a letter is addressed, as conditions write them, with their other names. */
  public Map<String, List<String>> addressees() {
    return addressees;
  }

  /** Every category that some party belongs to. */
  public SortedSet<String> partyCategories() {
    SortedSet<String> categories = new TreeSet<>();
    parties.forEach(party -> categories.addAll(party.categories()));
    return categories;
  }

  /** Everything by which a buyer may be named as listed: names, aliases and categories. */
  public List<String> partyNamesAndCategories() {
    List<String> names = new ArrayList<>(partyCategories());
    for (Party party : parties) {
      names.add(party.name());
      names.addAll(party.aliases());
    }
    return names;
  }

  /** Every day within coverage on which some text or a country's group begins or ends, in order. */
  public SortedSet<LocalDate> boundaries() {
    return boundaries;
  }

  /** Those days, and the days on which a party of a name was listed or taken off. */
  SortedSet<LocalDate> boundaries(@Nullable String party) {
    if (party == null) {
      return boundaries;
    }
    SortedSet<LocalDate> days = new TreeSet<>(boundaries);
    partiesNamed(party).forEach(named -> add(days, named.from(), named.until()));
    days.removeIf(this::isOutside);
    return days;
  }

  private boolean isOutside(LocalDate day) {
    return !day.isAfter(coversFrom) || day.isAfter(lastReviewed);
  }

  private SortedSet<LocalDate> findBoundaries() {
    SortedSet<LocalDate> days = new TreeSet<>();
    for (Provision provision : provisions) {
      for (Provision.Version version : provision.versions()) {
        addPeriod(days, version.codified());
        addPeriod(days, version.enforced());
      }
    }
    groups.values().forEach(members -> members.forEach(m -> add(days, m.from(), m.until())));
    days.removeIf(this::isOutside);
    return days;
  }

  private static void addPeriod(Set<LocalDate> days, Provision.@Nullable Period period) {
    if (period != null) {
      add(days, period.from(), period.until());
    }
  }

  private static void add(Set<LocalDate> days, @Nullable LocalDate from, @Nullable LocalDate to) {
    if (from != null) {
      days.add(from);
    }
    if (to != null) {
      days.add(to);
    }
  }

  /**
   * Countries that no set of the rulebook tells apart on a day, by their labels; one list per
   * class.
   */
  public Map<Set<String>, List<String>> classes(List<String> countries, LocalDate day) {
    Map<Set<String>, List<String>> classes = new LinkedHashMap<>();
    for (String country : countries) {
      classes.computeIfAbsent(classLabels(country, day), k -> new ArrayList<>()).add(country);
    }
    return classes;
  }

  /** What the rulebook can tell of a country on a day: its groups, and itself where named. */
  public Set<String> classLabels(String country, LocalDate day) {
    Set<String> labels = new TreeSet<>(labels(country, day));
    String own = readAs(country);
    if (!namedCountries.contains(own)) {
      labels.remove(own);
    }
    return labels;
  }

  /** Every label of a fact that some version asks for. */
  private static Set<String> asked(List<Provision> provisions, Fact fact) {
    Set<String> labels = new LinkedHashSet<>();
    for (Provision provision : provisions) {
      for (Provision.Version version : provision.versions()) {
        Conditions.walk(
            version.when(),
            node -> {
              if (node instanceof Condition.In in && in.fact() == fact) {
                labels.addAll(in.labels());
              }
            });
      }
    }
    return labels;
  }

  private static Set<String> namedCountries(List<Provision> provisions) {
    Set<String> named = new TreeSet<>();
    for (Provision provision : provisions) {
      for (Provision.Version version : provision.versions()) {
        Conditions.named(version.when(), named);
        version.review().forEach(review -> Conditions.named(review.when(), named));
      }
    }
    return named;
  }
}
