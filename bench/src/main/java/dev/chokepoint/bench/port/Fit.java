package dev.chokepoint.bench.port;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;
import org.hipparchus.stat.correlation.SpearmansCorrelation;
import org.hipparchus.stat.ranking.NaturalRanking;

/** Weights from finished ports, and how well they order ports that they have not seen. */
final class Fit {
  private static final int FOLDS = 10;
  private static final int DIVISIONS = 5;

  private Fit() {}

  /** How far a model is from what was observed; smaller is better. */
  interface Loss {
    double of(double predicted, double observed);
  }

  /**
   * Squared difference of logarithms: twice too much is as bad as half, in small and large ports.
   */
  static final Loss LOGARITHMS =
      (predicted, observed) -> {
        double d = Math.log1p(Math.max(0, predicted)) - Math.log1p(observed);
        return d * d;
      };

  /** Logarithm of the odds against what happened. */
  static final Loss LOGISTIC =
      (logOdds, happened) -> Math.log1p(Math.exp(happened > 0 ? -logOdds : logOdds));

  /**
   * Lower bound, upper bound and start of each weight, and a pull towards zero per squared unit.
   */
  record Model(Loss loss, double low, double high, double start, double pull) {}

  /** Weights in multiples of their constant-first columns; rounded to two figures as shipped. */
  static double[] weights(Model model, double[][] x, double[] y) {
    int n = x[0].length;
    double[] low = new double[n];
    double[] high = new double[n];
    double[] start = new double[n];
    Arrays.fill(low, model.low());
    Arrays.fill(high, model.high());
    Arrays.fill(start, model.start());
    double[] found =
        new BOBYQAOptimizer(2 * n + 1, model.high() / 4, 1e-4)
            .optimize(
                new MaxEval(20_000),
                GoalType.MINIMIZE,
                new ObjectiveFunction(w -> loss(model, w, x, y)),
                new InitialGuess(start),
                new SimpleBounds(low, high))
            .getPoint();
    for (int i = 0; i < n; i++) {
      found[i] = twoFigures(found[i]);
    }
    return found;
  }

  private static double loss(Model model, double[] w, double[][] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += model.loss().of(dot(w, x[i]), y[i]);
    }
    for (int k = 1; k < w.length; k++) {
      sum += model.pull() * w[k] * w[k];
    }
    return sum;
  }

  static double dot(double[] w, double[] x) {
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += w[i] * x[i];
    }
    return sum;
  }

  static double twoFigures(double value) {
    if (Math.abs(value) < 0.05) {
      return 0;
    }
    double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 1);
    return Math.round(value / unit) * unit;
  }

  /** A figure of merit of predictions against observations. */
  interface Merit {
    double of(double[] predicted, double[] observed);
  }

  /** Mean merit over divisions, each program judged by weights from the nine tenths without it. */
  static double leftOut(Model model, double[][] x, double[] y, Merit merit) {
    double sum = 0;
    for (int division = 0; division < DIVISIONS; division++) {
      int[] fold = folds(y.length, division);
      double[] predicted = new double[y.length];
      for (int f = 0; f < FOLDS; f++) {
        int left = f;
        int[] train = IntStream.range(0, y.length).filter(i -> fold[i] != left).toArray();
        double[] w = weights(model, pick(x, train), pick(y, train));
        for (int i = 0; i < y.length; i++) {
          predicted[i] = fold[i] == f ? dot(w, x[i]) : predicted[i];
        }
      }
      sum += merit.of(predicted, y);
    }
    return sum / DIVISIONS;
  }

  /**
   * Merit of choosing one of some estimates: by nine tenths of the programs, judged on the others.
   *
   * @param estimates of every program by choice, all in one unit
   */
  static double chosenLeftOut(double[][] estimates, double[] y, Merit merit) {
    double sum = 0;
    for (int division = 0; division < DIVISIONS; division++) {
      int[] fold = folds(y.length, division);
      double[] chosen = new double[y.length];
      for (int f = 0; f < FOLDS; f++) {
        int left = f;
        int[] train = IntStream.range(0, y.length).filter(i -> fold[i] != left).toArray();
        double[] of = pick(y, train);
        double[] best =
            Arrays.stream(estimates)
                .max(java.util.Comparator.comparingDouble(e -> merit.of(pick(e, train), of)))
                .orElseThrow();
        for (int i = 0; i < y.length; i++) {
          chosen[i] = fold[i] == f ? best[i] : chosen[i];
        }
      }
      sum += merit.of(chosen, y);
    }
    return sum / DIVISIONS;
  }

  private static int[] folds(int n, int seed) {
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    java.util.Collections.shuffle(Arrays.asList(order), new Random(seed));
    int[] fold = new int[n];
    for (int i = 0; i < n; i++) {
      fold[order[i]] = i % FOLDS;
    }
    return fold;
  }

  private static double[][] pick(double[][] x, int[] of) {
    return Arrays.stream(of).mapToObj(i -> x[i]).toArray(double[][]::new);
  }

  private static double[] pick(double[] y, int[] of) {
    return Arrays.stream(of).mapToDouble(i -> y[i]).toArray();
  }

  /** Rank correlation. */
  static double spearman(double[] predicted, double[] observed) {
    return new SpearmansCorrelation().correlation(predicted, observed);
  }

  /** Chance that a program for which it happened is ranked above one for which it did not. */
  static double area(double[] predicted, double[] happened) {
    double[] ranks = new NaturalRanking().rank(predicted);
    double sum = 0;
    double yes = 0;
    for (int i = 0; i < ranks.length; i++) {
      if (happened[i] > 0) {
        sum += ranks[i];
        yes++;
      }
    }
    return (sum - yes * (yes + 1) / 2) / (yes * (ranks.length - yes));
  }
}
