package dev.chokepoint.screening;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Answers;
import dev.chokepoint.controls.Brief;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What controls says, asked once for each distinct item, route and period. Nothing else fills the
 * table. Several threads may ask.
 */
public final class Decisions {
  private final Rulebook rulebook;
  private final Answers answers;
  private final NavigableSet<LocalDate> starts;
  private final NavigableSet<LocalDate> startsForUnlisted;
  private final Map<Key, Outcome> table = new ConcurrentHashMap<>();

  private record Key(List<String> items, Route route, LocalDate period) {}

  /** Decisions under a rulebook, read from one clock. */
  public Decisions(Rulebook rulebook, Clock clock) {
    this(rulebook, clock, List.of());
  }

  /**
   * The same with parties that the rulebook does not hold.
   *
   * @param named those whose days on a list count
   */
  public Decisions(Rulebook rulebook, Clock clock, Collection<Named> named) {
    this.rulebook = rulebook;
    this.answers = new Answers(rulebook, clock);
    this.starts = starts(rulebook);
    for (Named party : named) {
      LocalDate until = party.until();
      add(starts, party.from(), until == null ? null : until.plusDays(1));
    }
    starts.removeIf(day -> !day.isAfter(rulebook.coversFrom()));
    starts.add(rulebook.coversFrom());
    this.startsForUnlisted = new TreeSet<>(rulebook.boundaries());
    startsForUnlisted.add(rulebook.coversFrom());
    startsForUnlisted.add(rulebook.lastReviewed().plusDays(1));
  }

  /** Number of decisions made so far. */
  public int size() {
    return table.size();
  }

  /** First day of the period, within which no answer changes, that a day falls into. */
  public LocalDate period(LocalDate day) {
    return period(day, starts);
  }

  /** Days on which lists of parties change matter only to those who are on one. */
  private LocalDate period(LocalDate day, Route route) {
    return period(day, route.parties().isEmpty() ? startsForUnlisted : starts);
  }

  private LocalDate period(LocalDate day, NavigableSet<LocalDate> starts) {
    LocalDate start = starts.floor(day);
    return start == null ? rulebook.coversFrom().minusDays(1) : start;
  }

  /**
   * The strictest answer of the items that a name may mean and the listed parties that take part.
   *
   * @param items at least one
   */
  public Outcome decide(List<Item> items, Route route, LocalDate day) {
    LocalDate period = period(day, route);
    Key key = new Key(items.stream().map(Item::id).toList(), route, period);
    return table.computeIfAbsent(key, k -> ask(answers::ask, items, route, period));
  }

  /** The same without the table, for one day: what the table is compared with. */
  public static Outcome ask(
      Rulebook rulebook, Clock clock, List<Item> items, Route route, LocalDate day) {
    return ask(
        (item, request) -> Brief.of(Controls.classify(rulebook, item, request, clock)),
        items,
        route,
        day);
  }

  private static Outcome ask(
      BiFunction<Item, TradeRequest, Brief> controls,
      List<Item> items,
      Route route,
      LocalDate day) {
    List<Outcome> outcomes = new ArrayList<>();
    List<Named> asked = route.parties().stream().filter(party -> !party.isCleared()).toList();
    for (Item item : items) {
      if (asked.isEmpty()) {
        outcomes.add(Outcome.of(controls.apply(item, request(route, null, day))));
      }
      for (Named party : asked) {
        Outcome outcome = Outcome.of(controls.apply(item, request(route, party.askedOn(day), day)));
        outcomes.add(party.on(day) ? outcome.with(party) : outcome);
      }
    }
    Outcome outcome = strictest(outcomes);
    for (Named party : route.parties()) {
      outcome = party.isCleared() && party.on(day) ? outcome.with(party) : outcome;
    }
    return outcome;
  }

  private static TradeRequest request(Route route, @Nullable String party, LocalDate day) {
    return new TradeRequest(
        day,
        route.destination(),
        route.partyHq(),
        route.ultimateParent(),
        party,
        route.exporter(),
        route.direction(),
        route.fromCountry(),
        null,
        null);
  }

  private static Outcome strictest(List<Outcome> outcomes) {
    Outcome strictest = outcomes.stream().min(Outcome.STRICTEST_FIRST).orElseThrow();
    boolean differ = outcomes.stream().map(outcome -> outcome.verdict()).distinct().count() > 1;
    if (!differ) {
      return strictest;
    }
    Set<String> warnings = new LinkedHashSet<>(List.of("strictest-of-several"));
    warnings.addAll(strictest.warnings());
    return new Outcome(
        strictest.itemId(),
        strictest.verdict(),
        strictest.eccn(),
        strictest.reviewPolicy(),
        strictest.clauses(),
        strictest.overlays(),
        strictest.reason(),
        List.copyOf(warnings));
  }

  /** Days on which some answer may change, those after the last review included. */
  private static NavigableSet<LocalDate> starts(Rulebook rulebook) {
    NavigableSet<LocalDate> days = new TreeSet<>();
    for (Provision provision : rulebook.provisions()) {
      for (Provision.Version version : provision.versions()) {
        add(days, version.codified());
        add(days, version.enforced());
      }
    }
    rulebook.groups().values().forEach(ms -> ms.forEach(m -> add(days, m.from(), m.until())));
    rulebook.parties().forEach(party -> add(days, party.from(), party.until()));
    days.add(rulebook.lastReviewed().plusDays(1));
    return days;
  }

  private static void add(Set<LocalDate> days, Provision.@Nullable Period period) {
    if (period != null) {
      add(days, period.from(), period.until());
    }
  }

  private static void add(
      Set<LocalDate> days, @Nullable LocalDate from, @Nullable LocalDate until) {
    if (from != null) {
      days.add(from);
    }
    if (until != null) {
      days.add(until);
    }
  }
}
