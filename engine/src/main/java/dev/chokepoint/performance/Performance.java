package dev.chokepoint.performance;

/** Estimates of single operators. */
public final class Performance {
  private Performance() {}

  /**
   * The time of one operator on one chip. For many operators of one chip, {@link Predictor} works
   * out once what they share.
   *
   * @throws dev.chokepoint.units.Refused when the shape is not possible or the chip lacks what it
   *     needs
   */
  public static Estimate estimate(
      Machine machine, Stack stack, Constants constants, Operator operator) {
    return new Predictor(machine, stack, constants).estimate(operator);
  }
}
