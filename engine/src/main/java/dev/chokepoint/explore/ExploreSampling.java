package dev.chokepoint.explore;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.SplittableRandom;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * Which designs of a space are worked out: point number i is arithmetic too, so that any chunk of
 * an exploration can be made anywhere, in any order.
 *
 * @param points how many are drawn; of a grid all
 * @param seed of random points; of Sobol points it turns the sequence, 0 leaves it
 */
public record ExploreSampling(Method method, long points, long seed) {

  /** How points are chosen. */
  public enum Method {
    GRID,
    RANDOM,
    SOBOL;

    /** The word used in options and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final long MOST_POINTS = 10_000_000_000L;

  public ExploreSampling {
    long most = method == Method.SOBOL ? Integer.MAX_VALUE : MOST_POINTS;
    if (points < 1 || points > most) {
      throw new Refused(
          new Problem(
              "too-many-points",
              method == Method.GRID ? "space" : "--points",
              String.valueOf(points),
              "1 to " + most,
              method == Method.GRID ? "Maybe --method sobol --points 1000000." : ""));
    }
  }

  /** Numbers in a space of the points from one on. */
  public long[] chunk(Space space, long from, int count) {
    long[] out = new long[(int) Math.min(count, points - from)];
    switch (method) {
      case GRID -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = from + i;
        }
      }
      case RANDOM -> {
        for (int i = 0; i < out.length; i++) {
          // A generator a point, seeded apart: the chunk does not depend on those before it.
          out[i] = random(from + i).nextLong(space.size());
        }
      }
      case SOBOL -> sobol(space, from, out);
    }
    return out;
  }

  private SplittableRandom random(long number) {
    return new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (number + 1));
  }

  private void sobol(Space space, long from, long[] out) {
    int axes = Math.max(1, space.axes().size());
    double[] shift = new double[axes];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < axes && seed != 0; i++) {
      shift[i] = random.nextDouble();
    }
    SobolSequenceGenerator sequence = new SobolSequenceGenerator(axes);
    double[] point = sequence.skipTo((int) from);
    int[] digits = new int[space.axes().size()];
    for (int i = 0; i < out.length; i++) {
      for (int axis = 0; axis < digits.length; axis++) {
        double place = (point[axis] + shift[axis]) % 1;
        digits[axis] = (int) (place * space.axes().get(axis).choices().size());
      }
      out[i] = space.index(digits);
      point = sequence.nextVector();
    }
  }
}
