package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Truth;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;

/**
 * Circuits or memory stacks as columns, every figure known exactly.
 *
 * <p>Quantities are whole millionths of their unit, so that a comparison with a limit is exact. An
 * item that is in doubt, that has contested readings or that contains circuits does not fit and is
 * for {@link Controls#classify}.
 */
public final class Columns {
  static final long SCALE = 1_000_000;

  /** Largest value that no comparison of {@link Table} overflows. */
  private static final long MOST = Long.MAX_VALUE / 1_000_000;

  private static final List<Metric> BASE =
      Arrays.stream(Metric.values()).filter(m -> m.isBase() && !m.isRare()).toList();

  /** Facts that each row has of its own; all others are those of the trade. */
  static final Set<Fact> IDENTITY =
      Set.of(Fact.ITEM, Fact.DESIGNER_HQ, Fact.HBM_IN_PACKAGE, Fact.EXPORTER, Fact.DESIGNER);

  /** What a row is, as far as some condition asks; empty where it is not stated. */
  record Identity(
      String item, String designerHq, String hbmInPackage, String exporter, String designer) {

    /** Label of one of {@link #IDENTITY}. */
    String label(Fact fact) {
      return switch (fact) {
        case ITEM -> item;
        case DESIGNER_HQ -> designerHq;
        case HBM_IN_PACKAGE -> hbmInPackage;
        case EXPORTER -> exporter;
        case DESIGNER -> designer;
        case DESTINATION,
            PARTY_HQ,
            ULTIMATE_PARENT,
            PARTY,
            DIRECTION,
            FROM_COUNTRY,
            CERTIFIED,
            ROLE,
            PACKAGER,
            IMPORT_USE,
            KIND,
            DATACENTER ->
            "";
      };
    }
  }

  private final Item.Kind kind;
  private final List<Identity> identities = new ArrayList<>();
  private final Map<Identity, Integer> identityNumbers = new LinkedHashMap<>();
  private final long[][] values = new long[BASE.size()][16];
  private boolean[] datacenter;
  private int[] identity;
  private int length;

  /** Empty columns for items of one kind. */
  public Columns(Item.Kind kind) {
    this.kind = kind;
    this.datacenter = new boolean[16];
    this.identity = new int[16];
  }

  /** Number of rows. */
  public int length() {
    return length;
  }

  Item.Kind kind() {
    return kind;
  }

  List<Identity> identities() {
    return identities;
  }

  long[] values(Metric metric) {
    return values[BASE.indexOf(metric)];
  }

  boolean[] datacenter() {
    return datacenter;
  }

  int[] identity() {
    return identity;
  }

  /**
   * Adds an item as a row if it fits; who exports it is its vendor.
   *
   * @return whether it did
   */
  public boolean add(Item item) {
    return add(item, item.datacenter(), item.vendor().toUpperCase(Locale.ROOT), "other");
  }

  /**
   * Adds an item under a trade if it fits and the trade leaves no doubt of who exports it.
   *
   * @param item without contested readings that the trade settles
   */
  boolean add(Item item, Trade trade) {
    List<Trade.Candidate> exporters = trade.candidates(Fact.EXPORTER);
    List<Trade.Candidate> designers = trade.candidates(Fact.DESIGNER);
    return exporters.size() == 1
        && designers.size() == 1
        && add(
            item,
            Subject.datacenter(item, trade),
            exporters.getFirst().name(),
            designers.getFirst().name());
  }

  private boolean add(Item item, Truth isForDatacenters, String exporter, String designer) {
    boolean alone = item.circuits().size() == (kind == Item.Kind.ACCELERATOR ? 1 : 0);
    if (item.kind() != kind
        || kind == Item.Kind.SYSTEM
        || !alone
        || !item.contests().isEmpty()
        || isForDatacenters == Truth.UNKNOWN) {
      return false;
    }
    long[] row = new long[values.length];
    for (Map.Entry<Metric, Metrics.Measured> each : Metrics.base(item).entrySet()) {
      if (each.getKey().isRare()) {
        continue;
      }
      OptionalLong millionths = millionths(each.getValue().value());
      if (millionths.isEmpty()) {
        return false;
      }
      row[BASE.indexOf(each.getKey())] = millionths.getAsLong();
    }
    String hq = item.hqCountry();
    String hbm = Subject.hbmInPackage(item);
    append(
        row,
        isForDatacenters == Truth.YES,
        new Identity(item.id(), hq == null ? "" : hq, hbm, exporter, designer));
    return true;
  }

  /**
   * Adds a circuit by its figures in millionths of their unit: TPP, mm2 and GB/s.
   *
   * @param item id of the item that letters may name, or empty
   * @param designerHq country of the designer, or empty
   * @param exporter who exports, or empty
   */
  public void add(
      String item,
      String designerHq,
      String exporter,
      boolean isForDatacenters,
      long tpp,
      long dieAreaMm2,
      long ioGBps,
      long memoryBandwidthGBps) {
    add(
        item,
        designerHq,
        "",
        exporter,
        isForDatacenters,
        tpp,
        dieAreaMm2,
        ioGBps,
        memoryBandwidthGBps);
  }

  /**
   * The same with what its memory is.
   *
   * @param hbmInPackage {@code yes}, {@code no}, or empty where it is not stated
   */
  public void add(
      String item,
      String designerHq,
      String hbmInPackage,
      String exporter,
      boolean isForDatacenters,
      long tpp,
      long dieAreaMm2,
      long ioGBps,
      long memoryBandwidthGBps) {
    long[] row = new long[values.length];
    row[BASE.indexOf(Metric.TPP)] = checked(tpp);
    row[BASE.indexOf(Metric.DIE_AREA)] = checked(dieAreaMm2);
    row[BASE.indexOf(Metric.IO)] = checked(ioGBps);
    row[BASE.indexOf(Metric.MEMORY_BANDWIDTH)] = checked(memoryBandwidthGBps);
    append(
        row,
        isForDatacenters,
        new Identity(item, designerHq, hbmInPackage, exporter.toUpperCase(Locale.ROOT), "other"));
  }

  private static long checked(long millionths) {
    if (millionths < 0 || millionths > MOST) {
      throw new IllegalArgumentException("outside 0 to " + MOST + " millionths: " + millionths);
    }
    return millionths;
  }

  private static OptionalLong millionths(Range range) {
    if (!range.isExact()) {
      return OptionalLong.empty();
    }
    BigFraction scaled = range.low().multiply(BigInteger.valueOf(SCALE));
    return scaled.getDenominator().equals(BigInteger.ONE)
            && scaled.getNumerator().compareTo(BigInteger.valueOf(MOST)) <= 0
        ? OptionalLong.of(scaled.getNumerator().longValueExact())
        : OptionalLong.empty();
  }

  private void append(long[] row, boolean isForDatacenters, Identity who) {
    if (length == datacenter.length) {
      int longer = length * 2;
      for (int i = 0; i < values.length; i++) {
        values[i] = Arrays.copyOf(values[i], longer);
      }
      datacenter = Arrays.copyOf(datacenter, longer);
      identity = Arrays.copyOf(identity, longer);
    }
    for (int i = 0; i < values.length; i++) {
      values[i][length] = row[i];
    }
    datacenter[length] = isForDatacenters;
    Integer number = identityNumbers.get(who);
    if (number == null) {
      number = identities.size();
      identities.add(who);
      identityNumbers.put(who, number);
    }
    identity[length] = number;
    length++;
  }
}
