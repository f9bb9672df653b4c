package dev.chokepoint.claims;

import java.util.List;

/**
 * Values of one thing over time, each with who says so.
 *
 * @param what the thing, in words
 * @param points never empty; several of one period where sources differ
 */
public record Series(String id, String what, Unit unit, List<Point> points) {

  /**
   * A value of a period.
   *
   * @param period such as {@code FY2025}, {@code 2025-Q1} or a day
   * @param by who says so, in one word
   * @param value of the unit of the series; unknown where nobody was found to say it
   * @param grade A for a primary statement, B for a named analyst or wire, C for a single other
   *     page
   */
  public record Point(
      String period, String by, Amount value, String source, String grade, String note) {}

  public Series {
    points = List.copyOf(points);
  }
}
