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
 */
public record Limits(int atOnce, Duration longest, long bodyBytes, int rows, long keptBytes) {
  /** What {@code serve} gives. */
  public static final Limits USUAL =
      new Limits(64, Duration.ofSeconds(30), 64 * 1024, 200, 24L * 1024 * 1024);
}
