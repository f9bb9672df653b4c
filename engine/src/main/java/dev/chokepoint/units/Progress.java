package dev.chokepoint.units;

/** Is told how far long work has come, on the thread of that work, which it may end by throwing. */
@FunctionalInterface
public interface Progress {
  /** For work that nobody watches. */
  Progress NONE = (what, done, all) -> {};

  /**
   * So much is done.
   *
   * @param what is counted, a word such as {@code points}
   * @param all that will be done, 0 where that is not known
   */
  void at(String what, long done, long all);
}
