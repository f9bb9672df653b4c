package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a move of the law changes: from one day to another, or from one rulebook to another.
 *
 * @param provisions provisions that began, ceased or have another text
 * @param groups countries that joined or left a group, of those compared
 * @param parties parties that were listed or taken off
 * @param answers one for each item and class of destinations whose verdict or policy changes
 * @param asked number of items times classes of destinations that were compared
 */
public record Changes(
    List<ProvisionChange> provisions,
    List<GroupChange> groups,
    List<PartyChange> parties,
    List<AnswerChange> answers,
    long asked) {

  /** One reading of the law: a rulebook on a day of a clock. */
  public record Side(Rulebook rulebook, LocalDate day, Clock clock) {}

  /** How a provision differs; null where it is not in force. */
  public record ProvisionChange(
      String id,
      Provision.@Nullable Version before,
      Provision.@Nullable Version after,
      Provision provision) {

    /** {@code added}, {@code ended} or {@code changed}. */
    public String word() {
      return before == null ? "added" : after == null ? "ended" : "changed";
    }
  }

  /** A country that a group holds on one side only; it joined or left. */
  public record GroupChange(String group, String country, boolean joined) {}

  /** A party that is listed on one side only. */
  public record PartyChange(Rulebook.Party party, boolean listed) {}

  /** An answer without its explanation. */
  public record Outcome(
      Verdict verdict,
      List<String> eccnCandidates,
      @Nullable ReviewPolicy reviewPolicy,
      List<String> requirements) {}

  /**
   * An item whose answer changes for a class of destinations.
   *
   * @param countries countries that no set of either rulebook tells apart on either day
   * @param clauses requirements that began, ceased or have another text or policy
   */
  public record AnswerChange(
      Item item, List<String> countries, Outcome before, Outcome after, List<String> clauses) {}

  /** Compares two readings for some items; to one destination, or to every class of them. */
  public static Changes between(
      Side before, Side after, List<Item> items, @Nullable TradeRequest onlyTo) {
    List<ProvisionChange> provisions = provisions(before, after);
    Law lawBefore = before.rulebook().law(before.day(), before.clock());
    Law lawAfter = after.rulebook().law(after.day(), after.clock());
    List<AnswerChange> answers = new ArrayList<>();
    List<List<String>> classes =
        onlyTo == null ? classes(before, after) : List.of(List.of(onlyTo.to()));
    Map<List<String>, Trade> trades = new HashMap<>();
    for (Item item : items) {
      for (List<String> countries : classes) {
        TradeRequest request =
            onlyTo == null ? TradeRequest.to(countries.getFirst(), before.day()) : onlyTo;
        Outcome was = outcome(before, lawBefore, item, request, trades, "before");
        Outcome is = outcome(after, lawAfter, item, request, trades, "after");
        if (was.verdict() != is.verdict() || was.reviewPolicy() != is.reviewPolicy()) {
          answers.add(new AnswerChange(item, countries, was, is, clauses(was, is, provisions)));
        }
      }
    }
    return new Changes(
        provisions,
        groups(before, after, onlyTo),
        parties(before, after),
        answers,
        (long) items.size() * classes.size());
  }

  private static List<GroupChange> groups(Side before, Side after, @Nullable TradeRequest onlyTo) {
    List<GroupChange> out = new ArrayList<>();
    for (String country : onlyTo == null ? Countries.codes() : List.of(onlyTo.to())) {
      Set<String> was = before.rulebook().labels(country, before.day());
      Set<String> is = after.rulebook().labels(country, after.day());
      is.stream()
          .filter(label -> !was.contains(label))
          .forEach(group -> out.add(new GroupChange(group, country, true)));
      was.stream()
          .filter(label -> !is.contains(label))
          .forEach(group -> out.add(new GroupChange(group, country, false)));
    }
    out.sort(
        Comparator.comparing(GroupChange::group)
            .thenComparing(GroupChange::joined, Comparator.reverseOrder())
            .thenComparing(GroupChange::country));
    return List.copyOf(out);
  }

  private static List<PartyChange> parties(Side before, Side after) {
    Set<Rulebook.Party> was = listed(before);
    Set<Rulebook.Party> is = listed(after);
    List<PartyChange> out = new ArrayList<>();
    is.stream()
        .filter(party -> !was.contains(party))
        .forEach(p -> out.add(new PartyChange(p, true)));
    was.stream().filter(p -> !is.contains(p)).forEach(p -> out.add(new PartyChange(p, false)));
    return List.copyOf(out);
  }

  private static Set<Rulebook.Party> listed(Side side) {
    Set<Rulebook.Party> listed = new LinkedHashSet<>(side.rulebook().parties());
    listed.removeIf(party -> !party.covers(side.day()));
    return listed;
  }

  private static List<ProvisionChange> provisions(Side before, Side after) {
    Map<String, Provision> ids = new LinkedHashMap<>();
    before.rulebook().provisions().forEach(p -> ids.put(p.id(), p));
    after.rulebook().provisions().forEach(p -> ids.put(p.id(), p));
    List<ProvisionChange> out = new ArrayList<>();
    ids.forEach((id, provision) -> {
      Provision.Version was = inForce(before, id);
      Provision.Version is = inForce(after, id);
      if (was == null ? is != null : !was.equals(is)) {
        out.add(new ProvisionChange(id, was, is, provision));
      }
    });
    return out;
  }

  private static Provision.@Nullable Version inForce(Side side, String id) {
    for (Provision provision : side.rulebook().provisions()) {
      if (provision.id().equals(id)) {
        return provision.inForce(side.day(), side.clock()).orElse(null);
      }
    }
    return null;
  }

  private static List<List<String>> classes(Side before, Side after) {
    Map<List<Set<String>>, List<String>> classes = new LinkedHashMap<>();
    for (String country : Countries.codes()) {
      classes
          .computeIfAbsent(
              List.of(
                  before.rulebook().classLabels(country, before.day()),
                  after.rulebook().classLabels(country, after.day())),
              k -> new ArrayList<>())
          .add(country);
    }
    return List.copyOf(classes.values());
  }

  private static Outcome outcome(
      Side side,
      Law law,
      Item item,
      TradeRequest request,
      Map<List<String>, Trade> trades,
      String which) {
    Trade trade =
        trades.computeIfAbsent(
            List.of(
                which,
                request.to(),
                item.vendor(),
                String.valueOf(Addressees.isVendor(item.vendor(), item))),
            k -> request.on(side.day()).resolve(side.rulebook(), item));
    Decision.Summary summary =
        new Decision(side.rulebook(), law, Controls.governing(item, trade), trade, side.clock())
            .summary();
    return new Outcome(
        summary.verdict(),
        summary.eccnCandidates(),
        summary.reviewPolicy(),
        summary.requirements());
  }

  private static List<String> clauses(Outcome was, Outcome is, List<ProvisionChange> provisions) {
    Set<String> clauses = new LinkedHashSet<>();
    is.requirements().stream()
        .filter(id -> !was.requirements().contains(id))
        .forEach(id -> clauses.add("+ " + id));
    was.requirements().stream()
        .filter(id -> !is.requirements().contains(id))
        .forEach(id -> clauses.add("- " + id));
    provisions.stream()
        .filter(p -> was.requirements().contains(p.id()) && is.requirements().contains(p.id()))
        .forEach(p -> clauses.add("~ " + p.id()));
    return List.copyOf(clauses);
  }
}
