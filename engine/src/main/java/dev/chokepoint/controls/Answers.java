package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers many questions in short: what {@link Controls#classify} says, without its explanation. An
 * item is worked out once, and decided once for all trades that the law of their days cannot tell
 * apart; only the words about the facts of a trade are its own. Several threads may ask.
 */
public final class Answers {
  /** More than this are forgotten and worked out again, to bound the memory. */
  private static final int MOST_TRADES = 1 << 16;

  private static final long MOST_TRUTHS = 20_000_000;

  private final Rulebook rulebook;
  private final Clock clock;
  private final Map<Asker, Place> places = new ConcurrentHashMap<>();
  private final Map<Item, Known> items = Collections.synchronizedMap(new IdentityHashMap<>());
  private final List<Law> laws = new ArrayList<>();
  private final AtomicLong truths = new AtomicLong();

  /** Answers under a rulebook, read from one clock. */
  public Answers(Rulebook rulebook, Clock clock) {
    this.rulebook = rulebook;
    this.clock = clock;
  }

  /** All of a question that a trade is resolved from. */
  private record Asker(TradeRequest request, String vendor, boolean sellsItsOwn) {}

  /** A trade, and what the law of its day can tell of it. */
  private record Place(Trade trade, Facts facts) {}

  /**
   * The law of a day on both clocks.
   *
   * @param other null where it says the same
   */
  private record Laws(Law law, @Nullable Law other) {}

  /**
   * What is known of each condition on a trade, by its number; null of a condition on an item.
   *
   * @param ofOther the same of the other law
   */
  private record Facts(Laws laws, List<@Nullable Truth> ofLaw, List<@Nullable Truth> ofOther) {}

  /** Numbers of the conditions on a trade that matter to an item. */
  private record Mattering(SortedSet<Integer> ofLaw, SortedSet<Integer> ofOther) {}

  /**
   * What of a trade decides about an item: two trades of which it is the same are answered alike.
   */
  private record Deciding(
      Laws laws,
      List<@Nullable Truth> truths,
      Map<Fact, List<Trade.Candidate>> doubtful,
      List<Rulebook.Party> parties) {}

  /** An item with what was decided of it. */
  private record Known(
      Asked asked, Map<Laws, Mattering> mattering, Map<Deciding, Settled> settled) {}

  /**
   * A decision for all trades of which the same is true.
   *
   * @param decision kept where the reason has words of the trade; null where it has none
   */
  private record Settled(
      Verdict verdict,
      @Nullable String eccn,
      @Nullable ReviewPolicy reviewPolicy,
      List<Brief.Requirement> requirements,
      List<String> overlays,
      @Nullable String residual,
      List<Determination.Warning> warnings,
      @Nullable Decision decision) {}

  /** The answer about an item in a trade. */
  public Brief ask(Item item, TradeRequest request) {
    if (request.datacenter() != null
        || request.certified() != null
        || request.quantity() != null
        || request.asOf().isBefore(rulebook.coversFrom())) {
      return Brief.of(Controls.classify(rulebook, item, request, clock));
    }
    Place place = place(item, request);
    Settled settled = settled(item, place);
    List<Determination.Warning> warnings = new ArrayList<>(place.trade().notices());
    warnings.addAll(settled.warnings());
    warnings.addAll(Readings.stale(rulebook, place.trade()));
    Decision decision = settled.decision();
    return new Brief(
        item.id(),
        settled.verdict(),
        settled.eccn(),
        settled.reviewPolicy(),
        settled.requirements(),
        settled.overlays(),
        Brief.reason(
            settled.verdict(),
            decision == null ? List.of() : decision.fired(place.trade()),
            settled.residual(),
            warnings),
        Brief.codes(warnings));
  }

  private Settled settled(Item item, Place place) {
    if (truths.get() > MOST_TRUTHS) {
      truths.set(0);
      items.clear();
    }
    Known known = items.get(item);
    if (known == null) {
      known =
          new Known(
              Asked.of(item, place.trade()), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
      items.put(item, known);
    }
    Asked asked = known.asked();
    Mattering mattering =
        known.mattering().computeIfAbsent(place.facts().laws(), laws -> mattering(laws, asked));
    return known
        .settled()
        .computeIfAbsent(
            deciding(place, mattering), deciding -> settle(asked, deciding.laws(), place.trade()));
  }

  private static Mattering mattering(Laws laws, Asked asked) {
    Law other = laws.other();
    return new Mattering(
        Relevant.leaves(laws.law(), asked.readings()),
        other == null
            ? Collections.emptySortedSet()
            : Relevant.leaves(other, List.of(asked.governing())));
  }

  private static Deciding deciding(Place place, Mattering mattering) {
    Laws laws = place.facts().laws();
    List<@Nullable Truth> truths = new ArrayList<>();
    Map<Fact, List<Trade.Candidate>> doubtful = new EnumMap<>(Fact.class);
    add(laws.law(), mattering.ofLaw(), place.facts().ofLaw(), place.trade(), truths, doubtful);
    Law other = laws.other();
    if (other != null) {
      add(other, mattering.ofOther(), place.facts().ofOther(), place.trade(), truths, doubtful);
    }
    return new Deciding(laws, truths, doubtful, place.trade().parties());
  }

  private static void add(
      Law law,
      SortedSet<Integer> leaves,
      List<@Nullable Truth> known,
      Trade trade,
      List<@Nullable Truth> truths,
      Map<Fact, List<Trade.Candidate>> doubtful) {
    for (int leaf : leaves) {
      truths.add(known.get(leaf));
      if (known.get(leaf) == Truth.UNKNOWN) {
        Fact fact = ((Condition.In) law.leaves().get(leaf)).fact();
        doubtful.put(fact, trade.candidates(fact));
      }
    }
  }

  private Settled settle(Asked asked, Laws laws, Trade trade) {
    Law law = laws.law();
    Decision decision = new Decision(rulebook, law, asked.governing(), trade, clock);
    Readings readings = new Readings(rulebook, law, laws.other(), trade, clock, decision);
    readings.compare(asked);
    List<Determination.Warning> warnings = new ArrayList<>(decision.warnings());
    warnings.addAll(readings.warnings());
    Determination.Residual residual =
        decision.verdict() == Verdict.UNDETERMINED ? decision.residual() : null;
    boolean ownWords = decision.verdict() == Verdict.LICENCE_REQUIRED;
    if (ownWords) {
      truths.addAndGet(decision.size());
    }
    return new Settled(
        decision.verdict(),
        decision.eccn(),
        decision.reviewPolicy(),
        decision.requirements(),
        decision.overlays(),
        residual == null ? null : residual.text(),
        warnings,
        ownWords ? decision : null);
  }

  private Place place(Item item, TradeRequest request) {
    if (places.size() > MOST_TRADES) {
      places.clear();
    }
    return places.computeIfAbsent(
        new Asker(request, item.vendor(), Addressees.isVendor(item.vendor(), item)),
        asker -> {
          Trade trade = request.resolve(rulebook, item);
          return new Place(trade, facts(trade));
        });
  }

  private Facts facts(Trade trade) {
    Law law = known(rulebook.law(trade.asOf(), clock));
    Law other = known(rulebook.law(trade.asOf(), clock.other()));
    Laws laws = new Laws(law, other == law ? null : other);
    List<@Nullable Truth> ofLaw = known(law, trade);
    return new Facts(laws, ofLaw, other == law ? ofLaw : known(other, trade));
  }

  private static List<@Nullable Truth> known(Law law, Trade trade) {
    List<@Nullable Truth> known = new ArrayList<>(law.leaves().size());
    for (Condition asked : law.leaves()) {
      known.add(Situation.isOfTrade(asked) ? Situation.ofTrade((Condition.In) asked, trade) : null);
    }
    return known;
  }

  /** The first law with the same texts: laws of days between which no text changed are one. */
  private synchronized Law known(Law law) {
    for (Law known : laws) {
      if (known == law || known.isSameAs(law)) {
        return known;
      }
    }
    laws.add(law);
    return law;
  }
}
