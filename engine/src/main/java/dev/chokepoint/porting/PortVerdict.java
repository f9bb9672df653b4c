package dev.chokepoint.porting;

import java.util.Locale;

/** What becomes of one use on a target, the cheapest first. */
public enum PortVerdict {
  /** Same name, same call. */
  SUPPORTED(1.0, "same name, same call"),
  /** Another name; a tool exchanges it. */
  RENAMED(1.0, "another name; a tool exchanges it"),
  /** There, with a restriction that the answer names. */
  PARTIAL(0.5, "there, with a restriction"),
  /** Something else does it; the call has another shape. */
  REPLACE(0.5, "something else does it; the call has another shape"),
  /** Nothing comparable; the code is written anew. */
  REWRITE(0.0, "nothing comparable; the code is written anew"),
  /** The target has nothing of the kind. */
  NONE(0.0, "the target has nothing of the kind"),
  /** No source was read that says; counted as work. */
  UNKNOWN(0.0, "no source was read that says; counted as work");

  private final double score;
  private final String meaning;

  PortVerdict(double score, String meaning) {
    this.score = score;
    this.meaning = meaning;
  }

  /** The word in every output, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it means, in words. */
  public String meaning() {
    return meaning;
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
