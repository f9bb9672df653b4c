package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * The columnar reading of one law under one trade.
 *
 * <p>Every leaf condition that the trade leaves open is one bit of a key: an integer comparison of
 * columns, or a bit looked up by what the row is. The key numbers a ruling, which {@link Ruling}
 * gives once, for the first row that needs it: the tree of conditions is read here as everywhere
 * else, and only its leaves are asked in another way.
 */
final class Table {
  private static final int MOST_BITS = 63;
  private static final int CHUNK = 2048;

  /** {@code a * first + b * second >= c} in millionths; a ratio is false without its divisor. */
  private record Test(Metric first, Metric second, long a, long b, long c, boolean ratio) {}

  private final Law law;
  private final Trade trade;
  private final Situation base;
  private final List<Integer> open;
  private final boolean complete;
  private final List<Test> tests = new ArrayList<>();
  private final int[] bitOfLeaf;
  private final boolean[] opposite;
  private final ToIntFunction<Ruling> numbering;
  private long[] seenKeys = new long[256];
  private int[] numbers = new int[256];
  private int seen;

  Table(Law law, Trade trade, Item.Kind kind, ToIntFunction<Ruling> numbering) {
    this.law = law;
    this.trade = trade;
    this.numbering = numbering;
    this.base = Situation.of(law, List.of(blank(kind)), trade).opened(identityLeaves(law));
    TreeSet<Integer> live = new TreeSet<>(Cells.live(law, base).getFirst());
    List<Condition> rest =
        live.stream().map(law.leaves()::get).filter(Table::isOfRareMetric).toList();
    live.removeIf(leaf -> isOfRareMetric(law.leaves().get(leaf)));
    this.open = List.copyOf(live);
    this.complete = rest.stream().noneMatch(Table::isOfFoundries);
    this.bitOfLeaf = new int[law.leaves().size()];
    this.opposite = new boolean[law.leaves().size()];
    int bits = assignBits();
    if (bits > MOST_BITS) {
      throw new Refused(
          new Problem(
              "too-many-conditions",
              "rules in force on " + trade.asOf(),
              bits + " that rows may answer in two ways",
              "at most " + MOST_BITS + " for many items at once",
              "Maybe ask for the items one at a time, or read fewer rules."));
    }
    Arrays.fill(numbers, -1);
  }

  private static boolean isOfRareMetric(Condition leaf) {
    return leaf instanceof Condition.Compare compare && compare.metric().isRare();
  }

  /** A cumulative TPP of which no quantity is known decides nothing anywhere. */
  private static boolean isOfFoundries(Condition leaf) {
    return leaf instanceof Condition.Compare compare && compare.metric() != Metric.CUMULATIVE_TPP;
  }

  /** Whether nothing is asked of this trade that the columns do not hold. */
  boolean isComplete() {
    return complete;
  }

  /** A subject of which nothing is known but its kind. */
  private static Subject blank(Item.Kind kind) {
    Map<Metric, Metrics.Measured> unknown = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      boolean none =
          switch (metric) {
            case TPP, DIE_AREA, IO -> kind == Item.Kind.HBM;
            case PACKAGE_AREA -> kind != Item.Kind.HBM;
            case MEMORY_BANDWIDTH,
                AATC,
                PROCESS_NODE,
                CUMULATIVE_TPP,
                PERFORMANCE_DENSITY,
                BANDWIDTH_DENSITY,
                MEMORY_PLUS_IO ->
                false;
          };
      if (metric.isBase()) {
        unknown.put(
            metric,
            new Metrics.Measured(metric, none ? Range.ZERO : Range.UNKNOWN, "", "", List.of()));
      }
    }
    return new Subject(Item.blank(kind), unknown, Truth.UNKNOWN);
  }

  private static Set<Integer> identityLeaves(Law law) {
    Set<Integer> leaves = new TreeSet<>();
    for (int leaf = 0; leaf < law.leaves().size(); leaf++) {
      if (law.leaves().get(leaf) instanceof Condition.In in
          && Columns.IDENTITY.contains(in.fact())) {
        leaves.add(leaf);
      }
    }
    return leaves;
  }

  private int assignBits() {
    Map<Test, Integer> known = new LinkedHashMap<>();
    for (int leaf : open) {
      if (law.leaves().get(leaf) instanceof Condition.Compare compare) {
        Test test = test(compare);
        Integer bit = known.get(test);
        if (bit == null) {
          bit = tests.size();
          known.put(test, bit);
          tests.add(test);
        }
        bitOfLeaf[leaf] = bit;
        opposite[leaf] = !compare.metric().isRatio() && isUpper(compare.operator());
      }
    }
    int next = tests.size();
    for (int leaf : open) {
      if (law.leaves().get(leaf) instanceof Condition.In) {
        bitOfLeaf[leaf] = next++;
      }
    }
    return next;
  }

  private static boolean isUpper(Condition.Operator operator) {
    return switch (operator) {
      case AT_LEAST, ABOVE -> false;
      case BELOW, AT_MOST -> true;
    };
  }

  /** An upper bound is the opposite of a test, but for a ratio it is a test of its own. */
  private static Test test(Condition.Compare compare) {
    Metric metric = compare.metric();
    long p = compare.limit().getNumerator().longValueExact();
    long q = compare.limit().getDenominator().longValueExact();
    if (metric.isRatio()) {
      return switch (compare.operator()) {
        case AT_LEAST -> new Test(metric.first(), metric.second(), q, -p, 0, true);
        case ABOVE -> new Test(metric.first(), metric.second(), q, -p, 1, true);
        case AT_MOST -> new Test(metric.first(), metric.second(), -q, p, 0, true);
        case BELOW -> new Test(metric.first(), metric.second(), -q, p, 1, true);
      };
    }
    long bound = Math.multiplyExact(p, Columns.SCALE);
    long c =
        switch (compare.operator()) {
          case AT_LEAST, BELOW -> bound;
          case ABOVE, AT_MOST -> bound + 1;
        };
    return metric.isBase()
        ? new Test(metric, metric, q, 0, c, false)
        : new Test(metric.first(), metric.second(), q, q, c, false);
  }

  /** Keys of identities, for use with {@link #decide}. */
  long[] identityKeys(Columns columns) {
    return columns.identities().stream().mapToLong(this::identityKey).toArray();
  }

  private long identityKey(Columns.Identity identity) {
    long key = 0;
    for (int leaf : open) {
      if (law.leaves().get(leaf) instanceof Condition.In in) {
        Set<String> labels =
            in.fact() == Fact.EXPORTER
                ? Addressees.labels(law.rulebook(), identity.exporter())
                : Set.of(identity.label(in.fact()));
        key |= Situation.holds(in, labels) ? 1L << bitOfLeaf[leaf] : 0;
      }
    }
    return key;
  }

  private long marketKey(String value) {
    long key = 0;
    for (int leaf : open) {
      if (law.leaves().get(leaf) instanceof Condition.In in && in.fact() == Fact.DATACENTER) {
        key |= Situation.holds(in, Set.of(value)) ? 1L << bitOfLeaf[leaf] : 0;
      }
    }
    return key;
  }

  /** Numbers the ruling of every row. */
  void decide(Columns columns, int[] out) {
    long[] identityKeys = identityKeys(columns);
    long yes = marketKey("yes");
    long no = marketKey("no");
    int[] identity = columns.identity();
    boolean[] datacenter = columns.datacenter();
    long[] keys = new long[CHUNK];
    for (int from = 0; from < columns.length(); from += CHUNK) {
      int count = Math.min(CHUNK, columns.length() - from);
      for (int i = 0; i < count; i++) {
        keys[i] = identityKeys[identity[from + i]] | (datacenter[from + i] ? yes : no);
      }
      for (int bit = 0; bit < tests.size(); bit++) {
        apply(tests.get(bit), 1L << bit, columns, from, count, keys);
      }
      for (int i = 0; i < count; i++) {
        out[from + i] = number(keys[i]);
      }
    }
  }

  private static void apply(
      Test test, long mask, Columns columns, int from, int count, long[] keys) {
    long[] first = columns.values(test.first());
    long[] second = columns.values(test.second());
    long a = test.a();
    long b = test.b();
    long c = test.c();
    if (test.ratio()) {
      for (int i = 0; i < count; i++) {
        boolean holds = a * first[from + i] + b * second[from + i] >= c && second[from + i] > 0;
        keys[i] |= holds ? mask : 0;
      }
    } else {
      for (int i = 0; i < count; i++) {
        keys[i] |= a * first[from + i] + b * second[from + i] >= c ? mask : 0;
      }
    }
  }

  /** Numbers the ruling of one row, for rows of mixed trades. */
  int decide(Columns columns, int row, long identityKey) {
    long key = identityKey | marketKey(columns.datacenter()[row] ? "yes" : "no");
    for (int bit = 0; bit < tests.size(); bit++) {
      Test test = tests.get(bit);
      long second = columns.values(test.second())[row];
      boolean holds = test.a() * columns.values(test.first())[row] + test.b() * second >= test.c();
      key |= holds && (!test.ratio() || second > 0) ? 1L << bit : 0;
    }
    return number(key);
  }

  /** Rulings met so far, in an open hash table of keys: few of the possible keys ever occur. */
  private int number(long key) {
    int at = slot(key);
    if (numbers[at] >= 0) {
      return numbers[at];
    }
    int number = numbering.applyAsInt(ruling(key));
    seenKeys[at] = key;
    numbers[at] = number;
    if (++seen * 2 > numbers.length) {
      grow();
    }
    return number;
  }

  private int slot(long key) {
    int mask = numbers.length - 1;
    long mixed = key * 0x9E3779B97F4A7C15L;
    int at = (int) (mixed ^ mixed >>> 32) & mask;
    while (numbers[at] >= 0 && seenKeys[at] != key) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = seenKeys;
    int[] oldNumbers = numbers;
    seenKeys = new long[oldKeys.length * 2];
    numbers = new int[oldKeys.length * 2];
    Arrays.fill(numbers, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldNumbers[i] >= 0) {
        int at = slot(oldKeys[i]);
        seenKeys[at] = oldKeys[i];
        numbers[at] = oldNumbers[i];
      }
    }
  }

  private Ruling ruling(long key) {
    List<Cells.Settled> settled = new ArrayList<>();
    for (int leaf : open) {
      boolean holds = ((key >> bitOfLeaf[leaf] & 1) == 1) != opposite[leaf];
      settled.add(new Cells.Settled(0, leaf, holds));
    }
    return Ruling.of(law, base.with(settled), trade);
  }
}
