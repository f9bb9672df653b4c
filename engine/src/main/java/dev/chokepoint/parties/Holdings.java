package dev.chokepoint.parties;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who holds how much of whom, in millionths of a percent so that 50 is met exactly; a stake may be
 * unknown.
 */
public final class Holdings {
  /** One percent in the unit of stakes. */
  public static final long PERCENT = 1_000_000;

  static final long WHOLE = 100 * PERCENT;
  static final long UNKNOWN = -1;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  int[] owner = new int[1 << 10];
  int[] owned = new int[1 << 10];
  long[] stake = new long[1 << 10];
  private int size;
  private int[] byOwned = new int[0];
  private int[] byOwner = new int[0];
  private int[] startOwned = new int[0];
  private int[] startOwner = new int[0];

  /** The number of a name; names that differ in case and spaces alone are one. */
  public int number(String name) {
    return numbers.computeIfAbsent(
        key(name),
        k -> {
          names.add(name.strip());
          return names.size() - 1;
        });
  }

  /** The number of a name; -1 where it holds nothing and is not held. */
  public int find(String name) {
    return numbers.getOrDefault(key(name), -1);
  }

  private static String key(String name) {
    return name.strip().replaceAll("\\s+", " ").toLowerCase(java.util.Locale.ROOT);
  }

  public String name(int number) {
    return names.get(number);
  }

  /** How many names there are. */
  public int parties() {
    return names.size();
  }

  /** How many holdings there are. */
  public int size() {
    return size;
  }

  /**
   * Adds a holding.
   *
   * @param millionths the stake in millionths of a percent, or -1 where it is unknown
   * @throws Refused where an owner holds itself or the stake is outside 0 to 100 percent
   */
  public void add(String holder, String held, long millionths, String place) {
    int from = number(holder);
    int to = number(held);
    if (from == to) {
      throw new Refused(
          new Problem("owns-itself", place, holder.strip(), "an owner beside the owned", ""));
    }
    if (millionths != UNKNOWN && (millionths < 0 || millionths > WHOLE)) {
      throw new Refused(
          new Problem(
              "out-of-range",
              place,
              percent(millionths),
              "0 to 100 percent",
              "Maybe ? if the stake is not known."));
    }
    if (size == owner.length) {
      owner = Arrays.copyOf(owner, size * 2);
      owned = Arrays.copyOf(owned, size * 2);
      stake = Arrays.copyOf(stake, size * 2);
    }
    owner[size] = from;
    owned[size] = to;
    stake[size++] = millionths;
  }

  /** A stake for people: {@code 49.9%}, or {@code unknown}. */
  public static String percent(long millionths) {
    return millionths == UNKNOWN
        ? "unknown"
        : java.math.BigDecimal.valueOf(millionths, 6).stripTrailingZeros().toPlainString() + "%";
  }

  /**
   * Ends the adding.
   *
   * @throws Refused where known stakes in one party sum to more than 100 percent
   */
  public Holdings close() {
    int count = names.size();
    startOwned = new int[count + 1];
    startOwner = new int[count + 1];
    long[] sum = new long[count];
    for (int i = 0; i < size; i++) {
      startOwned[owned[i] + 1]++;
      startOwner[owner[i] + 1]++;
      sum[owned[i]] += Math.max(0, stake[i]);
    }
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      startOwned[i + 1] += startOwned[i];
      startOwner[i + 1] += startOwner[i];
      if (sum[i] > WHOLE && problems.size() < 20) {
        problems.add(
            new Problem(
                "stakes-over-100",
                name(i),
                percent(sum[i]),
                "at most 100 percent of one party",
                "Maybe one stake stands twice, or votes and shares are mixed."));
      }
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    byOwned = new int[size];
    byOwner = new int[size];
    int[] nextOwned = startOwned.clone();
    int[] nextOwner = startOwner.clone();
    for (int i = 0; i < size; i++) {
      byOwned[nextOwned[owned[i]]++] = i;
      byOwner[nextOwner[owner[i]]++] = i;
    }
    return this;
  }

  /** A party and everybody above it. */
  public BitSet above(int party) {
    BitSet seen = new BitSet();
    ArrayDeque<Integer> next = new ArrayDeque<>(List.of(party));
    seen.set(party);
    while (!next.isEmpty()) {
      for (int holding : in(next.remove())) {
        if (!seen.get(owner[holding])) {
          seen.set(owner[holding]);
          next.add(owner[holding]);
        }
      }
    }
    return seen;
  }

  /** Holdings in a party. */
  int[] in(int party) {
    return Arrays.copyOfRange(byOwned, startOwned[party], startOwned[party + 1]);
  }

  /** Holdings of a party. */
  int[] of(int party) {
    return Arrays.copyOfRange(byOwner, startOwner[party], startOwner[party + 1]);
  }
}
