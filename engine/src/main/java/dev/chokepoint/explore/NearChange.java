package dev.chokepoint.explore;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Truth;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * A chip made of another by turning knobs.
 *
 * @param cores that work, of {@code ofCores}
 * @param clock share of the clock
 * @param divisor of the rate of matrix units
 * @param leastBits formats of fewer bits are gone; 0 where none is
 * @param memory what it has, or another
 * @param links that work, of {@code ofLinks}
 * @param die area in mm2 of the logic dies
 * @param datacenter whether designed or marketed for data centres
 */
public record NearChange(
    Item base,
    int cores,
    int ofCores,
    BigFraction clock,
    int divisor,
    int leastBits,
    NearKnobs.Fitted memory,
    int links,
    int ofLinks,
    BigFraction die,
    Truth datacenter) {

  /** Letters that a family of memories begins with: HBM, GDDR. */
  private static final int FAMILY = 3;

  /** What may be turned. */
  public enum Knob {
    CORES,
    CLOCK,
    MATRIX_RATE,
    FORMATS,
    MEMORY,
    MEMORY_KIND,
    LINKS,
    DIE_AREA,
    MARKET;

    /** The word used in JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** What was turned. */
  public Set<Knob> knobs() {
    Set<Knob> out = EnumSet.noneOf(Knob.class);
    put(out, Knob.CORES, cores < ofCores);
    put(out, Knob.CLOCK, !clock.equals(BigFraction.ONE));
    put(out, Knob.MATRIX_RATE, divisor > 1);
    put(out, Knob.FORMATS, leastBits > 0);
    put(out, Knob.MEMORY, memory.kind() != null && !isOtherKind());
    put(out, Knob.MEMORY_KIND, isOtherKind());
    put(out, Knob.LINKS, links < ofLinks);
    put(out, Knob.DIE_AREA, !die.equals(figure(base, Field.DIE_AREA)));
    put(out, Knob.MARKET, datacenter != base.datacenter());
    return out;
  }

  private static void put(Set<Knob> out, Knob knob, boolean turned) {
    if (turned) {
      out.add(knob);
    }
  }

  /** Whether fuses, firmware and the package are not enough. */
  public boolean needsNewDie() {
    return knobs().contains(Knob.DIE_AREA) || isOtherKind();
  }

  /** Whether the memory is of another family, with which another PHY must speak. */
  private boolean isOtherKind() {
    NearKnobs.Memory kind = memory.kind();
    return kind != null && !base.text("memory-type").startsWith(kind.name().substring(0, FAMILY));
  }

  /** Share of a rate that is left. */
  BigFraction share(Field rate) {
    if (rate.bits() < leastBits) {
      return BigFraction.ZERO;
    }
    BigFraction share = clock.multiply(new BigFraction(cores, ofCores));
    return rate.isVectorRate() ? share : share.divide(divisor);
  }

  /** TPP of the chip. */
  BigFraction tpp() {
    BigFraction most = BigFraction.ZERO;
    for (Metrics.Precision precision : Metrics.precisions(base)) {
      BigFraction tpp = precision.tpp().low().multiply(share(precision.figure().field()));
      most = tpp.compareTo(most) > 0 ? tpp : most;
    }
    return most;
  }

  /** Bandwidth of its links, both ways. */
  BigFraction link() {
    BigFraction all = figure(base, Field.LINK);
    return ofLinks == 0 ? all : all.multiply(new BigFraction(links, ofLinks));
  }

  /** The same with so many cores. */
  NearChange withCores(int some) {
    return new NearChange(
        base, some, ofCores, clock, divisor, leastBits, memory, links, ofLinks, die, datacenter);
  }

  /** The chip, under no name that a letter lists. */
  public Item item() {
    Map<Field, Figure> figures = new EnumMap<>(base.figures());
    for (Figure figure : base.figures().values()) {
      Field field = figure.field();
      if (field.isRate()) {
        BigFraction share = share(field);
        if (share.signum() == 0) {
          figures.remove(field);
        } else {
          put(figures, field, figure.value().low().multiply(share));
        }
      }
    }
    if (cores < ofCores && base.figure(Field.CORES) != null) {
      put(figures, Field.CORES, new BigFraction(cores));
    }
    Figure boost = base.figure(Field.BOOST);
    if (boost != null) {
      put(figures, Field.BOOST, boost.value().low().multiply(clock));
    }
    if (base.figure(Field.DIE_AREA) != null) {
      put(figures, Field.DIE_AREA, die);
    }
    if (base.figure(Field.LINK) != null) {
      put(figures, Field.LINK, link());
    }
    Map<String, String> texts = new HashMap<>(base.texts());
    if (base.figure(Field.IO) != null) {
      BigFraction gone = figure(base, Field.LINK).subtract(link());
      put(figures, Field.IO, figure(base, Field.IO).subtract(gone));
    }
    NearKnobs.Memory kind = memory.kind();
    if (kind != null) {
      put(figures, Field.MEMORY_BANDWIDTH, memory.bandwidth());
      put(figures, Field.MEMORY, memory.gigabytes());
      texts.put("memory-type", kind.name());
    }
    return new Item(
        "",
        base.name() + " redesigned",
        base.vendor(),
        base.hqCountry(),
        List.of(),
        base.kind(),
        texts,
        figures,
        datacenter,
        base.planar(),
        base.vectorInFp32(),
        base.vectorIncluded(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static void put(Map<Field, Figure> figures, Field field, BigFraction value) {
    figures.put(field, Frontier.stated(field, value));
  }

  /** A figure of an item, or zero. */
  static BigFraction figure(Item item, Field field) {
    @Nullable Figure figure = item.figure(field);
    return figure == null ? BigFraction.ZERO : figure.value().low();
  }

  /** The change in words, such as {@code 80 of 132 cores, matrix rate 1/4}. */
  public String words() {
    StringBuilder out = new StringBuilder();
    for (Knob knob : knobs()) {
      out.append(out.isEmpty() ? "" : ", ").append(words(knob));
    }
    return out.isEmpty() ? "nothing" : out.toString();
  }

  private String words(Knob knob) {
    NearKnobs.Memory kind = memory.kind();
    return switch (knob) {
      case CORES -> cores + " of " + ofCores + " cores";
      case CLOCK -> "clock at " + Exact.text(clock.multiply(100)) + "%";
      case MATRIX_RATE -> "matrix rate 1/" + divisor;
      case FORMATS -> "no format of fewer than " + leastBits + " bits";
      case MEMORY, MEMORY_KIND ->
          "%s on %d bits at %s Gb/s%s"
              .formatted(
                  kind == null ? "" : kind.name(),
                  memory.bits(),
                  Exact.text(memory.gbps()),
                  memory.grade() ? "" : " (slower than its grade)");
      case LINKS -> links + " of " + ofLinks + " links";
      case DIE_AREA -> "die of " + Exact.text(die) + " mm2, the rest of it dark";
      case MARKET -> "not designed or marketed for data centres";
    };
  }
}
