package dev.chokepoint.explore;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Designs numbered by arithmetic: the number of a design in a mixed radix is the choice on each
 * axis, the last axis running fastest. Nothing is stored, so any part of a space can be worked on
 * anywhere.
 */
public final class Space {
  private static final int SAMPLES = 16;
  private static final int MOST_VALUES = 8;
  private static final long SAMPLE_SEED = 1;

  private final AreaConstants constants;
  private final double[] base;
  private final List<SpaceAxis> axes;
  private final int[][][] keys;
  private final double[][][] values;
  private final long size;

  /**
   * A space.
   *
   * @param stated what all designs share
   * @throws Refused when an axis is empty, two axes set one key, the space has 2^63 designs or
   *     more, or an axis changes nothing of any design
   */
  public Space(AreaConstants constants, Map<DesignKey, Double> stated, List<SpaceAxis> axes) {
    this.constants = constants;
    this.axes = List.copyOf(axes);
    this.base = Design.usual();
    stated.forEach((key, value) -> base[key.place()] = value);
    List<Problem> problems = new ArrayList<>();
    this.size = size(problems);
    twice(problems);
    keys = new int[axes.size()][][];
    values = new double[axes.size()][][];
    for (int i = 0; i < axes.size(); i++) {
      List<SpaceAxis.Choice> choices = axes.get(i).choices();
      keys[i] = new int[choices.size()][];
      values[i] = new double[choices.size()][];
      for (int j = 0; j < choices.size(); j++) {
        List<Map.Entry<DesignKey, Double>> sets = List.copyOf(choices.get(j).sets().entrySet());
        keys[i][j] = sets.stream().mapToInt(each -> each.getKey().place()).toArray();
        values[i][j] = sets.stream().mapToDouble(Map.Entry::getValue).toArray();
      }
    }
    if (problems.isEmpty()) {
      unread(problems);
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
  }

  private long size(List<Problem> problems) {
    long product = 1;
    for (SpaceAxis axis : axes) {
      if (axis.choices().isEmpty()) {
        problems.add(new Problem("empty-axis", axis.name(), "", "at least one value", ""));
        return 0;
      }
      try {
        product = Math.multiplyExact(product, (long) axis.choices().size());
      } catch (ArithmeticException e) {
        problems.add(
            new Problem(
                "space-too-large",
                axis.name(),
                "more than " + Long.MAX_VALUE + " designs",
                "fewer than 2^63 designs",
                "Maybe fewer values on some axes."));
        return 0;
      }
    }
    return product;
  }

  private void twice(List<Problem> problems) {
    Set<DesignKey> set = EnumSet.noneOf(DesignKey.class);
    for (SpaceAxis axis : axes) {
      Set<DesignKey> own = EnumSet.noneOf(DesignKey.class);
      axis.choices().forEach(choice -> own.addAll(choice.sets().keySet()));
      for (DesignKey key : own) {
        if (!set.add(key)) {
          problems.add(
              new Problem("set-twice", axis.name(), key.key(), "each key on one axis only", ""));
        }
      }
    }
  }

  /** Axes that change no figure, no area and no cost of any of some designs drawn. */
  private void unread(List<Problem> problems) {
    for (int axis = 0; axis < axes.size(); axis++) {
      int radix = keys[axis].length;
      SplittableRandom random = new SplittableRandom(SAMPLE_SEED);
      boolean read = radix == 1;
      for (int sample = 0; sample < SAMPLES && !read; sample++) {
        int[] digits = digits(random.nextLong(size));
        Object first = null;
        for (int value = 0; value < Math.min(radix, MOST_VALUES) && !read; value++) {
          digits[axis] = value;
          Design design = at(index(digits));
          Area area = Area.of(design);
          Object seen = List.of(design.figures(area), area, design.memory().name());
          first = first == null ? seen : first;
          read = !seen.equals(first);
        }
      }
      if (!read) {
        problems.add(
            new Problem(
                "axis-not-read",
                axes.get(axis).name(),
                radix + " values",
                "an axis that changes a figure, the area or the cost of some design",
                "Maybe another key of the base makes it idle."));
      }
    }
  }

  /** Number of designs. */
  public long size() {
    return size;
  }

  public List<SpaceAxis> axes() {
    return axes;
  }

  public AreaConstants constants() {
    return constants;
  }

  /** The design of a number from 0 to {@link #size} - 1. */
  public Design at(long index) {
    double[] all = base.clone();
    long rest = index;
    for (int i = keys.length - 1; i >= 0; i--) {
      int radix = keys[i].length;
      int digit = (int) (rest % radix);
      rest /= radix;
      int[] set = keys[i][digit];
      for (int j = 0; j < set.length; j++) {
        all[set[j]] = values[i][digit][j];
      }
    }
    if (rest != 0 || index < 0) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    return new Design(constants, all);
  }

  /** The choice on each axis of a number. */
  public int[] digits(long index) {
    int[] digits = new int[keys.length];
    long rest = index;
    for (int i = keys.length - 1; i >= 0; i--) {
      digits[i] = (int) (rest % keys[i].length);
      rest /= keys[i].length;
    }
    return digits;
  }

  /** The number of a choice on each axis. */
  public long index(int[] digits) {
    long index = 0;
    for (int i = 0; i < keys.length; i++) {
      index = index * keys[i].length + digits[i];
    }
    return index;
  }

  /** The values of a number by axis, as the file states them. */
  public Map<String, String> labels(long index) {
    int[] digits = digits(index);
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < digits.length; i++) {
      labels.put(axes.get(i).name(), axes.get(i).choices().get(digits[i]).label());
    }
    return labels;
  }

  /** Everything that makes a space what it is, in one text. */
  public String text() {
    StringBuilder out = new StringBuilder();
    for (DesignKey key : DesignKey.values()) {
      out.append(key.key()).append('=').append(base[key.place()]).append('\n');
    }
    for (SpaceAxis axis : axes) {
      out.append(axis.name()).append(':');
      axis.choices()
          .forEach(choice -> out.append(' ').append(new java.util.TreeMap<>(choice.sets())));
      out.append('\n');
    }
    return out.toString();
  }
}
