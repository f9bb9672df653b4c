package dev.chokepoint.workbench.web;

import java.time.Duration;

/**
 * What the server gives at most.
 *
 * @param atOnce requests worked on at once; more are answered 429
 * @param longest time that a request is waited for; then it is answered 503
 * @param bodyBytes bytes of a request's body; more is answered 413
 * @param rows rows of a table in a body; more is refused
 * @param keptBytes memory for replies that may be asked for again
 * @param jobs what long work gets
 */
public record Limits(
    int atOnce, Duration longest, long bodyBytes, int rows, long keptBytes, ForJobs jobs) {
  /** Bytes of an order file that is uploaded; more is answered 413. */
  static final long UPLOAD_BYTES = 2L << 30;

  /** What {@code serve} gives. */
  public static final Limits USUAL =
      new Limits(64, Duration.ofSeconds(30), 64 * 1024, 200, 24L * 1024 * 1024);

  /** The same with the usual limits of jobs. */
  public Limits(int atOnce, Duration longest, long bodyBytes, int rows, long keptBytes) {
    this(atOnce, longest, bodyBytes, rows, keptBytes, ForJobs.USUAL);
  }

  /**
   * What long work gets at most.
   *
   * @param running pieces worked on at once, asked for as jobs or not
   * @param open jobs that wait or run; more are answered 429
   * @param kept jobs that have ended; the first to end leaves first
   * @param keptBytes memory for their results; the first to end leaves first
   * @param keptFor time after its end that a job can be asked for
   * @param longest time that a job may run; then it is stopped
   * @param watchers connections that are told of progress; more are answered 429
   */
  public record ForJobs(
      int running,
      int open,
      int kept,
      long keptBytes,
      Duration keptFor,
      Duration longest,
      int watchers) {
    /**
     * Jobs of one user that wait or run, so that nobody takes all places; more are answered 429.
     */
    int openEach() {
      return Math.max(1, open / 4);
    }

    static final ForJobs USUAL =
        new ForJobs(
            2, 16, 32, 16L * 1024 * 1024, Duration.ofMinutes(15), Duration.ofMinutes(15), 16);
  }
}
