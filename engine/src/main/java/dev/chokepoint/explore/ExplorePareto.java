package dev.chokepoint.explore;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The exact set of points that no other point beats: one that is at most as large in every
 * coordinate and smaller in one. Of equal points the one with the smallest number is kept. Points
 * may come in any order and number; the set of two sets is that of all their points.
 */
public final class ExplorePareto {
  private static final int LEAST_BUFFER = 4096;
  private static final int STRONG = 64;

  private final int width;
  private long[] numbers = new long[256];
  private double[] coordinates;
  private int length;
  private int settled;
  private int[] strong = {};

  /**
   * An empty set.
   *
   * @param width coordinates of a point, one or more
   */
  public ExplorePareto(int width) {
    this.width = width;
    this.coordinates = new double[numbers.length * width];
  }

  /** Adds a point; every coordinate is to be small and is a number. */
  public void add(long number, double[] point) {
    for (int i = 0; i < strong.length; i++) {
      if (beats(strong[i], point)) {
        int first = strong[0]; // what beats one point is likely to beat the next
        strong[0] = strong[i];
        strong[i] = first;
        return;
      }
    }
    if (length == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * length);
      coordinates = Arrays.copyOf(coordinates, 2 * length * width);
    }
    numbers[length] = number;
    for (int j = 0; j < width; j++) {
      coordinates[length * width + j] = point[j] + 0.0; // no negative zero, which sorts apart
    }
    length++;
    if (length - settled >= Math.max(LEAST_BUFFER, settled)) {
      settle();
    }
  }

  /** Adds all points of another set. */
  public void addAll(ExplorePareto other) {
    double[] point = new double[width];
    for (int i = 0; i < other.length; i++) {
      System.arraycopy(other.coordinates, i * width, point, 0, width);
      add(other.numbers[i], point);
    }
  }

  /** Numbers of the points of the set, ascending. */
  public long[] numbers() {
    settle();
    long[] out = Arrays.copyOf(numbers, length);
    Arrays.sort(out);
    return out;
  }

  private boolean beats(int i, double[] point) {
    boolean smaller = false;
    for (int j = 0; j < width; j++) {
      double mine = coordinates[i * width + j];
      if (mine > point[j]) {
        return false;
      }
      smaller |= mine < point[j];
    }
    return smaller;
  }

  /** Keeps of all points those that none beats, in the order of their coordinates. */
  private void settle() {
    int[] order =
        IntStream.range(0, length).boxed().sorted(this::compare).mapToInt(i -> i).toArray();
    int[] kept = width <= 3 ? sweep(order) : scan(order);
    long[] newNumbers = new long[Math.max(256, 2 * kept.length)];
    double[] newCoordinates = new double[newNumbers.length * width];
    for (int i = 0; i < kept.length; i++) {
      newNumbers[i] = numbers[kept[i]];
      System.arraycopy(coordinates, kept[i] * width, newCoordinates, i * width, width);
    }
    numbers = newNumbers;
    coordinates = newCoordinates;
    length = kept.length;
    settled = length;
    int some = Math.min(STRONG, length);
    int[] spread = new int[some];
    for (int i = 0; i < some; i++) {
      spread[i] = (int) ((long) i * length / some);
    }
    strong = spread;
  }

  private int compare(int a, int b) {
    for (int j = 0; j < width; j++) {
      int order = Double.compare(coordinates[a * width + j], coordinates[b * width + j]);
      if (order != 0) {
        return order;
      }
    }
    return Long.compare(numbers[a], numbers[b]);
  }

  /**
   * Up to three coordinates. In ascending order nothing is beaten by what comes later, so that only
   * the stairs of the other two coordinates of what came before are kept (Kung, Luccio, Preparata
   * 1975).
   */
  private int[] sweep(int[] order) {
    int[] kept = new int[order.length];
    int count = 0;
    TreeMap<Double, Double> stairs = new TreeMap<>();
    for (int i : order) {
      double second = width > 1 ? coordinates[i * width + 1] : 0;
      double third = width > 2 ? coordinates[i * width + 2] : 0;
      Map.@Nullable Entry<Double, Double> below = stairs.floorEntry(second);
      if (below != null && below.getValue() <= third) {
        continue;
      }
      Map.@Nullable Entry<Double, Double> next = stairs.ceilingEntry(second);
      while (next != null && next.getValue() >= third) {
        stairs.remove(next.getKey());
        next = stairs.ceilingEntry(second);
      }
      stairs.put(second, third);
      kept[count++] = i;
    }
    return Arrays.copyOf(kept, count);
  }

  private int[] scan(int[] order) {
    int[] kept = new int[order.length];
    int count = 0;
    double[] point = new double[width];
    for (int i : order) {
      System.arraycopy(coordinates, i * width, point, 0, width);
      boolean beaten = false;
      for (int j = 0; j < count && !beaten; j++) {
        beaten = beatsOrEquals(kept[j], point);
      }
      if (!beaten) {
        kept[count++] = i;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private boolean beatsOrEquals(int i, double[] point) {
    for (int j = 0; j < width; j++) {
      if (coordinates[i * width + j] > point[j]) {
        return false;
      }
    }
    return true;
  }
}
