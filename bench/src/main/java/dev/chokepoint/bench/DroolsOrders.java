package dev.chokepoint.bench;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.screening.Decisions;
import dev.chokepoint.screening.Route;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import org.hipparchus.fraction.BigFraction;

/**
 * The same decisions by a Drools session: entries 3A090.a and .b of every chip of the catalogue of
 * which both are known for certain, on both days of a book. Refuses to time what does not agree.
 */
final class DroolsOrders {
  private static final List<LocalDate> DAYS =
      List.of(LocalDate.of(2025, 4, 8), LocalDate.of(2025, 4, 10));
  private static final Route ROUTE = Route.to("SG");

  private final Rulebook rulebook;
  private final List<DroolsPeer> peers;

  /** A chip with the figures that the entries ask for, in millionths. */
  private record Chip(Item item, long tpp, long dieAreaMm2) {
    Row row() {
      return new Row(tpp, dieAreaMm2, item.datacenter() == Truth.YES);
    }
  }

  private DroolsOrders(Rulebook rulebook) {
    this.rulebook = rulebook;
    this.peers = DAYS.stream().map(day -> new DroolsPeer(rulebook, day)).toList();
  }

  /** Prints what each takes for so many lines, each of one chip on both days. */
  static void compare(Knowledge knowledge, long lines) throws Exception {
    DroolsOrders both = new DroolsOrders(knowledge.rulebook());
    List<Chip> chips = new ArrayList<>();
    Catalog catalog = knowledge.catalog();
    int doubtful = 0;
    for (String id : catalog.ids()) {
      Item item = catalog.get(id);
      if (item.kind() == Item.Kind.ACCELERATOR) {
        OptionalLong tpp = millionths(item, Metric.TPP);
        OptionalLong area = millionths(item, Metric.DIE_AREA);
        boolean known = tpp.isPresent() && area.isPresent() && item.contests().isEmpty();
        if (known && item.datacenter() != Truth.UNKNOWN) {
          chips.add(new Chip(item, tpp.getAsLong(), area.getAsLong()));
        } else {
          doubtful++;
        }
      }
    }
    both.agree(chips);
    Orders.Took drools = Orders.took(() -> both.drools(chips, lines));
    Orders.Took ours = Orders.took(() -> both.ours(chips, lines));
    System.out.printf(
        Locale.ROOT,
        "two entries on both days, %,d lines, %d chips; %d chips in doubt left out, which the peer"
            + " cannot decide%n  Drools, one session a day   %8.2f s   %8.2f s of processors%n  all"
            + " of the law, in short   %8.2f s   %8.2f s of processors%n",
        lines,
        chips.size(),
        doubtful,
        drools.seconds(),
        drools.cpu(),
        ours.seconds(),
        ours.cpu());
  }

  private static OptionalLong millionths(Item item, Metric metric) {
    Range range = Metrics.range(item, metric);
    if (range == null || !range.isExact()) {
      return OptionalLong.empty();
    }
    BigFraction millionths = range.low().multiply(1_000_000);
    return millionths.getDenominator().equals(BigInteger.ONE)
        ? OptionalLong.of(millionths.getNumerator().longValueExact())
        : OptionalLong.empty();
  }

  private void agree(List<Chip> chips) {
    Decisions decisions = new Decisions(rulebook, Clock.ENFORCED);
    for (Chip chip : chips) {
      for (int day = 0; day < DAYS.size(); day++) {
        String entry = decisions.decide(List.of(chip.item()), ROUTE, DAYS.get(day)).eccn();
        String ours = "3A090.a".equals(entry) || "3A090.b".equals(entry) ? entry : "none";
        String theirs = peers.get(day).entry(chip.row());
        if (!ours.equals(theirs)) {
          throw new IllegalStateException(
              chip.item().id() + " on " + DAYS.get(day) + ": ours " + ours + ", Drools " + theirs);
        }
      }
    }
  }

  private void drools(List<Chip> chips, long lines) {
    Random random = new Random(1);
    for (long at = 0; at < lines; at++) {
      Chip chip = chips.get(random.nextInt(chips.size()));
      peers.forEach(peer -> peer.entry(chip.row()));
    }
  }

  private void ours(List<Chip> chips, long lines) {
    Random random = new Random(1);
    Decisions decisions = new Decisions(rulebook, Clock.ENFORCED);
    for (long at = 0; at < lines; at++) {
      Chip chip = chips.get(random.nextInt(chips.size()));
      DAYS.forEach(day -> decisions.decide(List.of(chip.item()), ROUTE, day));
    }
  }
}
