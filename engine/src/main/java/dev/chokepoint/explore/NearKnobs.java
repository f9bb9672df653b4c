package dev.chokepoint.explore;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * What can be turned on an existing chip, and in which steps; from {@code
 * knowledge/designs/knobs.yaml}.
 *
 * @param slower step in Gb/s by which a memory may run below its grade
 * @param slowest share of the slowest grade below which nobody goes
 * @param linksOtherwise links of a chip whose links no line of {@code links} names
 * @param divisors of the rate of matrix units
 * @param clockStep share of the clock
 * @param leastClock smallest share of the clock
 */
public record NearKnobs(
    List<Memory> memories,
    BigFraction slower,
    BigFraction slowest,
    List<Link> links,
    int linksOtherwise,
    List<Integer> divisors,
    BigFraction clockStep,
    BigFraction leastClock) {

  /**
   * A kind of memory.
   *
   * @param bits of one stack or device
   * @param most stacks or devices that a chip carries
   * @param gbps grades in Gb/s a pin
   * @param gigabytes of one stack or device
   */
  public record Memory(
      String name, int bits, int most, List<BigFraction> gbps, BigFraction gigabytes) {
    public Memory {
      gbps = List.copyOf(gbps);
    }
  }

  /** What one link carries both ways in GB/s. */
  public record Link(String begins, BigFraction gigabytesPerSecond) {}

  /**
   * A memory on a chip.
   *
   * @param kind null for what the chip has
   * @param grade whether the rate is one that is sold, rather than run slower
   */
  public record Fitted(
      @Nullable Memory kind,
      int units,
      BigFraction gbps,
      boolean grade,
      BigFraction bandwidth,
      BigFraction gigabytes) {

    /** Bits of the whole bus. */
    public int bits() {
      return kind == null ? 0 : units * kind.bits();
    }
  }

  public NearKnobs {
    memories = List.copyOf(memories);
    links = List.copyOf(links);
    divisors = List.copyOf(divisors);
  }

  /** How many links a chip has; none where it has no bandwidth to others. */
  int links(Item item) {
    Figure link = item.figure(Field.LINK);
    if (link == null || !link.value().isExact() || link.value().low().signum() == 0) {
      return 0;
    }
    String name = item.text("d2d-name").toLowerCase(Locale.ROOT);
    return links.stream()
        .filter(each -> name.startsWith(each.begins().toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(each -> link.value().low().divide(each.gigabytesPerSecond()))
        .filter(count -> count.getDenominatorAsLong() == 1)
        .map(count -> (int) count.longValue())
        .orElse(linksOtherwise);
  }

  /**
   * For each kind of memory the fastest below each bound, once by grades alone and once run slower;
   * nothing faster than what the chip has.
   */
  List<Fitted> memories(BigFraction own, Collection<BigFraction> bounds) {
    List<Fitted> out = new ArrayList<>();
    for (Memory memory : memories) {
      for (BigFraction bound : bounds) {
        add(out, best(memory, own, bound, true));
        add(out, best(memory, own, bound, false));
      }
    }
    return out;
  }

  private static void add(List<Fitted> out, @Nullable Fitted fitted) {
    if (fitted != null && !out.contains(fitted)) {
      out.add(fitted);
    }
  }

  private @Nullable Fitted best(Memory memory, BigFraction own, BigFraction bound, boolean grades) {
    Fitted best = null;
    for (int units = 1; units <= memory.most(); units++) {
      for (BigFraction rate : grades ? memory.gbps() : rates(memory)) {
        BigFraction bandwidth = rate.multiply(units).multiply(memory.bits()).divide(8);
        boolean allowed = bandwidth.compareTo(bound) < 0 && bandwidth.compareTo(own) <= 0;
        if (allowed && (best == null || bandwidth.compareTo(best.bandwidth()) > 0)) {
          best =
              new Fitted(
                  memory,
                  units,
                  rate,
                  memory.gbps().contains(rate),
                  bandwidth,
                  memory.gigabytes().multiply(units));
        }
      }
    }
    return best;
  }

  private List<BigFraction> rates(Memory memory) {
    List<BigFraction> rates = new ArrayList<>();
    BigFraction least = memory.gbps().getFirst().multiply(slowest);
    for (BigFraction rate = memory.gbps().getLast();
        rate.compareTo(least) >= 0;
        rate = rate.subtract(slower)) {
      rates.add(rate);
    }
    return rates;
  }
}
