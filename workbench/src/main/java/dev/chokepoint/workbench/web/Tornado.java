package dev.chokepoint.workbench.web;

import java.util.List;
import java.util.stream.Stream;

/**
 * What each input alone moves, as bars from its low to its high end. Places across are percentages,
 * so that it fits any screen.
 *
 * @param id the element's, from which its titles are derived
 * @param label what the axis measures
 * @param base the value with every input in its middle
 */
public record Tornado(
    String id, String title, String summary, String label, double base, Ends ends, List<Bar> bars) {
  private static final int ROW = 38;
  private static final int FOOT = 26;
  private static final double LEFT = 2;
  private static final double RIGHT = 98;

  /** What the two ends of a bar are of. */
  public enum Ends {
    /** The input at its low and at its high end. */
    INPUT("tornado.low", "tornado.high"),
    /** The least and the most of the value, whichever end of the input makes it. */
    VALUE("tornado.least", "tornado.most");

    private final String low;
    private final String high;

    Ends(String low, String high) {
      this.low = low;
      this.high = high;
    }

    /** The key of what the first end is called. */
    public String low() {
      return low;
    }

    /** The key of what the other end is called. */
    public String high() {
      return high;
    }
  }

  /**
   * One input.
   *
   * @param lang language of its name
   */
  public record Bar(String name, String lang, double low, double high) {}

  private Plot.Axis axis() {
    double least = values().min(Double::compare).orElse(0.0);
    double most = values().max(Double::compare).orElse(1.0);
    double room = Math.max((most - least) * 0.03, 1e-9);
    return new Plot.Axis(label, least - room, most + room, false);
  }

  private Stream<Double> values() {
    return Stream.concat(
        Stream.of(base), bars.stream().flatMap(bar -> Stream.of(bar.low(), bar.high())));
  }

  /** Its height in pixels. */
  public int height() {
    return ROW * bars.size() + FOOT;
  }

  /** Where a bar's row begins. */
  public int top(int bar) {
    return ROW * bar;
  }

  /** Where a value lies from left to right, in percent. */
  public double left(double value) {
    return Math.round(100 * (LEFT + (RIGHT - LEFT) * axis().along(value))) / 100.0;
  }

  /** Where a piece from the middle to an end begins. */
  public double from(double end) {
    return Math.min(left(base), left(end));
  }

  /** How wide it is, in percent. */
  public double width(double end) {
    return Math.round(100 * Math.abs(left(end) - left(base))) / 100.0;
  }

  /** Whether nought lies on the axis. */
  public boolean hasZero() {
    return axis().least() < 0 && axis().most() > 0;
  }

  /** The numbers below. */
  public List<Plot.Tick> below(Words words) {
    return axis().values().stream()
        .map(v -> new Plot.Tick(left(v), words.number(v + 0.0)))
        .toList();
  }
}
