package dev.chokepoint.controls;

/** The answer, strictest first so that the natural order is how urgently it must be seen. */
public enum Verdict {
  LICENCE_REQUIRED(10),
  UNDETERMINED(11),
  NOT_MODELLED(12),
  NO_LICENCE_REQUIRED(0);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Exit code of the command line. */
  public int exitCode() {
    return exitCode;
  }

  /**
   * What is known where either may be the answer. Where both say that the trade is not free and one
   * lies outside coverage, no further fact of it would bring it inside.
   */
  public Verdict or(Verdict other) {
    if (this == other) {
      return this;
    }
    boolean free = this == NO_LICENCE_REQUIRED || other == NO_LICENCE_REQUIRED;
    boolean open = this == UNDETERMINED || other == UNDETERMINED;
    return free || open ? UNDETERMINED : NOT_MODELLED;
  }

  /** The word used in text and JSON. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
