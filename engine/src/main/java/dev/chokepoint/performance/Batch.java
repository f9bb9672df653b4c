package dev.chokepoint.performance;

import java.util.List;

/**
 * What one forward pass of one data rank works on.
 *
 * @param decodes sequences that continue
 * @param context tokens that each of them has cached, on average
 * @param drafts tokens of each that are tried at once beyond the next one
 * @param prompts new prompts, or parts of them
 */
public record Batch(long decodes, long context, int drafts, List<Prompt> prompts) {

  /**
   * Alike prompts.
   *
   * @param length new tokens of each
   * @param prefix tokens of each that are cached already
   * @param last whether it ends here, so that a token is drawn
   */
  public record Prompt(long count, long length, long prefix, boolean last) {}

  public Batch {
    prompts = List.copyOf(prompts);
  }

  /** Sequences that continue by one token each. */
  public static Batch decode(long sequences, long context) {
    return new Batch(sequences, context, 0, List.of());
  }

  /** Whole prompts. */
  public static Batch prefill(long count, long length) {
    return new Batch(0, 0, 0, List.of(new Prompt(count, length, 0, true)));
  }

  /** Tokens of the pass. */
  public long tokens() {
    long tokens = decodes * (1 + drafts);
    for (Prompt each : prompts) {
      tokens += each.count() * each.length();
    }
    return tokens;
  }

  /** Positions at which a token is drawn. */
  long drawn() {
    long drawn = decodes * (1 + drafts);
    for (Prompt each : prompts) {
      drawn += each.last() ? each.count() : 0;
    }
    return drawn;
  }
}
