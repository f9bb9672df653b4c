package dev.chokepoint.porting;

import java.util.Locale;

/** What becomes of one use on a target, the cheapest first. */
public enum PortVerdict {
  /** Same name, same call. */
  SUPPORTED(1.0),
  /** Another name; a tool exchanges it. */
  RENAMED(1.0),
  /** There, with a restriction that the answer names. */
  PARTIAL(0.5),
  /** Something else does it; the call has another shape. */
  REPLACE(0.5),
  /** Nothing comparable; the code is written anew. */
  REWRITE(0.0),
  /** The target has nothing of the kind. */
  NONE(0.0),
  /** No source was read that says; counted as work. */
  UNKNOWN(0.0);

  private final double score;

  PortVerdict(double score) {
    this.score = score;
  }

  /** The word in every output, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What one use with this verdict adds to a score, from 0 to 1. */
  public double score() {
    return score;
  }

  /** Whether a person must write code, and not a tool. */
  public boolean isHandWork() {
    return this != SUPPORTED && this != RENAMED;
  }
}
