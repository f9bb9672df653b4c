package dev.chokepoint.performance;

/**
 * What is asked of a deployment: so many clients, each sending its next request when the last one
 * is answered.
 *
 * @param concurrency requests under way at once, over one copy of the model
 * @param input tokens of a prompt
 * @param output tokens of an answer; the first comes from the prompt's pass
 * @param rounds requests of each client; they all begin at once, and the mean is over all rounds
 * @param cached share of a prompt that the prefix cache holds, 0 to 1
 * @param drafts tokens tried beyond the next one in each step
 * @param acceptance chance that a tried token is kept, given that those before it were
 */
public record Load(
    long concurrency,
    long input,
    long output,
    double rounds,
    double cached,
    int drafts,
    double acceptance) {

  /** Rounds of the usual benchmark clients: ten requests for each that may be under way. */
  public static final double USUAL_ROUNDS = 10;

  /** Plain requests. */
  public static Load of(long concurrency, long input, long output) {
    return new Load(concurrency, input, output, USUAL_ROUNDS, 0, 0, 0);
  }

  /** The same with another number of clients. */
  Load with(long clients) {
    return new Load(clients, input, output, rounds, cached, drafts, acceptance);
  }

  /** The same with tokens tried beyond the next one. */
  public Load with(int tried, double kept) {
    return new Load(concurrency, input, output, rounds, cached, tried, kept);
  }

  /** Tokens that a step gains, on average. */
  double gained() {
    double sum = 1;
    double chance = 1;
    for (int i = 0; i < drafts; i++) {
      chance *= acceptance;
      sum += chance;
    }
    return sum;
  }

  /** Prompt tokens that must be worked on. */
  long fresh() {
    return Math.max(1, Math.round(input * (1 - cached)));
  }
}
