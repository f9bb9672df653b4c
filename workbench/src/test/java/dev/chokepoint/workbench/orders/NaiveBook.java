package dev.chokepoint.workbench.orders;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.parties.Hit;
import dev.chokepoint.parties.NameIndex;
import dev.chokepoint.parties.Party;
import dev.chokepoint.parties.PartyList;
import dev.chokepoint.parties.Search;
import dev.chokepoint.units.Truth;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A book read row by row: {@link Controls#classify} is asked anew for each line, day and party, and
 * states, savings, licences and names are reckoned as docs/orders.md and docs/parties.md say them,
 * without a dictionary, a period, a case or a table.
 */
final class NaiveBook {
  private static final int ON_THEIR_WAY_DAYS = 180;

  private final Knowledge knowledge;
  private final LocalDate from;
  private final LocalDate to;
  private final Search search;
  private final List<Held> held;

  /** A line as a person wrote it; a text is empty where nothing stands. */
  record Line(
      String sku,
      long units,
      String price,
      String to,
      String hq,
      String buyer,
      String parent,
      String licence,
      String ship,
      String arrival,
      String status) {
    String csv(int at) {
      return "O%d,1,%s,%d,%s,USD,%s,%s,%s,%s,%s,2022-01-01,%s,%s,%s"
          .formatted(at, sku, units, price, to, hq, buyer, parent, licence, ship, arrival, status);
    }
  }

  /** A licence held; the lists are empty where they do not limit. */
  static final class Held {
    final String number;
    final List<String> skus;
    final List<String> places;
    final List<String> buyers;
    final LocalDate expires;
    @Nullable Long units;
    @Nullable BigDecimal usd;

    Held(
        String number,
        List<String> skus,
        List<String> places,
        List<String> buyers,
        @Nullable Long units,
        @Nullable BigDecimal usd,
        LocalDate expires) {
      this.number = number;
      this.skus = skus;
      this.places = places;
      this.buyers = buyers;
      this.units = units;
      this.usd = usd;
      this.expires = expires;
    }
  }

  /** What must stand in the row: all of it exactly, and the beginnings or parts of its reason. */
  record Expected(String row, List<String> reason, boolean noEndUser) {}

  NaiveBook(Knowledge knowledge, LocalDate from, LocalDate to, List<Held> held) {
    this.knowledge = knowledge;
    this.from = from;
    this.to = to;
    this.held = held.stream().sorted(Comparator.comparing((Held h) -> h.expires)).toList();
    List<Party> parties = new ArrayList<>();
    for (Rulebook.Party p : knowledge.rulebook().parties()) {
      if (p.categories().contains("entity-list")) {
        parties.add(
            new Party(
                "",
                "Entity List (EL)",
                "",
                p.name(),
                p.aliases(),
                List.of(),
                List.of(),
                "",
                "",
                "",
                p.from(),
                p.until()));
      }
    }
    this.search =
        new Search(
            new NameIndex(
                new PartyList(LocalDate.of(2026, 7, 31), true, parties), knowledge.words()));
  }

  /** A name as the law is asked of it; nobody listed is null, one to settle is {@code ?}. */
  private record Asked(
      String name, String note, @Nullable LocalDate listed, @Nullable LocalDate until) {}

  private @Nullable Asked asked(String name) {
    if (name.isEmpty()) {
      return null;
    }
    if (!knowledge.rulebook().partiesNamed(name).isEmpty()) {
      return new Asked(name, "", null, null);
    }
    List<Hit> hits = search.find(name, Search.Options.DEFAULT).hits();
    if (hits.isEmpty()) {
      return null;
    }
    Party party = hits.getFirst().party();
    return hits.getFirst().score() >= 0.95
        ? new Asked(party.name(), "read as " + party.name(), null, null)
        : new Asked("?", "perhaps " + party.name(), party.from(), party.until());
  }

  private record Answer(
      String itemId,
      Verdict verdict,
      String eccn,
      @Nullable ReviewPolicy policy,
      List<Determination.Requirement> requirements,
      String reason,
      String note) {}

  /** The strictest of what the part number may mean and of the listed parties that take part. */
  private Answer ask(List<Item> items, Line line, LocalDate day) {
    List<Answer> answers = new ArrayList<>();
    List<Asked> parties = new ArrayList<>();
    for (String name : new TreeSet<>(List.of(line.buyer(), line.parent()))) {
      Asked asked = asked(name);
      if (asked != null && !parties.contains(asked)) {
        parties.add(asked);
      }
    }
    parties.sort(
        Comparator.comparing(Asked::name)
            .thenComparing(Asked::listed, Comparator.nullsFirst(Comparator.naturalOrder())));
    for (Item item : items) {
      if (parties.isEmpty()) {
        answers.add(answer(item, line, day, null, ""));
      }
      for (Asked party : parties) {
        boolean off =
            (party.listed() != null && day.isBefore(party.listed()))
                || (party.until() != null && day.isAfter(party.until()));
        answers.add(
            answer(item, line, day, off ? "unlisted" : party.name(), off ? "" : party.note()));
      }
    }
    return answers.stream()
        .min(
            Comparator.comparing(Answer::verdict)
                .thenComparing(Answer::policy, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(a -> a.eccn().isEmpty()))
        .orElseThrow();
  }

  private Answer answer(Item item, Line line, LocalDate day, @Nullable String party, String note) {
    String hq = line.hq().isEmpty() ? null : line.hq();
    TradeRequest request =
        new TradeRequest(day, line.to(), hq, null, party, null, null, null, null, null);
    Determination d = Controls.classify(knowledge.rulebook(), item, request, Clock.ENFORCED);
    boolean toSettle = "?".equals(party) && d.verdict() == Verdict.NO_LICENCE_REQUIRED;
    var residual = d.residual();
    return new Answer(
        item.id(),
        toSettle ? Verdict.UNDETERMINED : d.verdict(),
        d.eccn() == null ? "" : d.eccn(),
        d.reviewPolicy(),
        d.requirements(),
        d.verdict() == Verdict.UNDETERMINED && residual != null ? residual.text() : "",
        note);
  }

  /** What each line gets, in order: licences are drawn down by the lines before. */
  List<Expected> read(List<Line> lines) {
    List<Expected> out = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      out.add(read(at + 2, lines.get(at)));
    }
    return out;
  }

  private Expected read(int number, Line line) {
    BigDecimal usd =
        new BigDecimal(line.price())
            .multiply(BigDecimal.valueOf(line.units()))
            .setScale(2, RoundingMode.HALF_UP);
    boolean cancelled = line.status().equals("cancelled");
    List<Item> items = knowledge.catalog().find(line.sku());
    if (items.isEmpty()) {
      String state = cancelled ? "cancelled" : "undetermined";
      String row = "%d %s undetermined undetermined %s     ".formatted(number, state, usd);
      return new Expected(
          row.stripTrailing(),
          List.of(cancelled ? "cancelled" : "not in the catalogue"),
          line.buyer().isEmpty());
    }
    LocalDate ship = line.ship().isEmpty() ? null : LocalDate.parse(line.ship());
    boolean left = ship != null && ship.isBefore(to) && !cancelled;
    LocalDate shipped = left ? Objects.requireNonNull(ship) : to;
    boolean underWay = left && underWay(line, shipped);
    Answer before = ask(items, line, underWay || shipped.isBefore(from) ? shipped : from);
    Answer after = ask(items, line, underWay ? to : shipped);
    List<String> reason = new ArrayList<>();
    String state;
    if (cancelled) {
      state = "cancelled";
    } else if (underWay && before.verdict() != Verdict.NO_LICENCE_REQUIRED) {
      after = before; // what bound the goods when they left binds them still
      state = before.verdict() == Verdict.LICENCE_REQUIRED ? "already-required" : "undetermined";
    } else if (underWay) {
      state = onTheWay(line, shipped, after);
      if (after.verdict() != Verdict.NO_LICENCE_REQUIRED) {
        reason.add("left on " + shipped + " before " + clauses(after));
      }
    } else {
      state = state(before.verdict(), after.verdict(), left);
    }
    String licence = "";
    if (state.equals("newly-blocked") || state.equals("already-required")) {
      Held used = draw(line, after.itemId(), usd);
      if (used != null) {
        state = "licensed";
        licence = used.number;
        reason.add("licence " + used.number + " covers it");
      }
    }
    if (!state.equals("in-transit")) {
      reasons(reason, state, before, after);
    }
    boolean freed =
        before.verdict() == Verdict.LICENCE_REQUIRED
            && after.verdict() == Verdict.NO_LICENCE_REQUIRED;
    String clauses = freed ? clauses(before) : clauses(after);
    String row =
        String.join(
            " ",
            String.valueOf(number),
            state,
            before.verdict().word(),
            after.verdict().word(),
            usd.toPlainString(),
            after.eccn(),
            after.policy() == null ? "" : after.policy().word(),
            clauses,
            licence);
    return new Expected(row.stripTrailing(), reason, line.buyer().isEmpty());
  }

  private static void reasons(List<String> reason, String state, Answer before, Answer after) {
    if (state.equals("cancelled")) {
      reason.add("the order is cancelled");
      return;
    }
    boolean sure =
        before.verdict() == Verdict.LICENCE_REQUIRED
            || before.verdict() == Verdict.NO_LICENCE_REQUIRED;
    Answer said = state.equals("newly-freed") || !sure ? before : after;
    if (!said.note().isEmpty()) {
      reason.add(said.note());
    }
    said.requirements().stream()
        .filter(r -> r.finding().truth() == Truth.YES)
        .findFirst()
        .filter(r -> said.verdict() == Verdict.LICENCE_REQUIRED)
        .ifPresent(r -> reason.add(r.finding().provision().id() + ": "));
    if (said.note().isEmpty() && said.reason().length() > 0) {
      reason.add(said.reason().substring(0, Math.min(200, said.reason().length())));
    }
  }

  private boolean underWay(Line line, LocalDate shipped) {
    if (!line.status().isEmpty()) {
      return line.status().equals("in transit");
    }
    return line.arrival().isEmpty()
        ? ChronoUnit.DAYS.between(shipped, to) < ON_THEIR_WAY_DAYS
        : LocalDate.parse(line.arrival()).isAfter(to);
  }

  /**
   * Goods that left before the rule: too late for a savings clause is blocked, else shown apart.
   */
  private static String onTheWay(Line line, LocalDate loaded, Answer now) {
    if (now.verdict() == Verdict.NO_LICENCE_REQUIRED) {
      return "unaffected";
    }
    for (Determination.Requirement requirement : now.requirements()) {
      Provision.Savings clause = requirement.finding().version().savings();
      if (clause == null) {
        continue;
      }
      boolean late =
          !line.arrival().isEmpty() && LocalDate.parse(line.arrival()).isAfter(clause.arrivesBy());
      if (late || !loaded.isBefore(clause.loadedBefore())) {
        return "newly-blocked";
      }
    }
    return "in-transit";
  }

  private static String state(Verdict before, Verdict after, boolean left) {
    for (Verdict verdict : List.of(before, after)) {
      if (verdict != Verdict.LICENCE_REQUIRED && verdict != Verdict.NO_LICENCE_REQUIRED) {
        return "undetermined";
      }
    }
    boolean was = before == Verdict.LICENCE_REQUIRED;
    boolean is = after == Verdict.LICENCE_REQUIRED;
    return was
        ? is ? "already-required" : "newly-freed"
        : is ? left ? "shipped-required" : "newly-blocked" : "unaffected";
  }

  private static String clauses(Answer answer) {
    return answer.requirements().stream()
        .map(r -> r.finding().provision().id() + (r.finding().truth() == Truth.YES ? "" : "?"))
        .collect(Collectors.joining(" "));
  }

  private boolean isItem(String sku, String itemId) {
    return knowledge.catalog().find(sku).stream().anyMatch(item -> item.id().equals(itemId));
  }

  /** The licence that the line names, or else the first to expire, that covers the whole line. */
  private @Nullable Held draw(Line line, String itemId, BigDecimal usd) {
    for (Held licence : held) {
      boolean covers =
          (line.licence().isEmpty() || line.licence().equals(licence.number))
              && (licence.skus.isEmpty()
                  || licence.skus.stream().anyMatch(sku -> isItem(sku, itemId)))
              && (licence.places.isEmpty() || licence.places.contains(line.to()))
              && (licence.buyers.isEmpty() || licence.buyers.contains(line.buyer()))
              && !to.isAfter(licence.expires)
              && (licence.units == null || licence.units >= line.units())
              && (licence.usd == null || licence.usd.compareTo(usd) >= 0);
      if (covers) {
        licence.units = licence.units == null ? null : licence.units - line.units();
        licence.usd = licence.usd == null ? null : licence.usd.subtract(usd);
        return licence;
      }
    }
    return null;
  }
}
