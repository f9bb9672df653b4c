package dev.chokepoint.performance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators of one forward pass, worked out once to be timed on many chips. Its times are those
 * of {@link Passes}.
 */
public final class Pass {
  private final Batch batch;
  private final Operator[] operators;
  private final int[] places;
  private final double[] counts;

  private Pass(Batch batch, List<Forward.Part> parts) {
    this.batch = batch;
    Map<Operator, Integer> known = new HashMap<>();
    places = new int[parts.size()];
    counts = new double[parts.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = known.computeIfAbsent(parts.get(i).operator(), operator -> known.size());
      counts[i] = parts.get(i).count();
    }
    operators = new Operator[known.size()];
    known.forEach((operator, place) -> operators[place] = operator);
  }

  /**
   * A pass through a whole model.
   *
   * @param direct whether small all-reduces read peers' memory, as serving engines do
   */
  public static Pass of(Deployment deployment, Batch batch, boolean direct) {
    return new Pass(batch, Forward.parts(deployment, batch, direct));
  }

  /** A pass through the first layer alone, without embedding and output. */
  public static Pass layer(Deployment deployment, Batch batch, boolean direct) {
    return new Pass(batch, Forward.layer(deployment, batch, direct));
  }

  /** The time on a chip, seconds. */
  public double seconds(Predictor predictor) {
    double[] each = new double[operators.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = predictor.seconds(operators[i]);
    }
    double exchange = 0;
    double rest = 0;
    for (int i = 0; i < places.length; i++) {
      double seconds = counts[i] * each[places[i]];
      if (operators[places[i]] instanceof Operator.ExpertExchange) {
        exchange += seconds;
      } else {
        rest += seconds;
      }
    }
    return rest + exchange * Passes.shown(batch, exchange, rest);
  }
}
