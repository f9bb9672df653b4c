package dev.chokepoint.performance;

import java.util.ArrayList;
import java.util.List;

/** One batch that runs from its prompts to its last token with nothing joining it. */
public final class StaticBatch {
  private StaticBatch() {}

  /**
   * Time to process prompts, packed into passes of at most so many tokens; a prompt may be split
   * between two passes.
   *
   * @param lengths tokens of each prompt
   * @param most tokens of a pass
   */
  public static double prefill(Passes passes, Deployment deployment, long[] lengths, long most) {
    double sum = 0;
    for (Batch batch : packed(lengths, most)) {
      sum += passes.seconds(deployment, batch);
    }
    return sum;
  }

  /** What the operations and bytes of the same take at the rates of the datasheet. */
  public static double least(Passes passes, Deployment deployment, long[] lengths, long most) {
    double sum = 0;
    for (Batch batch : packed(lengths, most)) {
      sum += passes.least(deployment, batch);
    }
    return sum;
  }

  /** The passes of some prompts. */
  static List<Batch> packed(long[] lengths, long most) {
    List<Batch> batches = new ArrayList<>();
    List<Batch.Prompt> prompts = new ArrayList<>();
    long room = most;
    for (long length : lengths) {
      long done = 0;
      while (done < length) {
        long part = Math.min(room, length - done);
        boolean last = done + part == length;
        prompts.add(new Batch.Prompt(1, part, done, last));
        done += part;
        room -= part;
        if (room == 0) {
          batches.add(new Batch(0, 0, 0, prompts));
          prompts = new ArrayList<>();
          room = most;
        }
      }
    }
    if (!prompts.isEmpty()) {
      batches.add(new Batch(0, 0, 0, prompts));
    }
    return batches;
  }

  /** Time of one step in which every sequence gains a token. */
  public static double decodeStep(
      Passes passes, Deployment deployment, long sequences, long context) {
    return passes.seconds(deployment, Batch.decode(sequences, context));
  }
}
