package dev.chokepoint.performance;

import java.util.List;

/**
 * The time of an operator with what it rests on.
 *
 * @param seconds the time, and the ends of its 90% interval
 * @param flops operations counted, a multiply and an add being two; padding is not counted
 * @param bytes traffic that no cache can avoid, memory or network by the operator's kind
 * @param bound what sets the time
 * @param terms parts of the time by equation; those that overlap do not add up
 * @param notes what was assumed
 */
public record Estimate(
    Interval seconds,
    double flops,
    double bytes,
    Bound bound,
    List<Term> terms,
    List<String> notes) {

  /** A value with the ends of its 90% interval. */
  public record Interval(double low, double mid, double high) {}

  /**
   * One part of the time.
   *
   * @param name what it is, such as {@code memory}
   * @param equation name of its equation in docs/model.md
   * @param seconds its time if nothing else took any
   */
  public record Term(String name, String equation, double seconds, Bound bound) {}

  public Estimate {
    terms = List.copyOf(terms);
    notes = List.copyOf(notes);
  }
}
